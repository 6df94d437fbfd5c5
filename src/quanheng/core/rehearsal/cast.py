"""The cast of a rehearsal (演练人员): invented people of whom nothing is known, and members of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from quanheng.core.language.points import RecordItem
from quanheng.core.language.rules import Rule, walked
from quanheng.core.language.terms import Keep
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
    where the plan gives points for the record, lists people or draws consequences by it, everybody has what
    that looks at, and no more. One in six comes from outside.
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
    record = _Record(tuple(_record_items(plan)), tuple(_rules_of_facts(plan)))
    units = [p.unit for p in plan.posts if not p.excluded and p.unit] or ["演练单位"]
    people = {
        code: _person(n, code, name, units[n % len(units)], plan.as_of, record)
        for n, (code, name) in enumerate((standing | sitting).items())
    }
    principals = {body: own[0] for body, own in members.items()}
    return Cast(people, tuple(standing), members, principals, per_seat)


@dataclass(frozen=True)
class _Record:
    """What a plan reads where no reviewer can settle what is not known: items of points, rules of facts."""

    items: tuple[RecordItem, ...]
    rules: tuple[Rule, ...]

    def reads(self, *names: str) -> bool:
        """Whether any of these parts of somebody's record is looked at; a rule may look at all of them."""
        return bool(self.rules) or any(name in _read_by(item) for item in self.items for name in names)


def _read_by(item: RecordItem) -> tuple[str, ...]:
    """The parts of the record that an item of points is worked out from."""
    if item.lookup is not None:
        return {"education": ("educations",), "degree": ("educations",), "rank": ("tenures",)}.get(
            item.lookup.by, ()
        )
    parts = {"years": item.years, "appraisals": item.appraisals, "awards": item.awards}
    return (item.since or "", *("tenures" if n == "years" else n for n, part in parts.items() if part))


def _rules_of_facts(plan: Plan) -> Iterator[Rule]:
    """Rules by which people are listed, earn points or bear consequences."""
    for item in _record_items(plan):
        yield from (case.when for case in item.cases)
    for stage in plan.stages:
        if isinstance(stage, enrolment.Settings):
            yield from (entry.who for entry in stage.enters)
        if isinstance(stage, consequence.Settings):
            yield from (rule.whom for rule in stage.rules if rule.whom is not None)


def _record_items(plan: Plan) -> Iterator[RecordItem]:
    """What the plan's composites read from the record."""
    for stage in plan.stages:
        if isinstance(stage, composite.Settings):
            for part in (*stage.components, *(c for s in stage.schemes for c in s.components)):
                yield from (leaf.record for leaf in part.leaves() if leaf.record is not None)


def _person(n: int, code: str, name: str, unit: str, as_of: date, record: _Record) -> Person:
    attributes = {"source": "outside"} if n % OUTSIDE == OUTSIDE - 1 else {}
    for item in record.items:
        if item.attribute is not None:
            attributes[item.attribute] = str(90 + n % 10)
        if item.lookup is not None:
            attributes[item.lookup.by] = next(iter(item.lookup.values))
    for rule in (part for whole in record.rules for _, part in walked(whole)):
        if rule.flag is not None:
            attributes[rule.flag.name] = "否"
        if rule.licence is not None:
            attributes["licences"] = "无"
    began = as_of.year - 15 - n % 10
    known = Person(id=code, name=name, unit=unit, attributes=attributes)
    if record.rules:
        known = replace(known, sex="女" if n % 3 == 0 else "男")
    if record.reads("birth"):
        known = replace(known, born=PartialDate(began - 23, n % 12 + 1, n % 28 + 1))
    if record.reads("party"):
        known = replace(known, party="中共党员", party_joined=PartialDate(began + 2, 7))
    if record.reads("work"):
        known = replace(known, work_started=PartialDate(began, 7))
    histories = {name: rows for name, rows in _histories(n, unit, began, as_of).items() if record.reads(name)}
    told = {name for name in HISTORIES.words if record.reads(name)}
    return replace(known, missing=frozenset(HISTORIES.words) - told, **histories)


def _histories(n: int, unit: str, began: int, as_of: date) -> dict[str, Any]:
    """A plain career: one course of study, work and a post since, every year graded."""
    return {
        "educations": (Education("大学本科", "学士", finished_on=date(began, 6, 30)),),
        "tenures": (
            Tenure("work", "工作人员", date(began, 7, 1), unit=unit),
            Tenure("post", "副科长", date(began + 8, 1, 1), unit=unit, level="副科级", leading=True),
        ),
        "appraisals": tuple(
            Appraisal(year, "优秀" if (year + n) % 4 == 0 else "称职")
            for year in range(as_of.year - 8, as_of.year)
        ),
    }


def _code(letter: str, number: int) -> str:
    return f"{letter}{number:04d}"
