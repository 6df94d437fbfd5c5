"""Establishment (编制、职数): seats approved, held, vacant and over, by unit and level, on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from quanheng.core.language.scales import RANK


class Rung(NamedTuple):
    """What seats are counted by inside a unit: the level, and whether the post leads (领导职务)."""

    level: str
    leading: bool

    def title(self, language: str) -> str:
        """What stands over a column: the level, and that a post does not lead where it does not."""
        if self.leading:
            return self.level
        return f"{self.level}（非领导）" if language == "zh" else f"{self.level} (non-leading)"


class Place(NamedTuple):
    """A rung of a unit: what one approved number is about."""

    unit: str
    level: str
    leading: bool

    @property
    def rung(self) -> Rung:
        """The rung, whatever the unit."""
        return Rung(self.level, self.leading)


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit and the one above it. Shapes: `parent` is '' at the top."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PostSeats:
    """A single post of the archive and its seats (岗位职数)."""

    code: str
    title: str
    place: Place
    seats: int = 1


@dataclass(frozen=True, slots=True)
class ApprovedNumber:
    """Seats approved for a place from a day on, by a paper (核定职数)."""

    place: Place
    seats: int
    approved_on: date
    paper: str = ""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody held or holds, as the archive tells it.

    Shapes: `post` is the code of a post of the archive, '' where only unit and level are told; `unit` is the
    unit's name as written.
    """

    person: str
    name: str
    title: str
    unit: str
    level: str
    leading: bool
    since: date
    until: date | None = None
    post: str = ""

    def is_held_on(self, day: date) -> bool:
        """Whether it is held on that day; the last day named is the first on which it is not."""
        return self.since <= day and (self.until is None or self.until > day)


@dataclass(frozen=True, slots=True)
class Approved:
    """What is approved for a place on a day. Shapes: `number` is None where the posts' seats stand in."""

    seats: int
    number: ApprovedNumber | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One place or a sum of places. Units: seats; a person over in one place fills no vacancy of another."""

    approved: int = 0
    actual: int = 0
    vacant: int = 0
    over: int = 0

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.approved + other.approved,
            self.actual + other.actual,
            self.vacant + other.vacant,
            self.over + other.over,
        )

    @classmethod
    def of(cls, approved: int, actual: int) -> Cell:
        """The cell of one place."""
        return cls(approved, actual, max(0, approved - actual), max(0, actual - approved))


@dataclass(frozen=True)
class UnitLine:
    """One unit in the matrix: its own cells, and those of it and all units below (小计)."""

    unit: UnitPlace
    depth: int
    own: Mapping[Rung, Cell]
    below: Mapping[Rung, Cell]
    has_units_below: bool

    @property
    def total(self) -> Cell:
        """Everything in the unit and below it."""
        return sum(self.below.values(), Cell())


@dataclass(frozen=True)
class Matrix:
    """Units down, rungs across, on one day (职数矩阵)."""

    on: date
    rungs: tuple[Rung, ...]
    lines: tuple[UnitLine, ...]

    def line_of(self, unit: str) -> UnitLine | None:
        """The line of a unit, None where there is no such unit."""
        return next((line for line in self.lines if line.unit.code == unit), None)

    @property
    def over(self) -> tuple[Place, ...]:
        """The places that hold more people than seats are approved."""
        return tuple(
            Place(line.unit.code, *rung)
            for line in self.lines
            for rung, cell in line.own.items()
            if cell.over
        )


@dataclass(frozen=True)
class Establishment:
    """What the archive says of units, posts, approved numbers and who holds what.

    Shapes: `held` may reach over all time; every question names its day. A post without a level is general
    staff (编制) and no seat of the matrix.
    """

    units: Sequence[UnitPlace] = ()
    posts: Sequence[PostSeats] = ()
    numbers: Sequence[ApprovedNumber] = ()
    held: Sequence[HeldPost] = ()
    _places: dict[str, Place] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._places.update({p.code: p.place for p in self.posts})

    @cached_property
    def unit_codes(self) -> Mapping[str, str]:
        """Codes of units by their names and by themselves."""
        return {u.name: u.code for u in self.units} | {u.code: u.code for u in self.units}

    def place_of(self, post: str, unit: str, level: str, leading: bool) -> Place | None:
        """Where a post stands: by its code, else by the name or code of its unit.

        Shapes: None outside the archive's units, and for what has no level: general staff hold no seat here.
        """
        known = self._places.get(post)
        if known is None and unit in self.unit_codes:
            known = Place(self.unit_codes[unit], level, leading)
        return known if known is not None and known.level else None

    def approved_on(self, on: date) -> Mapping[Place, Approved]:
        """What is approved on a day: the latest number until then, else the seats of the single posts."""
        found: dict[Place, Approved] = {}
        for post in self.posts:
            if post.place.level:
                before = found.get(post.place, Approved(0))
                found[post.place] = Approved(before.seats + post.seats)
        for number in sorted(self.numbers, key=lambda n: n.approved_on):
            if number.approved_on <= on:
                found[number.place] = Approved(number.seats, number)
        return found

    def holders_on(self, on: date) -> Mapping[Place, tuple[HeldPost, ...]]:
        """Who holds a seat on a day: each person once for each post, in the order of the archive."""
        found: dict[Place, dict[tuple[str, str], HeldPost]] = {}
        for held in self.held:
            place = self.place_of(held.post, held.unit, held.level, held.leading)
            if place is not None and held.is_held_on(on):
                found.setdefault(place, {}).setdefault((held.person, held.post or held.title), held)
        return {place: tuple(own.values()) for place, own in found.items()}

    def unplaced_on(self, on: date) -> tuple[HeldPost, ...]:
        """Posts with a level held on a day that stand in no unit of the archive, and so in no cell."""
        return tuple(
            h
            for h in self.held
            if h.level and h.is_held_on(on) and self.place_of(h.post, h.unit, h.level, h.leading) is None
        )

    def matrix_on(self, on: date) -> Matrix:
        """Approved, actual, vacant and over by unit and rung on a day, summed up the tree."""
        approved, holders = self.approved_on(on), self.holders_on(on)
        own: dict[str, dict[Rung, Cell]] = {u.code: {} for u in self.units}
        rungs = _rungs([*approved, *holders])
        for place in sorted({*approved, *holders}, key=lambda p: rungs.index(p.rung)):
            cell = Cell.of(approved.get(place, Approved(0)).seats, len(holders.get(place, ())))
            own.setdefault(place.unit, {})[place.rung] = cell
        below = _summed(self.units, own)
        children = _children(self.units)
        return Matrix(
            on,
            rungs,
            tuple(
                UnitLine(unit, depth, own[unit.code], below[unit.code], bool(children.get(unit.code)))
                for unit, depth in _in_order(self.units, children)
            ),
        )


def _rungs(places: Iterable[Place]) -> tuple[Rung, ...]:
    """The rungs, highest first; those off the ladder of ranks follow in the order of the archive."""
    met = list(dict.fromkeys(place.rung for place in places))

    def height(rung: Rung) -> tuple[int, bool, int]:
        known = RANK.height(rung.level)
        return (-1 if known is None else known, rung.leading, -met.index(rung))

    return tuple(sorted(met, key=height, reverse=True))


def _children(units: Sequence[UnitPlace]) -> Mapping[str, list[UnitPlace]]:
    known = {u.code for u in units}
    found: dict[str, list[UnitPlace]] = {}
    for unit in units:
        found.setdefault(unit.parent if unit.parent in known else "", []).append(unit)
    return found


def _in_order(
    units: Sequence[UnitPlace], children: Mapping[str, list[UnitPlace]]
) -> tuple[tuple[UnitPlace, int], ...]:
    """Every unit with its depth, each before the units below it."""
    found: list[tuple[UnitPlace, int]] = []
    waiting = [(unit, 0) for unit in reversed(children.get("", []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(unit.code, []))]
    return tuple(found)


def _summed(
    units: Sequence[UnitPlace], own: Mapping[str, Mapping[Rung, Cell]]
) -> Mapping[str, Mapping[Rung, Cell]]:
    """The cells of each unit together with those of all units below it."""
    parents = {u.code: u.parent for u in units}
    sums: dict[str, dict[Rung, Cell]] = {code: {} for code in parents}
    for code, cells in own.items():
        above = code
        while above in sums:
            for rung, cell in cells.items():
                sums[above][rung] = sums[above].get(rung, Cell()) + cell
            above = parents[above]
    return sums
