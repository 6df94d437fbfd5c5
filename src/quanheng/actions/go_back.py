"""Go back (退回): reopen a stage with a reason; what was entered stays and is worked out again."""

from __future__ import annotations

from datetime import datetime

from quanheng.actions.acting import Act, acting
from quanheng.actions.close_stage import outcome_digest
from quanheng.actions.withdraw_consequences import follow_outcomes
from quanheng.core.authority import Actor
from quanheng.core.engine import AMENDMENTS, Amendment, replay
from quanheng.core.values import Refused
from quanheng.store.save import save_amendment, save_outcome_digest, void_closings


def go_back(actor: Actor, run_code: str, stage: str, reason: str, at: datetime) -> tuple[str, ...]:
    """Reopen a stage and all after it; the stages reopened, in the plan's order.

    Shapes: what consequences of a reopened stage wrote into the archive is withdrawn from it.
    Errors: Refused without a reason, or when the stage is not closed.
    """
    _refuse_without_reason(reason)
    with acting(actor, "go_back", run_code, at) as act:
        order = [s.id for s in act.facts.plan.stages]
        if stage not in act.outcomes:
            raise Refused(
                "stage_not_closed",
                f"环节“{stage}”尚未结束，不需要退回。",
                f"Stage '{stage}' is not closed; there is nothing to go back to.",
                where=stage,
                remedy_zh="可直接修改。",
                remedy_en="Change it directly.",
            )
        reopened = tuple(s for s in order[order.index(stage) :] if s in act.outcomes)
        _reopen(act, reopened, at)
        follow_outcomes(act, actor, at)
        act.subject = stage
        act.body = {"stage": stage, "reopened": list(reopened), "reason": reason}
    return reopened


def amend_run(actor: Actor, run_code: str, amendment: Amendment, at: datetime) -> tuple[str, ...]:
    """Take a candidate out from a stage on, and work the run out again; the stages that must be done again.

    Shapes: a withdrawal frees the place, so the next in order moves up wherever the plan keeps by rank.
    Errors: Refused for an unknown stage, a person who does not stand, or a missing reason.
    """
    _refuse_without_reason(amendment.reason)
    act_name = "withdraw_candidate" if amendment.kind == "withdrawal" else "disqualify_candidate"
    with acting(actor, act_name, run_code, at) as act:
        _refuse_if_not_standing(act, amendment)
        save_amendment(act.run, amendment)
        act.become(amendments=(*act.facts.amendments, amendment))
        worked_out = replay(act.facts)
        order = [c.stage for c in act.facts.closings]
        reopened = tuple(s for s in order if s not in worked_out.outcomes)
        act.become(worked_out.outcomes)
        _reopen(act, reopened, at)
        follow_outcomes(act, actor, at)
        for stage, outcome in worked_out.outcomes.items():
            save_outcome_digest(act.run, stage, outcome_digest(outcome))
        act.subject = amendment.person
        act.body = {
            "amendment": amendment.id,
            "kind": amendment.kind,
            "person": amendment.person,
            "post": amendment.post,
            "stage": amendment.stage,
            "reason": amendment.reason,
            "source": amendment.source,
            "reopened": list(reopened),
            "outcomes": {s: outcome_digest(o) for s, o in worked_out.outcomes.items()},
        }
    return reopened


def _reopen(act: Act, stages: tuple[str, ...], at: datetime) -> None:
    if not stages:
        return
    void_closings(act.run, stages, at)
    act.become(
        {s: o for s, o in act.outcomes.items() if s not in stages},
        closings=tuple(c for c in act.facts.closings if c.stage not in stages),
    )


def _refuse_without_reason(reason: str) -> None:
    if reason.strip():
        return
    raise Refused(
        "reason_missing",
        "须写明理由。",
        "A reason is needed.",
        where="reason",
        remedy_zh="理由将记入纪实。",
        remedy_en="It will be recorded in the trace.",
    )


def _refuse_if_not_standing(act: Act, amendment: Amendment) -> None:
    outcome = act.outcomes.get(amendment.stage)
    standing = outcome.entered.candidates if outcome else ()
    if amendment.kind in AMENDMENTS and any(amendment.touches(c) for c in standing):
        return
    raise Refused(
        "not_standing",
        f"{amendment.person} 在环节“{amendment.stage}”不是人选，或该环节尚未结束。",
        f"{amendment.person} does not stand at stage '{amendment.stage}', or it is not closed.",
        where=amendment.stage,
        remedy_zh="请选择此人参加过的、已结束的环节。",
        remedy_en="Choose a closed stage in which the person stood.",
    )
