"""The parts of a dossier (档案各部分): laid out like the appointment form, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quanheng.core.authority import Actor
from quanheng.core.career_axis import Axis, career_axis
from quanheng.core.field_policy import shown, sight, visible_fields
from quanheng.core.inputs import Row
from quanheng.core.people import Education, Tenure
from quanheng.core.roster_columns import HeldFacts, age_shown, worked_out
from quanheng.core.roster_query import title_of
from quanheng.core.roster_tables import TABLES, EducationRow, TenureRow
from quanheng.core.values import Text
from quanheng.core.words import YES_NO, options_of
from quanheng.web.inputs.difference import label_of

FACTS = (
    "sex", "born", "nation", "party", "party_joined", "work_started", "health", "unit", "identity",
    "establishment", "id_number",
)  # fmt: skip
"""Fields of the people table in the order of the appointment form."""
HELD = ("present_post", "present_level", "present_rank", "years_in_rank")
COURSES = (
    (True, Text("全日制教育", "Full-time education")),
    (False, Text("在职教育", "In-service education")),
)
TOLD_KINDS = ("post", "work", "study", "secondment")
"""Kinds of tenure that the resume tells of, as in the appointment form."""
SECTIONS = (
    "tenures", "educations", "awards", "sanctions", "appraisals", "family", "relations", "trainings",
    "reserves", "attributes",
)  # fmt: skip
"""Histories in the order of the appointment form, then what it does not ask for."""
NOTHING = Text("—", "—")
Tables = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the sheet. Shapes: `now` is what it has become since, None if the same."""

    name: str
    title: Text
    value: str
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a history; `is_past` when it no longer stands so."""

    cells: tuple[Text, ...]
    is_past: bool


@dataclass(frozen=True, slots=True)
class History:
    """One history as a table. Shapes: `is_missing` is never entered, not empty; `added` rows came later."""

    name: str
    title: Text
    header: tuple[Text, ...]
    lines: tuple[Line, ...]
    is_missing: bool
    added: int


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a person on a day, and what is known now. Shapes: equal for the page of today."""

    then: Any
    now: Any
    tables_then: Tables
    tables_now: Tables


@dataclass(frozen=True, slots=True)
class Dossier:
    """All parts of the page. Shapes: `resume` pairs each tenure with the words of its line."""

    facts: tuple[Fact, ...]
    resume: tuple[tuple[TenureRow, str], ...]
    axis: Axis | None
    histories: tuple[History, ...]


def dossier_of(
    actor: Actor, known: Known, units: Mapping[str, str], others: Mapping[str, str], on: date, *, own: bool
) -> Dossier:
    """The page of a person as this reader may see it. Shapes: `others` are names by code, for relations."""
    seen = visible_fields(actor, own=own)
    tenures = [t for t in _rows(known.tables_then, "tenures") if isinstance(t, TenureRow)]
    told = sorted((t for t in tenures if t.kind in TOLD_KINDS), key=lambda t: (t.since, t.until or on))
    is_told = "tenures" in seen
    return Dossier(
        tuple(_facts(actor, known, units, on, own)),
        tuple((row, _told(row)) for row in told) if is_told else (),
        career_axis(map(_tenure, tenures), on) if is_told else None,
        tuple(h for name in SECTIONS if name in seen and (h := _history(name, known, others))),
    )


def _facts(actor: Actor, known: Known, units: Mapping[str, str], on: date, own: bool) -> Iterable[Fact]:
    for name in FACTS:
        if sight(actor, name, own=own) == "none":
            continue
        then, now = (_said_fact(name, person, units) for person in (known.then, known.now))
        value = shown(actor, name, then, own=own)
        if name == "born" and value:
            value = f"{value}（{age_shown(then, on)}）"
        yield Fact(name, title_of(name), value, None if then == now else shown(actor, name, now, own=own))
    if sight(actor, "educations", own=own) != "none":
        for full_time, title in COURSES:
            then, now = (_course(t, full_time) for t in (known.tables_then, known.tables_now))
            yield Fact("educations", title, then, None if then == now else now)
    if sight(actor, "tenures", own=own) != "none":
        held_then, held_now = _held(known.tables_then), _held(known.tables_now)
        for name in HELD:
            then, now = (str(worked_out(name, held, on)) for held in (held_then, held_now))
            yield Fact(name, title_of(name), then, None if then == now else now)


def _said_fact(name: str, person: Any, units: Mapping[str, str]) -> str:
    value = getattr(person, name, None) or ""
    return units.get(value, value) if name == "unit" else str(value)


def _told(row: TenureRow) -> str:
    """Unit and name, the unit once where the name says it."""
    return row.name if row.name.startswith(row.unit) else f"{row.unit} {row.name}"


def _rows(tables: Tables, name: str) -> tuple[Row, ...]:
    return tables.get(name, ())


def _held(tables: Tables) -> HeldFacts:
    held = (t for t in _rows(tables, "tenures") if isinstance(t, TenureRow) and t.until is None)
    return HeldFacts(tuple(map(_tenure, held)))


def _tenure(row: TenureRow) -> Tenure:
    return Tenure(**{name: value for name, value in row if name != "person"})


def _course(tables: Tables, full_time: bool) -> str:
    """The highest course of one way of study, with school and subject as the form asks."""
    rows = [
        r for r in _rows(tables, "educations") if isinstance(r, EducationRow) and r.full_time == full_time
    ]
    courses = {Education(**{n: v for n, v in row if n != "person"}): row for row in rows}
    way = "full_time_education" if full_time else "in_service_education"
    said = str(worked_out(way, HeldFacts(educations=tuple(courses)), date.max))
    row = next((r for r in rows if said and said == r.level + (f"（{r.degree}）" if r.degree else "")), None)
    return " ".join(w for w in (said, row.school, row.major) if w) if row else ""


def _history(name: str, known: Known, others: Mapping[str, str]) -> History | None:
    then, now = (_rows(tables, name) for tables in (known.tables_then, known.tables_now))
    is_missing = any(getattr(row, "history", "") == name for row in _rows(known.tables_then, "missing"))
    if not then and not is_missing and then == now:
        return None
    table = next(t for t in TABLES if t.name == name)
    fields = [field for field in table.row.model_fields if field != "person"]
    return History(
        name,
        table.title,
        tuple(label_of(table.row, field) for field in fields),
        tuple(Line(tuple(said_cell(r, f, others) for f in fields), r not in now) for r in then),
        is_missing,
        sum(row not in then for row in now),
    )


def said_cell(row: Row, field: str, others: Mapping[str, str]) -> Text:
    """A cell of a history as people read it."""
    value = getattr(row, field)
    options = options_of(type(row), field)
    if options is not None and value in options.words:
        return options.say(value)
    if isinstance(value, bool):
        return YES_NO.say(value)
    if field == "to" and value in others:
        return Text(f"{others[value]}（{value}）", f"{others[value]} ({value})")
    return NOTHING if value in (None, "") else Text(str(value))


def people_named(tables: Sequence[Tables]) -> set[str]:
    """The codes of others whom relations name."""
    return {str(getattr(row, "to", "")) for each in tables for row in _rows(each, "relations")}
