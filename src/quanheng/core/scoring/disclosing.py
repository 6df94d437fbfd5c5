"""Disclosing (公布): a number's working without what would give few voters away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quanheng.core.language.terms import Bound
from quanheng.core.tallies.suppression import Disclosure, Shown
from quanheng.core.values import Candidate, Finding, Source, Text, Working

TOO_FEW = Text("票数过少，不显示", "too few ballots to be shown")
MEAN_ONLY = Text("票数较少，只显示平均分", "few ballots: the mean only")
SOME_HIDDEN = Text("各组加权平均；票数过少的组不显示", "weighted mean; groups with few ballots are not shown")


def disclosed(whole: Working, groups: Sequence[tuple[Working, Shown]]) -> Working:
    """The whole with each group as far as it may be shown; the value stays what it is.

    Shapes: one group alone is the whole, whose value is the result and cannot be withheld.
    """
    if all(shown == "distribution" for _, shown in groups):
        return whole
    if len(groups) == 1:
        return _without_counts(whole)
    parts = tuple(_part(working, shown) for working, shown in groups)
    hides = any(shown == "nothing" for _, shown in groups)
    return replace(whole, rule=SOME_HIDDEN if hides else whole.rule, parts=parts)


def _part(working: Working, shown: Shown) -> Working:
    if shown == "nothing":
        return Working(working.label, None, TOO_FEW)
    return working if shown == "distribution" else _without_counts(working)


def _without_counts(working: Working) -> Working:
    return replace(working, rule=MEAN_ONLY, parts=())


def count_is_small(base: int, disclosure: Disclosure) -> bool:
    """Whether a rate over so many votes would give the distribution away."""
    return 0 < base < disclosure.mean_below


def few_for_rate(candidate: Candidate, bound: Bound, source: Source) -> Finding:
    """That a rate was not reached, or vetoes, without the numbers."""
    said = bound.say()
    return Finding(
        code="vetoed_by_rate" if ".veto." in source.ref else "rate_not_reached",
        state="not_met",
        text=Text(
            f"得票率界限：{said.zh}；票数较少，不显示得票",
            f"bound of the rate: {said.en}; few ballots, so votes are not shown",
        ),
        source=source,
        candidate=candidate,
    )
