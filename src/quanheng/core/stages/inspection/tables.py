"""Tables of an inspection (考察的录入表): team, notices, talks, reports, marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import AnyPostCell, Options, PersonCell

CONCLUSIONS = Options(
    {
        "suitable": Text("适合任用", "suitable"),
        "unsuitable": Text("不适合任用", "unsuitable"),
        "needs_more": Text("需进一步考察", "needs more"),
    }
)


class TeamMember(Row):
    """One member of the inspection team (考察组成员)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    leads: Annotated[bool, Column("是否组长", "Leads", Text("考察组组长", "Leads the team"), "否")] = False


class InspectionNotice(Row):
    """The inspection notice put up in one place (考察预告)."""

    key_fields: ClassVar[tuple[str, ...]] = ("place",)
    place: Annotated[
        str, Field(min_length=1), Column("预告地点", "Place", Text("张贴处", "Where"), "街道公示栏")
    ]
    published_on: Annotated[
        date, Column("发布日期", "Published on", Text("当日不计入", "Not counted"), "2026-03-14")
    ]


class Talk(Row):
    """Talks about one candidate with people of one role (个别谈话)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "talked_with", "talked_on")
    person: PersonCell
    talked_with: Annotated[
        str,
        Field(min_length=1),
        Column("谈话对象", "Talked with", Text("姓名或类别", "Name or role"), "社区书记"),
    ]
    talked_on: Annotated[
        date, Column("谈话日期", "Talked on", Text("谈话之日", "Day of the talk"), "2026-03-16")
    ]
    count: Annotated[int, Field(ge=1), Column("人次", "Count", Text("谈话人次", "How many people"), "6")] = 1


class Visit(Row):
    """A visit to an earlier unit of one candidate (延伸考察)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "unit")
    person: PersonCell
    unit: Annotated[
        str, Field(min_length=1), Column("原单位", "Unit", Text("延伸考察的单位", "The earlier unit"), "农办")
    ]
    visited_on: Annotated[
        date, Column("考察日期", "Visited on", Text("前往之日", "Day of the visit"), "2026-03-17")
    ]
    found: Annotated[
        str, Field(min_length=2), Column("了解的情况", "Found", Text("主要情况", "In short"), "反映良好")
    ]


class Report(Row):
    """The inspection report on one person (考察材料)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: AnyPostCell = ""
    basic_facts: Annotated[
        str, Column("基本情况", "Basic facts", Text("简历要点", "The career in short"), "")
    ] = ""
    virtue: Annotated[str, Column("德", "Virtue", Text("德的表现", "Virtue"), "")] = ""
    ability: Annotated[str, Column("能", "Ability", Text("能的表现", "Ability"), "")] = ""
    diligence: Annotated[str, Column("勤", "Diligence", Text("勤的表现", "Diligence"), "")] = ""
    achievement: Annotated[str, Column("绩", "Achievement", Text("绩的表现", "Achievement"), "")] = ""
    integrity: Annotated[str, Column("廉", "Integrity", Text("廉的表现", "Integrity"), "")] = ""
    strengths: Annotated[
        str, Column("主要成绩与特长", "Strengths", Text("成绩、能力、特长", "What stands out"), "")
    ] = ""
    recommendation_results: Annotated[
        str, Column("推荐测评情况", "Recommendation results", Text("推荐与测评结果", "Its results"), "")
    ] = ""
    weaknesses: Annotated[str, Column("主要不足", "Weaknesses", Text("必须写明", "Must be said"), "")] = ""
    conclusion: Annotated[
        Literal["suitable", "unsuitable", "needs_more"],
        CONCLUSIONS,
        Column("考察结论", "Conclusion", Text("考察组的意见", "What the team holds"), "suitable"),
    ]
    reason: Annotated[str, Column("理由", "Reason", Text("不适合时须写明", "Needed when unsuitable"), "")] = (
        ""
    )
    score: Annotated[
        Decimal | None,
        Column("考察得分", "Score", Text("方案对考察计分时填写", "Where the plan scores it"), "88"),
    ] = None
    written_on: Annotated[
        date, Column("形成日期", "Written on", Text("成稿之日", "Day written"), "2026-03-18")
    ]
    by: Annotated[
        str, Field(min_length=1), Column("执笔人", "By", Text("考察组成员编号", "Who wrote it"), "HW005")
    ]


class Mark(Row):
    """One member's mark for one candidate's inspection (考察计分)."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "person")
    judge: Annotated[str, Column("评分人", "Judge", Text("人员编号", "A code in the roster"), "HW001")]
    person: PersonCell
    mark: Annotated[Decimal, Column("分数", "Mark", Text("不超过满分", "At most the full mark"), "88")]


TABLES = (
    InputTable("team", Text("考察组", "Team"), TeamMember, "record_inspection"),
    InputTable("notices", Text("考察预告", "Notices"), InspectionNotice, "record_inspection", required=False),
    InputTable("talks", Text("个别谈话", "Talks"), Talk, "record_inspection", required=False),
    InputTable("visits", Text("延伸考察", "Earlier units"), Visit, "record_inspection", required=False),
    InputTable("reports", Text("考察材料", "Reports"), Report, "record_inspection"),
    InputTable("marks", Text("考察计分", "Marks"), Mark, "record_marks", required=False),
)
