"""The annual vacancy plan (年度空缺计划): who owes one, what it may ask for, what goes beyond it."""

from datetime import date

import pytest

from quanheng.core.establishment import Cell, Establishment, Place, PostSeats, Rung, UnitPlace
from quanheng.core.vacancy_gate import GateLine
from quanheng.core.vacancy_plan import (
    Beyond,
    Standing,
    VacancyRow,
    beyond_plan,
    planned,
    refuse_wrong_year,
    refused_vacancies,
    standing_of,
    units_that_owe,
)
from quanheng.core.values import Refused

DEPUTY = Rung("中层副职", True)
UNIT = UnitPlace("P", "园区")


def row(seats=1, basis="vacant", **more):
    given = {"level": "中层副职", "way": "competition", "reason": "退休"}
    return VacancyRow.model_validate(given | more | {"seats": seats, "basis": basis})


def refused(rows, cell):
    return [(n, r.code, r.text.zh) for n, r in refused_vacancies(rows, {DEPUTY: cell})]


def test_what_is_vacant_and_what_comes_free_may_be_planned():
    rows = [row(1, post="甲"), row(1, post="乙"), row(2, "leaving")]
    assert refused(rows, Cell.of(5, 3)) == []
    assert planned(rows) == {DEPUTY: 4}


def test_more_than_the_unit_has_is_refused_where_it_goes_over():
    rows = [row(1, post="甲"), row(1, post="乙"), row(4, "leaving"), row(level="处级"), row(1, post="甲")]
    assert refused(rows, Cell.of(4, 3)) == [
        (1, "more_than_vacant", "“中层副职”核定 4，实有 3，空缺 1，计划 2。"),
        (2, "more_than_held", "“中层副职”核定 4，实有 3，不会空出 4 席。"),
        (3, "no_such_seats", "本单位没有“处级”的职数。"),
        (4, "row_twice", "“中层副职”的这一项写了两次。"),
    ]
    (aside,) = refused_vacancies([row(leading=False)], {Rung("中层副职", False): Cell.of(0, 0)})
    assert aside[1].text.zh == "本单位没有“中层副职（非领导）”的职数。"


def test_units_with_seats_of_their_own_owe_a_plan():
    posts = [PostSeats("p", "副主任", Place("P", "中层副职", True))]
    archive = Establishment([UnitPlace("S", "街道"), UnitPlace("P", "园区", "S")], posts)
    assert units_that_owe(archive.matrix_on(date(2026, 1, 5))) == (UnitPlace("P", "园区", "S"),)


@pytest.mark.parametrize(
    ("state", "on", "is_late"),
    [
        ("missing", date(2026, 1, 31), False),
        ("missing", date(2026, 2, 1), True),
        ("returned", date(2026, 2, 1), True),
        ("submitted", date(2026, 2, 1), False),
        ("approved", date(2026, 3, 1), False),
    ],
)
def test_a_plan_is_late_once_january_is_over(state, on, is_late):
    assert standing_of(UNIT, state, 2, 2026, on) == Standing("P", "园区", state, is_late, 2)


@pytest.mark.parametrize(
    ("year", "on", "may"),
    [
        (2026, date(2026, 1, 1), True),
        (2026, date(2025, 12, 1), True),
        (2026, date(2025, 11, 30), False),
        (2026, date(2027, 1, 1), False),
        (2026, date(2026, 11, 1), True),
    ],
)
def test_a_plan_is_filed_for_its_year(year, on, may):
    if may:
        refuse_wrong_year(year, on)
    else:
        with pytest.raises(Refused, match="空缺计划"):
            refuse_wrong_year(year, on)


def test_a_run_that_fills_more_than_planned_is_told():
    def line(opened, vacating=0, title=""):
        return GateLine("园区", "中层副职", True, title, 5, "", 2, vacating, (), opened, ("p",))

    place = ("园区", "中层副职", True)
    assert beyond_plan([line(2)], {place: 2}, {}) == ()
    assert beyond_plan([line(2), line(2, title="副主任")], {place: 2}, {place: 1}) == (
        Beyond(*place, 2, 1, 2),
    )
    assert beyond_plan([line(2, vacating=2)], {place: 0}, {place: 9}) == ()
    assert beyond_plan([line(2)], {place: None}, {place: 9}) == ()
