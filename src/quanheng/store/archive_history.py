"""The archive as of a day (某日的档案): what was known when that day ended, from current and former rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from quanheng.core.inputs import InputTable, Row
from quanheng.core.roster_sheets import OF_PEOPLE, owner_field
from quanheng.core.roster_tables import TABLES, PersonRow
from quanheng.store import models
from quanheng.store.archive_tables import ARCHIVE
from quanheng.store.spelling import spelled


def rows_known(table: InputTable, on: date | None = None, person: str | None = None) -> list[Row]:
    """The rows of a table as they stand, or as they stood when a day ended; all, or one person's.

    Shapes: in the order in which they were first entered.
    """
    fields = [*table.row.model_fields]
    current = ARCHIVE[table.name]._default_manager.order_by("pk")
    if person is not None:
        current = current.filter(**{owner_field(table): person})
    if on is not None:
        current = current.filter(known_from__lt=end_of(on))
    found: list[tuple[int, Row]] = [
        (number, table.row.model_validate(dict(zip(fields, cells, strict=True))))
        for number, *cells in current.values_list("pk", *fields)
    ]
    if on is not None:
        found.extend(_former(table, on, person))
        found.sort(key=lambda numbered: numbered[0])
    return [row for _, row in found]


def _former(table: InputTable, on: date, person: str | None) -> Iterable[tuple[int, Row]]:
    end = end_of(on)
    former = models.FormerRow.objects.filter(table=table.name, known_from__lt=end, known_until__gte=end)
    if person is not None:
        former = former.filter(person=person)
    for number, payload in former.values_list("number", "payload"):
        yield number, table.row.model_validate_json(payload)


def tables_known(on: date | None = None) -> dict[str, list[tuple[int, Row]]]:
    """The whole roster as it stands, or stood when a day ended, rows numbered from 1."""
    return {table.name: list(enumerate(rows_known(table, on), start=1)) for table in TABLES}


def person_known(code: str, on: date | None = None) -> models.Person | None:
    """One person's own row, as it stands or stood when a day ended."""
    if on is None:
        return models.Person.objects.filter(code=code).first()
    table = next(table for table in TABLES if table.name == "people")
    found = rows_known(table, on, code)
    return _person(found[0]) if found else None


def _person(row: Row) -> models.Person:
    values: dict[str, Any] = row.model_dump(mode="json")
    pinyin, initials = spelled(values["name"])
    return models.Person(**values, pinyin=pinyin, initials=initials)


def dossier_known(code: str, on: date | None = None) -> dict[str, tuple[Row, ...]]:
    """Every history of one person, table by table, as it stands or stood when a day ended."""
    tables = (table for table in TABLES if table.name in OF_PEOPLE)
    return {table.name: tuple(rows_known(table, on, code)) for table in tables}


def days_of_change(code: str) -> list[date]:
    """The days on which what is known of a person changed, newest first."""
    changed = models.FormerRow.objects.filter(person=code).values_list("known_until", "known_from")
    instants = {instant for pair in changed for instant in pair}
    for table in TABLES:
        fields = table.row.model_fields
        if "person" in fields or table.row is PersonRow:
            own = Q(person=code) if "person" in fields else Q(code=code)
            instants.update(
                ARCHIVE[table.name]._default_manager.filter(own).values_list("known_from", flat=True)
            )
    return sorted({timezone.localtime(instant).date() for instant in instants}, reverse=True)


def rows_written(table: InputTable, person: str, at: datetime) -> dict[str, Row | None]:
    """The keys of what an act wrote about a person and still stands, each with the row whose place it took.

    Units: `at` is the second of the act, as its entry in the trace bears it.
    """
    second = (at, at + timedelta(seconds=1))
    written = ARCHIVE[table.name]._default_manager.filter(known_from__gte=second[0], known_from__lt=second[1])
    former = models.FormerRow.objects.filter(
        table=table.name, person=person, known_until__gte=second[0], known_until__lt=second[1]
    )
    fields = [*table.row.model_fields]
    before = [table.row.model_validate_json(payload) for payload in former.values_list("payload", flat=True)]
    replaced = {row.key(): row for row in before}
    rows = written.filter(**{owner_field(table): person}).values_list(*fields)
    keys = [table.row.model_validate(dict(zip(fields, cells, strict=True))).key() for cells in rows]
    return {key: replaced.get(key) for key in keys}


def end_of(on: date) -> datetime:
    """The instant at which a day is over, where the organisation is."""
    return datetime.combine(on + timedelta(days=1), time(), timezone.get_default_timezone())
