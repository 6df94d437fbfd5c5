"""Sandbox of templates (模板的限制): fields, if, and for over the paper's own lists, nothing else.

What a template may say is read from its syntax before anything is set: whatever is not named here is refused.
Every loop runs over a list of the paper, and a loop inside a loop over a list of the outer row, so that no
template does more steps than the paper has entries.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quanheng.core.values import Text
from quanheng.documents.templates.fields import Field, FieldKind, paths_of

FILTERS = ("join", "length", "first", "last")
LOOP = {"index": "text", "first": "yes_no", "last": "yes_no", "length": "text"}
"""What a template may ask of a loop."""
DEEPEST = 3
"""So many loops may stand inside one another."""
LONGEST = 60
"""A word of a template is quoted so far."""


class Environment(ImmutableSandboxedEnvironment):
    """Jinja with a handful of filters, nothing else in reach."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.globals = {}
        self.tests = {}
        self.compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *more: Any, **named: Any) -> Template:
        """What a source compiles to, worked out once."""
        if source not in self.compiled:
            self.compiled[source] = super().from_string(source, *more, **named)
        return self.compiled[source]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template at one line of its tags; `line` 0 means the whole."""

    code: str
    line: int
    text: Text
    remedy: Text


Scope = Mapping[str, Field]


def faults_of(tree: nodes.Template, shape: tuple[Field, ...]) -> Iterator[Fault]:
    """Everything that a template may not say of a paper with these fields."""
    yield from _Reader(shape).read(tree.body, {f.name: f for f in shape}, 0)


def used_fields(tree: nodes.Template) -> frozenset[str]:
    """The last names of all fields that a template mentions."""
    names = {n.name for n in tree.find_all(nodes.Name)}
    return frozenset(names | {n.attr for n in tree.find_all(nodes.Getattr)})


class _Reader:
    """Goes through a template with what each name stands for."""

    def __init__(self, shape: tuple[Field, ...]) -> None:
        self.shape = shape

    def read(self, body: list[nodes.Node], scope: Scope, depth: int) -> Iterator[Fault]:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        yield from self._shown(part, scope)
                case nodes.If():
                    yield from self._asked(node.test, scope)
                    for inner in (node.body, node.elif_, node.else_):
                        yield from self.read(list(inner), scope, depth)
                case nodes.For():
                    yield from self._loop(node, scope, depth)
                case _:
                    yield _forbidden(node)

    def _loop(self, node: nodes.For, scope: Scope, depth: int) -> Iterator[Fault]:
        name = node.target.name if isinstance(node.target, nodes.Name) else "_"
        if name.startswith("_") or node.test is not None or node.recursive:
            yield _forbidden(node)
            return
        over = self._field(node.iter, scope)
        if isinstance(over, Fault):
            yield over
            over = None
        elif over is None or over.kind not in ("rows", "texts"):
            yield _no_list(node, over)
            over = None
        if depth >= DEEPEST or (depth > 0 and not isinstance(node.iter, nodes.Getattr)):
            yield _unbounded(node)
        if over is not None:
            kind: FieldKind = "rows" if over.kind == "rows" else "text"
            entry = Field(name, over.meaning, kind, "", False, over.inner)
            around = {**scope, name: entry, "loop": _LOOP_FIELD}
            yield from self.read(list(node.body), around, depth + 1)
        yield from self.read(list(node.else_), scope, depth)

    def _shown(self, node: nodes.Node, scope: Scope) -> Iterator[Fault]:
        """What may stand between {{ and }}: a field, words, or a field through a filter."""
        match node:
            case nodes.TemplateData() | nodes.Const():
                return
            case nodes.Name() | nodes.Getattr():
                found = self._field(node, scope)
                if isinstance(found, Fault):
                    yield found
                elif found is None or found.kind in ("rows", "texts"):
                    yield _a_list(node, _words(node))
            case nodes.Filter() if node.name in FILTERS and isinstance(node.node, nodes.Name | nodes.Getattr):
                yield from self._filtered(node, node.node, scope)
            case nodes.CondExpr():
                yield from self._asked(node.test, scope)
                for choice in (node.expr1, node.expr2):
                    if choice is not None:
                        yield from self._shown(choice, scope)
            case _:
                yield _forbidden(node)

    def _filtered(
        self, node: nodes.Filter, name: nodes.Name | nodes.Getattr, scope: Scope
    ) -> Iterator[Fault]:
        """A field through a filter: no more than plain words go along."""
        found = self._field(name, scope)
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            yield _forbidden(node)
        elif isinstance(found, Fault):
            yield found
        elif found is not None and found.kind == "rows" and node.name != "length":
            yield _a_list(node, _words(name))
        for part in node.args:
            yield from self._shown(part, scope)

    def _asked(self, node: nodes.Node, scope: Scope) -> Iterator[Fault]:
        """What may stand after if: fields, words, comparisons, and, or, not."""
        match node:
            case nodes.Name() | nodes.Getattr():
                found = self._field(node, scope)
                if isinstance(found, Fault):
                    yield found
            case nodes.And() | nodes.Or():
                yield from self._asked(node.left, scope)
                yield from self._asked(node.right, scope)
            case nodes.Not():
                yield from self._asked(node.node, scope)
            case nodes.Compare():
                for part in (node.expr, *(o.expr for o in node.ops)):
                    yield from self._asked(part, scope)
            case nodes.Const() | nodes.Filter():
                yield from self._shown(node, scope)
            case _:
                yield _forbidden(node)

    def _field(self, node: nodes.Node, scope: Scope) -> Field | Fault | None:
        """The field that a name or a name after a dot stands for; None is a row as a whole."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name) or self._unknown(node, node.name, tuple(scope))
        if not isinstance(node, nodes.Getattr):
            return _forbidden(node)
        if node.attr.startswith("_"):
            return _forbidden(node)
        owner = self._field(node.node, scope)
        if isinstance(owner, Fault) or owner is None:
            return owner
        inner = {f.name: f for f in owner.inner}
        return inner.get(node.attr) or self._unknown(node, _words(node), tuple(inner), node.attr)

    def _unknown(self, node: nodes.Node, said: str, near: tuple[str, ...], last: str = "") -> Fault:
        """A field that there is not, with the nearest there is: here first, then anywhere in the paper."""
        wanted = last or said
        everywhere = [path for path, _ in paths_of(self.shape)]
        by_name = {path.rsplit(".", 1)[-1]: path for path in reversed(everywhere)}
        close = difflib.get_close_matches(wanted, [n for n in near if n != "loop"], 1, 0.3)
        if not close and wanted in by_name:
            close = [by_name[wanted]]
        if not close:
            close = [by_name[n] for n in difflib.get_close_matches(wanted, list(by_name), 1, 0.3)]
        return Fault(
            "unknown_field",
            node.lineno,
            Text(f"没有字段“{said[:LONGEST]}”。", f"There is no field '{said[:LONGEST]}'."),
            Text(f"最接近的是“{close[0]}”。", f"The nearest is '{close[0]}'.")
            if close
            else Text("请对照字段清单。", "See the list of fields."),
        )


_LOOP_FIELD = Field(
    "loop",
    Text("循环", "loop"),
    "rows",
    "",
    False,
    tuple(Field(n, Text(n), k, "", False) for n, k in LOOP.items()),  # type: ignore[arg-type]
)


def _words(node: nodes.Node) -> str:
    """A name as it was written."""
    if isinstance(node, nodes.Getattr):
        return f"{_words(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _forbidden(node: nodes.Node) -> Fault:
    return Fault(
        "not_allowed_here",
        node.lineno,
        Text(
            "模板只能写字段、if 和 for，此处写了别的内容。",
            "A template holds fields, if and for alone; here is something else.",
        ),
        Text("请只用字段清单中的名称。", "Use names of the list of fields alone."),
    )


def _no_list(node: nodes.Node, over: Field | None) -> Fault:
    said = over.name if over else "…"
    return Fault(
        "no_list",
        node.lineno,
        Text(f"“{said}”不是多行或多条，不能用 for。", f"'{said}' is no list; for does not go over it."),
        Text("for 只用于字段清单中标为多行、多条的字段。", "for goes over lists of the paper alone."),
    )


def _unbounded(node: nodes.Node) -> Fault:
    return Fault(
        "unbounded_loop",
        node.lineno,
        Text(
            f"for 里面的 for 只能走外层那一行自己的列表，且不超过 {DEEPEST} 层。",
            f"A for inside a for goes over a list of the outer row, at most {DEEPEST} deep.",
        ),
        Text("请写成“for 甲 in 外层.列表”。", "Write 'for a in outer.list'."),
    )


def _a_list(node: nodes.Node, said: str) -> Fault:
    return Fault(
        "a_list",
        node.lineno,
        Text(f"“{said}”有多行或多条，不能直接写出。", f"'{said}' is a list and cannot stand as text."),
        Text("请用 for 逐行写，或写成 {{ 名称|join('、') }}。", "Use for, or {{ name|join(', ') }}."),
    )
