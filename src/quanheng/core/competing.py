"""Competing (竞争性选拔): whether people come forward for a plan's posts and are measured for them."""

from __future__ import annotations

from quanheng.core.plans.schema import Plan
from quanheng.core.stages import enrolment

MEASURED = frozenset({"examination", "speech", "composite"})
NAMED = frozenset({"organisation", "leader"})
"""Channels by which people are named rather than come forward."""


def competes(plan: Plan) -> bool:
    """Whether a plan fills its posts by competition."""
    come_forward = any(isinstance(s, enrolment.Settings) and set(s.channels) - NAMED for s in plan.stages)
    return come_forward and any(s.kind in MEASURED for s in plan.stages)
