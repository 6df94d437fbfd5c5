"""Disclosing (公布): a number's working without what would give few voters away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from quanheng.core.language.scoring import Disclose
from quanheng.core.language.terms import Bound
from quanheng.core.tallies.suppression import Disclosure, Shown
from quanheng.core.values import Candidate, Finding, Source, Text, Working

TOO_FEW = Text("票数过少，不显示", "too few ballots to be shown")
MEAN_ONLY = Text("票数较少，只显示平均分", "few ballots: the mean only")
RATE_ONLY = Text("票数较少，只显示得票率", "few ballots: the rate only")
SOME_HIDDEN = Text("各组加权平均；票数过少的组不显示", "weighted mean; groups with few ballots are not shown")


@dataclass(frozen=True, slots=True)
class Telling:
    """How much may be told of the ballots on one candidate, group by group (可公布的范围).

    Shapes: `hidden` are the groups that are not told in full, with their ballots. Units: ballots.
    """

    shown: Mapping[str, Shown]
    hidden: Mapping[str, int]
    least: int

    def is_full(self, group: str) -> bool:
        """Whether a group's ballots may be told as they are."""
        return group not in self.hidden

    def may_tell(self, groups: Collection[str]) -> bool:
        """Whether the sum over some groups gives none of them away: all hidden ones are in it, or none."""
        inside = set(groups) & set(self.hidden)
        return not inside or (len(inside) == len(self.hidden) > 1 and sum(self.hidden.values()) >= self.least)


def telling_of(
    disclosure: Disclosure | None, ballots: Mapping[str, int], *, has_mean: bool = True
) -> Telling:
    """What may be told of so many ballots in each group; everything where no rule is fixed, or none came."""
    if disclosure is None:
        return Telling(dict.fromkeys(ballots, "distribution"), {}, 0)
    shown = disclosure.shown(ballots)
    for group, level in shown.items():
        if not ballots[group]:
            shown[group] = "distribution"
        elif level == "mean" and not has_mean:
            shown[group] = "nothing"
    hidden = {g: n for g, n in ballots.items() if shown[g] != "distribution"}
    return Telling(shown, hidden, disclosure.mean_below)


def disclosure_in(said: Disclose | None, fixed: Disclosure | None) -> Disclosure | None:
    """The rule that governs a stage: what its plan says and what its election fixed, the stricter of both."""
    own = Disclosure(said.hidden_below, said.mean_below) if said else None
    return own.stricter(fixed) if own and fixed else own or fixed


def disclosed(whole: Working, groups: Sequence[tuple[Working, Shown]], alone: Text = MEAN_ONLY) -> Working:
    """The whole with each group as far as it may be shown; the value stays what it is.

    Shapes: one group alone is the whole, whose value is the result and cannot be withheld.
    """
    if all(shown == "distribution" for _, shown in groups):
        return whole
    if len(groups) == 1:
        return without_counts(whole, alone)
    parts = tuple(_part(working, shown) for working, shown in groups)
    hides = any(shown == "nothing" for _, shown in groups)
    return replace(whole, rule=SOME_HIDDEN if hides else whole.rule, parts=parts)


def _part(working: Working, shown: Shown) -> Working:
    if shown == "nothing":
        return Working(working.label, None, TOO_FEW)
    return working if shown == "distribution" else without_counts(working)


def without_counts(working: Working, rule: Text = MEAN_ONLY) -> Working:
    """A number alone, and why nothing stands below it."""
    return replace(working, rule=rule, parts=())


def few_for_rate(candidate: Candidate, bound: Bound, source: Source) -> Finding:
    """That a rate was not reached, or vetoes, without the numbers."""
    return Finding(
        code="vetoed_by_rate" if ".veto." in source.ref else "rate_not_reached",
        state="not_met",
        text=without_votes(bound),
        source=source,
        candidate=candidate,
    )


def without_votes(bound: Bound) -> Text:
    """The bound of a rate, and that the votes are not shown."""
    said = bound.say_rate()
    return Text(
        f"得票率界限：{said.zh}；票数较少，不显示得票",
        f"bound of the rate: {said.en}; few ballots, so votes are not shown",
    )
