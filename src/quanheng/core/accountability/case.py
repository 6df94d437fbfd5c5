"""Accountability case (责任追究案件): opened, heard, found, decided, imposed and closed, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar

from quanheng.core.accountability.parties import Party
from quanheng.core.accountability.steps import (
    Answer,
    Appeal,
    Closing,
    Decision,
    Finding,
    Imposed,
    Opening,
    Statement,
    StepKind,
    Way,
)
from quanheng.core.inputs import Row
from quanheng.core.listing import names_in
from quanheng.core.spans import full_on
from quanheng.core.stages.nomination.tables import Accountability
from quanheng.core.values import Candidate, Text
from quanheng.core.workdays import Calendar

KIND = "首提责任追究"
"""What the archive calls the effect of a case, in a plan's condition: sanction: {kinds: [首提责任追究]}."""

Phase = Literal["statements", "finding", "decision", "consequence", "closing", "review", "closed"]
PHASES: Mapping[Phase, Text] = {
    "statements": Text("听取陈述", "hearing"),
    "finding": Text("责任认定", "findings"),
    "decision": Text("处理决定", "decision"),
    "consequence": Text("责任追究", "consequences"),
    "closing": Text("待结案", "to be closed"),
    "review": Text("复核申诉", "review or appeal"),
    "closed": Text("已结案", "closed"),
}
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class CaseFacts:
    """What the record said when the case was opened, frozen under a digest.

    Shapes: `head` is where the book of the run stood; `stages` are the closed stages with the digest of each
    outcome; `members` those of the deciding body; `related` maps a person to the parties they are related to.
    """

    run: str
    plan_title: Text
    stage: str
    candidate: Candidate
    name: str
    post_title: Text
    head: str
    story: tuple[Text, ...]
    parties: tuple[Party, ...]
    stages: tuple[tuple[str, str, str], ...]
    members: tuple[str, ...]
    names: Mapping[str, str]
    related: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was entered: by which account and when."""

    kind: StepKind
    row: Row
    by: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """A case as it stands: why it was opened, the frozen facts, the plan's rules, every step so far."""

    code: str
    opening: Opening
    opened_by: str
    opened_on: date
    facts: CaseFacts
    digest: str
    rules: Accountability
    steps: tuple[Step, ...] = ()

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """The rows of one kind that count: the last of each key, after the last decision that failed."""
        found: dict[str, R] = {}
        for step in self.steps:
            if isinstance(step.row, kind):
                found[step.row.key()] = step.row
        return tuple(found.values())

    def concerned(self) -> tuple[Party, ...]:
        """Those who are asked to answer."""
        roles = self.opening.roles()
        return tuple(p for p in self.facts.parties if roles & set(p.roles()))

    def is_concerned(self, person: str | None) -> bool:
        """Whether somebody is asked to answer."""
        return any(p.person == person for p in self.concerned())

    def must_recuse(self, person: str | None) -> bool:
        """Whether somebody may have no hand in the case: named by the record, the nominee, or their kin."""
        if person is None:
            return False
        named = {p.person for p in self.facts.parties} | {self.facts.candidate.person}
        return person in named or bool(self.facts.related.get(person))

    def voters(self) -> tuple[str, ...]:
        """The members of the deciding body who need not recuse."""
        return tuple(m for m in self.facts.members if not self.must_recuse(m))

    def decision(self) -> Decision | None:
        """The decision that adopted the findings."""
        last = self._last_decision()
        return last.row if last and isinstance(last.row, Decision) and self._adopts(last.row) else None

    def _last_decision(self) -> Step | None:
        return next((s for s in reversed(self.steps) if isinstance(s.row, Decision)), None)

    def _adopts(self, row: Decision) -> bool:
        return row.higher or row.agree * 2 > len(self.voters())

    def was_rejected(self) -> bool:
        """Whether the last decision did not adopt the findings and nothing was found anew since."""
        last = self._last_decision()
        if last is None or not isinstance(last.row, Decision) or self._adopts(last.row):
            return False
        after = self.steps[self.steps.index(last) + 1 :]
        return not any(isinstance(s.row, Finding) for s in after)

    def finding_of(self, person: str) -> Finding | None:
        """What was found about somebody."""
        return next((f for f in self.rows(Finding) if f.party == person), None)

    def liable(self) -> tuple[str, ...]:
        """Those found responsible, but for whom a review or an appeal has freed."""
        freed = {a.party for a in self.rows(Answer) if a == self.answer_of(a.party) and a.result == "revoked"}
        return tuple(f.party for f in self.rows(Finding) if f.manner != "none" and f.party not in freed)

    def answer_of(self, person: str) -> Answer | None:
        """The last answer to a review or an appeal of somebody."""
        steps = (s.row for s in reversed(self.steps))
        return next((r for r in steps if isinstance(r, Answer) and r.party == person), None)

    def open_appeals(self) -> tuple[Appeal, ...]:
        """Reviews and appeals that wait for their answer."""
        answered = {a.key() for a in self.rows(Answer)}
        return tuple(a for a in self.rows(Appeal) if a.key() not in answered)

    def consequence_of(self, row: Imposed) -> str:
        """The consequence as it stands after a review or an appeal, '' where it was revoked."""
        answer = self.answer_of(row.party)
        if answer is None or answer.result == "upheld":
            earlier = [a for a in self.rows(Answer) if a.party == row.party and a.result == "changed"]
            return earlier[-1].consequence if earlier else row.consequence
        return answer.consequence if answer.result == "changed" else ""

    def closing(self) -> Closing | None:
        """How it was closed."""
        return next(iter(self.rows(Closing)), None)

    def phase(self, on: date, calendar: Calendar) -> Phase:
        """Where the case stands on a day; whoever said nothing in time is not waited for."""
        people = {p.person for p in self.concerned()}
        if self.closing() is not None:
            return "review" if self.open_appeals() else "closed"
        if self.decision() is not None:
            imposed = {r.party for r in self.rows(Imposed)}
            return "closing" if set(self.liable()) <= imposed else "consequence"
        heard = {s.party for s in self.rows(Statement)}
        found = {f.party for f in self.rows(Finding)}
        if not found and not people <= heard and on <= deadlines(self, calendar)["statements"]:
            return "statements"
        return "decision" if people <= found and not self.was_rejected() else "finding"

    def due_on(self, on: date, calendar: Calendar) -> date | None:
        """The day by which the present phase is to be over; None once it is closed."""
        phase = self.phase(on, calendar)
        if phase == "review":
            return min(answered_until(self, a, calendar) for a in self.open_appeals())
        until: Mapping[Phase, str] = {"consequence": "closing"}
        return None if phase == "closed" else deadlines(self, calendar)[until.get(phase, phase)]


def deadlines(case: Case, calendar: Calendar) -> Mapping[str, date]:
    """By which day each phase is to be over, counted from the day the case was opened."""
    rules, start = case.rules, case.opened_on
    return {
        "statements": full_on(start, rules.statements_within, calendar),
        "finding": full_on(start, rules.finding_within, calendar),
        "decision": full_on(start, rules.decision_within, calendar),
        "closing": full_on(start, rules.closing_within, calendar),
    }


def asked_until(case: Case, person: str, way: Way, calendar: Calendar) -> date | None:
    """The last day on which somebody may ask for a review or appeal; None where nothing was imposed."""
    imposed = next((r for r in case.rows(Imposed) if r.party == person), None)
    if imposed is None or case.closing() is None:
        return None
    answers = (a for a in case.rows(Answer) if (a.party, a.way) == (person, "review"))
    review = next(answers, None) if way == "appeal" else None
    if review is not None:
        return full_on(review.answered_on, case.rules.appeal_after_review, calendar)
    rules = case.rules
    span = rules.review_asked_within if way == "review" else rules.appeal_asked_within
    return full_on(imposed.imposed_on, span, calendar)


def answered_until(case: Case, appeal: Appeal, calendar: Calendar) -> date:
    """The day by which a review or an appeal is to be answered."""
    rules = case.rules
    span = rules.review_answered_within if appeal.way == "review" else rules.appeal_answered_within
    return full_on(appeal.asked_on, span, calendar)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a closed case leaves in somebody's archive: from which day to which, and by which paper."""

    person: str
    decided_on: date
    effect_until: date
    source: str


def effects_of(case: Case, calendar: Calendar) -> tuple[Effect, ...]:
    """The effects of a case that is closed, as the plan gives them to its consequences."""
    if case.closing() is None:
        return ()
    return tuple(
        Effect(row.party, row.imposed_on, until, f"{said.title.zh}，{_paper_of(case, row)}，案件{case.code}")
        for row in case.rows(Imposed)
        for said in [case.rules.consequence(case.consequence_of(row))]
        if said is not None and said.effect is not None
        for until in [full_on(row.imposed_on, said.effect, calendar)]
    )


def _paper_of(case: Case, row: Imposed) -> str:
    changed = (a.paper for a in case.rows(Answer) if a.party == row.party and a.result == "changed")
    return "，".join((row.paper, *changed))


def present_at(row: Decision) -> tuple[str, ...]:
    """Who was at the meeting that decided."""
    return names_in(row.present)
