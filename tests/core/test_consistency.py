"""Consistency (三龄二历): a sound form has no finding, and each fault has its own, with element and line."""

from dataclasses import replace
from datetime import date

import pytest
from core.form_facts_sample import FORM

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember
from quanheng.core.form.consistency import inconsistencies
from quanheng.core.form.consistency_terms import Inconsistency, Measures, day_of
from quanheng.core.values import Text


def _codes(form: AppointmentForm, **more) -> list[tuple[str, str, str, int]]:
    return [(f.severity, f.code, f.element, f.line) for f in inconsistencies(form, **more)]


def test_a_sound_form_has_no_finding():
    assert inconsistencies(FORM) == ()


def test_a_finding_says_what_and_where_in_both_languages():
    assert inconsistencies(replace(FORM, party_joined="199906")) == (
        Inconsistency(
            "warning",
            "too_young",
            "RuDangShiJian",
            0,
            Text("入党时为 17 周岁，不满 18 周岁。", "Aged 17 when the Party was joined, less than 18."),
        ),
    )


RESUME = "JianLi"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"party_joined": "200004"}, ("note", "perhaps_too_young", "RuDangShiJian", 0)),
        ({"party_joined": "198203"}, ("error", "before_birth", "RuDangShiJian", 0)),
        ({"party_joined": "202604"}, ("error", "date_in_future", "RuDangShiJian", 0)),
        ({"born": "八二年", "id_number": ""}, ("warning", "date_unreadable", "ChuShengNianYue", 0)),
        ({"nation": ""}, ("warning", "element_empty", "MinZu", 0)),
        ({"id_number": "110105198204150028"}, ("error", "id_digit", "ShenFenZheng", 0)),
        ({"id_number": "11010519820415"}, ("warning", "id_shape", "ShenFenZheng", 0)),
        ({"sex": "男"}, ("warning", "id_sex", "ShenFenZheng", 0)),
        ({"born": "198205"}, ("warning", "id_birth", "ShenFenZheng", 0)),
        ({"in_service_level": "中专"}, ("warning", "education_order", "ZaiZhiJiaoYu_XueLi", 0)),
        ({"full_time_level_school": ""}, ("note", "school_absent", "QuanRiZhiJiaoYu_XueLi", 0)),
        (
            {"in_service_level": "", "in_service_degree": "硕士"},
            ("warning", "degree_alone", "ZaiZhiJiaoYu_XueWei", 0),
        ),
        ({"work_started": "200408"}, ("warning", "work_start_differs", RESUME, 2)),
        ({"photo": b""}, ("note", "photo_absent", "ZhaoPian", 0)),
        ({"photo": b"x"}, ("warning", "photo_unknown", "ZhaoPian", 0)),
        ({"family": ()}, ("note", "family_empty", "JiaTingChengYuan", 0)),
        (
            {"family": (FamilyMember(), FamilyMember("母亲", "李", "197001"))},
            ("warning", "member_age", "JiaTingChengYuan", 2),
        ),
        (
            {"family": (FamilyMember("女儿", "祝安", "199001"),)},
            ("warning", "member_age", "JiaTingChengYuan", 1),
        ),
        ({"family": (FamilyMember("父亲", ""),)}, ("warning", "member_unnamed", "JiaTingChengYuan", 1)),
        (
            {"family": (FamilyMember("父亲", "闻", "不详"),)},
            ("warning", "member_birth_unreadable", "JiaTingChengYuan", 1),
        ),
        ({"appraisals": "2023年：优秀；2024年：称职"}, ("note", "appraisal_absent", "NianDuKaoHeJieGuo", 0)),
        (
            {"appraisals": "2023年：优秀；2025年：称职"},
            ("warning", "appraisal_absent", "NianDuKaoHeJieGuo", 0),
        ),
        (
            {"appraisals": FORM.appraisals + "\n另：良好"},
            ("note", "appraisal_unread", "NianDuKaoHeJieGuo", 2),
        ),
    ],
)
def test_each_fault_has_its_finding(change, found):
    assert _codes(replace(FORM, **change)) == [found]


HEAD = "2000.09--2004.07  江左大学学习\n"


@pytest.mark.parametrize(
    ("resume", "found"),
    [
        (HEAD + "2004.07--2008.01  甲\n2008.02--  乙", []),
        (HEAD + "2004.07--2008.01  甲\n2008.03--  乙", [("warning", "resume_gap", 3)]),
        (HEAD + "2004.07--2008.01  甲\n2007.10--  乙", [("warning", "resume_overlap", 3)]),
        (
            HEAD + "2004.07--2010.01  甲\n2005.01--2006.01  乙\n2010.01--  丙",
            [("warning", "resume_overlap", 3)],
        ),
        (HEAD + "2004.07--  甲\n2008.03--  乙", [("warning", "open_before_last", 3)]),
        (HEAD + "2004.07--2008.01  甲", [("warning", "present_not_told", 2)]),
        (HEAD + "2004.07--2003.01  甲\n2003.01--  乙", [
            ("error", "entry_reversed", 2),
            ("warning", "out_of_order", 3),
            ("warning", "resume_overlap", 3),
        ]),
        (HEAD + "2004.07--2027.01  甲\n2027.01--  乙", [
            ("error", "entry_in_future", 2),
            ("error", "entry_in_future", 3),
        ]),
        ("1980.01--2000.09  某学习\n" + HEAD + "2004.07--  甲", [("error", "entry_before_birth", 1)]),
        (HEAD + "2004.07--2008  甲\n2009.01--  乙", [("note", "entry_year_only", 2)]),
        (HEAD + "2004.07--2008.01\n2008.01--  乙", [("warning", "entry_empty", 2)]),
        (HEAD + "2004.07--  甲（其间：2004.01--2005.01  乙学习）", [("warning", "within_outside", 2)]),
        (HEAD + "2004.07--  甲\n  （其间：2006.01--2005.01  乙学习）", [("error", "within_reversed", 3)]),
        (HEAD + "2004.07--  甲（其间：乙学习）", [("warning", "resume_unread", 2)]),
        ("前言\n" + HEAD + "2004.07--  甲", [("warning", "resume_unread", 1)]),
        ("", [("warning", "resume_absent", 0)]),
    ],
)  # fmt: skip
def test_the_resume(resume, found):
    codes = _codes(replace(FORM, resume_text=resume))
    assert [(severity, code, line) for severity, code, element, line in codes if element == RESUME] == found


def test_study_must_be_told():
    assert _codes(replace(FORM, resume_text="2004.07--  甲")) == [
        ("warning", "study_not_told", "QuanRiZhiJiaoYu_XueLi", 0)
    ]


def test_work_before_the_age_of_sixteen():
    young = replace(
        FORM, work_started="199706", resume_text="1997.06--  甲\n  （其间：2000.09--2004.07  江左大学学习）"
    )
    assert _codes(young) == [("warning", "too_young", "CanJiaGongZuoShiJian", 0)]


def test_measures_are_set_by_who_asks():
    gap = replace(FORM, resume_text=HEAD + "2004.07--2008.01  甲\n2008.05--  乙")
    assert [c for _, c, _, _ in _codes(gap)] == ["resume_gap"]
    assert _codes(gap, measures=Measures(gap_months=4)) == []
    assert [c for _, c, _, _ in _codes(FORM, measures=Measures(appraisal_years=4))] == ["appraisal_absent"]


def test_the_day_to_judge_by():
    assert day_of(FORM) == date(2026, 3, 20)
    assert day_of(replace(FORM, age_as_of="", filled_on="202603")) == date(2026, 3, 31)
    undated = replace(FORM, age_as_of="")
    assert _codes(undated) == [("note", "no_day", "JiSuanNianLingShiJian", 0)]
    assert _codes(undated, as_of=date(2026, 3, 20)) == []
    assert ("error", "born_in_future", "ChuShengNianYue", 0) in _codes(FORM, as_of=date(1980, 1, 1))
