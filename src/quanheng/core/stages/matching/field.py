"""The field of two-way selection (双向选择局面): pool, seats, rounds, and where everyone is placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from quanheng.core.choosing import group_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Inputs
from quanheng.core.language.posts import Post
from quanheng.core.matching import Round, RoundResult, contested, match_rounds, together
from quanheng.core.scoring.ranks import TieFacts, standings, tiers_of
from quanheng.core.stages.matching.record import MatchingRecord
from quanheng.core.stages.matching.tables import Adjustment, Choice, Establishment, Preference
from quanheng.core.stages.matching.terms import Circle, Settings
from quanheng.core.values import Candidate, Slate


@dataclass(frozen=True)
class Field:
    """How a two-way selection stands by the rows that are in.

    Shapes: `pools` are those who may choose in each round, and after the last; `seats` what each office
    may fill in all; `rounds` and `results` go together; `matched` maps person to (office, round number);
    `placed` is each person's offices after adjustments, the main one first; `tied` are the equals of each
    office at its last seat, by round.
    """

    pools: tuple[frozenset[str], ...]
    seats: Mapping[str, int]
    rounds: tuple[Round, ...]
    results: tuple[RoundResult, ...]
    matched: Mapping[str, tuple[str, int]]
    placed: Mapping[str, tuple[str, ...]]
    tied: tuple[Mapping[str, tuple[str, ...]], ...]

    @property
    def pool(self) -> frozenset[str]:
        """Everyone who takes part."""
        return self.pools[0]

    def people_of(self) -> dict[str, list[str]]:
        """Who is placed in each office, by code."""
        found: dict[str, list[str]] = {office: [] for office in self.seats}
        for person in sorted(self.placed):
            for office in self.placed[person]:
                found[office].append(person)
        return found

    def filled(self) -> dict[str, int]:
        """How many are placed in each office."""
        return {office: len(people) for office, people in self.people_of().items()}

    def pool_of_round(self, number: int) -> frozenset[str]:
        """Who may still choose in a round: those whom no earlier round placed."""
        return self.pools[number - 1]


def offices_of(inputs: Inputs, settings: Settings) -> dict[str, Post]:
    """The posts that people may choose here, in plan order."""
    return {
        post.id: post
        for post in inputs.frame.posts.values()
        if not post.excluded
        and (not settings.offices or post.id in settings.offices or post.cls in settings.offices)
    }


def opens_in(circle: Circle, post: Post) -> bool:
    """Whether an office is open in a round."""
    return not circle.offices or post.id in circle.offices or post.cls in circle.offices


def reaches(circle: Circle, unit: str | None, post: Post, offices: Iterable[Post]) -> bool:
    """Whether somebody of this unit may choose the office in a round."""
    if circle.reach == "all" or unit == post.unit:
        return True
    groups = {group_of(o) for o in offices if o.unit == unit}
    return circle.reach == "group" and group_of(post) in groups


def standing_people(slate: Slate, inputs: Inputs) -> frozenset[str]:
    """Who has a place already: everyone whom the stages before left standing."""
    last = list(inputs.earlier.values())[-1:]
    return frozenset(slate.people()) | {p for outcome in last for p in outcome.remaining.people()}


def losers(slate: Slate, inputs: Inputs) -> frozenset[str]:
    """Who entered a competition before this stage and has no place from it; an earlier choosing is none."""
    competitions = (o for o in inputs.earlier.values() if not isinstance(o.record, MatchingRecord))
    entered = {p for outcome in competitions for p in outcome.entered.people()}
    return frozenset(entered - standing_people(slate, inputs))


def pool_of(slate: Slate, inputs: Inputs, settings: Settings) -> frozenset[str]:
    """Who takes part."""
    takers, placed, lost = settings.takers, standing_people(slate, inputs), losers(slate, inputs)
    if takers.unplaced_of is not None:
        before = inputs.earlier.get(takers.unplaced_of)
        without = {*before.record.unplaced, *before.remaining.people()} if before else set()
        return frozenset(without - placed)
    return frozenset(
        p.id
        for p in inputs.people.values()
        if p.id not in placed
        and (not takers.units or p.unit in takers.units)
        and (not takers.identities or p.identity in takers.identities)
        and (p.id in lost or not posts_held_of(p, takers.except_holders_of, inputs.frame.as_of))
    )


def seats_of(slate: Slate, inputs: Inputs, settings: Settings) -> dict[str, int]:
    """How many each office may take here, those who stand in it already left out."""
    table = {
        row.office: max(row.posts - row.occupied, 0) for row in inputs.table("establishment", Establishment)
    }
    free = {}
    for office, post in offices_of(inputs, settings).items():
        by_plan = slate.seats.get(office, post.fixed_seats()) - len(slate.of(office))
        free[office] = table.get(office, 0) if settings.capacity == "establishment" else max(by_plan, 0)
    return free


def field_of(slate: Slate, inputs: Inputs, settings: Settings) -> Field:
    """The whole field by the rows that are in."""
    pool, seats = pool_of(slate, inputs, settings), seats_of(slate, inputs, settings)
    rounds = () if settings.settles == "organisation" else _rounds(pool, seats, inputs, settings)
    results = match_rounds(rounds)
    matched = {
        p: (office, n) for n, result in enumerate(results, start=1) for p, office in result.placed.items()
    }
    tied = tuple(
        contested(result.wishes, one.orders, result.seats)
        for one, result in zip(rounds, results, strict=True)
    )
    pools = accumulate(results, lambda left, result: left - set(result.placed), initial=pool)
    return Field(tuple(pools), seats, rounds, results, matched, _adjusted(pool, matched, inputs), tied)


def _rounds(
    pool: frozenset[str], seats: Mapping[str, int], inputs: Inputs, settings: Settings
) -> tuple[Round, ...]:
    found = []
    opened: set[str] = set()
    apart = related_pairs(pool, inputs) if settings.relatives == "give_way" else ()
    for number, circle in enumerate(settings.rounds, start=1):
        orders = _orders(number, pool, inputs, settings)
        opens = dict.fromkeys(seats, 0)
        for office, post in offices_of(inputs, settings).items():
            if opens_in(circle, post) and office not in opened:
                opened.add(office)
                opens[office] += max(seats[office] - settings.reserved_of(office), 0)
            if circle.opens_reserved:
                opens[office] += min(settings.reserved_of(office), seats[office])
        wishes = _wishes(number, pool, orders, inputs, settings)
        found.append(Round(wishes, orders, opens, settings.priority, apart))
    return tuple(found)


def _wishes(
    number: int,
    pool: frozenset[str],
    orders: Mapping[str, Mapping[str, int]],
    inputs: Inputs,
    settings: Settings,
) -> dict[str, list[str]]:
    """Each person's offices, most wanted first; after them those that chose the person unasked."""
    rows = [r for r in inputs.table("preferences", Preference) if r.round == number and r.person in pool]
    wishes: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: (r.person, r.order)):
        wishes.setdefault(row.person, []).append(row.office)
    for office in offices_of(inputs, settings):
        for person in orders.get(office, {}) if settings.takes_unlisted(office) else ():
            if office not in wishes.setdefault(person, []):
                wishes[person].append(office)
    return wishes


def _orders(
    number: int, pool: frozenset[str], inputs: Inputs, settings: Settings
) -> dict[str, dict[str, int]]:
    """Each office's people with their standing, 0 the best; equals the office did not part share one."""
    chosen: dict[str, dict[Candidate, Choice]] = {}
    for row in inputs.table("choices", Choice):
        if row.round == number and row.accept and row.person in pool:
            chosen.setdefault(row.office, {})[Candidate(row.person, row.office)] = row
    points = {
        stage: {s.candidate: s.value for s in outcome.scores} for stage, outcome in inputs.earlier.items()
    }
    facts = TieFacts(points, inputs.people)
    found = {}
    for office, rows in chosen.items():
        values = {c: _value(row, settings) for c, row in rows.items()}
        ranks: dict[str, int] = {}
        for tier in tiers_of(standings(values, settings.ties, facts)):
            places = sorted((rows[s.candidate].place or 0, s.candidate.person) for s in tier)
            parted = len({place for place, _ in places}) == len(places) and places[0][0] > 0
            first = len(ranks)
            ranks |= {p: first + (i if parted else 0) for i, (_, p) in enumerate(places)}
        found[office] = ranks
    return found


def _value(row: Choice, settings: Settings) -> Decimal:
    """The number by which an office orders people, the highest first."""
    if settings.chosen_by == "score":
        return row.score or Decimal(0)
    if settings.chosen_by == "grade":
        return Decimal(-settings.grades.index(row.grade))
    return Decimal(-(row.order or 0))


def _adjusted(
    pool: frozenset[str], matched: Mapping[str, tuple[str, int]], inputs: Inputs
) -> dict[str, tuple[str, ...]]:
    """Each person's offices after the adjustments."""
    rows = sorted(
        (r for r in inputs.table("adjustments", Adjustment) if r.person in pool and r.accepted),
        key=lambda r: (r.concurrent, r.office),
    )
    placed: dict[str, tuple[str, ...]] = {person: (office,) for person, (office, _) in matched.items()}
    for row in rows:
        if row.concurrent:
            placed[row.person] = (*placed.get(row.person, ()), row.office)
        else:
            placed[row.person] = (row.office,) if row.office else ()
    return {person: tuple(dict.fromkeys(own)) for person, own in placed.items() if own}


def related_pairs(people: Iterable[str], inputs: Inputs) -> tuple[tuple[str, str], ...]:
    """The pairs among these people who may not serve together, by their relations."""
    inside = {p: inputs.people[p] for p in people if p in inputs.people}
    found = {
        (min(p, r.to), max(p, r.to)) for p, known in inside.items() for r in known.relations if r.to in inside
    }
    return tuple(sorted(found))


def relatives_together(field: Field, slate: Slate, inputs: Inputs) -> tuple[tuple[str, str, str], ...]:
    """Pairs of relatives who would come together in one office, also with those who are there already."""
    found: list[tuple[str, str, str]] = []
    for office, people in field.people_of().items():
        people += [c.person for c in slate.of(office)]
        found += together(dict.fromkeys(people, office), related_pairs(people, inputs))
    return tuple(found)
