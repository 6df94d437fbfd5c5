"""Planned days (计划日程): the timeline of a plan by stage."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, timeline
from quanheng.core.values import Refused


def planned_steps(plan: Plan) -> Mapping[str, Step]:
    """The steps by stage; none where the plan's times cannot be worked out, which its checks say."""
    try:
        return {step.stage: step for step in timeline(plan)}
    except Refused:
        return {}
