"""What earlier stages give (前面环节的结果): points, places, rates and grades of one candidate, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Protocol, runtime_checkable

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Condition
from quanheng.core.scoring.scores import shared_ranks
from quanheng.core.values import Candidate, Score

PLACED = frozenset({"points", "rank", "from_bottom", "people"})
"""What a place in a field comes to."""


@runtime_checkable
class GivesRates(Protocol):
    """A record that says which share of the votes each person had, by grade."""

    @property
    def rates(self) -> Mapping[str, Mapping[str, Decimal]]: ...


@runtime_checkable
class GivesPoints(Protocol):
    """A record that says what each component came to for each candidate."""

    @property
    def points(self) -> Mapping[str, Mapping[Candidate, Decimal]]: ...


@runtime_checkable
class GivesGrades(Protocol):
    """A record that says which grade each candidate was given."""

    @property
    def grades(self) -> Mapping[Candidate, str]: ...


@runtime_checkable
class GivesCoefficients(Protocol):
    """A record that says which factor of pay each candidate's grade has."""

    @property
    def coefficients(self) -> Mapping[Candidate, Decimal]: ...


@runtime_checkable
class GivesFactors(Protocol):
    """A record that says by what each candidate's pay is multiplied."""

    @property
    def factors(self) -> Mapping[Candidate, Decimal]: ...


def rates_of(candidate: Candidate, inputs: Inputs) -> dict[str, Decimal]:
    """The shares of votes that earlier stages gave the person, as rate.<stage>.<grade>."""
    return {
        f"rate.{stage}.{grade}": rate
        for stage, outcome in inputs.earlier.items()
        if isinstance(outcome.record, GivesRates)
        for told in (outcome.record.rates, outcome.untold)
        for grade, rate in told.get(candidate.person, {}).items()
    }


def grades_of(candidate: Candidate, inputs: Inputs) -> dict[str, Decimal]:
    """The grade that each earlier grading gave, as grade.<stage>.<grade>: 1 for the one given."""
    return {
        f"grade.{stage}.{outcome.record.grades[candidate]}": Decimal(1)
        for stage, outcome in inputs.earlier.items()
        if isinstance(outcome.record, GivesGrades) and candidate in outcome.record.grades
    }


def field_quantities(scores: Mapping[Candidate, Score]) -> dict[Candidate, dict[str, Decimal]]:
    """Points and place of everybody in one field: rank from the top, from_bottom from the end, people."""
    values = [s.value for s in scores.values()]
    ranks, ends = shared_ranks(values), shared_ranks(-v for v in values)
    people = Decimal(len(values))
    return {
        c: {"points": s.value, "rank": Decimal(rank), "from_bottom": Decimal(end), "people": people}
        for (c, s), rank, end in zip(scores.items(), ranks, ends, strict=True)
    }


def component_quantities(stage: str, candidate: Candidate, inputs: Inputs) -> dict[str, Decimal]:
    """What the components of a stage came to, by id, and how many of them came to nothing (zero_items)."""
    outcome = inputs.earlier.get(stage)
    if outcome is None or not isinstance(outcome.record, GivesPoints):
        return {"zero_items": Decimal(0)}
    own = {name: column[candidate] for name, column in outcome.record.points.items() if candidate in column}
    return {**own, "zero_items": Decimal(sum(value == 0 for value in own.values()))}


def quantities_in(condition: Condition | None) -> Iterator[str]:
    """Every quantity that a condition names, those of a sum one by one."""
    if condition is None:
        return
    yield from (part.strip() for part in (condition.quantity or "").split("+") if part.strip())
    for part in (*(condition.all or ()), *(condition.any or ()), condition.not_):
        yield from quantities_in(part)
