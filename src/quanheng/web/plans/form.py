"""The form of a plan (方案表单): what stands in the file as fields in words, made from the JSON Schema.

Pure: values in, values out. A part that is closed is its title alone, so that fifty posts are fifty lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from quanheng.core.eligibility.asked import asked_by
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Frame
from quanheng.core.language.rules import FORMS, PREDICATES, Rule
from quanheng.core.plans.reading import Path
from quanheng.core.values import Text
from quanheng.web.plans.keys import key_words
from quanheng.web.plans.shapes import (
    Named,
    Node,
    Shape,
    below,
    node_at,
    part_name,
    plan_schema,
    refers_to,
    resolved,
    shape_of,
    value_at,
    way_taken,
    ways,
)
from quanheng.web.plans.values import value_words

SECTIONS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("basics", Text("基本情况", "Basics"),
     ("id", "title", "organisation", "purpose", "basis", "as_of", "begins_on", "approval", "approved_by",
      "version")),
    ("posts", Text("职位", "Posts"), ("posts", "classes", "choices", "vacates")),
    ("eligibility", Text("资格条件", "Eligibility"), ("eligibility", "scales")),
    ("bodies", Text("机构", "Bodies"), ("bodies",)),
    ("stages", Text("环节", "Stages"), ("stages",)),
    ("rest", Text("任期与其他", "Term and the rest"),
     ("term", "events", "discipline", "notes", "confirmations", "trace", "runs")),
)  # fmt: skip
"""The sections of the form, with the keys of the plan that stand in each."""

SHOWN: Mapping[str, tuple[str, ...]] = {
    "Post": ("title", "unit", "level", "seats"),
    "Body": ("title", "members", "at_least"),
    "Text": ("zh", "en"),
}
"""Keys that are shown though the file does not write them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    text: Text
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FormPart:
    """One place of the plan as the form shows it.

    Shapes: `addable` are the keys or kinds that may be added below; `place` and `length` say where in its
    list an item stands, `length` being 0 for what is no item.
    """

    path: Path
    key: str
    label: Text
    shape: Shape | str
    value: Any = None
    summary: Text = Text("")
    choices: tuple[Choice, ...] = ()
    parts: tuple[FormPart, ...] = ()
    addable: tuple[Choice, ...] = ()
    is_required: bool = False
    is_open: bool = True
    place: int = 0
    length: int = 0

    @property
    def ident(self) -> str:
        """The id in the page."""
        return ident_of(self.path)

    @property
    def address(self) -> str:
        """The path as it travels."""
        return json.dumps(self.path, ensure_ascii=False)

    @property
    def folds(self) -> bool:
        """Whether it opens and closes."""
        return self.shape in ("group", "list", "map", "variant") and bool(self.length)

    @property
    def before(self) -> int:
        """The place above, for an item that moves up."""
        return self.place - 1

    @property
    def after(self) -> int:
        """The place below, for an item that moves down."""
        return self.place + 1

    @property
    def is_last(self) -> bool:
        """Whether it is the last of its list."""
        return self.place + 1 == self.length


def ident_of(path: Path) -> str:
    """A place as an id in the page."""
    return "f-" + "-".join(re.sub(r"[^\w]", "_", str(step)) for step in path)


@dataclass(frozen=True)
class PlanForm:
    """Makes the form of a plan's data; `opened` are the places whose parts are shown."""

    data: Mapping[str, Any]
    opened: Collection[Path] = ()

    def sections(self) -> tuple[tuple[str, Text, tuple[FormPart, ...], tuple[Choice, ...]], ...]:
        """The sections with their parts and the keys that may be added to each."""
        known = plan_schema()["properties"]
        made = []
        for ident, title, keys in SECTIONS:
            parts = [
                self._key((), plan_schema(), k)
                for k in keys
                if k in self.data or k in plan_schema()["required"]
            ]
            if ident == "basics":
                parts += [_unknown((k,), k, known) for k in self.data if k not in known]
            addable = tuple(Choice(k, key_words(k)) for k in keys if k not in self.data and k in known)
            made.append((ident, title, tuple(parts), addable))
        return tuple(made)

    def part(self, path: Path) -> FormPart:
        """One part, opened, wherever it stands. Errors: KeyError where the language knows no such place."""
        node = node_at(path, self.data)
        if node is None:
            raise KeyError(path)
        opened = PlanForm(self.data, (*self.opened, path))
        siblings = value_at(path[:-1], self.data)
        made = opened._part(path, node, value_at(path, self.data), str(path[-1]), self._owner(path))
        if isinstance(siblings, list) and isinstance(path[-1], int):
            return opened._item(path, node, path[-1], len(siblings))
        return made

    def _owner(self, path: Path) -> str:
        above = node_at(path[:-1], self.data)
        return part_name(above) if above is not None else ""

    def _key(self, path: Path, holder: Node, key: str) -> FormPart:
        data = value_at((*path, key), self.data)
        node = below(holder, key, data) or {}
        required = key in resolved(holder).get("required", ())
        return replace(self._part((*path, key), node, data, key, part_name(holder)), is_required=required)

    def _part(self, path: Path, node: Node, data: Any, key: str, owner: str) -> FormPart:
        label = key_words(key, owner)
        shape = shape_of(node) if node else "raw"
        made = FormPart(path, key, label, shape, data)
        if shape == "words":
            return _words_part(made)
        if shape in ("line", "names") and refers_to(owner, key):
            return self._referring(made, refers_to(owner, key))
        if shape == "choice" and "discriminator" in node:
            kind = FormPart((*path, "kind"), "kind", key_words("kind"), "choice", (data or {}).get("kind"))
            return replace(made, shape="group", parts=(replace(kind, choices=_kinds_of(node, kind.value)),))
        if shape == "choice":
            return replace(made, choices=_choices_of(node, data, key))
        if shape == "variant":
            return self._variant(made, node)
        if shape == "group":
            return self._group(made, ways(node)[0])
        if shape == "list":
            return self._list(made, resolved(ways(node)[0]))
        if shape == "map":
            return self._map(made, resolved(ways(node)[0]))
        return replace(made, value=", ".join(map(str, data)) if isinstance(data, list) else data)

    def _referring(self, made: FormPart, parts: tuple[str, ...]) -> FormPart:
        """A field that names other parts of the plan: a choice among them, with whatever it says now."""
        named = [pair for part in parts for pair in Named(self.data).of(part)]
        said = [str(v) for v in made.value] if isinstance(made.value, list) else [str(made.value or "")]
        if made.shape == "names" and len(named) > 12:
            return replace(made, value=", ".join(said))
        choices = [Choice(i, _title(t), i in said) for i, t in named]
        choices += [Choice(s, Text(s, s), True) for s in said if s and s not in dict(named)]
        shape = "several" if made.shape == "names" else "choice"
        return replace(made, shape=shape, choices=tuple(choices))

    def _variant(self, made: FormPart, node: Node) -> FormPart:
        taken = way_taken(node, made.value)
        found = ways(node)
        choices = tuple(Choice(str(n), _way_words(w), n == taken) for n, w in enumerate(found))
        inner = self._part(made.path, found[taken], made.value, made.key, "")
        return replace(made, choices=choices, parts=(replace(inner, label=made.label),))

    def _group(self, made: FormPart, node: Node) -> FormPart:
        if not isinstance(made.value, dict | None):
            return replace(made, shape="raw")
        own = resolved(node)
        known = own.get("properties", {})
        data = made.value or {}
        name = part_name(node)
        shown = [k for k in known if k in data or k in own.get("required", ()) or k in SHOWN.get(name, ())]
        parts = [self._key(made.path, node, k) for k in shown]
        parts += [_unknown((*made.path, k), k, known) for k in data if k not in known]
        addable = tuple(Choice(k, key_words(k, name)) for k in known if k not in shown)
        if name == "Rule":
            return self._rule(made, parts, addable)
        return replace(made, parts=tuple(parts), addable=addable)

    def _rule(self, made: FormPart, parts: list[FormPart], addable: tuple[Choice, ...]) -> FormPart:
        """A condition: its form is one choice, the rest are fields."""
        form = next((f for f in FORMS if f in (made.value or {})), "")
        return replace(
            made,
            shape="rule",
            choices=forms_of_rules(form),
            parts=tuple(parts),
            addable=tuple(c for c in addable if c.value not in FORMS),
        )

    def _list(self, made: FormPart, node: Node) -> FormPart:
        items = node["items"]
        if isinstance(made.value, dict) and "properties" in resolved(items):
            return self._group(replace(made, shape="group"), items)  # one written without its list
        if not isinstance(made.value, list | None):
            return replace(made, shape="raw")
        data = made.value or []
        if "discriminator" in items:
            addable = tuple(
                Choice(k, KINDS[k].title) for k in items["discriminator"]["mapping"] if k in KINDS
            )
        else:
            addable = forms_of_rules("") if part_name(items) == "Rule" else ()
        parts = tuple(
            self._item((*made.path, n), below(node, n, v) or items, n, len(data)) for n, v in enumerate(data)
        )
        return replace(made, parts=parts, addable=addable)

    def _item(self, path: Path, node: Node, place: int, length: int) -> FormPart:
        data = value_at(path, self.data)
        folds = shape_of(node) in ("group", "list", "map", "variant") or "discriminator" in node
        is_open = path in self.opened or not folds
        label = Text(f"第 {place + 1} 项", f"Item {place + 1}")
        made = FormPart(path, str(place), label, "group", data)
        if is_open:
            inner = replace(self._part(path, node, data, str(place), ""), label=label)
            is_plain = inner.shape in ("group", "rule", "raw") or not folds
            made = inner if is_plain else replace(made, parts=(inner,))
        return replace(made, is_open=is_open, place=place, length=length, summary=summary_of(data))

    def _map(self, made: FormPart, node: Node) -> FormPart:
        if not isinstance(made.value, dict | None):
            return replace(made, shape="raw")
        data = made.value or {}
        titles = {
            i: _title(t) for part in ("posts", "bodies", "stages") for i, t in Named(self.data).of(part)
        }
        parts = []
        for key, value in data.items():
            inner = below(node, key, value) or {}
            part = self._part((*made.path, key), inner, value, key, "")
            parts.append(replace(part, label=titles.get(key) or value_words(key)))
        return replace(made, parts=tuple(parts))


def forms_of_rules(form: str) -> tuple[Choice, ...]:
    """The forms that a condition may have."""
    ordered = (*PREDICATES, *(f for f in FORMS if f not in PREDICATES))
    return tuple(Choice(f, key_words(f, "Rule"), f == form) for f in ordered)


def summary_of(data: Any) -> Text:
    """An item in one line: its title, else what it says first."""
    if not isinstance(data, dict):
        return Text(str(data), str(data))
    for key in ("title", "name", "zh", "text", "reason"):
        if data.get(key):
            return _title(data[key])
    if data.get("kind") in KINDS:
        return KINDS[data["kind"]].title
    if any(form in data for form in FORMS):
        return _rule_words(data)
    for key in ("id", "check", "from", "by"):
        if data.get(key):
            return Text(str(data[key]), str(data[key]))
    said = [(key_words(k), value_words(v)) for k, v in data.items() if not isinstance(v, dict | list)][:3]
    return Text(
        "，".join(f"{k.zh} {v.zh}" for k, v in said) or "…",
        ", ".join(f"{k.say('en')} {v.say('en')}" for k, v in said) or "…",
    )


def _rule_words(data: dict[str, Any]) -> Text:
    try:
        return asked_by(Rule.model_validate(data), Frame(posts={}, as_of=date(2000, 1, 1)))
    except (ValidationError, KeyError, ValueError):
        form = next(f for f in FORMS if f in data)
        return key_words(form, "Rule")


def _title(value: Any) -> Text:
    if isinstance(value, dict):
        return Text(str(value.get("zh", "")), str(value.get("en") or ""))
    return value_words(value, "kind") if str(value) in KINDS else Text(str(value))


def _words_part(made: FormPart) -> FormPart:
    if isinstance(made.value, dict):
        return replace(made, value={"zh": made.value.get("zh") or "", "en": made.value.get("en") or ""})
    return replace(made, value={"zh": "" if made.value is None else str(made.value), "en": ""})


def _choices_of(node: Node, data: Any, key: str) -> tuple[Choice, ...]:
    one = resolved(ways(node)[0])
    listed = one.get("enum") or [one["const"]]
    said = [Choice(str(v), value_words(v, key), v == data) for v in listed]
    if data is not None and data not in listed:
        said.append(Choice(str(data), Text(f"{data}（不可用）", f"{data} (not allowed)"), True))
    return tuple(said)


def _kinds_of(node: Node, kind: Any) -> tuple[Choice, ...]:
    known = [Choice(k, KINDS[k].title) for k in node["discriminator"]["mapping"] if k in KINDS]
    return (*known, Choice(str(kind), Text(f"{kind}（没有这种环节）", f"{kind} (no such kind)"), True))


def _way_words(way: Node) -> Text:
    one = resolved(way)
    if "const" in one or len(one.get("enum", ())) == 1:
        return value_words(one.get("const") or one["enum"][0])
    named: Mapping[str, Text] = {
        "integer": Text("数字", "Number"),
        "number": Text("数字", "Number"),
        "string": Text("文字", "Words"),
        "array": Text("一列", "List"),
        "boolean": Text("是或否", "Yes or no"),
        "Share": Text("占比", "Share"),
        "Cases": Text("按情形", "By cases"),
        "object": Text("分项", "Fields"),
    }
    return named.get(part_name(way)) or named.get(str(one.get("type"))) or Text("分项", "Fields")


def _unknown(path: Path, key: str, known: Mapping[str, Any]) -> FormPart:
    near = next(iter(get_close_matches(key, list(known), n=1)), "")
    return FormPart(
        path, key, Text(key, key), "unknown", choices=(Choice(near, key_words(near)),) if near else ()
    )
