"""Appointment form (干部任免审批表): its facts as the archive holds them, and the way back; nothing guessed."""

from dataclasses import replace
from datetime import date

import pytest
from core.form_facts_sample import FORM

from quanheng.core.form.appointment_form import (
    AppointmentForm,
    Element,
    FamilyMember,
    KeptElement,
    compact_day,
    compact_month,
    month_of,
)
from quanheng.core.form.draft import form_of
from quanheng.core.form.facts import Difference, FormNote, differences, facts_of
from quanheng.core.form.resume import NO_DATE
from quanheng.core.form.roster import facts_of_all, rows_of
from quanheng.core.people import Appraisal, Award, Education, Person, Relation, Relative, Sanction, Tenure
from quanheng.core.roster import assemble
from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate

KINDS_NOTE = FormNote(
    "JianLi",
    0,
    Text(
        "简历分不出职务、职级与层级，均转为“工作”，请补录。",
        "A resume does not tell posts, ranks and levels apart; all came over as work. Please complete.",
    ),
)
PERSON = Person(
    id="R1",
    name="闻 书砚",
    sex="女",
    born=PartialDate(1982, 4),
    nation="汉族",
    party="中共党员",
    party_joined=PartialDate(2003, 6),
    work_started=PartialDate(2004, 7),
    health="健康",
    educations=(
        Education("大学", "管理学学士", True, "江左大学行政管理专业"),
        Education("研究生", "", False, "望山财经学院（学历）；望山大学（学位）"),
    ),
    tenures=(
        Tenure("study", "江左大学行政管理专业学习", date(2000, 9, 1), date(2004, 7, 1)),
        Tenure("work", "河湾街道党政综合办公室科员", date(2004, 7, 1), date(2010, 3, 1)),
        Tenure("study", "望山财经学院工商管理专业学习", date(2006, 9, 1), date(2009, 6, 1)),
        Tenure("secondment", "望山县信访局挂职", date(2009, 7, 1), date(2010, 1, 1)),
        Tenure("work", "河湾街道党政综合办公室主任", date(2010, 3, 1)),
    ),
    appraisals=(Appraisal(2023, "优秀"), Appraisal(2024, "称职"), Appraisal(2025, "优秀")),
    family=(Relative("丈夫", "祝昱钧", PartialDate(1981, 6), "中共党员", "教育局"),),
    attributes={"籍贯": "江左望山", "出生地": "江左望山", "现任职务": "河湾街道党政综合办公室主任"},
    missing=frozenset({"trainings", "relations"}),
)


def test_the_facts_of_a_form():
    facts = facts_of(FORM, "R1")
    assert facts.person == PERSON
    assert facts.notes == (KINDS_NOTE,)


def test_an_empty_form_knows_nothing():
    histories = {"educations", "tenures", "appraisals", "sanctions", "trainings", "awards", "relations"}
    histories |= {"family"}
    assert facts_of(AppointmentForm(name="甲"), "R1").person == Person(
        "R1", "甲", missing=frozenset(histories)
    )
    assert facts_of(AppointmentForm(name="甲"), "R1").notes == ()


@pytest.mark.parametrize(
    ("text", "party", "joined", "noted"),
    [
        ("200306", "中共党员", PartialDate(2003, 6), False),
        ("2003.06", "中共党员", PartialDate(2003, 6), False),
        ("20030601", "中共党员", PartialDate(2003, 6, 1), False),
        ("200306；民盟", "中共党员", PartialDate(2003, 6), True),
        ("民盟", "民盟", None, False),
        ("无党派", "无党派", None, False),
        ("2003年秋", None, None, True),
        ("", None, None, False),
    ],
)
def test_the_party_is_free_text(text, party, joined, noted):
    facts = facts_of(replace(FORM, party_joined=text), "R1")
    assert (facts.person.party, facts.person.party_joined) == (party, joined)
    assert any(n.element == "RuDangShiJian" for n in facts.notes) is noted


@pytest.mark.parametrize(
    ("text", "grades", "unread"),
    [
        ("2019年：优秀；2020年：合格", {2019: "优秀", 2020: "合格"}, 0),
        ("2019年优秀，2020年称职。", {2019: "优秀", 2020: "称职"}, 0),
        ("2019年度考核结果为优秀等次；2020年度称职", {2019: "优秀", 2020: "称职"}, 0),
        ("2019、2020、2021年均为称职", {2019: "称职", 2020: "称职", 2021: "称职"}, 0),
        ("2019年、2020年优秀；2021年称职", {2019: "优秀", 2020: "优秀", 2021: "称职"}, 0),
        ("2019—2021年均称职", {2019: "称职", 2020: "称职", 2021: "称职"}, 0),
        ("2019—2021年称职", {}, 1),
        ("2019年：优秀\n2020年：基本称职", {2019: "优秀", 2020: "基本称职"}, 0),
        ("近三年均为优秀；2020年：良好", {}, 2),
        ("2019年：优秀；2019年：称职", {2019: "优秀"}, 1),
        ("无", {}, 0),
        ("", {}, 0),
    ],
)
def test_the_sentence_of_appraisals(text, grades, unread):
    facts = facts_of(replace(FORM, appraisals=text), "R1")
    assert facts.person.appraisals == tuple(Appraisal(y, g) for y, g in sorted(grades.items()))
    assert len([n for n in facts.notes if n.element == "NianDuKaoHeJieGuo"]) == unread


def test_what_is_not_understood_is_told_with_its_line():
    text = "甲\n2001--2003  乙\n2004.05--2003.01  丙\n2005.01--2006.01\n2007.01--2008.01  丁学习"
    facts = facts_of(replace(FORM, resume_text=text, born="八二年", sex="X", awards="嘉奖"), "R1")
    person = facts.person
    assert person.tenures == (Tenure("study", "丁学习", date(2007, 1, 1), date(2008, 1, 1)),)
    assert (person.born, person.sex, person.awards) == (None, None, ())
    assert person.missing == {"awards", "sanctions", "trainings", "relations"}
    assert sorted((n.element, n.line) for n in facts.notes) == [
        ("ChuShengNianYue", 0),
        ("JianLi", 1),
        ("JianLi", 2),
        ("JianLi", 3),
        ("JianLi", 4),
        ("JiangChengQingKuang", 0),
        ("XingBie", 0),
    ]
    assert NO_DATE.zh in next(n.text.zh for n in facts.notes if n.line == 1)


def test_a_degree_without_a_level_is_told():
    facts = facts_of(replace(FORM, in_service_level="", in_service_degree="硕士"), "R1")
    assert [e.level for e in facts.person.educations] == ["大学"]
    assert [n.element for n in facts.notes] == ["ZaiZhiJiaoYu_XueLi", "JianLi"]


def test_the_way_back_tells_the_same():
    draft = form_of(replace(PERSON, family=(), missing=frozenset({"trainings"})), date(2026, 3, 20))
    expected = replace(
        FORM,
        in_service_level_school="望山财经学院（学历）；望山大学（学位）",
        in_service_degree_school="",
        resume_text=FORM.resume_text.replace("；\n                  ", "；"),
        family=(),
        id_number="",
        photo=b"",
    )
    assert draft.form == expected
    assert [n.element for n in draft.notes] == ["JiaTingChengYuan"]
    assert differences(draft.form, PERSON) == ()
    assert form_of(PERSON, date(2026, 3, 20)).form == replace(expected, family=FORM.family)


def test_the_family_is_told_nearest_first_and_what_cannot_be_read_is_noted():
    family = (
        FamilyMember("父亲", "闻之远", "195503", "群众", "已去世"),
        FamilyMember("女儿", "祝 安", "二〇一〇", "", "望山县\n实验小学"),
        FamilyMember("女儿", "祝安"),
        FamilyMember(),
        FamilyMember("", "某某"),
        FamilyMember("丈夫", "祝昱钧"),
        FamilyMember("侄子", "闻小远"),
    )
    facts = facts_of(replace(FORM, family=family), "R1")
    assert [(r.relation, r.name, r.work) for r in facts.person.family] == [
        ("父亲", "闻之远", "已去世"),
        ("女儿", "祝安", "望山县 实验小学"),
        ("丈夫", "祝昱钧", ""),
        ("侄子", "闻小远", ""),
    ]
    assert [n.line for n in facts.notes if n.element == "JiaTingChengYuan"] == [2, 3, 5]
    told = form_of(facts.person, date(2026, 3, 20)).form.family
    assert [m.name for m in told] == ["祝昱钧", "祝安", "闻之远", "闻小远"]
    other = replace(facts.person, family=facts.person.family[1:])
    assert differences(replace(FORM, family=family), other) == (
        Difference("JiaTingChengYuan", "父亲 闻之远 1955.03 群众 已去世", ""),
    )


def test_what_the_archive_holds_stands_before_what_was_once_told():
    later = replace(PERSON, tenures=(*PERSON.tenures, Tenure("post", "主任", date(2020, 1, 1), None, "农办")))
    assert form_of(later, date(2026, 3, 20)).form.present_post == "农办主任"


def test_a_draft_from_the_archive():
    husband = Person("H2", "祝昱钧", born=PartialDate(1981, 6, 3), party="中共党员", unit="教育局")
    person = Person(
        "H1",
        "闻书砚",
        born=PartialDate(1982, 4, 15),
        party="民盟",
        educations=(
            Education("大专", school="甲校"),
            Education("大学本科", "学士", school="乙校", major="法学"),
        ),
        tenures=(
            Tenure("work", "科员", date(2004, 7, 5), date(2017, 5, 13), "河湾街道"),
            Tenure("post", "主任", date(2017, 5, 13), unit="河湾街道"),
            Tenure("rank", "一级主任科员", date(2018, 1, 1)),
            Tenure("title", "经济师", date(2015, 1, 1)),
        ),
        sanctions=(Sanction("诫勉", date(2020, 9, 19)),),
        awards=(Award("嘉奖", "县级", date(2024, 2, 8)),),
        relations=(Relation("H2", "丈夫"), Relation("H9", "侄")),
        missing=frozenset({"appraisals"}),
    )
    draft = form_of(
        person, date(2026, 3, 20), {"H1": person, "H2": husband}, {"intended_post": "委员"}, b"photo"
    )
    assert draft.form == AppointmentForm(
        name="闻书砚",
        born="198204",
        party_joined="民盟",
        full_time_level="大学本科",
        full_time_degree="学士",
        full_time_level_school="乙校法学",
        professional_title="经济师",
        present_post="河湾街道主任",
        intended_post="委员",
        resume_text="2004.07--2017.05  河湾街道科员\n2017.05--         河湾街道主任",
        awards="2020.09  诫勉\n2024.02  嘉奖（县级）",
        family=(FamilyMember("丈夫", "祝昱钧", "198106", "中共党员", "教育局"),),
        age_as_of="20260320",
        photo=b"photo",
    )
    assert [n.element for n in draft.notes] == [
        "XingBie",
        "MinZu",
        "JiGuan",
        "ChuShengDi",
        "CanJiaGongZuoShiJian",
        "JianKangZhuangKuang",
        "NianDuKaoHeJieGuo",
        "ChuShengNianYue",
    ]


def test_differences_are_told_both_ways():
    other = replace(
        PERSON,
        name="闻书燕",
        born=PartialDate(1982, 5, 1),
        health=None,
        educations=PERSON.educations[1:],
        appraisals=(*PERSON.appraisals[:2], Appraisal(2025, "称职")),
        tenures=PERSON.tenures[:-1],
    )
    assert differences(FORM, PERSON) == ()
    assert differences(FORM, other) == (
        Difference("XingMing", "闻书砚", "闻书燕"),
        Difference("ChuShengNianYue", "1982.04", "1982.05"),
        Difference("JianKangZhuangKuang", "健康", ""),
        Difference("QuanRiZhiJiaoYu_XueLi", "大学管理学学士", ""),
        Difference("NianDuKaoHeJieGuo", "2025：优秀", "2025：称职"),
        Difference("JianLi", "2010.03--", ""),
    )


def test_relations_among_forms_need_name_and_birth():
    husband = AppointmentForm(
        name="祝 昱钧",
        born="1981.06",
        family=(FamilyMember("妻子", "闻书砚", "198204"), FamilyMember("兄", "祝一")),
    )
    namesake = AppointmentForm(name="祝昱钧", born="197001")
    facts = facts_of_all({"R1": FORM, "R2": husband, "R3": namesake})
    assert [f.person.relations for f in facts.values()] == [
        (Relation("R2", "丈夫"),),
        (Relation("R1", "妻子"),),
        (),
    ]
    assert ["relations" in f.person.missing for f in facts.values()] == [False, False, True]
    twins = facts_of_all({"R1": FORM, "R2": husband, "R3": replace(husband)})
    assert twins["R1"].person.relations == ()


def test_the_rows_make_the_same_people_again():
    forms = {"R1": FORM, "R2": AppointmentForm(name="乙", id_number="110")}
    facts = facts_of_all(forms)
    rows = rows_of(tuple(facts.values()), forms)
    tables = {name: [(n, row) for n, row in enumerate(held, 2)] for name, held in rows.items()}
    assert assemble(tables, date(2026, 3, 20)) == {code: f.person for code, f in facts.items()}
    assert [row.id_number for row in rows["people"]] == ["110105198204150027", None]


@pytest.mark.parametrize("text", ["198204", "1982.04", "1982-4", "1982年4月", " 1982．04 "])
def test_months(text):
    assert month_of(text) == PartialDate(1982, 4)


def test_months_and_days_as_a_form_writes_them():
    assert month_of("不详") is None
    assert month_of("198213") is None
    assert compact_month(PartialDate(1982, 4, 5)) == "198204"
    assert (compact_day(PartialDate(1982, 4, 5)), compact_day(PartialDate(1982, 4))) == ("19820405", "198204")


def test_who_has_died_has_no_age():
    assert [FamilyMember(work=w).is_deceased for w in ("已去世", "原教师（已故）", "教师")] == [
        True,
        True,
        False,
    ]


def test_an_element_is_kept_only_in_a_member_that_exists():
    with pytest.raises(ValueError, match="does not have"):
        AppointmentForm(kept=(KeptElement(Element("X"), "", 0),))
