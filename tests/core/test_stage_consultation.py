"""Consultation (酝酿): every side heard, silence after a month is consent, objections postpone."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.stages.consultation import (
    Asked,
    ConsultationRecord,
    Heard,
    PartyOpinion,
    Settings,
    admit,
    close,
    due,
)
from quanheng.core.values import Refused

DAY = date(2026, 3, 2)
HEAD = {"id": "head", "title": "分管领导", "body": "committee"}
ASSISTING = {"id": "assisting", "title": "协管方", "silence": {"months": 1}}
AT = slate("p1@park", "p2@farm")
C1, C2 = AT.candidates


def settings(*parties, **more):
    return Settings.model_validate(
        {"id": "consult", "kind": "consultation", "parties": parties or (HEAD,)} | more
    )


def asked(party="head", on=DAY, **more):
    return Asked(party=party, asked_on=on, **more)


def opinion(who="p1", said="同意", party="head", by="m1", **more):
    return PartyOpinion(
        party=party, person=who, opinion=said, given_by=by, **({"given_on": date(2026, 3, 10)} | more)
    )


LETTERS = (asked(),)


def ground(*opinions, asked_=LETTERS, **more):
    return inputs({"asked": asked_, "opinions": opinions}, **more)


def test_everyone_agrees():
    at = ground(opinion(), opinion("p2", "保留意见", document="函9"))
    result = close(AT, at, settings())
    assert left(result) == {}
    assert [(f.code, f.state, f.text.en) for f in result.findings] == [
        ("agreed", "met", "'分管领导': agree"),
        ("reserved", "note", "'分管领导': reserved"),
    ]
    assert [e.value.zh for e in result.findings[1].evidence] == ["2026-03-10", "委员1", "函9"]
    assert result.record == ConsultationRecord(
        (asked(),), (Heard(C1, "head", "agree"), Heard(C2, "head", "reserved"))
    )


@pytest.mark.parametrize(
    ("plan", "gone"),
    [
        (settings(), {"p1@park": "postponed"}),
        (settings(objection="go_on"), {}),
        (settings(HEAD | {"objection": "go_on"}), {}),
        (settings(HEAD | {"objection": "postpone"}, objection="go_on"), {"p1@park": "postponed"}),
    ],
)
def test_an_objection_postpones_or_is_noted(plan, gone):
    at = ground(opinion(said="不同意", note="资历尚浅"), opinion("p2"))
    result = close(AT, at, plan)
    assert left(result) == gone
    about = result.findings_of(C1)
    assert [(f.code, f.text.zh) for f in about] == [
        ("postponed" if gone else "objected", "“分管领导”不同意：资历尚浅")
    ]


def test_an_opinion_on_the_post_goes_before_one_on_the_person():
    at = ground(opinion(), opinion(said="不同意", post="park", note="x"))
    assert left(close(slate("p1@park", "p1@farm"), at, settings())) == {"p1@park": "postponed"}


def test_silence_of_a_month_is_consent():
    plan = settings(ASSISTING)
    early = ground(asked_=[asked("assisting")])
    assert [(d.text.en, d.person) for d in due(slate("p1@park"), early, plan)] == [
        ("the opinion of '协管方' on 赵一 (silence is consent from 2026-04-02)", "p1")
    ]
    late = ground(asked_=[asked("assisting")], closed_on=date(2026, 4, 2))
    result = close(slate("p1@park"), late, plan)
    assert [(f.code, f.source.ref) for f in result.findings] == [
        ("silent_consent", "consult.asked:assisting")
    ]
    assert result.record.heard == (Heard(C1, "assisting", "silent"),)
    against = ground(
        opinion(said="不同意", party="assisting", note="x"),
        asked_=[asked("assisting")],
        closed_on=date(2026, 4, 2),
    )
    assert left(close(slate("p1@park"), against, plan)) == {"p1@park": "postponed"}


def test_what_is_due():
    assert [(d.text.zh, d.table, d.by) for d in due(AT, inputs(), settings())] == [
        ("尚未征求“分管领导”的意见", "asked", "committee")
    ]
    assert [d.text.zh for d in due(AT, ground(opinion()), settings())] == ["“分管领导”对钱二的意见"]
    assert due(slate(), inputs(), settings()) == ()
    with pytest.raises(Refused, match="尚未征求"):
        close(AT, inputs(), settings())


@pytest.mark.parametrize(
    ("row", "plan", "code"),
    [
        (opinion("p3"), {}, "not_a_candidate"),
        (opinion(party="moon"), {}, "unknown_party"),
        (opinion(party="assisting"), {}, "not_asked_yet"),
        (opinion(by="m9"), {}, "giver_not_allowed"),
        (opinion(said="不同意"), {}, "objection_without_reason"),
        (opinion(), {"written": True}, "opinion_not_written"),
        (opinion(given_on=date(2027, 1, 1)), {}, "dated_in_future"),
        (opinion(given_on=date(2026, 3, 1)), {}, "dated_out_of_order"),
    ],
)
def test_opinions_that_are_refused(row, plan, code):
    plan = settings(HEAD, ASSISTING, **plan)
    assert codes(admit("opinions", [row], AT, ground(), plan)) == ((0, code),)


def test_other_rows():
    assert admit("opinions", [opinion()], AT, ground(), settings()) == ()
    rows = [asked(), asked("moon"), asked("assisting", date(2027, 1, 1))]
    assert codes(admit("asked", rows, AT, inputs(), settings(HEAD, ASSISTING))) == (
        (1, "unknown_party"),
        (2, "dated_in_future"),
    )


def test_a_party_is_named_once():
    with pytest.raises(ValidationError, match="used twice"):
        settings(HEAD, HEAD)


@chances(deadline=None)
@given(st.lists(st.sampled_from(["agree", "object", "reserved"]), min_size=2, max_size=2))
def test_exactly_those_objected_to_leave(said):
    """Law: whoever meets no objection stays."""
    rows = [opinion(p, s, note="x") for p, s in zip(("p1", "p2"), said, strict=True)]
    result = close(AT, ground(*rows), settings())
    assert set(result.remaining.people()) == {
        p for p, s in zip(("p1", "p2"), said, strict=True) if s != "object"
    }
