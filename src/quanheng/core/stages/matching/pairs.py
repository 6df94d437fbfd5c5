"""Pairs who would rather have each other (错过的一对), looked for after the adjustments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quanheng.core.stages.matching.field import Field

Why = Literal["seat", "later", "unasked"]
"""What the office would give the person: a free seat, the seat of somebody ordered later, or of somebody
it never chose."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an office who would both rather have each other than what they have.

    Shapes: `over` is the person in whose place the office would take them, '' for a free seat; `place` and
    `over_place` are the office's order, 1 the first, None for somebody it never chose.
    """

    person: str
    office: str
    why: Why
    over: str = ""
    place: int = 0
    over_place: int | None = None


def pairs_of(field: Field) -> tuple[Pair, ...]:
    """Every such pair, by person; none before an adjustment, for the matching leaves none.

    Shapes: a wish counts against those whom its own round or an earlier one placed, and those placed by
    adjustment; seats that a later round opens are no free seats for it.
    """
    people, places = field.people_of(), _places(field)
    found = []
    for number, (one, result) in enumerate(zip(field.rounds, field.results, strict=True), start=1):
        for person, wishes in result.wishes.items():
            own = field.placed.get(person, ())
            for office in wishes:
                if office in own:
                    break
                rank = one.orders.get(office, {}).get(person)
                if rank is None or (person, office) in result.gave_way or not field.seats[office]:
                    continue
                there = [p for p in people[office] if places[office].get(p, (0, 0))[0] <= number]
                pair = _pair(person, office, (number, rank), there, places[office], field)
                if pair is not None:
                    found.append(pair)
    return tuple(sorted(found, key=lambda p: (p.person, p.office)))


def _places(field: Field) -> dict[str, dict[str, tuple[int, int]]]:
    """In each office, in which round and at which place it has those whom it chose."""
    found: dict[str, dict[str, tuple[int, int]]] = {office: {} for office in field.seats}
    for number, one in enumerate(field.rounds, start=1):
        for office, order in one.orders.items():
            for person, rank in order.items():
                if person not in found[office] or field.matched.get(person) == (office, number):
                    found[office][person] = (number, rank)
    return found


def _pair(
    person: str,
    office: str,
    own: tuple[int, int],
    there: list[str],
    places: Mapping[str, tuple[int, int]],
    field: Field,
) -> Pair | None:
    opened = sum(one.opens[office] for one in field.rounds[: own[0]])
    if len(there) < opened:
        return Pair(person, office, "seat", place=own[1] + 1)
    unasked = [p for p in there if p not in places]
    if unasked:
        return Pair(person, office, "unasked", unasked[0], own[1] + 1)
    last = max(there, key=lambda p: (places[p], p), default="")
    if last and places[last] > own:
        return Pair(person, office, "later", last, own[1] + 1, places[last][1] + 1)
    return None
