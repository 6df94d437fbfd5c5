"""Headers (表头): which column of a file is which field, by field name or by either label."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from quanheng.core.inputs import InputTable, Row
from quanheng.core.values import Refused
from quanheng.documents.tables_grid import Grid
from quanheng.documents.tables_wording import Problems, column_of, label_of


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row goes to which field; `spread` are cells that go to keys of the spread field."""

    fields: tuple[tuple[int, str], ...]
    spread: tuple[tuple[int, str], ...]
    width: int
    is_complete: bool


def plain(header: str) -> str:
    """A header less the differences that people do not see: case, blanks, width, a star for required."""
    shown = unicodedata.normalize("NFKC", header).casefold()
    return "".join(c for c in shown if not c.isspace() and c not in "_-*")


def columns_of(table: InputTable, grid: Grid, problems: Problems) -> Columns:
    """The columns of a grid; what does not fit the table is added to the problems."""
    row = table.row
    known = field_names(table)
    if not table.spread and not any(plain(header) in known for header in grid.header):
        problems.add(_no_header(table, grid))
        return Columns((), (), len(grid.header), is_complete=False)
    taken: dict[str, int] = {}
    spread: list[tuple[int, str]] = []
    for index, header in enumerate(grid.header):
        field = known.get(plain(header))
        if field is None and table.spread and header:
            spread.append((index, header))
        elif field is None:
            problems.add(_unknown_column(table, grid, index) if header else _blank_header(grid, index))
        elif field in taken:
            problems.add(_repeated_column(grid, header, taken[field], index))
        else:
            taken[field] = index
    needed = [n for n, f in row.model_fields.items() if f.is_required() and n != table.spread]
    absent = [name for name in needed if name not in taken]
    for name in absent:
        problems.add(_missing_column(row, name, grid))
    fields = tuple((index, name) for name, index in taken.items())
    return Columns(fields, tuple(spread), len(grid.header), is_complete=not absent)


def field_names(table: InputTable) -> dict[str, str]:
    """Which field a header means, by the header less what people do not see."""
    known: dict[str, str] = {}
    for name in table.row.model_fields:
        column = column_of(table.row, name)
        for word in (column.en, column.zh) if column else ():
            known.setdefault(plain(word), name)
    known |= {plain(name): name for name in table.row.model_fields}
    return {word: name for word, name in known.items() if name != table.spread}


def _no_header(table: InputTable, grid: Grid) -> Refused:
    labels = [label_of(table.row, name) for name in table.row.model_fields]
    return Refused(
        "no_header",
        f"这一行不是表头（“{'、'.join(h for h in grid.header if h)[:60]}”），像是标题或合并的单元格。",
        f"This row is no header ('{', '.join(h for h in grid.header if h)[:60]}'); it may be a title.",
        where=_header_place(grid),
        remedy_zh=f"请删去标题行，取消合并，第一行写列名：{'、'.join(labels)}。",
        remedy_en=f"Delete titles, unmerge cells, name the columns in the first row: {', '.join(labels)}.",
    )


def _blank_header(grid: Grid, index: int) -> Refused:
    return Refused(
        "blank_header",
        f"第 {index + 1} 列没有列名，表头可能有合并的单元格。",
        f"Column {index + 1} has no name; cells of the header may be merged.",
        where=_header_place(grid),
        remedy_zh="请取消合并，每列写一个列名；没有内容的列请删去。",
        remedy_en="Unmerge the cells and name each column; delete columns that hold nothing.",
    )


def _header_place(grid: Grid) -> str:
    return f"{grid.place}:{grid.first - 1}"


def _unknown_column(table: InputTable, grid: Grid, index: int) -> Refused:
    header = grid.header[index]
    labels = [label_of(table.row, name) for name in table.row.model_fields]
    return Refused(
        "unknown_column",
        f"不认识的列“{header}”（第 {index + 1} 列）。",
        f"Unknown column '{header}' (column {index + 1}).",
        where=f"{_header_place(grid)}:{header}",
        remedy_zh=f"请删去或改名；可用的列：{'、'.join(labels)}。",
        remedy_en=f"Delete or rename it; columns: {', '.join(labels)}.",
    )


def _repeated_column(grid: Grid, header: str, first: int, index: int) -> Refused:
    return Refused(
        "repeated_column",
        f"第 {first + 1} 列和第 {index + 1} 列是同一项（“{header}”）。",
        f"Columns {first + 1} and {index + 1} are the same ('{header}').",
        where=f"{_header_place(grid)}:{header}",
        remedy_zh="请只保留一列。",
        remedy_en="Keep one of them.",
    )


def _missing_column(row: type[Row], name: str, grid: Grid) -> Refused:
    label = label_of(row, name)
    return Refused(
        "missing_column",
        f"缺少必填的列“{label}”。",
        f"The required column '{label}' is missing.",
        where=f"{_header_place(grid)}:{label}",
        remedy_zh=f"请在表头加上这一列；现有的列：{'、'.join(grid.header)}。",
        remedy_en=f"Add it to the header; columns found: {', '.join(grid.header)}.",
    )
