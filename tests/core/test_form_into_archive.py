"""Forms into the archive and out again: whose form, what it adds, what of its own words stays."""

from dataclasses import replace
from datetime import date

import pytest
from core.form_facts_sample import FORM

from quanheng.core.form.appointment_form import Element, FamilyMember, KeptElement
from quanheng.core.form.draft import form_of
from quanheng.core.form.facts import facts_of
from quanheng.core.form.form_match import CodeRule, Known, Match, match_of, twice
from quanheng.core.form.kept_original import over_original
from quanheng.core.form.roster import rows_of
from quanheng.core.form.taken_rows import taken_rows
from quanheng.core.people import Appraisal, Award, Education, Relative, Tenure
from quanheng.core.roster_tables import (
    AppraisalRow,
    AttributeRow,
    EducationRow,
    FamilyRow,
    PersonRow,
    TenureRow,
)
from quanheng.core.values import Refused
from quanheng.core.workdays import PartialDate

AS_OF = date(2026, 3, 20)
NUMBER = FORM.id_number
SAME = Known("A1", "闻书砚", "1982-04-15", "")
TWIN = Known("A2", "闻书砚", "1982-04", "")


@pytest.mark.parametrize(
    ("known", "match"),
    [
        ((), Match("nobody")),
        ((SAME,), Match("name", (SAME,))),
        ((SAME, TWIN), Match("several", (SAME, TWIN))),
        ((SAME, replace(TWIN, id_number=NUMBER)), Match("number", (replace(TWIN, id_number=NUMBER),))),
        ((replace(SAME, id_number="11010519820415001X"),), Match("nobody")),
        ((replace(SAME, born="1970-01"),), Match("nobody")),
        ((replace(SAME, born=""),), Match("several", (replace(SAME, born=""),))),
        (
            (replace(SAME, id_number=NUMBER), replace(TWIN, id_number=NUMBER)),
            Match("several", (replace(SAME, id_number=NUMBER), replace(TWIN, id_number=NUMBER))),
        ),
    ],
)
def test_whose_form_it_is(known, match):
    assert match_of(FORM, known) == match


def test_a_form_without_number_or_birth():
    assert match_of(replace(FORM, id_number=""), (replace(SAME, id_number=NUMBER),)).by == "name"
    assert match_of(replace(FORM, id_number="", born=""), (SAME,)).by == "several"


def test_new_people_are_numbered_after_the_last():
    rule = CodeRule("HW")
    assert rule.codes(["HW001", "HW120", "X9", "HW1a"], 2) == ("HW121", "HW122")
    assert rule.codes([], 1) == ("HW001",)
    with pytest.raises(Refused) as caught:
        CodeRule("a|b")
    assert caught.value.code == "prefix_unfit"


def test_two_files_of_one_person_are_told():
    assert twice({"a": "P1", "b": "P2", "c": "P1"}) == [("c", "a")]


def _facts(form=FORM, code="P1"):
    return facts_of(form, code)


def test_a_new_person_brings_everything():
    facts = _facts()
    rows = rows_of((facts,), {"P1": FORM})
    assert taken_rows(FORM, facts, {}) == {name: held for name, held in rows.items() if held}


def _held(**more):
    rows = rows_of((_facts(),), {"P1": FORM})
    return {**rows, **more}


def test_what_the_archive_says_already_is_no_news():
    assert taken_rows(FORM, _facts(), _held()) == {}
    finer = _held(
        people=(
            PersonRow(
                code="P1", name="闻 书砚", sex="女", born="1982-04-15", nation="汉族", party="中共正式党员",
                party_joined="2003-06-01", work_started="2004-07-08", health="健康", unit="DZB", id_number=NUMBER,
            ),
        ),
        educations=(
            EducationRow(
                person="P1", level="大学本科", degree="管理学学士", full_time=True, school="江左大学", major="行政管理",
                finished_on="2004-07",
            ),
            EducationRow(person="P1", level="研究生", full_time=False),
        ),
        tenures=(
            *_held()["tenures"][:-1],
            TenureRow(person="P1", kind="post", name="主任", since="2010-03-12", unit="党政综合办公室"),
            TenureRow(person="P1", kind="rank", name="一级主任科员", since="2019-06"),
        ),
        attributes=(
            AttributeRow(person="P1", name="籍贯", value="江左望山"),
            AttributeRow(person="P1", name="出生地", value="江左望山"),
        ),
    )  # fmt: skip
    assert taken_rows(FORM, _facts(), finer) == {}


def test_only_what_differs_is_taken_and_what_only_the_archive_knows_stays():
    held = _held(
        people=(
            PersonRow(code="P1", name="闻 书砚", sex="女", nation="满族", unit="DZB", identity="公务员"),
        ),
        appraisals=(AppraisalRow(person="P1", year=2025, grade="称职"),),
        family=(FamilyRow(person="P1", relation="丈夫", name="祝昱钧", born="1981-06-03"),),
    )
    found = taken_rows(FORM, _facts(), held)
    assert set(found) == {"people", "appraisals", "family"}
    [person] = found["people"]
    assert (person.nation, person.unit, person.identity, str(person.born)) == (
        "汉族",
        "DZB",
        "公务员",
        "1982-04",
    )
    assert [(row.year, row.grade) for row in found["appraisals"]] == [
        (2023, "优秀"),
        (2024, "称职"),
        (2025, "优秀"),
    ]
    assert found["family"] == (
        FamilyRow(
            person="P1", relation="丈夫", name="祝昱钧", born="1981-06-03", party="中共党员", work="教育局"
        ),
    )


def test_a_stay_that_ended_and_another_course_are_taken():
    tenures = tuple(row for row in _held()["tenures"] if row.until is not None)
    held = _held(tenures=tenures, educations=())
    found = taken_rows(FORM, _facts(), held)
    assert [row.name for row in found["tenures"]] == ["河湾街道党政综合办公室主任"]
    assert [row.level for row in found["educations"]] == ["大学", "研究生"]


KEPT = (
    KeptElement(Element("DaoLingNianYue", (), ("204004",)), "CanJiaGongZuoShiJian"),
    KeptElement(Element("Age", (), ("44",)), "XingMing", 0),
    KeptElement(Element("Foot"), "1", -1),
)
ORIGINAL = replace(
    FORM, awards="2020年立三等功；其余详见档案。", reasons="拟任。", kept=KEPT, root_attributes=(("v", "1"),)
)
PERSON = replace(
    _facts(ORIGINAL).person, missing=frozenset({"awards", "sanctions", "trainings", "relations"})
)


def _merged(person, original=ORIGINAL, kept_on=AS_OF, photo=b""):
    return over_original(form_of(person, AS_OF, photo=photo).form, original, person, kept_on)


def test_where_the_archive_says_the_same_the_original_stays_word_by_word():
    assert _merged(PERSON) == ORIGINAL
    assert _merged(PERSON, photo=b"new") == replace(ORIGINAL, photo=b"new")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"born": PartialDate(1982, 5)}, {"born": "198205"}),
        ({"nation": "满族"}, {"nation": "满族"}),
        ({"health": None}, {}),
        ({"appraisals": (Appraisal(2025, "称职"),)}, {"appraisals": "2025年：称职"}),
        ({"awards": (Award("嘉奖", "县级", date(2024, 2, 8)),)}, {"awards": "2024.02  嘉奖（县级）"}),
        (
            {"educations": (Education("大学", "法学学士", True, "乙校", "法学"),)},
            {
                "full_time_degree": "法学学士",
                "full_time_level_school": "乙校法学",
            },
        ),
        (
            {"tenures": (Tenure("work", "科员", date(2004, 7, 1), None, "甲"),)},
            {"resume_text": "2004.07--         甲科员"},
        ),
    ],
)  # fmt: skip
def test_what_the_archive_says_otherwise_goes_before(change, fields):
    assert _merged(replace(PERSON, **change)) == replace(ORIGINAL, **fields)


def test_a_post_taken_up_since_is_told_by_the_archive():
    ended = replace(PERSON.tenures[-1], until=date(2026, 4, 1))
    moved = replace(
        PERSON, tenures=(*PERSON.tenures[:-1], ended, Tenure("post", "主任", date(2026, 4, 1), None, "农办"))
    )
    assert _merged(moved).present_post == "农办主任"
    assert _merged(moved, kept_on=date(2026, 5, 1)).present_post == ORIGINAL.present_post


def test_the_family_of_the_archive_keeps_the_words_and_elements_of_its_members():
    husband = PERSON.family[0]
    daughter = Relative("女儿", "祝安", PartialDate(2010, 9))
    more = _merged(replace(PERSON, family=(daughter, husband)))
    assert more.family == (ORIGINAL.family[0], FamilyMember("女儿", "祝安", "201009"))
    assert set(more.kept) == set(KEPT)
    none_left = _merged(replace(PERSON, family=(daughter,)))
    assert none_left.family == (FamilyMember("女儿", "祝安", "201009"),)
    assert set(none_left.kept) == {KEPT[0], KEPT[2]}
    spoken = replace(ORIGINAL, family=(replace(FORM.family[0], name="祝　昱钧"),))
    assert _merged(replace(PERSON, family=(daughter, husband)), spoken).family[0] == spoken.family[0]


def test_of_what_the_original_did_not_tell_the_archive_tells():
    silent = replace(
        ORIGINAL, family=(), kept=KEPT[:1], appraisals="近三年均为优秀", resume_text="", health=""
    )
    merged = _merged(PERSON, silent)
    assert merged.family == FORM.family
    assert (merged.appraisals, merged.health) == ("2023年：优秀；2024年：称职；2025年：优秀", "健康")
    assert merged.resume_text.startswith("2000.09--2004.07  江左大学行政管理专业学习")
