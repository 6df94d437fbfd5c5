"""Import the roster (导入名册): the whole of it, checked across tables, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.inputs import InputTable, Row, keys_of
from quanheng.core.people import Person
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.load import roster_tables
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
        save_roster(rows, at)
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


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """What an import would change in one table.

    Shapes: each tuple holds whom or what a row is about, once for each row, in the order of the table.
    """

    table: InputTable
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def roster_differences(actor: Actor, tables: NumberedRows, today: date) -> tuple[RosterDifference, ...]:
    """What these tables would change in the roster; only tables where something would.

    Errors: Refused by authority; RefusedMany with every row that does not fit.
    """
    require(actor, "import_roster")
    assemble(tables, today)
    held = roster_tables()
    names = {
        row.model_dump()["code"]: row.model_dump()["name"]
        for rows in (held["people"], tables.get("people", ()))
        for _, row in rows
    }
    found = (_difference(table, held[table.name], tables.get(table.name, ()), names) for table in TABLES)
    return tuple(each for each in found if each.new or each.changed or each.gone)


def _difference(
    table: InputTable,
    held: Sequence[tuple[int, Row]],
    given: Sequence[tuple[int, Row]],
    names: Mapping[str, str],
) -> RosterDifference:
    before, after = _by_key(held), _by_key(given)
    return RosterDifference(
        table,
        new=tuple(_about(row, names) for key, row in after.items() if key not in before),
        changed=tuple(
            _about(row, names) for key, row in after.items() if key in before and before[key] != row
        ),
        gone=tuple(_about(row, names) for key, row in before.items() if key not in after),
    )


def _by_key(numbered: Sequence[tuple[int, Row]]) -> dict[str, Row]:
    rows = [row for _, row in numbered]
    return dict(zip(keys_of(rows), rows, strict=True))


def _about(row: Row, names: Mapping[str, str]) -> str:
    """Whom a row is about, by name and code; a unit or a post by its own."""
    values = row.model_dump()
    code = values.get("person") or values.get("code") or row.key()
    name = names.get(code, "") if "person" in values else values.get("name") or names.get(code, "")
    return f"{name}（{code}）" if name else str(code)
