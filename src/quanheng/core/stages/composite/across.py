"""Across a unit (单位与成员): a person takes what the unit got, a unit the mean of what its people got."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from quanheng.core.inputs import Inputs
from quanheng.core.scoring.scores import mean_of
from quanheng.core.values import Candidate, Score, Text, Working


def across_unit(
    stage: str,
    way: Literal["unit", "members"],
    candidates: Sequence[Candidate],
    title: Text,
    inputs: Inputs,
) -> dict[Candidate, Working]:
    """The value of each candidate from the scores of others; missing where nobody fitting has one.

    Shapes: a unit that is rated stands in the roster under its own name, which its people have as their unit.
    """
    outcome = inputs.earlier.get(stage)
    found = {}
    for candidate in candidates:
        others = [s for s in outcome.scores if _fits(candidate, s, way, inputs)] if outcome else []
        parts = [Working(_name(s, inputs), s.value, parts=(s.working,)) for s in others]
        if parts:
            mean = mean_of(title, parts)
            found[candidate] = parts[0] if way == "unit" else mean
    return found


def _fits(candidate: Candidate, score: Score, way: str, inputs: Inputs) -> bool:
    own, other = inputs.people.get(candidate.person), inputs.people.get(score.candidate.person)
    if own is None or other is None or own.id == other.id:
        return False
    return own.unit == other.name if way == "unit" else other.unit == own.name


def _name(score: Score, inputs: Inputs) -> Text:
    name = inputs.name_of(score.candidate.person)
    return Text(name, name)
