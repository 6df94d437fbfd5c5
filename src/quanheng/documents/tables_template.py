"""Templates of tables (录入模板): a workbook with a sheet a table, every header explained."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from quanheng.core.inputs import Column, InputTable
from quanheng.core.words import Options, options_of
from quanheng.documents.tables_cells import is_day
from quanheng.documents.tables_grid import LONGEST_SHEET_NAME
from quanheng.documents.tables_wording import column_of

PREPARED_ROWS = 2_000
"""So many rows under the header offer their lists and keep days and codes as text."""
MADE_ON = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same tables give the same bytes."""

Spreads = Mapping[str, Sequence[Column]]
Cells = Mapping[str, Iterable[Sequence[str]]]
"""Rows of each table as text, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template: how it is called, whether every row needs it, and the answers it knows."""

    column: Column
    is_required: bool
    options: Options | None = None
    is_day: bool = False


def template_workbook(
    tables: Mapping[str, InputTable], spreads: Spreads | None = None, cells: Cells | None = None
) -> bytes:
    """A workbook with one sheet for each table, empty where no cells are given.

    Shapes: `tables` are by the names of their files; `spreads` gives the columns of a table's spread field.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE_ON})
        look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体"}
        needed = book.add_format({**look, "bg_color": "#FDE9D9"})
        optional = book.add_format({**look, "bg_color": "#E7ECF3", "bold": False})
        text = book.add_format({"num_format": "@", "font_name": "宋体"})
        for name, table in tables.items():
            page = book.add_worksheet(name[:LONGEST_SHEET_NAME])
            page.freeze_panes(1, 0)
            columns = columns_of_template(table, (spreads or {}).get(name, ()))
            for index, each in enumerate(columns):
                page.write_string(0, index, each.column.zh, needed if each.is_required else optional)
                page.write_comment(
                    0, index, _comment(each), {"x_scale": 1.6, "y_scale": 1.4, "author": "铨衡"}
                )
                page.set_column(index, index, max(12, 2 * len(each.column.zh) + 4), text)
                _offer(page, index, each.options)
            for number, row in enumerate((cells or {}).get(name, ()), start=1):
                for index, cell in enumerate(row):
                    if cell:
                        page.write_string(number, index, cell, text)
    return buffer.getvalue()


def columns_of_template(table: InputTable, spread: Sequence[Column] = ()) -> tuple[TemplateColumn, ...]:
    """The columns of a table in the order of its fields; those of a spread field come last."""
    found = []
    for name, info in table.row.model_fields.items():
        column = column_of(table.row, name)
        if name != table.spread and column is not None:
            day = is_day(table.row, name)
            found.append(TemplateColumn(column, info.is_required(), options_of(table.row, name), day))
    return (*found, *(TemplateColumn(column, False) for column in spread))


def _comment(each: TemplateColumn) -> str:
    column = each.column
    lines = [
        f"{column.en}" + ("（必填 required）" if each.is_required else "（可不填 optional）"),
        column.means.zh,
        column.means.say("en") if column.means.en else "",
        f"例 e.g.: {column.example}" if column.example else "",
        "可填：" + "、".join(word.zh for word in each.options.words.values()) if each.options else "",
        f"日期写成 {date(2026, 3, 10)}" if each.is_day else "",
    ]
    return "\n".join(line for line in lines if line)


def _offer(page: Worksheet, index: int, options: Options | None) -> None:
    """A list to choose from, where the answers are fixed and short enough for one."""
    words = [word.zh for word in options.words.values()] if options else []
    if not words or len(",".join(words)) > 255:
        return
    rule: dict[str, Any] = {"validate": "list", "source": words, "error_type": "warning"}
    page.data_validation(1, index, PREPARED_ROWS, index, rule)
