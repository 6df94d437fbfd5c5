"""Rows of the archive (档案的行): read for comparison, and only what differs is written.

What an act changes or removes goes to `FormerRow` as it was; nothing that was known is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import CharField, DateField, F, Model, QuerySet
from django.db.models.functions import Cast

from quanheng.core.inputs import InputTable
from quanheng.core.roster_difference import Cells, Standing, TableChange, key_of, person_of
from quanheng.core.roster_sheets import owner_field
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Refused
from quanheng.store import models
from quanheng.store.archive_tables import ARCHIVE
from quanheng.store.findings import follow_changes
from quanheng.store.many_rows import insert_rows
from quanheng.store.spelling import spelled

CHUNK = 500
BLOCK = 10_000
"""Rows written before the progress is told again."""
Tell = Callable[[int], None]
T = TypeVar("T")


def standing_rows(table: InputTable) -> Standing:
    """Every row of a table as it stands."""
    return _standing(table, [_rows(table)])


def standing_rows_of(table: InputTable, codes: Iterable[str]) -> Standing:
    """The rows of these people, units or posts, and no others are read."""
    field = owner_field(table)
    return _standing(
        table, (_rows(table).filter(**{f"{field}__in": c}) for c in _chunks(sorted(codes), CHUNK))
    )


def people_with_numbers(numbers: Iterable[str]) -> Standing:
    """The people who have one of these identity numbers."""
    table = next(table for table in TABLES if table.name == "people")
    return _standing(table, (_rows(table).filter(id_number__in=c) for c in _chunks(sorted(numbers), CHUNK)))


def codes_among(table: str, codes: Iterable[str]) -> set[str]:
    """Which of these codes a table has."""
    found: set[str] = set()
    for chunk in _chunks(sorted(codes), CHUNK):
        found.update(ARCHIVE[table]._default_manager.filter(code__in=chunk).values_list("code", flat=True))
    return found


def unit_parents() -> dict[str, str]:
    """The unit above each unit."""
    return dict(models.Unit.objects.values_list("code", "parent"))


def _rows(table: InputTable) -> QuerySet[Model, tuple[Any, ...]]:
    """Number and cells, days as text on every database."""
    model = ARCHIVE[table.name]
    cells = [
        Cast(F(name), CharField(max_length=10))
        if isinstance(model._meta.get_field(name), DateField)
        else name
        for name in table.row.model_fields
    ]
    return model._default_manager.order_by("pk").values_list("pk", *cells)


def _standing(table: InputTable, found: Iterable[QuerySet[Model, tuple[Any, ...]]]) -> Standing:
    numbers: list[int] = []
    rows: list[Cells] = []
    for part in found:
        for number, *cells in part.iterator(chunk_size=BLOCK):
            numbers.append(number)
            rows.append(tuple(cells))
    return Standing(table, numbers, rows)


def keep_changes(changes: Sequence[TableChange], at: datetime, tell: Tell = lambda rows: None) -> None:
    """Write what differs, parents before children; the rows as they were become former rows.

    Errors: Refused when a row is known from later than `at`.
    """
    in_order = sorted(changes, key=lambda change: list(ARCHIVE).index(change.table.name))
    for change in reversed(in_order):
        _remove(change, at, tell)
    for change in in_order:
        _change(change, at, tell)
        _insert_new(change, at, tell)
    follow_changes(changes, at)


def _remove(change: TableChange, at: datetime, tell: Tell) -> None:
    model = ARCHIVE[change.table.name]
    for part in _chunks(change.gone, CHUNK):
        _make_former(change.table, part, at)
        model._default_manager.filter(pk__in=[number for number, _ in part]).delete()
        tell(len(part))


def _change(change: TableChange, at: datetime, tell: Tell) -> None:
    model = ARCHIVE[change.table.name]
    columns = _columns(change.table)
    assigned = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in (*columns, "known_from"))
    sql = f"UPDATE {model._meta.db_table} SET {assigned} WHERE id = %s"
    for part in _chunks(change.changed, CHUNK):
        _make_former(change.table, [(number, before) for number, before, _ in part], at)
        cells = _stored(change.table, [after for *_, after in part], at)
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(*row, number) for row, (number, *_) in zip(cells, part, strict=True)])
        tell(len(part))


def _insert_new(change: TableChange, at: datetime, tell: Tell) -> None:
    model, columns = ARCHIVE[change.table.name], (*_columns(change.table), "known_from")
    for part in _chunks(change.new, BLOCK):
        insert_rows(model, columns, _stored(change.table, part, at))
        tell(len(part))


def _columns(table: InputTable) -> tuple[str, ...]:
    fields = tuple(table.row.model_fields)
    return (*fields, "pinyin", "initials") if table.name == "people" else fields


def _stored(table: InputTable, rows: Sequence[Cells], at: datetime) -> list[tuple[Any, ...]]:
    """Rows as their table takes them, with the instant from which they are known."""
    known_from = connection.ops.adapt_datetimefield_value(at)
    if table.name != "people":
        return [(*row, known_from) for row in rows]
    name = list(table.row.model_fields).index("name")
    return [(*row, *spelled(str(row[name])), known_from) for row in rows]


def _make_former(table: InputTable, rows: Sequence[tuple[int, Cells]], at: datetime) -> None:
    model = ARCHIVE[table.name]
    since = dict(
        model._default_manager.filter(pk__in=[number for number, _ in rows]).values_list("pk", "known_from")
    )
    if rows and max(since.values()) > at:
        raise _known_later(max(since.values()))
    stored = connection.ops.adapt_datetimefield_value
    columns = ("table", "key", "person", "number", "payload", "known_from", "known_until")
    insert_rows(
        models.FormerRow,
        columns,
        [
            (
                table.name,
                key_of(table, row),
                person_of(table, row),
                number,
                payload_of(table, row),
                stored(since[number]),
                stored(at),
            )
            for number, row in rows
        ],
    )


def payload_of(table: InputTable, row: Cells) -> str:
    """A row as JSON by field names."""
    return json.dumps(dict(zip(table.row.model_fields, row, strict=True)), ensure_ascii=False)


def _known_later(known: datetime) -> Refused:
    return Refused(
        "time_goes_back",
        f"档案中有 {known:%Y-%m-%d %H:%M} 才录入的内容，不能按更早的时间更正。",
        f"The archive holds what was entered on {known:%Y-%m-%d %H:%M}; nothing earlier may change it.",
        remedy_zh="请核对这台机器的时间。",
        remedy_en="Check the clock of this machine.",
    )


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
