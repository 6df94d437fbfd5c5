"""Lists of structural selection (结构名单): each post's best list under its quotas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.inputs import Inputs
from quanheng.core.parts import exact
from quanheng.core.quotas import Contradiction, Quota, best_list
from quanheng.core.scoring.keeping import scores_of
from quanheng.core.scoring.ranks import Standing, TieFacts, standings, tiers_of
from quanheng.core.stages.quota_selection.terms import Period, Place, QuotaTerm, Relief, Settings
from quanheng.core.values import Candidate, Slate, Text

DIGITS = Decimal("0.000001")
"""Points are compared to six decimals."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One quota as it binds one list, for one unit where it is counted by unit.

    Shapes: `quota` speaks of the list's people by their number in its order.
    """

    term: QuotaTerm
    quota: Quota
    unit: str = ""

    def title(self) -> Text:
        """What it asks, with the unit where there is one."""
        zh = f"{self.unit}：{self.term.title.zh}" if self.unit else self.term.title.zh
        en = self.term.title.say("en")
        return Text(zh, f"{self.unit}: {en}" if self.unit else en)


@dataclass(frozen=True)
class PostList:
    """One post's list.

    Shapes: `order` are its candidates, the best first; `chosen` their numbers, None where the quotas
    contradict, and `contradiction` then says which; `equals` are those of equal points of whom some stay and
    some leave, not parted yet.
    """

    post: str
    seats: int
    order: tuple[Standing, ...]
    bounds: tuple[Bound, ...]
    chosen: tuple[int, ...] | None
    contradiction: tuple[Bound, ...] = ()
    equals: tuple[Candidate, ...] = ()

    def is_in(self, number: int) -> bool:
        """Whether the list holds a candidate, by number."""
        return self.chosen is not None and number in self.chosen

    def count(self, bound: Bound) -> int:
        """How many of the chosen a quota counts."""
        return len(bound.quota.members.intersection(self.chosen or ()))

    def total(self) -> Decimal:
        """The points of the list."""
        return sum((self.order[n].value for n in self.chosen or ()), Decimal(0))

    def top_total(self) -> Decimal:
        """The points that the list would have without quotas."""
        return sum((s.value for s in self.order[: self.seats]), Decimal(0))

    def broken_by(self, goes: int, comes: int) -> Bound | None:
        """The first quota that would break if one candidate took the other's place."""
        changed = [n for n in self.chosen or () if n != goes] + [comes]
        return next((b for b in self.bounds if not b.quota.holds(changed)), None)


def unjudged(slate: Slate, inputs: Inputs, settings: Settings) -> list[tuple[Candidate, QuotaTerm]]:
    """Candidates of whom the facts are missing for a quota that binds the list of their post."""
    relaxed = {(r.post, r.quota) for r in inputs.table("reliefs", Relief)}
    return [
        (c, term)
        for term in settings.quotas
        for c in slate.candidates
        if term.who is not None
        and (not term.posts or c.post in term.posts)
        and (c.post, term.id) not in relaxed
        and _state(term, c, inputs) == "unknown"
    ]


def _state(term: QuotaTerm, candidate: Candidate, inputs: Inputs) -> str:
    person, post = inputs.people.get(candidate.person), inputs.frame.posts.get(candidate.post)
    if term.who is None or person is None:
        return "met" if term.who is None else "unknown"
    return verdict(term.who, person, post, inputs.frame, inputs.frame.as_of).state


def lists_of(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[PostList, ...]:
    """Every post with candidates, its list worked out."""
    posts = [p for p in inputs.frame.posts if slate.of(p)]
    return tuple(_list_of(post, slate, inputs, settings) for post in posts)


def _list_of(post: str, slate: Slate, inputs: Inputs, settings: Settings) -> PostList:
    order = _ordered(post, slate, inputs, settings)
    seats = min(slate.seats.get(post, 0), len(order))
    bounds = tuple(_bounds(post, seats, [s.candidate for s in order], inputs, settings))
    points = [int((s.value / DIGITS).to_integral_value(ROUND_HALF_UP)) for s in order]
    scale = _step(points)
    found = best_list([p // scale for p in points], seats, [b.quota for b in bounds])
    if isinstance(found, Contradiction):
        return PostList(post, seats, order, bounds, None, tuple(bounds[q] for q in found.quotas))
    one = PostList(post, seats, order, bounds, found.people)
    return replace(one, equals=_equals(one, inputs))


def _step(points: list[int]) -> int:
    """The greatest power of ten by which all points can be divided: smaller numbers are worked out sooner."""
    step = 1
    while step < 10**6 and all(p % (step * 10) == 0 for p in points):
        step *= 10
    return step


def _ordered(post: str, slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Standing, ...]:
    """The candidates of a post, best first; equals by the chain, by the places given, then by code."""
    given = scores_of(inputs, settings.by, slate.of(post))
    values = {c: given[c].value for c in slate.of(post) if c in given}
    points = {s: {x.candidate: x.value for x in o.scores} for s, o in inputs.earlier.items()}
    places = {Candidate(r.person, r.post): r.place for r in inputs.table("places", Place)}
    found: list[Standing] = []
    for tier in tiers_of(standings(values, settings.ties, TieFacts(points, inputs.people))):
        found += sorted(tier, key=lambda s: (places.get(s.candidate, 10**6), s.candidate.person))
    return tuple(found)


def _equals(one: PostList, inputs: Inputs) -> tuple[Candidate, ...]:
    """Equals without a place of their own, of whom some stay and others could take their place as well."""
    places = {Candidate(r.person, r.post): r.place for r in inputs.table("places", Place)}
    number = {s.candidate: n for n, s in enumerate(one.order)}
    unparted: list[Candidate] = []
    for tier in tiers_of(one.order):
        own = [number[s.candidate] for s in tier]
        given = {places[s.candidate] for s in tier if s.candidate in places}
        stay, go = [n for n in own if one.is_in(n)], [n for n in own if not one.is_in(n)]
        if len(given) == len(own):
            continue
        meeting = {n for a in stay for b in go if one.broken_by(a, b) is None for n in (a, b)}
        unparted += [one.order[n].candidate for n in sorted(meeting)]
    return tuple(unparted)


def _bounds(
    post: str, seats: int, candidates: list[Candidate], inputs: Inputs, settings: Settings
) -> list[Bound]:
    relaxed = {r.quota for r in inputs.table("reliefs", Relief) if r.post == post}
    units: dict[str, set[int]] = {}
    for number, c in enumerate(candidates):
        person = inputs.people.get(c.person)
        units.setdefault((person.unit if person else None) or "", set()).add(number)
    bounds = []
    for term in settings.quotas:
        if term.id in relaxed or (term.posts and post not in term.posts):
            continue
        who = frozenset(n for n, c in enumerate(candidates) if _state(term, c, inputs) == "met")
        if term.per == "list":
            least = max(term.at_least, ceil(_wanted(term, post, inputs) * seats))
            bounds.append(Bound(term, Quota(who, least, term.at_most)))
            continue
        bounds += [_of_unit(term, who, unit, frozenset(own)) for unit, own in sorted(units.items())]
    return bounds


def _of_unit(term: QuotaTerm, who: frozenset[int], unit: str, own: frozenset[int]) -> Bound:
    quota = Quota(who & own, term.at_least, term.at_most, _fraction(term), own if term.share else frozenset())
    return Bound(term, quota, unit or "—")


def _wanted(term: QuotaTerm, post: str, inputs: Inputs) -> Fraction:
    """The share wanted of this list; averaged, what the latest earlier periods leave to make up."""
    share = _fraction(term)
    if term.averaged_over is None:
        return share
    rows = [p for p in inputs.table("periods", Period) if (p.post, p.quota) == (post, term.id)]
    latest = sorted(rows, key=lambda p: p.period)[-(term.averaged_over - 1) :]
    made = sum((Fraction(p.counted, p.whole) for p in latest), Fraction(0))
    return min(max(share * (len(latest) + 1) - made, Fraction(0)), Fraction(1))


def _fraction(term: QuotaTerm) -> Fraction:
    return exact(term.share)
