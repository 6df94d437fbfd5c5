"""The engine (流程引擎): admits rows, closes stages, replays a run; the only caller of a stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from quanheng.core.competition_share import CompetitionShare
from quanheng.core.eligibility.attributes import yes_or_no
from quanheng.core.eligibility.qualification import Waiver
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Frame
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.rescheduling import Rescheduling
from quanheng.core.plans.schema import Plan
from quanheng.core.scoring.conditions import is_met, situation_of
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import (
    Candidate,
    Departure,
    Finding,
    Outcome,
    Refused,
    Slate,
    Source,
    Text,
)
from quanheng.core.whole_slate import rechecked, refuse_broken
from quanheng.core.workdays import Calendar

ENROL = "enrol"
"""The act of authority.py by which a person comes forward."""

Rows = Mapping[str, Mapping[str, tuple[Row, ...]]]

AmendmentKind = Literal["withdrawal", "disqualification", "objection_upheld"]

AMENDMENTS: Mapping[AmendmentKind, Text] = {
    "withdrawal": Text("本人退出", "Withdrawn by the candidate"),
    "disqualification": Text("取消资格", "Disqualified"),
    "objection_upheld": Text("公示异议成立", "An objection was upheld"),
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """A fact that changes a run after the event (变更): who leaves, from which stage on, and by what source.

    Shapes: `post` '' means every post of the person.
    """

    id: str
    kind: AmendmentKind
    person: str
    post: str
    stage: str
    reason: str
    source: str

    def touches(self, candidate: Candidate) -> bool:
        """Whether the amendment takes this candidate out."""
        return candidate.person == self.person and self.post in ("", candidate.post)


@dataclass(frozen=True, slots=True)
class Closing:
    """When a stage was opened and closed.

    Shapes: `share` is the share of competition as it stood then, where the run promotes without competition;
    `own_at` is the instant at which somebody enters rows for themselves, `hour` the time of day at which
    somebody would close the stage now; neither is ever kept.
    """

    stage: str
    opened_on: date
    closed_on: date
    share: CompetitionShare | None = None
    own_at: datetime | None = None
    hour: time | None = None


@dataclass(frozen=True)
class RunFacts:
    """All that a run rests on; the same facts give the same run.

    Shapes: `disclosures` are the rules of the secret elections from which stages were counted, by stage;
    `plan` has the days as they stand after the `reschedulings`, `written` is the plan as approved where they
    changed anything.
    """

    plan: Plan
    people: Mapping[str, Person]
    calendar: Calendar
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    principals: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    closings: tuple[Closing, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    disclosures: Mapping[str, Disclosure] = field(default_factory=dict)
    reschedulings: tuple[Rescheduling, ...] = ()
    written: Plan | None = None

    @property
    def approved(self) -> Plan:
        """The plan as it was approved, with the days that it wrote."""
        return self.written or self.plan

    def frame(self) -> Frame:
        """What stages may look at."""
        return self.plan.frame(self.members, self.principals)


@dataclass(frozen=True)
class Replay:
    """A run worked out again from its facts: the outcomes, and where and why it stopped short, if it did."""

    outcomes: Mapping[str, Outcome]
    stopped_at: str | None = None
    refusal: Refused | None = None


def first_slate(plan: Plan) -> Slate:
    """The empty slate with the seats that the plan opens."""
    return Slate((), {p.id: p.fixed_seats() for p in plan.posts if not p.excluded})


def next_stage(plan: Plan, outcomes: Mapping[str, Outcome]) -> StageSettings | None:
    """The first stage without an outcome, or None when the run is over."""
    return next((s for s in plan.stages if s.id not in outcomes), None)


def slate_before(plan: Plan, outcomes: Mapping[str, Outcome], stage_id: str) -> Slate:
    """The slate that enters a stage; Errors: Refused when an earlier stage is still open."""
    slate = first_slate(plan)
    for stage in plan.stages:
        if stage.id == stage_id:
            return slate
        if stage.id not in outcomes:
            name = stage.title or KINDS[stage.kind].title
            raise Refused(
                "earlier_stage_open",
                f"前一环节“{name.zh}”尚未结束。",
                f"The earlier stage '{name.say('en')}' is still open.",
                where=stage_id,
                remedy_zh="请按方案的顺序办理。",
                remedy_en="Take the stages in the plan's order.",
            )
        slate = outcomes[stage.id].remaining
    raise Refused(
        "unknown_stage",
        f"方案中没有环节“{stage_id}”。",
        f"The plan has no stage '{stage_id}'.",
        where=stage_id,
        remedy_zh=f"环节为：{'、'.join(s.id for s in plan.stages)}。",
        remedy_en=f"Its stages are: {', '.join(s.id for s in plan.stages)}.",
    )


def inputs_for(facts: RunFacts, earlier: Mapping[str, Outcome], closing: Closing) -> Inputs:
    """What one stage may look at."""
    return Inputs(
        frame=facts.frame(),
        people=facts.people,
        calendar=facts.calendar,
        opened_on=closing.opened_on,
        closed_on=closing.closed_on,
        rows=facts.rows.get(closing.stage, {}),
        earlier=earlier,
        share=closing.share,
        disclosure=facts.disclosures.get(closing.stage),
        own_at=closing.own_at,
        hour=closing.hour,
    )


def slate_of(facts: RunFacts, outcomes: Mapping[str, Outcome], closing: Closing) -> Slate:
    """The candidates whom a stage concerns: less those outside its scope and those an amendment takes out."""
    stage = facts.plan.stage(closing.stage)
    return _parted(facts, stage, inputs_for(facts, outcomes, closing))[0]


def refusals_of(
    facts: RunFacts, outcomes: Mapping[str, Outcome], closing: Closing, table: str, rows: Sequence[Row]
) -> tuple[tuple[int, Refused], ...]:
    """Which of these new rows may not enter the stage's table, by index, and why."""
    stage = facts.plan.stage(closing.stage)
    inputs = inputs_for(facts, outcomes, closing)
    slate, _ = _parted(facts, stage, inputs)
    return KINDS[stage.kind].admit(table, rows, slate, inputs, stage)


def dues_of(facts: RunFacts, outcomes: Mapping[str, Outcome], closing: Closing) -> tuple[Due, ...]:
    """What the stage still waits for before it may close."""
    stage = facts.plan.stage(closing.stage)
    inputs = inputs_for(facts, outcomes, closing)
    slate, _ = _parted(facts, stage, inputs)
    return () if is_skipped(stage, slate) else KINDS[stage.kind].due(slate, inputs, stage)


def is_skipped(stage: StageSettings, slate: Slate) -> bool:
    """Whether the stage's condition holds for no post, so that nothing is done in it."""
    return stage.when is not None and not slate.seats


def advance(facts: RunFacts, outcomes: Mapping[str, Outcome], closing: Closing) -> Outcome:
    """The outcome of closing one stage; candidates outside its scope pass through untouched.

    Errors: Refused while something is due, an earlier stage is open, or a limit of the plan is broken.
    """
    stage = facts.plan.stage(closing.stage)
    inputs = inputs_for(facts, outcomes, closing)
    inside, outside = _parted(facts, stage, inputs)
    before = slate_before(facts.plan, outcomes, stage.id)
    gone = _departures(facts, stage.id, before.candidates)
    outcome = _skipped(stage) if is_skipped(stage, inside) else KINDS[stage.kind].close(inside, inputs, stage)
    if stage.recheck_eligibility:
        outcome = rechecked(outcome, _waivers(facts), inputs)
    seats = {**before.seats, **outcome.remaining.seats}
    known = set(inside.candidates)
    late = _departures(facts, stage.id, (c for c in outcome.remaining.candidates if c not in known))
    remaining = outcome.remaining.without(d.candidate for d in late).joined_by(outside).with_seats(seats)
    refuse_broken(facts.plan.limits, stage.id, remaining, inputs)
    return Outcome(
        stage=stage.id,
        entered=outcome.entered.joined_by((*(d.candidate for d in gone), *outside)).with_seats(before.seats),
        remaining=remaining,
        departures=outcome.departures + late + gone,
        findings=outcome.findings,
        scores=outcome.scores,
        record=outcome.record,
        untold=outcome.untold,
    )


def _waivers(facts: RunFacts) -> tuple[Waiver, ...]:
    """Every waiver and paper that was recorded anywhere in the run."""
    return tuple(
        row for tables in facts.rows.values() for row in tables.get("waivers", ()) if isinstance(row, Waiver)
    )


def _skipped(stage: StageSettings) -> Outcome:
    """A stage whose condition holds for no post: everybody passes, and a finding says so."""
    finding = Finding(
        code="stage_skipped",
        state="note",
        text=Text("没有职位符合本环节的条件，不办理", "no post meets the stage's condition: nothing is done"),
        source=Source("plan", f"stages.{stage.id}.when"),
    )
    return Outcome(stage.id, Slate(), Slate(), findings=(finding,))


def people_standing(facts: RunFacts, outcomes: Mapping[str, Outcome]) -> frozenset[str]:
    """Everyone who stands or stood in the run: on a slate, or with an application that is not closed yet."""
    on_slates = {
        c.person for o in outcomes.values() for c in (*o.entered.candidates, *o.remaining.candidates)
    }
    applied = {
        getattr(row, "person", "")
        for stage in facts.plan.stages
        for table in KINDS[stage.kind].tables
        if table.act == ENROL
        for row in facts.rows.get(stage.id, {}).get(table.name, ())
    }
    return frozenset(on_slates | applied)


def replay(facts: RunFacts) -> Replay:
    """The whole run worked out again from its facts, stage by stage, as far as the facts carry."""
    outcomes: dict[str, Outcome] = {}
    for closing in facts.closings:
        try:
            outcomes[closing.stage] = advance(facts, outcomes, closing)
        except Refused as refusal:
            return Replay(outcomes, closing.stage, refusal)
    return Replay(outcomes)


def _applies(stage: StageSettings, post: str, slate: Slate, inputs: Inputs) -> bool:
    cls = inputs.frame.posts[post].cls
    return (
        (stage.only_posts is None or post in stage.only_posts)
        and (stage.only_classes is None or cls in stage.only_classes)
        and (stage.skip_posts is None or post not in stage.skip_posts)
        and (stage.skip_classes is None or cls not in stage.skip_classes)
        and (stage.when is None or is_met(stage.when, situation_of(post, slate, inputs)))
    )


def _passes_by(stage: StageSettings, person: Person | None) -> bool:
    return person is not None and any(
        yes_or_no(person.attributes.get(name, "")) is True for name in stage.skip_flags
    )


def _parted(facts: RunFacts, stage: StageSettings, inputs: Inputs) -> tuple[Slate, tuple[Candidate, ...]]:
    """The slate the stage sees, and the candidates it does not concern; amended ones are in neither.

    Shapes: a post for which the stage's condition does not hold has no seats here, so that nobody comes
    forward for it either.
    """
    slate = slate_before(facts.plan, inputs.earlier, stage.id)
    here = slate.without(c for c in slate.candidates if _amendment_of(facts, stage.id, c))
    concerned = {post for post in here.seats if _applies(stage, post, here, inputs)}
    outside = tuple(
        c for c in here.candidates if c.post not in concerned or _passes_by(stage, facts.people.get(c.person))
    )
    inside = here.without(outside)
    if stage.when is None:
        return inside, outside
    return inside.with_seats({p: n for p, n in here.seats.items() if p in concerned}), outside


def _departures(facts: RunFacts, stage_id: str, candidates: Iterable[Candidate]) -> tuple[Departure, ...]:
    """The candidates whom an amendment takes out at this stage."""
    found = ((c, _amendment_of(facts, stage_id, c)) for c in candidates)
    return tuple(Departure(c, _amended(amendment, c)) for c, amendment in found if amendment)


def _amendment_of(facts: RunFacts, stage_id: str, candidate: Candidate) -> Amendment | None:
    return next((a for a in facts.amendments if a.stage == stage_id and a.touches(candidate)), None)


def _amended(amendment: Amendment, candidate: Candidate) -> Finding:
    kind = AMENDMENTS[amendment.kind]
    return Finding(
        code=amendment.kind,
        state="not_met",
        text=Text(f"{kind.zh}：{amendment.reason}", f"{kind.en}: {amendment.reason}"),
        source=Source("act", amendment.id, Text(amendment.source, amendment.source)),
        candidate=candidate,
    )
