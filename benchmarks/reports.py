"""Inspection reports of the made-up competition (考察材料): facts from the roster, sentences from a stock."""

from __future__ import annotations

from datetime import date
from random import Random

from quanheng.core.people import Person
from quanheng.core.stages.inspection import Report
from quanheng.core.values import Candidate, Outcome

STOCK = {
    "virtue": (
        "政治立场坚定，理论学习认真，顾全大局，服从组织安排。",
        "为人正派，讲团结，重要时刻能挺身而出，群众评价较好。",
        "党性观念强，能自觉同党工委保持一致，作风民主。",
    ),
    "ability": (
        "熟悉业务，协调能力较强，能独立处理复杂问题。",
        "文字和组织能力突出，善于同群众打交道。",
        "思路清晰，执行力强，处理突发情况沉着。",
    ),
    "diligence": (
        "工作投入，经常深入村社，值班备勤从不缺位。",
        "任劳任怨，承担急难任务多，出勤情况良好。",
        "学习刻苦，对分管工作跟得紧、抓得细。",
    ),
    "achievement": (
        "近三年牵头完成环境整治和信访积案化解，成效得到上级肯定。",
        "推动分管领域考核位次前移，办结重点事项二十余件。",
        "组织实施民生项目六个，均按期交付，资金使用规范。",
    ),
    "integrity": (
        "能严格要求自己，未发现违反廉洁纪律的问题。",
        "遵守中央八项规定精神，家风良好，社会交往正常。",
        "公道办事，个人有关事项清楚，没有不良反映。",
    ),
    "strengths": ("基层经验丰富，群众工作扎实。", "业务精，带队伍有办法。", "敢于负责，办事效率高。"),
    "weaknesses": (
        "有时工作方法较急，听取不同意见不够。",
        "对新业务的学习还需加强，创新办法不多。",
        "抓大事多，对年轻同志的传帮带不够。",
    ),
}


def report_on(
    candidate: Candidate, person: Person, scores: Outcome, by: str, written_on: date, chance: Random
) -> Report:
    """The team's report on one candidate; it finds everyone suitable."""
    score = scores.score_of(candidate)
    educated = "、".join(f"{e.level}（{'全日制' if e.full_time else '在职'}）" for e in person.educations)
    started = f"{person.work_started}参加工作" if person.work_started else "参加工作时间待核"
    facts = (
        f"{person.name}，{person.sex}，{person.nation}，{person.born}出生，{person.party}，{started}，"
        f"{educated or '学历待核'}，现在{person.unit}工作。"
    )
    return Report(
        person=candidate.person,
        post=candidate.post,
        basic_facts=facts,
        recommendation_results=f"演讲与测评综合得分 {score.value} 分。" if score else "综合得分见汇总表。",
        conclusion="suitable",
        written_on=written_on,
        by=by,
        **{part: chance.choice(sentences) for part, sentences in STOCK.items()},
    )
