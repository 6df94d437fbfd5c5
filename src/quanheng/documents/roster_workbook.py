"""The roster as a workbook (名册工作簿): the same tables that are imported, so that it can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quanheng.core.inputs import InputTable
from quanheng.core.roster_sheets import BY_NAME, Plain
from quanheng.core.roster_wording import said_value
from quanheng.documents.tables_template import template_workbook

Rows = Mapping[str, Iterable[Sequence[Plain]]]
"""Rows of each table in plain values, as the archive stores them."""


def roster_workbook(rows: Rows | None = None) -> bytes:
    """Every table of the roster, a sheet each; without rows it is the template to fill in."""
    cells = {name: _said(BY_NAME[name], held) for name, held in (rows or {}).items()}
    return template_workbook(BY_NAME, cells=cells)


def _said(table: InputTable, rows: Iterable[Sequence[Plain]]) -> Iterator[list[str]]:
    """Rows as people write them: words for codes, nothing for what is not known."""
    fields = list(table.row.model_fields)
    known: list[dict[Plain, str]] = [{None: "", "": ""} for _ in fields]
    for row in rows:
        said = []
        for field, words, value in zip(fields, known, row, strict=True):
            if value not in words:
                words[value] = said_value(table, field, value).zh
            said.append(words[value])
        yield said
