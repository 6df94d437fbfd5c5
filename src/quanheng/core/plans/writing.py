"""Writing into a plan's file (改写方案文件): one change put into the text, every other character as it was.

A loader that writes the whole file anew moves comments and changes quotes; so the text of the part that
changes is replaced where the parser says that it stands, and the result is read again before it counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from quanheng.core.plans.reading import Path, Unusable, composed, read_written, scalar_of
from quanheng.core.values import Refused

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Act = Literal["set", "unset", "add", "move", "rename"]


@dataclass(frozen=True)
class Change:
    """One change of a plan's data.

    Shapes: `set` and `rename` (a key) take a value, `add` appends one to the list at the path, `move` takes
    the place in its list to which an item goes; `unset` takes none.
    """

    act: Act
    path: Path
    value: Any = None


def applied(data: Any, change: Change) -> Any:
    """The data after a change; parts that are not there yet are made.

    Errors: Refused(change_misfits) where the data has no such part.
    """
    if change.act == "add":
        return _replaced(data, change.path, lambda old: [*(old or []), change.value], change)
    if not change.path:
        raise _misfits(change)
    return _replaced(data, change.path[:-1], lambda old: _changed(old, change.path[-1], change), change)


def _replaced(data: Any, path: Path, make: Any, change: Change) -> Any:
    if not path:
        return make(data)
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        if not isinstance(data, list) or not 0 <= first < len(data):
            raise _misfits(change)
        return [_replaced(v, rest, make, change) if i == first else v for i, v in enumerate(data)]
    if data is not None and not isinstance(data, dict):
        raise _misfits(change)
    kept = dict(data or {})
    kept[first] = _replaced(kept.get(first), rest, make, change)
    return kept


def _changed(old: Any, key: str | int, change: Change) -> Any:
    if isinstance(key, int):
        return _changed_list(old, key, change)
    if change.act == "rename" and isinstance(old, dict) and key in old and change.value not in old:
        return {(change.value if k == key else k): v for k, v in old.items()}
    if change.act == "set" and (old is None or isinstance(old, dict)):
        return {**(old or {}), key: change.value}
    if change.act == "unset" and isinstance(old, dict) and key in old:
        return {k: v for k, v in old.items() if k != key}
    raise _misfits(change)


def _changed_list(old: Any, key: int, change: Change) -> Any:
    if not isinstance(old, list) or not 0 <= key < len(old):
        raise _misfits(change)
    rest = [*old[:key], *old[key + 1 :]]
    if change.act == "set":
        return [*old[:key], change.value, *old[key + 1 :]]
    if change.act == "unset":
        return rest
    if change.act == "move" and isinstance(change.value, int) and 0 <= change.value < len(old):
        return [*rest[: change.value], old[key], *rest[change.value :]]
    raise _misfits(change)


def _misfits(change: Change) -> Refused:
    return Refused(
        "change_misfits",
        "方案中没有这一处，或它的写法放不下这项修改。",
        "The plan has no such part, or it is written so that this change does not fit.",
        where=".".join(map(str, change.path)),
        remedy_zh="方案可能刚被改过：请重新载入表单，或直接改文件。",
        remedy_en="The plan may have changed: load the form again, or change the file itself.",
    )


def written(text: str, change: Change) -> str:
    """The text with one change in it.

    Errors: Unusable where the text cannot be read; Refused(change_misfits).
    """
    wanted = applied(read_written(text).data, change)
    return _as_meant(_Writer(text, change).put(composed(text)), wanted, change)


def _as_meant(made: str, wanted: Any, change: Change) -> str:
    """A text, if it is read as it was meant."""
    try:
        if read_written(made).data == wanted:
            return made
    except Unusable:
        pass
    raise _misfits(change)


def rewritten(text: str, values: Mapping[Path, Any]) -> str:
    """The text with other values in places that hold single ones; a place that is not there is left out.

    Errors: Unusable where the text cannot be read; Refused(change_misfits).
    """
    wanted, root = read_written(text).data, composed(text)
    splices: list[tuple[int, int, str]] = []
    for path, value in values.items():
        node = root
        for step in path:
            node = _child(node, step) if node is not None else None
        if isinstance(node, ScalarNode):
            change = Change("set", path, value)
            wanted = applied(wanted, change)
            splices.append((node.start_mark.index, node.end_mark.index, plain(value)))
    made = text
    for start, end, said in sorted(splices, reverse=True):
        made = made[:start] + said + made[end:]
    return _as_meant(made, wanted, Change("set", next(iter(values), ())))


def thinned(text: str, path: Path, places: Collection[int]) -> str:
    """The text without some items of a list; its lines are cut in one pass, however many there are.

    Errors: Unusable where the text cannot be read; Refused(change_misfits).
    """
    made = text
    node: Any = composed(text)
    for step in path:
        node = _child(node, step) if node is not None else None
    in_lines = isinstance(node, SequenceNode) and not node.flow_style and len(places) < len(node.value)
    for place in sorted(places, reverse=True):
        change = Change("unset", (*path, place))
        made = _Writer(made, change).cut_item(node, place) if in_lines else written(made, change)
    data = read_written(text).data
    return _as_meant(
        made, applied(data, Change("set", path, _without(data, path, places))), Change("unset", path)
    )


def _without(data: Any, path: Path, places: Collection[int]) -> Any:
    for step in path:
        data = data[step]
    return [item for place, item in enumerate(data) if place not in places]


@dataclass(frozen=True)
class _Writer:
    """Finds the part of the text that a change is about, and writes it."""

    text: str
    change: Change

    def put(self, root: Any) -> str:
        """The whole text with the change."""
        path = self.change.path if self.change.act == "add" else self.change.path[:-1]
        node, done = root, 0
        for step in path:
            found = _child(node, step)
            if found is None or _is_nothing(found):
                break
            node, done = found, done + 1
        if done < len(path):
            return self._grow(node, path[done:])
        if self.change.act == "add":
            return self._insert(node, self.change.value)
        return self._change(node, self.change.path[-1])

    def _grow(self, node: Any, missing: Path) -> str:
        """A part that is not there is set whole, from the first step that is missing."""
        value: Any = (
            [self.change.value] if self.change.act == "add" else {self.change.path[-1]: self.change.value}
        )
        for step in reversed(missing[1:]):
            value = {step: value}
        return self._set_key(node, str(missing[0]), value)

    def _change(self, node: Any, key: str | int) -> str:
        act = self.change.act
        if isinstance(node, SequenceNode) and isinstance(key, int):
            if act == "set":
                return self._replace(node.value[key], self.change.value)
            return self._unset_item(node, key) if act == "unset" else self._move(node, key, self.change.value)
        if act == "rename":
            name = next(k for k, _ in node.value if k.value == key)
            return self._splice(name.start_mark.index, name.end_mark.index, plain(self.change.value))
        if act == "unset":
            return self._unset_key(node, str(key))
        return self._set_key(node, str(key), self.change.value)

    def _splice(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def _replace(self, node: Any, value: Any) -> str:
        """A value in place of another; quotes stay where words stay words."""
        said = plain(value)
        if isinstance(node, ScalarNode) and node.style in ("'", '"') and isinstance(value, str):
            said = _quoted(value)
        return self._splice(node.start_mark.index, self._end(node), said)

    def _set_key(self, node: Any, key: str, value: Any) -> str:
        pair = next(((k, v) for k, v in node.value if k.value == key), None)
        if pair is not None:
            old = pair[1]
            if _is_nothing(old) or _is_block(old) or _is_folded(old):
                return self._splice(pair[0].end_mark.index, self._end(old, pair[0]), f": {plain(value)}")
            return self._replace(old, value)
        said = f"{plain(key)}: {plain(value)}"
        if node.flow_style:
            return self._splice(
                self._closing(node), self._closing(node), f"{', ' if node.value else ''}{said}"
            )
        first = node.value[0][0]
        indent = " " * first.start_mark.column
        end = self._line_end(self._end(node))
        return self._splice(end, end, f"\n{indent}{said}")

    def _insert(self, node: Any, value: Any) -> str:
        if node.flow_style or not node.value:
            comma = ", " if node.value else ""
            return self._splice(self._closing(node), self._closing(node), f"{comma}{plain(value)}")
        indent = " " * self._dash(node, 0)[1]
        last = node.value[-1]
        in_lines = isinstance(value, Mapping) and not getattr(last, "flow_style", True)
        said = _in_lines(value, f"{indent}  ") if in_lines else plain(value)
        end = self._line_end(self._end(node))
        return self._splice(end, end, f"\n{indent}- {said}")

    def _unset_key(self, node: Any, key: str) -> str:
        at = next(i for i, (k, _) in enumerate(node.value) if k.value == key)
        name, value = node.value[at]
        if len(node.value) == 1:
            return self._splice(node.start_mark.index, self._end(node), "{}")
        if node.flow_style:
            return self._cut_flow([k for k, _ in node.value], [self._end(v, k) for k, v in node.value], at)
        start = name.start_mark.index
        if at == 0 and self.text[self._line_start(start) : start].strip():
            return self._splice(start, node.value[1][0].start_mark.index, "")
        return self._cut_lines(start, self._end(value, name))

    def _unset_item(self, node: Any, at: int) -> str:
        if len(node.value) == 1:
            return self._splice(self._list_start(node), self._end(node), "[]")
        if node.flow_style:
            return self._cut_flow(node.value, [self._end(v) for v in node.value], at)
        return self.cut_item(node, at)

    def cut_item(self, node: Any, at: int) -> str:
        """The text without the lines of one item of a list that is written in lines."""
        return self._cut_lines(self._dash(node, at)[0], self._end(node.value[at]))

    def _move(self, node: Any, at: int, to: int) -> str:
        """An item with its comment lines goes to another place; what stands between items stays."""
        spans = [self._span(node, i) for i in range(len(node.value))]
        parts = [self.text[a:b] for a, b in spans]
        parts.insert(to, parts.pop(at))
        made, last = "", 0
        for (start, end), part in zip(spans, parts, strict=True):
            made, last = made + self.text[last:start] + part, end
        return made + self.text[last:]

    def _span(self, node: Any, at: int) -> tuple[int, int]:
        item = node.value[at]
        if node.flow_style:
            return item.start_mark.index, self._end(item)
        return self._with_comments(self._line_start(self._dash(node, at)[0])), self._line_end(self._end(item))

    def _cut_flow(self, starts: Any, ends: list[int], at: int) -> str:
        if at + 1 < len(ends):
            return self._splice(starts[at].start_mark.index, starts[at + 1].start_mark.index, "")
        return self._splice(ends[at - 1], ends[at], "")

    def _cut_lines(self, start: int, end: int) -> str:
        first = self._with_comments(self._line_start(start))
        return self._splice(first, min(self._line_end(end) + 1, len(self.text)), "")

    def _with_comments(self, start: int) -> int:
        """The start of the comment lines right above a line; the head of the file belongs to the whole."""
        first = start
        while first > 0:
            above = self._line_start(first - 1)
            if not self.text[above : first - 1].lstrip().startswith("#"):
                return first
            first = above
        return start

    def _dash(self, node: Any, at: int) -> tuple[int, int]:
        """Where the dash of an item stands: in the text, and in its line."""
        found = self.text.rfind("-", 0, node.value[at].start_mark.index)
        return found, found - self._line_start(found)

    def _list_start(self, node: Any) -> int:
        return int(node.start_mark.index) if node.flow_style else self._dash(node, 0)[0]

    def _end(self, node: Any, key: Any = None) -> int:
        """Where the last word of a part ends, less the blank lines and comments that follow it."""
        if _is_block(node):
            last = node.value[-1]
            return self._end(last[1], last[0]) if isinstance(node, MappingNode) else self._end(last)
        if key is not None and node.start_mark.index == node.end_mark.index:
            return self.text.index(":", key.end_mark.index) + 1
        end = int(node.end_mark.index)
        return len(self.text[:end].rstrip()) if _is_folded(node) else end

    def _closing(self, node: Any) -> int:
        return int(node.end_mark.index) - 1

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, MappingNode):
        return next((v for k, v in node.value if k.value == step), None)
    is_there = isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value)
    return node.value[step] if is_there else None


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and scalar_of(node) is None


def _is_block(node: Any) -> bool:
    return not isinstance(node, ScalarNode) and not node.flow_style and bool(node.value)


def _is_folded(node: Any) -> bool:
    return isinstance(node, ScalarNode) and node.style in ("|", ">")


def plain(value: Any) -> str:
    """A value on one line of a plan's file, quoted only where it must be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{plain(str(k))}: {plain(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(plain, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return str(value) if _reads_alike(str(value)) else _quoted(str(value))


def _quoted(words: str) -> str:
    """Words in quotes, with what a file may not hold as escapes."""
    said = json.dumps(words, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", said)


_PLACES = ("{{k: {}, l: 1}}", "[{}, 1]", "k: {}\nl: 1", "- {}\n- 1")
"""Where words may stand: between braces and brackets, after a key and after a dash."""


def _reads_alike(words: str) -> bool:
    """Whether words written without quotes are read as the same words, wherever they stand."""
    return "\n" not in words and all(_first_of(place.format(words)) == words for place in _PLACES)


def _first_of(text: str) -> Any:
    """The first of the two values that a text should hold, None where it does not."""
    try:
        node = composed(text)
    except Unusable:
        return None
    if not isinstance(node, MappingNode | SequenceNode) or len(node.value) != 2:
        return None
    first = node.value[0][1] if isinstance(node, MappingNode) else node.value[0]
    return scalar_of(first) if isinstance(first, ScalarNode) else None


def _in_lines(value: Mapping[str, Any], indent: str) -> str:
    """A mapping with one line for each of its keys, the first on the line of the dash."""
    return f"\n{indent}".join(f"{plain(str(k))}: {plain(v)}" for k, v in value.items())
