"""The story of the market bureau (情节：市场监管局处级竞争上岗): one cast, judged and scored both ways."""

from __future__ import annotations

from datetime import date

from organisation import Organisation, Seats, Someone
from play import Tables
from selection import Selection
from usual import USUAL, make_interview, make_written

from quanheng.core.stages import assign_posts
from quanheng.core.values import Slate

HEAD, DEPUTY, SECTION = "县处级正职", "县处级副职", "乡科级正职"
CAST = (
    Someone("PG1", "LD4", "党组书记、局长", "厅局级副职", 2020, leading=True, sex="男"),
    Someone("PG2", "LD4", "党组成员、副局长", HEAD, 2019, leading=True),
    Someone("PG3", "LD4", "党组成员、副局长", HEAD, 2021, leading=True),
    Someone("PG4", "LD4", "党组成员、副局长", HEAD, 2018, leading=True, sex="女"),
    Someone("PG5", "LD4", "党组成员、总工程师", HEAD, 2022, leading=True),
    Someone("PG6", "LD4", "党组成员、办公室主任", HEAD, 2021, leading=True),
    Someone("PG7", "LD4", "党组成员、派驻纪检监察组组长", HEAD, 2020, leading=True),
    Someone("O1", "RS4", "人事处处长", HEAD, 2021, leading=True),
    Someone("O2", "RS4", "人事处四级调研员", DEPUTY, 2020, kind="rank", sex="女"),
    Someone("O3", "RS4", "人事处一级主任科员", SECTION, 2019, kind="rank"),
    Someone("D2", "JW4", "派驻纪检监察组副组长", DEPUTY, 2019, leading=True),
    Someone("X1", "WB", "市委党校教授", "", 2016, kind="work", source="outside"),
    Someone("X2", "WB", "江左大学教授", "", 2015, kind="work", source="outside", sex="女"),
    Someone("X3", "WB", "市人事考试中心考官", "", 2018, kind="work", source="outside"),
    Someone("A1", "BG", "一级主任科员", SECTION, 2019, kind="rank", sex="女"),
    Someone("A2", "BG", "一级主任科员", SECTION, 2020, kind="rank"),
    Someone("A3", "ZH", "二级主任科员", SECTION, 2021, kind="rank"),
    Someone("A4", "ZC", "一级主任科员", SECTION, 2018, kind="rank"),
    Someone("A5", "ZH", "二级主任科员", SECTION, 2020, kind="rank", sex="女"),
    Someone("A6", "BG", "二级主任科员", SECTION, 2024, kind="rank"),
    Someone("B1", "ZC", "一级主任科员", SECTION, 2018, kind="rank", school="研究生"),
    Someone("B2", "ZC", "一级主任科员", SECTION, 2019, kind="rank", sex="女"),
    Someone("B3", "ZH", "二级主任科员", SECTION, 2020, kind="rank", appraised=False),
    Someone("B4", "ZH", "二级主任科员", SECTION, 2019, kind="rank", kin={"PG3": ("叔父", "侄")}),
    Someone("C1", "SP", "一级主任科员", SECTION, 2019, kind="rank", school="研究生"),
    Someone("C2", "SP", "一级主任科员", SECTION, 2018, kind="rank", sex="女"),
    Someone("C3", "SP", "二级主任科员", SECTION, 2021, kind="rank"),
    Someone("C4", "ZH", "二级主任科员", SECTION, 2020, kind="rank", sanction_until=date(2026, 6, 30)),
    Someone("C5", "SP", "二级主任科员", SECTION, 2021, kind="rank"),
)
TOLD = Organisation(
    prefix="SJ",
    units=(
        ("SSJ", "滨江市市场监督管理局", "", "机关"),
        ("LD4", "局领导", "SSJ", "领导班子"),
        ("BG", "办公室", "SSJ", "内设机构"),
        ("ZC", "政策法规处", "SSJ", "内设机构"),
        ("SP", "食品安全监管处", "SSJ", "内设机构"),
        ("ZH", "综合执法支队", "SSJ", "直属机构"),
        ("RS4", "人事处", "SSJ", "内设机构"),
        ("JW4", "派驻市场监管局纪检监察组", "SSJ", "派驻机构"),
        ("WB", "外聘考官", "", "外单位"),
    ),
    seats=(Seats("BG", DEPUTY, 5), Seats("ZC", DEPUTY, 5), Seats("SP", DEPUTY, 5)),
    cast=CAST,
    as_of=date(2026, 3, 2),
    identity="公务员",
    establishment="行政编制",
    steps=(("科员", "科员级"), ("副主任科员", "乡科级副职")),
    paper="滨编〔2024〕9号",
)
BODIES = {
    "party_group": ("PG1", "PG2", "PG3", "PG4", "PG5", "PG6", "PG7"),
    "panel": ("PG2", "PG4", "PG5", "PG6", "X1", "X2", "X3"),
    "office": ("O1", "O2", "O3"),
    "discipline": ("PG7", "D2"),
}
POSTS = {"A": "office-deputy", "B": "policy-deputy", "C": "food-deputy"}
STOOD = tuple(one.key for one in CAST if one.key[0] in POSTS)
JUDGED = {key: POSTS[key[0]] for key in STOOD}
SCORED = dict.fromkeys(STOOD, "deputy-rank")
STRENGTH = {
    "A1": 90,
    "A2": 86,
    "A3": 80,
    "A4": 83,
    "B1": 91,
    "B2": 87,
    "B3": 79,
    "C1": 88,
    "C2": 89,
    "C3": 78,
    "C5": 81,
}
WORDS = {
    "mark": "滨市监党组",
    "whole": "机关各处室领导班子",
    "analysis": "办公室、政策法规处、食品安全监管处各缺副职1名，年轻处级干部偏少，宜面向正科级干部竞争上岗。",
    "basis": "处室副职空缺",
    "scope": "本局任正科级满三年的干部",
    "way": "竞争上岗",
    "office": "人事处",
    "establishment": "滨编〔2024〕9号",
    "room": "局八楼会议室",
    "recommended": "笔试、面试、民主测评综合成绩列考察范围。",
    "absent": "A5",
    "voters-leaders": "7",
    "voters-staff": "24",
    "noticed": "2026-04-20",
    "objected": "C2",
    "objection": "反映其参与检查的企业由其同学经营，未报告",
    "finding": "经查其检查前已书面报告并由他人办理，反映的问题不存在",
    "talks_by": "PG1",
}
REASONS = {
    "office-deputy": "长期从事综合文稿和督查工作，协调能力强",
    "policy-deputy": "法学专业，名次靠前，熟悉行政执法监督",
    "food-deputy": "食品安全监管一线多年，专业对口",
}


def make_placing(run: Selection, slate: Slate) -> Tables:
    """Posts are fixed by rank, profession and ability: everyone gets what suits, the best first."""
    by_code = {code: key for key, code in run.codes.items()}
    left = list(POSTS.values())
    rows = []
    for candidate in sorted(slate.candidates, key=lambda c: -run.worth(c.person)):
        fits = POSTS[by_code[candidate.person][0]]
        post = fits if fits in left else left[0]
        left.remove(post)
        rows.append(
            assign_posts.Assignment(
                person=candidate.person,
                pool=candidate.post,
                post=post,
                reason=REASONS[post],
                resolution="党组会议纪要〔2026〕9号",
                decided_on=run.today,
            )
        )
    return {"assignments": rows}


MAKERS = {**USUAL, "written": make_written, "interview": make_interview, "placing": make_placing}
