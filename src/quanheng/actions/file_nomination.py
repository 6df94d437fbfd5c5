"""File a nomination (本人提名): somebody with the right nominates; their own signature enters with it."""

from __future__ import annotations

from datetime import datetime

from quanheng.actions.acting import acting, refuse_closed
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor
from quanheng.core.engine import refusals_of
from quanheng.core.inputs import Row
from quanheng.core.stages.nomination.tables import Nomination, Signature
from quanheng.core.values import Refused, RefusedMany
from quanheng.store.save import save_rows


def file_nomination(actor: Actor, run_code: str, stage: str, row: Nomination, at: datetime) -> None:
    """Enter a nomination for which the actor answers, signed by them; others sign for themselves.

    Errors: Refused by authority, for what somebody else answers for; RefusedMany as the stage has it.
    """
    with acting(actor, "nominate", run_code, at) as act:
        if actor.person is None or actor.person not in row.liable():
            raise Refused(
                "not_own_nomination",
                "只能提交由本人负首提责任的提名。",
                "You may file a nomination only if you answer for it.",
                where=row.key(),
                remedy_zh="请把本人列为提名人；单位提名由主要负责人提交，其他的由组织人事干部录入。",
                remedy_en="Name yourself; a unit's principal files for it; others are entered from paper.",
            )
        refuse_closed(act, stage)
        tables = dict(act.facts.rows.get(stage, {}))
        signed = Signature(signer=actor.person, person=row.person, post=row.post, signed_on=row.nominated_on)
        closing = closing_now(act.facts, act.outcomes, stage, at.date())
        digests = {}
        new: Row
        for table, new in (("nominations", row), ("signatures", signed)):
            found = refusals_of(act.facts, act.outcomes, closing, table, [new])
            if found:
                raise RefusedMany(refusal for _, refusal in found)
            digests[table] = save_rows(act.run, stage, table, [new], actor.account, at)
            kept = tuple(r for r in tables.get(table, ()) if r.key() != new.key())
            tables[table] = (*kept, new)
            act.become(rows={**act.facts.rows, stage: dict(tables)})
        act.subject = f"{stage}.nominations"
        act.body = {"stage": stage, "key": row.key(), **digests}
