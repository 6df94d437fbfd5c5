"""Taken rows (转入行): what a form adds to or changes in the rows that the archive holds of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.form.draft import TOLD_KINDS
from quanheng.core.form.facts import ATTRIBUTES, FormFacts
from quanheng.core.form.levels import level_of
from quanheng.core.form.roster import rows_of
from quanheng.core.inputs import Row
from quanheng.core.roster_tables import AttributeRow, EducationRow, MissingRow, TenureRow

TAKEN = ("people", "educations", "tenures", "appraisals", "family", "attributes", "missing")
"""The tables that a form speaks of, in the order in which they are shown."""
Rows = Mapping[str, Sequence[Row]]


def taken_rows(form: AppointmentForm, facts: FormFacts, held: Rows) -> dict[str, tuple[Row, ...]]:
    """The rows of a form that say something the archive does not, by table.

    Shapes: `held` are the rows of the person in the archive, none of a new one; a row with the key of a
    held one changes it.
    """
    code = facts.person.id
    told = rows_of((facts,), {code: form})
    found: dict[str, tuple[Row, ...]] = {}
    for name in TAKEN:
        rows = tuple(_news(name, told[name], held, facts))
        if rows:
            found[name] = rows
    return found


def _news(name: str, told: Iterable[Row], held: Rows, facts: FormFacts) -> Iterator[Row]:
    known = {row.key(): row for row in held.get(name, ())}
    for row in told:
        made = _laid_over(row, known.get(row.key()))
        if made == known.get(row.key()) or _is_told_otherwise(row, held) or _is_idle_mark(row, held):
            continue
        yield made


def _laid_over(row: Row, known: Row | None) -> Row:
    """The row with what only the archive knows: the day of a month, a field that the form does not have."""
    if known is None:
        return row
    values = row.model_dump()
    kept = known.model_dump()
    merged = {name: _finer(value, kept[name]) for name, value in values.items()}
    return type(row).model_validate(merged)


def _finer(said: object, known: object) -> object:
    if said in (None, ""):
        return known
    if isinstance(said, str) and isinstance(known, str) and known.startswith(said) and _is_month(said):
        return known
    if isinstance(said, str) and isinstance(known, str) and said == "中共党员" and known.startswith("中共"):
        return known
    return said


def _is_month(text: str) -> bool:
    return len(text) == len("2004-07") and text[4] == "-"


def _is_told_otherwise(row: Row, held: Rows) -> bool:
    """Whether the archive says the same in other words: a course, a stay of equal months, the post held."""
    if isinstance(row, EducationRow):
        return any(isinstance(k, EducationRow) and _is_same(k, row) for k in held.get("educations", ()))
    if isinstance(row, TenureRow):
        stays = (k for k in held.get("tenures", ()) if isinstance(k, TenureRow) and k.kind in TOLD_KINDS)
        return any(_span(k) == _span(row) for k in stays)
    if isinstance(row, AttributeRow) and row.name == ATTRIBUTES["present_post"]:
        return any(isinstance(k, TenureRow) and k.kind == "post" for k in held.get("tenures", ()))
    return False


def _is_same(known: EducationRow, told: EducationRow) -> bool:
    """Whether two courses are of one way, level and degree; schools are written in too many ways."""
    is_level = known.level == told.level or level_of(known.level) == level_of(told.level) is not None
    return known.full_time == told.full_time and is_level and known.degree in (told.degree, "")


def _span(row: TenureRow) -> tuple[str, str]:
    """Beginning and end by month: a resume knows no days."""
    return f"{row.since:%Y-%m}", f"{row.until:%Y-%m}" if row.until else ""


def _is_idle_mark(row: Row, held: Rows) -> bool:
    """Whether the row marks a history as never entered: that is news of a new person only."""
    return isinstance(row, MissingRow) and bool(held.get("people"))
