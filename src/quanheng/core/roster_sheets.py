"""Sheets (按列的表): a table of the roster column by column, quick to check, compare and keep whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Refused
from quanheng.core.workdays import PartialDate

Numbered = tuple[int, Row]
"""A row and the line of its file."""
Plain = str | int | bool | None
"""A cell as the archive stores it: days as ISO text, of a month only yyyy-mm."""
BY_NAME: Mapping[str, InputTable] = {table.name: table for table in TABLES}
OF_PEOPLE = tuple(table.name for table in TABLES if "person" in table.row.model_fields)
"""The tables whose rows belong to a person."""


def owner_field(table: InputTable) -> str:
    """The field that says what a row belongs to: a person, a unit, or itself."""
    return "person" if table.name in OF_PEOPLE else table.row.key_fields[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, its columns of one length in plain values.

    Shapes: `lines` are the rows' numbers in their file, 0 where a row stands in the archive already; a column
    that the file does not name is absent.
    """

    table: InputTable
    lines: Sequence[int]
    columns: Mapping[str, Sequence[Plain]]

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[Plain]:
        """The cells of a column; what stands for an empty cell where the file does not name it."""
        found = self.columns.get(name)
        return [blank_of(self.table.row, name)] * len(self.lines) if found is None else found

    def tuples(self) -> list[tuple[Plain, ...]]:
        """Every row, its cells in the order of the fields."""
        return list(zip(*map(self.column, self.table.row.model_fields), strict=True))

    def keys(self) -> Sequence[Any]:
        """What tells rows apart: the cell, or the cells, of the key fields."""
        names = self.table.row.key_fields
        if len(names) == 1:
            return self.column(names[0])
        return list(zip(*map(self.column, names), strict=True))

    def refuse(
        self, index: int, code: str, field: str, said: tuple[str, str], remedy: tuple[str, str]
    ) -> Refused:
        """The refusal of one cell, its place named by table, line and column."""
        where = f"{self.table.name}:{self.lines[index]}:{title_of(self.table.row, field)}({field})"
        return Refused(code, *said, where, *remedy)


Sheets = Mapping[str, Sheet]


def sheets_of(tables: Mapping[str, Sequence[Numbered]]) -> dict[str, Sheet]:
    """Numbered rows as sheets. Errors: Refused(unknown_table); TypeError for rows of another table."""
    return {name: _sheet(name, rows) for name, rows in tables.items()}


def _sheet(name: str, numbered: Sequence[Numbered]) -> Sheet:
    table = BY_NAME.get(name)
    if table is None:
        zh, en = f"名册没有“{name}”这张表。", f"The roster has no table '{name}'."
        names = ", ".join(BY_NAME)
        raise Refused("unknown_table", zh, en, name, f"可用：{names}。", f"Use: {names}.")
    if any(type(row) is not table.row for _, row in numbered):
        raise TypeError(f"table {name} holds rows of another kind")
    rows = [vars(row) for _, row in numbered]
    columns = {field: [plain(row[field]) for row in rows] for field in table.row.model_fields}
    return Sheet(table, [line for line, _ in numbered], columns)


def sheet_of_tuples(
    table: InputTable, tuples: Sequence[tuple[Plain, ...]], lines: Sequence[int] | None = None
) -> Sheet:
    """A sheet from whole rows; without lines they stand in the archive."""
    fields = table.row.model_fields
    cells: Sequence[Sequence[Plain]] = list(zip(*tuples, strict=True)) if tuples else [()] * len(fields)
    columns = dict(zip(fields, cells, strict=True))
    return Sheet(table, [0] * len(tuples) if lines is None else lines, columns)


def plain(value: Any) -> Plain:
    """A cell of a row as the archive stores it."""
    return str(value) if isinstance(value, date | PartialDate) else value


def blank_of(row: type[Row], field: str) -> Plain:
    """What stands for an empty cell of a field that may be empty."""
    info = row.model_fields[field]
    return None if info.is_required() else plain(info.default)


def title_of(row: type[Row], field: str) -> str:
    """The Chinese header of a field."""
    return next(m.zh for m in row.model_fields[field].metadata if isinstance(m, Column))
