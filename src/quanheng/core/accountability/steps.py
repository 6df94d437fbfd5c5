"""Steps of a case (追责步骤): what is entered at each, from the opening to the closing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.accountability.parties import ROLES
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import Options, YesNo

StepKind = Literal["statement", "finding", "decision", "consequence", "closing", "appeal", "answer"]
Manner = Literal["none", "individual", "joint"]
MANNERS = Options(
    {
        "none": Text("不承担责任", "not responsible"),
        "individual": Text("承担个人责任", "individually responsible"),
        "joint": Text("承担共同责任", "jointly responsible"),
    }
)
Way = Literal["review", "appeal"]
WAYS = Options({"review": Text("复核", "review"), "appeal": Text("申诉", "appeal to a higher body")})
RESULTS = Options(
    {
        "upheld": Text("维持", "upheld"),
        "changed": Text("变更", "changed"),
        "revoked": Text("撤销", "revoked"),
    }
)
SCOPES = Options(
    {
        "nominators": Text("首提责任人", "first nominators"),
        "nominators_and_inspectors": Text("首提责任人、考察人员", "first nominators and inspectors"),
        "everyone": Text("纪实记载的全部有关人员", "everybody whom the record names"),
    }
)
_Filled = Annotated[str, Field(min_length=1)]
_PARTY = Column("有关人员", "Concerned", Text("纪实记载的人员", "Named by the record"), "HW007")
_Party = Annotated[_Filled, _PARTY]


class Opening(Row):
    """Why a case is opened (立案): the ground, the evidence, since when it is known, and whom it concerns."""

    ground: Annotated[_Filled, Column("情形", "Ground", Text("六种情形之一", "One of the six"), "FN-1")]
    evidence: Annotated[
        _Filled,
        Column("线索和证据", "Evidence", Text("来源、内容、文号", "Source, content, number"), "区纪委通报"),
    ]
    known_on: Annotated[
        date, Column("发现日期", "Known on", Text("何时发现", "When it came to light"), "2026-09-01")
    ]
    scope: Annotated[
        Literal["nominators", "nominators_and_inspectors", "everyone"],
        SCOPES,
        Column("追究范围", "Whom", Text("由纪实确定具体人员", "The record says who they are"), "首提责任人"),
    ]

    def roles(self) -> frozenset[str]:
        """The roles whose holders are asked to answer."""
        if self.scope == "everyone":
            return frozenset(ROLES)
        return frozenset({"nominator"} | ({"inspector"} if self.scope != "nominators" else set()))


class Statement(Row):
    """What somebody concerned says (本人陈述)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party",)
    party: _Party
    text: Annotated[
        _Filled, Column("陈述", "Statement", Text("本人的说明和申辩", "In their own words"), "提名经集体研究")
    ]
    stated_on: Annotated[date, Column("陈述日期", "Stated on", Text("陈述之日", "Its day"), "2026-09-08")]


class Finding(Row):
    """What is found about somebody concerned (认定)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party",)
    party: _Party
    manner: Annotated[
        Manner, MANNERS, Column("责任", "Responsibility", Text("个人、共同或不承担", "Which"), "承担个人责任")
    ]
    reasons: Annotated[
        _Filled, Column("认定理由", "Reasons", Text("事实和依据", "Facts and basis"), "明知问题仍然提名")
    ]
    found_on: Annotated[date, Column("认定日期", "Found on", Text("认定之日", "Its day"), "2026-09-20")]


class Decision(Row):
    """How the body decided on the findings (处理决定); `higher` where a higher body decided instead."""

    held_on: Annotated[
        date, Column("会议日期", "Held on", Text("召开之日", "Day of the meeting"), "2026-09-28")
    ]
    present: Annotated[
        str,
        Column(
            "到会成员", "Present", Text("人员编号，以顿号分开", "Codes, parted by commas"), "HW012、HW016"
        ),
    ] = ""
    agree: Annotated[int, Field(ge=0), Column("同意", "Agree", Text("同意人数", "Votes for"), "3")] = 0
    against: Annotated[
        int, Field(ge=0), Column("不同意", "Against", Text("不同意人数", "Votes against"), "0")
    ] = 0
    abstain: Annotated[int, Field(ge=0), Column("弃权", "Abstain", Text("弃权人数", "Abstentions"), "0")] = 0
    paper: Annotated[_Filled, Column("文号", "Document", Text("会议纪要或决定", "Its number"), "纪要第9号")]
    higher: Annotated[
        YesNo,
        Column("由上级决定", "By a higher body", Text("应回避者过半时", "Where most must recuse"), "否"),
    ] = False


class Imposed(Row):
    """The consequence for somebody who is responsible (追究方式)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party",)
    party: _Party
    consequence: Annotated[
        _Filled, Column("追究方式", "Consequence", Text("方案列明的方式", "One of the plan's"), "admonition")
    ]
    imposed_on: Annotated[
        date, Column("决定日期", "Imposed on", Text("影响期自此起算", "The effect begins"), "2026-09-28")
    ]
    paper: Annotated[
        _Filled, Column("文号", "Document", Text("决定的文号", "Its number"), "河街工委〔2026〕40号")
    ]


class Closing(Row):
    """The case is closed (结案)."""

    closed_on: Annotated[date, Column("结案日期", "Closed on", Text("结案之日", "Its day"), "2026-09-30")]
    note: Annotated[str, Column("结案说明", "Note", Text("可不填", "May be blank"), "")] = ""


_AskedWay = Annotated[
    Way, WAYS, Column("方式", "Way", Text("原决定机构复核，或向上级申诉", "Review, or appeal"), "复核")
]


class Appeal(Row):
    """Somebody who bears a consequence asks for a review, or appeals (申请复核、申诉)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party", "way")
    party: _Party
    way: _AskedWay
    text: Annotated[
        _Filled,
        Column("理由", "Grounds", Text("请求和理由", "What is asked and why"), "提名前已如实说明情况"),
    ]
    asked_on: Annotated[date, Column("提出日期", "Asked on", Text("提出之日", "Its day"), "2026-10-08")]


class Answer(Row):
    """How a review or an appeal was answered (复核、申诉决定)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party", "way")
    party: _Party
    way: _AskedWay
    result: Annotated[
        Literal["upheld", "changed", "revoked"],
        RESULTS,
        Column("结果", "Result", Text("维持、变更或撤销", "Upheld, changed or revoked"), "维持"),
    ]
    consequence: Annotated[
        str, Column("变更为", "Changed to", Text("变更的填方案列明的方式", "One of the plan's"), "")
    ] = ""
    reasons: Annotated[
        _Filled, Column("理由", "Reasons", Text("事实和依据", "Facts and basis"), "原认定事实清楚")
    ]
    by: Annotated[
        _Filled, Column("处理机关", "Answered by", Text("复核或受理申诉的机关", "Which body"), "区纪委")
    ]
    paper: Annotated[_Filled, Column("文号", "Document", Text("决定的文号", "Its number"), "复决〔2026〕1号")]
    answered_on: Annotated[
        date, Column("决定日期", "Answered on", Text("作出决定之日", "Its day"), "2026-10-20")
    ]


OPENING = InputTable("opening", Text("立案", "Opening"), Opening, "open_case")
STEPS: dict[StepKind, InputTable] = {
    "statement": InputTable("statement", Text("本人陈述", "Statements"), Statement, "state_in_case"),
    "finding": InputTable("finding", Text("责任认定", "Findings"), Finding, "record_case_step"),
    "decision": InputTable("decision", Text("处理决定", "Decision"), Decision, "record_case_step"),
    "consequence": InputTable("consequence", Text("责任追究", "Consequences"), Imposed, "record_case_step"),
    "closing": InputTable("closing", Text("结案", "Closing"), Closing, "close_case"),
    "appeal": InputTable("appeal", Text("申请复核、申诉", "Review or appeal"), Appeal, "appeal_in_case"),
    "answer": InputTable("answer", Text("复核、申诉决定", "Answer"), Answer, "answer_appeal"),
}
"""Every step with the form that it is entered by."""
