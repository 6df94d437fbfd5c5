"""Answer an appeal (复核、申诉决定): upheld, changed or revoked; the archive follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.actions.record_case_step import refuse_hand, refuse_step
from quanheng.actions.roster_changes import change_dossier, digest_of_changes
from quanheng.core.accountability.appeals import refuse_handled
from quanheng.core.accountability.case import KIND, Case, Effect, effects_of
from quanheng.core.accountability.steps import Answer, Imposed
from quanheng.core.authority import Actor
from quanheng.core.roster_difference import TableChange
from quanheng.core.roster_tables import SanctionRow
from quanheng.core.workdays import Calendar
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.cases import all_cases, case_of, keep_step
from quanheng.store.queries import dossier


def answer_appeal(actor: Actor, code: str, row: Answer, at: datetime) -> None:
    """Answer a review or an appeal; what no longer has effect leaves the archive.

    Errors: Refused by authority, by recusal, to who handled the case, or for an answer that does not fit.
    """
    with transaction.atomic():
        lock_book(HOUSE)
        case = case_of(code)
        refuse_hand(case, actor, "answer", row)
        refuse_handled(case, actor.account, row)
        refuse_step(case, "answer", row, at)
        digest = keep_step(code, "answer", row, actor.account, at)
        changes = _archive_again(case_of(code), row.party, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="answer_appeal",
            subject=code,
            body={
                "case": code,
                "step": "answer",
                "row": digest,
                "archive": digest_of_changes(changes) if changes else "",
            },
        )


def _archive_again(case: Case, person: str, at: datetime) -> tuple[TableChange, ...]:
    """The effects on somebody, of every case that imposed anything on the same day, as they stand now."""
    days = {r.imposed_on for r in case.rows(Imposed) if r.party == person}
    effects = [
        effect
        for other in all_cases()
        for effect in effects_of(other, Calendar())
        if effect.person == person and effect.decided_on in days
    ]
    held = [r for r in dossier(person).get("sanctions", ()) if isinstance(r, SanctionRow)]
    kept = [r for r in held if r.kind != KIND or r.decided_on not in days]
    return change_dossier(person, {"sanctions": [*kept, *_merged(effects)]}, at)


def _merged(effects: list[Effect]) -> list[SanctionRow]:
    """One row a day: of several effects the longest counts, every source is told."""
    return [
        SanctionRow(
            person=own[0].person,
            kind=KIND,
            decided_on=day,
            effect_until=max(e.effect_until for e in own),
            source="；".join(e.source for e in own),
        )
        for day in dict.fromkeys(e.decided_on for e in effects)
        for own in [[e for e in effects if e.decided_on == day]]
    ]
