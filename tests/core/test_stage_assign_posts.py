"""Assigning posts (定岗): compete for the level, get the post later, with a reason."""

from datetime import date

import pytest
from core.stage_ground import POSTS, codes, inputs, left, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.language.posts import Post
from quanheng.core.stages.assign_posts import Assignment, AssignPostsRecord, Settings, Wish, admit, close, due
from quanheng.core.values import Candidate, Refused, Text

POOL = Post(id="deputy", title=Text("中层副职", "Deputies"), seats=3, pool=True)
FRAME = {"posts": {p.id: p for p in (POOL, *POSTS)}}
AT = slate("p1@deputy", "p2@deputy", "p3@deputy", "p4@east", seats={"deputy": 3})


def settings(**more):
    given_ = {
        "id": "assign",
        "kind": "assign_posts",
        "places": {"deputy": ["park", "farm"]},
        "decided_by": "committee",
    }
    return Settings.model_validate(given_ | more)


def assignment(who="p1", post="park", **more):
    given_ = {
        "pool": "deputy",
        "reason": "专业对口",
        "resolution": "纪要6号",
        "decided_on": date(2026, 3, 25),
    }
    return Assignment(person=who, post=post, **(given_ | more))


def wish(who="p1", post="park", choice=1):
    return Wish(person=who, pool="deputy", post=post, choice=choice)


def ground(*rows, **more):
    return inputs({"assignments": rows, **more}, **FRAME)


def test_winners_get_concrete_posts():
    rows = [assignment(), assignment("p2"), assignment("p3", "farm", reason="熟悉农业")]
    result = close(
        AT,
        ground(*rows, wishes=[wish(), wish("p3", "park"), wish("p3", "farm", 2), wish("p2", "farm")]),
        settings(wishes=True),
    )
    assert said(result.remaining.candidates) == ("p4@east", "p1@park", "p2@park", "p3@farm")
    assert left(result) == {"p1@deputy": "assigned", "p2@deputy": "assigned", "p3@deputy": "assigned"}
    assert result.departures[2].finding.text.zh == "定岗为“农办副主任”：熟悉农业"
    assert result.departures[2].finding.source.ref == "assign.assignments:p3|deputy"
    assert result.remaining.seats == {"deputy": 0, "park": 2, "farm": 1, "east": 1, "west": 1}
    assert result.record == AssignPostsRecord(tuple(rows), (), (("p1", 1), ("p2", 0), ("p3", 2)))
    (got,) = result.findings_of(Candidate("p3", "farm"))
    assert [(e.label.en, e.value.zh) for e in got.evidence] == [
        ("Resolution", "纪要6号"),
        ("Decided on", "2026-03-25"),
    ]


@pytest.mark.parametrize(
    ("rule", "gone", "stay"),
    [
        ("stay", {"p1@deputy": "assigned"}, True),
        ("depart", {"p1@deputy": "assigned", "p2@deputy": "unassigned"}, False),
    ],
)
def test_whoever_gets_no_post_stays_in_the_pool_or_leaves(rule, gone, stay):
    at = slate("p1@deputy", "p2@deputy", seats={"deputy": 2})
    result = close(at, ground(assignment()), settings(unassigned=rule))
    assert left(result) == gone
    assert (Candidate("p2", "deputy") in result.remaining.candidates) is stay
    assert result.record.unassigned == (Candidate("p2", "deputy"),)
    assert due(at, ground(), settings(unassigned=rule)) == ()


def test_everybody_in_a_pool_is_due():
    assert [(d.text.zh, d.by) for d in due(AT, ground(assignment(), assignment("p2")), settings())] == [
        ("孙三尚未定岗", "committee")
    ]
    with pytest.raises(Refused, match="尚未定岗"):
        close(AT, ground(), settings())


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("assignments", assignment("p5"), "not_a_candidate"),
        ("assignments", assignment("p4", pool="east"), "not_a_place"),
        ("assignments", assignment("p3", "west"), "not_a_place"),
        ("assignments", assignment("p3", decided_on=date(2027, 1, 1)), "dated_in_future"),
        ("assignments", assignment("p3", "farm"), "place_taken"),
        ("wishes", wish(), "wishes_not_taken"),
    ],
)
def test_rows_that_are_refused(table, row, code):
    at = ground(assignment("p2", "farm"))
    assert codes(admit(table, [row], AT, at, settings())) == ((0, code),)


def test_rows_that_enter():
    at = ground(assignment("p2", "farm"))
    assert (
        admit("assignments", [assignment("p2", "park"), assignment("p3", "farm")], AT, at, settings()) == ()
    )
    assert admit("wishes", [wish()], AT, at, settings(wishes=True)) == ()


def test_nobody_gets_two_posts_or_one_closed_to_them():
    two = slate("p1@deputy", "p1@east")
    plan = settings(places={"deputy": ["park", "farm"], "east": ["west"]})
    assert codes(
        admit("assignments", [assignment("p1", "west", pool="east")], two, ground(assignment()), plan)
    ) == ((0, "placed_already"),)
    closed = {"posts": {p.id: p for p in (POOL, Post(id="park", title=Text("园"), excluded=True))}}
    assert codes(admit("assignments", [assignment()], AT, inputs(**closed), settings())) == (
        (0, "post_excluded"),
    )


@chances(deadline=None)
@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["park", "farm"])))
def test_nobody_is_lost_between_pool_and_post(given_):
    """Law: everyone stands for one post afterwards: the concrete one, or still the pool."""
    result = close(
        AT, ground(*(assignment(p, post) for p, post in given_.items())), settings(unassigned="stay")
    )
    assert {c.person: c.post for c in result.remaining.candidates} == {
        **{p: given_.get(p, "deputy") for p in ("p1", "p2", "p3")},
        "p4": "east",
    }
