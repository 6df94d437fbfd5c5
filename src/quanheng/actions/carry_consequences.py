"""Carry consequences (后果入档): bans and reserve lists of a run, for later plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from quanheng.actions.acting import Act
from quanheng.actions.roster_changes import change_dossier, digest_of_changes
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.roster_difference import TableChange
from quanheng.core.roster_tables import ReserveRow, SanctionRow
from quanheng.core.stages.consequence import ConsequenceRecord, Follows
from quanheng.core.values import Outcome
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.queries import dossier


def carry_consequences(act: Act, outcome: Outcome, closed_on: date, actor: Actor, at: datetime) -> str:
    """What a stage of consequences leaves in the archive; its digest, '' where it leaves nothing.

    Shapes: carried again after going back, a row of the same day takes the place of the one before.
    Errors: RefusedMany where the archive would not hold together.
    """
    kept = archived(outcome)
    if not kept:
        return ""
    lock_book(HOUSE)
    changes = [change for follows in kept for change in _into_archive(follows, act.run.code, closed_on, at)]
    digest = digest_of_changes(changes) if changes else ""
    body = {"run": act.run.code, "stage": outcome.stage, "follows": len(kept), "archive": digest}
    append(HOUSE, at=at, actor=actor.account, act="carry_consequences", subject=act.run.code, body=body)
    return digest


def archived(outcome: Outcome | None) -> tuple[Follows, ...]:
    """The consequences of a closed stage that the archive holds; none for another kind of stage."""
    if outcome is None or not isinstance(outcome.record, ConsequenceRecord):
        return ()
    return tuple(f for f in outcome.record.follows if f.bars or f.enters or f.leaves)


def ban_of(follows: Follows, run: str, on: date) -> SanctionRow:
    """The row that bars somebody from later selections."""
    return SanctionRow(
        person=follows.candidate.person,
        kind=follows.title.zh,
        decided_on=on,
        effect_until=follows.until,
        source=f"{run}：{follows.then.zh}",
    )


def _into_archive(follows: Follows, run: str, on: date, at: datetime) -> tuple[TableChange, ...]:
    held = dossier(follows.candidate.person)
    sheets: dict[str, list[Row]] = {}
    for table, row in _rows(follows, run, on, tuple(held.get("reserves", ()))):
        own = sheets.setdefault(table, list(held.get(table, ())))
        sheets[table] = [*(r for r in own if r.key() != row.key()), row]
    return change_dossier(follows.candidate.person, sheets, at)


def _rows(follows: Follows, run: str, on: date, reserves: tuple[Row, ...]) -> Iterator[tuple[str, Row]]:
    """The rows that one consequence adds or ends, by table."""
    person = follows.candidate.person
    if follows.bars:
        yield "sanctions", ban_of(follows, run, on)
    standing = [r for r in reserves if isinstance(r, ReserveRow) and r.left_on is None]
    if follows.enters and all(r.list != follows.enters for r in standing):
        yield "reserves", ReserveRow(person=person, list=follows.enters, entered_on=on)
    for row in standing:
        if row.list == follows.leaves:
            yield "reserves", row.model_copy(update={"left_on": on})
