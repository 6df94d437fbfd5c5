"""Findings (审核结论): how stages word what they found, so that every cell opens the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from quanheng.core.inputs import Inputs, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import (
    Candidate,
    Departure,
    Evidence,
    Finding,
    Outcome,
    Score,
    Slate,
    Source,
    State,
    Text,
)


def by_plan(settings: StageSettings, field: str) -> Source:
    """The place in the plan that a finding rests on."""
    return Source("plan", f"stages.{settings.id}.{field}")


def by_row(
    settings: StageSettings, table: str, row: Row, kind: Literal["fact", "decision", "act"] = "act"
) -> Source:
    """The row of input that a finding rests on."""
    return Source(kind, f"{settings.id}.{table}:{row.key()}")


def fact(zh: str, en: str, value: object) -> Evidence:
    """One fact under its label; a number or date reads the same in both languages."""
    return Evidence(Text(zh, en), value if isinstance(value, Text) else Text(str(value), str(value)))


def found(
    code: str,
    state: State,
    text: Text,
    source: Source,
    candidate: Candidate | None = None,
    evidence: Iterable[Evidence] = (),
) -> Finding:
    """One finding, its evidence given as any sequence."""
    return Finding(code, state, text, source, candidate, tuple(evidence))


def title_of(post: str, inputs: Inputs) -> Text:
    """A post's title, or its code when the plan does not know it."""
    known = inputs.frame.posts.get(post)
    return known.title if known else Text(post, post)


def outcome_of(
    settings: StageSettings,
    entered: Slate,
    reasons: Iterable[Finding],
    findings: Iterable[Finding],
    record: Any = None,
    scores: Iterable[Score] = (),
    seats: Mapping[str, int] | None = None,
) -> Outcome:
    """The outcome in which everyone named by a reason leaves and the others stay.

    Shapes: each reason names a candidate of the entered slate; `seats` replaces the seats when they changed.
    """
    departures = tuple(Departure(f.candidate, f) for f in reasons if f.candidate is not None)
    remaining = entered.without(d.candidate for d in departures)
    if seats is not None:
        remaining = remaining.with_seats(seats)
    return Outcome(settings.id, entered, remaining, departures, tuple(findings), tuple(scores), record)
