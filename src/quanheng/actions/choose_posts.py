"""Choose posts (报名、改报): a member of staff says anew which posts they apply for, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quanheng.actions.own_rows import replace_own_rows
from quanheng.core.authority import Actor
from quanheng.core.stages.enrolment import Application
from quanheng.store.load import run_state


def choose_posts(
    actor: Actor, run_code: str, stage: str, wanted: Sequence[Application], at: datetime
) -> None:
    """Let the actor's own applications be these and no others.

    Errors: Refused or RefusedMany; the applications stay as they were then.
    """
    held = run_state(run_code).facts.rows.get(stage, {}).get("applications", ())
    own = [row for row in held if isinstance(row, Application) and row.person == actor.person]
    replace_own_rows(actor, run_code, stage, "applications", own, wanted, at)
