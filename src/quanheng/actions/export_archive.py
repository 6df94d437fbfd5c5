"""Export the archive (导出名册各表): the tables as the workbook that is imported, whole or of some people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.roster_difference import Standing
from quanheng.core.roster_query import RosterQuery, permitted
from quanheng.core.roster_sheets import BY_NAME, OF_PEOPLE
from quanheng.documents.roster_workbook import roster_workbook
from quanheng.store.archive_rows import standing_rows, standing_rows_of
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.roster_list import asked_of, people_found, unit_tree


def export_archive(actor: Actor, at: datetime, people: Collection[str] | None = None) -> bytes:
    """The workbook of every table; of some people only where they are named. Recorded in the trace.

    Shapes: it can be imported again and changes nothing; units and posts are always whole.
    Errors: Refused by authority.
    """
    require(actor, "export_archive")
    held = _tables(people)
    content = roster_workbook({name: standing.rows for name, standing in held.items()})
    with transaction.atomic():
        lock_book(HOUSE)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="export_archive",
            subject="roster",
            body={"rows": {name: len(standing.rows) for name, standing in held.items()}},
        )
    return content


def people_asked(actor: Actor, query: RosterQuery, today: date) -> list[str] | None:
    """The codes of the people of a view; none for everybody. Errors: Refused by the policy."""
    seen = permitted(actor, query)
    if not seen.conditions:
        return None
    found = people_found(asked_of(seen, today, unit_tree()))
    return list(found.values_list("code", flat=True))


def _tables(people: Collection[str] | None) -> Mapping[str, Standing]:
    if people is None:
        return {name: standing_rows(table) for name, table in BY_NAME.items()}
    return {
        name: standing_rows_of(table, people)
        if name == "people" or name in OF_PEOPLE
        else standing_rows(table)
        for name, table in BY_NAME.items()
    }
