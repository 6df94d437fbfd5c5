"""Register of nominations (首提台账): every nomination, what became of it, until when it is valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.channels import Channel
from quanheng.core.engine import Closing, RunFacts, inputs_for
from quanheng.core.inputs import Inputs
from quanheng.core.spans import full_on
from quanheng.core.stages.appointment import AppointmentRecord
from quanheng.core.stages.decision import DecisionRecord
from quanheng.core.stages.nomination import NominationRecord
from quanheng.core.stages.nomination.checks import is_withdrawn, still_liable, valid_until
from quanheng.core.stages.nomination.tables import Nomination, Review, Settings
from quanheng.core.stages.probation import ProbationRecord
from quanheng.core.values import Candidate, Departure, Outcome, Text

State = Literal[
    "pending", "withdrawn", "standing", "expired", "under_way", "decided", "appointed", "passed", "wanting"
]
STATES: Mapping[State, Text] = {
    "pending": Text("待综合审核", "to be reviewed"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "standing": Text("未采用，有效期内", "not taken up, still valid"),
    "expired": Text("已失效", "expired"),
    "under_way": Text("选拔中", "in selection"),
    "decided": Text("已决定任用", "decided"),
    "appointed": Text("已任职", "appointed"),
    "passed": Text("试用期满合格", "passed probation"),
    "wanting": Text("任用后发现问题", "found wanting later"),
}
PROMOTED: frozenset[State] = frozenset({"appointed", "passed", "wanting"})
"""The states of somebody who was put into the post."""


@dataclass(frozen=True, slots=True)
class Nominator:
    """Who answers for a nomination: code, name and unit."""

    person: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One nomination with its whole course.

    Shapes: `nominators` are those who answer now, several where they answer jointly; `remind_on` is None
    unless it still waits to be taken up; `reason` says why it was not taken up or why the nominee left;
    `is_answered_for` where the plan says how nominators answer for it.
    """

    run: str
    stage: str
    person: str
    name: str
    post: str
    title: Text
    level: str
    channel: Channel
    by_unit: str
    nominators: tuple[Nominator, ...]
    nominated_on: date
    valid_until: date
    state: State
    is_taken_up: bool = False
    remind_on: date | None = None
    reviewed_on: date | None = None
    decided_on: date | None = None
    appointed_on: date | None = None
    passed_on: date | None = None
    reason: Text = Text("")
    is_answered_for: bool = False

    @property
    def candidate(self) -> Candidate:
        """Whom it is about."""
        return Candidate(self.person, self.post)

    @property
    def is_joint(self) -> bool:
        """Whether several answer for it together."""
        return len(self.nominators) > 1

    def reminds_on(self, day: date) -> bool:
        """Whether it is to be called to mind: valid still, and not for long."""
        return self.remind_on is not None and self.remind_on <= day <= self.valid_until


def register_of(
    run: str, facts: RunFacts, outcomes: Mapping[str, Outcome], on: date
) -> tuple[RegisterLine, ...]:
    """The nominations of one run in the order of their days, as they stand on a day."""
    lines = [
        _line(run, row, stage, inputs, outcomes, on)
        for stage in facts.plan.stages
        if isinstance(stage, Settings)
        for inputs in [inputs_for(facts, outcomes, Closing(stage.id, on, on))]
        for row in inputs.table("nominations", Nomination)
    ]
    return tuple(sorted(lines, key=lambda x: (x.nominated_on, x.person, x.post)))


def _line(
    run: str, row: Nomination, stage: Settings, inputs: Inputs, outcomes: Mapping[str, Outcome], on: date
) -> RegisterLine:
    course = _course(Candidate(row.person, row.post), stage, inputs, outcomes)
    until = valid_until(row, inputs, stage)
    state = _state(row, course, stage, inputs, until, on)
    post = inputs.frame.posts[row.post]
    waits = state in ("pending", "standing")
    people = still_liable(row, inputs) or row.liable()
    return RegisterLine(
        run=run,
        stage=stage.id,
        person=row.person,
        name=inputs.name_of(row.person),
        post=row.post,
        title=post.title,
        level=post.level,
        channel=row.channel,
        by_unit=row.unit,
        nominators=tuple(_nominator(p, inputs) for p in people),
        nominated_on=row.nominated_on,
        valid_until=until,
        state=state,
        is_taken_up=course.is_taken_up,
        remind_on=_remind_on(until, stage, inputs) if waits else None,
        reviewed_on=course.reviewed_on,
        decided_on=course.decided_on,
        appointed_on=course.appointed_on,
        passed_on=course.passed_on,
        reason=course.left.finding.text if course.left else Text(""),
        is_answered_for=stage.accountability is not None,
    )


def _nominator(person: str, inputs: Inputs) -> Nominator:
    known = inputs.people.get(person)
    return Nominator(person, inputs.name_of(person), (known.unit or "") if known else "")


def _remind_on(until: date, stage: Settings, inputs: Inputs) -> date:
    return until - (full_on(until, stage.remind, inputs.calendar) - until)


@dataclass(frozen=True, slots=True)
class _Course:
    """How far one nominee came."""

    closed: bool = False
    is_taken_up: bool = False
    left: Departure | None = None
    reviewed_on: date | None = None
    decided_on: date | None = None
    appointed_on: date | None = None
    passed_on: date | None = None


def _course(
    candidate: Candidate, stage: Settings, inputs: Inputs, outcomes: Mapping[str, Outcome]
) -> _Course:
    reviews = inputs.table("reviews", Review)
    reviewed = next((r.reviewed_on for r in reviews if Candidate(r.person, r.post) == candidate), None)
    own = [(name, o) for name, o in outcomes.items() if candidate in o.entered.candidates]
    left = next((o.departure_of(candidate) for _, o in reversed(own) if o.departure_of(candidate)), None)
    return _Course(
        closed=stage.id in outcomes,
        is_taken_up=_taken_up(candidate, outcomes.get(stage.id)),
        left=left,
        reviewed_on=reviewed,
        decided_on=_last(_decided(candidate, o) for _, o in own),
        appointed_on=_last(_appointed(candidate, o) for _, o in own),
        passed_on=_last(_passed(candidate, o) for _, o in own),
    )


def _taken_up(candidate: Candidate, outcome: Outcome | None) -> bool:
    if outcome is None or not isinstance(outcome.record, NominationRecord):
        return False
    return any(n.candidate == candidate and n.taken_up for n in outcome.record.nominees)


def _last(days: Iterable[date | None]) -> date | None:
    return max((d for d in days if d is not None), default=None)


def _decided(candidate: Candidate, outcome: Outcome) -> date | None:
    if not isinstance(outcome.record, DecisionRecord) or candidate not in outcome.remaining.candidates:
        return None
    adopted = any(d.candidate() == candidate and d.result == "adopted" for d in outcome.record.decisions)
    return outcome.record.held_on if adopted else None


def _appointed(candidate: Candidate, outcome: Outcome) -> date | None:
    if not isinstance(outcome.record, AppointmentRecord):
        return None
    made = (a for a in outcome.record.appointments if Candidate(a.person, a.post) == candidate)
    return next((a.effective_on for a in made), None)


def _passed(candidate: Candidate, outcome: Outcome) -> date | None:
    if not isinstance(outcome.record, ProbationRecord):
        return None
    trials = (t for t in outcome.record.trials if Candidate(t.person, t.post) == candidate)
    return next((t.full_on for t in trials if t.result == "passed"), None)


def _state(row: Nomination, course: _Course, stage: Settings, inputs: Inputs, until: date, on: date) -> State:
    if is_withdrawn(row, inputs, stage):
        return "withdrawn"
    if course.appointed_on is not None:
        return "wanting" if course.left else "passed" if course.passed_on else "appointed"
    if course.decided_on is not None and course.left is None:
        return "decided"
    if course.closed and course.left is None:
        return "under_way"
    if until < on:
        return "expired"
    return "standing" if course.left is not None else "pending"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the nominations that one nominator, unit or year answers for. Units: nominations.

    Shapes: a joint nomination counts once for each of its nominators; `cases` are cases opened, `liable`
    those closed with responsibility.
    """

    key: str
    title: str
    nominated: int = 0
    taken_up: int = 0
    appointed: int = 0
    passed: int = 0
    wanting: int = 0
    withdrawn: int = 0
    cases: int = 0
    liable: int = 0


By = Literal["nominator", "unit", "year"]


def figures_of(
    lines: Sequence[RegisterLine],
    by: By,
    cases: Mapping[tuple[str, Candidate], Sequence[tuple[str, bool]]],
) -> tuple[Figures, ...]:
    """The figures, those with most nominations first.

    Shapes: `cases` by run and candidate, each with the people concerned and whether they were found
    responsible.
    """
    groups: dict[tuple[str, str], list[tuple[RegisterLine, str]]] = {}
    for line in lines:
        for key, title, person in _groups(line, by):
            groups.setdefault((key, title), []).append((line, person))
    figures = (_figures(key, title, own, cases) for (key, title), own in groups.items())
    return tuple(sorted(figures, key=lambda f: (-f.nominated, f.key)))


def _groups(line: RegisterLine, by: By) -> Iterator[tuple[str, str, str]]:
    """Under which keys and titles a nomination counts, and which nominator it counts for."""
    for one in line.nominators:
        if by == "nominator":
            yield one.person, one.name, one.person
        elif by == "unit":
            unit = line.by_unit or one.unit or "—"
            yield unit, unit, one.person
        else:
            yield str(line.nominated_on.year), str(line.nominated_on.year), one.person


def _figures(
    key: str,
    title: str,
    own: Sequence[tuple[RegisterLine, str]],
    cases: Mapping[tuple[str, Candidate], Sequence[tuple[str, bool]]],
) -> Figures:
    states = [line.state for line, _ in own]
    found = [
        liable
        for line, person in own
        for who, liable in cases.get((line.run, line.candidate), ())
        if who == person
    ]
    return Figures(
        key,
        title,
        nominated=len(own),
        taken_up=sum(line.is_taken_up for line, _ in own),
        appointed=sum(s in PROMOTED for s in states),
        passed=sum(line.passed_on is not None for line, _ in own),
        wanting=sum(s == "wanting" for s in states),
        withdrawn=sum(s == "withdrawn" for s in states),
        cases=len(found),
        liable=sum(found),
    )
