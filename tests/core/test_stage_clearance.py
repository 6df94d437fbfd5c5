"""Clearance (凡提四必): written, signed by the right hands, and before the discussion."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, kin, left, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.stages.clearance import ClearanceRecord, Opinion, Settings, admit, close, due
from quanheng.core.values import Candidate, Refused, Slate

DAY = date(2026, 3, 19)
AT = slate("p1@park", "p1@east", "p2@farm")


def settings(**more):
    given_ = {
        "id": "clearance",
        "kind": "clearance",
        "musts": ["discipline_opinion"],
        "given_by": "discipline",
    }
    return Settings.model_validate(given_ | more)


def opinion(who="p1", must="discipline_opinion", result="无影响任用的问题", **more):
    given_ = {"document": "纪函7号", "given_on": DAY, "signed_by": "m6"}
    return Opinion(person=who, must=must, result=result, **(given_ | more))


def refused(row, plan=None):
    return codes(admit("opinions", [row], AT, inputs(), plan or settings()))


def test_an_opinion_in_order_enters():
    assert refused(opinion()) == ()
    assert opinion().result == "clear"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (opinion(who="p3"), "not_a_candidate"),
        (opinion(must="audit"), "must_not_asked"),
        (opinion(given_on=date(2026, 4, 1)), "given_in_future"),
        (opinion(document=""), "opinion_incomplete"),
        (opinion(result="not_clear"), "opinion_incomplete"),
        (opinion(signed_by="m1"), "signer_not_allowed"),
        (opinion(who="p2", signed_by="p2"), "signer_not_allowed"),
    ],
)
def test_what_is_refused(row, code):
    assert refused(row) == ((0, code),)


def test_a_double_signature_needs_two_hands():
    plan = settings(signatures=2)
    assert refused(opinion(), plan) == ()
    once = inputs({"opinions": [opinion(), opinion(who="p2", second_signature="m7")]})
    assert [(d.text.en, d.by) for d in due(AT, once, plan)] == [
        ("赵一: discipline opinion waits for the second signature", "discipline")
    ]
    assert refused(opinion(second_signature="m6"), plan) == ((0, "signer_not_allowed"),)
    assert refused(opinion(second_signature="m7"), plan) == ()


def test_the_second_hand_may_be_of_another_body():
    plan = settings(signatures=2, second_by="committee")
    assert (plan.second_of("audit"), settings().second_of("audit")) == ("committee", "discipline")
    assert refused(opinion(second_signature="m1"), plan) == ()
    [(_, refusal)] = admit("opinions", [opinion(second_signature="m7")], AT, inputs(), plan)
    assert (refusal.code, "stages.clearance.second_by" in refusal.text.zh) == ("signer_not_allowed", True)


@pytest.mark.parametrize("field", ["signed_by", "second_signature"])
def test_kin_and_other_candidates_do_not_sign(field):
    known = inputs(people=[kin("m7", "p1")])
    assert codes(admit("opinions", [opinion(**{field: "m7"})], AT, known, settings())) == (
        (0, "signer_not_allowed"),
    )
    seats = inputs(members={"discipline": ("m6", "p2")})
    assert codes(admit("opinions", [opinion(**{field: "p2"})], AT, seats, settings())) == (
        (0, "signer_not_allowed"),
    )


@pytest.mark.parametrize(
    "wrong", [{"second_by": "committee"}, {"office_enters": ["archive"]}, {"office_enters": ["complaints"]}]
)
def test_settings_that_do_not_fit(wrong):
    with pytest.raises(ValueError, match=r"second_by|office_enters|complaints"):
        settings(**wrong)


def test_what_is_signed_second_is_what_was_read():
    read = opinion()
    assert opinion().digest() == read.digest()
    others = (opinion(note="补充"), opinion(document="纪函8号"), opinion(result="pending"))
    assert read.digest() not in {o.digest() for o in others}


def test_each_must_may_have_a_body_of_its_own_or_none():
    plan = settings(musts=["archive", "discipline_opinion"], given_by={"archive": "committee"}, written=False)
    assert refused(opinion(must="archive", signed_by="m1", document=""), plan) == ()
    assert refused(opinion(must="archive", signed_by="m6"), plan) == ((0, "signer_not_allowed"),)
    assert refused(opinion(signed_by="m9"), plan) == ()
    assert settings(given_by=None).giver_of("archive") == ""


def test_missing_and_pending_opinions_hold_the_stage():
    pending = inputs({"opinions": [opinion(result="pending", document="")]})
    assert [(d.text.en, d.person, d.by) for d in due(AT, pending, settings())] == [
        ("赵一: discipline opinion is pending", "p1", "discipline"),
        ("钱二: discipline opinion is missing", "p2", "discipline"),
    ]
    with pytest.raises(Refused, match="尚在核查"):
        close(AT, pending, settings())


def test_whoever_is_not_clear_leaves_from_every_post():
    rows = [
        opinion(result="not_clear", note="违规审批", second_signature="m7"),
        opinion(who="p2", given_on=date(2026, 3, 18)),
    ]
    outcome = close(AT, inputs({"opinions": rows}), settings())
    assert left(outcome) == {"p1@park": "discipline_opinion", "p1@east": "discipline_opinion"}
    gone = outcome.departures[0].finding
    assert gone.text.zh == "纪检监察机关意见必听：有影响任用的问题：违规审批"
    assert gone.source.ref == "clearance.opinions:p1|discipline_opinion"
    stayed = outcome.findings_of(Candidate("p2", "farm"))
    assert [(f.state, [(e.label.zh, e.value.zh) for e in f.evidence]) for f in stayed] == [
        ("met", [("文号", "纪函7号"), ("出具日期", "2026-03-18"), ("签字人", "委员6")])
    ]
    assert outcome.record == ClearanceRecord(("discipline_opinion",), 2, 1, 1, DAY)


def test_several_bars_are_one_departure_and_the_rest_stay_as_findings():
    plan = settings(musts=["archive", "audit"])
    rows = [
        opinion(must="archive", result="not_clear", note="甲"),
        opinion(must="audit", result="not_clear", note="乙"),
    ]
    outcome = close(slate("p1@park"), inputs({"opinions": rows}), plan)
    assert left(outcome) == {"p1@park": "archive"}
    assert [f.code for f in outcome.findings] == ["audit"]


def test_nobody_to_clear():
    outcome = close(Slate(), inputs(), settings())
    assert outcome.record == ClearanceRecord(("discipline_opinion",), 0, 0, 0, None)


@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3", "p4"]), st.sampled_from(["clear", "not_clear"])))
def test_the_slate_is_accounted_for(results):
    """Law: exactly those who are clear stay."""
    at = slate(*(f"{p}@park" for p in results))
    rows = [opinion(who=p, result=r, note="x") for p, r in results.items()]
    outcome = close(at, inputs({"opinions": rows}), settings())
    assert set(outcome.remaining.people()) == {p for p, r in results.items() if r == "clear"}
