"""List workbook (列表表格): what a screen lists as an XLSX file, and the empty table that people fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter
from pydantic_core import PydanticUndefined

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.words import options_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31
"""Excel's own limit for the name of a sheet."""
ROWS_WITH_ANSWERS = 2_000
"""So many rows of an empty table offer fixed answers as a list."""
WIDEST, NARROWEST = 48, 8
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Cell = str | int | Decimal | bool | date | None


def list_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A list as one sheet: header fixed, numbers as numbers, everything else as text."""
    buffer = io.BytesIO()
    kept = [tuple(row) for row in rows]
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet_name(title))
        head = book.add_format({"bold": True, "bg_color": "#E7ECF3", "border": 1, "text_wrap": True})
        body = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        for index, word in enumerate(header):
            page.set_column(index, index, _width([word, *(row[index] for row in kept)]))
            page.write_string(0, index, word, head)
        for line, row in enumerate(kept, 1):
            for index, cell in enumerate(row):
                if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                    page.write_number(line, index, cell, body)
                else:
                    page.write_string(line, index, _text(cell), body)
        page.freeze_panes(1, 0)
        if kept:
            page.autofilter(0, 0, len(kept), len(header) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    return buffer.getvalue()


def input_workbook(table: InputTable, rows: Iterable[Row] = (), keys: Sequence[str] = ()) -> bytes:
    """An input table as the file that `documents.tables` reads back: empty to fill in, or with its rows.

    Shapes: `keys` are the columns that a spread field becomes; a second sheet explains every column.
    """
    columns = columns_of(table.row, table.spread, keys)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(table.name[:LONGEST_NAME])
        head = book.add_format({"bold": True, "bg_color": "#E7ECF3", "border": 1})
        text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True})
        for index, (name, label, _) in enumerate(columns):
            needed = (
                "*" if name in table.row.model_fields and table.row.model_fields[name].is_required() else ""
            )
            page.set_column(index, index, 16, book.add_format({"num_format": "@"}))
            page.write_string(0, index, label + needed, head)
            answers = _answers(table.row, name)
            if answers:
                page.data_validation(
                    1, index, ROWS_WITH_ANSWERS, index, {"validate": "list", "source": answers}
                )
        for line, row in enumerate(rows, 1):
            for index, (name, _, key) in enumerate(columns):
                page.write_string(line, index, said_cell(row, name, key), text)
        page.freeze_panes(1, 0)
        _explained(book, table, columns)
    return buffer.getvalue()


def columns_of(row: type[Row], spread: str, keys: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """Field, Chinese header and key of each column of a file; the key is '' where the field is one column."""
    found: list[tuple[str, str, str]] = []
    for name, info in row.model_fields.items():
        if name == spread:
            found.extend((name, key, key) for key in keys)
            continue
        column = next((m for m in info.metadata if isinstance(m, Column)), None)
        found.append((name, column.zh if column else name, ""))
    return tuple(found)


def said_cell(row: Row, name: str, key: str = "") -> str:
    """A value of a row as a file says it: fixed answers in Chinese words."""
    value = getattr(row, name)
    if key:
        value = value.get(key)
    if value is None:
        return ""
    options = options_of(type(row), name)
    if options is not None and value in options.words:
        return options.say(value).zh
    return _text(value)


def sheet_name(title: str) -> str:
    """A title that a spreadsheet takes as the name of a sheet."""
    return title.translate(_NOT_IN_NAMES).strip()[:LONGEST_NAME] or "列表"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _width(cells: Iterable[object]) -> int:
    longest = max(
        sum(2 if ord(c) > 255 else 1 for c in line) for w in cells for line in (_text(w).split("\n"))
    )
    return max(NARROWEST, min(WIDEST, longest + 2))


def _answers(row: type[Row], name: str) -> list[str]:
    options = options_of(row, name) if name in row.model_fields else None
    words = [text.zh for text in options.words.values()] if options else []
    return words if sum(map(len, words)) + len(words) < 255 else []


def _explained(book: xlsxwriter.Workbook, table: InputTable, columns: Sequence[tuple[str, str, str]]) -> None:
    page = book.add_worksheet("填写说明")
    head = book.add_format({"bold": True, "bg_color": "#E7ECF3"})
    for index, word in enumerate(("列", "是否必填", "填写内容", "示例")):
        page.write_string(0, index, word, head)
    page.set_column(0, 1, 14)
    page.set_column(2, 3, 44)
    for line, (name, label, key) in enumerate(columns, 1):
        info = table.row.model_fields[name]
        column = next((m for m in info.metadata if isinstance(m, Column)), None)
        needed = info.is_required() and info.default is PydanticUndefined
        answers = "、".join(_answers(table.row, name))
        means = column.means.zh if column and not key else ""
        page.write_string(line, 0, label)
        page.write_string(line, 1, "必填" if needed else "选填")
        page.write_string(line, 2, "；".join(w for w in (means, f"可填：{answers}" if answers else "") if w))
        page.write_string(line, 3, column.example if column and not key else "")
