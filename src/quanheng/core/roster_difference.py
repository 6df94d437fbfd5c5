"""Differences (差异): what given rows would change in the rows that stand, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Any, Literal

from quanheng.core.inputs import InputTable
from quanheng.core.roster_sheets import OF_PEOPLE, Plain, Sheet, blank_of, sheet_of_tuples

Mode = Literal["update", "replace"]
"""Whether a file changes what it names (更新), or is the whole roster (整体替换)."""
Cells = tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows as they stand in the archive (现有行), each with its own number there."""

    table: InputTable
    numbers: Sequence[int]
    rows: Sequence[Cells]

    def keys(self) -> list[Any]:
        """What tells rows apart, as `Sheet.keys`."""
        return list(map(itemgetter(*_key_places(self.table)), self.rows))


@dataclass(frozen=True, slots=True)
class TableChange:
    """What changes in one table (一张表的变更).

    Shapes: `changed` are number, row before, row after; `gone` number and row; `after` the rows that would
    stand: all of them when the file is the whole roster, else those that are of the people concerned.
    """

    table: InputTable
    new: Sequence[Cells]
    changed: Sequence[tuple[int, Cells, Cells]]
    gone: Sequence[tuple[int, Cells]]
    after: Sheet

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field before and after (字段差异)."""

    field: str
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that is new, changed or gone, with the fields that say so; `person` is whom it is about."""

    table: str
    kind: Literal["new", "changed", "gone"]
    key: str
    person: str
    fields: tuple[FieldDifference, ...]


def change_of(standing: Standing, given: Sheet, mode: Mode) -> TableChange:
    """What a sheet changes in the rows that stand; by update, what it does not name stays."""
    keys = given.keys()
    where = dict(zip(standing.keys(), range(len(standing.rows)), strict=True))
    rows = given.tuples() if mode == "replace" else _whole_rows(standing, given, list(map(where.get, keys)))
    whole = given if _is_whole(given) else sheet_of_tuples(given.table, rows, given.lines)
    if not where:
        return TableChange(given.table, rows, (), (), whole)
    places = [where.pop(key, None) for key in keys]
    new = [row for row, place in zip(rows, places, strict=True) if place is None]
    changed = [
        (standing.numbers[place], standing.rows[place], row)
        for row, place in zip(rows, places, strict=True)
        if place is not None and standing.rows[place] != row
    ]
    rest = list(where.values())
    if mode == "replace":
        gone = [(standing.numbers[place], standing.rows[place]) for place in rest]
        return TableChange(given.table, new, changed, gone, whole)
    kept = [standing.rows[place] for place in rest]
    if kept:
        whole = sheet_of_tuples(given.table, [*rows, *kept], [*given.lines, *[0] * len(kept)])
    return TableChange(given.table, new, changed, (), whole)


def _is_whole(given: Sheet) -> bool:
    return all(name in given.columns for name in given.table.row.model_fields)


def _whole_rows(standing: Standing, given: Sheet, places: Sequence[int | None]) -> list[Cells]:
    """The rows of a sheet; a column that the file does not name keeps what stands."""
    fields = list(given.table.row.model_fields)
    if _is_whole(given):
        return given.tuples()
    columns: dict[str, Sequence[Plain]] = {}
    for at, name in enumerate(fields):
        if name in given.columns:
            columns[name] = given.columns[name]
        else:
            blank = blank_of(given.table.row, name)
            columns[name] = [blank if place is None else standing.rows[place][at] for place in places]
    return list(zip(*columns.values(), strict=True))


def _key_places(table: InputTable) -> list[int]:
    fields = list(table.row.model_fields)
    return [fields.index(name) for name in table.row.key_fields]


def without_marks(change: TableChange, marks: Mapping[Cells, int]) -> TableChange:
    """The same change with these rows of the archive taken away as well."""
    rows, lines = change.after.tuples(), change.after.lines
    kept = [i for i, row in enumerate(rows) if lines[i] or row not in marks]
    after = sheet_of_tuples(change.table, [rows[i] for i in kept], [lines[i] for i in kept])
    gone = [*change.gone, *((number, row) for row, number in marks.items())]
    return TableChange(change.table, change.new, change.changed, gone, after)


def differences(change: TableChange) -> Iterator[RowDifference]:
    """Every row that changes with the fields that do: changed ones first, then new, then gone."""
    fields = list(change.table.row.model_fields)
    blanks = tuple(blank_of(change.table.row, name) for name in fields)
    for _, before, after in change.changed:
        yield _difference(change.table, "changed", fields, before, after)
    for row in change.new:
        yield _difference(change.table, "new", fields, blanks, row)
    for _, row in change.gone:
        yield _difference(change.table, "gone", fields, row, blanks)


def _difference(
    table: InputTable,
    kind: Literal["new", "changed", "gone"],
    fields: Sequence[str],
    before: Cells,
    after: Cells,
) -> RowDifference:
    row = before if kind == "gone" else after
    differ = [a != b for a, b in zip(before, after, strict=True)]
    told = compress(zip(fields, before, after, strict=True), differ)
    return RowDifference(
        table.name,
        kind,
        key_of(table, row),
        person_of(table, row),
        tuple(FieldDifference(name, *values) for name, *values in told),
    )


def key_of(table: InputTable, row: Cells) -> str:
    """A row's key as one text."""
    fields = list(table.row.model_fields.values())
    cells = ((fields[at].annotation, row[at]) for at in _key_places(table))
    return "|".join(str(bool(cell) if kind is bool else cell) for kind, cell in cells)


def person_of(table: InputTable, row: Cells) -> str:
    """The code of whom a row is about; units, posts and their seats are about nobody."""
    return str(row[0]) if table.name == "people" or table.name in OF_PEOPLE else ""
