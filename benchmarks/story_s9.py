"""The story of the young cadres (情节：优秀年轻干部): two lists; the structure moves some and tells whom."""

from __future__ import annotations

from datetime import date

from organisation import Organisation, Someone
from play import Tables
from selection import Selection
from usual import USUAL, make_written

from quanheng.core.stages import approval
from quanheng.core.values import Slate

COUNTY, TOWN, HEAD = "县处级副职", "乡科级副职", "乡科级正职"
COUNTIES = ("Q1", "Q2", "Q3")
OFFICE = (
    *(
        Someone(f"LG{n}", "QLD", title, level, 2018 + n % 5, leading=True, sex=sex)
        for n, (title, level, sex) in enumerate(
            (
                ("市委副书记", "厅局级副职", "男"),
                ("市委常委、组织部部长", "厅局级副职", "女"),
                ("市委常委、统战部部长", "厅局级副职", "男"),
                ("市政府副市长", "厅局级副职", "男"),
                ("市委组织部常务副部长", "县处级正职", "男"),
                ("市人力资源和社会保障局局长", "县处级正职", "女"),
                ("市委党校常务副校长", "县处级正职", "男"),
            ),
            1,
        )
    ),
    Someone("O1", "QZB", "干部科科长", HEAD, 2019, leading=True),
    Someone("O2", "QZB", "干部科副科长", TOWN, 2021, leading=True, sex="女"),
    Someone("O3", "QZB", "一级主任科员", HEAD, 2020, kind="rank"),
    Someone("D1", "QJW", "党风室主任", HEAD, 2019, leading=True),
    Someone("D2", "QJW", "一级主任科员", HEAD, 2020, kind="rank", sex="女"),
)
WOMEN_C, NONPARTY_C = {4, 13, 15, 19}, {14, 17}
WOMEN_T, YOUNG_T = {3, 8, 12, 16, 20, 23, 27}, {4, 9, 14, 17, 18, 20, 22, 25}


def _county(n: int) -> Someone:
    """A candidate for the counties: the better ones are men of the party, born before 1986."""
    return Someone(
        f"C{n:02}",
        ("Q1", "Q2", "Q3", "QSZ")[n % 4],
        ("副县长", "副区长", "市直部门副职")[n % 3],
        COUNTY,
        2021 + n % 3,
        leading=True,
        sex="女" if n in WOMEN_C else "男",
        party="民盟盟员" if n in NONPARTY_C else "中共党员",
        born=1986 + n % 3 if n in (3, 6, 12, 16, 18) else 1981 + n % 5,
        major=("行政管理", "法学", "土木工程", "汉语言文学", "会计学", "社会工作")[n % 6],
        full_time=n != 21,
        sanction_until=date(2026, 9, 30) if n == 22 else None,
    )


def _town(n: int) -> Someone:
    """A candidate for the townships, ten from every county; those of the third county do less well."""
    return Someone(
        f"T{n:02}",
        COUNTIES[(n - 1) % 3],
        ("副镇长", "党委委员", "副乡长")[n % 3],
        TOWN,
        2021 + n % 2,
        leading=True,
        sex="女" if n in WOMEN_T else "男",
        party="中共党员",
        born=1993 if n in YOUNG_T else 1987 + n % 4,
        major=("农学", "行政管理", "法学", "计算机科学与技术")[n % 4],
        school="研究生" if n == 29 else "大学本科",
        grades={2025: "基本称职"} if n == 30 else {},
    )


CAST = (*OFFICE, *(_county(n) for n in range(1, 25)), *(_town(n) for n in range(1, 31)))
TOLD = Organisation(
    prefix="QC",
    units=(
        ("QCS", "青川市", "", "地方"),
        ("QLD", "市领导和部门负责人", "QCS", "领导班子"),
        ("QZB", "市委组织部", "QCS", "党委部门"),
        ("QJW", "市纪委监委", "QCS", "纪检监察"),
        ("QSZ", "市直机关", "QCS", "机关"),
        ("Q1", "清河县", "QCS", "县区"),
        ("Q2", "石桥县", "QCS", "县区"),
        ("Q3", "临江区", "QCS", "县区"),
    ),
    seats=(),
    cast=CAST,
    as_of=date(2026, 3, 2),
    identity="公务员",
    establishment="行政编制",
    steps=(("科员", "科员级"), ("副主任科员", "乡科级副职")),
    paper="青编〔2024〕3号",
)
BODIES = {
    "leading_group": tuple(f"LG{n}" for n in range(1, 8)),
    "office": ("O1", "O2", "O3"),
    "discipline": ("D1", "D2"),
}
WISHES = {one.key: "county-principal" if one.key[0] == "C" else "township-principal" for one in CAST[12:]}
STRENGTH = {f"C{n:02}": 93 - 0.8 * n for n in range(1, 25)} | {
    f"T{n:02}": 92 - 0.5 * n - (4 if n % 3 == 0 else 0) for n in range(1, 31)
}
WORDS = {
    "mark": "青组",
    "office": "市委组织部干部科",
    "room": "市委三号会议室",
    "recommended": "经组织推荐、资格审查和笔试，列入差额考察。",
    "absent": "T28",
}


def make_filing(run: Selection, slate: Slate) -> Tables:
    """The lists are reported for the file; nobody replies."""
    settings = run.plan.stage(run.stage)
    return {
        "requests": [
            approval.ApprovalRequest(
                number=run.paper(26),
                to=settings.by[0],
                sent_on=run.today,
                attachments="、".join(p.zh for p in settings.papers_needed()),
            )
        ]
    }


MAKERS = {**USUAL, "written": make_written, "filing": make_filing}
