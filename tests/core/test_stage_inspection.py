"""Inspection (考察): a team free of ties, a report with all its parts, points where the plan scores it."""

from datetime import date
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, kin, left, person, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.people import Tenure
from quanheng.core.stages.inspection import (
    RECORD,
    InspectionNotice,
    Mark,
    Report,
    Settings,
    Talk,
    TeamMember,
    Visit,
    admit,
    close,
    due,
)
from quanheng.core.values import Candidate, Refused, Slate, Text, Working

AT = slate("p1@park", "p2@farm")
DAY = date(2026, 3, 18)
PARTS = {
    "basic_facts": "1985年生",
    "strengths": "熟悉园区",
    "recommendation_results": "测评第一",
    "weaknesses": "偶有急躁",
}


def settings(**more):
    return Settings.model_validate({"id": "inspection", "kind": "inspection"} | more)


def report(who="p1", **more):
    given_ = {**PARTS, "conclusion": "适合任用", "written_on": DAY, "by": "m6"}
    return Report(person=who, **(given_ | more))


def talk(who="p1", count=6, **more):
    return Talk(person=who, talked_with="同事", talked_on=more.pop("on", DAY), count=count)


TEAM = [TeamMember(person="m6", leads=True), TeamMember(person="m7")]


def ground(reports=None, team=None, **more):
    people = more.pop("people", ())
    closed_on = more.pop("closed_on", date(2026, 3, 31))
    rows = {
        "team": TEAM if team is None else team,
        "reports": [report(), report("p2")] if reports is None else reports,
    }
    return inputs({**rows, **more}, people, closed_on=closed_on)


def refused(table, row, at=None, plan=None):
    return codes(admit(table, [row], AT, at or ground(), plan or settings()))


def test_whoever_is_unsuitable_leaves_with_the_reason():
    reports = [report(), report("p2", conclusion="unsuitable", reason="群众反映大")]
    talks = [talk(), talk(on=date(2026, 3, 17), count=3)]
    outcome = close(AT, ground(reports, talks=talks), settings())
    assert left(outcome) == {"p2@farm": "unsuitable"}
    assert outcome.departures[0].finding.text.zh == "考察结论：不适合任用：群众反映大"
    stayed = outcome.findings_of(Candidate("p1", "park"))[0]
    assert stayed.source.ref == "inspection.reports:p1|"
    assert [(e.label.zh, e.value.zh) for e in stayed.evidence] == [
        ("基本情况", "1985年生"),
        ("主要成绩与特长", "熟悉园区"),
        ("推荐、测评情况", "测评第一"),
        ("主要不足", "偶有急躁"),
        ("谈话人次", "9"),
        ("成稿日期", "2026-03-18"),
        ("执笔人", "委员6"),
    ]
    assert outcome.record == RECORD(("m6", "m7"), 9, (("p1", 9),), 1, 1, None)


def test_a_report_for_the_post_stands_before_the_one_on_the_person():
    reports = [report(), report(post="park", conclusion="unsuitable", reason="专业不符")]
    at = slate("p1@park", "p1@east")
    assert left(close(at, ground(reports), settings())) == {"p1@park": "unsuitable"}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_report_without_one_of_its_fixed_parts_is_refused(part):
    assert refused("reports", report(**{part: ""})) == ((0, "report_incomplete"),)


def test_reports_that_are_refused():
    covers = settings(covers=["virtue", "integrity"])
    assert refused("reports", report()) == ()
    assert refused("reports", report(virtue="好"), plan=covers) == ((0, "report_incomplete"),)
    assert refused("reports", report(virtue="好", integrity="好"), plan=covers) == ()
    assert refused("reports", report(conclusion="unsuitable")) == ((0, "report_incomplete"),)
    assert refused("reports", report(by="m1")) == ((0, "not_of_the_team"),)
    assert refused("reports", report(written_on=date(2026, 4, 1))) == ((0, "dated_in_future"),)
    assert refused("reports", report("p3")) == ((0, "not_a_candidate"),)
    assert refused("reports", report(score="88")) == ((0, "mark_not_allowed"),)


def test_the_team_is_free_of_ties():
    plan = settings(team={"at_least": 2, "from": "discipline"})
    related = ground(people=[kin("m8", "p2")])
    assert refused("team", TeamMember(person="m6"), plan=plan) == ()
    assert refused("team", TeamMember(person="m8"), plan=plan) == ((0, "not_for_the_team"),)
    assert refused("team", TeamMember(person="m8"), related) == ((0, "not_for_the_team"),)
    assert refused("team", TeamMember(person="p1")) == ((0, "not_for_the_team"),)
    assert refused("team", TeamMember(person="x")) == ((0, "unknown_person"),)


def test_notices_and_talks_have_their_day():
    notice = InspectionNotice(place="公示栏", published_on=date(2026, 4, 1))
    assert refused("notices", notice) == ((0, "dated_in_future"),)
    assert refused("talks", talk()) == ()
    assert refused("talks", talk("p3")) == ((0, "not_a_candidate"),)
    assert refused("talks", talk(on=date(2026, 4, 1))) == ((0, "dated_in_future"),)


def test_what_is_missing():
    plan = settings(
        talks={"at_least": 5}, notice={"days": 2}, notice_places=["公示栏", {"zh": "工作群", "en": "Group"}]
    )
    reports = [report(conclusion="needs_more")]
    board = [InspectionNotice(place="公示栏", published_on=date(2026, 3, 14))]
    short = ground(reports, TEAM[:1], talks=[talk(count=4)], notices=board)
    assert [(d.text.zh, d.table, d.person) for d in due(AT, short, plan)] == [
        ("考察组至少 2 人，现有 1 人", "team", ""),
        ("考察预告尚未发布工作群", "notices", ""),
        ("对赵一的谈话至少 5 人次，现有 4 人次", "talks", "p1"),
        ("对钱二的谈话至少 5 人次，现有 0 人次", "talks", "p2"),
        ("赵一需进一步考察", "reports", "p1"),
        ("钱二的考察材料", "reports", "p2"),
    ]
    with pytest.raises(Refused, match="另有 1 项"):
        close(AT, short, plan)
    both = [*board, InspectionNotice(place="Group", published_on=date(2026, 3, 15))]
    early = ground(talks=[talk(), talk("p2")], notices=both, closed_on=date(2026, 3, 17))
    assert [d.text.zh for d in due(AT, early, plan)] == ["考察预告到 2026-03-17 届满"]
    done = ground(talks=[talk(), talk("p2")], notices=both)
    assert close(AT, done, plan).record.notice_on == date(2026, 3, 15)
    assert [d.text.en for d in due(AT, ground(), settings(notice={"days": 2}))] == [
        "the inspection notice is not up"
    ]


def test_nobody_to_inspect():
    outcome = close(Slate(), inputs(), settings(talks={}))
    assert outcome.record == RECORD((), 0, (), 0, 0, None)


def test_points_by_the_report():
    plan = settings(score={"full_mark": 100, "rounding": [{"at": "total", "digits": 0}]})
    reports = [report(score="88.5"), report("p2")]
    assert [d.person for d in due(AT, ground(reports), plan)] == ["p2"]
    assert refused("reports", report(score="101"), plan=plan) == ((0, "mark_not_allowed"),)
    at = slate("p1@park", "p2@park")
    outcome = close(at, ground([reports[0], report("p2", score="91")]), plan)
    assert [(s.candidate.person, s.value, s.rank) for s in outcome.scores] == [
        ("p1", Decimal(89), 2),
        ("p2", Decimal(91), 1),
    ]
    assert outcome.scores[0].working == Working(
        Text("考察得分", "Inspection score"), Decimal(89), source="reports:p1|"
    )


def test_points_by_the_mean_of_a_bodys_marks():
    plan = settings(score={"full_mark": 100, "by": "members", "body": "committee", "least_marks": 2})
    marks = [
        Mark(judge="m1", person="p1", mark="90"),
        Mark(judge="m2", person="p1", mark="85"),
        Mark(judge="m1", person="p2", mark="80"),
    ]
    assert refused("marks", marks[0], plan=plan) == ()
    assert refused("marks", Mark(judge="m9", person="p1", mark="90"), plan=plan) == ((0, "not_of_the_body"),)
    assert refused("marks", Mark(judge="m1", person="p1", mark="-1"), plan=plan) == ((0, "mark_not_allowed"),)
    assert refused("marks", marks[0]) == ((0, "mark_not_allowed"),)
    assert [(d.table, d.person) for d in due(AT, ground(marks=marks), plan)] == [("marks", "p2")]
    outcome = close(slate("p1@park"), ground(marks=marks), plan)
    parts = (
        Working(Text("委员1", "委员1"), Decimal(90), source="marks:m1|p1"),
        Working(Text("委员2", "委员2"), Decimal(85), source="marks:m2|p1"),
    )
    rule = Text("各成员评分的平均", "mean of the members' marks")
    assert outcome.scores[0].working == Working(
        Text("考察得分", "Inspection score"), Decimal("87.5"), rule, parts
    )


@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["suitable", "unsuitable"])))
def test_the_slate_is_accounted_for(conclusions):
    """Law: exactly those held suitable stay."""
    at = slate(*(f"{p}@park" for p in conclusions))
    reports = [report(p, conclusion=c, reason="x") for p, c in conclusions.items()]
    outcome = close(at, ground(reports), settings())
    assert set(outcome.remaining.people()) == {p for p, c in conclusions.items() if c == "suitable"}


def test_earlier_units_are_visited_too():
    """P44: inspection reaches into the units where somebody worked before."""
    held = [
        Tenure("post", "科员", date(2012, 1, 1), date(2016, 1, 1), unit="农办"),
        Tenure("post", "科员", date(2016, 1, 1), date(2025, 1, 1), unit="东片"),
        Tenure("study", "学员", date(2016, 1, 1), date(2025, 6, 1), unit="党校"),
        Tenure("post", "副主任", date(2025, 1, 1), unit="园区"),
    ]
    people = [person("p1", unit="园区", tenures=tuple(held))]
    at = ground(people=people)
    two, recent = settings(extends={"units": 2}), settings(extends={"within": {"years": 3}})
    assert [(d.text.zh, d.table) for d in due(AT, at, two)] == [
        ("赵一须到原工作单位“东片”延伸考察", "visits"),
        ("赵一须到原工作单位“农办”延伸考察", "visits"),
    ]
    assert [d.person for d in due(AT, at, recent)] == ["p1"]
    seen = Visit(person="p1", unit="东片", visited_on=DAY, found="反映良好")
    outcome = close(AT, ground(people=people, visits=[seen]), recent)
    told = [e.value.zh for e in outcome.findings_of(Candidate("p1", "park"))[0].evidence]
    assert "东片（2026-03-18）：反映良好" in told
    assert refused("visits", seen) == ()
    ahead = Visit(person="p1", unit="东片", visited_on=date(2030, 1, 1), found="反映良好")
    assert refused("visits", ahead) == ((0, "dated_in_future"),)
    with pytest.raises(ValueError, match="extends"):
        settings(extends={})
