"""Rescheduled stages (改期的环节): what those concerned are told of stages held on other days.

Pure: values in, values out. Stages that are kept from applicants are not for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanheng.core.values import Text
from quanheng.store.load import RunState
from quanheng.web.plans.days import planned_steps
from quanheng.web.run_table import title_of
from quanheng.web.stages.own_standing import CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class RescheduledLine:
    """A stage still to come that is held on other days than were announced."""

    title: Text
    was_opens_on: date | None
    was_closes_on: date | None
    opens_on: date
    closes_on: date | None
    is_later: bool
    reason: str
    decided_by: str
    decided_on: date


def rescheduled_lines(state: RunState) -> tuple[RescheduledLine, ...]:
    """The stages still to come that were rescheduled, each by the last decision, in the plan's order."""
    last = {change.stage: change for change in state.facts.reschedulings}
    steps = planned_steps(state.facts.plan)
    found = []
    for stage in state.facts.plan.stages:
        change = last.get(stage.id)
        if change is None or stage.id in state.outcomes or stage.kind in CONFIDENTIAL:
            continue
        step = steps.get(stage.id)
        found.append(
            RescheduledLine(
                title_of(stage),
                change.was_opens_on,
                change.was_closes_on,
                change.opens_on,
                step.closes_on if step else change.closes_on,
                change.is_later,
                change.reason,
                change.decided_by,
                change.decided_on,
            )
        )
    return tuple(found)
