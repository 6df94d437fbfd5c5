"""Roster (名册): rows become people only when every table agrees with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from quanheng.core.inputs import Column, Row
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
from quanheng.core.roster_tables import (
    GRADES,
    HISTORIES,
    IDENTITIES,
    TABLES,
    TENURE_KINDS,
    AttributeRow,
    MissingRow,
    PersonRow,
    UnitRow,
)
from quanheng.core.values import Refused, RefusedMany, Text

Numbered = tuple[int, Row]
"""A row and the line of its file."""
Tables = Mapping[str, Sequence[Numbered]]
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The words that the roster accepts where it keeps a list (可用词); an organisation may add its own."""

    identities: tuple[str, ...] = IDENTITIES
    grades: tuple[str, ...] = GRADES
    sexes: tuple[str, ...] = ("男", "女")


@dataclass(frozen=True, slots=True)
class _Place:
    table: str
    line: int
    row: Row

    def refuse(self, code: str, field: str, said: tuple[str, str], remedy: tuple[str, str]) -> Refused:
        column = next(m for m in type(self.row).model_fields[field].metadata if isinstance(m, Column))
        where = f"{self.table}:{self.line}:{column.zh}({field})"
        return Refused(code, *said, where, *remedy)

    def value(self, field: str) -> Any:
        return getattr(self.row, field)


def assemble(tables: Tables, today: date, allowed: Allowed | None = None) -> Mapping[str, Person]:
    """The people of a roster, by code and in the order of the people table.

    Shapes: `tables` maps table names of `TABLES` to (line, row) pairs; histories come out in order of time; a
    person's unit comes out by its name, as plans and tenures write it.
    Errors: Refused(unknown_table); RefusedMany with all that does not fit, and then nobody is accepted.
    """
    _refuse_unknown_tables(tables)
    found = tuple(_refusals(tables, today, allowed or Allowed()))
    if found:
        raise RefusedMany(found)
    return _people(tables)


def _refuse_unknown_tables(tables: Tables) -> None:
    known = {t.name: t for t in TABLES}
    for name, rows in tables.items():
        if name not in known:
            zh, en = f"名册没有“{name}”这张表。", f"The roster has no table '{name}'."
            names = ", ".join(known)
            raise Refused("unknown_table", zh, en, name, f"可用：{names}。", f"Use: {names}.")
        if any(type(row) is not known[name].row for _, row in rows):
            raise TypeError(f"table {name} holds rows of another kind")


def _refusals(tables: Tables, today: date, allowed: Allowed) -> Iterator[Refused]:
    yield from _repeated(tables)
    yield from _unknown_codes(tables)
    yield from _parent_circles(tables)
    yield from _unknown_words(tables, allowed)
    yield from _future_dates(tables, today)
    yield from _reversed_dates(tables)
    yield from _missing_but_given(tables)


def _places(tables: Tables, name: str) -> Iterator[_Place]:
    return (_Place(name, line, row) for line, row in tables.get(name, ()))


def _rows(tables: Tables, name: str, row: type[R]) -> list[R]:
    return [r for _, r in tables.get(name, ()) if isinstance(r, row)]


_REPEATS: Mapping[str, tuple[str, str]] = {
    "people": ("person_twice", "code"),
    "appraisals": ("year_twice", "year"),
}


def _repeated(tables: Tables) -> Iterator[Refused]:
    for table in TABLES:
        first: dict[str, int] = {}
        for place in _places(tables, table.name):
            key = place.row.key()
            line = first.setdefault(key, place.line)
            if line == place.line:
                continue
            code, field = _REPEATS.get(table.name, ("row_twice", table.row.key_fields[-1]))
            said = (f"“{key}”已在第 {line} 行出现。", f"'{key}' already stands in line {line}.")
            yield place.refuse(code, field, said, ("请删去其中一行。", "Delete one of the two lines."))


_REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("units", "parent", "units"),
    ("people", "unit", "units"),
    ("posts", "unit", "units"),
    ("establishments", "unit", "units"),
    *((name, "person", "people") for name in (*HISTORIES.words, "attributes", "missing")),
    ("tenures", "post", "posts"),
    ("relations", "to", "people"),
)
_UNKNOWN: Mapping[str, tuple[str, str, str]] = {
    "units": ("unknown_unit", "单位表", "units table"),
    "people": ("unknown_person", "人员表", "people table"),
    "posts": ("unknown_post", "岗位表", "posts table"),
}


def _unknown_codes(tables: Tables) -> Iterator[Refused]:
    codes = {name: {p.value("code") for p in _places(tables, name)} for name in _UNKNOWN}
    for table, field, target in _REFERENCES:
        code, zh, en = _UNKNOWN[target]
        for place in _places(tables, table):
            value = place.value(field)
            if not value or value in codes[target]:
                continue
            said = (f"{zh}中没有编号“{value}”。", f"The {en} has no code '{value}'.")
            remedy = (f"请核对编号，或先在{zh}中补录。", f"Check the code, or add it to the {en} first.")
            yield place.refuse(code, field, said, remedy)


def _parent_circles(tables: Tables) -> Iterator[Refused]:
    above = {u.code: u.parent for u in _rows(tables, "units", UnitRow)}
    for place in _places(tables, "units"):
        start = place.value("code")
        seen, unit = {start}, above[start]
        while unit and unit not in seen:
            seen.add(unit)
            unit = above.get(unit, "")
        if unit == start:
            said = (f"单位“{start}”成了自己的上级。", f"Unit '{start}' stands above itself.")
            yield place.refuse("unit_circle", "parent", said, ("请更正上级单位。", "Correct the unit above."))


def _unknown_words(tables: Tables, allowed: Allowed) -> Iterator[Refused]:
    lists: tuple[tuple[str, str, str, Mapping[str, Text]], ...] = (
        ("people", "sex", "unknown_sex", {w: Text(w) for w in allowed.sexes}),
        ("people", "identity", "unknown_identity", {w: Text(w) for w in allowed.identities}),
        ("appraisals", "grade", "unknown_grade", {w: Text(w) for w in allowed.grades}),
        ("tenures", "kind", "unknown_tenure_kind", TENURE_KINDS.words),
        ("missing", "history", "unknown_history", HISTORIES.words),
    )
    for table, field, code, words in lists:
        zh = "、".join(w.zh for w in words.values())
        en = ", ".join(w.say("en") for w in words.values())
        for place in _places(tables, table):
            value = place.value(field)
            if value is None or value in words:
                continue
            said = (f"“{value}”不在可用词中。", f"'{value}' is not an accepted word.")
            yield place.refuse(code, field, said, (f"可填：{zh}。", f"Use one of: {en}."))


_PAST: tuple[tuple[str, str, str], ...] = (
    ("people", "born", "born_in_future"),
    ("people", "party_joined", "date_in_future"),
    ("people", "work_started", "date_in_future"),
    ("establishments", "approved_on", "date_in_future"),
    ("educations", "finished_on", "date_in_future"),
    ("tenures", "since", "date_in_future"),
    ("sanctions", "decided_on", "date_in_future"),
    ("trainings", "finished_on", "date_in_future"),
    ("awards", "given_on", "date_in_future"),
    ("family", "born", "born_in_future"),
    ("reserves", "entered_on", "date_in_future"),
    ("reserves", "left_on", "date_in_future"),
)


def _future_dates(tables: Tables, today: date) -> Iterator[Refused]:
    remedy = (
        "请更正日期；尚未发生的事不入名册。",
        "Correct the date; the roster holds only what has happened.",
    )
    for table, field, code in _PAST:
        for place in _places(tables, table):
            value = place.value(field)
            if value is None or _earliest(value) <= today:
                continue
            said = (f"{value} 晚于今天（{today}）。", f"{value} lies after today ({today}).")
            yield place.refuse(code, field, said, remedy)
    for place in _places(tables, "appraisals"):
        year = place.value("year")
        if year > today.year:
            said = (f"{year} 年度尚未到来。", f"The year {year} has not come yet.")
            yield place.refuse("year_in_future", "year", said, ("请更正年度。", "Correct the year."))


_ORDERED: tuple[tuple[str, str, str, str], ...] = (
    ("people", "born", "work_started", "work_before_birth"),
    ("people", "born", "party_joined", "party_before_birth"),
    ("tenures", "since", "until", "tenure_reversed"),
    ("sanctions", "decided_on", "effect_until", "effect_reversed"),
    ("reserves", "entered_on", "left_on", "reserve_reversed"),
)


def _reversed_dates(tables: Tables) -> Iterator[Refused]:
    for table, earlier, later, code in _ORDERED:
        for place in _places(tables, table):
            first, last = place.value(earlier), place.value(later)
            if first is None or last is None or _earliest(first) <= _latest(last):
                continue
            said = (f"{last} 早于 {first}。", f"{last} lies before {first}.")
            remedy = ("请核对这两个日期。", "Check the two dates.")
            yield place.refuse(code, later, said, remedy)


def _missing_but_given(tables: Tables) -> Iterator[Refused]:
    given = {(name, p.value("person")) for name in HISTORIES.words for p in _places(tables, name)}
    for place in _places(tables, "missing"):
        history = place.value("history")
        if (history, place.value("person")) in given:
            said = (
                f"此人的“{history}”表中有内容，却标为未录入。",
                f"Marked as not entered, but {history} holds rows.",
            )
            remedy = ("请删去这一行，或删去那些内容。", "Delete this line, or those rows.")
            yield place.refuse("missing_but_given", "history", said, remedy)


def _earliest(value: Any) -> date:
    return value if isinstance(value, date) else value.earliest()


def _latest(value: Any) -> date:
    return value if isinstance(value, date) else value.latest()


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


def _people(tables: Tables) -> Mapping[str, Person]:
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
