"""Checks of the roster (名册核对): every table against every other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quanheng.core.roster_sheets import Sheet, Sheets
from quanheng.core.roster_tables import GRADES, HISTORIES, IDENTITIES, TENURE_KINDS
from quanheng.core.values import Refused, Text


@dataclass(frozen=True, slots=True)
class Allowed:
    """The words that the roster accepts where it keeps a list (可用词); an organisation may add its own."""

    identities: tuple[str, ...] = IDENTITIES
    grades: tuple[str, ...] = GRADES
    sexes: tuple[str, ...] = ("男", "女")


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that stand beside the sheets (已有编号): in the archive, though not among the rows checked.

    Shapes: `codes` are by table: units, people, posts; `parents` the unit above each unit.
    """

    codes: Mapping[str, Container[Any]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)


def refusals(sheets: Sheets, today: date, allowed: Allowed, known: Known | None = None) -> Iterator[Refused]:
    """All that may not stand in the rows that a file gives.

    Shapes: rows of line 0 stand in the archive; they are looked at, and nothing is said of them alone.
    """
    beside = known or Known()
    yield from _repeated(sheets)
    yield from _unknown_codes(sheets, beside)
    yield from _parent_circles(sheets, beside)
    yield from _unknown_words(sheets, allowed)
    yield from _future_dates(sheets, today)
    yield from _reversed_dates(sheets)
    yield from _missing_but_given(sheets)


def _given(sheet: Sheet, indexes: Iterable[int]) -> Iterator[int]:
    return (index for index in indexes if sheet.lines[index])


_REPEATS: Mapping[str, tuple[str, str]] = {
    "people": ("person_twice", "code"),
    "appraisals": ("year_twice", "year"),
}


def _repeated(sheets: Sheets) -> Iterator[Refused]:
    for name, sheet in sheets.items():
        keys = sheet.keys()
        if len(set(keys)) == len(keys):
            continue
        code, field_name = _REPEATS.get(name, ("row_twice", sheet.table.row.key_fields[-1]))
        for index, before in _seen_before(keys):
            key = "|".join(map(str, keys[index])) if isinstance(keys[index], tuple) else keys[index]
            line = sheet.lines[before]
            said = (f"“{key}”已在第 {line} 行出现。", f"'{key}' already stands in line {line}.")
            remedy = ("请删去其中一行。", "Delete one of the two lines.")
            yield sheet.refuse(index, code, field_name, said, remedy)


def _seen_before(keys: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Where a key comes again, with where it came first."""
    first: dict[Any, int] = {}
    for index, key in enumerate(keys):
        before = first.setdefault(key, index)
        if before != index:
            yield index, before


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


def references_to(sheets: Sheets, target: str) -> set[str]:
    """Every code of a table that rows of these sheets speak of."""
    found: set[Any] = set()
    for name, field_name, named in _REFERENCES:
        if named == target and name in sheets:
            found.update(sheets[name].column(field_name))
    return found - {None, ""}


def _unknown_codes(sheets: Sheets, known: Known) -> Iterator[Refused]:
    given = {name: set(sheets[name].column("code")) if name in sheets else set() for name in _UNKNOWN}
    for name, field_name, target in _REFERENCES:
        if name not in sheets:
            continue
        sheet, column = sheets[name], sheets[name].column(field_name)
        strange = {v for v in set(column) - given[target] if v and v not in known.codes.get(target, ())}
        if not strange:
            continue
        code, zh, en = _UNKNOWN[target]
        remedy = (f"请核对编号，或先在{zh}中补录。", f"Check the code, or add it to the {en} first.")
        for index in _given(sheet, (i for i, value in enumerate(column) if value in strange)):
            said = (f"{zh}中没有编号“{column[index]}”。", f"The {en} has no code '{column[index]}'.")
            yield sheet.refuse(index, code, field_name, said, remedy)


def _parent_circles(sheets: Sheets, known: Known) -> Iterator[Refused]:
    if "units" not in sheets:
        return
    sheet = sheets["units"]
    codes: Sequence[Any] = sheet.column("code")
    above: dict[Any, Any] = {**known.parents, **dict(zip(codes, sheet.column("parent"), strict=True))}
    for index in _given(sheet, range(len(codes))):
        start = codes[index]
        seen, unit = {start}, above[start]
        while unit and unit not in seen:
            seen.add(unit)
            unit = above.get(unit, "")
        if unit == start:
            said = (f"单位“{start}”成了自己的上级。", f"Unit '{start}' stands above itself.")
            remedy = ("请更正上级单位。", "Correct the unit above.")
            yield sheet.refuse(index, "unit_circle", "parent", said, remedy)


def _unknown_words(sheets: Sheets, allowed: Allowed) -> Iterator[Refused]:
    lists: tuple[tuple[str, str, str, Mapping[str, Text]], ...] = (
        ("people", "sex", "unknown_sex", {w: Text(w) for w in allowed.sexes}),
        ("people", "identity", "unknown_identity", {w: Text(w) for w in allowed.identities}),
        ("appraisals", "grade", "unknown_grade", {w: Text(w) for w in allowed.grades}),
        ("tenures", "kind", "unknown_tenure_kind", TENURE_KINDS.words),
        ("missing", "history", "unknown_history", HISTORIES.words),
    )
    for name, field_name, code, words in lists:
        if name not in sheets:
            continue
        sheet, column = sheets[name], sheets[name].column(field_name)
        strange = set(column) - {None, *words}
        zh = "、".join(w.zh for w in words.values())
        en = ", ".join(w.say("en") for w in words.values())
        for index in _given(sheet, (i for i, v in enumerate(column) if v in strange) if strange else ()):
            said = (f"“{column[index]}”不在可用词中。", f"'{column[index]}' is not an accepted word.")
            yield sheet.refuse(index, code, field_name, said, (f"可填：{zh}。", f"Use one of: {en}."))


_PAST: tuple[tuple[str, str, str], ...] = (
    ("people", "born", "born_in_future"),
    ("people", "party_joined", "date_in_future"),
    ("people", "work_started", "date_in_future"),
    ("educations", "finished_on", "date_in_future"),
    ("tenures", "since", "date_in_future"),
    ("sanctions", "decided_on", "date_in_future"),
    ("trainings", "finished_on", "date_in_future"),
    ("awards", "given_on", "date_in_future"),
    ("establishments", "approved_on", "date_in_future"),
    ("family", "born", "born_in_future"),
    ("reserves", "entered_on", "date_in_future"),
    ("reserves", "left_on", "date_in_future"),
)


def _future_dates(sheets: Sheets, today: date) -> Iterator[Refused]:
    remedy = (
        "请更正日期；尚未发生的事不入名册。",
        "Correct the date; the roster holds only what has happened.",
    )
    day = today.isoformat()
    for name, field_name, code in _PAST:
        if name not in sheets:
            continue
        sheet, column = sheets[name], sheets[name].column(field_name)
        for index in _given(sheet, [i for i, v in enumerate(column) if v and earliest(v) > day]):
            said = (
                f"{column[index]} 晚于今天（{today}）。",
                f"{column[index]} lies after today ({today}).",
            )
            yield sheet.refuse(index, code, field_name, said, remedy)
    if "appraisals" in sheets:
        sheet = sheets["appraisals"]
        years: Sequence[Any] = sheet.column("year")
        for index in _given(sheet, (i for i, year in enumerate(years) if year > today.year)):
            said = (f"{years[index]} 年度尚未到来。", f"The year {years[index]} has not come yet.")
            yield sheet.refuse(index, "year_in_future", "year", said, ("请更正年度。", "Correct the year."))


_ORDERED: tuple[tuple[str, str, str, str], ...] = (
    ("people", "born", "work_started", "work_before_birth"),
    ("people", "born", "party_joined", "party_before_birth"),
    ("tenures", "since", "until", "tenure_reversed"),
    ("sanctions", "decided_on", "effect_until", "effect_reversed"),
    ("reserves", "entered_on", "left_on", "reserve_reversed"),
)


def _reversed_dates(sheets: Sheets) -> Iterator[Refused]:
    remedy = ("请核对这两个日期。", "Check the two dates.")
    for name, earlier, later, code in _ORDERED:
        if name not in sheets:
            continue
        sheet = sheets[name]
        pairs = list(zip(sheet.column(earlier), sheet.column(later), strict=True))
        turned = [i for i, (a, b) in enumerate(pairs) if a and b and earliest(a) > latest(b)]
        for index in _given(sheet, turned):
            first, last = pairs[index]
            said = (f"{last} 早于 {first}。", f"{last} lies before {first}.")
            yield sheet.refuse(index, code, later, said, remedy)


def _missing_but_given(sheets: Sheets) -> Iterator[Refused]:
    marked = sheets.get("missing")
    if marked is None or not len(marked):
        return
    given = {name: set(sheets[name].column("person")) for name in HISTORIES.words if name in sheets}
    for index, (person, history) in enumerate(
        zip(marked.column("person"), marked.column("history"), strict=True)
    ):
        if person in given.get(str(history), ()):
            said = (
                f"此人的“{history}”表中有内容，却标为未录入。",
                f"Marked as not entered, but {history} holds rows.",
            )
            remedy = ("请删去这一行，或删去那些内容。", "Delete this line, or those rows.")
            yield marked.refuse(index, "missing_but_given", "history", said, remedy)


def earliest(plain: Any) -> str:
    """The first day that a plain date can be, as ISO text."""
    return plain if len(plain) == 10 else f"{plain}-01"


def latest(plain: Any) -> str:
    """ISO text that is no earlier than any day that a plain date can be, and earlier than all that follow."""
    return plain if len(plain) == 10 else f"{plain}-31"
