"""Roster from appointment forms (由审批表生成名册): people, their relations, and the rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember, month_of
from quanheng.core.form.facts import FormFacts, facts_of
from quanheng.core.inputs import Row
from quanheng.core.people import Person, Relation
from quanheng.core.roster_tables import (
    TABLES,
    AppraisalRow,
    AttributeRow,
    EducationRow,
    FamilyRow,
    MissingRow,
    PersonRow,
    RelationRow,
    TenureRow,
)
from quanheng.core.workdays import PartialDate

_PERSON_FIELDS = ("name", "sex", "born", "nation", "party", "party_joined", "work_started", "health")
_HISTORIES: Mapping[str, type[Row]] = {
    "educations": EducationRow,
    "tenures": TenureRow,
    "appraisals": AppraisalRow,
    "relations": RelationRow,
    "family": FamilyRow,
}


_Known = Mapping[tuple[str, int, int], Sequence[str]]
"""Codes of people by bare name, year and month of birth."""


def facts_of_all(forms: Mapping[str, AppointmentForm]) -> Mapping[str, FormFacts]:
    """What forms say of their people, by code, with the relations that family tables name among them.

    Shapes: a family member is one of the people only where name and month of birth agree with exactly one.
    """
    alone = {code: facts_of(form, code) for code, form in forms.items()}
    known: dict[tuple[str, int, int], list[str]] = {}
    for code, facts in alone.items():
        if facts.person.born is not None:
            known.setdefault(_who(facts.person.name, facts.person.born), []).append(code)
    return {code: _related(facts, forms[code], known) for code, facts in alone.items()}


def _related(facts: FormFacts, form: AppointmentForm, known: _Known) -> FormFacts:
    relations = tuple(_relations(form.family, facts.person.id, known))
    missing = facts.person.missing - {"relations"} if relations else facts.person.missing
    return replace(facts, person=replace(facts.person, relations=relations, missing=missing))


def _relations(family: Sequence[FamilyMember], own: str, known: _Known) -> Iterator[Relation]:
    told: set[str] = set()
    for member in family:
        born = month_of(member.born)
        if born is None or not member.title:
            continue
        same = [code for code in known.get(_who(member.name, born), ()) if code != own]
        if len(same) == 1 and same[0] not in told:
            told.add(same[0])
            yield Relation(same[0], member.title)


def _who(name: str, born: PartialDate) -> tuple[str, int, int]:
    return re.sub(r"\s", "", name), born.year, born.month


def rows_of(
    facts: Sequence[FormFacts], forms: Mapping[str, AppointmentForm]
) -> Mapping[str, tuple[Row, ...]]:
    """The rows of every roster table; tables that no form speaks of have none.

    Shapes: an identity number is carried over where it has the shape of one. Rows with equal keys become one.
    """
    tables: dict[str, dict[str, Row]] = {table.name: {} for table in TABLES}
    for each in facts:
        for name, row in _rows(each.person, forms[each.person.id]):
            tables[name].setdefault(row.key(), row)
    return {name: tuple(rows.values()) for name, rows in tables.items()}


def _rows(person: Person, form: AppointmentForm) -> Iterator[tuple[str, Row]]:
    number = form.id_number if re.fullmatch(r"\d{17}[\dXx]", form.id_number, re.ASCII) else None
    own = {name: getattr(person, name) for name in _PERSON_FIELDS}
    yield "people", PersonRow(code=person.id, id_number=number, **own)
    for name, row in _HISTORIES.items():
        for each in getattr(person, name):
            given = {f: getattr(each, f) for f in row.model_fields if f != "person"}
            yield name, row.model_validate({"person": person.id, **given})
    for name, value in person.attributes.items():
        yield "attributes", AttributeRow(person=person.id, name=name, value=value)
    for history in sorted(person.missing):
        yield "missing", MissingRow(person=person.id, history=history)
