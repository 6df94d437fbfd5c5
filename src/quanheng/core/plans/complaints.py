"""Complaints about a plan file (方案问题用语): what does not fit, what is allowed, how it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from quanheng.core.kinds import KINDS
from quanheng.core.values import Text

_WANTED: Mapping[str, tuple[str, str]] = {
    "decimal": ("应为数字，如 60、1.5 或 2/3", "a number is wanted, such as 60, 1.5 or 2/3"),
    "int": ("应为整数，如 3", "a whole number is wanted, such as 3"),
    "bool": ("应为 true（是）或 false（否）", "true or false is wanted"),
    "date": ("应为日期，写成 2026-03-10", "a date is wanted, written 2026-03-10"),
    "tuple": ("应写成列表，如 [甲, 乙]", "a list is wanted, such as [a, b]"),
    "list": ("应写成列表，如 [甲, 乙]", "a list is wanted, such as [a, b]"),
    "string": ("应为文字", "words are wanted"),
}
"""By the first word of pydantic's error type: what should have been written."""
_EXAMPLES: Mapping[str, str] = {
    "Span": "{days: 5}",
    "Share": "{share: 0.8, of: applicants}",
    "Bound": "{at_least: 60}",
    "Quorum": "{at_least: 2/3, of: members}",
    "Majority": "{over: 1/2, of: due}",
    "Keep": "{per_seat: 3}",
    "Schedule": "{on: 2026-03-10}",
    "Condition": "{quantity: candidates, is: {at_least: 3}}",
    "Choices": "{max: 2, mode: ranked}",
    "Enters": "{who: {party: {in: 中共党员}}}",
    "Rule": "{age: {at_most: 45}}",
}
"""How the parts that are most often written as words would be written."""
_BOUNDS: Mapping[str, tuple[str, str, str]] = {
    "greater_than_equal": ("ge", "不得小于", "must not be less than"),
    "greater_than": ("gt", "须大于", "must be greater than"),
    "less_than_equal": ("le", "不得大于", "must not be greater than"),
    "less_than": ("lt", "须小于", "must be less than"),
}
_PATTERNS: Mapping[bool, tuple[str, str]] = {
    True: (
        "编号只用小写字母、数字、- 和 _，以字母或数字开头",
        "an id has lower-case letters, digits, - and _ alone",
    ),
    False: ("钟点写成 14:30", "an hour is written 14:30"),
}
_MEANT = {"and": "all", "or": "any", "except": "not", "must_not": "not"}


def said(error: Any, context: Mapping[str, Any], place: str) -> Text:
    """One error of pydantic's about a place in the file, in both languages."""
    kind = error["type"]
    if kind == "unknown_word":
        return _unknown(context, place)
    if kind == "plan":
        return Text(f"“{place}”：{context['zh']}", f"'{place}': {context['en']}")
    if kind == "missing":
        return Text(f"缺少“{place}”。", f"'{place}' is missing.")
    if kind in {"literal_error", "enum"}:
        return _not_among(error, context, place)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _no_kind(context, place)
    return does_not_fit([error], place)


def is_of_type(error: Any) -> bool:
    """Whether the error says that something was written in another way than it should be."""
    return wanted(error) is not None


def does_not_fit(errors: Sequence[Any], place: str) -> Text:
    """What was written, and in which ways it might have been: several where a part may have several."""
    value = errors[0].get("input")
    given, given_en = _shown(value, "“{}”"), _shown(value, "'{}'")
    ways = list(dict.fromkeys(w for e in errors if (w := wanted(e)) is not None))
    count = None if ways else _count(errors[0], place)
    if count is not None:
        return count
    if not ways:
        message = str(errors[0]["msg"]).removeprefix("Value error, ")
        return Text(
            f"“{place}”：{given} 不合要求（{message}）。", f"'{place}': {given_en} does not fit ({message})."
        )
    zh, en = "，或".join(w.zh for w in ways), ", or ".join(w.en for w in ways)
    hint = _hint(value, ways)
    return Text(f"“{place}”：{given} {zh}。{hint.zh}", f"'{place}': {given_en}: {en}.{hint.en}")


def wanted(error: Any) -> Text | None:
    """What should have been written instead; None for errors of another sort."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in _BOUNDS:
        name, zh, en = _BOUNDS[kind]
        return Text(f"{zh} {context[name]}", f"{en} {context[name]}")
    if kind in {"model_type", "model_attributes_type", "dict_type", "mapping_type"}:
        example = _EXAMPLES.get(str(context.get("class_name", "")))
        if example is None:
            return Text("应写成 {键: 值}", "{key: value} is wanted")
        return Text(f"应写成 {{键: 值}}，如 {example}", f"{{key: value}} is wanted, such as {example}")
    words = _WANTED.get(kind.split("_", 1)[0])
    is_of_form = kind.endswith(("_type", "_parsing", "_from_float", "_datetime_parsing"))
    return Text(*words) if words is not None and is_of_form else None


def _count(error: Any, place: str) -> Text | None:
    """What a list or a text of the wrong length lacks, or has too much of; None for other errors."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    least, most, has = context.get("min_length"), context.get("max_length"), context.get("actual_length")
    if kind in {"too_short", "string_too_short"} and not has:
        return Text(
            f"“{place}”还没有写，至少写 {least} 项。" if kind == "too_short" else f"“{place}”不能为空。",
            f"'{place}' is empty; at least {least} wanted.",
        )
    if kind == "too_short":
        return Text(
            f"“{place}”只有 {has} 项，至少写 {least} 项。", f"'{place}' has {has}; at least {least} wanted."
        )
    if kind == "string_too_long":
        return Text(f"“{place}”最多 {most} 个字。", f"'{place}' may have at most {most} characters.")
    if kind == "string_pattern_mismatch":
        given, given_en = _shown(error.get("input"), "“{}”"), _shown(error.get("input"), "'{}'")
        zh, en = _PATTERNS["a-z" in str(context["pattern"])]
        return Text(f"“{place}”：{given} 不能用，{zh}。", f"'{place}': {given_en} will not do; {en}.")
    return None


def _shown(value: Any, quotes: str) -> str:
    text = quotes.format(value) if isinstance(value, str) else _as_written(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _as_written(value: Any) -> str:
    """A value the way that it stands in a plan file."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_as_written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_as_written, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def _hint(value: Any, ways: Sequence[Text]) -> Text:
    """A word more where what was written is a usual slip."""
    word = value.strip() if isinstance(value, str) else ""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)[%％]", word)
    if percent is not None:
        number, share = percent[1], f"{Decimal(percent[1]) / 100:f}"
        zh = f"百分数写成 {number}（分值）或 {share}（占比）。"
        return Text(zh, f" Write {number} (points) or {share} (a share).")
    if re.fullmatch(r"\d+\s*[:：]\s*\d+", word):
        return Text("比例 1:3 写成 3。", " A ratio of 1:3 is written 3.")
    if re.fullmatch(r"\d+(?:\.\d+)?\s*[^\d\s.]+", word) and "{" not in ways[0].zh:
        return Text("只写数字，不带单位。", " Write the number without a unit.")
    return Text("")


def _unknown(context: Mapping[str, Any], place: str) -> Text:
    word, allowed = str(context["unknown"]), str(context["allowed"])
    meant = _MEANT.get(word, "")
    near = meant if meant in allowed.split(", ") else context["near"]
    zh = f"“{place}”：没有“{word}”这一项；可用：{allowed}。"
    en = f"'{place}': unknown word '{word}'; allowed: {allowed}."
    if near:
        return Text(f"{zh}是否想写“{near}”？", f"{en} Did you mean '{near}'?")
    if word.isascii():
        return Text(zh, en)
    return Text(f"{zh}键一律用英文。", f"{en} Keys are in English.")


def _not_among(error: Any, context: Mapping[str, Any], place: str) -> Text:
    allowed = str(context.get("expected", ""))
    near = _near(str(error["input"]), [w.strip("'") for w in allowed.replace(" or ", ", ").split(", ")])
    return Text(
        f"“{place}”：“{error['input']}”不可用{near.zh}；可用：{allowed.replace(' or ', '、')}。",
        f"'{place}': '{error['input']}' is not allowed{near.en}; allowed: {allowed}.",
    )


def _no_kind(context: Mapping[str, Any], place: str) -> Text:
    word, kinds = str(context.get("tag", "")), ", ".join(KINDS)
    titled = next((name for name, kind in KINDS.items() if word and word in kind.title.zh), "")
    near = _near(titled or word, list(KINDS))
    if not word:
        return Text(
            f"“{place}”：缺少环节种类（kind）；可用：{kinds}。",
            f"'{place}': the kind of stage is missing; kind must be one of: {kinds}.",
        )
    return Text(
        f"“{place}”：没有环节种类（kind）“{word}”{near.zh}；可用：{kinds}。",
        f"'{place}': no such kind of stage as '{word}'{near.en}; kind must be one of: {kinds}.",
    )


def _near(word: str, known: list[str]) -> Text:
    """The nearest of the words that are known, as a question."""
    near = next(iter(get_close_matches(word, known, n=1)), "")
    return Text(f"，是否想写“{near}”", f" (did you mean '{near}'?)") if near else Text("")
