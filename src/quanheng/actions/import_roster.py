"""Import the roster (导入名册): the whole of it, checked across tables, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.roster import assemble
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.save import digest_of_lines, save_roster

NumberedRows = Mapping[str, Sequence[tuple[int, Row]]]


def import_roster(actor: Actor, tables: NumberedRows, at: datetime) -> Mapping[str, Person]:
    """Replace the roster by these tables; the people it now holds.

    Errors: Refused by authority; RefusedMany with every row that does not fit.
    """
    require(actor, "import_roster")
    people = assemble(tables, at.date())
    rows = {name: [row for _, row in numbered] for name, numbered in tables.items()}
    with transaction.atomic():
        lock_book(HOUSE)
        save_roster(rows)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="import_roster",
            subject="roster",
            body={
                "counts": {name: len(held) for name, held in sorted(rows.items())},
                "rows": digest_of_lines(
                    [f"{n}:{r.model_dump_json()}" for n, held in rows.items() for r in held]
                ),
            },
        )
    return people
