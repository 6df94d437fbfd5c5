"""Roster (名册): rows become people only when every table agrees with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from quanheng.core.inputs import Row
from quanheng.core.people import (
    Appraisal,
    Award,
    Education,
    Person,
    Relation,
    Relative,
    Reserve,
    Sanction,
    Tenure,
    Training,
)
from quanheng.core.roster_checks import Allowed, refusals
from quanheng.core.roster_doubts import contradictions
from quanheng.core.roster_sheets import Numbered, sheets_of
from quanheng.core.roster_tables import AttributeRow, MissingRow, PersonRow, UnitRow
from quanheng.core.values import RefusedMany

Tables = Mapping[str, Sequence[Numbered]]
R = TypeVar("R", bound=Row)


def assemble(tables: Tables, today: date, allowed: Allowed | None = None) -> Mapping[str, Person]:
    """The people of a roster, by code and in the order of the people table.

    Shapes: `tables` maps table names of `TABLES` to (line, row) pairs; histories come out in order of time; a
    person's unit comes out by its name, as plans and tenures write it.
    Errors: Refused(unknown_table); RefusedMany with all that does not fit, and then nobody is accepted.
    """
    sheets = sheets_of(tables)
    found = tuple(chain(refusals(sheets, today, allowed or Allowed()), contradictions(sheets)))
    if found:
        raise RefusedMany(found)
    return people_of(tables)


def _rows(tables: Tables, name: str, row: type[R]) -> list[R]:
    return [r for _, r in tables.get(name, ()) if isinstance(r, row)]


_HISTORY: Mapping[str, tuple[type, str]] = {
    "educations": (Education, "finished_on"),
    "tenures": (Tenure, "since"),
    "appraisals": (Appraisal, "year"),
    "sanctions": (Sanction, "decided_on"),
    "trainings": (Training, "finished_on"),
    "awards": (Award, "given_on"),
    "relations": (Relation, "to"),
    "family": (Relative, "born"),
    "reserves": (Reserve, "entered_on"),
}
"""What the rows of a history become, and the field by which they stand in order."""


def people_of(tables: Tables) -> Mapping[str, Person]:
    """The people that rows make which are known to fit."""
    units = {u.code: u.name for u in _rows(tables, "units", UnitRow)}
    histories = {name: _history(tables, name) for name in _HISTORY}
    attributes = _grouped((r.person, (r.name, r.value)) for r in _rows(tables, "attributes", AttributeRow))
    missing = _grouped((r.person, r.history) for r in _rows(tables, "missing", MissingRow))
    return {
        row.code: Person(
            id=row.code,
            **_fields(row, "code", "unit", "id_number"),
            unit=units.get(row.unit or ""),
            **_each(histories, row.code),
            attributes=dict(attributes.get(row.code, ())),
            missing=frozenset(missing.get(row.code, ())),
        )
        for row in _rows(tables, "people", PersonRow)
    }


def _each(histories: Mapping[str, Mapping[str, list[Any]]], person: str) -> dict[str, Any]:
    return {name: tuple(known.get(person, ())) for name, known in histories.items()}


def _history(tables: Tables, name: str) -> Mapping[str, list[Any]]:
    made, ordered_by = _HISTORY[name]
    rows = [row for _, row in tables.get(name, ())]
    rows.sort(key=lambda row: (str(getattr(row, ordered_by) or ""), row.key()))
    return _grouped((vars(row)["person"], made(**_fields(row, "person"))) for row in rows)


def _fields(row: Row, *without: str) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name not in without}


def _grouped(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
