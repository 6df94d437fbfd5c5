"""Roster files (名册文件): one CSV file a table, headers in Chinese, as the roster reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from quanheng.core.inputs import Column, Row
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Text
from quanheng.core.words import YES_NO, options_of


def roster_files(rows: Mapping[str, Sequence[Row]]) -> Mapping[str, bytes]:
    """The files of a roster by name; a table without rows is its header, and only where it is required."""
    return {
        f"{table.name}.csv": _csv(table.row, rows.get(table.name, ()))
        for table in TABLES
        if table.required or rows.get(table.name)
    }


def _csv(row: type[Row], rows: Sequence[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_header(row, name) for name in row.model_fields])
    writer.writerows([_cell(row, name, getattr(each, name)) for name in row.model_fields] for each in rows)
    return buffer.getvalue().encode("utf-8")


def _header(row: type[Row], field: str) -> str:
    return next(m.zh for m in row.model_fields[field].metadata if isinstance(m, Column))


def _cell(row: type[Row], field: str, value: Any) -> str:
    """A value as people write it: the words for a code, days with dashes."""
    if value is None:
        return ""
    options = options_of(row, field) or (YES_NO if isinstance(value, bool) else None)
    said = options.say(value) if options and value in options.words else value
    if isinstance(said, Text):
        return said.zh
    return said.isoformat() if isinstance(said, date) else str(said)
