"""A follow-up on the screen: tasks offered by name, the plan in words, every duty with what became of it."""

from datetime import date

from quanheng.core.engine import RunFacts
from quanheng.core.kinds import KINDS
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.stages.follow_up import Done, FollowUpRecord
from quanheng.core.values import Candidate, Outcome, Slate
from quanheng.core.workdays import Calendar
from quanheng.web.inputs.choices import offers_of
from quanheng.web.plans.words import stage_words
from quanheng.web.stages.figures import figures_of

PLAN = read_plan(
    """
language: 1
id: followed
title: 自查整改
organisation: {name: 云川县住建局, kind: government}
as_of: 2026-01-01
posts: [{id: post, title: 岗位, leading: false, seats: 2}]
stages:
  - id: correction
    kind: follow_up
    unmet: depart
    tasks:
      - {id: quarterly, title: {zh: 季度自查, en: Self-check}, every: {months: 3}}
      - {id: update, title: 更新风险点, on: 岗位变动, within: {days: 15}}
"""
).plan
STAGE = PLAN.stage("correction")
FACTS = RunFacts(PLAN, {"p1": Person("p1", "赵一")}, Calendar())
WHO = Candidate("p1", "post")


def test_tasks_are_chosen_by_name_and_events_only_where_something_sets_them_going():
    offered = {
        table: offers_of(FACTS, {}, STAGE, KINDS["follow_up"].table(table))["task"].answers
        for table in ("events", "reports")
    }
    assert [code for code, _ in offered["events"]] == ["update"]
    assert [code for code, _ in offered["reports"]] == ["quarterly", "update"]


def test_the_plan_reads_in_words():
    [said] = stage_words(PLAN)
    assert {label.zh: value.zh for label, value in said.facts} == {
        "任务": "季度自查（每隔多久 3个月）；更新风险点（在多久之内 15天，发生什么时 岗位变动）",
        "逾期或未落实的": "退出",
    }


def test_every_duty_stands_with_its_day_and_what_became_of_it():
    slate = Slate((WHO,), {"post": 2})
    late = Done(WHO, "quarterly", 1, date(2026, 4, 1), date(2026, 4, 9), "late")
    outcome = Outcome("correction", slate, slate, record=FollowUpRecord((late,), {WHO: "late"}))
    [duties] = figures_of(FACTS, STAGE, outcome)
    assert [[cell.zh for cell in row] for row in duties.rows] == [
        ["赵一（p1）", "季度自查", "1", "2026-04-01", "2026-04-09", "逾期落实"]
    ]
    assert figures_of(FACTS, STAGE, None) == ()
