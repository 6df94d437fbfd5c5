"""Places (等次名额): who gets which grade in one field, best first, and why no better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from quanheng.core.language.terms import settled
from quanheng.core.scoring.conditions import Situation, is_met, threshold_value
from quanheng.core.stages.grading.tables import GradeLine, Settings
from quanheng.core.values import Candidate, Text


@dataclass(frozen=True)
class Seat:
    """One member of a field: points, rank, and all that a grade may look at."""

    candidate: Candidate
    points: Decimal
    rank: int
    situation: Situation


@dataclass(frozen=True)
class Place:
    """The grade of one member, None where none fits, and why no better one."""

    seat: Seat
    grade: GradeLine | None
    why: tuple[Text, ...] = ()


Waiting = list[tuple[Seat, tuple[Text, ...]]]
"""Members of a field who ask for a grade, and why no better one is theirs."""


def seated(seats: Sequence[Seat], settings: Settings) -> tuple[Place, ...]:
    """Everybody's grade: overriding ones first, then tier by tier from the best grade down."""
    over = [g for g in settings.grades if g.overrides]
    order = [g for g in settings.grades if not g.overrides]
    places = []
    left = []
    for seat in seats:
        hit = next((g for g in over if _fits(g, seat) is None), None)
        if hit is None:
            left.append(seat)
        else:
            places.append(Place(seat, hit))
    room = {g.id: _room(g, seats) for g in order}
    above = len(left) - (settings.last_at_least.count(len(seats)) if settings.last_at_least else 0)
    for _, tier in groupby(left, key=lambda s: s.rank):
        waiting: Waiting = [(seat, ()) for seat in tier]
        for grade in order:
            is_last = grade is order[-1]
            free = room[grade.id] if is_last else _least(room[grade.id], above)
            taken, waiting, is_full = _asked(grade, waiting, free, settings.equals)
            places += [Place(seat, grade, why) for seat, why in taken]
            left_over = room[grade.id]
            if is_full or left_over is not None:
                # Nobody behind those whom a full grade turned away may have it.
                room[grade.id] = 0 if is_full else (left_over or 0) - len(taken)
            above -= 0 if is_last else len(taken)
        places += [Place(seat, None, why) for seat, why in waiting]
    return tuple(places)


def _asked(
    grade: GradeLine, waiting: Waiting, free: int | None, equals: str
) -> tuple[Waiting, Waiting, bool]:
    """Who of a tier of equals gets the grade, who asks the next and why, and whether it is full."""
    refused = [(seat, why, _fits(grade, seat)) for seat, why in waiting]
    fit = [(seat, why) for seat, why, reason in refused if reason is None]
    rest = [(seat, (*why, reason)) for seat, why, reason in refused if reason is not None]
    if free is None or len(fit) <= free or (free > 0 and equals == "include"):
        return fit, rest, False
    full = Text(f"{grade.title.zh}名额已满", f"no {grade.title.say('en')} left")
    return [], [*((seat, (*why, full)) for seat, why in fit), *rest], True


def _fits(grade: GradeLine, seat: Seat) -> Text | None:
    """Why the grade is not for this member, None when it is."""
    if grade.is_ is not None and not grade.is_.holds(settled(seat.points)):
        bound = grade.is_.say()
        return Text(f"{grade.title.zh}须{bound.zh}分", f"{grade.title.say('en')} needs {bound.en} points")
    if grade.needs is not None and not is_met(grade.needs, seat.situation):
        return Text(
            f"不符合{grade.title.zh}的其他条件",
            f"the other conditions of {grade.title.say('en')} do not hold",
        )
    return None


def _room(grade: GradeLine, seats: Sequence[Seat]) -> int | None:
    """How many of a field may have the grade, None without bound."""
    bounds = []
    if grade.share is not None:
        bounds.append(grade.share.count(len(seats)))
    if grade.most is not None and seats:
        most = threshold_value(grade.most, seats[0].situation)
        bounds += [] if most is None else [int(most)]
    return min(bounds, default=None)


def _least(room: int | None, above: int) -> int:
    return above if room is None else min(room, above)
