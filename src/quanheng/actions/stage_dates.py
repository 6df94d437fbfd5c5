"""Stage dates (环节日期): on which day a stage counts as opened when nobody has said so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from quanheng.core.engine import Closing, RunFacts
from quanheng.core.values import Outcome


def closing_now(
    facts: RunFacts, outcomes: Mapping[str, Outcome], stage: str, today: date, hour: time | None = None
) -> Closing:
    """The stage as if it closed today: opened when the stage before it closed, or when the run began.

    Shapes: with an `hour`, what ends at a time of day is still waited for before it.
    """
    order = [s.id for s in facts.plan.stages]
    closed = {c.stage: c.closed_on for c in facts.closings}
    before = [closed[s] for s in order[: order.index(stage)] if s in closed and s in outcomes]
    opened = before[-1] if before else min(today, facts.plan.begins_on or today)
    return Closing(stage, opened, today, hour=hour)
