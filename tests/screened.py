"""People as the tables of a screened archive, and a screening compared with the core's verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from quanheng.core.eligibility.verdicts import Rulings, Verdict, verdict
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Rule
from quanheng.core.people import Person
from quanheng.core.values import Text
from quanheng.screening.archive import GIVEN, Archive, archive_of
from quanheng.screening.engines import Engine
from quanheng.screening.expression import screening

HISTORIES = (
    "educations",
    "tenures",
    "appraisals",
    "sanctions",
    "trainings",
    "awards",
    "relations",
    "reserves",
)
STATES = {True: "met", False: "not_met", None: "unknown"}
Waivers = list[tuple[str, str, str]]


def archive(people: Iterable[Person], waivers: Waivers = []) -> Archive:  # noqa: B006
    """The tables that hold these people."""
    people = list(people)
    given: dict[str, list[list[Any]]] = {name: [] for name in GIVEN}
    for p in people:
        given["people"].append([p.id if c == "code" else getattr(p, c) for c in GIVEN["people"]])
        for table in HISTORIES:
            for row in getattr(p, table):
                given[table].append([p.id if c == "person" else getattr(row, c) for c in GIVEN[table]])
        given["attributes"] += [[p.id, name, value] for name, value in p.attributes.items()]
        given["missing"] += [[p.id, history] for history in p.missing]
    given["waivers"] = [list(waiver) for waiver in waivers]
    columns = {
        name: dict(zip(GIVEN[name], zip(*rows, strict=True), strict=False)) for name, rows in given.items()
    }
    return archive_of(columns, {p.unit: p.unit for p in people if p.unit is not None})


def screened(
    engine: Engine, tables: Mapping[str, Any], rule: Rule, frame: Frame, post: Post | None, as_of: date
) -> dict[tuple[str, str], Any]:
    """What the expression says of every person and rule: state, remark, day; by person and path."""
    compiled = screening(rule, frame, post, tables, as_of)
    found: dict[tuple[str, str], Any] = {}
    for row in engine.rows(compiled.expression).to_pylist():
        for c in compiled.conditions:
            parts = [row.get(c.column(part)) for part in ("state", "on")]
            found[row["code"], c.path] = (STATES[parts[0]], parts[1])
    return found


def by_core(
    people: Iterable[Person], waivers: Waivers, rule: Rule, frame: Frame, post: Post | None, as_of: date
) -> dict[tuple[str, str], Any]:
    """The same from the core, person by person."""
    found: dict[tuple[str, str], Any] = {}
    for person in people:
        own = [(rule_id, kind) for code, rule_id, kind in waivers if code == person.id]
        rulings = Rulings(
            waived={rule_id: Text("批准") for rule_id, kind in own if kind == "waiver"},
            papers={rule_id: Text("材料") for rule_id, kind in own if kind == "paper"},
        )
        for v in walked(verdict(rule, person, post, frame, as_of, rulings)):
            found[person.id, v.path] = (v.state, v.on)
    return found


def walked(v: Verdict) -> Iterator[Verdict]:
    yield v
    for part in v.parts:
        yield from walked(part)
