"""Recommendation talks (谈话推荐): numbers by group, a summary, and the meeting beside them."""

from datetime import date
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, left, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.scoring.scores import plain
from quanheng.core.stages.talks import NamedInTalks, Settings, Summary, TalkGroup, admit, close, due
from quanheng.core.values import Candidate, Outcome, Refused, Score, Text, Working

DAY = date(2026, 3, 6)
STAFF = {"id": "staff", "title": "职工", "weight": 40}
LEADERS = {"id": "leaders", "title": "领导", "weight": 60}
AT = slate("p1@park", "p2@park")


def settings(**more):
    return Settings.model_validate({"id": "talks", "kind": "talks", "groups": [STAFF, LEADERS]} | more)


def group(name="staff", due_=30, talked=20, talks=None, **more):
    given_ = {"began_on": date(2026, 3, 5), "ended_on": DAY}
    return TalkGroup(
        group=name, due=due_, talked=talked, talks=talked if talks is None else talks, **(given_ | more)
    )


def named(person, times, name="staff", post="park"):
    return NamedInTalks(group=name, post=post, person=person, times=times)


SUMMARY = Summary(text="意见集中", written_by="组织办")
GROUPS = (group(), group("leaders", 5, 5))


def ground(*rows, groups=GROUPS, summary=(SUMMARY,), **more):
    return inputs({"groups": groups, "named": rows, "summary": summary}, **more)


def points(outcome):
    return {str(s.candidate): (plain(s.value), s.rank) for s in outcome.scores}


def test_numbers_are_added_or_groups_are_weighed():
    at = ground(named("p1", 10), named("p1", 5, "leaders"), named("p2", 5), named("p3", 20))
    added = close(AT, at, settings())
    assert points(added) == {"p1@park": ("60", 2), "p2@park": ("20", 3), "p3@park": ("80", 1)}
    weighed = close(AT, at, settings(combine="weighted"))
    assert points(weighed) == {"p1@park": ("80", 1), "p2@park": ("10", 3), "p3@park": ("40", 2)}
    assert added.record.brought_in == (Candidate("p3", "park"),)
    assert (added.record.groups, added.record.summary) == (GROUPS, "意见集中")
    assert added.findings[0].text.zh == "谈话中推荐任“园区副主任”：60%"
    assert [(e.label.zh, e.value.zh) for e in added.findings[0].evidence] == [("职工", "10"), ("领导", "5")]


def test_whoever_is_named_too_rarely_leaves_where_talks_decide():
    at = ground(named("p1", 20))
    result = close(AT, at, settings(needed={"over": "1/2"}))
    assert left(result) == {"p2@park": "named_too_rarely"}
    assert result.departures[0].finding.text.zh == "谈话推荐率 0%，要求：超过 50%"
    for_reference = close(AT, at, settings(needed={"over": "1/2"}, effect="reference"))
    assert [(f.code, f.state) for f in for_reference.findings] == [
        ("named_in_talks", "met"),
        ("named_too_rarely", "note"),
    ]


def test_the_first_so_many_stay():
    result = close(AT, ground(named("p1", 20), named("p2", 5)), settings(keep={"top": 1}))
    assert said(result.remaining.candidates) == ("p1@park",)


def test_the_meeting_and_the_talks_make_one_result():
    plan = settings(
        groups=[STAFF], with_meeting={"stage": "meeting", "meeting": 60, "talks": 40, "full_mark": 50}
    )
    c = Candidate("p1", "park")
    held = Outcome("meeting", AT, AT, scores=(Score(c, Decimal(40), Working(Text("会议"), Decimal(40))),))
    at = ground(named("p1", 10), named("p2", 20), groups=[group()], earlier={"meeting": held})
    result = close(AT, at, plan)
    assert points(result) == {"p1@park": ("68", 1), "p2@park": ("40", 2)}
    assert result.scores[1].working.parts[0].rule.en == "not named at the meeting"
    missing = ground(groups=[group()])
    assert [d.text.en for d in due(AT, missing, plan)] == ["the result of stage 'meeting'"]


def test_a_group_nobody_of_which_was_there_counts_for_nothing():
    at = ground(named("p1", 10), groups=[group(), group("leaders", 0, 0)])
    assert points(close(slate("p1@park"), at, settings(combine="weighted"))) == {"p1@park": ("50", 1)}


def test_what_is_due():
    at = inputs({"groups": [group()]})
    plan = settings(least={"at_least": "2/3"})
    assert [d.text.en for d in due(AT, at, plan)] == ["group '领导' has no talks", "the summary of the talks"]
    few = ground(groups=[group(talked=19), group("leaders", 0, 0)])
    assert [d.text.zh for d in due(AT, few, plan)] == [
        "“职工”组实谈/应谈 19/30，要求不低于 2/3",
        "“领导”组实谈/应谈 0/0，要求不低于 2/3",
    ]
    nobody = ground(groups=[group(talked=0), group("leaders", 0, 0)], summary=())
    assert [d.text.zh for d in due(AT, nobody, settings(summary_at_least=0))] == ["没有谈话"]
    with pytest.raises(Refused, match="谈话综述"):
        close(AT, ground(summary=()), settings())
    assert close(AT, ground(summary=()), settings(summary_at_least=0)).record.summary == ""


@pytest.mark.parametrize(
    ("table", "row", "plan", "code"),
    [
        ("groups", group("moon"), {}, "unknown_group"),
        ("groups", group(talked=31), {}, "talks_contradict_themselves"),
        ("groups", group(talks=19), {}, "talks_contradict_themselves"),
        ("groups", group(talked=9), {}, "named_by_too_many"),
        ("groups", group(began_on=date(2026, 3, 7)), {}, "dated_out_of_order"),
        ("groups", group(ended_on=date(2027, 1, 1)), {}, "dated_in_future"),
        ("named", named("p1", 5, "moon"), {}, "unknown_group"),
        ("named", named("nobody", 5), {}, "unknown_person"),
        ("named", named("p3", 5), {"names": "listed"}, "not_on_list"),
        ("named", named("p1", 21), {}, "named_by_too_many"),
        ("summary", SUMMARY, {"summary_at_least": 50}, "summary_too_short"),
    ],
)
def test_rows_that_are_refused(table, row, plan, code):
    assert codes(admit(table, [row], AT, ground(named("p1", 10)), settings(**plan))) == ((0, code),)


def test_rows_that_enter():
    at = ground()
    assert admit("groups", [group()], AT, at, settings()) == ()
    assert admit("named", [named("p3", 20)], AT, at, settings()) == ()
    assert admit("summary", [SUMMARY], AT, at, settings()) == ()


def test_a_plan_that_contradicts_itself():
    with pytest.raises(ValidationError, match="no keep"):
        settings(effect="reference", keep={"top": 1})


@chances(deadline=None)
@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.integers(1, 20)))
def test_everyone_named_is_accounted_for(times):
    """Law: exactly those named by half or more stay."""
    result = close(
        slate(),
        ground(*(named(p, n) for p, n in times.items()), groups=[group()]),
        settings(groups=[STAFF], needed={"at_least": "1/2"}),
    )
    assert set(result.remaining.people()) == {p for p, n in times.items() if n >= 10}
    assert set(result.entered.people()) == set(times)


def test_groups_of_talks_take_no_rates():
    with pytest.raises(ValidationError, match="rates"):
        settings(groups=[STAFF | {"rates": "own_unit"}])
