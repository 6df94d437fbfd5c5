"""Record of two-way selection (双向选择的记录): figures of offices and rounds, who waits, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """One office: what it could fill, what was held back, whom it got, what stays vacant."""

    office: str
    seats: int
    reserved: int
    people: tuple[str, ...]
    vacant: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """One round: who asked, who was placed, and pairs who would rather have each other (there are none)."""

    number: int
    asked: int
    placed: int
    blocking: int


@dataclass(frozen=True, slots=True)
class MatchingRecord:
    """The figures of a two-way selection.

    Shapes: `unplaced` wait, by code; `not_registered` are those of them who named no office; `left` accept no
    assignment or get none; `adjusted` are (person, office, reason, decided by); `training_hours` are due from
    those who wait.
    """

    offices: tuple[OfficeFigures, ...]
    rounds: tuple[RoundFigures, ...]
    placed: int
    unplaced: tuple[str, ...]
    not_registered: tuple[str, ...]
    left: tuple[str, ...]
    waits_until: date | None
    adjusted: tuple[tuple[str, str, str, str], ...]
    training_hours: int = 0

    def of(self, office: str) -> OfficeFigures:
        """The figures of one office. Errors: KeyError."""
        return {o.office: o for o in self.offices}[office]
