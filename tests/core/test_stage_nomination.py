"""Nomination (提名、首提): who nominates answers for it; a nomination not taken up stays valid for a year."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.stages.nomination import (
    Liable,
    NominationRecord,
    Settings,
    Standing,
    admit,
    close,
    due,
)
from quanheng.core.stages.nomination.tables import Agreement, Nomination, Review
from quanheng.core.values import Candidate, Refused, Slate, Text

DAY = date(2026, 3, 5)
CONSENT = {"id": "consent", "title": "本人同意", "own": True}
VIEW = {"id": "view", "title": "纪检意见", "body": "discipline"}
C = Candidate("p1", "park")


def settings(**more):
    given_ = {
        "id": "nomination",
        "kind": "nomination",
        "channels": ["self", "unit", "joint", "leader", "organisation", "mass"],
    }
    return Settings.model_validate(given_ | more)


def form(who="p1", post="park", channel="leader", nominators="m1", **more):
    given_ = {"reasons": "实绩突出", "signed": "是", "nominated_on": DAY}
    return Nomination(person=who, post=post, channel=channel, nominators=nominators, **(given_ | more))


def unit(**more):
    return form(**({"channel": "unit", "nominators": "", "unit": "园区", "responsible": "m2"} | more))


def agreement(who="p1", gate="consent", agrees="是", by="p1", **more):
    return Agreement(
        person=who, gate=gate, agrees=agrees, given_by=by, given_on=more.pop("given_on", DAY), **more
    )


def review(who="p1", post="park", taken_up="是", **more):
    return Review(
        person=who, post=post, taken_up=taken_up, reason="人岗相适", **({"reviewed_on": DAY} | more)
    )


def ground(*nominations, **rows):
    return inputs({"nominations": nominations, **rows})


def refused(row, plan=None, at=None):
    return codes(admit("nominations", [row], Slate(), at or inputs(), plan or settings()))


@pytest.mark.parametrize(
    "row",
    [
        form(),
        unit(),
        form(channel="self", nominators=""),
        form(channel="joint", nominators="m1、m2"),
        form(channel="mass", nominators="p2"),
    ],
)
def test_forms_that_enter(row):
    assert refused(row) == ()


@pytest.mark.parametrize(
    ("row", "plan", "code"),
    [
        (form(who="nobody"), {}, "unknown_person"),
        (form(post="moon"), {}, "unknown_post"),
        (form(), {"channels": ["unit"]}, "channel_not_allowed"),
        (form(nominators="nobody"), {}, "unknown_person"),
        (form(nominators="p1"), {}, "nominates_oneself"),
        (unit(responsible=""), {}, "responsible_missing"),
        (unit(responsible="p1"), {}, "nominates_oneself"),
        (form(channel="joint"), {}, "nominators_missing"),
        (form(), {"nominators": {"leader": 2}}, "nominators_missing"),
        (form(), {"nominated_by": ["discipline"]}, "not_a_nominator"),
        (form(signed="否"), {}, "nomination_unsigned"),
        (form(reasons=""), {}, "reasons_too_short"),
        (form(nominated_on=date(2027, 1, 1)), {}, "dated_in_future"),
        (form(nominated_on=date(2025, 3, 30)), {}, "nomination_expired"),
    ],
)
def test_forms_that_are_refused(row, plan, code):
    assert refused(row, settings(**plan)) == ((0, code),)


def test_a_nomination_of_last_year_is_still_valid():
    assert refused(form(nominated_on=date(2025, 3, 31))) == ()
    assert refused(form(nominated_on=date(2025, 3, 31)), settings(valid_for={"months": 6})) == (
        (0, "nomination_expired"),
    )
    assert refused(unit(), settings(nominated_by=["committee"])) == ()


def test_one_nominator_may_be_held_to_so_many():
    plan = settings(per_nominator=1)
    assert refused(form("p2"), plan, ground(form())) == ((0, "too_many_nominations"),)
    assert refused(form("p1", "farm"), plan, ground(form())) == ()


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("agreements", agreement(gate="moon"), "unknown_gate"),
        ("agreements", agreement(who="p2", by="p2"), "not_nominated"),
        ("agreements", agreement(by="nobody"), "unknown_person"),
        ("agreements", agreement(by="m1"), "giver_not_allowed"),
        ("agreements", agreement(gate="view", by="m1"), "giver_not_allowed"),
        ("agreements", agreement(gate="any", by="p1"), "giver_not_allowed"),
        ("agreements", agreement(given_on=date(2027, 1, 1)), "dated_in_future"),
        ("agreements", agreement(given_on=date(2026, 3, 4)), "dated_out_of_order"),
        ("reviews", review(who="p2"), "not_nominated"),
        ("reviews", review(reviewed_on=date(2027, 1, 1)), "dated_in_future"),
    ],
)
def test_opinions_and_reviews_that_are_refused(table, row, code):
    plan = settings(gates=[CONSENT, VIEW, {"id": "any", "title": "意见"}])
    assert codes(admit(table, [row], Slate(), ground(form()), plan)) == ((0, code),)


def test_opinions_and_reviews_that_enter():
    plan = settings(gates=[CONSENT, VIEW])
    rows = [agreement(), agreement(gate="view", by="m6")]
    assert admit("agreements", rows, Slate(), ground(form()), plan) == ()
    assert admit("reviews", [review()], Slate(), ground(form()), plan) == ()


def test_what_is_due():
    assert [d.text.en for d in due(Slate(), inputs(), settings())] == ["there are no nominations"]
    assert due(slate("p1@park"), inputs(), settings()) == ()
    plan = settings(gates=[CONSENT, VIEW], review=True, force={"unit": "enters"})
    assert [(d.text.zh, d.table, d.by) for d in due(Slate(), ground(form()), plan)] == [
        ("赵一的“本人同意”", "agreements", ""),
        ("赵一的“纪检意见”", "agreements", "discipline"),
        ("赵一的综合审核", "reviews", ""),
    ]
    assert [d.table for d in due(Slate(), ground(unit()), plan)] == ["agreements", "agreements"]
    with pytest.raises(Refused, match="综合审核"):
        close(Slate(), ground(form()), settings(review=True))


def test_a_nominee_enters_with_the_story_and_those_who_answer():
    rows = [unit(nominated_on=date(2026, 3, 6)), form(channel="joint", nominators="m1、m3")]
    result = close(slate("p2@farm"), ground(*rows), settings())
    assert said(result.remaining.candidates) == ("p2@farm", "p1@park")
    history = (
        Text("2026-03-05 联名推荐：委员1、委员3；实绩突出", "2026-03-05 by joint: 委员1、委员3; 实绩突出"),
        Text("2026-03-06 单位推荐：园区，委员2；实绩突出", "2026-03-06 by unit: 园区, 委员2; 实绩突出"),
    )
    assert result.record == NominationRecord(
        (Standing(C, True, date(2027, 3, 6), history),),
        (
            Liable(C, "m1", "joint", "joint", DAY),
            Liable(C, "m3", "joint", "joint", DAY),
            Liable(C, "m2", "individual", "unit", date(2026, 3, 6)),
        ),
    )
    assert result.record.story_of(C) == history
    assert result.record.story_of(Candidate("p2", "farm")) == ()
    assert [(f.code, f.source.ref) for f in result.findings] == [
        ("nominated", "nomination.nominations:p1|park|joint|m1、m3|")
    ]


def test_whoever_is_not_agreed_to_leaves():
    at = ground(form(), agreements=[agreement(agrees="否", note="本人不愿")])
    result = close(Slate(), at, settings(gates=[CONSENT]))
    assert left(result) == {"p1@park": "not_agreed"}
    assert result.departures[0].finding.text.zh == "“本人同意”不同意：本人不愿"


def test_a_nomination_not_taken_up_stays_valid():
    at = ground(form(), reviews=[review(taken_up="否")])
    result = close(Slate(), at, settings(review=True))
    assert left(result) == {"p1@park": "not_taken_up"}
    assert result.departures[0].finding.text.zh == "未采纳：人岗相适；提名在 2027-03-05 前仍有效"
    assert result.record.nominees[0].valid_until == date(2027, 3, 5)


def test_whoever_comes_forward_alone_answers_alone():
    at = ground(form(channel="self", nominators=""))
    assert [x.person for x in close(Slate(), at, settings()).record.liable] == ["p1"]


def test_a_gate_is_ones_own_or_a_bodys():
    with pytest.raises(ValidationError, match="do not go together"):
        settings(gates=[CONSENT | {"body": "discipline"}])


@chances(deadline=None)
@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3", "p4"]), st.booleans(), min_size=1))
def test_everyone_nominated_is_accounted_for_and_somebody_answers(taken):
    """Law: exactly those taken up stay, and every nominee has somebody who answers."""
    at = ground(*(form(p) for p in taken), reviews=[review(p, taken_up=t) for p, t in taken.items()])
    result = close(Slate(), at, settings(review=True))
    assert set(result.remaining.people()) == {p for p, t in taken.items() if t}
    assert {x.candidate.person for x in result.record.liable} == set(taken)
