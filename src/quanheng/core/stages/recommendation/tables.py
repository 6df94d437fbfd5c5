"""Rules and tables of a recommendation (民主推荐的规则与录入表): forms, limits, groups, ballots, turnout."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.scoring import Denominator, Disclose, SmallGroup, VoterGroup
from quanheng.core.language.terms import (
    Bound,
    Keep,
    Names,
    Number,
    Rounding,
    Span,
    StageSettings,
    Strict,
    wrong,
)
from quanheng.core.scoring.keeping import check_keep
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Text
from quanheng.core.void_rounds import TABLE as VOID_ROUNDS
from quanheng.core.words import IssuedCell, Options, PostCell, PresentCell, ReturnedCell, ShouldAttendCell

Mark = Literal["approve", "oppose", "abstain", "invalid"]
MARKS = Options(
    {
        "approve": Text("赞成", "approve"),
        "oppose": Text("反对", "oppose"),
        "abstain": Text("弃权", "abstain"),
        "invalid": Text("无效", "invalid"),
    }
)
Combine = Literal["added", "weighted"]
EmptyGroup = Literal["renormalise", "zero", "block"]


class VoteRate(Strict):
    """A boundary on the share of votes for or against (得票率界限), in all groups together or in some."""

    on: Literal["approve", "oppose"] = "approve"
    is_: Bound = Field(alias="is")
    denominator: Denominator | None = None
    groups: Names | None = None


class SecondRound(Strict):
    """When ballots are cast again, and on whom (第二轮推荐).

    Shapes: short is fewer who reach the rates than seats, tie is equals across the cut, low is a best rate of
    the post within `low`, judged is a decision in the table calls; `keep` names those who stand again.
    """

    when: tuple[Literal["short", "tie", "low", "judged"], ...] = Field(min_length=1)
    low: Bound | None = None
    keep: Keep

    @model_validator(mode="after")
    def _complete(self) -> SecondRound:
        if ("low" in self.when) != (self.low is not None):
            raise wrong("when 中的 low 与 low 须同时写。", "low in when and low belong together", "low")
        return self


class Settings(StageSettings):
    """What a plan says about a recommendation.

    Shapes: `form` naming takes names, approval a vote on each; `names` open lets ballots bring people in,
    `write_in` with_oppose only in the place of somebody voted against; `most` counts names of one sheet, for
    each post or the whole sheet by `limit_per`; outsiders are those whose unit is not among `inside_units`;
    `names_for` oppose makes a name written a vote against (最差票); `combine` adds the groups' votes or
    weighs their rates; `signed` sheets bear the name of whoever filled them in; `disclosure` keeps the votes
    of small groups from the result.
    """

    kind: Literal["recommendation"]
    form: Literal["naming", "approval"]
    names: Literal["listed", "open"] = "listed"
    write_in: Literal["free", "with_oppose"] = "free"
    most: int | Literal["seats"] | None = None
    exactly: bool = False
    limit_per: Literal["post", "sheet"] = "post"
    outsiders: int = Field(default=0, ge=0)
    inside_units: Names = ()
    names_for: Literal["approve", "oppose"] = "approve"
    unmarked: Mark = "abstain"
    groups: tuple[VoterGroup, ...] = Field(min_length=1)
    combine: Combine | None = None
    empty_group: EmptyGroup | None = None
    small_group: SmallGroup | None = None
    denominator: Denominator
    numbering: Literal["round", "group"] = "round"
    signed: bool = False
    needed: tuple[VoteRate, ...] = ()
    veto: tuple[VoteRate, ...] = ()
    effect: Literal["decides", "reference"] = "decides"
    keep: Keep | None = None
    second_round: SecondRound | None = None
    disclosure: Disclose | None = None
    valid_for: Span = Span(years=Decimal(1))
    full_mark: Number = Field(default=Decimal(100), gt=0)
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.form == "naming" and self.most is None:
            raise wrong(
                "form: naming 须写 most：最多推荐几人，或 seats。", "naming needs most: a number, or seats"
            )
        if self.form == "approval" and self.names_for == "oppose":
            raise wrong("names_for 只用于 form: naming。", "names_for goes with form: naming", "names_for")
        if self.write_in == "with_oppose" and (self.form, self.names) != ("approval", "open"):
            raise wrong(
                "write_in: with_oppose 只用于 form: approval、names: open。",
                "write_in: with_oppose goes with form: approval and names: open",
                "write_in",
            )
        if isinstance(self.most, int) and self.most < 1:
            raise wrong("most 须不少于 1。", "most is at least 1", "most")
        if self.most is None and (self.exactly or self.outsiders):
            raise wrong("exactly、outsiders 须配 most。", "exactly and outsiders need most")
        if bool(self.outsiders) != bool(self.inside_units):
            raise wrong("outsiders 与 inside_units 须同时写。", "outsiders and inside_units belong together")
        if len(self.groups) > 1 and (self.combine is None or self.empty_group is None):
            raise wrong(
                "有几个组时须写 combine（added、weighted）和 empty_group（某组无票时）。",
                "several groups need combine (added or weighted) and empty_group",
            )
        self._check_groups()
        for keep in (self.keep, self.second_round.keep if self.second_round else None):
            check_keep(keep, may_chain=False)
        if self.second_round and "tie" in self.second_round.when and self.keep is None:
            raise wrong("以同票启动第二轮须写 keep。", "a second round for ties needs keep")
        if self.keep is not None and self.effect == "reference":
            raise wrong("结果只作参考时不能写 keep。", "where votes are for reference nobody is cut: no keep")
        return self

    def _check_groups(self) -> None:
        known = {g.id for g in self.groups}
        named = [g for rate in self.needed + self.veto for g in rate.groups or ()]
        if self.small_group is not None and self.small_group.into is not None:
            named.append(self.small_group.into)
        for name in named:
            if name not in known:
                allowed = ", ".join(sorted(known))
                raise wrong(f"没有“{name}”组，可用：{allowed}。", f"no group '{name}'; known: {allowed}")


ROUNDS = Options({1: Text("第一轮", "first round"), 2: Text("第二轮", "second round")})
_Round = Annotated[
    Literal[1, 2],
    ROUNDS,
    Column("轮次", "Round", Text("第一轮或第二轮", "First or second round"), "第一轮"),
]
_Group = Annotated[str, Column("组别", "Group", Text("方案中的组别编号", "The group's id"), "staff")]


class Ballot(Row):
    """What one sheet says of one person; a sheet that names nobody is one row without a person."""

    key_fields: ClassVar[tuple[str, ...]] = ("round", "group", "sheet", "post", "person")
    round: _Round = 1
    sheet: Annotated[str, Column("票号", "Sheet", Text("票面印制的编号", "The number printed on it"), "17")]
    group: _Group
    post: Annotated[
        str, Column("职位", "Post", Text("空白票留空", "Empty on a blank sheet"), "park-deputy")
    ] = ""
    person: Annotated[
        str, Column("人员编号", "Person", Text("空白票留空", "Empty on a blank sheet"), "HW012")
    ] = ""
    mark: Annotated[
        Mark, MARKS, Column("意见", "Vote", Text("推荐即为赞成", "A name written is a vote for"), "approve")
    ] = "approve"
    signed_by: Annotated[
        str,
        Column(
            "署名人",
            "Signed by",
            Text(
                "方案要求署名的，填写人的编号；无记名的留空",
                "Who signed, where the plan wants it; else empty",
            ),
            "HW001",
        ),
    ] = ""


class Call(Row):
    """A second round called for by judgement (决定再推), with its reason."""

    key_fields: ClassVar[tuple[str, ...]] = ("post",)
    post: PostCell
    reason: Annotated[
        str,
        Field(min_length=2),
        Column("理由", "Reason", Text("如得票过于分散", "Votes scattered, …"), "得票过于分散"),
    ]
    decided_by: Annotated[
        str, Field(min_length=1), Column("决定", "Decided by", Text("哪个机构", "Which body"), "考察组")
    ]
    decided_on: Annotated[date, Column("决定日期", "Decided on", Text("决定之日", "Its day"), "2026-03-12")]


class GroupTurnout(Row):
    """Who should attend, who came, and the sheets of one group in one round."""

    key_fields: ClassVar[tuple[str, ...]] = ("round", "group")
    round: _Round = 1
    group: _Group
    should_attend: ShouldAttendCell
    present: PresentCell
    issued: IssuedCell
    returned: ReturnedCell

    def counts(self) -> Turnout:
        """The numbers as tallies use them."""
        return Turnout(self.should_attend, self.present, self.issued, self.returned)


TABLES = (
    InputTable("sheets", Text("推荐票", "Sheets"), Ballot, "record_sheets", required=False, secret=True),
    InputTable("turnout", Text("到会与票数", "Turnout"), GroupTurnout, "record_sheets"),
    VOID_ROUNDS,
    InputTable("calls", Text("决定再推", "Second rounds called"), Call, "record_resolution", required=False),
)
