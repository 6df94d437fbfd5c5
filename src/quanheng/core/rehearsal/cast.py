"""The cast of a rehearsal (演练人员): invented people of whom nothing is known, and members of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from quanheng.core.language.points import RecordItem
from quanheng.core.language.terms import Keep, StageSettings
from quanheng.core.people import Appraisal, Education, Person, Tenure
from quanheng.core.plans.schema import Plan
from quanheng.core.roster_tables import HISTORIES
from quanheng.core.stages import composite, consequence, enrolment
from quanheng.core.workdays import PartialDate

LEAST_MEMBERS = 7
LEAST_PER_SEAT = 5
MOST_CANDIDATES = 200
OUTSIDE = 6


@dataclass(frozen=True)
class Cast:
    """Who plays: people by code, those of them who may stand, members of bodies with the principal first.

    Shapes: `per_seat` is how many stand for one seat, enough for every ratio of the plan.
    """

    people: Mapping[str, Person]
    candidates: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    principals: Mapping[str, str]
    per_seat: int = LEAST_PER_SEAT


def per_seat_of(plan: Plan) -> int:
    """How many have to stand for one seat, so that no ratio of the plan stops the rehearsal."""
    ratios = [LEAST_PER_SEAT]
    for stage in plan.stages:
        keep = getattr(stage, "keep", None)
        if isinstance(keep, Keep):
            ratios.append(ceil(keep.per_seat or keep.top or 0))
        ratios += [ceil(getattr(stage, name, None) or 0) for name in ("ratio", "min_candidates")]
    most = max(ratios)
    return most if most == LEAST_PER_SEAT else ceil(most * 1.3)


def cast_of(plan: Plan) -> Cast:
    """Candidates enough for every seat, and a full bench for every body.

    Shapes: but for name and unit nothing is known of anybody, so that a reviewer settles every condition;
    where the plan gives points for the record, lists people or draws consequences by it, everybody has a
    plain one.
    One in six comes from outside.
    """
    per_seat = per_seat_of(plan)
    seats = sum(max(1, p.fixed_seats()) for p in plan.posts if not p.excluded)
    standing = {_code("C", n): f"人选{n:03d}" for n in range(1, min(MOST_CANDIDATES, seats * per_seat) + 1)}
    members: dict[str, tuple[str, ...]] = {}
    sitting: dict[str, str] = {}
    for body in plan.bodies:
        size = body.members or max(body.at_least or 0, LEAST_MEMBERS)
        size += body.odd and size % 2 == 0
        members[body.id] = tuple(_code("M", len(sitting) + n) for n in range(1, size + 1))
        sitting |= {code: f"{body.title.zh}{n}" for n, code in enumerate(members[body.id], start=1)}
    if not sitting:
        members["office"] = tuple(_code("M", n) for n in range(1, LEAST_MEMBERS + 1))
        sitting = {code: f"经办人{n}" for n, code in enumerate(members["office"], start=1)}
    items = tuple(_record_items(plan))
    has_record = bool(items) or any(_asks_of_facts(stage) for stage in plan.stages)
    units = [p.unit for p in plan.posts if not p.excluded and p.unit] or ["演练单位"]
    people = {
        code: _person(n, code, name, units[n % len(units)], plan.as_of, items, has_record)
        for n, (code, name) in enumerate((standing | sitting).items())
    }
    principals = {body: own[0] for body, own in members.items()}
    return Cast(people, tuple(standing), members, principals, per_seat)


def _asks_of_facts(stage: StageSettings) -> bool:
    """Whether a stage judges people by their facts where no reviewer can settle what is not known."""
    if isinstance(stage, enrolment.Settings):
        return bool(stage.enters)
    return isinstance(stage, consequence.Settings)


def _record_items(plan: Plan) -> Iterator[RecordItem]:
    """What the plan's composites read from the record."""
    for stage in plan.stages:
        if isinstance(stage, composite.Settings):
            for part in (*stage.components, *(c for s in stage.schemes for c in s.components)):
                yield from (leaf.record for leaf in part.leaves() if leaf.record is not None)


def _person(
    n: int, code: str, name: str, unit: str, as_of: date, items: Sequence[RecordItem], has_record: bool
) -> Person:
    attributes = {"source": "outside"} if n % OUTSIDE == OUTSIDE - 1 else {}
    known = Person(id=code, name=name, unit=unit, attributes=attributes)
    if not has_record:
        return replace(known, missing=frozenset(HISTORIES.words))
    for item in items:
        if item.attribute is not None:
            attributes[item.attribute] = str(90 + n % 10)
        if item.lookup is not None:
            attributes[item.lookup.by] = next(iter(item.lookup.values))
    began = as_of.year - 15 - n % 10
    return replace(
        known,
        sex="女" if n % 3 == 0 else "男",
        born=PartialDate(began - 23, n % 12 + 1, n % 28 + 1),
        party="中共党员",
        party_joined=PartialDate(began + 2, 7),
        work_started=PartialDate(began, 7),
        educations=(Education("大学本科", "学士", finished_on=date(began, 6, 30)),),
        tenures=(
            Tenure("work", "工作人员", date(began, 7, 1), unit=unit),
            Tenure("post", "副科长", date(began + 8, 1, 1), unit=unit, level="副科级", leading=True),
        ),
        appraisals=tuple(
            Appraisal(year, "优秀" if (year + n) % 4 == 0 else "称职")
            for year in range(as_of.year - 8, as_of.year)
        ),
    )


def _code(letter: str, number: int) -> str:
    return f"{letter}{number:04d}"
