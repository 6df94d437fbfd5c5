"""Sheets (测评票): cells become grades, sheets become counts, without an object for every mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from quanheng.core.language.scoring import Dimension, Grade, Scale, SheetRule
from quanheng.core.language.terms import settled
from quanheng.core.scoring.scores import plain
from quanheng.core.tallies.rating import ABSTAINED, INVALID, Grades, Tally
from quanheng.core.values import Text

Cells = tuple[tuple[str, ...], tuple[str, ...]]
"""The columns of a row and what stands in them."""
Fault = Literal["unknown_column", "over_mark", "no_mark", "unknown_mark"]
_SPOILED: Cells = ((INVALID,), (INVALID,))
_BETWEEN = re.compile(r"[/、,，;；|+\s]+")


class SheetRow(Protocol):
    """What counting needs of a row: which sheet, from which group, on whom, and its cells by column."""

    @property
    def sheet(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def marks(self) -> Mapping[str, str]: ...


def cells_of(row: SheetRow) -> Cells:
    """The row's cells in the shape that is read, and counted, once for equal rows."""
    return tuple(row.marks), tuple(row.marks.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """The marks of one row, dimension by dimension, or why it cannot be read (and which cell)."""

    marks: tuple[str, ...]
    fault: Fault | None = None
    cell: str = ""


@dataclass(frozen=True)
class Reader:
    """How cells are read: columns by id or title, grades by id or title, or numbers on a scale.

    Shapes: `seen` remembers rows of equal cells, so that a large count reads each pattern once.
    """

    dimensions: tuple[Dimension, ...]
    grades: tuple[Grade, ...]
    scale: Scale | None
    blank: Literal["refuse", "invalid", "abstain", "approve"]
    over_mark: Literal["refuse", "invalid"]
    spoils: Literal["mark", "row"]
    seen: dict[Cells, Reading] = field(default_factory=dict)

    def read(self, cells: Cells) -> Reading:
        """One row's cells."""
        found = self.seen.get(cells)
        if found is None:
            found = self.seen[cells] = self._read(dict(zip(*cells, strict=True)))
        return found

    def _read(self, cells: dict[str, str]) -> Reading:
        marks: list[str] = []
        for dimension in self.dimensions:
            names = (dimension.id, dimension.title.zh, dimension.title.en)
            cell = next((cells.pop(n) for n in names if n in cells), "").strip()
            mark, fault = self._mark(cell)
            if fault is not None:
                return Reading((), fault, f"{dimension.title.zh}：{cell}" if cell else dimension.title.zh)
            marks.append(mark)
        if cells:
            return Reading((), "unknown_column", next(iter(cells)))
        if self.spoils == "row" and INVALID in marks:
            marks = [INVALID] * len(marks)
        return Reading(tuple(marks))

    def _mark(self, cell: str) -> tuple[str, Fault | None]:
        if not cell:
            best = max(self.values().items(), key=lambda v: v[1] or Decimal(0))[0] if self.grades else ""
            top = plain(self.scale.max) if self.scale else best
            reads = {"invalid": INVALID, "abstain": ABSTAINED, "approve": top}
            return reads.get(self.blank, ""), "no_mark" if self.blank == "refuse" else None
        known = self._known(cell)
        if known is not None:
            return known, None
        several = [self._known(part) for part in _BETWEEN.split(cell) if part]
        if len(several) > 1 and None not in several:
            return INVALID, "over_mark" if self.over_mark == "refuse" else None
        return "", "unknown_mark"

    def _known(self, cell: str) -> str | None:
        if self.scale is None:
            names = ((g.id, (g.id, g.title.zh, g.title.en)) for g in self.grades)
            return next((grade for grade, words in names if cell in words), None)
        try:
            number = Decimal(cell)
        except InvalidOperation:
            return None
        if not number.is_finite() or not self.scale.min <= number <= self.scale.max:
            return None
        if self.scale.step is not None and settled((number - self.scale.min) / self.scale.step) % 1 != 0:
            return None
        return plain(number)

    def values(self) -> dict[str, Decimal | None]:
        """The points of each grade."""
        return {g.id: g.value for g in self.grades}

    def grades_of(self, marks: Iterable[str], is_reversed: bool = False) -> Grades:
        """Points and names of the marks that were given, in the plan's order (numbers from high to low).

        Shapes: on a reversed matter every mark earns what the one opposite earns.
        """
        values, titles = self.values(), {g.id: g.title for g in self.grades}
        if self.scale is not None:
            numbers = sorted(marks, key=Decimal, reverse=True)
            values, titles = {m: Decimal(m) for m in numbers}, {m: Text(f"{m} 分", m) for m in numbers}
        if is_reversed:
            ends = self._ends()
            values = {m: None if v is None else ends - v for m, v in values.items()}
        return Grades(values, titles)

    def _ends(self) -> Decimal:
        """The worst and the best that a mark can earn, added."""
        if self.scale is not None:
            return self.scale.min + self.scale.max
        worth = [v for v in self.values().values() if v is not None] or [Decimal(0)]
        return min(worth) + max(worth)


def spoiled_sheets(
    rows: Sequence[SheetRow], reader: Reader, rules: Sequence[SheetRule], all_equal_invalid: bool
) -> dict[tuple[str, str], Text]:
    """The sheets (group, number) that break a constraint on the whole sheet, each with the reason."""
    if not rules and not all_equal_invalid:
        return {}
    sheets: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in rows:
        sheets.setdefault((row.group, row.sheet), []).append(reader.read(cells_of(row)).marks)
    found = {}
    for key, readings in sheets.items():
        fault = _fault_of(list(zip(*readings, strict=True)), rules, all_equal_invalid)
        if fault is not None:
            found[key] = fault
    return found


def _fault_of(
    columns: Sequence[tuple[str, ...]], rules: Sequence[SheetRule], all_equal_invalid: bool
) -> Text | None:
    for column in columns:
        if all_equal_invalid and len(column) > 1 and len(set(column)) == 1 and column[0] not in ("", INVALID):
            return Text("对所有人的评价完全相同", "everyone is given the same mark")
        for rule in rules:
            count = sum(_picks(rule, mark) for mark in column)
            share = Decimal(count) / len(column)
            if (rule.count and not rule.count.holds(Decimal(count))) or (
                rule.share and not rule.share.holds(share)
            ):
                said = (rule.count or rule.share).say()  # type: ignore[union-attr]  # the rule has one of them
                what = "、".join(rule.grades)
                return Text(
                    f"给出{what or '规定分数'}的人数（{count}/{len(column)}）须{said.zh}",
                    f"{what or 'such marks'} given to {count} of {len(column)}; must be {said.en}",
                )
    return None


def _picks(rule: SheetRule, mark: str) -> bool:
    if rule.marks is None:
        return mark in rule.grades
    return mark not in (ABSTAINED, INVALID) and rule.marks.holds(Decimal(mark))


Counts = dict[str, dict[str, tuple[Tally, ...]]]
"""Tallies by person, then group, one for each dimension."""


def count_sheets(rows: Iterable[SheetRow], reader: Reader, spoiled: Mapping[tuple[str, str], Text]) -> Counts:
    """The tallies of every person in every group; rows that cannot be read must have been refused before."""
    patterns = Counter(
        (r.person, r.group, _SPOILED if spoiled and (r.group, r.sheet) in spoiled else cells_of(r))
        for r in rows
    )
    width = len(reader.dimensions)
    cast: dict[tuple[str, str], list[dict[str, int]]] = {}
    invalid = (INVALID,) * width
    for (person, group, cells), count in patterns.items():
        columns = cast.setdefault((person, group), [{} for _ in range(width)])
        marks = invalid if cells is _SPOILED else reader.read(cells).marks
        for column, mark in zip(columns, marks, strict=True):
            column[mark] = column.get(mark, 0) + count
    found: Counts = {}
    for (person, group), columns in sorted(cast.items()):
        found.setdefault(person, {})[group] = tuple(_tally(c, reader) for c in columns)
    return found


def _tally(column: dict[str, int], reader: Reader) -> Tally:
    given = {mark: n for mark, n in column.items() if mark not in (ABSTAINED, INVALID)}
    ordered = reader.grades_of(given).values
    return Tally(
        {m: given[m] for m in ordered if m in given}, column.get(ABSTAINED, 0), column.get(INVALID, 0)
    )
