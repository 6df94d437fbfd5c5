"""Columns of the roster that are worked out (名册推算列): from what somebody holds now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.core.authority import Actor
from quanheng.core.field_policy import DERIVED, shown, sight
from quanheng.core.language.scales import EDUCATION
from quanheng.core.people import Appraisal, Education, Reserve, Tenure
from quanheng.core.workdays import PartialDate, age_range_on, months_between

LAST_GRADES = 3
"""So many years of appraisal are shown."""
Value = str | int | Decimal


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """What somebody holds now. Shapes: `tenures` are open posts and ranks, `reserves` open stays."""

    tenures: tuple[Tenure, ...] = ()
    educations: tuple[Education, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person in a list. Shapes: `facts` are the fields of the people table, the unit by its name."""

    code: str
    name: str
    facts: Mapping[str, str | None]
    held: HeldFacts


def cell_of(actor: Actor, line: RosterLine, column: str, today: date) -> Value:
    """What a list or a file shows this reader of one person under one column."""
    if sight(actor, column) == "none":
        return ""
    if column in WORKED_OUT:
        return worked_out(column, line.held, today)
    if column == "age":
        age = age_shown(line.facts["born"], today)
        return int(age) if age.isdecimal() else age
    return shown(actor, column, line.facts[column] or "")


def worked_out(column: str, held: HeldFacts, today: date) -> Value:
    """A column's value of what somebody holds; empty where nothing is held."""
    return WORKED_OUT[column](held, today)


def histories_for(columns: Iterable[str]) -> frozenset[str]:
    """The histories that these columns are worked out from."""
    return frozenset(DERIVED[c] for c in columns if c in WORKED_OUT)


def age_shown(born: str | None, today: date) -> str:
    """Completed years; both where a birth known to the month leaves two open."""
    if not born:
        return ""
    known = PartialDate.of(born)
    if known.earliest() > today:
        return ""
    years = age_range_on(known, today)
    return str(years.least) if years.is_certain else f"{years.least}–{years.most}"


def _posts(held: HeldFacts) -> list[Tenure]:
    return sorted((t for t in held.tenures if t.kind == "post"), key=lambda t: (not t.leading, t.since))


def _rank(held: HeldFacts) -> Tenure | None:
    return max((t for t in held.tenures if t.kind == "rank"), key=lambda t: t.since, default=None)


def _present_post(held: HeldFacts, today: date) -> Value:
    return "、".join(dict.fromkeys(t.name for t in _posts(held)))


def _present_level(held: HeldFacts, today: date) -> Value:
    return "、".join(dict.fromkeys(t.level for t in _posts(held) if t.level))


def _present_rank(held: HeldFacts, today: date) -> Value:
    rank = _rank(held)
    return rank.name if rank else ""


def _years_in_rank(held: HeldFacts, today: date) -> Value:
    rank = _rank(held)
    if rank is None or rank.since > today:
        return ""
    return (Decimal(months_between(rank.since, today)) / 12).quantize(Decimal("0.1"))


def _highest(held: HeldFacts, full_time: bool) -> str:
    courses = [e for e in held.educations if e.full_time == full_time]
    heights = {e: EDUCATION.height(e.level) for e in courses}
    best = max(courses, key=lambda e: (heights[e] or 0, e.finished_on or date.min), default=None)
    return best.level + (f"（{best.degree}）" if best.degree else "") if best else ""


def _full_time(held: HeldFacts, today: date) -> Value:
    return _highest(held, True)


def _in_service(held: HeldFacts, today: date) -> Value:
    return _highest(held, False)


def _last_grades(held: HeldFacts, today: date) -> Value:
    last = sorted(held.appraisals, key=lambda a: a.year, reverse=True)[:LAST_GRADES]
    return "；".join(f"{a.year} {a.grade}" for a in last)


def _reserve(held: HeldFacts, today: date) -> Value:
    return "、".join(dict.fromkeys(r.list for r in held.reserves))


WORKED_OUT: Mapping[str, Callable[[HeldFacts, date], Value]] = {
    "present_post": _present_post,
    "present_level": _present_level,
    "present_rank": _present_rank,
    "years_in_rank": _years_in_rank,
    "full_time_education": _full_time,
    "in_service_education": _in_service,
    "last_grades": _last_grades,
    "reserve": _reserve,
}
