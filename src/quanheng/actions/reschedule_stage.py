"""Reschedule a stage (环节改期): other days, a reason, who decided; what follows is worked out first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanheng.actions.acting import acting
from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.authority import Actor
from quanheng.core.engine import RunFacts
from quanheng.core.plans.lint import Check
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.rescheduling import (
    Rescheduling,
    Shift,
    new_checks,
    placed,
    refuse_broken_rules,
    refuse_impossible,
    rescheduled,
    shifts,
)
from quanheng.core.plans.schema import Plan
from quanheng.store.load import RunState, run_of, run_state
from quanheng.store.save import save_rescheduling


@dataclass(frozen=True)
class RescheduleEffect:
    """What a rescheduling brings: the plan after it, the stages that move, and what the checks warn of."""

    change: Rescheduling
    plan: Plan
    shifts: tuple[Shift, ...]
    checks: tuple[Check, ...]


def effect_of_rescheduling(run_code: str, asked: Rescheduling, today: date) -> RescheduleEffect:
    """What the rescheduling would bring to the run as it stands; nothing is written.

    Errors: RefusedMany for days that cannot be or that break a rule in force.
    """
    return _effect(run_state(run_code), asked, today)


def reschedule_stage(actor: Actor, run_code: str, asked: Rescheduling, at: datetime) -> RescheduleEffect:
    """Hold a stage on other days; later stages that count from it follow.

    Errors: Refused by authority; RefusedMany for days that cannot be or that break a rule in force.
    """
    with acting(actor, "reschedule_stage", run_code, at) as act:
        effect = _effect(act.state, asked, at.date())
        change = effect.change
        save_rescheduling(act.run, change)
        act.become(
            plan=effect.plan,
            reschedulings=(*act.facts.reschedulings, change),
            written=act.facts.approved,
        )
        act.subject = change.stage
        act.body = {
            "rescheduling": change.id,
            "stage": change.stage,
            "was_opens_on": _day(change.was_opens_on),
            "was_closes_on": _day(change.was_closes_on),
            "opens_on": _day(change.opens_on),
            "closes_on": _day(change.closes_on),
            "with_later": change.with_later,
            "reason": change.reason,
            "decided_by": change.decided_by,
            "decided_on": _day(change.decided_on),
            "source": change.source,
            "shifts": {s.stage: f"{_day(s.was_opens_on)} → {_day(s.opens_on)}" for s in effect.shifts},
        }
    return effect


def next_code(facts: RunFacts) -> str:
    """The code of the next rescheduling of a run."""
    return f"R{len(facts.reschedulings) + 1}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _effect(state: RunState, asked: Rescheduling, today: date) -> RescheduleEffect:
    facts = state.facts
    change = placed(facts.plan, asked, facts.calendar)
    closed = {c.stage: c.closed_on for c in facts.closings if c.stage in state.outcomes}
    begun = any(facts.rows.get(change.stage, {}).values())
    refuse_impossible(facts.plan, change, closed, begun, today)
    after = rescheduled(facts.plan, (change,), facts.calendar)
    version = run_of(state.code).plan_version
    read = read_plan(version.text)
    checks = new_checks(read, facts.plan, after, load_catalogue(), facts.calendar)
    refuse_broken_rules(checks, f"{version.plan}.yaml")
    return RescheduleEffect(change, after, shifts(facts.plan, after, facts.calendar), checks)
