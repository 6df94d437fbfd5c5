"""Find duties after appointment (任后监督事项): what is due for whom, from runs, archive and records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from quanheng.actions.worked_out import WorkedOut
from quanheng.core.alerts.standing import relatives_in_unit
from quanheng.core.alerts.steps import height_of
from quanheng.core.duties import Duty, InPost, clock_of, duties_of_appointment
from quanheng.core.stages import appointment
from quanheng.core.stages.appointment import Appointed, AppointmentRecord, Pledge, Talk
from quanheng.core.stages.probation import ProbationRecord
from quanheng.core.workdays import add_months
from quanheng.store import alert_facts
from quanheng.store.alerts import alert_settings
from quanheng.store.duties import leaders, records_of
from quanheng.store.load import RunState, run_state


def duties_on(today: date) -> tuple[Duty, ...]:
    """Every duty, by its day; those that were done carry their day; kept until something is written."""
    return _DUTIES.on(today)


def _work_out(today: date) -> tuple[Duty, ...]:
    settings = alert_settings()
    states = [run_state(c) for c in alert_facts.runs_since(add_months(today, -12 * YEARS_BACK))]
    found = [
        *(
            duty
            for state in states
            for made in _in_post(state)
            for duty in duties_of_appointment(made, settings.pledge_days)
        ),
        *clock_of(leaders(today), settings.area, today, settings.near_months),
        *_kin(today),
    ]
    records = records_of({duty.key for duty in found})
    told = (replace(d, done_on=records[d.key].done_on) if d.key in records else d for d in found)
    return tuple(sorted(told, key=lambda d: (d.due_on, d.kind, d.person, d.post)))


_DUTIES = WorkedOut(_work_out)
YEARS_BACK = 10
"""Units: years. Appointments made longer ago are told by the archive's clock alone."""


def _in_post(state: RunState) -> Iterator[InPost]:
    for stage, outcome in state.outcomes.items():
        if isinstance(outcome.record, AppointmentRecord):
            for made in outcome.record.appointments:
                yield _appointed(state, stage, made)


def _appointed(state: RunState, stage: str, made: Appointed) -> InPost:
    facts = state.facts
    rows = facts.rows.get(stage, {})
    talks = [t for t in rows.get("talks", ()) if isinstance(t, Talk) and t.person == made.person]
    pledges = [p for p in rows.get("pledges", ()) if isinstance(p, Pledge) and p.person == made.person]
    settings = facts.plan.stage(stage)
    trials = [
        trial
        for outcome in state.outcomes.values()
        if isinstance(outcome.record, ProbationRecord)
        for trial in outcome.record.trials
        if (trial.person, trial.post) == (made.person, made.post)
    ]
    post = next((p for p in facts.plan.posts if p.id == made.post), None)
    person = facts.people.get(made.person)
    reviewed = next(
        (c.closed_on for c in facts.closings if facts.plan.stage(c.stage).kind == "probation"), None
    )
    before = [
        height_of(t.level) or 0 for t in (person.tenures if person else ()) if t.kind == "post" and t.leading
    ]
    return InPost(
        state.code,
        made.person,
        person.name if person else made.person,
        post.title.zh if post else made.post,
        made.issued_on,
        made.effective_on,
        talked_on=talks[0].talked_on if talks else None,
        pledged_on=pledges[0].signed_on if pledges else None,
        trial_ends_on=made.trial_ends_on,
        reviewed_on=reviewed if trials else None,
        term_ends_on=made.term_ends_on,
        is_promoted=post is not None and (height_of(post.level) or 0) > max(before, default=0),
        has_left=any(trial.result != "passed" for trial in trials),
        reviews=settings.reviews if isinstance(settings, appointment.Settings) else (),
    )


def _kin(today: date) -> Iterator[Duty]:
    """Relatives in one unit, of whom somebody has to move."""
    ties, workers = alert_facts.kin_at_work(today)
    for found in relatives_in_unit(ties, workers, alert_facts.unit_lines(), today):
        first = found.exhibits[0]
        since = max((e.since for e in found.exhibits if e.since), default=today)
        yield Duty("kin", first.person, first.name, found.subject, since, since, ground=found.text)
