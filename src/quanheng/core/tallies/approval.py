"""Approval (赞成票): votes for, against, abstaining: the rate by the plan's base, and whether it suffices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.language.scoring import Denominator
from quanheng.core.language.terms import Bound, settled
from quanheng.core.tallies.turnout import Cast, Turnout
from quanheng.core.values import Text, Working

NOBODY = Turnout()
BASES: dict[Denominator, Text] = {
    "decided": Text("赞成与反对票", "votes for and against"),
    "valid": Text("有效票", "valid votes"),
    "returned": Text("收回票", "votes returned"),
    "issued": Text("发出票", "votes issued"),
    "present": Text("实到人数", "those present"),
    "should_attend": Text("应到人数", "those who should attend"),
}


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes on one matter."""

    approve: int
    oppose: int = 0
    abstain: int = 0
    invalid: int = 0

    def cast(self) -> Cast:
        """The same votes as decided, abstained, invalid."""
        return Cast(self.approve + self.oppose, self.abstain, self.invalid)


@dataclass(frozen=True, slots=True)
class Approval:
    """The rate with its working and what it had to reach; an empty base has no rate and does not pass."""

    votes: Votes
    rate: Working
    base: int
    passed: bool


def approval(
    votes: Votes, denominator: Denominator, needed: Bound, turnout: Turnout = NOBODY, source: str = ""
) -> Approval:
    """The approval of one matter: votes for / base, and whether the boundary holds."""
    base = votes.cast().base(denominator, turnout)
    words = BASES[denominator]
    label = Text(f"赞成率（占{words.zh}）", f"approval (of {words.en})")
    parts = (
        Working(Text("赞成", "for"), Decimal(votes.approve), source=f"{source}|approve"),
        Working(words, Decimal(base), source=f"{source}|{denominator}"),
    )
    if base == 0:
        rate = Working(label, None, Text("无可计票数", "nothing to count"), parts)
        return Approval(votes, rate, 0, False)
    value = Decimal(votes.approve) / base
    rate = Working(label, value, Text(f"{votes.approve} ÷ {base}", f"{votes.approve} ÷ {base}"), parts)
    return Approval(votes, rate, base, needed.holds(value))


def points_of(approval: Approval, weight: Decimal) -> Working:
    """The rate turned into points: rate x weight; no rate earns none."""
    value = approval.rate.value
    return Working(
        Text("得票折算分", "points from votes"),
        Decimal(0) if value is None else settled(value * weight),
        Text(f"赞成率 × {weight}", f"rate × {weight}"),
        (approval.rate,),
    )


def least_count(needed: Bound, base: int) -> int | None:
    """The smallest number out of a base that satisfies the boundary; None when none does."""
    if base <= 0:
        return None
    return next((n for n in range(base + 1) if needed.holds(Decimal(n) / base)), None)
