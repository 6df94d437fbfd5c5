"""Correct a person's record (更正人员信息): the rows of one person, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from quanheng.actions.import_roster import refuse_other_archive
from quanheng.actions.roster_changes import (
    RosterChanges,
    counts_of,
    digest_of_changes,
    person_changes_of,
)
from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.roster_difference import differences
from quanheng.core.roster_sheets import OF_PEOPLE, sheets_of
from quanheng.core.values import Refused
from quanheng.store.archive_rows import keep_changes
from quanheng.store.books import HOUSE, append, lock_book

PersonRows = Mapping[str, Sequence[Row]]
"""All that a table says of one person, for each table that is corrected; `people` holds one row."""


def person_changes(actor: Actor, person: str, rows: PersonRows, today: date) -> RosterChanges:
    """What a correction would change; rows are numbered from 1 in refusals.

    Errors: Refused by authority, or for rows of anybody else; RefusedMany with all that does not fit.
    """
    require(actor, "correct_person")
    _refuse_other_rows(person, rows)
    sheets = sheets_of({name: list(enumerate(given, start=1)) for name, given in rows.items()})
    return person_changes_of(sheets, person, today)


def correct_person(
    actor: Actor, person: str, rows: PersonRows, reason: str, at: datetime, version: str | None = None
) -> RosterChanges:
    """Write what a correction changes, with its entry in the trace, or nothing.

    Shapes: `version` is that of the changes that were shown, where they were.
    Errors: as `person_changes`; Refused without a reason, without a change, or when the archive has changed.
    """
    require(actor, "correct_person")
    if not reason.strip():
        raise _refused("no_reason", "没有写明更正的理由。", "No reason is given.", "请写明理由。", "Give it.")
    with transaction.atomic():
        lock_book(HOUSE)
        if version is not None:
            refuse_other_archive(version)
        found = person_changes(actor, person, rows, at.date())
        if not found.changes:
            raise _refused(
                "nothing_changed",
                "没有任何变更。",
                "Nothing is changed.",
                "请更正后再保存。",
                "Change it first.",
            )
        keep_changes(found.changes, at)
        fields = {
            change.table.name: sorted({f.field for d in differences(change) for f in d.fields})
            for change in found.changes
        }
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="correct_person",
            subject=person,
            body={
                "reason": reason.strip(),
                "counts": counts_of(found.changes),
                "fields": fields,
                "rows": digest_of_changes(found.changes),
            },
        )
    return found


def _refuse_other_rows(person: str, rows: PersonRows) -> None:
    strange = [name for name in rows if name not in (*OF_PEOPLE, "people")]
    others = [
        name
        for name, given in rows.items()
        for row in given
        if person not in (vars(row).get("person"), vars(row).get("code"))
    ]
    if not strange and not others and len(rows.get("people", (None,))) == 1:
        return
    raise _refused(
        "other_person",
        "只能更正这一个人的内容，且不能删去此人。",
        "Only what belongs to this person can be corrected, and the person cannot be removed.",
        "要新增、合并或移除人员，请用导入。",
        "To add or remove people, import.",
    )


def _refused(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused(code, zh, en, remedy_zh=remedy_zh, remedy_en=remedy_en)
