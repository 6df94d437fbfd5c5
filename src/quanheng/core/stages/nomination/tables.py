"""Rules and tables of a nomination (提名的规则与录入表): forms, opinions of those who must agree, reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.terms import Names, Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.values import Text
from quanheng.core.words import PersonCell, PostCell, YesNo


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


class Settings(StageSettings):
    """What a plan says about nominations.

    Shapes: `nominators` is the least number of people behind a channel; `force` says by which channels a
    nomination enters at once and by which only once the review takes it up; everyone passes all `gates`.
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
    per_nominator: int | None = Field(default=None, ge=1)

    def least(self, channel: Channel) -> int:
        """How many nominators the channel needs; two make a joint one."""
        return self.nominators.get(channel, 2 if channel == "joint" else 0 if channel == "self" else 1)

    def is_reviewed(self, channel: Channel) -> bool:
        """Whether a nomination by this channel waits for the review."""
        return self.force.get(channel, "reviewed" if self.review else "enters") == "reviewed"


_Filled = Annotated[str, Field(min_length=1)]


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
    signed: Annotated[
        YesNo, Column("是否签名", "Signed", Text("提名人已签名", "The nominators signed"), "是")
    ]
    nominated_on: Annotated[
        date, Column("提名日期", "Nominated on", Text("提名表的日期", "The form's date"), "2026-03-05")
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
    InputTable("agreements", Text("同意意见", "Agreements"), Agreement, "record_nomination", required=False),
    InputTable("reviews", Text("综合审核", "Reviews"), Review, "record_nomination", required=False),
)
