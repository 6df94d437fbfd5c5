"""Settings and tables of a secondment (挂职的设置与录入表): postings, days at the post, changes, consents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Bound, Names, Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.values import Text
from quanheng.core.words import Options, PersonCell, YesNo

CHANGES = Options({"extend": Text("延长", "extend"), "end_early": Text("提前结束", "end early")})
Change = Literal["extend", "end_early"]
PARTIES: Mapping[str, Text] = {
    "home": Text("派出单位", "the home unit"),
    "host": Text("接收单位", "the host"),
    "person": Text("本人", "the person"),
}
"""Who may agree to a change, beside the bodies of the plan."""


class Direction(Strict):
    """One direction of secondment (挂职方向): who goes it, and what level the host post may have.

    Shapes: the first direction whose rule holds of a person is theirs; `level` is that of the host post
    beside the highest level now held.
    """

    id: Slug
    title: Words
    who: Rule | None = None
    level: Literal["same", "same_or_lower", "same_or_higher", "any"] = "any"

    @model_validator(mode="after")
    def _firm(self) -> Direction:
        require_firm(*(() if self.who is None else (self.who,)))
        return self


class Consents(Strict):
    """Who has to agree before a posting is changed (同意): every one of them, up to so long."""

    consents: Names = Field(min_length=1)
    at_most: Span | None = None


class AtPost(Strict):
    """How much of the time people must be at the post (在岗要求): the share of the days, and who falls short.

    Shapes: `of` working_days counts those of the months entered, days every day of them, entered takes the
    number that the row gives.
    """

    is_: Bound = Field(alias="is")
    of: Literal["working_days", "days", "entered"] = "working_days"
    short: Literal["note", "depart"] = "note"


class AppraisedAt(Strict):
    """Where the year's appraisal is made (在何处考核): at one place, at the other while the stay is short."""

    at: Literal["host", "home"] = "host"
    short: Span | None = None


class Settings(StageSettings):
    """What a plan says about secondment.

    Shapes: `length` is a stay where no end is given; `directions` tell from the record which way people
    go; `no_recall` lets the home unit ask for no early end; `host_opinion` wants the host's word at the end.
    """

    kind: Literal["secondment"]
    length: Span
    returns: Literal["home", "anywhere"] = "home"
    kinds: tuple[Words, ...] = ()
    directions: tuple[Direction, ...] = ()
    attendance: AtPost | None = None
    extend: Consents | None = None
    end_early: Consents | None = None
    no_recall: bool = False
    host_opinion: bool = False
    appraised: AppraisedAt = AppraisedAt()

    @model_validator(mode="after")
    def _once(self) -> Settings:
        ids = [d.id for d in self.directions]
        if len(set(ids)) < len(ids):
            raise wrong("方向编号重复。", "a direction's id is used twice", "directions")
        return self

    def consents(self, change: Change) -> Consents | None:
        """Who has to agree to a change; None where the plan knows no such change."""
        return self.extend if change == "extend" else self.end_early


_Filled = Annotated[str, Field(min_length=1)]
_Change = Annotated[
    Change, CHANGES, Column("变更", "Change", Text("延长或提前结束", "Extended or ended early"), "extend")
]


class Posting(Row):
    """Where somebody is seconded (挂职安排)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    host: Annotated[_Filled, Column("接收单位", "Host", Text("挂职单位", "Where to"), "云水镇")]
    post: Annotated[_Filled, Column("挂任职务", "Post", Text("挂任的职务", "The post there"), "第一书记")]
    level: Annotated[str, Column("挂任层级", "Level", Text("职务层级", "Its level"), "乡科级副职")] = ""
    sort: Annotated[str, Column("种类", "Kind", Text("方案所列的种类", "A kind of the plan"), "")] = ""
    since: Annotated[date, Column("开始日期", "Since", Text("到岗之日", "First day"), "2026-03-01")]
    until: Annotated[
        date | None, Column("结束日期", "Until", Text("不填则按方案期限", "Else as the plan says"), "")
    ] = None
    document: Annotated[_Filled, Column("文号", "Document", Text("选派文件", "The paper"), "组发3号")]


class Days(Row):
    """The days somebody was at the post in one month (在岗天数)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "month")
    person: PersonCell
    month: Annotated[
        str,
        Field(pattern=r"^\d{4}-\d{2}$"),
        Column("月份", "Month", Text("写成 2026-03", "As 2026-03"), "2026-03"),
    ]
    present: Annotated[
        Decimal, Field(ge=0), Column("在岗天数", "Present", Text("当月在岗天数", "Days present"), "18")
    ]
    whole: Annotated[
        Decimal | None,
        Field(gt=0),
        Column("应在岗天数", "Whole", Text("按方案由日历计算的不填", "Empty where counted"), ""),
    ] = None


class Changed(Row):
    """A posting to be extended or ended early (延长、提前结束)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "change")
    person: PersonCell
    change: _Change
    until: Annotated[date, Column("新的结束日期", "Until", Text("变更后的末日", "The new end"), "2028-03-01")]
    asked_by: Annotated[
        _Filled, Column("提出方", "Asked by", Text("home、host、person 或机构", "Who asks"), "host")
    ]
    reason: Annotated[_Filled, Column("理由", "Reason", Text("为何变更", "Why"), "工作需要")]


class Consent(Row):
    """Whether one party agrees to a change (同意与否)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "change", "party")
    person: PersonCell
    change: _Change
    party: Annotated[_Filled, Column("一方", "Party", Text("方案所列的一方", "As the plan says"), "home")]
    agrees: Annotated[YesNo, Column("是否同意", "Agrees", Text("是或否", "Yes or no"), "是")]
    given_on: Annotated[date, Column("日期", "Given on", Text("表态之日", "Its day"), "2027-12-01")]
    document: Annotated[str, Column("文号", "Document", Text("书面意见", "Its paper"), "")] = ""


class Opinion(Row):
    """What the host says of somebody at the end (接收单位意见)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    opinion: Annotated[
        str, Field(min_length=2), Column("意见", "Opinion", Text("表现与评价", "How it went"), "表现良好")
    ]
    given_on: Annotated[date, Column("日期", "Given on", Text("出具之日", "Its day"), "2028-02-20")]


TABLES = (
    InputTable("postings", Text("挂职安排", "Postings"), Posting, "record_appointment"),
    InputTable("days", Text("在岗天数", "Days at the post"), Days, "record_appointment", required=False),
    InputTable("changes", Text("延长与提前结束", "Changes"), Changed, "record_appointment", required=False),
    InputTable("consents", Text("各方意见", "Consents"), Consent, "record_appointment", required=False),
    InputTable(
        "opinions", Text("接收单位意见", "Host's opinions"), Opinion, "record_appointment", required=False
    ),
)
