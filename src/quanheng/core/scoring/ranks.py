"""Ranks (名次): the order of candidates by points, and the chain that parts equal ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby

from quanheng.core.language.terms import TieBreak, settled
from quanheng.core.people import Person
from quanheng.core.scoring.scores import plain
from quanheng.core.values import Candidate, Text
from quanheng.core.workdays import PartialDate

UNPARTED = Text("")
Key = Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate's place in a post; those who stay equal share the rank, and later ranks are skipped."""

    candidate: Candidate
    value: Decimal
    rank: int
    parted_by: Text = UNPARTED


@dataclass(frozen=True)
class TieFacts:
    """What a tie chain may look at: points by stage or component, and the people."""

    points: Mapping[str, Mapping[Candidate, Decimal]]
    people: Mapping[str, Person]

    def points_in(self, name: str, candidate: Candidate) -> Decimal | None:
        """The candidate's points in a stage or component, if any."""
        given = self.points.get(name, {})
        return given.get(candidate, given.get(Candidate(candidate.person, "")))

    def fact(self, name: str, candidate: Candidate) -> str | date | None:
        """A fact of the person: an archive field, else an open attribute."""
        person = self.people.get(candidate.person)
        if person is None:
            return None
        found = getattr(person, name, None)
        if isinstance(found, PartialDate):
            return found.earliest()
        if isinstance(found, str):
            return found
        return person.attributes.get(name)


def standings(
    values: Mapping[Candidate, Decimal], chain: Sequence[TieBreak], facts: TieFacts
) -> tuple[Standing, ...]:
    """The candidates of one post, best first, after the links of the chain that can be worked out."""
    parted: dict[Candidate, Text] = {}
    tiers = _split([list(values)], lambda c: -settled(values[c]))
    for link in chain:
        split = []
        for tier in tiers:
            parts = _parted(tier, link, facts)
            split.extend(parts)
            if len(parts) > 1:
                parted.update({c: _words(link, c, facts) for c in tier})
        tiers = split
    found, ahead = [], 0
    for tier in tiers:
        found += [Standing(c, values[c], ahead + 1, parted.get(c, UNPARTED)) for c in tier]
        ahead += len(tier)
    return tuple(found)


def tiers_of(order: Iterable[Standing]) -> tuple[tuple[Standing, ...], ...]:
    """The order in groups that share a rank."""
    return tuple(tuple(tier) for _, tier in groupby(order, key=lambda s: s.rank))


def _split(
    tiers: Iterable[list[Candidate]], key: Callable[[Candidate], Decimal | int | date]
) -> list[list[Candidate]]:
    return [list(part) for tier in tiers for _, part in groupby(sorted(tier, key=key), key=key)]


def _parted(tier: list[Candidate], link: TieBreak, facts: TieFacts) -> list[list[Candidate]]:
    """A tie after one link; where the link knows nothing of someone, it parts nobody."""
    if len(tier) < 2:
        return [tier]
    keys = {c: _key(link, c, facts) for c in tier}
    known = {c: k for c, k in keys.items() if k is not None}
    if len(known) < len(tier):
        return [tier]
    return _split([tier], lambda c: known[c])


def _key(link: TieBreak, candidate: Candidate, facts: TieFacts) -> Key:
    """What a link sorts by, the smallest first; None when it is not known."""
    if link.by is not None:
        points = facts.points_in(link.by, candidate)
        return None if points is None else -settled(points)
    if link.attribute is not None:
        return _attribute_key(link, candidate, facts)
    if link.earlier is not None:
        return _date(facts.fact(link.earlier, candidate))
    if link.later is not None:
        on = _date(facts.fact(link.later, candidate))
        return None if on is None else -on.toordinal()
    return None


def _attribute_key(link: TieBreak, candidate: Candidate, facts: TieFacts) -> Key:
    fact = facts.fact(link.attribute or "", candidate)
    if fact is None:
        return None
    if link.prefer is not None:
        return link.prefer.index(str(fact)) if fact in link.prefer else len(link.prefer)
    try:
        return -Decimal(str(fact))
    except InvalidOperation:
        return None


def _date(fact: str | date | None) -> date | None:
    if isinstance(fact, date) or fact is None:
        return fact
    try:
        return date.fromisoformat(fact)
    except ValueError:
        return None


def _words(link: TieBreak, candidate: Candidate, facts: TieFacts) -> Text:
    if link.by is not None:
        points = facts.points_in(link.by, candidate)
        shown = plain(points) if points is not None else "-"
        return Text(f"同分，比“{link.by}”得分：{shown}", f"equal points, parted by '{link.by}': {shown}")
    name = link.attribute or link.earlier or link.later or ""
    fact = facts.fact(name, candidate)
    return Text(f"同分，比“{name}”：{fact}", f"equal points, parted by '{name}': {fact}")
