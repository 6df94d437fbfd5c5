"""What is wrong with a cell (单元格问题): a model's complaint in the words of whoever filled in the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quanheng.core.inputs import Column, Row
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.core.words import options_of

SHOWN = 50
"""So many problems of one reading are told; the others are counted."""
FITTING: Mapping[str, tuple[str, str]] = {
    "int": ("应为整数", "should be a whole number"),
    "decimal": ("应为数字", "should be a number"),
    "float": ("应为数字", "should be a number"),
    "date": ("应为日期", "should be a date"),
    "datetime": ("应为时间", "should be an instant"),
    "bool": ("应为是或否", "should be yes or no"),
}
"""By the first word of pydantic's error type: what the cell should have been."""
REMEDIES: Mapping[str, tuple[str, str]] = {
    "int": ("请只写数字，如 1。", "Write digits only, for example 1."),
    "decimal": ("请只写数字，如 92.5。", "Write a number only, for example 92.5."),
    "float": ("请只写数字，如 92.5。", "Write a number only, for example 92.5."),
    "date": ("请写成 2026-03-10。", "Write it as 2026-03-10."),
    "datetime": ("请写成 2026-03-10 17:00。", "Write it as 2026-03-10 17:00."),
    "bool": ("请填“是”或“否”。", "Write 是 or 否."),
}
BOUNDS: Mapping[str, tuple[str, str, str]] = {
    "greater_than_equal": ("ge", "不得小于", "must not be less than"),
    "greater_than": ("gt", "须大于", "must be greater than"),
    "less_than_equal": ("le", "不得大于", "must not be greater than"),
    "less_than": ("lt", "须小于", "must be less than"),
}


@dataclass
class Problems:
    """What has been found wrong so far: the first `shown` told, the rest counted."""

    told: list[Refused] = field(default_factory=list)
    untold: int = 0
    shown: int = SHOWN

    def add(self, refusal: Refused) -> None:
        """Take one down; of several in one, each."""
        if isinstance(refusal, RefusedMany):
            for each in refusal.refusals:
                self.add(each)
            return
        if len(self.told) < self.shown:
            self.told.append(refusal)
        else:
            self.untold += 1

    def refuse(self, place: str) -> None:
        """Refuse with all of them, if there are any."""
        if not self.told:
            return
        if self.untold:
            self.told.append(_and_more(self.untold, place))
        raise RefusedMany(self.told)


def column_of(row: type[Row], field: str) -> Column | None:
    """How a field is called and explained."""
    return next((m for m in row.model_fields[field].metadata if isinstance(m, Column)), None)


def label_of(row: type[Row], field: str) -> str:
    """A column as messages name it: the Chinese header and the field."""
    column = column_of(row, field)
    return f"{column.zh}({field})" if column else field


def refusal_of(row: type[Row], error: Mapping[str, Any], place: str) -> Refused:
    """The refusal that says what one of a model's complaints means.

    Shapes: `error` is one of pydantic's, its `loc` beginning at the field; `place` is file and row.
    """
    loc = error["loc"]
    field = str(loc[0]) if loc and str(loc[0]) in row.model_fields else ""
    label = f"{label_of(row, field)}" if field else ""
    if len(loc) > 1 and field:
        label = str(loc[1])
    where = f"{place}:{label}" if label else place
    code, said, remedy = _said(row, field, error)
    return Refused(code, said.zh, said.say("en"), where, remedy.zh, remedy.say("en"))


def _said(row: type[Row], field: str, error: Mapping[str, Any]) -> tuple[str, Text, Text]:
    kind, context = str(error["type"]), error.get("ctx") or {}
    given = str(error.get("input", ""))[:60]
    example = _example(row, field)
    if kind == "missing":
        return "cell_empty", Text("此格不能为空。", "This cell must not be empty."), example
    if "zh" in context:
        return "cell_wrong", Text(str(context["zh"]), str(context.get("en", ""))), example
    if kind in BOUNDS:
        key, zh, en = BOUNDS[kind]
        said = Text(f"“{given}”{zh} {context[key]}。", f"'{given}' {en} {context[key]}.")
        return "cell_out_of_range", said, example
    if kind in {"literal_error", "enum"}:
        return "cell_unknown_word", *_unknown_word(row, field, given, str(context.get("expected", "")))
    if kind == "string_too_short":
        return "cell_too_short", Text(f"“{given}”太短。", f"'{given}' is too short."), example
    if kind == "string_too_long":
        return "cell_too_long", Text(f"“{given}…”太长。", f"'{given}…' is too long."), example
    if kind == "string_pattern_mismatch":
        return (
            "cell_wrong",
            Text(f"“{given}”不合写法。", f"'{given}' is not written as it should be."),
            example,
        )
    return _unfit_kind(kind, given, str(error["msg"]), example)


def _unfit_kind(kind: str, given: str, message: str, example: Text) -> tuple[str, Text, Text]:
    word = kind.split("_", 1)[0]
    if word in FITTING:
        zh, en = FITTING[word]
        return "cell_wrong_type", Text(f"“{given}”{zh}。", f"'{given}' {en}."), Text(*REMEDIES[word])
    bare = message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return "cell_wrong", Text(f"“{given}”：{bare}", f"'{given}': {bare}"), example


def _unknown_word(row: type[Row], field: str, given: str, expected: str) -> tuple[Text, Text]:
    options = options_of(row, field) if field else None
    said = Text(f"“{given}”不是可填的内容。", f"'{given}' is not one of the answers.")
    if options is None:
        return said, Text(f"可填：{expected}。", f"Use one of: {expected}.")
    zh = "、".join(word.zh for word in options.words.values())
    en = ", ".join(f"{word.say('en')} ({word.zh})" for word in options.words.values())
    return said, Text(f"可填：{zh}。", f"Use one of: {en}.")


def _example(row: type[Row], field: str) -> Text:
    column = column_of(row, field) if field else None
    if column is None:
        return Text("请更正。", "Correct it.")
    zh = column.means.zh or "请填写"
    en = column.means.say("en") or "fill it in"
    if not column.example:
        return Text(f"{zh}。", f"{en}.")
    return Text(f"{zh}，如：{column.example}。", f"{en}; for example {column.example}.")


def _and_more(count: int, place: str) -> Refused:
    return Refused(
        "more_problems",
        f"另有 {count} 处问题未列出。",
        f"And {count} more problems not listed.",
        where=place,
        remedy_zh="更正以上各处后再试。",
        remedy_en="Correct these and try again.",
    )
