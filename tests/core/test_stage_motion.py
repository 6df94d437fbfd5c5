"""Motion (动议): no analysis, no start; proposals in order; leaders consulted."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.stages.motion import (
    Analysis,
    Consulted,
    MotionRecord,
    Proposal,
    Settings,
    admit,
    close,
    due,
)
from quanheng.core.values import Refused

DAY = date(2026, 3, 2)
ONE = {"only_posts": ["park"]}


def settings(**more):
    return Settings.model_validate({"id": "motion", "kind": "motion", "consults": ["committee"]} | ONE | more)


def analysis(**more):
    return Analysis(**({"subject": "园区", "content": "空缺", "done_on": DAY, "done_by": "组织办"} | more))


def proposal(post="park", **more):
    given_ = {
        "conditions": "熟悉园区",
        "scope": "中层",
        "way": "竞争上岗",
        "work_plan": "1号",
        "proposer": "m1",
        "proposed_on": DAY,
        "signed": "是",
    }
    return Proposal(post=post, **(given_ | more))


def heard(leader, opinion="同意", post="", **more):
    return Consulted(leader=leader, post=post, opinion=opinion, consulted_on=DAY, **more)


ALL = [heard(f"m{n}") for n in range(1, 6)]


def ground(proposals=(), consulted=ALL, analyses=None, **more):
    rows = {
        "analyses": [analysis()] if analyses is None else analyses,
        "proposals": proposals,
        "consulted": consulted,
    }
    return inputs(rows, **more)


def refused(row, plan=None, at=None):
    return codes(admit("proposals", [row], slate(), at or ground(), plan or settings()))


def test_no_analysis_no_start():
    assert refused(proposal(), at=ground(analyses=[])) == ((0, "no_analysis_no_start"),)
    assert refused(proposal(proposed_on=date(2026, 3, 1))) == ((0, "dated_out_of_order"),)
    assert refused(proposal()) == ()


@pytest.mark.parametrize(
    ("row", "plan", "code"),
    [
        (proposal(post="moon"), settings(), "unknown_post"),
        (proposal(proposer="nobody"), settings(), "unknown_person"),
        (proposal(proposed_on=date(2027, 1, 1)), settings(), "dated_in_future"),
        (proposal(), settings(proposed_by=["discipline"]), "not_a_member"),
        (proposal(scope=""), settings(), "proposal_incomplete"),
        (proposal(signed="否"), settings(), "proposal_incomplete"),
        (proposal(), settings(needs=["basis"]), "proposal_incomplete"),
        (proposal(), settings(ways=["民主推荐"]), "way_not_allowed"),
        (proposal(), settings(ways_by_scope={"社会": ["公开选拔"]}), "way_does_not_fit"),
        (proposal(scope="社会"), settings(ways_by_scope={"社会": ["公开选拔"]}), "way_does_not_fit"),
    ],
)
def test_proposals_that_are_refused(row, plan, code):
    assert refused(row, plan) == ((0, code),)


def test_the_scope_picks_the_way():
    """P20: a table chooses among seven ways of selection by the scope of the post."""
    ways = {"社会": ["公开选拔"], "机关内": ["竞争上岗", "民主推荐"]}
    assert refused(proposal(scope="机关内"), settings(ways_by_scope=ways)) == ()


def test_other_rows():
    at = ground()
    assert codes(admit("analyses", [analysis(done_on=date(2027, 1, 1))], slate(), at, settings())) == (
        (0, "dated_in_future"),
    )
    rows = [heard("m9"), heard("m1", post="moon"), heard("m2", post="park")]
    assert codes(admit("consulted", rows, slate(), at, settings())) == (
        (0, "not_a_member"),
        (1, "unknown_post"),
    )


def test_what_is_due():
    at = ground([proposal()], consulted=ALL[1:], analyses=[])
    plan = settings(only_posts=["park", "farm"])
    assert [(d.text.en, d.table, d.by) for d in due(slate(), at, plan)] == [
        ("1 analyses are needed, 0 are there", "analyses", ""),
        ("委员1 is not consulted on 'Park deputy'", "consulted", "m1"),
        ("no proposal for 'Farm deputy'", "proposals", ""),
    ]
    with pytest.raises(Refused, match="尚无动议"):
        close(slate(), at, plan)


def test_a_motion_starts_the_selection():
    at = ground([proposal()])
    result = close(slate(), at, settings())
    assert result.record == MotionRecord((analysis(),), (proposal(),), tuple(ALL), ("park",))
    assert result.remaining.seats["park"] == 2
    (finding,) = result.findings
    assert (finding.code, finding.source.ref) == ("started", "motion.proposals:park")
    assert [(e.label.en, e.value.zh) for e in finding.evidence][:2] == [
        ("Proposer", "委员1"),
        ("Proposed on", "2026-03-02"),
    ]


def test_a_post_that_is_not_started_is_closed():
    at = ground([proposal(result="不启动")], consulted=())
    result = close(slate(), at, settings())
    assert (result.remaining.seats["park"], result.record.started) == (0, ())
    assert [f.code for f in result.findings] == ["not_started"]
    assert left(close(slate("p1@park", "p2@farm"), at, settings())) == {"p1@park": "not_started"}


@pytest.mark.parametrize(("heeds", "gone"), [("stop", {"p1@park": "not_agreed"}), ("note", {})])
def test_disagreement_stops_the_motion_where_the_plan_says(heeds, gone):
    at = ground([proposal()], consulted=[heard("m1", "不同意", note="时机未到"), *ALL[1:]])
    result = close(slate("p1@park"), at, settings(disagreement=heeds))
    assert left(result) == gone
    evidence = [f.evidence[-1].value.zh for f in (*result.findings, *(d.finding for d in result.departures))]
    assert evidence == ["委员1"]


@chances(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["park", "farm", "east"]), st.sampled_from(["start", "not_start"]), min_size=1
    )
)
def test_only_started_posts_keep_seats(results):
    """Law: a post has seats afterwards exactly when its selection starts."""
    plan = settings(only_posts=list(results))
    result = close(
        slate(*(f"p1@{p}" for p in results)),
        ground([proposal(p, result=r) for p, r in results.items()]),
        plan,
    )
    assert {p for p in results if result.remaining.seats[p]} == {
        p for p, r in results.items() if r == "start"
    }
    assert {c.post for c in result.remaining.candidates} == set(result.record.started)
