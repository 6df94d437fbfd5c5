"""What people hold now (现任与近况): one query for each history that a list shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from quanheng.core.people import Appraisal, Education, Reserve, Tenure
from quanheng.core.roster_columns import LAST_GRADES, HeldFacts, RosterLine, histories_for
from quanheng.core.roster_tables import PersonRow
from quanheng.store import models
from quanheng.store.models import Person

V = TypeVar("V")
BATCH = 500
"""So many codes are named in one query."""
YEARS_BACK = LAST_GRADES + 2
"""Appraisals of so many years are read: a year or two may lack a grade."""


def lines_of(people: Sequence[Person], columns: Collection[str], today: date) -> list[RosterLine]:
    """People as a list shows them. Shapes: each carries `unit_name` from the list's query."""
    held = held_facts([p.code for p in people], histories_for(columns), today)
    return [RosterLine(p.code, p.name, _facts(p), held[p.code]) for p in people]


def _facts(person: Person) -> dict[str, str | None]:
    facts = {name: getattr(person, name) for name in PersonRow.model_fields}
    unit_name: str | None = person.unit_name  # type: ignore[attr-defined]  # annotated by roster_list
    return {**facts, "unit": unit_name or person.unit}


def held_facts(codes: Sequence[str], histories: Collection[str], today: date) -> Mapping[str, HeldFacts]:
    """What each of these people holds now, of the histories asked for."""
    found: dict[str, HeldFacts] = {}
    for start in range(0, len(codes), BATCH):
        some = codes[start : start + BATCH]
        tenures = _grouped(_tenures(some) if "tenures" in histories else ())
        educations = _grouped(_educations(some) if "educations" in histories else ())
        appraisals = _grouped(_appraisals(some, today) if "appraisals" in histories else ())
        reserves = _grouped(_reserves(some) if "reserves" in histories else ())
        for code in some:
            found[code] = HeldFacts(
                tenures.get(code, ()),
                educations.get(code, ()),
                appraisals.get(code, ()),
                reserves.get(code, ()),
            )
    return found


def _grouped(rows: Iterable[tuple[str, V]]) -> Mapping[str, tuple[V, ...]]:
    found: dict[str, tuple[V, ...]] = {}
    for code, value in rows:
        found[code] = (*found.get(code, ()), value)
    return found


def _tenures(codes: Sequence[str]) -> Iterator[tuple[str, Tenure]]:
    columns = (
        "person__code",
        "kind",
        "name",
        "since",
        "until",
        "unit",
        "level",
        "leading",
        "grassroots",
        "post",
    )
    held = models.Tenure.objects.filter(person__code__in=codes, until=None, kind__in=("post", "rank"))
    for code, *values in held.values_list(*columns):
        yield code, Tenure(*values)


def _educations(codes: Sequence[str]) -> Iterator[tuple[str, Education]]:
    columns = ("person__code", "level", "degree", "full_time", "school", "major", "finished_on")
    for code, *values in models.Education.objects.filter(person__code__in=codes).values_list(*columns):
        yield code, Education(*values)


def _appraisals(codes: Sequence[str], today: date) -> Iterator[tuple[str, Appraisal]]:
    recent = models.Appraisal.objects.filter(person__code__in=codes, year__gte=today.year - YEARS_BACK)
    for code, year, grade in recent.values_list("person__code", "year", "grade"):
        yield code, Appraisal(year, grade)


def _reserves(codes: Sequence[str]) -> Iterator[tuple[str, Reserve]]:
    stays = models.Reserve.objects.filter(person__code__in=codes, left_on=None)
    for code, name, entered_on in stays.values_list("person__code", "list", "entered_on"):
        yield code, Reserve(name, entered_on)
