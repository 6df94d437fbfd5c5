"""Acting (办理): authority, act and trace entry in one transaction; every act on a run goes through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from quanheng.actions.step_order import with_article
from quanheng.core.authority import ABOUT_OTHERS, OWN_FIELD, Actor, require
from quanheng.core.engine import RunFacts, people_standing
from quanheng.core.plans.timeline import name_of
from quanheng.core.values import Outcome, Refused
from quanheng.store.books import append, lock_book
from quanheng.store.load import RunState, remember, run_of, run_state
from quanheng.store.models import Run


@dataclass
class Act:
    """An act under way: the run as it was, what the act makes of it, and what the trace will say."""

    run: Run
    state: RunState
    facts: RunFacts
    outcomes: Mapping[str, Outcome]
    subject: str = ""
    body: Mapping[str, Any] | None = None

    def become(self, outcomes: Mapping[str, Outcome] | None = None, **facts: Any) -> None:
        """What the act changes of the run."""
        self.facts = replace(self.facts, **facts)
        if outcomes is not None:
            self.outcomes = outcomes


@contextmanager
def acting(actor: Actor, act: str, run_code: str, at: datetime, *, by_row: bool = False) -> Iterator[Act]:
    """One act on a run: allowed, done and recorded together, or not at all.

    Shapes: `by_row` leaves the check of authority to the rows, for acts a person does for themselves.
    Errors: Refused when the actor may not, or stands as a candidate in this run.
    """
    if not by_row:
        require(actor, act)
    with transaction.atomic():
        lock_book(run_code)
        run = run_of(run_code)
        state = run_state(run_code)
        refuse_conflict(actor, act, state)
        under_way = Act(run, state, state.facts, state.outcomes)
        try:
            yield under_way
        except Refused as refusal:
            raise with_article(refusal, state.facts.plan) from None
        entry = append(
            run_code,
            at=at,
            actor=actor.account,
            act=act,
            subject=under_way.subject,
            body=under_way.body or {},
        )
    remember(RunState(run_code, under_way.facts, under_way.outcomes, entry.digest))


def refuse_conflict(actor: Actor, act: str, state: RunState) -> None:
    """Refuse an act by somebody who stands as a candidate in the run, unless it is their own affair."""
    is_own_affair = act in OWN_FIELD and act not in ABOUT_OTHERS
    if actor.person is None or is_own_affair or act == "object":
        return
    if actor.person in people_standing(state.facts, state.outcomes):
        raise Refused(
            "candidate_acts",
            "您是本次选拔的人选，不能办理本次选拔的其他事项。",
            "You stand as a candidate here and may not act on this selection otherwise.",
            where=actor.person,
            remedy_zh="请由其他工作人员办理（回避）。",
            remedy_en="Let a colleague act (recusal).",
        )


def refuse_closed(act: Act, stage: str) -> None:
    """Refuse to change a stage that is closed."""
    if stage not in act.outcomes:
        return
    title = name_of(next(s for s in act.facts.plan.stages if s.id == stage))
    raise Refused(
        "stage_closed",
        f"环节“{title.zh}”已经结束，不能再改。",
        f"Stage '{title.say('en')}' is closed and cannot be changed.",
        where=stage,
        remedy_zh="确需更正的，先“退回”到该环节并写明理由；退回也会记入纪实。",
        remedy_en="If it must be corrected, go back to the stage with a reason first; that is recorded too.",
    )
