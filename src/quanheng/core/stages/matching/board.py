"""Board of two-way selection (双向选择看板): offices and seats, who is placed how, who waits and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.inputs import Inputs
from quanheng.core.matching import Answer
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import (
    Field,
    field_of,
    losers,
    offices_of,
    related_pairs,
    relatives_together,
)
from quanheng.core.stages.matching.findings import lives_without, waits_until
from quanheng.core.stages.matching.pairs import Pair, pairs_of
from quanheng.core.stages.matching.tables import Adjustment, Choice, Preference
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Slate

Way = Literal["chosen", "unasked", "adjusted", "concurrent", "before"]
"""How somebody came to an office: chosen among those who named it, chosen unasked, by adjustment, beside the
main post, or there already before this stage."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One taken seat. Shapes: `wish` is which of the person's wishes it was, `place` the office's order."""

    person: str
    way: Way
    wish: int | None = None
    place: int | None = None
    round: int = 0
    adjustment: Adjustment | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wish that was not met: what the office answered. Shapes: `place` is the office's order, if any."""

    person: str
    office: str
    wish: int
    round: int
    answer: Answer
    place: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """One office on the board.

    Shapes: `group` is the turn of an office that chooses before the others, 0 for those without one; `asked`
    counts those who named it; `others` wanted it more than what they have, in the office's order.
    """

    office: str
    seats: int
    reserved: int
    group: int
    heads: tuple[str, ...] | None
    asked: int
    answered: bool
    taken: tuple[Seat, ...]
    others: tuple[Refusal, ...]

    @property
    def vacant(self) -> int:
        """The seats that are free."""
        return max(self.seats - sum(seat.way != "before" for seat in self.taken), 0)


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody without a place, with the answer to every wish; `silent` named no office.

    Shapes: `adjustment` is the one that left them without, or that they did not accept.
    """

    person: str
    silent: bool
    lost: bool
    refusals: tuple[Refusal, ...]
    adjustment: Adjustment | None = None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in figures. Shapes: `pairs` who would rather have each other inside the round: none."""

    number: int
    asked: int
    placed: int
    pairs: int


@dataclass(frozen=True)
class Board:
    """A two-way selection as it stands, for those who adjust it."""

    field: Field
    offices: tuple[OfficeCard, ...]
    waiting: tuple[Waiter, ...]
    rounds: tuple[RoundLine, ...]
    pairs: tuple[Pair, ...]
    relatives: tuple[tuple[str, str, str], ...]
    wishes: int
    waits_until: date | None

    def seat_of(self, person: str) -> tuple[OfficeCard, Seat] | None:
        """Where somebody sits, the main post first."""
        found = [(card, seat) for card in self.offices for seat in card.taken if seat.person == person]
        return min(found, key=lambda f: f[1].way == "concurrent", default=None)


def board_of(slate: Slate, inputs: Inputs, settings: Settings) -> Board:
    """The board by the rows that are in."""
    field = field_of(slate, inputs, settings)
    refusals = _refusals(field, inputs)
    lost = losers(slate, inputs)
    waiting, silent = lives_without(field, lost, inputs, settings)
    if settings.settles == "organisation":
        waiting = tuple(sorted(field.pool - set(field.placed)))
    rows = {r.person: r for r in inputs.table("adjustments", Adjustment)}
    relatives = () if settings.relatives == "allow" else relatives_together(field, slate, inputs)
    return Board(
        field=field,
        offices=_cards(field, refusals, slate, inputs, settings),
        waiting=tuple(
            Waiter(p, p in silent, p in lost, tuple(r for r in refusals if r.person == p), rows.get(p))
            for p in waiting
        ),
        rounds=tuple(
            RoundLine(n, len(r.wishes), len(r.placed), len(r.proof.blocking))
            for n, r in enumerate(field.results, start=1)
        ),
        pairs=_pairs(field, inputs, settings),
        relatives=relatives,
        wishes=sum(len(own) for result in field.results for own in result.wishes.values()),
        waits_until=waits_until(inputs, settings),
    )


def _pairs(field: Field, inputs: Inputs, settings: Settings) -> tuple[Pair, ...]:
    """The pairs who would rather have each other, less those whom a relative keeps out of the office."""
    if settings.relatives == "allow":
        return pairs_of(field)
    apart = {frozenset(pair) for pair in related_pairs(field.pool, inputs)}
    there = field.people_of()
    return tuple(
        pair
        for pair in pairs_of(field)
        if not any(frozenset((pair.person, p)) in apart for p in there[pair.office])
    )


def _refusals(field: Field, inputs: Inputs) -> tuple[Refusal, ...]:
    """Every wish that was not met and that the person wanted more than what they have."""
    numbers = {(r.person, r.office, r.round): r.order for r in inputs.table("preferences", Preference)}
    remarks = {(r.person, r.office, r.round): r.remark for r in inputs.table("choices", Choice)}
    found = []
    for number, (one, result) in enumerate(zip(field.rounds, field.results, strict=True), start=1):
        for (person, office), answer in result.answers.items():
            key = (person, office, number)
            own = field.placed.get(person, ())
            if answer.kind in ("placed", "placed_higher") or office in own or key not in numbers:
                continue
            rank = one.orders.get(office, {}).get(person)
            place = None if rank is None else rank + 1
            found.append(Refusal(person, office, numbers[key], number, answer, place, remarks.get(key, "")))
    return tuple(sorted(found, key=lambda r: (r.person, r.round, r.wish)))


def _cards(
    field: Field, refusals: Iterable[Refusal], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[OfficeCard, ...]:
    turn = {office: n for n, group in enumerate(settings.priority, start=1) for office in group}
    asking: dict[str, set[str]] = {office: set() for office in field.seats}
    for row in inputs.table("preferences", Preference):
        if row.office in asking and row.person in field.pool:
            asking[row.office].add(row.person)
    answered = {row.office for row in inputs.table("choices", Choice)}
    others: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        others.setdefault(refusal.office, []).append(refusal)
    seats = _seats(field, inputs)
    cards = []
    for office in offices_of(inputs, settings):
        heads = choosers_of(office, inputs, settings)
        before = tuple(Seat(c.person, "before") for c in slate.of(office))
        wanting = sorted(others.get(office, ()), key=lambda r: (r.round, r.place or 10**9, r.person))
        cards.append(
            OfficeCard(
                office=office,
                seats=field.seats[office],
                reserved=min(settings.reserved_of(office), field.seats[office]),
                group=turn.get(office, 0),
                heads=None if heads is None else tuple(sorted(heads)),
                asked=len(asking[office]),
                answered=office in answered,
                taken=before + seats.get(office, ()),
                others=tuple(wanting),
            )
        )
    return tuple(cards)


def _seats(field: Field, inputs: Inputs) -> Mapping[str, tuple[Seat, ...]]:
    """Who sits where, those whom the office chose in its order, then those placed by adjustment."""
    rows = {(r.person, r.office): r for r in inputs.table("adjustments", Adjustment) if r.accepted}
    numbers = {(r.person, r.office, r.round): r.order for r in inputs.table("preferences", Preference)}
    found: dict[str, list[Seat]] = {}
    for office, people in field.people_of().items():
        for person in people:
            at, number = field.matched.get(person, ("", 0))
            row = rows.get((person, office))
            if row is not None:
                wish = next((n for (p, o, _), n in numbers.items() if (p, o) == (person, office)), None)
                way: Way = "concurrent" if row.concurrent else "adjusted"
                seat = Seat(person, way, wish, adjustment=row)
            else:
                wish = numbers.get((person, at, number))
                rank = field.rounds[number - 1].orders[office][person]
                seat = Seat(person, "unasked" if wish is None else "chosen", wish, rank + 1, number)
            found.setdefault(office, []).append(seat)
    ways = ("before", "chosen", "unasked", "adjusted", "concurrent")
    return {
        office: tuple(sorted(own, key=lambda s: (ways.index(s.way), s.round, s.place or 0, s.person)))
        for office, own in found.items()
    }
