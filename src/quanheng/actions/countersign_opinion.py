"""Countersign an opinion (第二签字): the second of two hands signs what the first has written."""

from __future__ import annotations

from datetime import datetime

from quanheng.actions.acting import acting, refuse_closed
from quanheng.actions.record_rows import joined
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor
from quanheng.core.engine import refusals_of
from quanheng.core.kinds import KINDS
from quanheng.core.opinion_rights import may_countersign
from quanheng.core.stages.clearance import Opinion, Settings
from quanheng.core.values import Refused
from quanheng.store.save import save_rows

TABLE = KINDS["clearance"].table("opinions")


def countersign_opinion(
    actor: Actor, run_code: str, stage: str, key: str, at: datetime, *, digest: str
) -> None:
    """Sign an opinion second.

    Shapes: `key` is the opinion's; `digest` is of the opinion as the signer read it.
    Errors: Refused when there is no such opinion, when it was changed since it was read, or when the second
    signature is not this person's to give (no member, signed already, the person's kin).
    """
    with acting(actor, "countersign_opinion", run_code, at) as act:
        refuse_closed(act, stage)
        settings = act.facts.plan.stage(stage)
        held = act.facts.rows.get(stage, {}).get(TABLE.name, ())
        opinion = next((row for row in held if isinstance(row, Opinion) and row.key() == key), None)
        if not isinstance(settings, Settings) or opinion is None:
            raise _refused("no_such_row", "没有这份意见", "There is no such opinion", key)
        if opinion.digest() != digest:
            raise _refused(
                "opinion_changed", "意见已被改动，不是您看到的内容", "It was changed since you read it", key
            )
        if not may_countersign(actor, opinion, settings, act.facts.frame()):
            zh, en = "这份意见不待您第二签字", "It does not wait for your second signature"
            raise _refused("not_second_hand", zh, en, key)
        signed = opinion.model_copy(update={"second_signature": actor.person or ""})
        closing = closing_now(act.facts, act.outcomes, stage, at.date())
        for _, refusal in refusals_of(act.facts, act.outcomes, closing, TABLE.name, [signed]):
            raise refusal
        digest_of_rows = save_rows(act.run, stage, TABLE.name, [signed], actor.account, at)
        act.become(rows=joined(act, stage, TABLE, [signed]))
        act.subject = f"{stage}.{TABLE.name}"
        act.body = {"stage": stage, "table": TABLE.name, "keys": [key], "rows": digest_of_rows}


def _refused(code: str, zh: str, en: str, where: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", where, "请刷新页面后核对。", "Reload the page and look again.")
