"""Cards of a meeting (讨论人选): what the body looks at for each candidate, and how the votes stand.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quanheng.core.recusal import must_recuse
from quanheng.core.stages.decision.memory import barred
from quanheng.core.stages.decision.tables import (
    DECIDED,
    VOICES,
    Attendance,
    BallotCount,
    Postponement,
    Vote,
)
from quanheng.core.stages.decision.votes import (
    CandidateDecision,
    Settings,
    counts_of,
    decided,
    recused_for,
    turnout_of,
    voters_for,
)
from quanheng.core.values import Candidate, Text
from quanheng.documents.wording import present_posts
from quanheng.web.stages.access import StageInView
from quanheng.web.stages.candidate_words import Points, Said, points_of, said_of

Stage = StageInView[Settings]

COUNTED: Mapping[str, Text] = {**VOICES.words, "invalid": Text("无效", "invalid")}
LOOKS = {"adopted": "is-met", "not_adopted": "is-error", "postponed": "is-warning"}


@dataclass(frozen=True, slots=True)
class QuorumCheck:
    """One rule of quorum against those present."""

    rule: Text
    needed: int
    present: int
    members: int

    @property
    def is_met(self) -> bool:
        """Whether enough are there."""
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class Seat:
    """One member at the meeting; `kin` names the candidates they are recused for by relation."""

    member: str
    name: str
    is_principal: bool
    attendance: Attendance | None
    kin: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One member's turn to speak on a candidate, the vote if it was given, and what was typed but refused."""

    member: str
    name: str
    order: int
    is_principal: bool
    vote: Vote | None
    typed: str = ""

    @property
    def choice(self) -> str:
        """What stands chosen in the form: what was just typed, else the vote given."""
        return self.typed or (self.vote.vote if self.vote else "")


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate before the body."""

    candidate: Candidate
    name: str
    post: Text
    present_post: str
    scores: tuple[Points, ...]
    opinions: tuple[Said, ...]
    recused: tuple[str, ...]
    voices: tuple[Voice, ...]
    count: BallotCount | None
    postponed: Postponement | None
    decision: CandidateDecision | None
    barred: Text | None
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Where the card stands on its page."""
        return f"c-{self.candidate.post}-{self.candidate.person}"

    @property
    def boxes(self) -> tuple[tuple[str, Text, str], ...]:
        """The boxes of a count: name, title, what stands in it."""
        held = {name: str(getattr(self.count, name)) if self.count else "" for name in COUNTED}
        return tuple((name, title, self.typed.get(name, held[name])) for name, title in COUNTED.items())

    @property
    def spoken(self) -> int:
        """How many have spoken."""
        return sum(v.vote is not None for v in self.voices)

    @property
    def has_votes(self) -> bool:
        """Whether anybody spoke or a count is entered, so that there are votes to show."""
        return self.count is not None or self.spoken > 0

    @property
    def silent_others(self) -> int:
        """How many but the principal have not spoken."""
        return sum(v.vote is None and not v.is_principal for v in self.voices)

    @property
    def is_settled(self) -> bool:
        """Whether every vote is in, so that the result stands."""
        if self.postponed is not None or self.count is not None or self.barred is not None:
            return True
        return bool(self.voices) and self.spoken == len(self.voices)

    @property
    def result(self) -> Text | None:
        """The result once every vote is in."""
        return DECIDED.say(self.decision.result) if self.decision and self.is_settled else None

    @property
    def look(self) -> str:
        """How the result looks."""
        return LOOKS[self.decision.result] if self.decision and self.is_settled else ""


def with_typed(cards: Sequence[Card], candidate: Candidate, typed: Mapping[str, str]) -> tuple[Card, ...]:
    """The cards with what was typed for one candidate and not taken: votes by member, or counts by name."""
    return tuple(
        replace(
            card,
            typed=typed,
            voices=tuple(replace(v, typed=typed.get(v.member, "")) for v in card.voices),
        )
        if card.candidate == candidate
        else card
        for card in cards
    )


def quorum_of(view: Stage) -> tuple[QuorumCheck, ...]:
    """Every rule of quorum of the plan."""
    checks = []
    for rule in view.settings.quorum:
        turnout = turnout_of(view.inputs, view.settings, rule.group)
        checks.append(QuorumCheck(rule.say(), rule.needed(turnout), turnout.present, turnout.members))
    return tuple(checks)


def seats_of(view: Stage) -> tuple[Seat, ...]:
    """The members of the body, the principal last, as they speak."""
    frame, body = view.inputs.frame, view.settings.body
    held = {a.member: a for a in view.rows("attendance", Attendance)}
    principal = frame.principals.get(body)
    members = dict.fromkeys((*frame.members.get(body, ()), *held))
    ordered = sorted(members, key=lambda m: m == principal)
    people = view.slate.people()
    return tuple(
        Seat(
            m,
            view.name(m),
            m == principal,
            held.get(m),
            tuple(view.name(p) for p in people if must_recuse(m, p, view.inputs.people)),
        )
        for m in ordered
    )


def cards_of(view: Stage) -> tuple[Card, ...]:
    """Every candidate in slate order."""
    has_turnout = bool(view.inputs.rows.get("attendance") or view.inputs.rows.get("turnout"))
    decisions = (
        {d.candidate(): d for d in decided(view.slate, view.inputs, view.settings)} if has_turnout else {}
    )
    kept_out = {f.candidate: f.text for f in barred(view.slate, view.inputs, view.settings)}
    return tuple(_card(view, c, decisions.get(c), kept_out.get(c)) for c in view.slate.candidates)


def _card(
    view: Stage, candidate: Candidate, decision: CandidateDecision | None, kept_out: Text | None
) -> Card:
    person = view.inputs.people.get(candidate.person)
    off = (p for p in view.rows("postponements", Postponement) if (p.person, p.post) == _pair(candidate))
    return Card(
        candidate=candidate,
        name=view.name(candidate.person),
        post=view.post(candidate.post),
        present_post=present_posts(person, view.inputs.frame.as_of) if person else "",
        scores=points_of(view, candidate),
        opinions=said_of(view, candidate),
        recused=tuple(view.name(m) for m in recused_for(candidate, view.inputs)),
        voices=voices_of(view, candidate),
        count=next(iter(counts_of(candidate, view.inputs)), None),
        postponed=next(off, None),
        decision=None if kept_out else decision,
        barred=kept_out,
    )


def _pair(candidate: Candidate) -> tuple[str, str]:
    return candidate.person, candidate.post


def voices_of(view: Stage, candidate: Candidate) -> tuple[Voice, ...]:
    """Who speaks on a candidate, in the order in which they spoke or will, the principal last."""
    principal = view.inputs.frame.principals.get(view.settings.body)
    votes = {v.member: v for v in view.rows("votes", Vote) if (v.person, v.post) == _pair(candidate)}
    voters = voters_for(candidate, view.inputs)
    spoke = sorted((m for m in voters if m in votes), key=lambda m: votes[m].order or 0)
    order: Sequence[str] = [*spoke, *(m for m in voters if m not in votes)]
    order = sorted(order, key=lambda m: m == principal)
    places: dict[str, int] = {}
    for member in order:
        vote, latest = votes.get(member), max(places.values(), default=0)
        places[member] = vote.order if vote is not None and vote.order is not None else latest + 1
    return tuple(Voice(m, view.name(m), places[m], m == principal, votes.get(m)) for m in order)
