"""Training (任前培训): done here, done before, or made up by a day that follows the person."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, person, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.people import Training
from quanheng.core.stages.training import CourseResult, Settings, ToMakeUp, TrainingRecord, admit, close, due
from quanheng.core.values import Candidate, Refused

PRE = {"id": "pre", "title": "任职培训", "hours": 40}
LAW = {"id": "law", "title": "法律培训"}
AT = slate("p1@park", "p1@east", "p2@farm")
MAKE_UP = {"missing": "make_up", "make_up_within": {"years": 1}}


def settings(*courses, **more):
    return Settings.model_validate(
        {"id": "training", "kind": "training", "courses": courses or (PRE,)} | more
    )


def result_(who="p1", course="pre", hours=40, passed="是", **more):
    return CourseResult(
        person=who, course=course, hours=hours, passed=passed, **({"finished_on": date(2026, 3, 20)} | more)
    )


def ground(*rows, **more):
    return inputs({"results": rows}, **more)


def trained(who, **more):
    given_ = {"name": "任职培训", "finished_on": date(2024, 3, 31), "hours": 40}
    return person(who, trainings=(Training(**(given_ | more)),))


def test_everybody_is_trained():
    result = close(AT, ground(result_(), result_("p2")), settings())
    assert left(result) == {}
    assert result.record == TrainingRecord((("p1", "pre"), ("p2", "pre")), ())
    finding = result.findings[0]
    assert (finding.code, finding.text.en, finding.source.ref) == (
        "trained",
        "'任职培训' passed",
        "training.results:p1|pre",
    )
    assert [(e.label.zh, e.value.zh) for e in finding.evidence] == [
        ("学时", "40"),
        ("结业日期", "2026-03-20"),
    ]


@pytest.mark.parametrize(
    ("facts", "course", "counts"),
    [
        ({}, {}, True),
        ({"hours": 39}, {}, False),
        ({"name": "党校班"}, {}, False),
        ({"name": "党校班", "kind": "party"}, {"archive_kind": "party"}, True),
        ({}, {"valid_for": {"years": 2}}, True),
        ({"finished_on": date(2024, 3, 30)}, {"valid_for": {"years": 2}}, False),
    ],
)
def test_training_in_the_archive_counts_by_name_kind_hours_and_age(facts, course, counts):
    at = ground(people=[trained("p1", **facts)])
    result = close(slate("p1@park"), at, settings(PRE | course, missing="depart"))
    assert bool(result.remaining.candidates) is counts
    if counts:
        assert [(f.code, f.source.ref) for f in result.findings] == [
            ("trained_before", "people.p1.trainings")
        ]


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        (result_(passed="否"), "training_failed", "“任职培训”考核不合格"),
        (result_(hours=39), "training_failed", "“任职培训”学时不足 40"),
        (result_("p2"), "training_missing", "“任职培训”未参加"),
    ],
)
def test_whoever_lacks_a_course_leaves_where_the_plan_says(row, code, said):
    result = close(slate("p1@park"), ground(row), settings(missing="depart"))
    assert [(d.finding.code, d.finding.text.zh) for d in result.departures] == [(code, said)]


def test_several_courses_lacking_are_one_departure():
    result = close(slate("p1@park"), ground(), settings(PRE, LAW, missing="depart"))
    assert left(result) == {"p1@park": "training_missing"}
    assert [f.code for f in result.findings] == ["training_missing"]


def test_what_is_lacking_is_made_up_by_a_day():
    result = close(AT, ground(result_()), settings(**MAKE_UP))
    assert left(result) == {}
    assert result.record.to_make_up == (ToMakeUp(Candidate("p2", "farm"), "pre", date(2027, 3, 31)),)
    assert [f.text.zh for f in result.findings if f.code == "to_make_up"] == [
        "“任职培训”未参加，须于 2027-03-31 前补训"
    ]


def test_what_is_due():
    assert [(d.text.en, d.person) for d in due(AT, ground(result_("p2")), settings())] == [
        ("赵一: '任职培训' not done", "p1")
    ]
    assert due(AT, ground(), settings(missing="depart")) == ()
    with pytest.raises(Refused, match="未参加"):
        close(AT, ground(), settings())
    unknown = slate("p9@park")
    assert left(close(unknown, ground(), settings(missing="depart"))) == {"p9@park": "training_missing"}


def test_rows():
    rows = [result_(), result_(course="moon"), result_("p3"), result_("p2", finished_on=date(2027, 1, 1))]
    assert codes(admit("results", rows, AT, inputs(), settings())) == (
        (1, "unknown_course"),
        (2, "not_a_candidate"),
        (3, "dated_in_future"),
    )


@pytest.mark.parametrize(
    ("courses", "more", "said"),
    [
        ((PRE,), {"missing": "make_up"}, "belong together"),
        ((PRE,), {"make_up_within": {"days": 3}}, "belong together"),
        ((PRE, PRE), {}, "used twice"),
    ],
)
def test_plans_that_contradict_themselves(courses, more, said):
    with pytest.raises(ValidationError, match=said):
        settings(*courses, **more)


@chances(deadline=None)
@given(st.sets(st.sampled_from(["p1", "p2", "p3", "p4"])))
def test_everyone_is_trained_or_owes(done):
    """Law: with make-up nobody leaves, and exactly the untrained owe."""
    at = slate(*(f"{p}@park" for p in ("p1", "p2", "p3", "p4")))
    result = close(at, ground(*(result_(p) for p in sorted(done))), settings(**MAKE_UP))
    assert result.remaining == at
    assert {o.candidate.person for o in result.record.to_make_up} == {"p1", "p2", "p3", "p4"} - done
