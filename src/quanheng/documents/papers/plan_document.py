"""Plan document (实施方案): the plan as the paper that is sent up and made known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.enrolment_notice import PostLine, StepLine
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.plan_words import (
    choices_of,
    conditions_of,
    how_many,
    ratios_of,
    seats_of,
    terms_of,
    titles_of,
)
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence, zh_schedule

ID = "plan_document"


@dataclass(frozen=True)
class PlanDocument(PaperFields):
    """What the plan says."""

    purpose: Annotated[str, Told("指导思想", "Purpose", "坚持公开、平等、竞争、择优。")]
    basis: Annotated[tuple[str, ...], Told("依据", "On what it rests", ("《公务员法》。",))]
    how_many: Annotated[
        str, Told("职位概况", "How many posts and seats", "本次竞争职位3个，共4名，具体如下：")
    ]
    posts: Annotated[tuple[PostLine, ...], Told("职位表", "Posts")]
    as_of: Annotated[str, Told("计算截止", "Counted up to", "2026年3月1日")]
    conditions: Annotated[tuple[str, ...], Told("条件", "Conditions", ("1.在编在岗的机关干部。",))]
    choices: Annotated[str, Told("限报职位", "How many posts", "每人最多报2个职位。")]
    steps: Annotated[tuple[StepLine, ...], Told("程序", "Steps", needed=True)]
    ratios: Annotated[
        tuple[str, ...], Told("开考比例", "Ratio of candidates", ("报名人数与职位数之比须达到1.5:1。",))
    ]
    terms: Annotated[str, Told("任期和试用", "Term and trial", "任职人员任期3年，试用期3个月。")]
    bodies: Annotated[str, Told("机构", "Bodies that act", "镇党委会、镇纪委。")]
    discipline: Annotated[tuple[str, ...], Told("工作纪律", "Discipline", ("不准拉票贿选。",))]


LAYOUT = (
    Draft(ID, TITLE)
    .when("指导思想")
    .heading("指导思想")
    .paragraph("{{ 指导思想 }}")
    .end()
    .when("依据")
    .heading("依据")
    .each("句 in 依据")
    .paragraph("{{ 句 }}")
    .done()
    .end()
    .heading("职位")
    .paragraph("{{ 职位概况 }}")
    .listing("位 in 职位表", 序号=2, 职位=6, 所在单位=5, 层级=3, 职数=2)
    .when("条件")
    .heading("资格条件")
    .paragraph("年龄、任职年限等计算截至{{ 计算截止 }}。")
    .each("句 in 条件")
    .paragraph("{{ 句 }}")
    .done()
    .end()
    .heading("程序和时间")
    .listing("步 in 程序", 序号=2, 环节=5, 时间=8)
    .paragraph("{{ 限报职位 }}")
    .each("句 in 开考比例")
    .paragraph("{{ 句 }}")
    .done()
    .when("任期和试用")
    .heading("任期和试用")
    .paragraph("{{ 任期和试用 }}")
    .end()
    .when("机构")
    .heading("组织领导")
    .paragraph("本方案由以下机构分工办理：{{ 机构 }}")
    .end()
    .when("工作纪律")
    .heading("工作纪律")
    .each("句 in 工作纪律")
    .paragraph("{{ 句 }}")
    .done()
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def plan_documents(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The plan of the run."""
    plan = proceedings.facts.approved
    posts = [p for p in plan.posts if not p.excluded]
    said = PlanDocument(
        **common(proceedings, (plan.title.zh,), proceedings.issued_on or plan.begins_on),
        purpose=sentence(plan.purpose.zh) if plan.purpose else "",
        basis=tuple(sentence(t.zh) for t in plan.basis),
        how_many=how_many(posts),
        posts=tuple(
            PostLine(str(n), p.title.zh, p.unit or "—", p.level or "—", seats_of(p))
            for n, p in enumerate(posts, 1)
        ),
        as_of=zh_date(plan.as_of),
        conditions=tuple(conditions_of(proceedings)),
        choices=choices_of(proceedings),
        steps=tuple(
            StepLine(str(n), proceedings.stage_title(s), zh_schedule(s.time, titles_of(proceedings)))
            for n, s in enumerate(plan.stages, 1)
        ),
        ratios=tuple(ratios_of(proceedings)),
        terms=terms_of(proceedings),
        bodies=f"{'、'.join(b.title.zh for b in plan.bodies)}。" if plan.bodies else "",
        discipline=tuple(sentence(t.zh) for t in plan.discipline),
    )
    return (Written(ID, plan.title, said),)


PLAN_DOCUMENT = PaperKind(ID, Text("实施方案", "Plan"), (), PlanDocument, LAYOUT, plan_documents)
