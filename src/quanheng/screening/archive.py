"""The archive as it is screened (筛查用档案): tables of columns, in which every cell has been read once.

A date that may be known to the month stands as its first and last possible day; what an open attribute says
as a number, a date, a yes or no, a place or a list stands beside it. All of it is read by the core's own
readers, so that the expression only compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from quanheng.core.eligibility.attributes import parts_of, place_of, yes_or_no
from quanheng.core.eligibility.facts import day_of, number_of
from quanheng.core.workdays import PartialDate

_TEXT, _DAY, _FLAG, _WHOLE = pa.string(), pa.date32(), pa.bool_(), pa.int32()
_MONTHS = ("born", "party_joined", "work_started")

TABLES: Mapping[str, Mapping[str, pa.DataType]] = {
    "people": {
        "code": _TEXT,
        "name": _TEXT,
        "sex": _TEXT,
        "nation": _TEXT,
        "party": _TEXT,
        "identity": _TEXT,
        "establishment": _TEXT,
        "unit": _TEXT,
        "health": _TEXT,
        **{
            column: kind
            for name in _MONTHS
            for column, kind in ((name, _TEXT), (f"{name}_first", _DAY), (f"{name}_last", _DAY))
        },
    },
    "educations": {
        "person": _TEXT,
        "level": _TEXT,
        "degree": _TEXT,
        "full_time": _FLAG,
        "school": _TEXT,
        "major": _TEXT,
        "finished_on": _DAY,
    },
    "tenures": {
        "person": _TEXT,
        "kind": _TEXT,
        "name": _TEXT,
        "since": _DAY,
        "until": _DAY,
        "unit": _TEXT,
        "level": _TEXT,
        "leading": _FLAG,
        "grassroots": _FLAG,
        "post": _TEXT,
    },
    "appraisals": {"person": _TEXT, "year": _WHOLE, "grade": _TEXT},
    "sanctions": {"person": _TEXT, "kind": _TEXT, "decided_on": _DAY, "effect_until": _DAY},
    "trainings": {"person": _TEXT, "name": _TEXT, "finished_on": _DAY, "hours": _WHOLE, "kind": _TEXT},
    "awards": {"person": _TEXT, "name": _TEXT, "level": _TEXT, "given_on": _DAY},
    "relations": {"person": _TEXT, "to": _TEXT, "kind": _TEXT},
    "reserves": {"person": _TEXT, "list": _TEXT, "entered_on": _DAY, "left_on": _DAY},
    "attributes": {
        "person": _TEXT,
        "name": _TEXT,
        "value": _TEXT,
        "number": pa.float64(),
        "first": _DAY,
        "last": _DAY,
        "said": _WHOLE,
        "place": _WHOLE,
        "ranked": _WHOLE,
        "parts": _TEXT,
    },
    "missing": {"person": _TEXT, "history": _TEXT},
    "waivers": {"person": _TEXT, "rule": _TEXT, "kind": _TEXT},
}
"""The tables that an expression is compiled over, with their columns."""

Archive = Mapping[str, pa.Table]
Columns = Mapping[str, Sequence[Any]]
_READ = ("number", "first", "last", "said", "place", "ranked", "parts")
"""What is read from the text of an attribute."""
GIVEN: Mapping[str, tuple[str, ...]] = {
    name: tuple(c for c in columns if not c.endswith(("_first", "_last")) and c not in _READ)
    for name, columns in TABLES.items()
}
"""The columns that have to be given for each table; the others are read from them."""


def archive_of(given: Mapping[str, Columns], units: Mapping[str, str]) -> Archive:
    """The archive of columns (`GIVEN`), days as dates or ISO text; `units` names the unit of a code."""
    return {name: _table(name, given[name], units) if name in given else _empty(name) for name in TABLES}


def _empty(name: str) -> pa.Table:
    """A table of which nothing is given; made without lists, for which Arrow would load pandas."""
    return pa.table({column: pa.nulls(0, kind) for column, kind in TABLES[name].items()})


def _table(name: str, given: Columns, units: Mapping[str, str]) -> pa.Table:
    columns = {column: given.get(column, ()) for column in GIVEN[name]}
    if name == "people":
        columns |= _people(columns, units)
    if name == "attributes":
        columns |= _read_columns(columns["value"])
    return pa.table({column: _array(columns[column], kind) for column, kind in TABLES[name].items()})


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind == _DAY and any(isinstance(value, str) for value in values):
        return pa.array(values, _TEXT).cast(_DAY)
    return pa.array(values, kind)


def _people(columns: Columns, units: Mapping[str, str]) -> dict[str, Sequence[Any]]:
    read: dict[str, Sequence[Any]] = {"unit": [units.get(unit or "") for unit in columns["unit"]]}
    for name in _MONTHS:
        dates = [_partial(value) for value in columns[name]]
        read[name] = [None if d is None else str(d) for d in dates]
        read[f"{name}_first"] = [None if d is None else d.earliest() for d in dates]
        read[f"{name}_last"] = [None if d is None else d.latest() for d in dates]
    return read


@lru_cache(maxsize=100_000)
def _partial(value: PartialDate | str | None) -> PartialDate | None:
    return PartialDate.of(value) if isinstance(value, str) else value


def _read_columns(values: Sequence[str]) -> dict[str, Sequence[Any]]:
    read = zip(*map(_read, values), strict=True) if values else ((),) * len(_READ)
    return dict(zip(_READ, read, strict=True))


@lru_cache(maxsize=100_000)
def _read(
    value: str,
) -> tuple[float | None, date | None, date | None, int | None, int | None, int | None, str]:
    """What the text of an attribute says, in every way in which a rule may ask for it."""
    number, day, said, place = number_of(value), day_of(value), yes_or_no(value), place_of(value)
    return (
        None if number is None else float(number),
        None if day is None else day.earliest(),
        None if day is None else day.latest(),
        None if said is None else int(said),
        None if place is None else place[0],
        None if place is None else place[1],
        f";{';'.join(parts_of(value))};",
    )
