"""Findings about a person: a sound archive has none, each fault has its own, a mark lasts as long as its facts."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quanheng.core.form import person_findings
from quanheng.core.form.finding_titles import FINDING_TITLES, SEVERITIES
from quanheng.core.form.levels import level_of
from quanheng.core.form.person_findings import PersonFinding, findings_of
from quanheng.core.form.retirement import retirement_month
from quanheng.core.people import Appraisal, Education, Person, Tenure
from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate

AS_OF = date(2026, 3, 20)
NUMBER = "110105198204150027"
STUDY = Tenure("study", "江左大学学习", date(2000, 9, 1), date(2004, 7, 1))
FIRST = Tenure("post", "科员", date(2004, 7, 1), date(2010, 3, 1), "综合办")
POST = Tenure("post", "主任", date(2010, 3, 1), None, "农办")
RANK = Tenure("rank", "一级主任科员", date(2019, 6, 1))
FULL = Education("大学本科", "学士", True, "江左大学", "", date(2004, 7, 1))
PERSON = Person(
    "A1",
    "闻书砚",
    sex="女",
    born=PartialDate(1982, 4),
    nation="汉族",
    party="中共党员",
    party_joined=PartialDate(2003, 6),
    work_started=PartialDate(2004, 7),
    identity="公务员",
    educations=(FULL,),
    tenures=(STUDY, FIRST, POST, RANK),
    appraisals=tuple(Appraisal(year, "称职") for year in range(2015, 2026)),
)


def _codes(person: Person, number: str = NUMBER, as_of: date = AS_OF) -> list[tuple[str, str, str]]:
    return [(f.severity, f.code, f.table) for f in findings_of(person, as_of, number)]


def test_a_sound_archive_has_no_finding():
    assert findings_of(PERSON, AS_OF, NUMBER) == ()
    assert findings_of(PERSON, AS_OF) == ()


def test_a_finding_says_what_in_both_languages_and_what_it_rests_on():
    assert findings_of(replace(PERSON, party_joined=PartialDate(1999, 6)), AS_OF) == (
        PersonFinding(
            "warning",
            "too_young",
            "people",
            Text("入党时为 17 周岁，不满 18 周岁。", "Aged 17 when the Party was joined, less than 18."),
            ("party_joined", "1982-04", "1999-06"),
        ),
    )


BACHELOR_LATE = replace(FULL, finished_on=date(2012, 7, 1))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"sex": None}, [("warning", "fact_absent", "people")]),
        ({"missing": frozenset({"appraisals"})}, [("note", "history_absent", "appraisals")]),
        ({"party_joined": PartialDate(2026, 5)}, [("error", "date_in_future", "people")]),
        ({"party_joined": PartialDate(1980, 5)}, [("error", "before_birth", "people")]),
        ({"party_joined": PartialDate(2000, 4)}, [("note", "perhaps_too_young", "people")]),
        ({"party_joined": None}, [("note", "party_date_absent", "people")]),
        ({"party": "群众"}, [("warning", "party_differs", "people")]),
        ({"party": None}, []),
        ({"sex": "男"}, [("warning", "id_sex", "people")]),
        ({"born": PartialDate(1982, 5)}, [("warning", "id_birth", "people")]),
        ({"educations": (replace(FULL, school=""),)}, [("note", "school_absent", "educations")]),
        ({"educations": (replace(FULL, finished_on=None),)}, []),
        (
            {"educations": (replace(FULL, full_time=False, finished_on=date(2027, 1, 1)),)},
            [("error", "date_in_future", "educations")],
        ),
        (
            {"educations": (replace(FULL, finished_on=date(1980, 1, 1)),)},
            [("error", "before_birth", "educations")],
        ),
        ({"educations": (BACHELOR_LATE,)}, [("warning", "study_beside_work", "educations")]),
        (
            {"educations": (FULL, replace(FULL, level="高中", finished_on=date(2004, 8, 1)))},
            [("warning", "education_order", "educations")],
        ),
        (
            {"educations": (FULL, replace(FULL, level="大专", full_time=False))},
            [("warning", "education_order", "educations")],
        ),
        ({"educations": (FULL, replace(FULL, level="自考班", full_time=False))}, []),
        ({"appraisals": PERSON.appraisals[:-1]}, [("note", "appraisal_absent", "appraisals")]),
        (
            {"appraisals": (Appraisal(2012, "优秀"), *PERSON.appraisals)},
            [("warning", "appraisal_absent", "appraisals")],
        ),
        (
            {"appraisals": tuple(Appraisal(y, "称职") for y in (2003, *range(2005, 2026)))},
            [("warning", "appraisal_early", "appraisals")],
        ),
        ({"tenures": (RANK,)}, [("warning", "resume_absent", "tenures")]),
        ({"tenures": (), "missing": frozenset({"tenures"})}, [("note", "history_absent", "tenures")]),
        (
            {"tenures": (STUDY, replace(FIRST, until=date(2009, 1, 1)), POST)},
            [("warning", "resume_gap", "tenures")],
        ),
        (
            {"tenures": (STUDY, replace(FIRST, until=date(2011, 3, 1)), POST)},
            [("warning", "resume_overlap", "tenures")],
        ),
        (
            {"tenures": (replace(STUDY, until=date(2005, 7, 1)), FIRST, POST)},
            [("warning", "resume_overlap", "tenures")],
        ),
        (
            {"tenures": (STUDY, FIRST, Tenure("study", "党校学习", date(2006, 1, 1), date(2007, 1, 1)), POST)},
            [],
        ),
        ({"tenures": (STUDY, replace(FIRST, until=None), POST)}, [("warning", "open_before_last", "tenures")]),
        (
            {"tenures": (STUDY, FIRST, replace(POST, until=date(2025, 1, 1)))},
            [("warning", "present_not_told", "tenures")],
        ),
        (
            {"tenures": (*PERSON.tenures, Tenure("rank", "三级主任科员", date(2015, 1, 1), date(2020, 1, 1)))},
            [("warning", "rank_overlap", "tenures")],
        ),
        (
            {"tenures": (*PERSON.tenures, Tenure("rank", "三级主任科员", date(2015, 1, 1), date(2019, 6, 1)))},
            [],
        ),
        ({"work_started": PartialDate(2004, 8)}, [("warning", "work_start_differs", "tenures")]),
        ({"tenures": (replace(FIRST, kind="rank", name="科员"), POST)}, []),
        (
            {"tenures": (STUDY, replace(FIRST, since=date(2004, 7, 2), until=date(2004, 7, 1)), POST)},
            [("error", "entry_reversed", "tenures"), ("warning", "resume_gap", "tenures")],
        ),
        (
            {"tenures": (*PERSON.tenures, Tenure("secondment", "挂职", date(2026, 4, 1)))},
            [("error", "entry_in_future", "tenures")],
        ),
        (
            {"tenures": (Tenure("study", "学习", date(1981, 1, 1), date(2004, 7, 1)), FIRST, POST)},
            [("error", "entry_before_birth", "tenures")],
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_finding(change, found):
    assert _codes(replace(PERSON, **change)) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("110105198204150028", [("error", "id_digit", "people")]),
        ("11010519820415", [("warning", "id_shape", "people")]),
        ("", []),
    ],
)
def test_the_identity_number(number, found):
    assert _codes(PERSON, number) == found


def test_a_birth_in_the_future_and_an_age_that_is_reached():
    early = replace(PERSON, work_started=None, party_joined=None, party="群众", tenures=(RANK,))
    assert ("error", "born_in_future", "people") in _codes(early, as_of=date(1980, 1, 1))
    reached = findings_of(PERSON, date(2040, 5, 1))
    assert "retirement_reached" in [f.code for f in reached]
    assert "retirement_reached" not in [f.code for f in findings_of(PERSON, date(2040, 4, 30))]


def test_a_mark_lasts_as_long_as_the_facts():
    young = replace(PERSON, party_joined=PartialDate(1999, 6))
    [before] = findings_of(young, AS_OF)
    [later] = findings_of(replace(young, health="健康"), date(2026, 4, 1))
    [changed] = findings_of(replace(young, party_joined=PartialDate(1999, 5)), AS_OF)
    assert before.mark == later.mark != changed.mark


@pytest.mark.parametrize(
    ("born", "sex", "identity", "month"),
    [
        ((1964, 12), "男", "", (2024, 12)),
        ((1965, 1), "男", "", (2025, 2)),
        ((1965, 5), "男", "", (2025, 7)),
        ((1976, 9), "男", "", (2039, 9)),
        ((1990, 1), "男", "", (2053, 1)),
        ((1970, 1), "女", "公务员", (2025, 2)),
        ((1981, 9), "女", "公务员", (2039, 9)),
        ((1975, 1), "女", "工人", (2025, 2)),
        ((1975, 3), "女", "工人", (2025, 5)),
        ((1984, 11), "女", "工人", (2039, 11)),
    ],
)
def test_the_month_of_the_retirement_age(born, sex, identity, month):
    assert retirement_month(PartialDate(*born), sex, identity) == PartialDate(*month)


def test_every_kind_of_finding_has_a_title():
    source = (
        Path(person_findings.__file__).parent / name
        for name in ("person_findings.py", "tenure_findings.py", "ages.py")
    )
    codes = {c for path in source for c in re.findall(r'"(?:error|warning|note)", "(\w+)"', path.read_text())}
    assert (codes - {"warning"}) | {"appraisal_absent"} == set(FINDING_TITLES)
    assert list(SEVERITIES) == ["error", "warning", "note"]


def test_levels_of_education():
    words = ("小学", "大学专科", "大学", "硕士研究生", "自考班")
    assert [level_of(word) for word in words] == [0, 5, 6, 7, None]
