"""Examination (考试): subjects for all or some posts, judges, rooms, numbers, breaches, pass marks, ties."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, left, person, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.findings import outcome_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.examination import Settings, admit, close, due
from quanheng.core.stages.examination.tables import (
    Breach,
    ExamAbsence,
    ExamCheck,
    ExamNumber,
    ExamRecusal,
    ExamRoom,
    JudgeMark,
    SubjectMark,
)
from quanheng.core.values import Candidate, Refused, Score, Text, Working

AT = slate("p1@park", "p2@park", "p3@farm")
GENERAL = {"id": "general", "title": "公共科目"}
LAW = {"id": "law", "title": "专业科目", "posts": ["farm"]}
TALK = {"id": "talk", "title": "面试", "form": "interview", "judges": "committee"}


def settings(*subjects, **more):
    given_ = {"id": "exam", "kind": "examination", "subjects": subjects or (GENERAL,)}
    return Settings.model_validate(given_ | more)


def marks(subject="general", **by_person):
    return [SubjectMark(subject=subject, examinee=p, mark=m) for p, m in by_person.items()]


def judged(by_person, subject="talk", judges=("m1", "m2", "m3")):
    return [
        JudgeMark(judge=j, subject=subject, examinee=p, mark=m)
        for p, given_ in by_person.items()
        for j, m in zip(judges, given_, strict=True)
    ]


def bench(*judges, **rows):
    return inputs(rows, members={"committee": judges or ("m1", "m2", "m3")})


def points(outcome):
    return {str(s.candidate): (plain(s.value), s.rank) for s in outcome.scores}


def test_subjects_are_added_and_each_post_takes_its_own():
    at = inputs({"marks": marks(p1=80, p2=70, p3=60) + marks("law", p3="55.5")})
    result = close(AT, at, settings(GENERAL, LAW))
    assert points(result) == {"p1@park": ("80", 1), "p2@park": ("70", 2), "p3@farm": ("115.5", 1)}
    assert result.scores[2].working.parts[1].source == "exam.marks:law|p3"
    assert left(result) == {}


def test_subjects_are_weighed_and_rounded_where_the_plan_says():
    plan = settings(
        GENERAL | {"weight": 40},
        LAW | {"weight": 60, "posts": [], "classes": ["office"], "full_mark": 150},
        rounding=[{"at": "component", "digits": 1}],
    )
    at = inputs({"marks": marks(p1="80.4") + marks("law", p1=100)})
    assert points(close(slate("p1@park"), at, plan)) == {"p1@park": ("72.2", 1)}


def test_judges_mark_an_interview_and_the_extremes_may_go():
    rows = judged({"p1": (90, 80, 70), "p2": (60, 90, 60)})
    plan = settings(TALK | {"trim": {"high": 1, "low": 1}})
    assert points(close(slate("p1@park", "p2@park"), bench(judge_marks=rows), plan)) == {
        "p1@park": ("80", 1),
        "p2@park": ("60", 2),
    }


def test_items_of_an_interview_are_added():
    items = [{"id": "a", "title": "甲", "max": 60}, {"id": "b", "title": "乙", "max": 40}]
    rows = [
        JudgeMark(judge="m1", subject="talk", examinee="p1", item=i, mark=m)
        for i, m in (("a", 50), ("b", 30))
    ]
    plan = settings(TALK | {"items": items})
    assert points(close(slate("p1@park"), bench("m1", judge_marks=rows), plan)) == {"p1@park": ("80", 1)}
    assert [d.text.en for d in due(slate("p1@park"), bench("m1", judge_marks=rows[:1]), plan)] == [
        "judge 委员1 owes 1 marks for 赵一"
    ]
    odd = JudgeMark(judge="m1", subject="talk", examinee="p1", item="c", mark=1)
    assert codes(admit("judge_marks", [odd], AT, bench("m1"), plan)) == ((0, "unknown_item"),)


def test_rooms_are_made_comparable():
    rooms = [
        ExamRoom(subject="general", person=p, room=r) for p, r in (("p1", "一"), ("p2", "一"), ("p3", "二"))
    ]
    plan = settings(GENERAL | {"normalise": {}}, rounding=[{"at": "total", "digits": 2}])
    at = inputs({"marks": marks(p1=80, p2=60, p3=85), "rooms": rooms})
    assert points(close(AT, at, plan)) == {
        "p1@park": ("85.71", 1),
        "p2@park": ("64.29", 2),
        "p3@farm": ("75", 1),
    }
    short = inputs({"marks": marks(p1=80, p2=60, p3=85), "rooms": rooms[:2]})
    assert [(d.text.zh, d.table) for d in due(AT, short, plan)] == [("孙三“公共科目”未登记考场", "rooms")]


def test_anonymous_subjects_go_by_number():
    numbers = [ExamNumber(subject="general", person=p, number=n) for p, n in (("p1", "07"), ("p2", "09"))]
    plan = settings(GENERAL | {"anonymous": True})
    at = inputs({"numbers": numbers, "marks": marks(**{"07": 61, "09": 88})})
    two = slate("p1@park", "p2@park")
    assert points(close(two, at, plan)) == {"p1@park": ("61", 2), "p2@park": ("88", 1)}
    assert [d.table for d in due(two, inputs({"numbers": numbers[:1]}), plan)] == ["numbers"]
    assert codes(admit("marks", marks(p1=60), two, at, plan)) == ((0, "subject_not_taken"),)
    again = ExamNumber(subject="general", person="p2", number="07")
    assert codes(admit("numbers", [again], two, at, plan)) == ((0, "number_drawn_twice"),)


@pytest.mark.parametrize(
    ("absent", "gone", "total"),
    [("depart", {"p2@park": "absent"}, None), ("zero", {"p2@park": "below_pass_mark"}, "0")],
)
def test_the_absent_leave_or_earn_nothing(absent, gone, total):
    away = [ExamAbsence(subject="general", person="p2", reason="弃权")]
    plan = settings(absent=absent, **{"pass": "mean"})
    at = inputs({"marks": marks(p1=80, p3=60), "absences": away})
    result = close(AT, at, plan)
    assert left(result) == gone
    assert points(result).get("p2@park") == (total and (total, 2))
    assert codes(admit("marks", marks(p2=50), AT, at, plan)) == ((0, "marked_though_absent"),)


def breach(action, points_=0, who="p1", subject="general"):
    return Breach(
        subject=subject, person=who, action=action, points=points_, reason="夹带", document="考场记录2"
    )


def test_whoever_cheats_leaves_and_has_no_points():
    at = inputs({"marks": marks(p1=99, p2=70, p3=60), "breaches": [breach("取消资格")]})
    result = close(AT, at, settings(GENERAL | {"pass": 60}))
    assert left(result) == {"p1@park": "disqualified"}
    assert result.departures[0].finding.source.ref == "exam.breaches:general|p1"
    assert points(result) == {"p2@park": ("70", 1), "p3@farm": ("60", 1)}
    assert codes(admit("marks", marks(p1=99), AT, at, settings())) == ((0, "marked_though_absent"),)


def test_points_are_taken_off_or_the_subject_is_void():
    rows = [breach("deduct", 5), breach("zero", who="p2")]
    at = inputs({"marks": marks(p1=80, p3=60), "breaches": rows})
    result = close(AT, at, settings())
    assert points(result) == {"p1@park": ("75", 1), "p2@park": ("0", 2), "p3@farm": ("60", 1)}
    assert [(f.code, f.text.en) for f in result.findings] == [
        ("breach_deduct", "deduct: 夹带"),
        ("breach_zero", "zero: 夹带"),
    ]
    assert plain(result.scores[0].working.parts[1].value) == "-5"


def test_pass_marks_of_a_subject_and_of_the_whole():
    at = inputs({"marks": marks(p1=80, p2=59, p3=60) + marks("law", p3=20)})
    plan = settings(GENERAL | {"pass": 60, "pass_boundary": "over"}, LAW, **{"pass": 90})
    result = close(AT, at, plan)
    assert {str(d.candidate): (d.finding.text.zh, d.finding.source.ref) for d in result.departures} == {
        "p1@park": ("得 80 分，须达到 90 分", "stages.exam.pass"),
        "p2@park": ("“公共科目”得 59 分，须超过 60 分", "stages.exam.subjects.0.pass"),
        "p3@farm": ("“公共科目”得 60 分，须超过 60 分", "stages.exam.subjects.0.pass"),
    }


def test_equals_are_parted_by_a_subject_an_earlier_stage_or_a_fact():
    at = slate("p1@farm", "p2@farm")
    rows = {"marks": marks(p1=80, p2=70) + marks("law", p1=60, p2=70)}
    plan = settings(GENERAL, LAW, ties=[{"by": "law"}], keep={"top": 1})
    assert left(close(at, inputs(rows), plan)) == {"p1@farm": "below_cut"}
    before = outcome_of(
        settings(),
        at,
        (),
        (),
        scores=[Score(c, Decimal(n), Working(Text("x"), Decimal(n))) for n, c in enumerate(at.candidates)],
    )
    plan = settings(GENERAL, LAW, ties=[{"by": "speech"}], keep={"top": 1})
    assert left(close(at, inputs(rows, earlier={"speech": before}), plan)) == {"p1@farm": "below_cut"}
    plan = settings(GENERAL, LAW, ties=[{"attribute": "title", "prefer": ["高级"]}], keep={"top": 1})
    people = [person("p1", attributes={"title": "高级"}), person("p2", attributes={"title": "中级"})]
    assert left(close(at, inputs(rows, people=people), plan)) == {"p2@farm": "below_cut"}


def test_whoever_takes_no_subject_passes_through():
    result = close(slate("p1@park"), inputs(), settings(LAW))
    assert (points(result), left(result)) == ({}, {})


def test_what_is_due():
    assert [(d.text.en, d.table, d.person) for d in due(slate("p1@park"), inputs(), settings())] == [
        ("赵一, '公共科目': no mark", "marks", "p1")
    ]
    plan = settings(TALK | {"min_judges": 3})
    assert [d.table for d in due(slate("p1@park"), bench("m1"), plan)] == ["", "judge_marks"]
    with pytest.raises(Refused, match="没有成绩"):
        close(slate("p1@park"), inputs(), settings())


ASIDE = [ExamRecusal(judge="m3", subject="talk", person="p1", reason="亲属")]


def test_a_judge_steps_aside_for_one_person():
    at = slate("p1@park", "p2@park")
    rows = judged({"p1": [80, 90, 10], "p2": [70, 70, 70]})
    known = bench(judge_marks=rows, recusals=ASIDE)
    result = close(at, known, settings(TALK))
    assert points(result) == {"p1@park": ("85", 1), "p2@park": ("70", 2)}
    assert result.record.recusals == tuple(ASIDE)
    assert codes(admit("judge_marks", rows[2:3], at, known, settings(TALK))) == ((0, "judge_recused"),)
    [few] = due(at, known, settings(TALK | {"min_judges": 3}))
    assert (few.table, few.person) == ("recusals", "p1")
    stranger = ExamRecusal(judge="m9", subject="talk", person="p1", reason="x")
    assert codes(admit("recusals", [*ASIDE, stranger], at, known, settings(TALK))) == ((1, "not_a_judge"),)


def test_sheets_from_paper_are_keyed_by_two_where_the_plan_says_so():
    at, plan = slate("p1@park"), settings(TALK | {"entry": "paper_twice"})
    rows = judged({"p1": [80, 90, 85]})
    said = {"subject": "talk", "examinee": "p1", "checked_by": "另一人"}
    check = {j: ExamCheck(judge=j, total=t, **said) for j, t in (("m1", 80), ("m2", 91), ("m9", 0))}
    known = bench(judge_marks=rows, checks=[check["m1"]])
    assert [(d.table, d.by) for d in due(at, known, plan)] == [("checks", "m2"), ("checks", "m3")]
    assert codes(admit("checks", list(check.values()), at, known, plan)) == (
        (1, "keyed_differently"),
        (2, "sheet_not_whole"),
    )
    other = ExamCheck(judge="m1", total=1, **(said | {"subject": "general"}))
    assert codes(admit("checks", [other], at, known, plan)) == ((0, "unknown_subject"),)


def test_judges_do_not_mark_online_where_the_plan_takes_paper_alone():
    at, [row, *_] = slate("p1@park"), judged({"p1": [80, 90, 85]})
    known = replace(bench(), own_at=datetime(2026, 3, 31, 9, tzinfo=UTC))
    assert admit("judge_marks", [row], at, known, settings(TALK)) == ()
    paper = settings(TALK | {"entry": "paper"})
    assert codes(admit("judge_marks", [row], at, known, paper)) == ((0, "paper_sheets_only"),)
    assert admit("judge_marks", [row], at, bench(), paper) == ()


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("marks", SubjectMark(subject="moon", examinee="p1", mark=1), "unknown_subject"),
        ("marks", SubjectMark(subject="talk", examinee="p1", mark=1), "unknown_subject"),
        ("marks", SubjectMark(subject="general", examinee="p1", mark=101), "mark_out_of_range"),
        ("marks", SubjectMark(subject="law", examinee="p1", mark=50), "subject_not_taken"),
        ("judge_marks", JudgeMark(judge="m1", subject="general", examinee="p1", mark=1), "unknown_subject"),
        ("judge_marks", JudgeMark(judge="p1", subject="talk", examinee="p2", mark=1), "judge_is_candidate"),
        ("judge_marks", JudgeMark(judge="m9", subject="talk", examinee="p2", mark=1), "not_a_judge"),
        ("absences", ExamAbsence(subject="moon", person="p1", reason="x"), "unknown_subject"),
        ("absences", ExamAbsence(subject="law", person="p1", reason="x"), "subject_not_taken"),
        ("rooms", ExamRoom(subject="general", person="p9", room="x"), "unknown_person"),
        ("breaches", breach("zero", who="p4"), "not_a_candidate"),
    ],
)
def test_rows_that_are_refused(table, row, code):
    assert codes(admit(table, [row], AT, bench(), settings(GENERAL, LAW, TALK))) == ((0, code),)


def test_rows_that_enter():
    plan = settings(GENERAL, TALK | {"items": [{"id": "yes", "title": "是否", "max": 10, "yes_no": True}]})
    assert admit("marks", marks(p1=60), AT, bench(), plan) == ()
    assert admit("rooms", [ExamRoom(subject="talk", person="p1", room="一")], AT, bench(), plan) == ()
    half = JudgeMark(judge="m1", subject="talk", examinee="p1", item="yes", mark=5)
    assert codes(admit("judge_marks", [half], AT, bench(), plan)) == ((0, "mark_off_step"),)


@pytest.mark.parametrize(
    ("subjects", "more", "said"),
    [
        ((TALK | {"form": "written"},), {}, "needs judges"),
        ((GENERAL | {"trim": {}},), {}, "need judges"),
        ((GENERAL | {"entry": "paper"},), {}, "need judges"),
        ((TALK | {"trim": {"level": "item"}},), {}, "needs items"),
        ((GENERAL | {"normalise": {"within": "post"}},), {}, "not within"),
        ((GENERAL, GENERAL), {}, "used twice"),
        ((GENERAL | {"weight": 1}, LAW), {}, "has a weight"),
        ((GENERAL,), {"ties": [{"final": "lot"}]}, "no final"),
    ],
)
def test_plans_that_contradict_themselves(subjects, more, said):
    with pytest.raises(ValidationError, match=said):
        settings(*subjects, **more)


@chances(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=3), st.integers(1, 3))
def test_the_first_so_many_stay_and_everyone_is_accounted_for(given_, top):
    """Law: nobody who leaves has more points than somebody who stays."""
    at = slate("p1@park", "p2@park", "p3@park")
    rows = marks(**dict(zip(("p1", "p2", "p3"), given_, strict=True)))
    result = close(at, inputs({"marks": rows}), settings(keep={"top": top}))
    value = {s.candidate: s.value for s in result.scores}
    gone = [value[d.candidate] for d in result.departures]
    assert all(value[c] > g for c in result.remaining.candidates for g in gone)
    assert set(value) == {Candidate(p, "park") for p in ("p1", "p2", "p3")}
