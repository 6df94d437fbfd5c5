"""Export the roster list (导出名册): a view leaves the house; who took how many rows is recorded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.roster_columns import cell_of
from quanheng.core.roster_query import RosterQuery, permitted, title_of
from quanheng.documents.list_workbook import list_workbook
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.roster_facts import lines_of
from quanheng.store.roster_list import asked_of, people_in_order, unit_tree

MOST_ROWS = 20_000
"""So many people go into one file."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A list as it left the house."""

    content: bytes
    rows: int


def export_roster(actor: Actor, query: RosterQuery, at: datetime) -> Exported:
    """The rows and columns of a view as a spreadsheet, masked where the actor sees them masked.

    Errors: Refused by authority, for what the actor may not see, when too many people fit.
    """
    require(actor, "export_roster")
    seen = permitted(actor, query)
    with transaction.atomic():
        lock_book(HOUSE)
        people = people_in_order(asked_of(seen, at.date(), unit_tree()), MOST_ROWS)
        columns = ("name", *seen.columns)
        rows = [
            tuple(cell_of(actor, line, column, at.date()) for column in columns)
            for line in lines_of(people, columns, at.date())
        ]
        header = [title_of(column).zh for column in columns]
        content = list_workbook("名册", header, rows)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="export_roster",
            subject="roster",
            body={
                "rows": len(rows),
                "fields": list(columns),
                "narrowed_by": sorted({name for name, _ in seen.conditions}),
                "file": hashlib.sha256(content).hexdigest(),
            },
        )
    return Exported(content, len(rows))
