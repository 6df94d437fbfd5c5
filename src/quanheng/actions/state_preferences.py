"""State preferences (填报岗位志愿): a person says which offices they want, in order, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quanheng.actions.own_rows import replace_own_rows
from quanheng.core.authority import Actor
from quanheng.core.stages.matching import Preference
from quanheng.store.load import run_state


def state_preferences(
    actor: Actor, run_code: str, stage: str, number: int, offices: Sequence[str], at: datetime
) -> None:
    """Let the actor's wishes of a round be these offices, the most wanted first; none takes them all back.

    Errors: Refused or RefusedMany; the wishes stay as they were then.
    """
    own = own_preferences(run_code, stage, actor.person or "", number)
    replace_own_rows(actor, run_code, stage, "preferences", own, wishes(actor, number, offices, at), at)


def wishes(actor: Actor, number: int, offices: Sequence[str], at: datetime) -> tuple[Preference, ...]:
    """The rows that say so."""
    return tuple(
        Preference(person=actor.person or "", office=office, order=order, round=number, stated_on=at.date())
        for order, office in enumerate(offices, start=1)
    )


def own_preferences(run_code: str, stage: str, person: str, number: int) -> tuple[Preference, ...]:
    """A person's wishes of a round, the most wanted first."""
    held = run_state(run_code).facts.rows.get(stage, {}).get("preferences", ())
    own = (r for r in held if isinstance(r, Preference) and (r.person, r.round) == (person, number))
    return tuple(sorted(own, key=lambda r: r.order))
