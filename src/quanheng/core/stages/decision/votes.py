"""Votes of a decision (表决结果): who may vote on whom, what the votes come to, and who takes the seats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Number, StageSettings
from quanheng.core.parts import exact
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.decision.tables import (
    Attendance,
    BallotCount,
    Decided,
    GroupTurnout,
    Postponement,
    Resolution,
    RunOff,
    Vote,
)
from quanheng.core.values import Candidate, Slate
from quanheng.core.voting import Count, Majority, Quorum, Turnout


class Settings(StageSettings):
    """What a plan says about a deciding body.

    Shapes: `quorum` is one rule, or several for groups that are counted apart; `postpone` is what postpones a
    candidate by vote; `recusal_base` says whether members who withdraw still count in the whole;
    `per_seat` lets more candidates through than seats (two-level votes); `reference` leaves the result to a
    resolution; `follows` names the scored stage whose order a choice departs from only with a reason.
    Whoever was turned down `never_after` times for a post is not voted on for it; `scrutineers` is how many
    members watch over the ballot.
    """

    kind: Literal["decision"]
    body: str
    quorum: Annotated[
        tuple[Quorum, ...],
        Field(min_length=1),
        BeforeValidator(lambda v: v if isinstance(v, list | tuple) else (v,)),
    ]
    majority: Majority
    postpone: Majority = Majority.model_validate({"over": "1/2", "of": "present"})
    principal_last: bool = False
    manner: Literal["statements", "show_of_hands", "secret"] = "statements"
    recusal_base: Literal["keep", "reduce"] = "keep"
    per_seat: Number = Field(default=Decimal(1), gt=0)
    limited: bool = True
    reference: bool = False
    follows: str | None = None
    never_after: int | None = Field(default=None, ge=1)
    scrutineers: int = Field(default=0, ge=0)


@dataclass(frozen=True, slots=True)
class CandidateDecision:
    """How the body decided on one candidate.

    Units: votes. Shapes: `needed` is how many had to agree; `outvoted`: enough votes, but others had more.
    """

    person: str
    post: str
    count: Count
    whole: int
    needed: int
    result: Decided
    recused: tuple[str, ...] = ()
    reason: str = ""
    outvoted: bool = False

    def candidate(self) -> Candidate:
        """Whom it is about."""
        return Candidate(self.person, self.post)


def decided(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[CandidateDecision, ...]:
    """Every candidate's result, in slate order: by votes, then by seats, then by resolutions."""
    voted = {c: by_votes(c, inputs, settings) for c in slate.candidates}
    if settings.limited:
        for post in dict.fromkeys(c.post for c in slate.candidates):
            _take_seats(post, slate, voted, inputs, settings)
    if settings.reference:
        for row in inputs.table("resolutions", Resolution):
            candidate = Candidate(row.person, row.post)
            if candidate in voted:
                voted[candidate] = replace(voted[candidate], result=row.result, reason=row.reason)
    return tuple(voted.values())


def _take_seats(
    post: str,
    slate: Slate,
    voted: dict[Candidate, CandidateDecision],
    inputs: Inputs,
    settings: Settings,
) -> None:
    """Leave as many adopted as the post has seats: those with the most votes, a run-off parting equals."""
    limit = limit_of(post, slate, settings)
    passed = ranked(post, slate, voted, inputs)
    for candidate in passed[limit:] if limit is not None else ():
        voted[candidate] = replace(voted[candidate], result="not_adopted", outvoted=True)


def limit_of(post: str, slate: Slate, settings: Settings) -> int | None:
    """How many of one post may be adopted; None where its seats are not fixed yet."""
    seats = slate.seats.get(post, 0)
    return int(exact(settings.per_seat) * seats) if seats else None


def ranked(
    post: str, slate: Slate, voted: Mapping[Candidate, CandidateDecision], inputs: Inputs
) -> list[Candidate]:
    run_off = {Candidate(r.person, r.post): r.agree for r in inputs.table("run_offs", RunOff)}
    passed = [c for c in slate.of(post) if voted[c].result == "adopted"]
    return sorted(passed, key=lambda c: (-voted[c].count.agree, -run_off.get(c, 0)))


def by_votes(candidate: Candidate, inputs: Inputs, settings: Settings) -> CandidateDecision:
    """One candidate's result by the votes alone."""
    postponed = {(p.person, p.post): p for p in inputs.table("postponements", Postponement)}
    recused = recused_for(candidate, inputs)
    turnout = turnout_of(inputs, settings)
    if settings.recusal_base == "reduce":
        gone = len(recused)
        turnout = Turnout(turnout.members - gone, turnout.due - gone, turnout.present - gone)
    count = count_of(candidate, inputs, settings)
    whole, needed = settings.majority.whole(turnout, count), settings.majority.needed(turnout, count)
    off = postponed.get((candidate.person, candidate.post))
    result: Decided = "not_adopted"
    if off is not None or count.postpone >= settings.postpone.needed(turnout, count):
        result = "postponed"
    elif count.agree >= needed:
        result = "adopted"
    return CandidateDecision(
        candidate.person, candidate.post, count, whole, needed, result, recused, off.reason if off else ""
    )


def count_of(candidate: Candidate, inputs: Inputs, settings: Settings) -> Count:
    """The votes on one candidate that count."""
    if settings.manner == "secret":
        rows = counts_of(candidate, inputs)
        return sum((Count(r.agree, r.disagree, r.postpone, r.abstain, r.invalid) for r in rows), Count())
    voters = set(voters_for(candidate, inputs))
    said = [v.vote for v in inputs.about("votes", Vote, candidate) if v.member in voters]
    return Count(said.count("agree"), said.count("disagree"), said.count("postpone"), said.count("abstain"))


def counts_of(candidate: Candidate, inputs: Inputs) -> list[BallotCount]:
    return list(inputs.about("counts", BallotCount, candidate))


def recused_for(candidate: Candidate, inputs: Inputs) -> tuple[str, ...]:
    """The members present who may not vote on this candidate."""
    return tuple(
        a.member
        for a in inputs.table("attendance", Attendance)
        if a.present
        and (
            candidate.person in re.split(r"[、,，;；\s]+", a.recused_for)
            or must_recuse(a.member, candidate.person, inputs.people)
        )
    )


def voters_for(candidate: Candidate, inputs: Inputs) -> list[str]:
    recused = set(recused_for(candidate, inputs))
    attendance = inputs.table("attendance", Attendance)
    return [a.member for a in attendance if a.present and a.due and a.member not in recused]


def turnout_of(inputs: Inputs, settings: Settings, group: str = "") -> Turnout:
    """Who could be there and who was, in one group or in all; counts by group stand before single rows."""
    groups = [t for t in inputs.table("turnout", GroupTurnout) if group in ("", t.group)]
    if inputs.table("turnout", GroupTurnout):
        return sum((Turnout(t.members, t.due, t.present) for t in groups), Turnout(0, 0, 0))
    rows = [a for a in inputs.table("attendance", Attendance) if group in ("", a.group)]
    body = inputs.frame.bodies.get(settings.body)
    seated = len(inputs.frame.members.get(settings.body, ())) or (
        body.members if body and body.members else 0
    )
    members = len(rows) if group else max(seated, len(rows))
    return Turnout(members, sum(a.due for a in rows), sum(a.due and a.present for a in rows))
