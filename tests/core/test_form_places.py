"""The corners of a form: elements kept in place, months that are none, tenures still running."""

from datetime import date

import pytest
from core.form_facts_sample import FORM

from quanheng.core.form.appointment_form import (
    RETIREMENT_MONTH,
    AppointmentForm,
    Element,
    KeptElement,
)
from quanheng.core.form.consistency import inconsistencies
from quanheng.core.form.draft import form_of
from quanheng.core.form.facts import facts_of
from quanheng.core.form.resume import resume_of
from quanheng.core.people import Person, Tenure


def kept(name: str, after: str = "", member: int | None = None) -> KeptElement:
    return KeptElement(Element(name, (), ("x", Element("b", (), ("y",)))), after, member)


def test_kept_elements_stand_in_the_order_of_a_file():
    form = AppointmentForm(
        family=FORM.family,
        kept=(kept("C", "Version"), kept("B", "XingMing", 0), kept("A", "0", -1), kept("D", "XingMing")),
    )
    assert [k.element.name for k in form.kept] == ["D", "A", "B", "C"]
    assert form.kept[0].element.text() == "xy"


def test_an_element_of_nobody_is_refused():
    with pytest.raises(ValueError, match="family member"):
        AppointmentForm(kept=(kept("A", "XingMing", 3),))


def test_later_elements_are_read_where_they_stand():
    form = AppointmentForm(kept=(KeptElement(Element(RETIREMENT_MONTH, (), (" 204204 ",)), "Version", None),))
    assert form.later(RETIREMENT_MONTH) == "204204"
    assert AppointmentForm().later(RETIREMENT_MONTH) is None


def test_texts_and_other_texts():
    form = AppointmentForm(name="甲").with_texts({"sex": "男"})
    told = {spec.field: text for spec, text in form.texts()}
    assert (told["name"], told["sex"], "photo" in told, "family" in told) == ("甲", "男", False, False)


def test_joining_after_the_day_of_judging_is_a_finding():
    found = inconsistencies(FORM.with_texts({"work_started": "203001"}), date(2026, 3, 20))
    assert any(f.element == "CanJiaGongZuoShiJian" and "2030-01" in f.text.zh for f in found)


def test_a_post_still_held_lies_in_no_other():
    person = Person(
        "P1",
        "甲",
        tenures=(
            Tenure("post", "主任", date(2010, 3, 1)),
            Tenure("secondment", "挂职", date(2012, 3, 1)),
        ),
    )
    assert "其间" not in form_of(person, date(2026, 3, 20), {}, {}, b"").form.resume_text


@pytest.mark.parametrize(
    "line",
    [
        "2010.13--2011.01  某单位",
        "2010.00--2011.01  某单位",
        "201013--201101  某单位",
        "2010.01  参加工作",
        "2010.01至今  某单位",
        "2010.01 至今在某单位工作",
        "2010年度考核优秀",
        "2010.1x--2011.01  某单位",
    ],
)
def test_lines_with_odd_months_are_told(line):
    resume = resume_of(line)
    assert resume.remarks or resume.entries
    form = FORM.with_texts({"resume_text": line})
    facts = facts_of(form, "P1")
    assert all(t.since.month <= 12 for t in facts.person.tenures)


def test_a_bracket_that_never_closes():
    resume = resume_of("2004.07--2010.03  科员（其间：2006.09--2009.06  学习")
    assert len(resume.entries) == 1


def test_what_is_not_said_is_no_finding():
    bare = FORM.with_texts({"work_started": "", "party_joined": "", "born": ""})
    found = {f.element for f in inconsistencies(bare, date(2026, 3, 20))}
    assert "RuDangShiJian" not in found


def test_a_date_without_a_dash_is_open_or_unclear():
    (entry,) = resume_of("2010.01 至今在某单位工作").entries
    assert (entry.end, entry.spoken()) == ("open", "在某单位工作")
    (entry,) = resume_of("2010.01 参加工作").entries
    assert entry.end == "unclear"
