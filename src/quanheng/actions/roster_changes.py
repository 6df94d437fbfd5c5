"""Changes of the roster (名册变更): what given tables change, checked as the archive would then stand."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from quanheng.core.inputs import Row
from quanheng.core.roster_checks import Allowed, Known, references_to, refusals
from quanheng.core.roster_difference import Mode, Standing, TableChange, change_of, without_marks
from quanheng.core.roster_doubts import contradictions, doubts
from quanheng.core.roster_sheets import BY_NAME, Sheet, Sheets, owner_field, sheet_of_tuples, sheets_of
from quanheng.core.roster_tables import HISTORIES
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.tables_columns import Tell, silent
from quanheng.store.archive_rows import (
    codes_among,
    keep_changes,
    people_with_numbers,
    standing_rows,
    standing_rows_of,
    unit_parents,
)
from quanheng.store.books import HOUSE
from quanheng.store.queries import last_entry_of

ARCHIVE_ACTS = (
    "import_roster",
    "correct_person",
    "import_forms",
    "close_case",
    "answer_appeal",
    "carry_consequences",
    "withdraw_consequences",
)
"""The acts that change rows of the archive."""
TOLD = 2_000
"""So many problems of one file are told at most."""


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """What would change (将有的变更), with what may be kept but should be looked at.

    Shapes: `version` names the archive that was compared: the digest of the last act that changed it.
    """

    changes: tuple[TableChange, ...]
    doubts: tuple[Refused, ...]
    version: str


def archive_version() -> str:
    """The digest of the last act that changed the archive, empty for one that never was."""
    entry = last_entry_of(HOUSE, ARCHIVE_ACTS)
    return entry.digest if entry else ""


def changes_of(sheets: Sheets, mode: Mode, today: date, tell: Tell = silent) -> RosterChanges:
    """What these sheets change; by update only rows of the people, units and posts they name are read.

    Errors: RefusedMany with all that does not fit in what would stand afterwards.
    """
    version = archive_version()
    changes: dict[str, TableChange] = {}
    for name, table in BY_NAME.items():
        given = sheets.get(name)
        if mode == "replace":
            empty = sheet_of_tuples(table, ())
            changes[name] = change_of(standing_rows(table), given or empty, mode)
        elif given is not None:
            changes[name] = change_of(standing_rows_of(table, _codes(given)), given, mode)
        tell(len(given or ()))
    if mode == "update":
        _take_marks_away(changes, sheets)
    after = {name: change.after for name, change in changes.items()}
    return checked(changes, after, today, version)


def person_changes_of(sheets: Sheets, person: str, today: date) -> RosterChanges:
    """What changes when these sheets hold all that the tables say of one person. Errors: as `changes_of`."""
    version = archive_version()
    changes = {
        name: change_of(standing_rows_of(given.table, [person]), given, "replace")
        for name, given in sheets.items()
    }
    if "missing" not in sheets:
        _take_marks_away(changes, sheets)
    return checked(changes, {name: change.after for name, change in changes.items()}, today, version)


def change_dossier(person: str, tables: Mapping[str, Sequence[Row]], at: datetime) -> tuple[TableChange, ...]:
    """Let these tables hold these rows alone of one person; what that changed. Errors: as `changes_of`."""
    numbered = {name: list(enumerate(rows, start=1)) for name, rows in tables.items()}
    found = person_changes_of(sheets_of(numbered), person, at.date())
    keep_changes(found.changes, at)
    return found.changes


def checked(
    changes: Mapping[str, TableChange], after: dict[str, Sheet], today: date, version: str
) -> RosterChanges:
    """The changes, when what would stand afterwards fits together."""
    _add_marked_histories(after)
    _add_sharers(after)
    known = _known(after)
    found = chain(refusals(after, today, Allowed(), known), contradictions(after))
    problems = tuple(islice(found, TOLD))
    if problems:
        raise RefusedMany(problems)
    kept = tuple(change for change in changes.values() if not change.is_empty)
    return RosterChanges(kept, tuple(islice(doubts(after), TOLD)), version)


def _codes(sheet: Sheet) -> set[Any]:
    """The people a sheet is about, or the units or posts."""
    return set(sheet.column(owner_field(sheet.table)))


def _take_marks_away(changes: dict[str, TableChange], sheets: Sheets) -> None:
    """A history that is now given is no longer marked as never entered."""
    given = {name: _codes(sheets[name]) for name in HISTORIES.words if name in sheets}
    people = set().union(*given.values())
    table = BY_NAME["missing"]
    standing = standing_rows_of(table, people)
    marks = {
        row: number
        for number, row in zip(standing.numbers, standing.rows, strict=True)
        if row[0] in given.get(str(row[1]), ())
    }
    if not marks:
        return
    own = changes.get("missing") or TableChange(table, (), (), (), sheet_of_tuples(table, ()))
    changes["missing"] = without_marks(own, marks)


def _add_marked_histories(after: dict[str, Sheet]) -> None:
    """Rows that stand of the histories which a file marks as never entered."""
    marked = after.get("missing")
    if marked is None or not len(marked):
        return
    wanted: dict[str, set[str]] = {}
    for person, history in zip(marked.column("person"), marked.column("history"), strict=True):
        if history in HISTORIES.words:
            wanted.setdefault(str(history), set()).add(str(person))
    for name, people in wanted.items():
        seen = _codes(after[name]) if name in after else set()
        _add_rows(after, standing_rows_of(BY_NAME[name], people - seen))


def _add_sharers(after: dict[str, Sheet]) -> None:
    """The people of the archive who have an identity number that a file gives to somebody."""
    people = after.get("people")
    if people is None:
        return
    numbers = {str(number) for number in people.column("id_number") if number}
    found = people_with_numbers(numbers)
    own = _codes(people)
    places = [i for i, row in enumerate(found.rows) if row[0] not in own]
    _add_rows(
        after,
        Standing(found.table, [found.numbers[i] for i in places], [found.rows[i] for i in places]),
    )


def _add_rows(after: dict[str, Sheet], standing: Standing) -> None:
    """More rows of the archive beside those of the file."""
    if not standing.rows:
        return
    name = standing.table.name
    own = after.get(name) or sheet_of_tuples(standing.table, ())
    rows, lines = [*own.tuples(), *standing.rows], [*own.lines, *[0] * len(standing.rows)]
    after[name] = sheet_of_tuples(standing.table, rows, lines)


def _known(after: Sheets) -> Known:
    """The codes of the archive that the rows speak of and the file does not give."""
    codes: dict[str, Collection[str]] = {}
    for name in ("units", "people", "posts"):
        given = set(after[name].column("code")) if name in after else set()
        codes[name] = codes_among(name, references_to(after, name) - given)
    return Known(codes, unit_parents() if "units" in after else {})


def counts_of(changes: Sequence[TableChange]) -> dict[str, dict[str, int]]:
    """How many rows are new, changed and gone in each table."""
    return {
        change.table.name: {
            "new": len(change.new),
            "changed": len(change.changed),
            "gone": len(change.gone),
        }
        for change in changes
    }


def digest_of_changes(changes: Sequence[TableChange]) -> str:
    """SHA-256 over what is written, table by table: new, changed and gone rows, column by column."""
    summed = hashlib.sha256()
    for change in changes:
        parts = (
            ("new", change.new),
            ("changed", [(number, *after) for number, _, after in change.changed]),
            ("gone", [(number,) for number, _ in change.gone]),
        )
        for kind, rows in parts:
            summed.update(f"{change.table.name} {kind} {len(rows)}\n".encode())
            for column in zip(*rows, strict=True):
                summed.update("\t".join(map(str, column)).encode() + b"\n")
    return summed.hexdigest()
