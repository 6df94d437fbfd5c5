"""Figures of a stage: what stands above its people, from what was entered or came out."""

from street_office import plan, worked_out

from quanheng.core.engine import RunFacts
from quanheng.core.kinds import KINDS
from quanheng.core.stages.enrolment import Application
from quanheng.core.values import Text
from quanheng.web.stage_figures import figures_of
from quanheng.web.stage_offers import needed_by_plan

APPLIED = {"person": "HW012", "post": "office-director", "applied_on": "2026-03-10"}


def test_applications_are_counted_by_post_and_late_ones_are_told():
    facts, _ = worked_out()
    rows = {"enrolment": {"applications": (Application(**APPLIED, late_because="漏录"),)}}
    again = RunFacts(facts.plan, facts.people, facts.calendar, rows=rows)
    [found] = figures_of(again, plan().stage("enrolment"), None)
    assert found.note == Text(
        "合计 1 人、1 人次；截止后补录 1 件", "1 people, 1 times in all; 1 entered late, with the reason"
    )
    assert (
        figures_of(RunFacts(facts.plan, facts.people, facts.calendar), plan().stage("enrolment"), None) == ()
    )


def test_a_kind_without_figures_has_none():
    facts, outcomes = worked_out()
    assert figures_of(facts, plan().stage("speech"), outcomes["speech"]) == ()


def test_what_the_plan_asks_for_is_needed_in_the_form():
    table = next(t for t in KINDS["enrolment"].tables if t.name == "applications")
    least = plan().stage("enrolment").statement_at_least
    assert needed_by_plan(plan().stage("enrolment"), table) == (
        frozenset({"statement"}) if least else frozenset()
    )
