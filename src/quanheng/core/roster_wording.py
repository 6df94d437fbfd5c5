"""Wording of differences (差异用语): kinds of change and fields before and after, as people read them."""

from __future__ import annotations

from typing import Literal

from quanheng.core.inputs import Column, InputTable
from quanheng.core.roster_difference import FieldDifference
from quanheng.core.roster_sheets import Plain
from quanheng.core.values import Text
from quanheng.core.words import YES_NO, options_of

Kind = Literal["new", "changed", "gone"]
KINDS: dict[str, Text] = {
    "changed": Text("变更", "changed"),
    "new": Text("新增", "new"),
    "gone": Text("减少", "gone"),
}
EMPTY = Text("（空）", "(empty)")


def said_kind(kind: str, count: int | None = None) -> Text:
    """A kind of change, with how many rows where that is said."""
    word = KINDS[kind]
    return word if count is None else Text(f"{word.zh} {count}", f"{count} {word.en}")


def title_of_field(table: InputTable, field: str) -> Text:
    """The header of a field in both languages."""
    column = next(m for m in table.row.model_fields[field].metadata if isinstance(m, Column))
    return Text(column.zh, column.en)


def said_value(table: InputTable, field: str, value: Plain) -> Text:
    """A cell as people read it: the words for a code, yes or no, and a word for nothing."""
    if value is None or value == "":
        return EMPTY
    kept = bool(value) if table.row.model_fields[field].annotation is bool else value
    options = options_of(table.row, field) or (YES_NO if isinstance(kept, bool) else None)
    if options is not None and kept in options.words:
        return options.say(kept)
    return Text(str(kept))


def said_field(table: InputTable, field: FieldDifference) -> Text:
    """One field before and after."""
    title = title_of_field(table, field.field)
    before, after = (said_value(table, field.field, v) for v in (field.before, field.after))
    return Text(
        f"{title.zh} {before.zh} → {after.zh}",
        f"{title.say('en')} {before.say('en')} → {after.say('en')}",
    )
