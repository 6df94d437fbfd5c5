"""What is written row by row: whom each row is about, what is known of them, what it begins with."""

from dataclasses import replace

import pytest
from street_office import worked_out

from quanheng.core.authority import Actor
from quanheng.core.kinds import KINDS
from quanheng.core.stages import assign_posts, consultation, inspection, probation
from quanheng.core.stages.consultation import Asked
from quanheng.core.values import Text
from quanheng.store.load import RunState
from quanheng.web.inputs.choices import offers_of
from quanheng.web.plans.asks import known_values, needed_fields, useless_fields
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.matters import assignments, marks, may_mark, opinions, reports, reviews

ORGANISER = Actor("o", None, frozenset({"organiser"}))
SCORED = ("s4-competition-scored", "s4/scored")
JUDGED = ("s4-competition-judged", "s4/judged")


def standing(until, of, actor=ORGANISER, **rows):
    """A shipped run before a stage, with these rows in it."""
    facts, outcomes = worked_out(until, of)
    given = {name: held for name, held in facts.rows.items() if name in outcomes}
    facts = replace(facts, rows={**given, until: rows})
    return RunInView(actor, RunState("run", facts, dict(outcomes), ""))


def known(wanted):
    return [(k.label.zh, k.said.zh, k.stage) for k in wanted.facts]


def test_the_winners_of_a_level_stand_by_rank_with_what_decides_their_post():
    wanted = assignments(stage_for(standing("placing", SCORED), "placing", assign_posts.Settings))
    assert [(w.candidate.person, w.subject.zh) for w in wanted] == [
        ("SJ015", "第 1 名"),
        ("SJ021", "第 2 名"),
        ("SJ026", "第 3 名"),
    ]
    assert known(wanted[0])[-3:] == [
        ("综合得分", "91.57（第 1 名）", "composite"),
        ("学历专业", "大学本科 社会工作", ""),
        (
            "可定岗的职位",
            "办公室副主任（余 1）、政策法规处副处长（余 1）、食品安全监管处副处长（余 1）",
            "",
        ),
    ]
    assert wanted[0].given == {"person": "SJ015", "pool": "deputy-rank", "decided_on": str(now().date())}


def test_a_side_that_was_not_asked_is_told_so():
    view = stage_for(standing("consultation", JUDGED), "consultation", consultation.Settings)
    first, *others = opinions(view)
    assert (len(others), known(first)[0]) == (5, ("征求日期", "尚未征求，先登记征求", ""))
    asked = Asked(party="leaders", asked_on=now().date())
    view = stage_for(standing("consultation", JUDGED, asked=(asked,)), "consultation", consultation.Settings)
    assert known(opinions(view)[0])[0] == ("征求日期", str(now().date()), "")


def test_a_report_begins_with_the_results_so_far():
    view = stage_for(standing("inspection", JUDGED), "inspection", inspection.Settings)
    first = reports(view)[0]
    assert first.given["recommendation_results"] == (
        "笔试 89.50 分（第 1 名）；结构化面试 90.60 分（第 1 名）；"
        "民主测评 98.50 分（第 1 名）；综合成绩 92.64 分（第 1 名）"
    )
    assert known(first)[-1] == ("个别谈话", "0 人次，至少须 15 人次", "")


def test_a_trial_says_from_when_to_when_it_runs():
    view = stage_for(standing("probation", JUDGED), "probation", probation.Settings)
    first = reviews(view)[0]
    assert first.facts[0].said.zh.startswith("2026-04-29 至 2027-04-29，")
    assert first.facts[1].said == Text("没有登记", "none on record")


def test_only_a_member_of_the_body_marks_the_inspection():
    member = Actor("d", "SJ001", frozenset({"judge"}))
    view = stage_for(standing("inspection", SCORED, member), "inspection", inspection.Settings)
    assert may_mark(view)
    assert {w.given["judge"] for w in marks(view)} == {"SJ001"}
    assert len(marks(view)) == len(view.slate.people())
    for stranger in (ORGANISER, Actor("x", "SJ008", frozenset({"judge"}))):
        run = standing("inspection", SCORED, stranger)
        assert not may_mark(stage_for(run, "inspection", inspection.Settings))


FORMS = [
    ("placing", SCORED, "assignments", "pool", [("deputy-rank", "副处级领导职务")]),
    ("approval", JUDGED, "requests", "to", [("市公务员主管部门", "市公务员主管部门")]),
    ("consultation", JUDGED, "asked", "party", [("leaders", "分管领导")]),
    ("inspection", JUDGED, "team", "person", [("SJ008", None), ("SJ009", None), ("SJ010", None)]),
    ("inspection", JUDGED, "notices", "place", [("局内网", "局内网")]),
]


@pytest.mark.parametrize(("stage", "of", "table", "field", "expected"), FORMS)
def test_a_form_offers_what_the_plan_names(stage, of, table, field, expected):
    view = standing(stage, of)
    settings = view.stage(stage)
    offered = offers_of(view.state.facts, view.state.outcomes, settings, KINDS[settings.kind].table(table))
    assert [code for code, _ in offered[field].answers] == [code for code, _ in expected]
    assert [t.zh for _, t in offered[field].answers if expected[0][1]] == [t for _, t in expected if t]
    assert offered[field].binding


def test_scrutineers_are_offered_from_the_body_and_not_from_those_voted_on():
    view = standing("decision", JUDGED)
    settings = view.stage("decision")
    offered = offers_of(view.state.facts, view.state.outcomes, settings, KINDS["decision"].table("tellers"))[
        "person"
    ]
    assert [code for code, _ in offered.answers] == list(view.state.facts.members["party_group"])
    assert not offered.binding


def test_what_the_plan_asks_of_a_row_is_needed():
    view = standing("inspection", JUDGED)
    settings, table = view.stage("inspection"), KINDS["inspection"].table("reports")
    assert needed_fields(settings, table) == (
        "virtue", "ability", "diligence", "achievement", "integrity",
        "basic_facts", "strengths", "recommendation_results", "weaknesses",
    )  # fmt: skip
    assert useless_fields(settings, table) == ("score",)
    approval, requests = view.stage("approval"), KINDS["approval"].table("requests")
    assert needed_fields(approval, requests) == ("attachments",)
    assert known_values(approval, requests, "2026-03-21") == {
        "sent_on": "2026-03-21",
        "attachments": "请示、干部任免审批表、考察材料、本人档案、会议纪要、讨论记录、民主推荐情况",
        "to": "市公务员主管部门",
    }
