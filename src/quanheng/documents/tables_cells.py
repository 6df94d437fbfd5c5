"""Cells (单元格): rows of text as mappings, days and yes-or-no in the one form that the models know."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Annotated, Any, Union, get_args, get_origin

from quanheng.core.inputs import Row
from quanheng.core.values import Refused
from quanheng.core.workdays import PartialDate
from quanheng.documents.tables_header import Columns
from quanheng.documents.tables_wording import Problems, label_of

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BARE_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_MONTH = re.compile(r"\d{6}|\d{4}\.\d{2}")
_TRUTHS = {"是": "true", "否": "false", "√": "true", "×": "false", "有": "true", "无": "false"}


def given_rows(columns: Columns, chunk: Sequence[Sequence[str]], spread: str) -> list[dict[str, Any]]:
    """Each row as a mapping; an empty cell is a field not given."""
    names, keys = [n for _, n in columns.fields], [k for _, k in columns.spread]
    own = _picked(chunk, [i for i, _ in columns.fields])
    given: list[dict[str, Any]] = [dict(zip(names, cells, strict=False)) for cells in own]
    if keys:
        for made, marks in zip(given, _picked(chunk, [i for i, _ in columns.spread]), strict=True):
            made[spread] = dict(zip(keys, marks, strict=False))
    if any("" in row for row in chunk):
        return [_without_blanks(made, spread) for made in given]
    return given


def _picked(chunk: Sequence[Sequence[str]], picks: list[int]) -> Iterable[Sequence[str]]:
    """Some cells of each row, in the order of the picks (possibly with more after them)."""
    if picks == list(range(len(picks))):
        return chunk
    if len(picks) == 1:
        return ((row[picks[0]],) for row in chunk)
    return map(itemgetter(*picks), chunk)


def _without_blanks(made: dict[str, Any], spread: str) -> dict[str, Any]:
    said = {name: cell for name, cell in made.items() if cell}
    if spread and spread in said:
        said[spread] = {key: cell for key, cell in said[spread].items() if cell}
    return said


def read_words(
    given: list[dict[str, Any]], row: type[Row], places: Sequence[str], problems: Problems
) -> None:
    """Bring days and yes-or-no into one form, in place; a number where a day belongs is a problem."""
    for name, reading in _readings(row).items():
        for index, made in enumerate(given):
            cell = made.get(name)
            if cell is None:
                continue
            if reading is bool:
                made[name] = _TRUTHS.get(cell, cell)
            elif _is_number_for_day(cell):
                refusal = _number_for_day(row, name, cell)
                problems.add(refusal.at(f"{places[index]}:{refusal.where}"))
                made[name] = "2000-01-01"  # it is refused already, and not a second time by the model
            else:
                made[name] = _iso(cell)


def word_reader(row: type[Row], field: str) -> Callable[[str], str]:
    """How the cells of one field are brought into the one form that the model knows.

    Errors: the reading raises Refused, its place the field alone, for a number where a day belongs.
    """
    reading = _readings(row).get(field)
    if reading is bool:
        return lambda cell: _TRUTHS.get(cell, cell)
    if reading is None:
        return str

    def day(cell: str) -> str:
        if _is_number_for_day(cell):
            raise _number_for_day(row, field, cell)
        return _iso(cell)

    return day


def is_day(row: type[Row], field: str) -> bool:
    """Whether a field holds a day, or as much of one as is known."""
    return _readings(row).get(field) is date


def _is_number_for_day(cell: str) -> bool:
    """Whether a spreadsheet made a number of what was meant as a day: 46091, or 1985.1 for 1985.10."""
    if not _BARE_NUMBER.fullmatch(cell):
        return False
    return not (_RUN_TOGETHER.fullmatch(cell) or _MONTH.fullmatch(cell))


def _number_for_day(row: type[Row], name: str, cell: str) -> Refused:
    return Refused(
        "cell_wrong_type",
        f"“{cell}”是数字，不是日期（1985.1 分不清是 1 月还是 10 月）。",
        f"'{cell}' is a number, not a date (1985.1 may be January or October).",
        where=label_of(row, name),
        remedy_zh="请把单元格设为文本，写成 2026-03-10 或 1985-04。",
        remedy_en="Make the cell text and write it as 2026-03-10 or 1985-04.",
    )


def _iso(cell: str) -> str:
    shape = _DAY.fullmatch(cell) or _RUN_TOGETHER.fullmatch(cell)
    return f"{shape[1]}-{int(shape[2]):02}-{int(shape[3]):02}" if shape else cell


@lru_cache(maxsize=256)
def _readings(row: type[Row]) -> dict[str, type]:
    """The columns whose words need reading: those of days, and those of yes and no."""
    found: dict[str, type] = {}
    for name, info in row.model_fields.items():
        kinds = set(_plain_types(info.annotation))
        if str in kinds:
            continue
        if bool in kinds:
            found[name] = bool
        elif date in kinds or PartialDate in kinds:
            found[name] = date
    return found


def _plain_types(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _plain_types(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _plain_types(part)
    else:
        yield annotation
