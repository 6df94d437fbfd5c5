"""Parties of a case (涉案责任人): whom the record names, each with what they did; nobody typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from quanheng.core.engine import RunFacts
from quanheng.core.inputs import Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import clearance, consultation, decision, inspection, nomination
from quanheng.core.stages.clearance import MUSTS
from quanheng.core.stages.decision.tables import VOICES, Attendance, Vote
from quanheng.core.stages.inspection.tables import Report, TeamMember
from quanheng.core.stages.nomination import NominationRecord
from quanheng.core.values import Candidate, Outcome, Text

Role = Literal["nominator", "inspector", "opinion_giver", "decider"]
ROLES: Mapping[Role, Text] = {
    "nominator": Text("首提责任人", "first nominator"),
    "inspector": Text("考察人员", "inspector"),
    "opinion_giver": Text("意见出具人", "gave an opinion"),
    "decider": Text("参加决定的成员", "took part in the decision"),
}
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in the course of a nomination: role, stage, words, day, and the row that says so."""

    role: Role
    stage: str
    text: Text
    on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom the record names, with every part they had."""

    person: str
    name: str
    parts: tuple[Part, ...]

    def roles(self) -> tuple[Role, ...]:
        """Their roles, each once."""
        return tuple(role for role in ROLES if any(p.role == role for p in self.parts))


def parties_of(facts: RunFacts, outcomes: Mapping[str, Outcome], candidate: Candidate) -> tuple[Party, ...]:
    """Everybody whom the closed stages of a run name about one candidate, nominators first."""
    found: dict[str, list[Part]] = {}
    for stage in facts.plan.stages:
        outcome = outcomes.get(stage.id)
        if outcome is None or candidate not in outcome.entered.candidates:
            continue
        for person, part in _parts(facts, stage, outcome, candidate):
            if person in facts.people:
                found.setdefault(person, []).append(part)
    order = list(ROLES)
    parties = (Party(p, facts.people[p].name, tuple(parts)) for p, parts in found.items())
    return tuple(sorted(parties, key=lambda party: order.index(party.roles()[0])))


def _parts(
    facts: RunFacts, stage: StageSettings, outcome: Outcome, candidate: Candidate
) -> Iterator[tuple[str, Part]]:
    if isinstance(stage, nomination.Settings):
        yield from _nominators(stage, outcome, candidate)
    elif isinstance(stage, inspection.Settings):
        yield from _inspectors(facts, stage, candidate)
    elif isinstance(stage, clearance.Settings):
        yield from _opinions(facts, stage, candidate)
    elif isinstance(stage, consultation.Settings):
        yield from _consulted(facts, stage, candidate)
    elif isinstance(outcome.record, decision.DecisionRecord):
        yield from _deciders(facts, stage, outcome.record, candidate)


def _rows(facts: RunFacts, stage: StageSettings, table: str, row: type[R]) -> list[R]:
    held: Any = facts.rows.get(stage.id, {}).get(table, ())
    return [r for r in held if isinstance(r, row)]


def _nominators(stage: StageSettings, outcome: Outcome, candidate: Candidate) -> Iterator[tuple[str, Part]]:
    record: NominationRecord = outcome.record
    for liable in record.liable:
        if liable.candidate == candidate:
            joint = (
                Text("共同提名", "nominated jointly")
                if liable.manner == "joint"
                else Text("提名", "nominated")
            )
            source = f"{stage.id}.nominations:{candidate.person}|{candidate.post}"
            yield liable.person, Part("nominator", stage.id, joint, liable.nominated_on, source)


def _inspectors(facts: RunFacts, stage: StageSettings, candidate: Candidate) -> Iterator[tuple[str, Part]]:
    for member in _rows(facts, stage, "team", TeamMember):
        said = Text("考察组组长", "led the inspection") if member.leads else Text("考察组成员", "inspected")
        yield member.person, Part("inspector", stage.id, said, None, f"{stage.id}.team:{member.key()}")
    for report in _rows(facts, stage, "reports", Report):
        if (report.person, report.post) in ((candidate.person, candidate.post), (candidate.person, "")):
            said = Text("执笔考察材料", "wrote the inspection report")
            source = f"{stage.id}.reports:{report.key()}"
            yield report.by, Part("inspector", stage.id, said, report.written_on, source)


def _opinions(facts: RunFacts, stage: StageSettings, candidate: Candidate) -> Iterator[tuple[str, Part]]:
    for row in _rows(facts, stage, "opinions", clearance.Opinion):
        if row.person != candidate.person:
            continue
        must = MUSTS.say(row.must)
        said = Text(f"签发“{must.zh}”意见", f"signed the opinion '{must.en}'")
        for hand in (row.signed_by, row.second_signature):
            if hand:
                source = f"{stage.id}.opinions:{row.key()}"
                yield hand, Part("opinion_giver", stage.id, said, row.given_on, source)


def _consulted(facts: RunFacts, stage: StageSettings, candidate: Candidate) -> Iterator[tuple[str, Part]]:
    for row in _rows(facts, stage, "opinions", consultation.PartyOpinion):
        if row.person == candidate.person and row.post in ("", candidate.post):
            opinion = consultation.OPINIONS.say(row.opinion)
            said = Text(f"酝酿意见：{opinion.zh}", f"consulted: {opinion.en}")
            source = f"{stage.id}.opinions:{row.key()}"
            yield row.given_by, Part("opinion_giver", stage.id, said, row.given_on, source)


def _deciders(
    facts: RunFacts, stage: StageSettings, record: decision.DecisionRecord, candidate: Candidate
) -> Iterator[tuple[str, Part]]:
    """Who was at the meeting and had a voice; how they spoke, where they spoke by name."""
    recused = {m for d in record.decisions if d.candidate() == candidate for m in d.recused}
    spoken = {
        v.member: v
        for v in _rows(facts, stage, "votes", Vote)
        if (v.person, v.post) == (candidate.person, candidate.post)
    }
    for seat in _rows(facts, stage, "attendance", Attendance):
        if not (seat.present and seat.due) or seat.member in recused:
            continue
        vote = spoken.get(seat.member)
        said = VOICES.say(vote.vote) if vote else Text("参加表决", "took part in the vote")
        source = f"{stage.id}.votes:{vote.key()}" if vote else f"{stage.id}.attendance:{seat.key()}"
        yield seat.member, Part("decider", stage.id, said, record.held_on, source)
