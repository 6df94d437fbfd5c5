"""Differences of a roster: by key and field, by update or as the whole; contradictions and doubts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.identity_number import birth_date_in, check_character, sex_in
from quanheng.core.roster_checks import Allowed, Known, references_to, refusals
from quanheng.core.roster_difference import (
    FieldDifference,
    RowDifference,
    Standing,
    change_of,
    differences,
    without_marks,
)
from quanheng.core.roster_doubts import contradictions, doubts
from quanheng.core.roster_sheets import BY_NAME, Sheet, owner_field, sheet_of_tuples, sheets_of
from quanheng.core.roster_wording import said_field, said_kind, said_value
from quanheng.core.upload_states import AT_WORK, STATES
from quanheng.core.values import Text

TODAY = date(2026, 3, 10)
UNITS = BY_NAME["units"]
HELD = Standing(UNITS, [7, 8], [("HW", "河湾街道", "", ""), ("DZB", "党政办", "HW", "")])


def units(*rows):
    return sheet_of_tuples(UNITS, rows, range(2, 2 + len(rows)))


def test_an_update_leaves_what_it_does_not_name():
    change = change_of(HELD, units(("DZB", "党政办", "HW", "内设机构"), ("NB", "农办", "HW", "")), "update")
    assert (change.new, change.changed, change.gone) == (
        [("NB", "农办", "HW", "")],
        [(8, ("DZB", "党政办", "HW", ""), ("DZB", "党政办", "HW", "内设机构"))],
        (),
    )
    assert list(zip(change.after.lines, change.after.column("code"), strict=True)) == [
        (2, "DZB"),
        (3, "NB"),
        (0, "HW"),
    ]
    assert list(differences(change)) == [
        RowDifference("units", "changed", "DZB", "", (FieldDifference("kind", "", "内设机构"),)),
        RowDifference(
            "units",
            "new",
            "NB",
            "",
            (
                FieldDifference("code", None, "NB"),
                FieldDifference("name", None, "农办"),
                FieldDifference("parent", "", "HW"),
            ),
        ),
    ]


def test_a_replacement_takes_the_rest_away():
    change = change_of(HELD, units(("HW", "河湾街道", "", "")), "replace")
    assert [(row.kind, row.key) for row in differences(change)] == [("gone", "DZB")]
    assert not change.is_empty
    assert change_of(HELD, units(*HELD.rows), "replace").is_empty


def test_a_column_that_is_not_named_keeps_what_stands():
    sheet = Sheet(UNITS, [2, 3], {"code": ["DZB", "NB"], "name": ["办公室", "农办"]})
    change = change_of(HELD, sheet, "update")
    assert change.changed == [(8, ("DZB", "党政办", "HW", ""), ("DZB", "办公室", "HW", ""))]
    assert change.new == [("NB", "农办", "", "")]


def test_marks_are_taken_away_beside_the_change():
    missing = BY_NAME["missing"]
    held = Standing(missing, [1, 2], [("P1", "awards"), ("P1", "trainings")])
    change = change_of(held, sheet_of_tuples(missing, [("P1", "family")], [2]), "update")
    kept = without_marks(change, {("P1", "awards"): 1})
    assert (kept.new, kept.gone) == ([("P1", "family")], [(1, ("P1", "awards"))])
    assert kept.after.tuples() == [("P1", "family"), ("P1", "trainings")]


CODES = st.sampled_from(("A", "B", "C"))
ROWS = st.dictionaries(CODES, st.sampled_from(("甲", "乙"))).map(
    lambda named: [(code, name, "", "") for code, name in named.items()]
)


@given(ROWS, ROWS)
def test_what_stands_with_its_changes_is_what_was_given(before, after):
    held = Standing(UNITS, range(len(before)), before)
    change = change_of(held, units(*after), "replace")
    stood = dict(zip(held.numbers, held.rows, strict=True))
    for number, _ in change.gone:
        del stood[number]
    for number, _, row in change.changed:
        stood[number] = row
    assert sorted([*stood.values(), *change.new]) == sorted(after)


def test_nothing_is_said_of_rows_that_stand_already():
    people = sheet_of_tuples(BY_NAME["people"], [("P1", "闻", "F", *[None] * 10)])
    assert list(refusals({"people": people}, TODAY, Allowed())) == []
    assert list(doubts({"people": people})) == []


def test_codes_of_the_archive_are_known():
    units_ = units(("DZB", "党政办", "HW", ""))
    known = Known({"units": {"HW"}}, {"HW": "DZB"})
    assert [r.code for r in refusals({"units": units_}, TODAY, Allowed(), known)] == ["unit_circle"]
    assert [r.code for r in refusals({"units": units_}, TODAY, Allowed())] == ["unknown_unit"]


def test_rows_speak_of_units_people_and_posts():
    given = sheets(
        people=[{"code": "P1", "name": "闻", "unit": "HW"}, {"code": "P2", "name": "陶"}],
        tenures=[tenure("主任", "2020-01-01", post="A")],
    )
    spoken = [references_to(given, table) for table in ("units", "people", "posts")]
    assert spoken == [{"HW"}, {"P1"}, {"A"}]
    change = change_of(Standing(BY_NAME["people"], (), ()), given["people"], "update")
    assert [row.person for row in differences(change)] == ["P1", "P2"]


def sheets(**cells):
    return sheets_of(
        {
            name: [(line, BY_NAME[name].row.model_validate(row)) for line, row in enumerate(rows, 2)]
            for name, rows in cells.items()
        }
    )


def test_one_number_for_two_people_is_a_contradiction():
    number = "11010519491231002X"
    people = [
        {"code": c, "name": "闻", "id_number": n} for c, n in (("P1", number), ("P2", number), ("P3", None))
    ]
    found = list(contradictions(sheets(people=people)))
    assert [(r.code, r.where) for r in found] == [
        ("id_number_twice", "people:2:身份证号(id_number)"),
        ("id_number_twice", "people:3:身份证号(id_number)"),
    ]
    standing = sheets(people=people)["people"]
    mixed = {"people": Sheet(standing.table, [2, 0, 4], standing.columns)}
    assert [r.where for r in contradictions(mixed)] == ["people:2:身份证号(id_number)"]


def tenure(name, since, until=None, kind="post", **more):
    return {"person": "P1", "kind": kind, "name": name, "since": since, "until": until, **more}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([tenure("主任", "2020-01-01"), tenure("主任", "2021-01-01")], [("post_overlaps", 3)]),
        ([tenure("主任", "2020-01-01", "2021-01-01"), tenure("主任", "2021-01-01")], []),
        ([tenure("主任", "2020-01-01"), tenure("副主任", "2021-01-01")], []),
        (
            [tenure("主任", "2020-01-01", post="A"), tenure("办公室主任", "2021-01-01", post="A")],
            [("post_overlaps", 3)],
        ),
        (
            [tenure("科员", "2020-01-01", kind="rank"), tenure("主任科员", "2021-01-01", kind="rank")],
            [("two_ranks", 3)],
        ),
        (
            [
                tenure("甲", "2020-01-01", "2024-01-01", kind="rank"),
                tenure("乙", "2021-01-01", "2022-01-01", kind="rank"),
                tenure("丙", "2023-01-01", kind="rank"),
            ],
            [("two_ranks", 3), ("two_ranks", 4)],
        ),
        ([tenure("科员", "2020-01-01", kind="work"), tenure("科员", "2021-01-01", kind="work")], []),
    ],
)
def test_the_same_post_or_two_ranks_at_one_time_are_a_contradiction(rows, found):
    told = list(contradictions(sheets(tenures=rows)))
    assert [(r.code, r.where) for r in told] == [(c, f"tenures:{n}:开始(since)") for c, n in found]


def test_a_contradiction_is_told_of_the_row_that_the_file_gives():
    whole = sheets(
        tenures=[tenure("科员", "2020-01-01", kind="rank"), tenure("主任科员", "2021-01-01", kind="rank")]
    )
    sheet = whole["tenures"]
    for lines, told in (([2, 0], [2]), ([0, 3], [3]), ([0, 0], [])):
        found = contradictions({"tenures": Sheet(sheet.table, lines, sheet.columns)})
        assert [r.where for r in found] == [f"tenures:{n}:开始(since)" for n in told]


def test_an_identity_number_tells_birth_sex_and_its_own_check():
    number = "11010519491231002X"
    assert (check_character(number), birth_date_in(number), sex_in(number)) == ("X", date(1949, 12, 31), "女")
    assert birth_date_in("110105194902300021") is None


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"id_number": "11010519491231002X", "born": "1949-12", "sex": "女"}, []),
        ({"id_number": "11010519491231002x", "born": "1949-12-31"}, []),
        ({"id_number": "110105194912310020"}, ["id_number_check"]),
        (
            {"id_number": "11010519491231002X", "born": "1950-01", "sex": "男"},
            ["id_number_birth", "id_number_sex"],
        ),
        ({"id_number": "11010519490230002X"}, ["id_number_check", "id_number_birth"]),
        ({"born": "1950-01"}, []),
    ],
)
def test_numbers_that_disagree_are_doubts(facts, codes):
    people = sheets(people=[{"code": "P1", "name": "闻", **facts}])
    assert [doubt.code for doubt in doubts(people)] == codes
    assert list(doubts({})) == []


def test_differences_are_said_in_words():
    tenures = BY_NAME["tenures"]
    assert said_kind("new", 3) == Text("新增 3", "3 new")
    assert said_kind("gone") == Text("减少", "gone")
    assert said_field(tenures, FieldDifference("kind", "post", "rank")) == Text(
        "类别 职务 → 职级", "Kind post → rank"
    )
    assert said_field(tenures, FieldDifference("until", None, "2020-01-01")) == Text(
        "结束 （空） → 2020-01-01", "Until (empty) → 2020-01-01"
    )
    assert said_value(tenures, "leading", 1) == Text("是", "yes")


def test_rows_belong_to_a_person_a_unit_or_themselves():
    owners = {name: owner_field(table) for name, table in BY_NAME.items()}
    assert {name: owners[name] for name in ("units", "people", "establishments", "tenures", "missing")} == {
        "units": "code",
        "people": "code",
        "establishments": "unit",
        "tenures": "person",
        "missing": "person",
    }


def test_every_state_of_an_upload_is_said_in_both_languages():
    assert set(STATES) > AT_WORK
    assert all(text.zh and text.en for text in STATES.values())
