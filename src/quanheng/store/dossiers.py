"""Dossiers (人员档案): rows of the archive as people, some of them or all, without reading the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet

from quanheng.core import people
from quanheng.core.people import Person
from quanheng.core.workdays import PartialDate
from quanheng.store import models
from quanheng.store.archive_tables import ARCHIVE

BATCH = 400
"""People whose histories are read at once."""
_HISTORIES: Mapping[str, tuple[type, str]] = {
    "educations": (people.Education, "finished_on"),
    "tenures": (people.Tenure, "since"),
    "appraisals": (people.Appraisal, "year"),
    "sanctions": (people.Sanction, "decided_on"),
    "trainings": (people.Training, "finished_on"),
    "awards": (people.Award, "given_on"),
    "relations": (people.Relation, "to"),
    "family": (people.Relative, ""),
    "reserves": (people.Reserve, "entered_on"),
}
"""What the rows of a history become, and the field by which they stand in order; '' is the order of entry."""
HISTORIES = tuple(_HISTORIES)
_Chosen = dict[str, Any]
"""How codes are compared, and with which: among some, or from one to another."""
_FACTS = (
    "name", "sex", "born", "nation", "party", "party_joined", "work_started", "identity", "establishment",
    "unit", "health",
)  # fmt: skip
_MONTHS = frozenset({"born", "party_joined", "work_started"})


@dataclass(frozen=True, slots=True)
class Dossier:
    """One person of the archive, and the identity number, which is no fact of a plan."""

    person: Person
    id_number: str


def dossiers_of(
    codes: Sequence[str] | None = None, histories: Iterable[str] = HISTORIES
) -> Iterator[Dossier]:
    """The dossiers of people by code, of all where none are named; an unknown code yields nothing.

    Shapes: histories that are not named are left empty, and are not read.
    """
    everybody = models.Person.objects.order_by("code").values_list("code", flat=True)
    wanted = list(everybody if codes is None else codes)
    units = dict(models.Unit.objects.values_list("code", "name"))
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        # Of all people a stretch in order of code is read by its ends, which spares the database a long list.
        chosen: _Chosen = {"in": part} if codes is not None else {"gte": part[0], "lte": part[-1]}
        yield from _read(chosen, tuple(histories), units)


def _read(chosen: _Chosen, names: Sequence[str], units: Mapping[str, str]) -> Iterator[Dossier]:
    histories = {name: _history(name, chosen) for name in names}
    attributes = _pairs("attributes", chosen, "name", "value")
    missing = _pairs("missing", chosen, "history")
    rows = models.Person.objects.filter(**_where("code", chosen)).order_by("code")
    for code, number, *values in rows.values_list("code", "id_number", *_FACTS):
        given: dict[str, Any] = {name: _fact(name, v) for name, v in zip(_FACTS, values, strict=True)}
        given |= {name: tuple(known.get(code, ())) for name, known in histories.items()}
        given["unit"] = units.get(given["unit"] or "")
        person = Person(
            id=code,
            **given,
            attributes=dict(attributes.get(code, ())),
            missing=frozenset(history for (history,) in missing.get(code, ())),
        )
        yield Dossier(person, number or "")


def _fact(name: str, value: str | None) -> Any:
    return PartialDate.of(value) if value and name in _MONTHS else value


def _rows(name: str, chosen: _Chosen) -> QuerySet[Any, Any]:
    return ARCHIVE[name]._default_manager.filter(**_where("person", chosen))


def _where(field: str, chosen: _Chosen) -> dict[str, Any]:
    return {f"{field}__{how}": codes for how, codes in chosen.items()}


def _history(name: str, chosen: _Chosen) -> Mapping[str, list[Any]]:
    made, ordered_by = _HISTORIES[name]
    columns = [each.name for each in fields(made)]
    order = (ordered_by, "pk") if ordered_by else ("pk",)
    found: dict[str, list[Any]] = defaultdict(list)
    rows = _rows(name, chosen).order_by(*order)
    for code, *values in rows.values_list("person", *columns):
        given = dict(zip(columns, values, strict=True))
        if name == "family":
            given["born"] = _fact("born", given["born"])
        found[code].append(made(**given))
    return found


def _pairs(name: str, chosen: _Chosen, *columns: str) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    rows = _rows(name, chosen).order_by("pk")
    for code, *values in rows.values_list("person", *columns):
        found[code].append(tuple(values))
    return found
