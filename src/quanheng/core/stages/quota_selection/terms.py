"""Terms of structural selection (结构性择优的方案用语): the quotas of a list, and its tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Names, Portion, Slug, StageSettings, Strict, TieBreak, Words, wrong
from quanheng.core.values import Text
from quanheng.core.words import PersonCell, PostCell


class QuotaTerm(Strict):
    """One quota (结构要求): how many of whom, or which share of them, in the list or from every unit.

    Shapes: `who` None means everyone; a `share` counts against the list, or against those chosen from each
    unit with `per: unit`; `posts` narrows the quota to some lists; a share `averaged_over` so many
    periods, this one among them, looks at the earlier ones in the table periods.
    """

    id: Slug
    title: Words
    who: Rule | None = None
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    share: Portion = Field(default=Decimal(0), ge=0, le=1)
    per: Literal["list", "unit"] = "list"
    posts: Names = ()
    averaged_over: int | None = Field(default=None, ge=2, le=10)

    @model_validator(mode="after")
    def _says_something(self) -> QuotaTerm:
        if not self.at_least and self.at_most is None and not self.share:
            raise wrong(
                "须写 at_least、at_most、share 中至少一项。", "one of at_least, at_most, share is needed"
            )
        if self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_least 大于 at_most。", "at_least is greater than at_most")
        if self.who is None and self.per == "list":
            raise wrong("不分单位的结构要求须写 who。", "a quota over the whole list needs who")
        if self.averaged_over is not None and (not self.share or self.per != "list"):
            raise wrong(
                "averaged_over 须配 share，且不分单位。", "averaged_over goes with share, over the whole list"
            )
        if self.who is not None:
            require_firm(self.who)
        return self


class Settings(StageSettings):
    """What a plan says about structural selection.

    Shapes: `by` is the scored stage whose points are to be as many as possible; `ties` parts equal points.
    """

    kind: Literal["quota_selection"]
    by: Slug
    quotas: tuple[QuotaTerm, ...] = Field(min_length=1)
    ties: tuple[TieBreak, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        ids = [q.id for q in self.quotas]
        if len(set(ids)) < len(ids):
            raise wrong("结构要求编号重复。", "a quota's id is used twice")
        if any(link.final is not None for link in self.ties):
            raise wrong(
                "结构性择优的 ties 不写 final：仍同分而去留不同的，录入同分次序。",
                "ties take no final here: equals of whom one stays and one leaves are given a place each",
            )
        return self


_Filled = Annotated[str, Field(min_length=1)]


class Place(Row):
    """The order among people with equal points (同分次序)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    place: Annotated[
        int, Field(ge=1), Column("同分次序", "Place", Text("同分者之间的先后", "Order among equals"), "1")
    ]
    decided_by: Annotated[
        _Filled, Column("决定", "Decided by", Text("如何确定", "How it was fixed"), "加试成绩")
    ]


class Relief(Row):
    """A quota that does not bind one list, by decision (放宽结构要求)."""

    key_fields: ClassVar[tuple[str, ...]] = ("post", "quota")
    post: PostCell
    quota: Annotated[
        _Filled, Column("结构要求", "Quota", Text("方案中的编号", "Its id in the plan"), "women")
    ]
    reason: Annotated[_Filled, Column("理由", "Reason", Text("为何放宽", "Why"), "符合条件的女干部不足")]
    decided_by: Annotated[
        _Filled, Column("决定", "Decided by", Text("机构和记录", "Body and record"), "常委会纪要第6号")
    ]


class Period(Row):
    """How a quota came out in an earlier period (往期构成)."""

    key_fields: ClassVar[tuple[str, ...]] = ("post", "quota", "period")
    post: PostCell
    quota: Annotated[
        _Filled, Column("结构要求", "Quota", Text("方案中的编号", "Its id in the plan"), "women")
    ]
    period: Annotated[_Filled, Column("时期", "Period", Text("年度等，写法一致", "Year, …"), "2025")]
    counted: Annotated[
        int, Field(ge=0), Column("符合人数", "Counted", Text("其中符合的人数", "Those who count"), "3")
    ]
    whole: Annotated[int, Field(ge=1), Column("总人数", "Whole", Text("名单人数", "The whole list"), "10")]


TABLES = (
    InputTable("periods", Text("往期构成", "Earlier periods"), Period, "record_resolution", required=False),
    InputTable("places", Text("同分次序", "Places of equals"), Place, "record_tie_break", required=False),
    InputTable(
        "reliefs", Text("放宽结构要求", "Quotas relaxed"), Relief, "record_resolution", required=False
    ),
)
