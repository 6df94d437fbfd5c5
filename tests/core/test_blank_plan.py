"""A blank plan: the least a plan must say, readable whatever words are put in, and what was approved stays."""

from dataclasses import replace
from datetime import date

from quanheng.core.engine import RunFacts
from quanheng.core.plans.blank import blank_plan
from quanheng.core.plans.reading import read_plan
from quanheng.core.workdays import Calendar


def test_a_blank_plan_is_read_as_it_was_asked_for():
    text = blank_plan("park", "甲: 乙 # 丙", "- 园区", "institution", date(2026, 12, 28), "'副主任'")
    plan = read_plan(text).plan
    assert (plan.id, plan.title.zh, plan.organisation.name.zh) == ("park", "甲: 乙 # 丙", "- 园区")
    assert (plan.posts[0].title.zh, plan.begins_on) == ("'副主任'", date(2026, 12, 28))
    assert plan.stages[0].time.to == date(2027, 1, 5)  # New Year's Day is not counted


def test_the_plan_as_approved_is_the_written_one_where_days_changed():
    plan = read_plan(blank_plan("park", "甲", "乙", "other", date(2026, 3, 2), "丙")).plan
    facts = RunFacts(plan, {}, Calendar())
    assert (facts.approved, replace(facts, written=plan.model_copy()).approved) == (plan, plan)
