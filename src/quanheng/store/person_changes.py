"""Changes of what is known of a person (档案变更): each act that changed it, row by row, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.utils import timezone

from quanheng.core.inputs import InputTable, Row
from quanheng.core.roster_sheets import BY_NAME, OF_PEOPLE, owner_field
from quanheng.store import models
from quanheng.store.archive_tables import ARCHIVE
from quanheng.store.books import HOUSE
from quanheng.store.work_lists import names_of_accounts

ACTS = ("import_roster", "correct_person")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that became another. Shapes: a new row has no `before`, one that is gone no `after`."""

    table: InputTable
    kind: Literal["new", "changed", "gone"]
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What one act changed. Shapes: `act` and `actor` are empty where the trace has no entry."""

    at: datetime
    act: str
    actor: str
    reason: str
    rows: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class _Version:
    """A row as it stood for a while; `until` None is now."""

    row: Row
    since: datetime
    until: datetime | None


def changes_of_person(code: str) -> list[PersonChange]:
    """Every act that changed what is known of a person, newest first; the oldest is how they came in."""
    by_instant: dict[datetime, list[RowChange]] = {}
    for name in ("people", *OF_PEOPLE):
        table = BY_NAME[name]
        for versions in _versions(table, code).values():
            for instant, change in _steps(table, versions):
                by_instant.setdefault(instant, []).append(change)
    told = _entries(by_instant)
    return [
        PersonChange(instant, *told.get(instant, ("", "", "")), tuple(by_instant[instant]))
        for instant in sorted(by_instant, reverse=True)
    ]


def _versions(table: InputTable, code: str) -> Mapping[int, Sequence[_Version]]:
    """Every row of a table that was ever known of a person, by its number, the older versions first."""
    fields = [*table.row.model_fields]
    found: dict[int, list[_Version]] = {}
    former = models.FormerRow.objects.filter(table=table.name, person=code).order_by("known_from", "pk")
    for number, payload, since, until in former.values_list("number", "payload", "known_from", "known_until"):
        row = table.row.model_validate_json(payload)
        found.setdefault(number, []).append(_Version(row, since, until))
    current = ARCHIVE[table.name]._default_manager.filter(**{owner_field(table): code})
    for number, since, *cells in current.values_list("pk", "known_from", *fields):
        row = table.row.model_validate(dict(zip(fields, cells, strict=True)))
        found.setdefault(number, []).append(_Version(row, since, None))
    return found


def _steps(table: InputTable, versions: Sequence[_Version]) -> Iterable[tuple[datetime, RowChange]]:
    before: _Version | None = None
    for version in versions:
        if before is not None and before.until == version.since:
            yield version.since, RowChange(table, "changed", before.row, version.row)
        else:
            yield version.since, RowChange(table, "new", None, version.row)
        before = version
    if before is not None and before.until is not None:
        yield before.until, RowChange(table, "gone", before.row, None)


def _entries(instants: Iterable[datetime]) -> Mapping[datetime, tuple[str, str, str]]:
    """Act, actor and reason of the entries of these instants; the trace tells them to the second."""
    said = {}
    for instant in instants:
        for zone in (timezone.get_current_timezone(), UTC):
            said[instant.astimezone(zone).isoformat(timespec="seconds")] = instant
    entries = list(models.TraceEntry.objects.filter(book=HOUSE, act__in=ACTS, at__in=list(said)))
    names = names_of_accounts({entry.actor for entry in entries})
    return {
        said[entry.at]: (
            entry.act,
            names.get(entry.actor, entry.actor),
            str(json.loads(entry.line)["body"].get("reason", "")),
        )
        for entry in entries
    }
