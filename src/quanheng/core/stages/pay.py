"""Pay (奖金分配): pots of money shared by grade, points, rank or evenly, with factors and bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows
from quanheng.core.findings import by_plan, found, outcome_of
from quanheng.core.findings import fact as shown
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import (
    Condition,
    Number,
    Rounding,
    Slug,
    StageSettings,
    Strict,
    Words,
    rounded,
    wrong,
)
from quanheng.core.scoring.given import GivesCoefficients, GivesFactors
from quanheng.core.scoring.keeping import scores_of
from quanheng.core.scoring.results import Results
from quanheng.core.scoring.scores import plain, shared_ranks
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text

TITLE = Text("奖金分配", "Pay")


class Pot(Strict):
    """One pot of money (奖金盘子): whose it is, how it is measured out, and how much there is.

    Shapes: `each` is the amount for a weight of one, `amount` the whole that is shared by weight, an amount
    left open is entered; `by` equal weighs everybody alike, coefficient by the grade of the grading `from`,
    points by the points of the stage `from` over `over`, rank pays the list `ranks` by place there, post by
    the number `parameter` of the person's post (岗位系数). Weights stay within `at_least` and `at_most`
    (封顶保底).
    """

    id: Slug
    title: Words
    by: Literal["equal", "coefficient", "points", "rank", "post"] = "equal"
    from_: Slug | None = Field(default=None, alias="from")
    parameter: Slug | None = None
    who: Condition | None = None
    each: Number | None = Field(default=None, ge=0)
    amount: Number | None = Field(default=None, ge=0)
    ranks: tuple[Number, ...] = ()
    over: Number = Field(default=Decimal(1), gt=0)
    at_least: Number | None = Field(default=None, ge=0)
    at_most: Number | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_way(self) -> Pot:
        if (self.by in ("equal", "post")) != (self.from_ is None):
            raise wrong(
                "by: equal、post 不写 from，其余须写 from 环节。",
                "every way but equal and post needs from, a stage",
                "from",
            )
        if (self.by == "post") != (self.parameter is not None):
            raise wrong(
                "by: post 须配 parameter（职位的参数名）。",
                "post and parameter belong together",
                "parameter",
            )
        if (self.by == "rank") != bool(self.ranks):
            raise wrong("by: rank 须配 ranks（各名次的金额）。", "rank and ranks belong together", "ranks")
        if sum((self.each is not None, self.amount is not None, bool(self.ranks))) > 1:
            raise wrong("each、amount、ranks 只写一项。", "only one of each, amount, ranks")
        return self


class Settings(StageSettings):
    """What a plan says about pay.

    Shapes: the factors of every consequence with `pay` multiply what a person gets (0 is nothing), unless
    `factors` is false; amounts are rounded as said, and what rounding leaves stays in the pot.
    """

    kind: Literal["pay"]
    pots: tuple[Pot, ...] = Field(min_length=1)
    factors: bool = True
    rounding: tuple[Rounding, ...] = (Rounding(digits=2, mode="truncate"),)

    @model_validator(mode="after")
    def _once(self) -> Settings:
        ids = [p.id for p in self.pots]
        if len(set(ids)) < len(ids):
            raise wrong("盘子编号重复。", "a pot's id is used twice", "pots")
        return self


class Amount(Row):
    """The money of one pot that the plan leaves open (奖金总额)."""

    key_fields: ClassVar[tuple[str, ...]] = ("pot",)
    pot: Annotated[
        str,
        Field(min_length=1),
        Column("盘子", "Pot", Text("方案中的编号", "Its id in the plan"), "year-end"),
    ]
    amount: Annotated[
        Decimal,
        Field(ge=0),
        Column("金额（元）", "Amount (yuan)", Text("整个盘子的金额", "Of the whole pot"), "120000"),
    ]
    document: Annotated[
        str, Field(min_length=1), Column("依据", "Document", Text("文号", "Its paper"), "财预8号")
    ]


TABLES = (InputTable("amounts", Text("奖金总额", "Amounts"), Amount, "record_resolution", required=False),)


@dataclass(frozen=True, slots=True)
class Paid:
    """What one person gets from one pot, and the sum it comes from in words. Units: `amount` in yuan."""

    candidate: Candidate
    pot: str
    weight: Decimal
    amount: Decimal
    worked_out: Text


@dataclass(frozen=True, slots=True)
class PayRecord:
    """Everybody's share of every pot, and what is left in each (None where it has no whole)."""

    paid: tuple[Paid, ...]
    left: tuple[tuple[str, Decimal | None], ...]


RECORD = PayRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: pots that the plan lacks, or whose money it fixes itself."""
    known = [p.id for p in settings.pots if is_open(p)]
    return refused_rows(rows, Amount, lambda row: None if row.pot in known else _unknown_pot(row, known))


def _unknown_pot(row: Amount, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_pot",
        f"“{row.pot}”不是须录入总额的盘子。",
        f"'{row.pot}' is no pot whose amount is entered.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def is_open(pot: Pot) -> bool:
    """Whether the money of a pot is entered."""
    return pot.each is None and pot.amount is None and not pot.ranks


def _whole(pot: Pot, inputs: Inputs) -> Decimal | None:
    """The money of a pot that is shared, None where everybody's amount is fixed or nothing was entered."""
    entered = {a.pot: a.amount for a in inputs.table("amounts", Amount)}
    return entered.get(pot.id) if is_open(pot) else pot.amount


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Amounts to be entered, and people without the grade or points by which a pot is shared."""
    dues = [
        Due(Text(f"“{p.title.zh}”的总额", f"the amount of '{p.title.say('en')}'"), "amounts")
        for p in settings.pots
        if is_open(p) and _whole(p, inputs) is None
    ]
    for pot in settings.pots:
        members = _members(pot, slate, inputs)
        have = _weights(pot, members, inputs)
        dues += [_without_weight(c.person, pot, inputs) for c in members if c not in have]
        twice = [p for p, times in Counter(c.person for c in members).items() if times > 1]
        dues += [_twice(person, pot, inputs) for person in twice]
    return tuple(dues)


def _without_weight(person: str, pot: Pot, inputs: Inputs) -> Due:
    name, title = inputs.name_of(person), pot.title
    zh = f"{name}没有“{title.zh}”所依的等次系数或得分"
    en = f"{name} has no coefficient or points for '{title.say('en')}'"
    return Due(Text(zh, en), person=person)


def _twice(person: str, pot: Pot, inputs: Inputs) -> Due:
    name, title = inputs.name_of(person), pot.title
    zh = f"{name}以两个职位列入“{title.zh}”，一个盘子对一人只付一次：请退出其一，或由方案在 who 中写明职位"
    en = (
        f"{name} stands in '{title.say('en')}' for two posts, and a pot pays a person once: "
        "withdraw one, or let the plan name the posts in who"
    )
    return Due(Text(zh, en), person=person)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Every pot measured out; nobody leaves."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    paid: list[Paid] = []
    left = []
    for pot in settings.pots:
        own = _measured(pot, slate, inputs, settings)
        paid += own
        whole = _whole(pot, inputs)
        left.append((pot.id, None if whole is None else whole - sum(p.amount for p in own)))
    findings = [f for c in slate.candidates if (f := _finding(c, paid, settings)) is not None]
    return outcome_of(settings, slate, (), findings, PayRecord(tuple(paid), tuple(left)))


def _members(pot: Pot, slate: Slate, inputs: Inputs) -> tuple[Candidate, ...]:
    """Whose pot it is."""
    if pot.who is None:
        return slate.candidates
    given = Results(slate, inputs, pot.from_)
    return tuple(c for c in slate.candidates if given.meets(c, pot.who))


def _weights(pot: Pot, members: Sequence[Candidate], inputs: Inputs) -> dict[Candidate, Decimal]:
    """What the members of a pot weigh, within its bounds; by rank, the money of the place."""
    if pot.by == "equal":
        return dict.fromkeys(members, Decimal(1))
    if pot.by == "post":
        return _by_post(pot, members, inputs)
    if pot.by == "coefficient":
        outcome = inputs.earlier.get(pot.from_ or "")
        record = outcome.record if outcome else None
        given = dict(record.coefficients) if isinstance(record, GivesCoefficients) else {}
        return {c: _bounded(v / pot.over, pot) for c, v in given.items()}
    scores = {c: s.value for c, s in scores_of(inputs, pot.from_ or "", members).items()}
    if pot.by == "points":
        return {c: _bounded(v / pot.over, pot) for c, v in scores.items()}
    ranks = dict(zip(scores, shared_ranks(scores.values()), strict=True))
    none = Decimal(0)
    return {c: pot.ranks[r - 1] if r <= len(pot.ranks) else none for c, r in ranks.items()}


def _by_post(pot: Pot, members: Sequence[Candidate], inputs: Inputs) -> dict[Candidate, Decimal]:
    """What the posts of the members weigh; a post without the number weighs nothing that could be paid."""
    posts = inputs.frame.posts
    own = {c: posts[c.post].parameters for c in members if c.post in posts}
    name = pot.parameter or ""
    return {c: _bounded(given[name] / pot.over, pot) for c, given in own.items() if name in given}


def _bounded(value: Decimal, pot: Pot) -> Decimal:
    value = value if pot.at_most is None else min(value, pot.at_most)
    return value if pot.at_least is None else max(value, pot.at_least)


def _factor(candidate: Candidate, inputs: Inputs, settings: Settings) -> Decimal:
    """The product of the factors that consequences gave somebody."""
    factor = Decimal(1)
    for outcome in inputs.earlier.values() if settings.factors else ():
        if isinstance(outcome.record, GivesFactors):
            factor *= outcome.record.factors.get(candidate, Decimal(1))
    return factor


def _measured(pot: Pot, slate: Slate, inputs: Inputs, settings: Settings) -> list[Paid]:
    members = _members(pot, slate, inputs)
    given = _weights(pot, members, inputs)
    factors = {c: _factor(c, inputs, settings) for c in members}
    weights = {c: given[c] * factor for c, factor in factors.items()}
    whole, total = _whole(pot, inputs), sum(weights.values(), Decimal(0))
    unit = Decimal(1) if pot.ranks else pot.each or Decimal(0)
    if whole is not None:
        unit = whole / total if total else Decimal(0)
    return [
        Paid(
            c,
            pot.id,
            weight,
            rounded(weight * unit, settings.rounding, "total"),
            _worked_out(pot, given[c], factors[c], None if whole is None else (whole, total)),
        )
        for c, weight in weights.items()
    ]


_WEIGHTS = {
    "coefficient": Text("等次系数", "coefficient"),
    "points": Text("得分系数", "points as a factor"),
    "post": Text("岗位系数", "factor of the post"),
}


def _worked_out(pot: Pot, given: Decimal, factor: Decimal, shared: tuple[Decimal, Decimal] | None) -> Text:
    """The sum behind an amount in words. Shapes: `shared` is the whole of a pot and all its weights."""
    times = Text(f" × 结果运用 {plain(factor)}", f" × consequences {plain(factor)}")
    after = Text("", "") if factor == 1 else times
    if pot.ranks:
        return Text(f"名次奖 {plain(given)}{after.zh}", f"by place {plain(given)}{after.en}")
    word = _WEIGHTS.get(pot.by)
    weight = Text("", "")
    if word is not None:
        weight = Text(f" × {word.zh} {plain(given)}", f" × {word.en} {plain(given)}")
    if shared is None:
        each = plain(pot.each or Decimal(0))
        return Text(f"{each}{weight.zh}{after.zh}", f"{each}{weight.en}{after.en}")
    whole, total = (plain(n) for n in shared)
    return Text(
        f"总额 {whole}{weight.zh}{after.zh} ÷ 合计 {total}",
        f"whole {whole}{weight.en}{after.en} ÷ sum {total}",
    )


def _finding(candidate: Candidate, paid: Sequence[Paid], settings: Settings) -> Finding | None:
    own = [p for p in paid if p.candidate == candidate]
    if not own:
        return None
    titles = {p.id: p.title for p in settings.pots}
    evidence: list[Evidence] = [shown(titles[p.pot].zh, titles[p.pot].say("en"), _said(p)) for p in own]
    total = sum((p.amount for p in own), Decimal(0))
    text = Text(f"合计 {total:.2f} 元", f"{total:.2f} yuan in all")
    return found("paid", "note", text, by_plan(settings, "pots"), candidate, evidence)


def _said(paid: Paid) -> Text:
    """An amount with the sum it comes from."""
    how = paid.worked_out
    return Text(f"{paid.amount:.2f} 元 = {how.zh}", f"{paid.amount:.2f} yuan = {how.say('en')}")
