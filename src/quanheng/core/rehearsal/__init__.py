"""Rehearsal (演练): a plan run to its end on invented inputs, before anybody is asked for real ones.

Shapes: the same plan and the same chance give the same rehearsal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from quanheng.core.engine import (
    Closing,
    RunFacts,
    advance,
    dues_of,
    inputs_for,
    refusals_of,
    slate_of,
)
from quanheng.core.inputs import Due, Row, keys_of
from quanheng.core.language.terms import StageSettings
from quanheng.core.nomination_statement import TABLE, Statement
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import begins_on, timeline
from quanheng.core.rehearsal import appraisal, beginning, marks, office, structure, voices
from quanheng.core.rehearsal.cast import Cast, cast_of
from quanheng.core.rehearsal.scene import BY, Chance, Scene, Written
from quanheng.core.stages import assign_posts
from quanheng.core.values import Outcome, Refused
from quanheng.core.workdays import Calendar

TURNS = 6
"""How often a stage is given what it still asks for before the rehearsal says that it cannot go on."""

WRITERS: Mapping[str, Callable[[Scene[Any]], Written]] = {
    "motion": beginning.motion_rows,
    "establishment": beginning.establishment_rows,
    "nomination": beginning.nomination_rows,
    "enrolment": beginning.enrolment_rows,
    "eligibility": beginning.eligibility_rows,
    "recommendation": voices.recommendation_rows,
    "talks": voices.talks_rows,
    "assessment": voices.assessment_rows,
    "consultation": voices.consultation_rows,
    "decision": voices.decision_rows,
    "consequence": appraisal.consequence_rows,
    "follow_up": appraisal.follow_up_rows,
    "grading": appraisal.grading_rows,
    "pay": appraisal.pay_rows,
    "examination": marks.examination_rows,
    "speech": marks.speech_rows,
    "composite": marks.composite_rows,
    "shortlist": marks.shortlist_rows,
    "quota_selection": structure.quota_rows,
    "integrity_exam": marks.integrity_exam_rows,
    "inspection": office.inspection_rows,
    "clearance": office.clearance_rows,
    "approval": office.approval_rows,
    "public_notice": office.public_notice_rows,
    "training": office.training_rows,
    "appointment": office.appointment_rows,
    "probation": office.probation_rows,
    "secondment": office.secondment_rows,
    "assign_posts": office.assign_posts_rows,
    "matching": office.matching_rows,
}
"""Who invents the inputs of each kind; a kind that is not here takes none (opening)."""


@dataclass(frozen=True)
class Rehearsal:
    """How far a plan went: the facts it was given, the outcomes, and where and why it stopped, if it did."""

    facts: RunFacts
    outcomes: Mapping[str, Outcome]
    cast: Cast
    stopped_at: str = ""
    dues: tuple[Due, ...] = ()
    refusals: tuple[Refused, ...] = ()


def rehearse(plan: Plan, chance: Chance, calendar: Calendar) -> Rehearsal:
    """The whole plan played through, stage by stage."""
    cast = cast_of(plan)
    facts = RunFacts(
        plan=plan, people=cast.people, calendar=calendar, members=cast.members, principals=cast.principals
    )
    played = Rehearsal(facts, {}, cast)
    planned = {step.stage: step.closes_on for step in timeline(plan, calendar=calendar)}
    for stage in plan.stages:
        played = _play(played, stage, planned.get(stage.id), chance)
        if played.stopped_at:
            break
    return played


def _play(played: Rehearsal, stage: StageSettings, planned: date | None, chance: Chance) -> Rehearsal:
    """One stage given what it asks for, and closed."""
    closings = played.facts.closings
    opened = closings[-1].closed_on if closings else begins_on(played.facts.plan)
    closing = Closing(stage.id, opened, max(opened, planned or opened))
    facts, dues = played.facts, tuple[Due, ...]()
    for _ in range(TURNS):
        facts, refused = _written(facts, played, stage, closing, dues, chance)
        if refused:
            return replace(played, facts=facts, stopped_at=stage.id, refusals=refused)
        dues = dues_of(facts, played.outcomes, closing)
        if not dues:
            return _closed(replace(played, facts=facts), closing)
        closing = _waited(closing, dues)
    return replace(played, facts=facts, stopped_at=stage.id, dues=dues)


def _closed(played: Rehearsal, closing: Closing) -> Rehearsal:
    try:
        outcome = advance(played.facts, played.outcomes, closing)
    except Refused as refusal:
        return replace(played, stopped_at=closing.stage, refusals=(refusal,))
    facts = replace(played.facts, closings=(*played.facts.closings, closing))
    return replace(played, facts=facts, outcomes={**played.outcomes, closing.stage: outcome})


def _waited(closing: Closing, dues: Sequence[Due]) -> Closing:
    """The stage closed later, where something waits for time to pass."""
    until = [due.until for due in dues if due.until is not None]
    if not until:
        return closing
    latest = max(until)
    later = latest if latest > closing.closed_on else closing.closed_on + timedelta(days=1)
    return replace(closing, closed_on=later)


def _written(
    facts: RunFacts,
    played: Rehearsal,
    stage: StageSettings,
    closing: Closing,
    dues: tuple[Due, ...],
    chance: Chance,
) -> tuple[RunFacts, tuple[Refused, ...]]:
    """The facts with another turn of invented rows, and what the stage would not take of them."""
    writer = WRITERS.get(stage.kind)
    if writer is None:
        return facts, ()
    standing = {c.person for o in played.outcomes.values() for c in o.entered.candidates}
    scene = Scene(
        settings=stage,
        slate=slate_of(facts, played.outcomes, closing),
        inputs=inputs_for(facts, played.outcomes, closing),
        chance=chance,
        dues=dues,
        spare=tuple(p for p in played.cast.candidates if p not in standing),
        per_seat=played.cast.per_seat,
        assigned_later=frozenset(
            post
            for other in facts.plan.stages
            if isinstance(other, assign_posts.Settings)
            for posts in other.places.values()
            for post in posts
        ),
    )
    for table, rows in {**writer(scene), **_statements(scene)}.items():
        if not rows:
            continue
        refused = refusals_of(facts, played.outcomes, closing, table, rows)
        if refused:
            return facts, tuple(refusal for _, refusal in refused)
        facts = _entered(facts, stage.id, table, rows)
    return facts, ()


def _statements(scene: Scene[Any]) -> Written:
    """The stories of nominations that the stage still waits for."""
    posts = {c.person: c.post for c in scene.candidates()}
    told = [
        Statement(
            person=due.person,
            post=posts[due.person],
            told_by=scene.somebody(),
            told_on=scene.today,
            summary=BY,
        )
        for due in scene.due_in(TABLE)
    ]
    return {TABLE: told} if told else {}


def _entered(facts: RunFacts, stage: str, table: str, rows: Sequence[Row]) -> RunFacts:
    held = facts.rows.get(stage, {})
    new = dict(zip(keys_of(list(rows)), rows, strict=True))
    kept = tuple(row for row in held.get(table, ()) if row.key() not in new)
    return replace(facts, rows={**facts.rows, stage: {**held, table: (*kept, *new.values())}})
