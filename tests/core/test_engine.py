"""The engine: order, scope, amendments, replay."""

from datetime import date

import pytest
from core_plan import POSTS, plan_of
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.engine import (
    Amendment,
    Closing,
    RunFacts,
    advance,
    dues_of,
    first_slate,
    inputs_for,
    next_stage,
    people_standing,
    refusals_of,
    replay,
    slate_before,
    slate_of,
)
from quanheng.core.people import Person
from quanheng.core.stages.enrolment import Application
from quanheng.core.stages.speech import Mark
from quanheng.core.values import Candidate, Refused, Slate
from quanheng.core.workdays import Calendar

DAY = date(2026, 3, 10)
STAGES = """
bodies: [{id: judges, title: 评委}]
choices: {max: 2, mode: parallel}
stages:
  - {id: enrolment, kind: enrolment}
  - {id: speech, kind: speech, judges: judges, full_mark: 100, per: person, only_posts: [x]}
  - {id: composite, kind: composite, full: 100, only_posts: [x],
     components: [{id: s, from: speech, weight: 100}]}
  - {id: shortlist, kind: shortlist, by: composite, keep: {per_seat: 1, ties: include}, only_posts: [x]}
"""
PEOPLE = {code: Person(code, code) for code in ("a", "b", "c", "j")}
X, Y = "x", "y"


def applied(who: str, post: str) -> Application:
    return Application(person=who, post=post, channel="self", applied_on=DAY)


def marked(who: str, mark: str) -> Mark:
    return Mark(judge="j", person=who, mark=mark)


def facts(**more) -> RunFacts:
    given = {
        "plan": plan_of(stages=STAGES),
        "people": PEOPLE,
        "calendar": Calendar(),
        "members": {"judges": ("j",)},
        "rows": {
            "enrolment": {"applications": (applied("a", X), applied("b", X), applied("c", Y))},
            "speech": {"marks": (marked("a", "90"), marked("b", "80"))},
        },
        "closings": tuple(Closing(s, DAY, DAY) for s in ("enrolment", "speech", "composite", "shortlist")),
    }
    return RunFacts(**{**given, **more})


def test_a_run_is_worked_out_from_its_facts():
    found = replay(facts())
    assert found.refusal is None
    assert found.outcomes["shortlist"].remaining.candidates == (Candidate("a", X), Candidate("c", Y))
    assert next_stage(facts().plan, found.outcomes) is None


def test_a_stage_does_not_touch_those_it_does_not_concern():
    speech = replay(facts()).outcomes["speech"]
    assert [s.candidate for s in speech.scores] == [Candidate("a", X), Candidate("b", X)]
    assert Candidate("c", Y) in speech.remaining.candidates
    assert speech.findings_of(Candidate("c", Y)) == ()


def test_stages_come_in_the_plans_order():
    plan = facts().plan
    assert first_slate(plan) == Slate((), {X: 1, Y: 1})
    assert next_stage(plan, {}).id == "enrolment"
    with pytest.raises(Refused) as refused:
        slate_before(plan, {}, "speech")
    assert refused.value.code == "earlier_stage_open"
    with pytest.raises(Refused) as refused:
        slate_before(plan, replay(facts()).outcomes, "nowhere")
    assert refused.value.code == "unknown_stage"


def test_a_replay_stops_where_the_facts_end():
    short = facts(rows={**facts().rows, "speech": {"marks": (marked("a", "90"),)}})
    found = replay(short)
    assert (found.stopped_at, found.refusal.code) == ("speech", "stage_closed_too_early")
    assert list(found.outcomes) == ["enrolment"]
    (due,) = dues_of(short, found.outcomes, Closing("speech", DAY, DAY))
    assert due.person in ("b", "j")


def test_rows_are_admitted_against_the_slate_the_stage_sees():
    outcomes = {"enrolment": replay(facts()).outcomes["enrolment"]}
    rows = [marked("a", "70"), marked("c", "70"), marked("a", "101")]
    found = refusals_of(facts(), outcomes, Closing("speech", DAY, DAY), "marks", rows)
    assert sorted({index for index, _ in found}) == [1, 2]


def test_who_withdraws_departs_with_the_reason_and_the_next_moves_up():
    left = Amendment("w", "withdrawal", "a", "", "speech", "家庭原因", "书面")
    found = replay(facts(amendments=(left,)))
    departed = found.outcomes["speech"].departure_of(Candidate("a", X))
    assert departed.finding.text.en == "Withdrawn by the candidate: 家庭原因"
    assert found.outcomes["shortlist"].remaining.of(X) == (Candidate("b", X),)


def test_who_is_disqualified_in_the_stage_that_brings_them_in():
    out = Amendment("d", "disqualification", "a", X, "enrolment", "拉票", "纪工委通报")
    found = replay(facts(amendments=(out,)))
    assert found.outcomes["enrolment"].departure_of(Candidate("a", X)).finding.code == "disqualification"
    assert found.outcomes["shortlist"].remaining.of(X) == (Candidate("b", X),)


CONDITIONS = [
    ("{quantity: candidates, is: {at_least: 2}}", ["x"]),
    ("{quantity: ratio, is: {under: 2}}", ["y"]),
    ("{quantity: seats, is: {over: 0}}", ["x", "y"]),
    ("{posts: y}", ["y"]),
    ("{not: {posts: y}}", ["x"]),
    ("{any: [{posts: x}, {quantity: people, is: {at_least: 9}}]}", ["x"]),
    ("{all: [{posts: x}, {quantity: posts, is: {at_least: 9}}]}", []),
    ("{classes: none}", []),
]


@pytest.mark.parametrize(("when", "posts"), CONDITIONS)
def test_a_stage_may_be_held_only_where_a_condition_holds(when, posts):
    stages = STAGES.replace("per: person, only_posts: [x]", f"per: person, when: {when}")
    run = facts(plan=plan_of(stages=stages), rows={"enrolment": facts().rows["enrolment"]})
    outcomes = {"enrolment": replay(run).outcomes["enrolment"]}
    named = {due.person for due in dues_of(run, outcomes, Closing("speech", DAY, DAY))}
    if posts:
        assert named
    else:
        assert advance(run, outcomes, Closing("speech", DAY, DAY)).scores == ()


def test_whoever_is_on_the_fast_track_passes_a_stage_by():
    """P40: excellent people go by a simplified procedure."""
    stages = STAGES.replace("per: person, only_posts: [x]", "per: person, skip_flags: [特别优秀]")
    people = PEOPLE | {"a": Person("a", "a", attributes={"特别优秀": "是"})}
    rows = {"enrolment": facts().rows["enrolment"]}
    run = facts(plan=plan_of(stages=stages), people=people, rows=rows)
    outcomes = {"enrolment": replay(run).outcomes["enrolment"]}
    named = {due.person for due in dues_of(run, outcomes, Closing("speech", DAY, DAY))}
    assert "a" not in named
    assert named


def test_a_condition_over_what_nobody_knows_is_refused():
    stages = STAGES.replace(
        "per: person, only_posts: [x]", "per: person, when: {quantity: moon, is: {over: 1}}"
    )
    found = replay(facts(plan=plan_of(stages=stages)))
    assert found.refusal.code == "unknown_quantity"


@given(st.permutations([("a", "90"), ("b", "80"), ("c", "85")]))
def test_the_order_of_rows_does_not_matter(order):
    rows = {
        "enrolment": {"applications": tuple(applied(who, X) for who, _ in order)},
        "speech": {"marks": tuple(marked(who, mark) for who, mark in reversed(order))},
    }
    found = replay(facts(rows=rows))
    assert found.outcomes["shortlist"].remaining.candidates == (Candidate("a", X),)


@given(st.sets(st.sampled_from(["a", "b", "c"])), st.sampled_from(["enrolment", "speech", "shortlist"]))
def test_nobody_is_lost_whoever_withdraws(leaving, stage):
    amendments = tuple(Amendment(w, "withdrawal", w, "", stage, "因", "书面") for w in sorted(leaving))
    found = replay(facts(amendments=amendments))
    assert found.refusal is None
    gone = {d.candidate.person for o in found.outcomes.values() for d in o.departures}
    last = {c.person for c in found.outcomes["shortlist"].remaining.candidates}
    assert gone | last == {"a", "b", "c"}
    assert leaving <= gone


def test_who_stands_is_on_a_slate_or_has_applied():
    assert people_standing(facts(), {}) == {"a", "b", "c"}
    assert people_standing(facts(rows={}), replay(facts()).outcomes) == {"a", "b", "c"}


def test_the_slate_of_a_stage_is_whom_it_concerns():
    outcomes = replay(facts()).outcomes
    found = slate_of(facts(), outcomes, Closing("speech", DAY, DAY))
    assert found.candidates == (Candidate("a", X), Candidate("b", X))


def test_rows_of_another_kind_are_a_bug():
    inputs = inputs_for(facts(), {}, Closing("enrolment", DAY, DAY))
    with pytest.raises(TypeError, match="another kind"):
        inputs.table("applications", Mark)
    assert inputs.name_of("a") == "a"
    assert inputs.name_of("nobody") == "nobody"


FALLBACK = """
stages:
  - {id: own, kind: enrolment, sources: [own_unit]}
  - {id: all, kind: enrolment, when: {quantity: candidates, is: {at_most: 0}}}
"""


def fallback(*second: Application, applied_first: tuple[Application, ...]):
    plan = plan_of(stages=FALLBACK, posts=POSTS.replace("id: x,", "id: x, unit: 甲科,"))
    people = {code: Person(code, code, unit="甲科" if code == "a" else "乙科") for code in "abc"}
    rows = {"own": {"applications": applied_first}, "all": {"applications": second}}
    given = facts(plan=plan, people=people, rows=rows, members={}, closings=())
    first = Closing("own", DAY, DAY)
    return given, first, {"own": advance(given, {}, first)}


def test_a_stage_takes_only_people_of_its_own_sources():
    given, first, _ = fallback(applied_first=())
    assert refusals_of(given, {}, first, "applications", [applied("a", X)]) == ()
    [(_, refused)] = refusals_of(given, {}, first, "applications", [applied("b", X)])
    assert refused.code == "source_not_open"


def test_the_next_source_opens_only_for_posts_where_nobody_stands():
    given, _, outcomes = fallback(applied("b", Y), applied_first=(applied("a", X),))
    closing = Closing("all", DAY, DAY)
    [(_, refused)] = refusals_of(given, outcomes, closing, "applications", [applied("b", X)])
    assert refused.code == "post_outside_stage"
    outcome = advance(given, outcomes, closing)
    assert outcome.remaining.candidates == (Candidate("b", Y), Candidate("a", X))
    assert outcome.remaining.seats == outcomes["own"].remaining.seats


def test_a_stage_whose_condition_holds_nowhere_is_skipped_and_says_so():
    both = (applied("a", X), Application(person="a", post=Y, applied_on=DAY))
    plan = plan_of(
        stages="choices: {max: 2, mode: parallel}\n" + FALLBACK.replace(", sources: [own_unit]", "")
    )
    given = facts(plan=plan, rows={"own": {"applications": both}}, members={}, closings=())
    outcomes = {"own": advance(given, {}, Closing("own", DAY, DAY))}
    closing = Closing("all", DAY, DAY)
    assert dues_of(given, outcomes, closing) == ()
    outcome = advance(given, outcomes, closing)
    assert outcome.remaining == outcomes["own"].remaining
    assert [f.code for f in outcome.findings] == ["stage_skipped"]
