"""Into the archive and out again: whatever a form says, it comes out of the archive word by word."""

from dataclasses import replace
from datetime import date

from documents.form_files import FORM, forms
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.form.appointment_form import FamilyMember
from quanheng.core.form.draft import form_of
from quanheng.core.form.facts import differences, facts_of
from quanheng.core.form.kept_original import over_original
from quanheng.documents.lrmx import read_form, write_form

AS_OF = date(2026, 3, 20)
_MONTHS = st.sampled_from(["", "198204", "1982.04", "1982年4月", "八二年", "19820415", "198213"])
_SOME_TEXT = st.fixed_dictionaries(
    {
        "born": _MONTHS,
        "sex": st.sampled_from(["女", "男", "X", ""]),
        "party_joined": st.sampled_from(["200306", "200306；民盟", "民盟", "2003年秋", "", "无党派"]),
        "appraisals": st.sampled_from(
            ["2019年：优秀；2020年：合格", "2019、2020年均为称职。", "近三年均为优秀", "2019年：优秀；2019年：称职", ""]
        ),
        "resume_text": st.lists(
            st.sampled_from(
                [
                    "2000.09--2004.07  江左大学学习", "2004.07--         河湾街道科员", "前言", "",
                    "                  （其间：2006.09--2009.06  望山财经学院学习；2007.01  乙）",
                    "2010.03—2009.05　副主任", "2001--2003  乙", "2004.07--2010.03  河湾街道科员",
                ]
            ),
            max_size=5,
        ).map("\n".join),
        "awards": st.sampled_from(["无", "", "2024年获县级嘉奖。", "嘉奖\n记过"]),
        "in_service_degree": st.sampled_from(["", "硕士"]),
        "in_service_level": st.sampled_from(["", "研究生"]),
        "full_time_level": st.sampled_from(["", "大学", "自考班"]),
    }
)  # fmt: skip
_FAMILY = st.lists(
    st.sampled_from(
        [
            FamilyMember("丈夫", "祝昱钧", "198106", "中共党员", "教育局"), FamilyMember("女儿", "祝　安", "二〇一〇"),
            FamilyMember(), FamilyMember("", "某某", "1970.01"), FamilyMember("父亲", "闻之远", "", "群众", "已去世"),
            FamilyMember("女儿", "祝安"),
        ]
    ),
    max_size=4,
).map(tuple)  # fmt: skip


def _out_again(form):
    person = facts_of(form, "R1").person
    draft = form_of(person, AS_OF, texts={"id_number": form.id_number}, photo=form.photo).form
    return over_original(draft, form, person, AS_OF)


def _expected(form):
    return replace(form, age_as_of=f"{AS_OF:%Y%m%d}")


@settings(deadline=None, max_examples=150)
@given(forms())
def test_any_form_comes_out_as_it_went_in(form):
    read = read_form(write_form(form), "a.lrmx").form
    assert write_form(_out_again(read)) == write_form(_expected(read))


@settings(deadline=None, max_examples=150)
@given(_SOME_TEXT, _FAMILY)
def test_a_form_that_says_something_odd_comes_out_as_it_went_in(texts, family):
    form = replace(FORM, family=family, **texts)
    assert differences(form, facts_of(form, "R1").person) == ()
    assert _out_again(form) == _expected(form)
