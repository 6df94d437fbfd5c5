"""The ground that stage tests stand on: a small street office with posts, people, bodies and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from quanheng.core.inputs import Inputs, Row
from quanheng.core.language.posts import Body, Choices, Frame, GroupChoice, Post, PostClass
from quanheng.core.people import Person, Relation, Tenure
from quanheng.core.values import Candidate, Outcome, Refused, Slate, Text
from quanheng.core.workdays import Calendar

OFFICE = PostClass(id="office", title=Text("办公室职位", "Office posts"))
AREA = PostClass(id="area", title=Text("工作片职位", "Area posts"))

POSTS = (
    Post(
        id="park",
        title=Text("园区副主任", "Park deputy"),
        unit="园区",
        level="中层副职",
        seats=2,
        **{"class": "office"},
    ),
    Post(
        id="farm",
        title=Text("农办副主任", "Farm deputy"),
        unit="农办",
        level="中层副职",
        seats=1,
        **{"class": "office"},
    ),
    Post(
        id="east",
        title=Text("东片主任", "East head"),
        unit="东片",
        level="中层正职",
        seats=1,
        **{"class": "area"},
    ),
    Post(
        id="west",
        title=Text("西片主任", "West head"),
        unit="西片",
        level="中层正职",
        seats=1,
        **{"class": "area"},
    ),
)

NAMES = {"p1": "赵一", "p2": "钱二", "p3": "孙三", "p4": "李四", "p5": "周五", "p6": "吴六"}
LEADERS = {f"m{n}": f"委员{n}" for n in range(1, 14)}


def person(code: str, name: str = "", **facts: Any) -> Person:
    """A person with a unit, and whatever else a test says."""
    return Person(id=code, name=name or NAMES.get(code) or LEADERS.get(code, code), **facts)


def holder(code: str, name: str = "农办副主任", level: str = "中层副职", **facts: Any) -> Person:
    """A person who holds a leading post of the street office."""
    held = Tenure("post", name, date(2020, 1, 1), facts.pop("until", None), level=level, leading=True)
    return person(code, tenures=(held,), **facts)


def kin(code: str, to: str) -> Person:
    """A person related to somebody."""
    return person(code, relations=(Relation(to, "配偶"),))


def frame(**changes: Any) -> Frame:
    """The plan's frame: four posts, three choices of which one office post, three bodies."""
    given: dict[str, Any] = {
        "posts": {p.id: p for p in POSTS},
        "as_of": date(2026, 3, 10),
        "choices": Choices(max=3, mode="parallel", groups={"office": GroupChoice(max=1)}),
        "classes": {"office": OFFICE, "area": AREA},
        "bodies": {"committee": Body(id="committee", title=Text("党工委"), members=5)},
        "members": {"committee": ("m1", "m2", "m3", "m4", "m5"), "discipline": ("m6", "m7")},
        "principals": {"committee": "m1"},
    }
    return Frame(**(given | changes))


def inputs(
    rows: Mapping[str, Sequence[Row]] | None = None,
    people: Iterable[Person] = (),
    closed_on: date = date(2026, 3, 31),
    opened_on: date = date(2026, 3, 1),
    earlier: Mapping[str, Outcome] | None = None,
    **frame_changes: Any,
) -> Inputs:
    """What a stage may look at, with everyone of the office known."""
    known = {c: person(c) for c in (*NAMES, *LEADERS)} | {p.id: p for p in people}
    return Inputs(
        frame=frame(**frame_changes),
        people=known,
        calendar=Calendar(),
        opened_on=opened_on,
        closed_on=closed_on,
        rows={name: tuple(found) for name, found in (rows or {}).items()},
        earlier=dict(earlier or {}),
    )


def slate(*said: str, seats: Mapping[str, int] | None = None) -> Slate:
    """A slate from words like 'p1@park'."""
    candidates = tuple(Candidate(*word.split("@")) for word in said)
    return Slate(candidates, {"park": 2, "farm": 1, "east": 1, "west": 1} | dict(seats or {}))


def said(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Candidates as words."""
    return tuple(map(str, candidates))


def left(outcome: Outcome) -> dict[str, str]:
    """Who left, and by which finding."""
    return {str(d.candidate): d.finding.code for d in outcome.departures}


def codes(refusals: Iterable[tuple[int, Refused]]) -> tuple[tuple[int, str], ...]:
    """Refusals as (index, code)."""
    return tuple((index, refusal.code) for index, refusal in refusals)


def earlier_outcome(record: Any = None, remaining: Slate | None = None, **more: Any) -> Outcome:
    """An outcome of a stage that ran before."""
    stayed = remaining or Slate()
    return Outcome("earlier", stayed, stayed, record=record, **more)


def changed(value: Any, **changes: Any) -> Any:
    """The same frozen value with some fields changed."""
    return replace(value, **changes)
