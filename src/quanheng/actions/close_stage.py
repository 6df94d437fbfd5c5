"""Close a stage (结束环节): work out its outcome, keep its digest, and let the next one begin."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from pydantic import TypeAdapter

from quanheng.actions.acting import acting, refuse_closed
from quanheng.actions.carry_consequences import carry_consequences
from quanheng.actions.draw_up_forms import draw_up_forms
from quanheng.actions.promotions import share_asked
from quanheng.actions.remember_votes import remember_votes
from quanheng.actions.stage_dates import closing_now
from quanheng.actions.step_order import refuse_backdated
from quanheng.core.authority import Actor
from quanheng.core.engine import Closing, RunFacts, advance, next_stage
from quanheng.core.values import Outcome
from quanheng.store.save import save_closing

_ANY = TypeAdapter(object)


def close_stage(
    actor: Actor, run_code: str, stage: str, at: datetime, closed_on: date | None = None
) -> Outcome:
    """Close a stage on a day, or now unless one is said; its outcome.

    Errors: Refused while something is due, an earlier stage is open, the stage is closed already, or the day
    lies before the stage before it closed; with the article that it would break.
    """
    with acting(actor, "close_stage", run_code, at) as act:
        refuse_closed(act, stage)
        remembered = remember_votes(act, stage, actor, at)
        hour = at.time() if closed_on is None else None
        closing, outcome = foreseen(run_code, act.facts, act.outcomes, stage, closed_on or at.date(), hour)
        digest = outcome_digest(outcome)
        save_closing(act.run, closing, digest)
        act.become({**act.outcomes, stage: outcome}, closings=(*act.facts.closings, closing))
        following = next_stage(act.facts.plan, act.outcomes)
        if following is not None:
            remembered += remember_votes(act, following.id, actor, at)
        forms = draw_up_forms(act, outcome, actor, at)
        carried = carry_consequences(act, outcome, closing.closed_on, actor, at)
        act.subject = stage
        act.body = {
            "stage": stage,
            "opened_on": closing.opened_on,
            "closed_on": closing.closed_on,
            "entered": [str(c) for c in outcome.entered.candidates],
            "remaining": [str(c) for c in outcome.remaining.candidates],
            "departures": [
                {"candidate": str(d.candidate), "finding": d.finding.code, "source": d.finding.source.ref}
                for d in outcome.departures
            ],
            "seats": dict(outcome.remaining.seats),
            "outcome": digest,
            **({"forms": dict(forms)} if forms else {}),
            **({"archive": carried} if carried else {}),
            **({"earlier_votes": remembered} if remembered else {}),
            **({"share": closing.share.said().zh} if closing.share else {}),
        }
    return outcome


def foreseen(
    run_code: str,
    facts: RunFacts,
    outcomes: Mapping[str, Outcome],
    stage: str,
    closed_on: date,
    hour: time | None = None,
) -> tuple[Closing, Outcome]:
    """What closing a stage on a day, or at an hour of it, gives; nothing is stored.

    Errors: as for closing it.
    """
    closing = closing_now(facts, outcomes, stage, closed_on, hour)
    refuse_backdated(closing)
    closing = replace(closing, share=share_asked(facts.plan, stage, run_code, closing.closed_on))
    outcome = advance(facts, outcomes, closing)
    return replace(closing, hour=None), outcome


def outcome_digest(outcome: Outcome) -> str:
    """SHA-256 over the whole outcome, workings and record included.

    Shapes: what is not told is not in it, for few votes could be guessed from a digest.
    """
    return hashlib.sha256(_ANY.dump_json(outcome, exclude={"untold"})).hexdigest()
