"""Rows to CSV (写成表格): the headers and the fixed words in Chinese, as a personnel office writes them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.stages.integrity_exam.tables import QUESTION_KINDS, QuestionRow
from quanheng.core.words import options_of


def read_questions(path: Path) -> list[QuestionRow]:
    """The questions of a bank as it is shipped."""
    with path.open(encoding="utf-8", newline="") as file:
        forms = {text.zh: form for form, text in QUESTION_KINDS.words.items()}
        return [
            QuestionRow(
                question=row["题号"],
                category=row["类别"],
                form=forms[row["题型"]],
                text=row["题目"],
                options=row["选项"],
                answer=row["答案"],
                points=row["分值"],
                text_en=row["题目（英文）"],
                options_en=row["选项（英文）"],
            )
            for row in csv.DictReader(file)
        ]


def write_rows(path: Path, table: InputTable, rows: Sequence[Row]) -> None:
    """Write one table; a table without rows keeps its header, a mapping becomes a column for each key."""
    row = table.row
    fields = [name for name in row.model_fields if name != table.spread]
    keys = (
        list(dict.fromkeys(key for one in rows for key in getattr(one, table.spread))) if table.spread else []
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([header_of(row, name) for name in fields] + keys)
        for one in rows:
            spread = [getattr(one, table.spread).get(key, "") for key in keys] if keys else []
            writer.writerow([_cell(row, name, getattr(one, name)) for name in fields] + spread)


def header_of(row: type[Row], field: str) -> str:
    """The Chinese header of a field, or its name where it has none."""
    columns = (m for m in row.model_fields[field].metadata if isinstance(m, Column))
    return next((c.zh for c in columns), field)


def _cell(row: type[Row], field: str, value: Any) -> str:
    options = options_of(row, field)
    if value is None or value == "":
        return ""
    if options is not None and value in options.words:
        return options.say(value).zh
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
