"""Import the roster (导入名册): changed by what a file names, or replaced as a whole; checked, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from quanheng.actions.roster_changes import (
    RosterChanges,
    archive_version,
    changes_of,
    counts_of,
    digest_of_changes,
)
from quanheng.core.authority import Actor, require
from quanheng.core.gathering import without_collection
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.roster import people_of
from quanheng.core.roster_difference import Mode
from quanheng.core.roster_sheets import Sheets, sheets_of
from quanheng.core.values import Refused
from quanheng.documents.tables_columns import Tell, silent
from quanheng.store.archive_rows import keep_changes
from quanheng.store.books import HOUSE, append, lock_book

NumberedRows = Mapping[str, Sequence[tuple[int, Row]]]


def roster_changes(
    actor: Actor, sheets: Sheets, mode: Mode, today: date, tell: Tell = silent
) -> RosterChanges:
    """What an import would change; nothing is written.

    Errors: Refused by authority; RefusedMany with every row that does not fit.
    """
    require(actor, "import_roster")
    with without_collection():
        return changes_of(sheets, mode, today, tell)


def keep_import(actor: Actor, mode: Mode, found: RosterChanges, at: datetime, tell: Tell = silent) -> None:
    """Write what an import changes, with its entry in the trace, or nothing.

    Errors: Refused by authority; Refused(archive_changed) when the archive is not the one that was compared.
    """
    require(actor, "import_roster")
    with transaction.atomic(), without_collection():
        lock_book(HOUSE)
        refuse_other_archive(found.version)
        keep_changes(found.changes, at, tell)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="import_roster",
            subject="roster",
            body={
                "mode": mode,
                "counts": counts_of(found.changes),
                "rows": digest_of_changes(found.changes),
            },
        )


def refuse_other_archive(version: str) -> None:
    """Refuse to write what was compared with an archive that has changed since."""
    if archive_version() == version:
        return
    raise Refused(
        "archive_changed",
        "比较之后档案已有变更，没有写入。",
        "The archive has changed since it was compared; nothing was written.",
        remedy_zh="请重新比较，核对差异后再确认。",
        remedy_en="Compare again, look at the differences, then confirm.",
    )


def import_roster(actor: Actor, tables: NumberedRows, at: datetime) -> Mapping[str, Person]:
    """Make these rows the whole roster; the people it now holds. Errors: as `roster_changes`."""
    found = roster_changes(actor, sheets_of(tables), "replace", at.date())
    keep_import(actor, "replace", found, at)
    return people_of(tables)
