"""Write the tables of docs/inputs.md (录入文件说明): every file and column, from the rows that are read.

python docs/inputs_tables.py          rewrites what stands between the two marks
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from quanheng.actions.headless_inputs import CHANGES, DATES, RESCHEDULINGS
from quanheng.core.inputs import InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import MEMBERS
from quanheng.core.roster_tables import TABLES
from quanheng.core.words import options_of
from quanheng.documents.tables_cells import is_day
from quanheng.documents.tables_wording import column_of

PAGE = Path(__file__).parent / "inputs.md"
START, END = "<!-- tables: start -->", "<!-- tables: end -->"


def section() -> str:
    """Every table of every stage kind, of a run, and of the roster."""
    parts = ["## 运行共用的表 · Tables of a run"]
    parts += [_table(table.name, table) for table in (MEMBERS, DATES, CHANGES, RESCHEDULINGS)]
    parts.append("## 名册 · The roster")
    parts += [_table(f"roster/{table.name}", table) for table in TABLES]
    for kind in KINDS.values():
        parts.append(f"## {kind.title.zh} · {kind.title.en} (`kind: {kind.name}`)")
        parts += [_table(f"<id>.{table.name}", table) for table in kind.tables]
        if not kind.tables:
            parts.append("没有录入表，由前面环节的结果算出。No table.")
    return "\n\n".join(parts)


def page(text: str) -> str:
    """The page with its tables as they are now."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{section()}\n\n{END}{after}"


def _table(name: str, table: InputTable) -> str:
    needed = "须有 needed" if table.required else "需要时 when there is any"
    keys = "、".join(_header(table.row, key) for key in table.row.key_fields)
    lines = [
        f"### `{name}` {table.title.zh} · {table.title.en}",
        f"{needed}。" + (f"同一{keys}只有一行。One row for each of these." if keys else ""),
    ]
    if table.secret:
        lines.append("不记录录入人和时间。Stored without who entered it and when.")
    lines.append("\n".join(_columns(table)))
    return "\n\n".join(line for line in lines if line)


def _columns(table: InputTable) -> Iterator[str]:
    yield "| 表头 Header | 字段 Field | 必填 Needed | 内容 Content | 说明 Meaning | 例 Example |"
    yield "|---|---|---|---|---|---|"
    for name, info in table.row.model_fields.items():
        column = column_of(table.row, name)
        if column is None:
            continue
        spread = name == table.spread
        needed = "是" if info.is_required() else ""
        cells = (
            "每项一列，用其名称或编号 one column each" if spread else f"{column.zh} / {column.en}",
            f"`{name}`",
            needed,
            _content(table.row, name, info.annotation),
            " ".join(filter(None, (column.means.zh, column.means.en))),
            column.example,
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _header(row: type[Row], name: str) -> str:
    column = column_of(row, name)
    return f"“{column.zh}”" if column else name


def _content(row: type[Row], name: str, annotation: Any) -> str:
    options = options_of(row, name)
    if options is not None:
        return "、".join(f"{word.zh} ({word.en})" for word in options.words.values())
    if is_day(row, name):
        return "日期 day"
    kinds = {str(kind) for kind in (annotation, *get_args(annotation))}
    for word, said in (("bool", "是、否 yes, no"), ("Decimal", "数 number"), ("int", "整数 whole number")):
        if any(word in kind for kind in kinds):
            return said
    return "文字 text"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
