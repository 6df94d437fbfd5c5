"""Resume (简历): read tolerantly line by line, written in one layout, words untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.form.resume import (
    BAD_DATE,
    BAD_WITHIN,
    NO_DASH,
    NO_DATE,
    Remark,
    Resume,
    ResumeEntry,
    ResumeMonth,
    Unread,
    Within,
    is_study,
    normal_resume,
    resume_of,
    resume_text,
)


def _month(year: int, month: int = 0) -> ResumeMonth:
    return ResumeMonth(year, month)


def _dated(since: ResumeMonth, until: ResumeMonth, *texts: str, line: int = 1) -> ResumeEntry:
    return ResumeEntry(since, until, "dated", texts, line)


def _opened(since: ResumeMonth, *texts: str, line: int = 1) -> ResumeEntry:
    return ResumeEntry(since, None, "open", texts, line)


def test_a_resume_with_continuation_and_within():
    text = (
        "2001.09--2005.07  江左大学行政管理专业学习\n"
        "2005.07--2012.03  河湾街道党政办科员、副主任——兼团工委书记\n"
        "                  （其间：2006.01--2006.06  市委党校学习；\n"
        "                  2007.03--2007.09  挂职）\n"
        "2012.03--         河湾街道党工委委员"
    )
    assert resume_of(text) == Resume(
        parts=(
            _dated(_month(2001, 9), _month(2005, 7), "江左大学行政管理专业学习"),
            _dated(
                _month(2005, 7),
                _month(2012, 3),
                "河湾街道党政办科员、副主任——兼团工委书记",
                "（其间：2006.01--2006.06  市委党校学习；",
                "2007.03--2007.09  挂职）",
                line=2,
            ),
            _opened(_month(2012, 3), "河湾街道党工委委员", line=5),
        ),
        within=(
            Within(_month(2006, 1), _month(2006, 6), "dated", "市委党校学习", 3),
            Within(_month(2007, 3), _month(2007, 9), "dated", "挂职", 4),
        ),
    )


def test_a_line_within_that_begins_with_a_date_is_an_entry_only_outside_brackets():
    entry = resume_of("2005.07--2012.03  甲（其间：2006.01--2006.06  乙\n2007.03--2007.09  丙）").entries[0]
    assert entry.texts == ("甲（其间：2006.01--2006.06  乙", "2007.03--2007.09  丙）")


@pytest.mark.parametrize("dash", ["--", "-", "—", "——", "―", "─", "～", "－", "至", "－－", "~", "–"])
def test_every_separator(dash):
    assert resume_of(f"2001.09{dash}2005.07 学习").parts == (
        _dated(_month(2001, 9), _month(2005, 7), "学习"),
    )


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("2001.9-2005.7学习", _dated(_month(2001, 9), _month(2005, 7), "学习")),
        ("200109--200507  学习", _dated(_month(2001, 9), _month(2005, 7), "学习")),
        ("2001-09-2005-07 学习", _dated(_month(2001, 9), _month(2005, 7), "学习")),
        ("2001年9月至2005年7月，学习", _dated(_month(2001, 9), _month(2005, 7), "，学习")),
        ("2001/09--2005/07 学习", _dated(_month(2001, 9), _month(2005, 7), "学习")),
        ("2001--2005  学习", _dated(_month(2001), _month(2005), "学习")),
        ("2001-2012  学习", _dated(_month(2001), _month(2012), "学习")),
        ("　2001.09--2005.07\u3000学习", _dated(_month(2001, 9), _month(2005, 7), "学习")),
        ("2015.03--至今  主任", _opened(_month(2015, 3), "主任")),
        ("2015.03至今  主任", _opened(_month(2015, 3), "主任")),
        ("2015.03—今  主任", _opened(_month(2015, 3), "主任")),
        ("2015.03--         主任", _opened(_month(2015, 3), "主任")),
        ("2015.03--         2018年度先进个人", _opened(_month(2015, 3), "2018年度先进个人")),
        ("2015.03--2018.04", _dated(_month(2015, 3), _month(2018, 4), "")),
    ],
)
def test_every_way_of_writing_dates(line, entry):
    assert resume_of(line).parts == (entry,)


def test_what_cannot_be_read_is_kept_and_told():
    text = "简历如下\n2001.13--2005.07  甲\n   续\n\n1998年级学生\n2005.07 参加工作\n2006.01--2007.01  乙（其间：学习半年）"
    resume = resume_of(text)
    assert resume.parts == (
        Unread(("简历如下",), 1, NO_DATE),
        Unread(("2001.13--2005.07  甲", "续", "", "1998年级学生"), 2, BAD_DATE),
        ResumeEntry(_month(2005, 7), None, "unclear", ("参加工作",), 6),
        _dated(_month(2006, 1), _month(2007, 1), "乙（其间：学习半年）", line=7),
    )
    assert resume.remarks == (
        Remark(1, NO_DATE),
        Remark(2, BAD_DATE),
        Remark(6, NO_DASH),
        Remark(7, BAD_WITHIN),
    )


def test_only_the_leading_separator_is_written_anew():
    text = "2001年9月—2005.7 甲——乙 2001—2003\n（其间：2002.01—2002.03 丙）"
    assert normal_resume(text) == (
        "2001.09--2005.07  甲——乙 2001—2003\n                  （其间：2002.01—2002.03 丙）"
    )


def test_the_prefix_fills_eighteen_columns():
    assert resume_text((_dated(_month(2001, 9), _month(2005, 7), "甲", "乙"),)) == (
        "2001.09--2005.07  甲\n" + " " * 18 + "乙"
    )
    assert resume_text((_opened(_month(2001, 9), "甲"),)) == "2001.09--         甲"


def test_what_is_study():
    assert is_study("江左大学法学专业学生")
    assert is_study("江左大学研究生院学习。")
    assert not is_study("江左大学学生处处长")


MONTHS = st.builds(ResumeMonth, st.integers(1900, 2099), st.integers(1, 12))
WORDS = st.text("甲乙丙丁、（）：；科员学习abc—", min_size=1, max_size=20).map(
    lambda t: "职" + t.replace("（", "").replace("）", "")
)


@st.composite
def _resumes(draw):
    entries, line = [], 1
    for _ in range(draw(st.integers(0, 6))):
        texts = tuple(draw(st.lists(WORDS, min_size=1, max_size=3)))
        until = draw(st.none() | MONTHS)
        entries.append(ResumeEntry(draw(MONTHS), until, "dated" if until else "open", texts, line))
        line += len(texts)
    return tuple(entries)


@given(_resumes())
def test_what_is_written_is_read_again(entries):
    assert resume_of(resume_text(entries)).parts == entries


@given(st.text("0123456789.-—至今年月 \n其间（）：；甲", max_size=80))
def test_no_word_is_lost_and_the_layout_is_settled_after_once(text):
    once = normal_resume(text)
    assert normal_resume(once) == once
    told = "".join(t for part in resume_of(text).parts for t in part.texts)
    assert told.count("甲") == text.count("甲")
