"""The table of a run, without a browser."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from street_office import worked_out

from quanheng.core.engine import Closing, RunFacts
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.stages import grading
from quanheng.core.stages.public_notice.tables import Objection
from quanheng.core.values import (
    Candidate,
    Departure,
    Finding,
    Outcome,
    Score,
    Slate,
    Source,
    Text,
    Working,
)
from quanheng.core.workdays import Calendar
from quanheng.web.run_table import NOT_UPHELD, Cell, Group, Line, Step, run_table

PLAN = """
language: 1
id: two-posts
title: {zh: 两个职位, en: Two posts}
organisation: {name: {zh: 某办, en: An office}, kind: street_office}
as_of: 2026-03-10
posts:
  - {id: first, title: {zh: 甲岗, en: First}, seats: 1}
  - {id: second, title: {zh: 乙岗, en: Second}, seats: 2}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
  - id: speech
    kind: speech
    judges: judges
    full_mark: 100
    rounding: [{at: component, digits: 1, mode: half_up}]
  - {id: notice, kind: public_notice, lasts: {days: 5}, places: [{zh: 公示栏, en: Board}]}
bodies: [{id: judges, title: {zh: 评委, en: Judges}}]
"""
A, B, C = Candidate("P1", "first"), Candidate("P2", "first"), Candidate("P3", "second")
SEATS = {"first": 1, "second": 2}
DAY = date(2026, 3, 10)


def finding(candidate, code="x", state="met", zh="可以"):
    return Finding(code, state, Text(zh, zh), Source("plan", "stages"), candidate)


def score(candidate, value, rank):
    points = Decimal(value)
    return Score(candidate, points, Working(Text("分"), points), rank)


def run(amendment=None):
    plan = read_plan(PLAN).plan
    slate = Slate((A, B, C), SEATS)
    enrolment = Outcome("enrolment", slate, slate, findings=tuple(finding(c) for c in (A, B, C)))
    gone = (Departure(B, finding(B, "too_low", "not_met", "低于合格线")),)
    if amendment:
        gone = (*gone, Departure(C, finding(C, amendment, "not_met", "家事")))
    kept = slate.without(d.candidate for d in gone)
    speech = Outcome("speech", slate, kept, gone, scores=(score(A, "91.25", 1), score(B, "50", 2)))
    people = {"P1": Person("P1", "甲"), "P2": Person("P2", "乙")}
    closings = (Closing("enrolment", DAY, DAY), Closing("speech", DAY, date(2027, 3, 12)))
    facts = RunFacts(plan, people, Calendar(), closings=closings)
    return run_table(facts, {"enrolment": enrolment, "speech": speech})


APPLIED, SPEECH = Text("已报名", "Applied"), Text("演讲（面试）", "Speech (interview)")
ENROLMENT = Text("报名", "Enrolment")


def applied():
    return Cell("enrolment", ENROLMENT, APPLIED, "met")


def test_steps_say_how_far_the_run_has_come_and_which_year_is_provisional():
    assert run().steps == (
        Step("enrolment", "enrolment", ENROLMENT, "done", DAY, DAY, False, 3, 0),
        Step("speech", "speech", SPEECH, "done", DAY, date(2027, 3, 12), True, 2, 1),
        Step("notice", "public_notice", Text("公示", "Public notice"), "open"),
    )


def test_people_stand_by_post_scores_have_the_plans_digits_and_who_left_comes_last():
    cell_a = Cell("speech", SPEECH, Text("91.2", "91.2"), "plain", 1, is_score=True)
    cell_b = Cell("speech", SPEECH, Text("50.0", "50.0"), "not_met", 2, is_score=True)
    untouched = Cell("speech", SPEECH, Text("—", "—"), "plain", opens=False)
    left = Line(B, "乙", (applied(), cell_b), "out", SPEECH, Text("低于合格线", "低于合格线"))
    assert run().groups == (
        Group("first", Text("甲岗", "First"), 1, 1, (Line(A, "甲", (applied(), cell_a), "in"), left)),
        Group("second", Text("乙岗", "Second"), 2, 2, (Line(C, "P3", (applied(), untouched), "in"),)),
    )


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("withdrawal", Text("本人退出", "Withdrew")),
        ("disqualification", Text("取消资格", "Disqualified")),
        ("objection_upheld", Text("异议成立", "Objection upheld")),
    ],
)
def test_who_was_taken_out_is_marked_by_what_happened(code, mark):
    (line,) = run(code).groups[1].lines
    assert (line.standing, line.cells[1]) == ("out", Cell("speech", SPEECH, mark, "not_met"))
    assert line.reason == Text("家事", "家事")


def test_the_reason_takes_the_columns_that_the_candidate_never_reached():
    facts, outcomes = worked_out()
    table = run_table(facts, outcomes)
    lines = [line for group in table.groups for line in group.lines]
    assert all(len(line.way) + line.width_left == len(table.columns) + 1 for line in lines)
    for line in lines:
        if line.is_gone:
            assert line.way[-1].look == "not_met"
            assert line.reason.zh
            assert line.left_at == line.way[-1].title


def test_a_whole_run_accounts_for_everyone_once():
    facts, outcomes = worked_out()
    met = {c for o in outcomes.values() for c in o.entered.candidates}
    table = run_table(facts, outcomes)
    shown = [line.candidate for group in table.groups for line in group.lines]
    assert sorted(map(str, shown)) == sorted(map(str, met))
    standing = [line.candidate for group in table.groups for line in group.lines if not line.is_gone]
    assert set(standing) == set(outcomes["probation"].remaining.candidates)


def test_narrowing_by_post_standing_and_words():
    table = run()
    assert [g.post for g in table.narrowed(post="second").groups] == ["second"]
    assert [line.name for g in table.narrowed(standing="out").groups for line in g.lines] == ["乙"]
    assert [line.name for g in table.narrowed(words="p3").groups for line in g.lines] == ["P3"]
    assert table.narrowed(words="无此人").groups == ()
    assert (table.lines, table.narrowed(standing="in").lines) == (3, 2)


def test_before_the_first_stage_is_closed_every_post_is_empty():
    facts = RunFacts(read_plan(PLAN).plan, {}, Calendar())
    table = run_table(facts, {})
    assert [step.state for step in table.steps] == ["open", "ahead", "ahead"]
    assert [(g.seats, g.lines) for g in table.groups] == [(1, ()), (2, ())]
    assert table.columns == ()


def test_a_notice_with_an_objection_that_was_not_upheld_says_so():
    facts, outcomes = worked_out()
    stays = outcomes["notice"].remaining.candidates
    told = Objection(
        number="1", person=stays[0].person, post=stays[0].post, received_on=date(2026, 4, 1),
        signed=True, text="x",
    )  # fmt: skip
    rows = {**facts.rows, "notice": {**facts.rows["notice"], "objections": (told,)}}
    table = run_table(replace(facts, rows=rows), outcomes)
    marks = {
        line.candidate: cell.mark
        for group in table.groups
        for line in group.lines
        for cell in line.cells
        if cell.stage == "notice" and cell.look == "met"
    }
    quiet = Text("无异议", "No objection")
    assert marks == {c: NOT_UPHELD if c == stays[0] else quiet for c in stays}


def test_a_grade_stands_in_the_table_by_its_title():
    graded = """
  - {id: grades, kind: grading, by: speech, grades: [{id: good, title: {zh: 优秀, en: Good}}, {id: rest, title: 其他}]}
"""
    plan = read_plan(PLAN.replace("bodies:", graded.lstrip("\n") + "bodies:")).plan
    slate = Slate((A, B), SEATS)
    record = grading.GradingRecord((), grades={A: "good", B: "rest"})
    outcome = Outcome("grades", slate, slate, (), (finding(A), finding(B)), (), record)
    facts = RunFacts(plan, {}, Calendar(), {}, {}, {}, ())
    table = run_table(facts, {"grades": outcome})
    assert [line.cells[0].mark.zh for line in table.groups[0].lines] == ["优秀", "其他"]
