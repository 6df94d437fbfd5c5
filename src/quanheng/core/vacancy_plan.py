"""Annual vacancy plan (年度空缺计划): what a unit expects to fill in a year, held against its seats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.establishment import Cell, Matrix, Rung, UnitPlace
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.roster_tables import YES_OR_NO
from quanheng.core.vacancy_gate import GateLine
from quanheng.core.values import Refused, Text
from quanheng.core.words import Options, YesNo

BASES = Options(
    {
        "vacant": Text("现有空缺", "vacant now"),
        "leaving": Text("年内空出", "to be left in the year"),
    }
)
WAYS = Options(
    {
        "competition": Text("竞争上岗", "competition"),
        "nomination": Text("组织选任", "chosen by the organisation"),
        "transfer": Text("交流转任", "transfer"),
        "open_selection": Text("公开选拔", "open selection"),
    }
)

State = Literal["missing", "submitted", "returned", "approved"]
STATES: Mapping[State, Text] = {
    "missing": Text("未报", "not filed"),
    "submitted": Text("已报，待审核", "filed, to be reviewed"),
    "returned": Text("退回补正", "returned"),
    "approved": Text("已批准", "approved"),
}
FIRST_MONTH = 12
"""A plan may be filed from December of the year before."""


class VacancyRow(Row):
    """Seats that a unit expects to fill (空缺)."""

    key_fields: ClassVar[tuple[str, ...]] = ("level", "leading", "post", "basis")
    level: Annotated[
        str, Field(min_length=1), Column("层级", "Level", Text("如中层副职", "As the seats"), "中层副职")
    ]
    leading: Annotated[YesNo, Column("领导职务", "Leading", YES_OR_NO, "是")] = True
    post: Annotated[str, Column("职务名称", "Post", Text("可不填", "Optional"), "农办副主任")] = ""
    seats: Annotated[
        Annotated[int, Field(ge=1)], Column("数目", "Seats", Text("拟补充的席位", "Seats to fill"), "1")
    ]
    basis: Annotated[
        Literal["vacant", "leaving"],
        BASES,
        Column("空缺情形", "Basis", Text("现有空缺或年内空出", "Vacant, or to be left"), "现有空缺"),
    ]
    way: Annotated[
        Literal["competition", "nomination", "transfer", "open_selection"],
        WAYS,
        Column("补充方式", "Way", Text("拟采用的方式", "How it is to be filled"), "竞争上岗"),
    ]
    reason: Annotated[
        str,
        Field(min_length=1),
        Column(
            "理由", "Reason", Text("退休、转任、新增职数等", "Retirement, transfer, new seats"), "原任转任"
        ),
    ]


VACANCIES = InputTable(
    "vacancies", Text("年度空缺计划", "Annual vacancy plan"), VacancyRow, "submit_vacancy_plan"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit's plan of a year stands. Shapes: `is_late` once the last day has passed without it."""

    unit: str
    name: str
    state: State
    is_late: bool
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Beyond:
    """A place where a run fills more than the year's approved plan. Units: seats."""

    unit: str
    level: str
    leading: bool
    planned: int
    filled: int
    fills: int


def last_day(year: int) -> date:
    """The day by which every unit files its plan: 31 January."""
    return date(year, 1, 31)


def refuse_wrong_year(year: int, on: date) -> None:
    """Refuse a plan for a year that is over, or that is more than a month away."""
    if year == on.year or (year == on.year + 1 and on.month == FIRST_MONTH):
        return
    raise Refused(
        "wrong_year",
        f"现在不能申报 {year} 年度的空缺计划。",
        f"The vacancy plan of {year} cannot be filed now.",
        where=str(year),
        remedy_zh="每年一月申报当年计划，最早在上年十二月。",
        remedy_en="A year's plan is filed in its January, at the earliest in December before.",
    )


def units_that_owe(matrix: Matrix) -> tuple[UnitPlace, ...]:
    """The units that file a plan: those that have seats of their own."""
    return tuple(line.unit for line in matrix.lines if any(cell.approved for cell in line.own.values()))


def standing_of(unit: UnitPlace, state: State, seats: int, year: int, on: date) -> Standing:
    """Where a unit's plan stands on a day."""
    is_late = state in ("missing", "returned") and on > last_day(year)
    return Standing(unit.code, unit.name, state, is_late, seats)


def planned(rows: Iterable[VacancyRow]) -> Mapping[Rung, int]:
    """The seats of a plan by rung."""
    found: dict[Rung, int] = {}
    for row in rows:
        rung = Rung(row.level, row.leading)
        found[rung] = found.get(rung, 0) + row.seats
    return found


def refused_vacancies(
    rows: Sequence[VacancyRow], cells: Mapping[Rung, Cell]
) -> tuple[tuple[int, Refused], ...]:
    """Which rows ask for more than the unit has, by index: vacant seats, and seats of those who leave."""
    found: list[tuple[int, Refused]] = []
    used: dict[tuple[Rung, str], int] = {}
    keys: set[str] = set()
    for number, row in enumerate(rows):
        rung = Rung(row.level, row.leading)
        used[rung, row.basis] = used.get((rung, row.basis), 0) + row.seats
        refusal = _refusal(row, cells.get(rung), used[rung, row.basis], row.key() in keys)
        keys.add(row.key())
        if refusal is not None:
            found.append((number, refusal))
    return tuple(found)


def _refusal(row: VacancyRow, cell: Cell | None, used: int, is_repeated: bool) -> Refused | None:
    level = row.level if row.leading else f"{row.level}（非领导）"
    if is_repeated:
        return _no(row, "row_twice", f"“{level}”的这一项写了两次", f"'{row.level}' stands twice")
    if cell is None or not (cell.approved or cell.actual):
        zh, en = f"本单位没有“{level}”的职数", f"the unit has no seats of '{row.level}'"
        return _no(row, "no_such_seats", zh, en)
    if row.basis == "vacant" and used > cell.vacant:
        zh = f"“{level}”核定 {cell.approved}，实有 {cell.actual}，空缺 {cell.vacant}，计划 {used}"
        en = (
            f"'{row.level}': {cell.approved} approved, {cell.actual} held, "
            f"{cell.vacant} vacant, {used} planned"
        )
        return _no(row, "more_than_vacant", zh, en)
    if row.basis == "leaving" and used > min(cell.actual, cell.approved):
        zh = f"“{level}”核定 {cell.approved}，实有 {cell.actual}，不会空出 {used} 席"
        en = f"'{row.level}': {cell.approved} approved, {cell.actual} held; {used} seats will not come free"
        return _no(row, "more_than_held", zh, en)
    return None


def _no(row: VacancyRow, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"{zh}。",
        f"{en[0].upper()}{en[1:]}.",
        where=row.level,
        remedy_zh="请核减，或先办理职数。",
        remedy_en="Plan fewer, or have the number of seats changed first.",
    )


def beyond_plan(
    lines: Sequence[GateLine],
    plans: Mapping[tuple[str, str, bool], int | None],
    filled: Mapping[tuple[str, str, bool], int],
) -> tuple[Beyond, ...]:
    """Where a run fills more than its unit's approved plan leaves.

    Shapes: both mappings by unit's name, level and leading; `plans` None where the unit has no approved plan,
    which is not held against a run; `filled` by other runs of the year.
    """
    found = []
    for line in lines:
        place = (line.unit, line.level, line.leading)
        plan, before = plans.get(place), filled.get(place, 0)
        if not line.title and plan is not None and line.net > 0 and before + line.net > plan:
            found.append(Beyond(*place, plan, before, line.net))
    return tuple(found)
