"""Figures of a stage: what stands above its people, from what was entered or came out."""

from street_office import plan, worked_out

from quanheng.actions.demo_runs import Shipped
from quanheng.core.engine import Closing, RunFacts, replay
from quanheng.core.kinds import KINDS
from quanheng.core.members import seated
from quanheng.core.roster import assemble
from quanheng.core.stages.enrolment import Application
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.web.stages.figures import figures_of
from quanheng.web.stages.offers import needed_by_plan

APPLIED = {"person": "HW012", "post": "office-director", "applied_on": "2026-03-10"}


def test_applications_are_counted_by_post_and_late_ones_are_told():
    facts, _ = worked_out()
    rows = {"enrolment": {"applications": (Application(**APPLIED, late_because="漏录"),)}}
    again = RunFacts(facts.plan, facts.people, facts.calendar, rows=rows)
    [found] = figures_of(again, plan().stage("enrolment"), None)
    assert found.note == Text(
        "合计 1 人、1 人次；截止后补录 1 件", "people: 1, in all: 1; 1 entered late, with the reason"
    )
    [none] = figures_of(RunFacts(facts.plan, facts.people, facts.calendar), plan().stage("enrolment"), None)
    assert (len(none.rows), none.note) == (len(found.rows), Text("合计 0 人、0 人次", "people: 0, in all: 0"))


def test_a_kind_without_figures_has_none():
    facts, outcomes = worked_out()
    assert figures_of(facts, plan().stage("speech"), outcomes["speech"]) == ()


def test_what_the_plan_asks_for_is_needed_in_the_form():
    table = next(t for t in KINDS["enrolment"].tables if t.name == "applications")
    least = plan().stage("enrolment").statement_at_least
    assert needed_by_plan(plan().stage("enrolment"), table) == (
        frozenset({"statement"}) if least else frozenset()
    )


def played(plan, inputs):
    """A shipped plan with what its people enter, worked out to its end."""
    shipped = Shipped.of(plan, inputs)
    days, opened = shipped.days(), min(shipped.days().values())
    people = assemble({n: held.numbered() for n, held in shipped.given.roster.items()}, max(days.values()))
    members, principals = seated(shipped.given.seats())
    rows, closings = {}, []
    for name, held in shipped.given.stages.items():
        stage, table = name.split(".", 1)
        rows.setdefault(stage, {})[table] = held.rows
    for stage in shipped.plan.stages:
        closings.append(Closing(stage.id, opened, days[stage.id]))
        opened = days[stage.id]
    facts = RunFacts(shipped.plan, people, Calendar(), members, principals, rows, tuple(closings))
    return facts, replay(facts).outcomes


def said(facts, outcomes, stage):
    """The figures of a stage as rows of Chinese words."""
    settings = facts.plan.stage(stage)
    return [
        [[cell.zh for cell in row] for row in f.rows] for f in figures_of(facts, settings, outcomes[stage])
    ]


def test_the_bureau_s_proposals_seats_and_courses():
    facts, outcomes = played("s2-bureau-posts", "s2")
    [proposals] = said(facts, outcomes, "plan-approval")
    assert [row[:2] for row in proposals] == [["局机关二级主任科员", "启动"], ["司法所二级主任科员", "启动"]]
    [seats] = said(facts, outcomes, "quota")
    assert {row[-2] for row in seats} == {"0"}
    [courses] = said(facts, outcomes, "training")
    assert sorted(row[1][:2] for row in courses) == ["已完", "须于"]


def test_the_company_s_talks_by_group():
    facts, outcomes = played("s1-company-managers", "s1")
    [talks] = said(facts, outcomes, "talks")
    assert [len(row) for row in talks] == [5] * len(facts.plan.stage("talks").groups)


def test_a_number_by_unit_and_level_names_both():
    quota = Shipped.of("s2-bureau-posts", "s2").plan.stage("quota")
    table = next(t for t in KINDS["establishment"].tables if t.name == "numbers")
    assert needed_by_plan(quota, table) == {"unit", "level"}
