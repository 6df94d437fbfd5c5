"""Points (分数): how many decimals a stage's points are shown with: the plan's own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from quanheng.core.language.terms import Rounding, StageSettings

MOST_DIGITS = 4
"""Points that the plan never rounds are shown with no more decimals than these."""


class Valued(Protocol):
    """What has points: a score, or a place in an order."""

    @property
    def value(self) -> Decimal: ...


def digits_of(stage: StageSettings, scores: Iterable[Valued]) -> int:
    """The decimals of a stage's points: as the plan rounds them, else as many as the points have."""
    rounding: tuple[Rounding, ...] = getattr(stage, "rounding", ())
    if rounding:
        return (
            max(_decimals(s.value) for s in scores) if rounding[-1].step is not None else rounding[-1].digits
        )
    return min(MOST_DIGITS, max((_decimals(s.value.normalize()) for s in scores), default=0))


def shown(value: Decimal | None, digits: int) -> str:
    """A number of points with that many decimals; a dash where there is none."""
    return "—" if value is None else f"{value:.{digits}f}"


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
