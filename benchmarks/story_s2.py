"""The story of the justice bureau (情节：司法局两个非领导职务): nine in scope, two chosen by all."""

from __future__ import annotations

from datetime import date

from organisation import Organisation, Seats, Someone
from play import Tables
from selection import Selection
from usual import USUAL

from quanheng.core.stages.recommendation import tables as recommendation
from quanheng.core.values import Slate

SENIOR, DEPUTY = "乡科级正职", "乡科级副职"
CAST = (
    Someone("PG1", "LD", "党组书记、局长", "县处级副职", 2019, leading=True, sex="男"),
    Someone("PG2", "LD", "党组成员、副局长", SENIOR, 2018, leading=True),
    Someone("PG3", "LD", "党组成员、副局长", SENIOR, 2017, leading=True),
    Someone("PG4", "LD", "党组成员、政治处主任", SENIOR, 2019, leading=True, sex="女"),
    Someone("PG5", "LD", "党组成员、派驻纪检监察组组长", SENIOR, 2018, leading=True),
    Someone("DG2", "JW", "派驻纪检监察组副组长", DEPUTY, 2017),
    Someone("O1", "RS", "人事科科长", DEPUTY, 2015, post="", leading=True),
    Someone("O2", "RS", "人事科科员", "科员级", 2018, kind="rank"),
    Someone(
        "B1", "JG", "四级主任科员", DEPUTY, 2016, kind="rank", grades={2019: "优秀", 2020: "优秀"}, sex="女"
    ),
    Someone("B2", "JG", "四级主任科员", DEPUTY, 2017, kind="rank"),
    Someone("B3", "JG", "四级主任科员", DEPUTY, 2020, kind="rank"),
    Someone("B4", "JG", "四级主任科员", DEPUTY, 2014, kind="rank", school="中专"),
    Someone("B5", "JG", "四级主任科员", DEPUTY, 2018, kind="rank", appraised=False, school="大学专科"),
    Someone("J1", "SF", "四级主任科员", DEPUTY, 2015, kind="rank", trained=False, sex="男"),
    Someone("J2", "SF", "四级主任科员", DEPUTY, 2016, kind="rank"),
    Someone(
        "J3",
        "SF",
        "管理八级职员",
        DEPUTY,
        2014,
        kind="rank",
        identity="事业单位人员",
        establishment="事业编制",
    ),
    Someone("J4", "SF", "四级主任科员", DEPUTY, 2017, kind="rank", grades={2019: "基本称职", 2020: "称职"}),
    *(
        Someone(f"K{n}", ("JG", "SF", "FZ")[n % 3], "一级科员", "科员级", 2016 + n % 4, kind="rank")
        for n in range(1, 9)
    ),
)
TOLD = Organisation(
    prefix="SF",
    units=(
        ("QSF", "河湾区司法局", "", "机关"),
        ("LD", "局领导", "QSF", "领导班子"),
        ("JG", "局机关", "QSF", "内设机构"),
        ("SF", "司法所", "QSF", "派出机构"),
        ("FZ", "法治科", "QSF", "内设机构"),
        ("RS", "人事科", "QSF", "内设机构"),
        ("JW", "派驻纪检监察组", "QSF", "派驻机构"),
    ),
    seats=(Seats("JG", SENIOR, 1, leading=False), Seats("SF", SENIOR, 1, leading=False)),
    cast=CAST,
    as_of=date(2021, 12, 13),
    identity="公务员",
    establishment="行政编制",
    steps=(("科员", "科员级"), ("一级科员", "科员级")),
    paper="河编〔2019〕11号",
)
BODIES = {
    "party_group": ("PG1", "PG2", "PG3", "PG4", "PG5"),
    "office": ("O1", "O2"),
    "discipline": ("PG5", "DG2"),
}
WISHES = dict.fromkeys(("B1", "B2", "B3", "B4", "B5"), "bureau-senior") | dict.fromkeys(
    ("J1", "J2", "J3", "J4"), "office-senior"
)
STRENGTH = {"B1": 92, "B2": 84, "B5": 80, "J1": 90, "J2": 85}
WORDS = {
    "mark": "河司党组",
    "whole": "局机关和司法所",
    "analysis": "局机关、司法所各有二级主任科员空缺1名，现有四级主任科员任职满三年的较多，具备选拔条件。",
    "basis": "职级空缺",
    "scope": "全局符合条件的干部",
    "way": "民主推荐",
    "office": "人事科",
    "establishment": "河编〔2019〕11号",
    "room": "局三楼会议室",
    "recommended": "全体干部无记名推荐得票最高，党组研究确定为考察对象。",
    "noticed": "2021-12-24",
    "objected": "B1",
    "objection": "反映其2018年下乡补助报销不规范",
    "finding": "经核对报销凭证和出差审批，手续齐全，反映的问题不存在",
    "talks_by": "PG1",
}


def make_recommendation(run: Selection, slate: Slate) -> Tables:
    """Every cadre names one person for each post, in secret; two sheets come back blank."""
    chance = run.chance("recommendation")
    voters = len(CAST) - 1
    sheets = []
    for number in range(1, voters + 1):
        if number in (7, 19):
            sheets.append(recommendation.Ballot(sheet=str(number), group="all", mark="abstain"))
            continue
        for post in slate.seats:
            field = slate.of(post)
            weights = [max(1.0, run.worth(c.person) - 78) for c in field]
            named = chance.choices(field, weights)[0]
            sheets.append(
                recommendation.Ballot(sheet=str(number), group="all", post=post, person=named.person)
            )
    turnout = recommendation.GroupTurnout(
        group="all", should_attend=len(CAST), present=voters, issued=voters, returned=voters
    )
    return {"turnout": [turnout], "sheets": sheets}


MAKERS = {**USUAL, "recommendation": make_recommendation}
