"""Shapes of the plan language (方案语言的形状): what the JSON Schema says of one place.

Pure: values in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from quanheng.core.language.rules import FORMS
from quanheng.core.plans.reading import Path
from quanheng.core.plans.schema import Plan

Node = Mapping[str, Any]
Shape = Literal[
    "words", "line", "number", "date", "choice", "yes_no", "names", "group", "list", "map", "variant", "raw"
]

_NUMBER = re.compile(r"-?\d+([./]\d+)?")

SEEDS: Mapping[str, Any] = {
    "Span": {"working_days": 5},
    "Bound": {"at_least": 1},
    "Schedule": {"on": ""},
    "Keep": {"per_seat": 1},
    "Share": {"share": "1/2", "of": "applicants"},
    "Condition": {"quantity": "applicants", "is": {"at_least": 1}},
    "Cases": {"cases": [{"when": {"quantity": "ratio", "is": {"under": 2}}, "then": 60}], "else": 60},
    "Rounding": {"at": "total", "digits": 2, "mode": "half_up"},
    "Trim": {"high": 1, "low": 1},
    "TieBreak": {"final": "vote"},
    "Age": {"at_most": 45},
    "Education": {"at_least": "大学本科"},
    "Tenure": {"kind": ["post", "rank"], "at_least": {"years": 2}},
    "Appraisals": {"last": 3, "every": {"grade_at_least": "称职"}},
    "Sanction": {"in_effect": False},
    "OneOf": {"in": []},
    "Party": {"in": ["中共党员"]},
    "Years": {"at_least": 5},
    "Recusal": {"with": ["post_unit"]},
    "Flag": {"name": ""},
    "Attribute": {"name": "", "in": []},
    "Quorum": {"share": "2/3", "of": "members"},
    "Majority": {"over": "1/2", "of": "due"},
    "Component": {"id": "part", "weight": 10},
    "Text": "",
    "Rule": {"age": {"at_most": 45}},
}
"""What a new part begins with, where the language asks for one of several ways."""


@cache
def plan_schema() -> Node:
    """The language as a JSON Schema, made once."""
    return Plan.model_json_schema(by_alias=True)


def part_name(node: Node) -> str:
    """The name of a part of the language by which its keys are told apart: its class, or the stage kind."""
    steps = str(node.get("$ref", "")).rsplit("/", 1)[-1].split("__")
    if len(steps) > 2:
        return steps[3] if steps[2] == "stages" and steps[-1] == "Settings" else steps[-1]
    return steps[-1]


def resolved(node: Node) -> Node:
    """What a reference stands for."""
    ref = str(node.get("$ref", ""))
    return plan_schema()["$defs"][ref.rsplit("/", 1)[-1]] if ref else node


def ways(node: Node) -> tuple[Node, ...]:
    """The ways in which a place may be written, less nothing at all; a number may be a fraction."""
    listed = node.get("anyOf") or node.get("oneOf")
    if listed is None:
        return (node,)
    found = tuple(way for n in listed if n.get("type") != "null" for way in ways(n))
    if any(way.get("type") == "number" for way in found):
        return tuple(way for way in found if way.get("type") != "string" or "enum" in way or "const" in way)
    return found


@lru_cache(maxsize=4096)
def _shape_of_ways(kinds: tuple[str, ...]) -> Shape | None:
    if kinds in (("string", "Text"), ("Text",)):
        return "words"
    if set(kinds) == {"string", "array"}:
        return "names"
    return "number" if set(kinds) <= {"number", "string", "integer"} and len(kinds) > 1 else None


def _kind_of_way(node: Node) -> str:
    return part_name(node) if "$ref" in node else str(node.get("type", "any"))


def shape_of(node: Node) -> Shape:
    """How a place is shown."""
    found = ways(node)
    plain = tuple(n for n in found if "enum" not in n and "const" not in n)
    shape = _shape_of_ways(tuple(_kind_of_way(n) for n in plain)) if len(plain) == len(found) else None
    if shape:
        return shape
    if len(found) > 1:
        return "choice" if "discriminator" in node else "variant"
    return _shape_of_one(found[0])


def _shape_of_one(way: Node) -> Shape:
    one = resolved(way)
    if "enum" in one or "const" in one:
        return "choice"
    kind = one.get("type")
    if kind == "object":
        return "group" if "properties" in one else "map"
    if kind == "array":
        items = one.get("items") or {}
        return (
            "names"
            if items.get("type") == "string" and "enum" not in items and "$ref" not in items
            else "list"
        )
    if kind == "string":
        return "date" if one.get("format") == "date" else "line"
    named: Mapping[Any, Shape] = {"boolean": "yes_no", "integer": "number", "number": "number"}
    return named.get(kind, "raw")


def way_taken(node: Node, data: Any) -> int:
    """Which of the ways a value is written in."""
    found = ways(node)
    for number, way in enumerate(found):
        if _fits(resolved(way), data):
            return number
    return 0


def _fits(one: Node, data: Any) -> bool:
    if "enum" in one or "const" in one:
        return data in (*one.get("enum", ()), one.get("const"))
    kind = one.get("type")
    if isinstance(data, dict):
        known = one.get("properties")
        return kind == "object" and (known is None or set(data) <= set(known))
    if isinstance(data, list):
        return kind == "array"
    if isinstance(data, bool):
        return kind == "boolean"
    if isinstance(data, int):
        return kind in ("integer", "number")
    return kind == "string" or (kind == "number" and bool(_NUMBER.fullmatch(str(data))))


def below(node: Node, step: str | int, data: Any) -> Node | None:
    """What the language says of a part one step below; None where it knows no such part.

    Shapes: `data` is what stands at the step itself, by which the kind of a stage or the way is told.
    """
    one = resolved(node)
    if "anyOf" in one or "oneOf" in one:
        one = _holder(one, step)
    if isinstance(step, int):
        items = one.get("items")
        return None if items is None else narrowed(items, data)
    if one.get("type") == "array" and isinstance(one.get("items"), dict):
        return below(one["items"], step, data)  # one written without its list
    known = one.get("properties", {})
    if step in known:
        return narrowed(known[step], data)
    more = _any_key(one)
    return narrowed(more, data) if more is not None else None


def _any_key(one: Node) -> Node | None:
    """What stands under keys of the plan's own choosing, where it may choose them."""
    more = one.get("additionalProperties")
    return more if isinstance(more, dict) else next(iter(one.get("patternProperties", {}).values()), None)


def _holder(node: Node, step: str | int) -> Node:
    """The way among several that has the step."""
    for way in map(resolved, ways(node)):
        has = "items" in way if isinstance(step, int) else (step in way.get("properties", {}))
        if has or (isinstance(step, str) and _any_key(way) is not None):
            return way
    return {}


def narrowed(node: Node, data: Any) -> Node:
    """A stage by its kind; any other place as it is."""
    if "discriminator" not in node:
        return node
    kinds = node["discriminator"]["mapping"]
    kind = data.get("kind") if isinstance(data, dict) else None
    return {"$ref": kinds[kind]} if kind in kinds else node


def node_at(path: Path, data: Any) -> Node | None:
    """What the language says of a place in a plan's data."""
    node: Node | None = plan_schema()
    for step in path:
        data = _value_below(data, step)
        node = None if node is None else below(node, step, data)
    return node


def _value_below(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def value_at(path: Path, data: Any) -> Any:
    """What stands at a place in a plan's data, None where nothing does."""
    for step in path:
        data = _value_below(data, step)
    return data


def seed_of(node: Node, choice: str = "") -> Any:
    """What a new part begins with; `choice` is the kind of a stage or the form of a rule."""
    if "discriminator" in node:
        return _seed_of_stage(node, choice)
    if part_name(node) == "Rule" and choice in FORMS:
        return {choice: seed_of_form(choice)}
    way = ways(node)[0]
    name = part_name(way)
    if name in SEEDS:
        return SEEDS[name]
    one = resolved(way)
    if "enum" in one or "const" in one:
        return one["enum"][0] if "enum" in one else one["const"]
    if one.get("type") == "object":
        return {key: _seed_of_key(key, one["properties"][key]) for key in one.get("required", ())}
    empty: Mapping[Any, Any] = {"array": [], "boolean": True, "integer": one.get("minimum", 1), "number": 1}
    return empty.get(one.get("type"), "")


def _seed_of_key(key: str, node: Node) -> Any:
    if key == "title":
        return {"zh": "新的一项", "en": "New"}
    return "new" if key == "id" else seed_of(node)


def _seed_of_stage(node: Node, kind: str) -> Any:
    chosen = narrowed(node, {"kind": kind or "talks"})
    made = seed_of(chosen)
    return {"id": kind, "kind": kind, **{k: v for k, v in made.items() if k not in ("id", "kind")}}


def seed_of_form(form: str) -> Any:
    """What a new condition of one form begins with."""
    if form in ("all", "any"):
        return [SEEDS["Rule"]]
    if form == "not":
        return SEEDS["Rule"]
    if form == "at_least_n":
        return {"n": 1, "of": [SEEDS["Rule"]]}
    return seed_of(resolved({"$ref": "#/$defs/Rule"})["properties"][form])


@dataclass(frozen=True)
class Named:
    """What a plan has that others point to: ids with titles, by the part they stand in."""

    data: Mapping[str, Any]

    def of(self, part: str) -> tuple[tuple[str, Any], ...]:
        """The ids of a part with their titles."""
        listed = self.data.get(part)
        if part == "components":
            stages = self.data.get("stages")
            listed = [c for s in stages or () if isinstance(s, dict) for c in s.get("components") or ()]
        if part == "events" and isinstance(listed, dict):
            return tuple((str(name), name) for name in listed)
        found = [x for x in listed if isinstance(x, dict) and "id" in x] if isinstance(listed, list) else []
        return tuple((str(x["id"]), x.get("title") or x.get("kind") or x["id"]) for x in found)


REFERS: Mapping[str, str] = {
    **dict.fromkeys(("only_posts", "skip_posts"), "posts"),
    **dict.fromkeys(("only_classes", "skip_classes", "class"), "classes"),
    **dict.fromkeys(
        ("body", "judges", "reviewed_by", "proposed_by", "decided_by", "objections_to", "adjusted_by",
         "nominated_by"),
        "bodies",
    ),
    **dict.fromkeys(("from", "by", "follows", "after", "before", "stage"), "stages"),
}  # fmt: skip
"""Keys whose value is the id of another part of the plan."""
_REFERS_IN: Mapping[str, tuple[str, ...]] = {
    "approval.by": (),
    "Lookup.by": (),
    "Way.from": (),
    "Team.from": ("bodies",),
    "TieBreak.by": ("stages", "components"),
    "Schedule.after": ("stages", "events"),
    "Schedule.before": ("stages", "events"),
}
"""What a key names in one part of the language, where it differs; none where it is typed freely."""


def refers_to(part: str, key: str) -> tuple[str, ...]:
    """The parts of the plan whose ids a key may name."""
    if f"{part}.{key}" in _REFERS_IN:
        return _REFERS_IN[f"{part}.{key}"]
    return (REFERS[key],) if key in REFERS else ()
