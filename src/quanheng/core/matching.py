"""Matching (双向选择): people name offices, offices order people, deferred acceptance places them.

People ask in the order of their wishes, every office holds the best it was asked by, whoever is let go
asks the next. Nobody is placed worse than in any other stable placement.
Source: Gale and Shapley 1962, "College admissions and the stability of marriage".
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

NOT_CHOSEN = -1
UNPLACED = -1
Ties = Literal["number", "include", "exclude"]
"""Equals of one office: parted by the person's number, all held across the last seat, or none of them."""


@dataclass(frozen=True, slots=True)
class Market:
    """Wishes and orders as flat rows of whole numbers.

    Shapes: the wishes of person p are the edges from start[p] to start[p + 1] - 1, the most wanted first; an
    edge has its office and the person's standing there, 0 the best, NOT_CHOSEN where they are not taken.
    """

    start: Sequence[int]
    office: Sequence[int]
    standing: Sequence[int]
    capacity: Sequence[int]

    def people(self) -> int:
        """How many people take part."""
        return len(self.start) - 1


@dataclass(frozen=True, slots=True)
class Matching:
    """Who is placed where.

    Shapes: `edge` is each person's placement, UNPLACED where none; the edges before `asked` were all asked.
    """

    edge: Sequence[int]
    asked: Sequence[int]


@dataclass(frozen=True, slots=True)
class Proof:
    """What an independent look at a placement finds; all empty when it holds.

    Shapes: `blocking` are (person, office) who would rather have each other, `over` offices beyond their
    seats, `not_listed` people placed where they did not ask or are not taken.
    """

    blocking: tuple[tuple[int, int], ...] = ()
    over: tuple[int, ...] = ()
    not_listed: tuple[int, ...] = ()

    def holds(self) -> bool:
        """Whether nothing was found."""
        return not (self.blocking or self.over or self.not_listed)


def deferred_acceptance(market: Market, ties: Ties = "number") -> Matching:
    """The placement that is best for the people among all stable ones; rounds of asking, no recursion.

    Standing and number of a person make one whole number, so an office sorts plain numbers.
    """
    people, start, office, standing = market.people(), market.start, market.office, market.standing
    capacity = market.capacity
    held: list[list[int]] = [[] for _ in capacity]
    closed_from: dict[int, int] = {}
    asked = array("q", start[:-1])

    def ask(person: int) -> int:
        """The office that takes the person next, for the moment; -1 when no wish is left."""
        for edge in range(asked[person], start[person + 1]):
            place, rank = office[edge], standing[edge]
            if rank >= 0 and (place not in closed_from or rank < closed_from[place]):
                asked[person] = edge + 1
                held[place].append(rank * people + person)
                return place
        asked[person] = start[person + 1]
        return UNPLACED

    waiting: Iterable[int] = range(people)
    while waiting:
        called = {place for place in map(ask, waiting) if place >= 0}
        waiting = []
        for place in called:
            own = held[place]
            if len(own) <= capacity[place]:
                continue
            own.sort()
            cut = _cut(own, capacity[place], people, ties)
            if ties == "exclude":
                closed_from[place] = own[cut] // people
            waiting += [item % people for item in own[cut:]]
            del own[cut:]
    return Matching(_edges(held, asked), asked)


def _cut(own: Sequence[int], seats: int, people: int, ties: Ties) -> int:
    """How many an office keeps of those it holds, best first and more than its seats."""
    cut = seats
    if ties == "include":
        while 0 < cut < len(own) and own[cut] // people == own[seats - 1] // people:
            cut += 1
    elif ties == "exclude":
        while cut and own[cut - 1] // people == own[seats] // people:
            cut -= 1
    return cut


def _edges(held: Iterable[Iterable[int]], asked: Sequence[int]) -> Sequence[int]:
    """Each person's placement: the edge asked last by whoever is held."""
    people = len(asked)
    edges = array("q", [UNPLACED]) * people
    for own in held:
        for item in own:
            edges[item % people] = asked[item % people] - 1
    return edges


def proof_of(market: Market, edge: Sequence[int]) -> Proof:
    """What is wrong with a placement, looked for without repeating the matching: each edge is read twice."""
    start, office, standing, people = market.start, market.office, market.standing, market.people()
    count = [0] * len(market.capacity)
    last = [NOT_CHOSEN] * len(market.capacity)
    not_listed = []
    for person, own in enumerate(edge):
        if own == UNPLACED:
            continue
        if not start[person] <= own < start[person + 1] or standing[own] < 0:
            not_listed.append(person)
            continue
        count[office[own]] += 1
        last[office[own]] = max(last[office[own]], standing[own] * people + person)
    blocking = []
    for person, own in enumerate(edge):
        until = start[person + 1] if own == UNPLACED else own
        for other in range(start[person], until):
            place = office[other]
            if standing[other] < 0 or not market.capacity[place]:
                continue
            if count[place] < market.capacity[place] or standing[other] * people + person < last[place]:
                blocking.append((person, place))
    over = tuple(o for o, seats in enumerate(market.capacity) if count[o] > seats)
    return Proof(tuple(blocking), over, tuple(not_listed))


Became = Literal["placed", "placed_higher", "not_chosen", "gave_way", "full"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one wish.

    Shapes: `last` is the person last held by a full office (or given way to), `ahead` by how much that
    person's standing is better, `held` how many the office holds.
    """

    kind: Became
    last: str = ""
    ahead: int = 0
    held: int = 0


@dataclass(frozen=True)
class Round:
    """One round of choosing (一轮): wishes, orders, seats that open now, and who may not come together.

    Shapes: `wishes` has each person's offices, most wanted first; `orders` each office's people with their
    standing, 0 the best, those left out not taken; `first` lists groups of offices that choose before the
    others; `apart` are pairs of people, of whom the one that the office orders lower gives way.
    """

    wishes: Mapping[str, Sequence[str]]
    orders: Mapping[str, Mapping[str, int]]
    opens: Mapping[str, int]
    first: Sequence[Sequence[str]] = ()
    apart: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RoundResult:
    """What one round yields.

    Shapes: `wishes` are in the order in which they counted; `seats` those free when it began; `placed` maps
    person to office; `answers` is keyed by (person, office); `gave_way` maps (person, office) to the one
    with whom they may not come together there.
    """

    wishes: Mapping[str, Sequence[str]]
    seats: Mapping[str, int]
    placed: Mapping[str, str]
    answers: Mapping[tuple[str, str], Answer]
    gave_way: Mapping[tuple[str, str], str]
    proof: Proof

    def lapsed(self) -> tuple[tuple[str, str], ...]:
        """Those who gave way in an office where the other is not placed after all."""
        return tuple(key for key, other in self.gave_way.items() if self.placed.get(other) != key[1])

    def vacancies(self) -> dict[str, int]:
        """The seats still free after the round."""
        left = dict(self.seats)
        for office in self.placed.values():
            left[office] -= 1
        return left


def match_rounds(rounds: Iterable[Round]) -> tuple[RoundResult, ...]:
    """Round after round: whoever is placed leaves the pool, and the seats left over are offered again."""
    results: list[RoundResult] = []
    placed: set[str] = set()
    free: dict[str, int] = {}
    for one in rounds:
        for office, seats in one.opens.items():
            free[office] = free.get(office, 0) + seats
        pool = {p: by_priority(own, one.first) for p, own in one.wishes.items() if p not in placed}
        result = _matched(pool, one, dict(free))
        results.append(result)
        placed |= set(result.placed)
        free = result.vacancies()
    return tuple(results)


def by_priority(wishes: Sequence[str], first: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One person's wishes in the order in which they count: offices that choose first come first.

    A person held by an office that chooses first can no longer be asked for by the others, so one deferred
    acceptance over this order gives what group after group would.
    """
    turn = {office: number for number, group in enumerate(first) for office in group}
    return tuple(sorted(wishes, key=lambda office: turn.get(office, len(first))))


@dataclass(frozen=True)
class _Named:
    """A market with the names of its people and offices, both in the order of their codes."""

    people: tuple[str, ...]
    offices: tuple[str, ...]
    market: Market

    def placed(self, matching: Matching) -> dict[str, str]:
        return {
            self.people[p]: self.offices[self.market.office[e]]
            for p, e in enumerate(matching.edge)
            if e != UNPLACED
        }


def market_of(
    wishes: Mapping[str, Sequence[str]],
    orders: Mapping[str, Mapping[str, int]],
    seats: Mapping[str, int],
    without: Iterable[tuple[str, str]] = (),
) -> _Named:
    """The market of named people and offices; people are numbered by code, so the order of entry is nothing.

    Errors: KeyError for an office that has no seats entry.
    """
    people, offices = tuple(sorted(wishes)), tuple(sorted(seats))
    number = {name: n for n, name in enumerate(offices)}
    barred = set(without)
    start, office, standing = array("q", [0]), array("q"), array("q")
    for person in people:
        for wish in wishes[person]:
            office.append(number[wish])
            rank = orders.get(wish, {}).get(person, NOT_CHOSEN)
            standing.append(NOT_CHOSEN if (person, wish) in barred else rank)
        start.append(len(office))
    return _Named(people, offices, Market(start, office, standing, [seats[o] for o in offices]))


def _matched(pool: Mapping[str, Sequence[str]], one: Round, seats: Mapping[str, int]) -> RoundResult:
    gave_way: dict[tuple[str, str], str] = {}
    while True:
        named = market_of(pool, one.orders, seats, gave_way)
        matching = deferred_acceptance(named.market)
        placed = named.placed(matching)
        meeting = together(placed, one.apart)
        if not meeting:
            break
        a, b, office = meeting[0]
        stays, goes = sorted((a, b), key=lambda p: (one.orders[office][p], p))
        gave_way[goes, office] = stays
    answers = answers_of(pool, one.orders, placed, gave_way)
    return RoundResult(pool, seats, placed, answers, gave_way, proof_of(named.market, matching.edge))


def together(placed: Mapping[str, str], apart: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """The pairs who may not come together and are in one office, with it, in the order of their codes."""
    met = {(min(a, b), max(a, b), placed[a]) for a, b in apart if a in placed and placed[a] == placed.get(b)}
    return tuple(sorted(met))


def answers_of(
    wishes: Mapping[str, Sequence[str]],
    orders: Mapping[str, Mapping[str, int]],
    placed: Mapping[str, str],
    gave_way: Mapping[tuple[str, str], str],
) -> dict[tuple[str, str], Answer]:
    """What became of every wish, and for a full office who was held last and by how much better."""
    held: dict[str, list[tuple[int, str]]] = {}
    for person, office in placed.items():
        held.setdefault(office, []).append((orders[office][person], person))
    last = {office: max(own) for office, own in held.items()}
    found = {}
    for person, own in wishes.items():
        got = placed.get(person)
        reached = own.index(got) if got is not None else len(own)
        for place, office in enumerate(own):
            rank = orders.get(office, {}).get(person)
            if place >= reached:
                answer = Answer("placed" if place == reached else "placed_higher")
            elif rank is None:
                answer = Answer("not_chosen")
            elif (person, office) in gave_way:
                answer = Answer("gave_way", gave_way[person, office])
            else:
                worst, name = last.get(office, (rank, ""))
                answer = Answer("full", name, rank - worst, len(held.get(office, ())))
            found[person, office] = answer
    return found


def contested(
    wishes: Mapping[str, Sequence[str]],
    orders: Mapping[str, Mapping[str, int]],
    seats: Mapping[str, int],
) -> dict[str, tuple[str, ...]]:
    """The equals of each office among whom the last seats would have to be shared, by code."""
    named = market_of(wishes, orders, seats)
    placed = named.placed(deferred_acceptance(named.market, "include"))
    held: dict[str, list[str]] = {}
    for person in sorted(placed):
        held.setdefault(placed[person], []).append(person)
    found = {}
    for office, own in sorted(held.items()):
        if len(own) > seats[office]:
            worst = max(orders[office][p] for p in own)
            found[office] = tuple(p for p in own if orders[office][p] == worst)
    return found
