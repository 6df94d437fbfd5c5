"""Withdraw consequences (撤出后果): what no longer follows from a run leaves the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quanheng.actions.acting import Act
from quanheng.actions.carry_consequences import archived, ban_of, carry_consequences
from quanheng.actions.roster_changes import change_dossier, digest_of_changes
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.roster_difference import TableChange
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_tables import ReserveRow, SanctionRow
from quanheng.core.stages.consequence import Follows
from quanheng.store.archive_history import rows_written
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.queries import dossier, moments_of

TABLES = ("sanctions", "reserves")
"""The tables that consequences write."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What no longer follows from a stage that closed on a day, and what still does."""

    run: str
    stage: str
    on: date
    gone: tuple[Follows, ...]
    stays: tuple[Follows, ...]

    def wrote(self, row: Row) -> bool:
        """Whether a row says what is gone alone, and nothing that came later."""
        return self._is_of(self.gone, row) and not self._is_of(self.stays, row)

    def _is_of(self, follows: Sequence[Follows], row: Row) -> bool:
        own = [f for f in follows if f.candidate.person == getattr(row, "person", "")]
        if isinstance(row, SanctionRow):
            return any(f.bars and row == ban_of(f, self.run, self.on) for f in own)
        if not isinstance(row, ReserveRow):
            return False
        if row.left_on is None:
            return row.entered_on == self.on and any(row.list == f.enters for f in own)
        return row.left_on == self.on and any(row.list == f.leaves for f in own)


def follow_outcomes(act: Act, actor: Actor, at: datetime) -> None:
    """Let the archive hold what follows from the run as an act left it, and no more.

    Shapes: what a stage wrote is taken out, and the row whose place it took stands again; a row that somebody
    changed since is theirs, and stays.
    Errors: RefusedMany where the archive would not hold together.
    """
    closed_on = {c.stage: c.closed_on for c in act.state.facts.closings}
    for stage, outcome in act.state.outcomes.items():
        before, after = archived(outcome), archived(act.outcomes.get(stage))
        gone = tuple(f for f in before if f not in after)
        if gone:
            _withdraw(Undone(act.run.code, stage, closed_on[stage], gone, after), actor, at)
        if any(f not in before for f in after):
            carry_consequences(act, act.outcomes[stage], closed_on[stage], actor, at)


def _withdraw(undone: Undone, actor: Actor, at: datetime) -> None:
    lock_book(HOUSE)
    moments = moments_of(HOUSE, "carry_consequences", undone.run, undone.stage)
    people = sorted({f.candidate.person for f in undone.gone})
    changes = [change for person in people for change in _taken_out(person, undone, moments, at)]
    body = {
        "run": undone.run,
        "stage": undone.stage,
        "follows": len(undone.gone),
        "archive": digest_of_changes(changes) if changes else "",
    }
    append(HOUSE, at=at, actor=actor.account, act="withdraw_consequences", subject=undone.run, body=body)


def _taken_out(
    person: str, undone: Undone, moments: Sequence[datetime], at: datetime
) -> tuple[TableChange, ...]:
    """What changes of one person's rows."""
    held, sheets = dossier(person), {}
    for table in TABLES:
        written: dict[str, Row | None] = {}
        for moment in moments:
            written |= rows_written(BY_NAME[table], person, moment)
        rows = held.get(table, ())
        wrong = {row.key() for row in rows if row.key() in written and undone.wrote(row)}
        if wrong:
            sheets[table] = list(_without(rows, wrong, written))
    return change_dossier(person, sheets, at) if sheets else ()


def _without(rows: Sequence[Row], wrong: set[str], written: dict[str, Row | None]) -> Iterator[Row]:
    for row in rows:
        stood = written[row.key()] if row.key() in wrong else row
        if stood is not None:
            yield stood
