"""Columns that are worked out: present post and rank, years in rank, education, grades, age."""

from datetime import date
from decimal import Decimal

from quanheng.core.authority import Actor
from quanheng.core.people import Appraisal, Education, Reserve, Tenure
from quanheng.core.roster_columns import (
    WORKED_OUT,
    HeldFacts,
    RosterLine,
    age_shown,
    cell_of,
    histories_for,
)

TODAY = date(2026, 3, 10)
ORGANISER = Actor("o", None, frozenset({"organiser"}))
AUDITOR = Actor("a", None, frozenset({"auditor"}))
HELD = HeldFacts(
    (
        Tenure("post", "工会主席", date(2015, 1, 1), level="中层副职"),
        Tenure("post", "办公室主任", date(2019, 1, 1), level="中层正职", leading=True),
        Tenure("rank", "四级主任科员", date(2016, 1, 1)),
        Tenure("rank", "三级主任科员", date(2023, 9, 10)),
    ),
    (
        Education("大专", full_time=True, finished_on=date(2003, 7, 1)),
        Education("大学本科", "学士", full_time=True, finished_on=date(2005, 7, 1)),
        Education("中央党校研究生", full_time=False),
    ),
    tuple(
        Appraisal(year, grade)
        for year, grade in ((2022, "称职"), (2025, "优秀"), (2024, "称职"), (2023, "称职"))
    ),
    (Reserve("中层后备"),),
)
FACTS = {"born": "1985-04", "id_number": "110101198504011234", "sex": None}


def line(held: HeldFacts = HELD) -> RosterLine:
    return RosterLine("P1", "闻书砚", FACTS, held)


def test_what_somebody_holds_now_is_told_column_by_column():
    assert {column: cell_of(ORGANISER, line(), column, TODAY) for column in WORKED_OUT} == {
        "present_post": "办公室主任、工会主席",
        "present_level": "中层正职、中层副职",
        "present_rank": "三级主任科员",
        "years_in_rank": Decimal("2.5"),
        "full_time_education": "大学本科（学士）",
        "in_service_education": "中央党校研究生",
        "last_grades": "2025 优秀；2024 称职；2023 称职",
        "reserve": "中层后备",
    }


def test_of_somebody_who_holds_nothing_every_column_is_empty():
    assert {cell_of(ORGANISER, line(HeldFacts()), column, TODAY) for column in WORKED_OUT} == {""}


def test_a_rank_that_begins_later_has_no_years_yet():
    later = HeldFacts((Tenure("rank", "科员", date(2027, 1, 1)),))
    assert cell_of(ORGANISER, line(later), "years_in_rank", TODAY) == ""


def test_a_cell_is_whole_masked_or_empty_as_the_policy_says():
    assert cell_of(ORGANISER, line(), "id_number", TODAY) == "110101198504011234"
    assert cell_of(AUDITOR, line(), "id_number", TODAY) == "110101************"
    assert cell_of(ORGANISER, line(), "sex", TODAY) == ""
    assert cell_of(Actor("s", None, frozenset({"staff"})), line(), "present_post", TODAY) == ""


def test_an_age_is_told_as_far_as_the_birth_settles_it():
    assert cell_of(ORGANISER, line(), "age", TODAY) == 40
    assert age_shown("1985-03", TODAY) == "40–41"
    assert age_shown(None, TODAY) == ""
    assert age_shown("2027-01", TODAY) == ""


def test_columns_name_the_histories_that_they_rest_on():
    assert histories_for(("code", "age", "present_rank", "years_in_rank", "reserve")) == {
        "tenures",
        "reserves",
    }
