"""Fields of a paper (字段): what a paper says, as typed data under the Chinese names that templates use.

    class Notice(PaperFields):
        period: Annotated[str, Told("公示期限", "Period", "2026年3月17日至24日", needed=True)]

A template writes {{ 公示期限 }}. Shapes: a field is text (str), yes or no (bool), a list of texts, or a list
of rows, each row a frozen dataclass with fields of its own; a fact that is missing is '' and never None.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from quanheng.core.values import Text

FieldKind = Literal["text", "yes_no", "texts", "rows"]
KINDS: Mapping[FieldKind, Text] = {
    "text": Text("文字", "text"),
    "yes_no": Text("是否", "yes or no"),
    "texts": Text("多条文字", "a list of texts"),
    "rows": Text("多行", "a list of rows"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """How a field is called in templates, in English, and what it may say; needed ones must stand."""

    zh: str
    en: str
    example: str | bool | tuple[str, ...] = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the list of fields shows it. Shapes: `inner` are the fields of a row."""

    name: str
    meaning: Text
    kind: FieldKind
    example: str | bool | tuple[str, ...]
    needed: bool
    inner: tuple[Field, ...] = ()


@dataclass(frozen=True)
class PaperFields:
    """What every paper can say. Shapes: the title is broken into lines where it is too long for one."""

    title: Annotated[str, Told("标题", "Title", "关于中层干部竞争上岗有关事项的通知")]
    organisation: Annotated[str, Told("单位", "Issuing body", "清源镇党委")]
    subject: Annotated[str, Told("事由", "What it is about", "中层干部竞争上岗")]
    plan: Annotated[str, Told("方案", "The plan", "中层干部竞争上岗实施方案")]
    number: Annotated[str, Told("字号", "Document number", "清委〔2026〕8号")]
    dated: Annotated[str, Told("成文日期", "Date", "2026年3月20日")]


Shape = Hashable
"""The dataclass of a paper or a row; its fields are worked out once."""


@cache
def fields_of(shape: Shape) -> tuple[Field, ...]:
    """The fields of a paper or of a row, in order."""
    assert isinstance(shape, type)
    hints = get_type_hints(shape, include_extras=True)
    return tuple(_field(hints[f.name]) for f in fields(shape))


def _field(hint: Any) -> Field:
    of, told = get_args(hint)
    if get_origin(of) is tuple:
        inner: Any = get_args(of)[0]
        has_fields = is_dataclass(inner)
        if has_fields:
            rows = fields_of(inner)
            return Field(told.zh, Text(told.zh, told.en), "rows", "", told.needed, rows)
        return Field(told.zh, Text(told.zh, told.en), "texts", told.example, told.needed)
    kind: FieldKind = "yes_no" if of is bool else "text"
    return Field(told.zh, Text(told.zh, told.en), kind, told.example, told.needed)


def context_of(said: object) -> dict[str, Any]:
    """What a template sees: plain text, lists and mappings under the Chinese names, nothing else."""
    shape: Any = type(said)
    names = [f.name for f in fields(shape)]
    return {
        told.name: _plain(getattr(said, name)) for told, name in zip(fields_of(shape), names, strict=True)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if is_dataclass(value):
        return context_of(value)
    return value


def example_of(shape: tuple[Field, ...], rows: int = 2) -> dict[str, Any]:
    """An invented paper: every field with its example, every list with so many entries."""
    return {field.name: _example(field, rows) for field in shape}


def _example(field: Field, rows: int) -> Any:
    if field.kind == "rows":
        return [example_of(field.inner, rows) for _ in range(rows)]
    if field.kind == "texts":
        return list(field.example) if isinstance(field.example, tuple) else [field.example]
    return field.example


def empty_of(shape: tuple[Field, ...]) -> dict[str, Any]:
    """A paper that has nothing to say: every text empty, every list too."""
    nothing = {"text": "", "yes_no": False}
    return {field.name: nothing.get(field.kind, []) for field in shape}


def paths_of(shape: tuple[Field, ...], before: str = "") -> Iterator[tuple[str, Field]]:
    """Every field with the way to it: 人选, 人选.姓名."""
    for field in shape:
        yield before + field.name, field
        yield from paths_of(field.inner, f"{before}{field.name}.")
