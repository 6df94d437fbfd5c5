"""Differences between two versions of a plan (版本差别): what was added, removed, changed, moved.

Shapes: parts of a list are the same where they have the same id, whatever their place; parts without ids are
matched by what they say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from quanheng.core.plans.reading import Path

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Shapes: `path` leads to the part in the new plan, in the old one where it was removed; `old` and `new` are
    what stands there; of a part that moved they are its places, counted from 1.
    """

    kind: Kind
    path: Path
    old: Any
    new: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every difference, in the order of the new plan, what was removed where it stood."""
    return tuple(_compared(old, new, ()))


def _compared(old: Any, new: Any, path: Path) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_one_value(old, new):
        yield from _of_mappings(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and (_has_parts(old) or _has_parts(new)):
        yield from _of_named(old, new, path) if _ids(old) and _ids(new) else _of_unnamed(old, new, path)
    else:
        yield Difference("changed", path, old, new)


def _is_one_value(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two mappings each say one thing: a text in two languages, a span, a bound, a time."""
    plain = not any(isinstance(v, Mapping | list) for m in (old, new) for v in m.values())
    return plain and "id" not in new and (set(old) != set(new) or "zh" in new)


def _has_parts(listed: Sequence[Any]) -> bool:
    return any(isinstance(v, Mapping) for v in listed)


def _ids(listed: Sequence[Any]) -> Mapping[str, int] | None:
    """The places of the parts by id; None where one has none, or two have the same."""
    named = [str(v["id"]) for v in listed if isinstance(v, Mapping) and v.get("id")]
    return {i: n for n, i in enumerate(named)} if len(set(named)) == len(listed) else None


def _of_mappings(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Iterator[Difference]:
    for key in old:
        if key not in new:
            yield Difference("removed", (*path, key), old[key], None)
    for key in new:
        if key not in old:
            yield Difference("added", (*path, key), None, new[key])
        else:
            yield from _compared(old[key], new[key], (*path, key))


def _of_named(old: Sequence[Any], new: Sequence[Any], path: Path) -> Iterator[Difference]:
    before, after = _ids(old) or {}, _ids(new) or {}
    for name, place in before.items():
        if name not in after:
            yield Difference("removed", (*path, place), old[place], None)
    kept = _in_order([before[name] for name in after if name in before])
    for name, place in after.items():
        if name not in before:
            yield Difference("added", (*path, place), None, new[place])
            continue
        if before[name] not in kept:
            yield Difference("moved", (*path, place), before[name] + 1, place + 1)
        yield from _compared(old[before[name]], new[place], (*path, place))


def _in_order(places: Sequence[int]) -> frozenset[int]:
    """The longest row of places that still rises: these stayed, the others moved."""
    best: list[tuple[int, ...]] = []
    for number, place in enumerate(places):
        before = [row for row in best[:number] if row[-1] < place]
        best.append((*_longest(before), place))
    return frozenset(_longest(best))


def _longest(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return max(rows, key=len, default=())


def _of_unnamed(old: Sequence[Any], new: Sequence[Any], path: Path) -> Iterator[Difference]:
    before, after = ([json.dumps(v, ensure_ascii=False, sort_keys=True) for v in part] for part in (old, new))
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(b - a, d - c)
        for n in range(both):
            yield from _compared(old[a + n], new[c + n], (*path, c + n))
        for place in range(a + both, b):
            yield Difference("removed", (*path, place), old[place], None)
        for place in range(c + both, d):
            yield Difference("added", (*path, place), None, new[place])
