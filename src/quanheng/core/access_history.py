"""Access over time (何时起能看到): which account could see a fact, by which role, from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.authority import ROLES, Actor
from quanheng.core.leak_matrix import Fact, Reader, Sight, readers_of
from quanheng.core.values import Text

Period = tuple[datetime, datetime | None]
"""From an instant until just before another, None while it lasts."""
Glance = tuple[Sight, tuple[str, ...]]
"""How much is seen, and the roles that alone give as much."""
UNSEEN: Glance = ("none", ())


def covers(period: Period, at: datetime) -> bool:
    """Whether an instant lies in a period."""
    since, until = period
    return since <= at and (until is None or at < until)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that an account held for a while.

    Shapes: `run` '' means everywhere; `entry` is the number of the entry that records the granting, or None;
    `by` the account that granted it.
    """

    role: str
    run: str
    unit: str
    period: Period
    entry: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """One account over time: its grants, and the periods in which its person had applied in the run."""

    account: str
    name: str
    person: str | None
    grants: tuple[Grant, ...]
    applied: tuple[Period, ...] = ()

    def grants_at(self, at: datetime) -> tuple[Grant, ...]:
        """The grants in force at an instant."""
        return tuple(g for g in self.grants if covers(g.period, at))

    def reader_at(self, at: datetime, phase: Phase) -> Reader | None:
        """The account as it stood at an instant of a phase; None where it held no role."""
        held = self.grants_at(at)
        if not held:
            return None
        stands = self.person in phase.standing or any(covers(p, at) for p in self.applied)
        roles = frozenset(g.role for g in held)
        untraced = roles - {g.role for g in held if g.entry is not None}
        units = frozenset(g.unit for g in held if g.unit)
        return Reader(Actor(self.account, self.person, roles, self.name, units), stands, untraced)

    def instants(self) -> set[datetime]:
        """When something of the account itself changed."""
        periods = (*(g.period for g in self.grants), *self.applied)
        return {instant for period in periods for instant in period if instant is not None}


@dataclass(frozen=True)
class Phase:
    """What held from an instant on until the next phase: facts by id, and who stood on a slate of the run."""

    since: datetime
    facts: Mapping[str, Fact]
    standing: frozenset[str] = frozenset()


def phase_at(phases: Sequence[Phase], at: datetime) -> Phase:
    """The phase in which an instant lies; the first for one before them all."""
    return next((p for p in reversed(phases) if p.since <= at), phases[0])


@dataclass(frozen=True, slots=True)
class Span:
    """How much one account could see of a fact for a while, and by which of its roles."""

    holder: Holder
    sight: Sight
    by: tuple[str, ...]
    period: Period


def spans_of(
    fact: str, holders: Iterable[Holder], phases: Sequence[Phase], end: datetime
) -> tuple[Span, ...]:
    """Every while in which an account could see something of a fact, until an instant, account by account."""
    return tuple(span for holder in holders for span in _spans(fact, holder, phases, end))


def _spans(fact: str, holder: Holder, phases: Sequence[Phase], end: datetime) -> Iterator[Span]:
    turns = sorted(t for t in {p.since for p in phases} | holder.instants() if t <= end)
    since, seen = end, UNSEEN
    for turn in turns:
        now = _seen(fact, holder, phase_at(phases, turn), turn)
        if now == seen:
            continue
        if seen[0] != "none":
            yield Span(holder, *seen, (since, turn))
        since, seen = turn, now
    if seen[0] != "none":
        yield Span(holder, *seen, (since, None))


def _seen(fact: str, holder: Holder, phase: Phase, at: datetime) -> Glance:
    asked, reader = phase.facts.get(fact), holder.reader_at(at, phase)
    if asked is None or reader is None or at < phase.since:
        return UNSEEN
    (found,) = readers_of(asked, [reader])
    return found.sight, found.by


def reason_of(fact: Fact, reader: Reader) -> Text:
    """Why an account saw as much of a fact as it did, and no more."""
    (seen,) = readers_of(fact, [reader])
    if seen.sight in ("whole", "masked"):
        return _by(seen.by)
    if reader.stands and fact.sees(reader.actor, False) not in ("none", seen.sight):
        return Text("本人是人选，回避", "stands in the run, recused")
    if fact.sees_later is not None and fact.sees_later(reader.actor, reader.stands) == "whole":
        return Text("环节结束后才能看到", "only once the stage is closed")
    if seen.sight == "own":
        return _by(seen.by)
    alone = (Actor(r, "-", frozenset({r})) for r in ROLES)
    if all(fact.sees(actor, False) == "none" for actor in alone):
        return Text("任何角色都看不到", "no role sees it")
    return Text("所持角色没有这项权限", "no role held gives it")


def _by(roles: Sequence[str]) -> Text:
    titles = [ROLES[role] for role in roles]
    zh, en = "、".join(t.zh for t in titles), ", ".join(t.say("en") for t in titles)
    return Text(f"凭“{zh}”", f"as {en}") if titles else Text("凭几个角色合起来", "by several roles together")
