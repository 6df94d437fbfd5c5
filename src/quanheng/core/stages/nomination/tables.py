"""Rules and tables of a nomination (提名的规则与录入表): forms, signatures, opinions, reviews, cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.terms import Names, Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.listing import names_in
from quanheng.core.values import Text
from quanheng.core.words import Options, PersonCell, PostCell, YesNo


class Gate(Strict):
    """One agreement without which nobody is nominated (同意): the nominee's own, or a body's."""

    id: Slug
    title: Words
    body: Slug | None = None
    own: bool = False

    @model_validator(mode="after")
    def _one_giver(self) -> Gate:
        if self.own and self.body is not None:
            raise wrong("own 与 body 不能同时写。", "own and body do not go together")
        return self


class Right(Strict):
    """Who may nominate by these channels, and for posts of which levels (提名权限).

    Shapes: `bodies` empty means anybody, `levels` empty means every level.
    """

    channels: tuple[Channel, ...] = Field(min_length=1)
    bodies: Names = ()
    levels: Names = ()


Ground = Literal["performance", "integrity", "problems", "relation"]
GROUNDS: Mapping[Ground, Text] = {
    "performance": Text("工作实绩", "performance"),
    "integrity": Text("廉洁情况", "integrity"),
    "problems": Text("已知问题", "known problems"),
    "relation": Text("与被提名人的关系", "relation to the nominee"),
}
"""What a form may have to state in writing beside the reasons."""


class Consequence(Strict):
    """One way of holding a first nominator to account (责任追究方式), as the plan has it.

    Shapes: `effect` is how long it counts in the archive, None where it enters nothing there; `refers` is the
    authority to which the matter goes.
    """

    id: Slug
    title: Words
    effect: Span | None = None
    refers: Words | None = None


class Accountability(Strict):
    """How a case against first nominators is handled (责任追究): by whom, by when, with what consequence.

    Shapes: `decided_by` is a body of the plan; the four spans to `closing_within` count from the day the case
    was opened. Whoever bears a consequence may ask for a review, or appeal to a higher body, so long after it
    was imposed, and may appeal so long after the answer to a review; answers are due so long after they ask.
    Source: 《中华人民共和国公务员法》第95、96条, for the five last spans.
    """

    decided_by: Slug
    statements_within: Span = Span(working_days=10)
    finding_within: Span = Span(working_days=30)
    decision_within: Span = Span(working_days=45)
    closing_within: Span = Span(working_days=60)
    review_asked_within: Span = Span(days=30)
    appeal_asked_within: Span = Span(days=30)
    appeal_after_review: Span = Span(days=15)
    review_answered_within: Span = Span(days=30)
    appeal_answered_within: Span = Span(days=60)
    consequences: tuple[Consequence, ...] = Field(min_length=1)

    def consequence(self, name: str) -> Consequence | None:
        """The consequence of this id, if the plan has it."""
        return next((c for c in self.consequences if c.id == name), None)


class Settings(StageSettings):
    """What a plan says about nominations.

    Shapes: `nominators` is the least number of people behind a channel; `force` says by which channels a
    nomination enters at once and by which only once the review takes it up; all `gates` are passed. Where
    `rights` are stated a nominator needs one of them; under the effect of a sanction in `free_of` nobody
    nominates; `remind` is how long before its end a nomination is called to mind.
    """

    kind: Literal["nomination"]
    channels: tuple[Channel, ...] = ("unit",)
    nominators: Mapping[Channel, int] = Field(default_factory=dict)
    reasons_at_least: int = Field(default=1, ge=0)
    nominated_by: Names = ()
    gates: tuple[Gate, ...] = ()
    review: bool = False
    force: Mapping[Channel, Literal["enters", "reviewed"]] = Field(default_factory=dict)
    valid_for: Span = Span(years=Decimal(1))
    remind: Span = Span(days=30)
    per_nominator: int | None = Field(default=None, ge=1)
    rights: tuple[Right, ...] = ()
    free_of: Names = ()
    grounds: tuple[Ground, ...] = ()
    signatures: bool = False
    relatives: Literal["refuse", "allow"] = "refuse"
    accountability: Accountability | None = None

    def least(self, channel: Channel) -> int:
        """How many nominators the channel needs; two make a joint one."""
        return self.nominators.get(channel, 2 if channel == "joint" else 0 if channel == "self" else 1)

    def is_reviewed(self, channel: Channel) -> bool:
        """Whether a nomination by this channel waits for the review."""
        return self.force.get(channel, "reviewed" if self.review else "enters") == "reviewed"


_Filled = Annotated[str, Field(min_length=1)]

Relation = Literal["unstated", "none", "superior", "colleague", "acquainted", "kin"]
RELATIONS = Options(
    {
        "unstated": Text("未申报", "not stated"),
        "none": Text("无特殊关系", "none"),
        "superior": Text("上下级", "superior and subordinate"),
        "colleague": Text("同事", "colleagues"),
        "acquainted": Text("同学、同乡、战友等", "fellow students, countrymen or soldiers"),
        "kin": Text("亲属", "related"),
    }
)


class Nomination(Row):
    """One written nomination (提名表)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "channel", "nominators", "unit")
    person: PersonCell
    post: PostCell
    channel: Annotated[
        Channel, CHANNELS, Column("提名方式", "Channel", Text("谁提的名", "Who nominates"), "unit")
    ]
    nominators: Annotated[
        str,
        Column(
            "提名人", "Nominators", Text("人员编号，以顿号分开", "Codes, parted by commas"), "HW001、HW002"
        ),
    ] = ""
    unit: Annotated[
        str, Column("提名单位", "Unit", Text("单位或组织提名时填写", "Where a unit nominates"), "园区")
    ] = ""
    responsible: Annotated[
        str,
        Column("主要负责人", "Principal", Text("提名单位主要负责人的编号", "The unit's principal"), "HW001"),
    ] = ""
    reasons: Annotated[str, Column("提名理由", "Reasons", Text("为何提名", "Why"), "实绩突出")] = ""
    performance: Annotated[
        str, Column("工作实绩", "Performance", Text("书面写明", "In writing"), "牵头完成园区搬迁")
    ] = ""
    integrity: Annotated[
        str, Column("廉洁情况", "Integrity", Text("书面写明", "In writing"), "未发现不廉洁问题")
    ] = ""
    problems: Annotated[
        str,
        Column("已知问题", "Known problems", Text("没有的写“无”", "Write 无 where none are known"), "无"),
    ] = ""
    relation: Annotated[
        Relation,
        RELATIONS,
        Column("与被提名人的关系", "Relation", Text("如实申报", "To be declared"), "上下级"),
    ] = "unstated"
    signed: Annotated[
        YesNo, Column("是否签名", "Signed", Text("提名人已签名", "The nominators signed"), "是")
    ]
    nominated_on: Annotated[
        date, Column("提名日期", "Nominated on", Text("提名表的日期", "The form's date"), "2026-03-05")
    ]

    def liable(self) -> tuple[str, ...]:
        """Who answers for it (首提责任人): the principal of a unit, else the nominators, or oneself."""
        if self.channel in ("unit", "organisation"):
            return (self.responsible,) if self.responsible else ()
        return (self.person,) if self.channel == "self" else names_in(self.nominators)


class Signature(Row):
    """One first nominator's own signature to a nomination (首提责任人签名)."""

    key_fields: ClassVar[tuple[str, ...]] = ("signer", "person", "post")
    signer: Annotated[_Filled, Column("签名人", "Signer", Text("人员编号", "A code in the roster"), "HW001")]
    person: PersonCell
    post: PostCell
    signed_on: Annotated[
        date, Column("签名日期", "Signed on", Text("签名之日", "Day of the signature"), "2026-03-05")
    ]


class Withdrawal(Row):
    """A nomination taken back by whoever answers for it (撤回提名)."""

    key_fields: ClassVar[tuple[str, ...]] = ("nominator", "person", "post")
    nominator: Annotated[
        _Filled, Column("提名人", "Nominator", Text("首提责任人编号", "Who answers for it"), "HW001")
    ]
    person: PersonCell
    post: PostCell
    reason: Annotated[_Filled, Column("理由", "Reason", Text("为何撤回", "Why"), "本人岗位另有安排")]
    withdrawn_on: Annotated[
        date, Column("撤回日期", "Withdrawn on", Text("撤回之日", "Its day"), "2026-03-07")
    ]


class Agreement(Row):
    """Whether the nominee or a body agrees (同意与否)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "gate")
    person: PersonCell
    gate: Annotated[str, Column("同意事项", "Gate", Text("方案中的编号", "Its id in the plan"), "consent")]
    agrees: Annotated[YesNo, Column("是否同意", "Agrees", Text("同意提名", "Agrees"), "是")]
    given_by: Annotated[
        _Filled, Column("出具人", "Given by", Text("人员编号", "A code in the roster"), "HW006")
    ]
    given_on: Annotated[date, Column("日期", "Date", Text("出具之日", "Its date"), "2026-03-06")]
    document: Annotated[str, Column("文号", "Document", Text("书面意见的文号", "Its number"), "")] = ""
    note: Annotated[str, Column("说明", "Note", Text("不同意的理由", "Why not"), "")] = ""


class Review(Row):
    """Whether a nominee is taken up after the overall review (综合审核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    taken_up: Annotated[YesNo, Column("是否采纳", "Taken up", Text("列为人选", "Becomes a candidate"), "是")]
    reason: Annotated[
        _Filled, Column("理由", "Reason", Text("采纳或不采纳的理由", "Why, or why not"), "人岗相适")
    ]
    reviewed_on: Annotated[
        date, Column("审核日期", "Reviewed on", Text("审核之日", "Day of the review"), "2026-03-08")
    ]


TABLES = (
    InputTable("nominations", Text("提名表", "Nominations"), Nomination, "record_nomination"),
    InputTable(
        "signatures", Text("首提责任人签名", "Signatures"), Signature, "sign_nomination", required=False
    ),
    InputTable(
        "withdrawals", Text("撤回提名", "Withdrawals"), Withdrawal, "withdraw_nomination", required=False
    ),
    InputTable("agreements", Text("同意意见", "Agreements"), Agreement, "record_nomination", required=False),
    InputTable("reviews", Text("综合审核", "Reviews"), Review, "record_nomination", required=False),
)
