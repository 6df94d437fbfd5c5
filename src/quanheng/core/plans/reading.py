"""Reading a plan file (读取方案): YAML to a Plan, every error with its line, column and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from quanheng.core.kinds import KINDS
from quanheng.core.plans.complaints import does_not_fit, is_of_type, said
from quanheng.core.plans.faults import fault_of_writing
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, Text

LARGEST_FILE = 2_000_000
LARGEST_TREE = 50_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the plan file; lines and columns count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a plan file: where, what, and what is allowed."""

    place: Place
    path: str
    text: Text
    parts: Path = ()


@dataclass(frozen=True)
class Written:
    """What a file says before it is held against the language: plain data, and where each part stands."""

    data: Mapping[str, Any]
    places: Mapping[Path, Place]


@dataclass(frozen=True)
class ReadPlan:
    """A plan with the places of all its parts, so that later checks can name lines too."""

    plan: Plan
    places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """The nearest known place of a part."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


class Unusable(Refused):
    """A file that is no plan at all, or a plan with problems that keep it from being read."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        lines = [(f"{file}:{p.place.line}:{p.place.column}", p.text) for p in problems]
        super().__init__(
            "plan_unusable",
            "\n".join(f"{where}: {t.zh}" for where, t in lines),
            "\n".join(f"{where}: {t.say('en')}" for where, t in lines),
            where="",
        )
        self.file = file
        self.problems = problems


def read_plan(text: str, file: str = "plan.yaml") -> ReadPlan:
    """The plan that a text says.

    Errors: Unusable with every problem found, each with its place.
    """
    try:
        return _read(text)
    except Unusable as unusable:
        raise Unusable(file, unusable.problems) from None


@lru_cache(maxsize=32)
def read_written(text: str) -> Written:
    """The data of a text, which may not be a plan yet.

    Errors: Unusable where it is no YAML, writes a key twice or is no mapping.
    """
    if len(text) > LARGEST_FILE:
        raise Unusable("", (_whole(Text("文件过大，不像是方案。", "The file is too large to be a plan.")),))
    node = composed(text)
    reader = _Reader()
    data = reader.value(node, ())
    if reader.problems:
        raise Unusable("", tuple(reader.problems))
    if not isinstance(data, dict):
        raise Unusable(
            "", (_whole(Text("方案应是“键: 值”的列表。", "A plan is a mapping of keys to values.")),)
        )
    return Written(data, reader.places)


@lru_cache(maxsize=32)
def _read(text: str) -> ReadPlan:
    """The plan of a text, read once: a run asks for it when it is checked, saved and started."""
    written = read_written(text)
    try:
        plan = Plan.model_validate(written.data)
    except ValidationError as error:
        raise Unusable("", tuple(_problems(error, written.places))) from None
    return ReadPlan(plan, written.places)


def _whole(text: Text) -> Problem:
    return Problem(Place(1, 1), "", text)


def composed(text: str) -> Node | None:
    """The nodes of a text, each with its marks. Errors: Unusable."""
    yaml = YAML(typ="safe", pure=True)
    try:
        node: Node | None = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        said = error.problem or error.context or "?"
        problem = Problem(place, "", fault_of_writing(said))
        raise Unusable("", (problem,)) from None
    except (YAMLError, ValueError) as error:
        raise Unusable("", (_whole(fault_of_writing(str(error))),)) from None
    return node


class _Reader:
    """Builds plain data from YAML nodes and remembers where each part stands; decimals stay exact text."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._size = 0

    def value(self, node: Node | None, path: Path) -> Any:
        if node is None:
            return None
        self._size += 1
        if self._size > LARGEST_TREE:
            if not self.problems:
                self._wrong(
                    node, path, Text("内容过多（或循环引用）。", "too many parts (or a reference loop)")
                )
            return None
        self.places[path] = Place(node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return scalar_of(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in made:
                self._wrong(key_node, (*path, key), Text(f"“{key}”写了两次。", f"'{key}' is written twice"))
                continue
            made[key] = self.value(value_node, (*path, key))
            self.places[(*path, key)] = Place(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        return made

    def _wrong(self, node: Node, path: Path, text: Text) -> None:
        place = Place(node.start_mark.line + 1, node.start_mark.column + 1)
        self.problems.append(Problem(place, _dotted(path), text, path))


def scalar_of(node: Node) -> Any:
    """What a scalar says: nothing, yes or no, a whole number, else its words."""
    word = str(node.value)
    kind = str(node.tag).rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return word.lower() in {"true", "yes", "on"}
    if kind == "int" and word.lstrip("+-").isdigit():
        return int(word)
    return word


def _dotted(path: Path) -> str:
    return ".".join(str(p) for p in path)


def _own_errors(error: ValidationError) -> list[Any]:
    """The errors, less "too short" where a list is short only because its items are wrong."""
    found: list[Any] = list(error.errors())
    inner = {e["loc"][: len(e["loc"]) - n] for e in found for n in range(1, len(e["loc"]) + 1)}
    return [e for e in found if e["type"] != "too_short" or e["loc"] not in inner]


def _problems(error: ValidationError, places: Mapping[Path, Place]) -> Iterator[Problem]:
    """Every problem once: what may be written in several ways, and was in none, is told with all of them."""
    found = [(e, *_path_of(e, places)) for e in _own_errors(error)]
    for (is_form, _), entries in groupby(found, key=lambda f: (is_of_type(f[0]), f[2])):
        group = list(entries)
        if is_form:
            _, _, near = group[0]
            text = does_not_fit([e for e, _, _ in group], _dotted(near))
            yield Problem(places.get(near, Place(1, 1)), _dotted(near), text, near)
            continue
        for e, loc, near in group:
            text = said(e, e.get("ctx") or {}, _dotted(loc))
            yield Problem(places.get(near, Place(1, 1)), _dotted(loc), text, loc)


def _path_of(error: Any, places: Mapping[Path, Place]) -> tuple[Path, Path]:
    """Where an error is, and the nearest part that the file has there."""
    loc: Path = tuple(part for part in _without_tags(error["loc"]))
    context = error.get("ctx") or {}
    if error["type"] == "unknown_word":
        loc = (*loc, str(context["unknown"]))
    if error["type"] == "union_tag_invalid":
        loc = (*loc, "kind")
    loc = (*loc, *context.get("at", ()))
    near: Path = loc
    while near and near not in places:
        near = near[:-1]
    return loc, near


def _without_tags(loc: tuple[str | int, ...]) -> Path:
    """The path in the file: pydantic adds the kind of a stage after its number."""
    if len(loc) > 2 and loc[0] == "stages" and loc[2] in KINDS:
        return loc[:2] + loc[3:]
    return loc


def read_part(text: str) -> Any:
    """The data of a part of a plan that is written by itself. Errors: Unusable."""
    reader = _Reader()
    data = reader.value(composed(text), ())
    if reader.problems:
        raise Unusable("", tuple(reader.problems))
    return data
