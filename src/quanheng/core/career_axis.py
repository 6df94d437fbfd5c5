"""The career on an axis (履历时间轴): posts, ranks, secondments and study as bars over the years, in lanes.

Pure. Units: everything is measured in the axis's own units, from 0 to `WIDTH`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.people import Tenure
from quanheng.core.values import Text

WIDTH = 1_000
ROW = 26
"""The height of one row of bars."""
CHARACTER = 13
"""The width of one character of a label."""
LANES: Sequence[tuple[Text, tuple[str, ...]]] = (
    (Text("职务、工作", "Posts, work"), ("post", "work")),
    (Text("职级", "Ranks"), ("rank",)),
    (Text("职称", "Titles"), ("title",)),
    (Text("挂职", "Secondments"), ("secondment",)),
    (Text("学习", "Study"), ("study",)),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One tenure. Shapes: `label` is as much of the name as fits; `row` counts from the top of the axis."""

    tenure: Tenure
    start: int
    length: int
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Tenures of one kind, in as many rows as overlap asks for."""

    title: Text
    row: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A career. Shapes: `years` pair a place with the year that begins there."""

    years: tuple[tuple[int, int], ...]
    lanes: tuple[Lane, ...]
    rows: int


def career_axis(tenures: Iterable[Tenure], today: date) -> Axis | None:
    """The axis of a career, from the first year to today; None where there is nothing to show."""
    known = [t for t in tenures if t.since <= today]
    if not known:
        return None
    first, end = date(min(t.since for t in known).year, 1, 1), date(today.year + 1, 1, 1)
    days = (end - first).days
    lanes, row = [], 0
    for title, kinds in LANES:
        own = sorted((t for t in known if t.kind in kinds), key=lambda t: (t.since, t.until or end))
        if not own:
            continue
        bars, used = _bars(own, first, days, row, today)
        lanes.append(Lane(title, row, bars))
        row += used
    return Axis(_years(first.year, end.year, days, first), tuple(lanes), row)


def _bars(
    tenures: Sequence[Tenure], first: date, days: int, top: int, today: date
) -> tuple[tuple[Bar, ...], int]:
    """Each tenure in the first row where it overlaps nothing; and how many rows that takes."""
    free: list[int] = []
    bars = []
    for tenure in tenures:
        start = _place(tenure.since, first, days)
        length = max(4, _place(min(tenure.until or today, today), first, days) - start)
        row = next((n for n, until in enumerate(free) if until <= start), len(free))
        free[row : row + 1] = [start + length]
        label = tenure.name[: max(0, (length - 8) // CHARACTER)]
        bars.append(Bar(tenure, start, length, top + row, label))
    return tuple(bars), len(free)


def _years(first: int, last: int, days: int, begin: date) -> tuple[tuple[int, int], ...]:
    step = next(n for n in (1, 2, 5, 10, 20) if (last - first) / n <= 14)
    return tuple(
        (_place(date(year, 1, 1), begin, days), year) for year in range(first, last) if year % step == 0
    )


def _place(day: date, first: date, days: int) -> int:
    return (day - first).days * WIDTH // days
