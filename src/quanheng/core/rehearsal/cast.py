"""The cast of a rehearsal (演练人员): invented people of whom nothing is known, and members of bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from quanheng.core.language.terms import Keep
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.roster_tables import HISTORIES

LEAST_MEMBERS = 7
LEAST_PER_SEAT = 5
MOST_CANDIDATES = 200


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

    Shapes: nothing but the name is known of anybody, so that a reviewer settles every condition.
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
    unknown = frozenset(HISTORIES.words)
    names = standing | sitting
    people = {code: Person(id=code, name=name, missing=unknown) for code, name in names.items()}
    principals = {body: own[0] for body, own in members.items()}
    return Cast(people, tuple(standing), members, principals, per_seat)


def _code(letter: str, number: int) -> str:
    return f"{letter}{number:04d}"
