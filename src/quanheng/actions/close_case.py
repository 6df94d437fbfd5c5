"""Close a case (结案): whoever answers for it bears the effect in the archive, as the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.record_case_step import refuse_hand, refuse_step
from quanheng.actions.roster_changes import change_dossier, digest_of_changes
from quanheng.core.accountability.case import KIND, Effect, effects_of
from quanheng.core.accountability.steps import Closing
from quanheng.core.authority import Actor
from quanheng.core.roster_difference import TableChange
from quanheng.core.roster_tables import SanctionRow
from quanheng.core.workdays import Calendar
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.cases import case_of, keep_step
from quanheng.store.queries import dossier


def close_case(actor: Actor, code: str, row: Closing, at: datetime) -> tuple[Effect, ...]:
    """Close a case; the effects that entered the archive.

    Errors: Refused by authority, by recusal, or while a consequence is missing.
    """
    with transaction.atomic():
        lock_book(HOUSE)
        case = case_of(code)
        refuse_hand(case, actor, "closing", row)
        refuse_step(case, "closing", row, at)
        digest = keep_step(code, "closing", row, actor.account, at)
        effects = effects_of(case_of(code), Calendar())
        changes = [change for effect in effects for change in _into_archive(effect, at)]
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="close_case",
            subject=code,
            body={
                "case": code,
                "step": "closing",
                "row": digest,
                "effects": len(effects),
                "archive": digest_of_changes(changes) if changes else "",
            },
        )
    return effects


def _into_archive(effect: Effect, at: datetime) -> tuple[TableChange, ...]:
    """The effect as a further row of the person's sanctions, by way of every check of the archive."""
    held = [r for r in dossier(effect.person).get("sanctions", ()) if isinstance(r, SanctionRow)]
    row = _joined(effect, held)
    kept = [r for r in held if r.key() != row.key()]
    return change_dossier(effect.person, {"sanctions": [*kept, row]}, at)


def _joined(effect: Effect, held: Sequence[SanctionRow]) -> SanctionRow:
    """The row of an effect; with one of the same day from another case, the longer effect counts."""
    row = SanctionRow(
        person=effect.person,
        kind=KIND,
        decided_on=effect.decided_on,
        effect_until=effect.effect_until,
        source=effect.source,
    )
    same = next((r for r in held if r.key() == row.key()), None)
    if same is None:
        return row
    until = max(d for d in (same.effect_until, row.effect_until) if d is not None)
    return row.model_copy(update={"effect_until": until, "source": f"{same.source}；{row.source}"})
