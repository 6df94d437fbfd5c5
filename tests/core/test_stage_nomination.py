"""Nomination (提名、首提): who nominates answers for it; a nomination not taken up stays valid for a year."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, kin, left, person, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.language.posts import Choices
from quanheng.core.people import Sanction
from quanheng.core.stages.nomination import (
    Liable,
    NominationRecord,
    Settings,
    Standing,
    admit,
    close,
    due,
)
from quanheng.core.stages.nomination.tables import Agreement, Nomination, Review, Signature, Withdrawal
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


LEADERS = {"channels": ["leader", "joint"], "bodies": ["committee"], "levels": ["中层副职"]}
OFFICE = {"channels": ["unit"], "bodies": ["discipline"]}
STATED = {"performance": "办成搬迁", "integrity": "无问题", "problems": "无", "relation": "none"}


def signature(who="m1", nominee="p1", post="park", on=DAY):
    return Signature(signer=who, person=nominee, post=post, signed_on=on)


def withdrawal(who="m1", nominee="p1", post="park", on=DAY):
    return Withdrawal(nominator=who, person=nominee, post=post, reason="另有安排", withdrawn_on=on)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (form(), ()),
        (form(post="east"), ((0, "no_right_for_level"),)),
        (form(nominators="m9"), ((0, "not_a_nominator"),)),
        (form(channel="mass"), ((0, "not_a_nominator"),)),
        (unit(), ((0, "not_a_nominator"),)),
        (unit(responsible="m6", post="east"), ()),
        (form(channel="self", nominators=""), ()),
    ],
)
def test_only_who_has_the_right_for_the_level_nominates(row, code):
    assert refused(row, settings(rights=[LEADERS, OFFICE])) == code


def test_a_refusal_names_the_line_of_the_plan_and_the_levels_that_are_open():
    ((_, refusal),) = admit(
        "nominations", [form(post="east")], Slate(), inputs(), settings(rights=[LEADERS, OFFICE])
    )
    assert refusal.say("zh") == (
        "p1|east|leader|m1|: 委员1对“中层正职”职位没有提名权，可提名：中层副职（方案 stages.nomination.rights）。"
        " 请核对提名材料。"
    )


def test_nobody_nominates_their_kin():
    archive = inputs(people=[kin("m1", "p1")])
    assert refused(form(), at=archive) == ((0, "nominates_kin"),)
    assert refused(form(channel="joint", nominators="m2、m1"), at=archive) == ((0, "nominates_kin"),)
    assert refused(form(relation="亲属")) == ((0, "nominates_kin"),)
    assert refused(form(), settings(relatives="allow"), archive) == ()
    assert refused(form(channel="self", nominators="", relation="kin")) == ()


def test_nobody_nominates_while_held_to_account():
    def held(until):
        return inputs(people=[person("m1", sanctions=(Sanction("首提责任追究", date(2026, 1, 1), until),))])

    plan = settings(free_of=["首提责任追究"])
    assert refused(form(), plan, held(date(2026, 3, 5))) == ((0, "nominator_under_effect"),)
    assert refused(form(), plan, held(None)) == ((0, "nominator_under_effect"),)
    assert refused(form(), plan, held(date(2026, 3, 4))) == ()
    assert refused(form(), settings(), held(None)) == ()


def test_a_nominator_nominates_a_person_once():
    assert refused(form(channel="joint", nominators="m1、m2"), at=ground(form())) == ((0, "nominated_twice"),)
    assert refused(form("p1", "farm"), at=ground(form())) == ()
    one = inputs({"nominations": [form()]}, choices=Choices(max=1))
    assert refused(form("p1", "farm"), at=one) == ((0, "nominated_twice"),)
    assert refused(form("p1", "farm", nominators="m2"), at=one) == ()
    gone = inputs({"nominations": [form()], "withdrawals": [withdrawal()]}, choices=Choices(max=1))
    assert refused(form("p1", "farm"), at=gone) == ()


@pytest.mark.parametrize("lacking", sorted(STATED))
def test_the_form_states_what_the_plan_asks_for(lacking):
    plan = settings(grounds=["performance", "integrity", "problems", "relation"])
    assert refused(form(**STATED), plan) == ()
    assert refused(form(**{k: v for k, v in STATED.items() if k != lacking}), plan) == (
        (0, "ground_missing"),
    )


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("signatures", signature(), ()),
        ("signatures", signature("m2"), ((0, "not_first_nominator"),)),
        ("signatures", signature(on=date(2026, 3, 4)), ((0, "dated_out_of_order"),)),
        ("signatures", signature(on=date(2027, 3, 4)), ((0, "dated_in_future"),)),
        ("withdrawals", withdrawal(), ()),
        ("withdrawals", withdrawal("m2"), ((0, "not_first_nominator"),)),
    ],
)
def test_signatures_and_withdrawals_are_of_those_who_answer_for_it(table, row, code):
    assert codes(admit(table, [row], Slate(), ground(form()), settings())) == code


def test_what_is_taken_up_is_not_withdrawn():
    taken = ground(form(), reviews=[review()])
    assert codes(admit("withdrawals", [withdrawal()], Slate(), taken, settings())) == (
        (0, "nomination_taken_up"),
    )


def test_everybody_who_answers_signs():
    plan = settings(signatures=True)
    joint = form(channel="joint", nominators="m1、m2")
    missing = due(Slate(), ground(joint, signatures=[signature()]), plan)
    assert [(d.text.zh, d.table, d.by) for d in missing] == [
        ("委员2在对赵一的提名表上签名", "signatures", "m2")
    ]
    assert due(Slate(), ground(joint, signatures=[signature(), signature("m2")]), plan) == ()


def test_a_nomination_that_is_withdrawn_falls():
    outcome = close(Slate(), ground(form(), form("p2"), withdrawals=[withdrawal()]), settings())
    assert (said(outcome.remaining.candidates), left(outcome)) == (
        ("p2@park",),
        {"p1@park": "nomination_withdrawn"},
    )
    assert outcome.departures[0].finding.text.zh == "提名已由委员1于 2026-03-05 撤回：另有安排"
    assert [a.person for a in outcome.record.liable] == ["m1"]


def test_whoever_withdraws_from_a_joint_nomination_no_longer_answers():
    joint = form(channel="joint", nominators="m1、m2、m3")
    outcome = close(Slate(), ground(joint, withdrawals=[withdrawal("m2")]), settings())
    assert [(a.person, a.manner) for a in outcome.record.liable] == [("m1", "joint"), ("m3", "joint")]
    fewer = close(Slate(), ground(joint, withdrawals=[withdrawal("m2"), withdrawal("m3")]), settings())
    assert left(fewer) == {"p1@park": "nomination_withdrawn"}


def test_a_candidate_who_stood_before_stays_without_the_nomination():
    outcome = close(slate("p1@park"), ground(form(), withdrawals=[withdrawal()]), settings())
    assert (said(outcome.remaining.candidates), left(outcome)) == (("p1@park",), {})


def test_the_story_holds_all_that_the_form_states():
    outcome = close(Slate(), ground(form(**STATED)), settings())
    assert [t.zh for t in outcome.record.story_of(C)] == [
        "2026-03-05 领导推荐：委员1；实绩突出；实绩：办成搬迁；廉洁：无问题；已知问题：无；与被提名人的关系：无特殊关系"
    ]
