"""Evidence behind a cell, without a browser."""

from dataclasses import replace
from decimal import Decimal

import pytest
from street_office import plan, worked_out

from quanheng.core.language.rules import walked
from quanheng.core.values import Candidate, Text, Working
from quanheng.web.evidence import Node, RowRef, evidence_of, node_of, plain_points, row_ref, stage_facts
from quanheng.web.source_words import source_words


def leaves(node):
    return [node] if not node.parts else [leaf for part in node.parts for leaf in leaves(part)]


def test_points_of_the_working_are_cut_to_four_decimals_and_say_so():
    assert plain_points(None) == "—"
    assert plain_points(Decimal("91.50")) == "91.5"
    assert plain_points(Decimal(641) / 7) == "≈ 91.5714"


def test_a_score_opens_down_to_the_marks_of_every_judge():
    facts, outcomes = worked_out()
    outcome = outcomes["speech"]
    candidate = outcome.scores[0].candidate
    found = evidence_of(facts.plan, facts.plan.stage("speech"), outcome, candidate)
    marks = {r.key(): r.mark for r in facts.rows["speech"]["marks"] if r.person == candidate.person}
    assert {leaf.row: leaf.value for leaf in leaves(found.working)} == {
        RowRef("speech", "marks", key): plain_points(mark) for key, mark in marks.items()
    }


def test_a_component_without_a_title_is_called_as_its_stage():
    facts, outcomes = worked_out(of=("s4-competition-judged", "s4/judged"))
    outcome, settings = outcomes["composite"], facts.plan.stage("composite")
    found = evidence_of(facts.plan, settings, outcome, outcome.scores[0].candidate)
    assert [part.label.zh for part in found.working.parts] == ["笔试", "结构化面试", "民主测评"]


def test_sheets_are_secret_so_no_number_of_an_assessment_leads_to_a_row():
    facts, outcomes = worked_out()
    outcome = outcomes["assessment"]
    found = evidence_of(facts.plan, facts.plan.stage("assessment"), outcome, outcome.scores[0].candidate)
    assert found.working is not None
    assert {leaf.row for leaf in leaves(found.working)} == {None}


def test_whoever_left_has_the_reason_and_it_is_not_told_twice():
    facts, outcomes = worked_out()
    for stage, outcome in outcomes.items():
        for departure in outcome.departures:
            found = evidence_of(facts.plan, facts.plan.stage(stage), outcome, departure.candidate)
            assert found.reason.text == departure.finding.text
            assert found.reason.text not in [fact.text for fact in found.facts]


@pytest.mark.parametrize(
    ("stage", "source", "expected"),
    [
        ("", "speech.marks:HW001|HW012||", RowRef("speech", "marks", "HW001|HW012||")),
        ("inspection", "reports:HW012|", RowRef("inspection", "reports", "HW012|")),
        ("", "assessment.sheets:staff|virtue", None),
        ("", "stages.speech.pass", None),
        ("", "nowhere.marks:x", None),
        ("speech", "unknown:x", None),
        ("speech", "", None),
    ],
)
def test_a_source_names_its_row(stage, source, expected):
    assert row_ref(plan(), stage, source) == expected


def test_a_number_with_parts_is_no_row_even_if_it_names_one():
    part = Working(Text("评委一"), Decimal("90"), source="speech.marks:HW001|HW012||")
    whole = Working(Text("平均"), Decimal("90"), Text("90 ÷ 1"), (part,), "speech.marks:HW001|HW012||")
    node = node_of(plan(), plan().stage("speech"), whole)
    leaf = Node(Text("评委一"), "90", Text(""), (), RowRef("speech", "marks", "HW001|HW012||"))
    leaf = replace(leaf, place=Text("HW001 · HW012", "HW001 · HW012"))
    assert node == Node(Text("平均"), "90", Text("90 ÷ 1"), (leaf,), None)


def test_findings_about_the_stage_itself_stand_apart():
    facts, outcomes = worked_out()
    told = [fact.text for outcome in outcomes.values() for fact in stage_facts(facts.plan, outcome)]
    assert told == [f.text for o in outcomes.values() for f in o.findings if f.candidate is None]


def test_somebody_who_never_stood_has_no_evidence():
    facts, outcomes = worked_out()
    stage = facts.plan.stage("speech")
    found = evidence_of(facts.plan, stage, outcomes["speech"], Candidate("nobody", "office-director"))
    assert (found.reason, found.score, found.working, found.facts) == (None, None, None, ())


def test_a_number_taken_over_from_an_earlier_stage_leads_to_it():
    facts, outcomes = worked_out()
    score = outcomes["composite"].scores[0]
    node = node_of(facts.plan, facts.plan.stage("composite"), score.working, facts.people)
    taken = [part.parts[0] for part in node.parts]
    assert [(n.earlier, n.rule) for n in taken] == [
        ("speech", Text("来自环节“竞聘演讲”", "from stage 'Speech'")),
        ("assessment", Text("来自环节“民主测评”", "from stage 'Democratic assessment'")),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("speech.marks:HW001|HW012||", "评委评分表 · {HW001} · {HW012}"),
        ("stages.shortlist.keep", "{shortlist} · 入围"),
        ("people.HW012.trainings", "{HW012} · 培训"),
        ("nowhere.marks:x", ""),
        ("nothing", ""),
        ("stages.nowhere.keep", ""),
    ],
)
def test_a_source_is_said_by_names_and_titles(source, expected):
    facts, _ = worked_out()
    names = {code: facts.people[code].name for code in ("HW001", "HW012")}
    names["shortlist"] = facts.plan.stage("shortlist").title.zh
    assert source_words(facts.plan, facts.people, source).zh == expected.format(**names)


def test_a_rule_of_eligibility_is_said_by_its_title():
    facts, _ = worked_out()
    said = source_words(facts.plan, facts.people, "eligibility#identity")
    titles = {r.id: r.title for _, r in walked(facts.plan.eligibility)}
    assert said.zh == " · ".join(["资格条件"] + [t.zh for t in [titles["identity"]] if t])
