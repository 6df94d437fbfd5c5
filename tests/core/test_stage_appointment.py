"""Appointment (任职): after the notice, with a talk and a document; ends of trial and term."""

from datetime import date
from types import SimpleNamespace

import pytest
from core.stage_ground import codes, earlier_outcome, holder, inputs, left, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.findings import found
from quanheng.core.language.posts import Term, TermCase, Trial
from quanheng.core.language.terms import Span
from quanheng.core.stages.appointment import (
    RECORD,
    Appointed,
    Document,
    Pledge,
    Settings,
    Talk,
    admit,
    close,
    due,
)
from quanheng.core.stages.public_notice import RECORD as NOTICE
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Source, Text

AT = slate("p1@park", "p2@farm")
DAY = date(2026, 3, 25)
NOTICED = earlier_outcome(
    NOTICE(date(2026, 3, 21), date(2026, 3, 24), DAY, (), False, False, (), 0, 0, 0, 0, 0),
    remaining=slate("p4@farm"),
)


def settings(**more):
    return Settings.model_validate({"id": "appointment", "kind": "appointment"} | more)


def document(who="p1", post="park", **more):
    given_ = {"number": "12号", "issued_on": DAY, "effective_on": date(2026, 3, 20)}
    return Document(person=who, post=post, **(given_ | more))


def talk(who="p1", **more):
    return Talk(person=who, **({"talked_by": "m1", "talked_on": DAY} | more))


def ground(documents=None, talks=None, **more):
    earlier, people = more.pop("earlier", {"notice": NOTICED}), more.pop("people", ())
    pledges = more.pop("pledges", ())
    rows = {
        "documents": [document(), document("p2", "farm")] if documents is None else documents,
        "talks": [talk(), talk("p2")] if talks is None else talks,
        "pledges": pledges,
    }
    return inputs(rows, people, earlier=earlier, **more)


def refused(table, row):
    return codes(admit(table, [row], AT, ground(), settings()))


def test_appointments_with_the_ends_of_trial_and_term():
    term = Term(length=Span(years=3), filed_with=Text("组织部"))
    at = ground(term=term, trial=Trial(length=Span(months=3)))
    outcome = close(AT, at, settings(filed_with={"zh": "组织部", "en": "Organisation department"}))
    made = {"number": "12号", "issued_on": DAY, "effective_on": date(2026, 3, 20)}
    ends = {"trial_ends_on": date(2026, 6, 25), "term_ends_on": date(2029, 3, 20)}
    assert outcome.record == RECORD(
        (Appointed("p1", "park", **made, **ends), Appointed("p2", "farm", **made, **ends)),
        (),
        Text("组织部", "Organisation department"),
    )
    appointed = outcome.findings_of(Candidate("p1", "park"))[0]
    assert (appointed.code, appointed.source.ref) == ("appointed", "appointment.documents:p1|park")
    assert [(e.label.zh, e.value.zh) for e in appointed.evidence] == [
        ("文号", "12号"),
        ("印发日期", "2026-03-25"),
        ("任职起算日", "2026-03-20"),
        ("任职谈话", "2026-03-25"),
        ("试用期满", "2026-06-25"),
        ("任期届满", "2029-03-20"),
        ("报备案机关", "组织部"),
    ]


@pytest.mark.parametrize(
    ("frame", "plan", "trial_ends", "term_ends"),
    [
        ({}, {}, None, None),
        ({}, {"trial": {"days": 30}, "term": {"years": 5}}, date(2026, 4, 24), date(2031, 3, 20)),
        ({"trial": Trial(length=Span(working_days=2))}, {}, date(2026, 3, 27), None),
        ({"trial": Trial(length=Span(years="1"), counts_from="effective")}, {}, date(2027, 3, 20), None),
        (
            {
                "trial": Trial(length=Span(months=3)),
                "term": Term(length=Span(years=3), counts_from="probation_end"),
            },
            {},
            date(2026, 6, 25),
            date(2029, 6, 25),
        ),
    ],
)
def test_where_the_ends_come_from(frame, plan, trial_ends, term_ends):
    outcome = close(slate("p1@park"), ground(**frame), settings(talk=False, **plan))
    made = outcome.record.appointments[0]
    assert (made.trial_ends_on, made.term_ends_on) == (trial_ends, term_ends)


def test_a_month_without_that_day_ends_on_its_last():
    rows = [document(issued_on=date(2026, 3, 31))]
    outcome = close(slate("p1@park"), ground(rows, trial=Trial(length=Span(months=3))), settings())
    assert outcome.record.appointments[0].trial_ends_on == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("documents", document(issued_on=date(2026, 3, 24)), "document_before_notice_end"),
        ("documents", document(issued_on=date(2026, 4, 1)), "dated_in_future"),
        ("documents", document("p1", "farm"), "not_a_candidate"),
        ("talks", talk(talked_by="p1"), "own_talk"),
        ("talks", talk("p3"), "not_a_candidate"),
        ("talks", talk(talked_on=date(2026, 4, 1)), "dated_in_future"),
        ("pledges", Pledge(person="p1", signed_on=date(2026, 4, 1)), "dated_in_future"),
        ("pledges", Pledge(person="p3", signed_on=DAY), "not_a_candidate"),
    ],
)
def test_what_is_refused(table, row, code):
    assert refused(table, row) == ((0, code),)


def test_an_office_begins_no_earlier_than_its_decision():
    def decided(on, *at):
        return Outcome(
            "decision", slate(*at), slate(*at),
            findings=tuple(found("adopted", "met", Text("通过"), Source("plan", "x"), c) for c in slate(*at).candidates),
            record=SimpleNamespace(held_on=on),
        )  # fmt: skip

    earlier = {
        "park_meeting": decided(date(2026, 3, 20), "p1@park", "p3@east"),
        "farm_meeting": decided(date(2026, 3, 23), "p2@farm"),
        "east_meeting": decided(date(2026, 3, 24), "p1@east"),
    }
    at = slate("p1@park", "p2@farm", "p3@west", "p4@farm")

    def codes_of(*rows):
        return codes(admit("documents", rows, at, ground(earlier=earlier), settings()))

    assert codes_of(document(), document("p2", "farm", effective_on=date(2026, 3, 23))) == ()
    early = document(effective_on=date(2026, 3, 19)), document("p2", "farm")
    assert codes_of(*early) == ((0, "dated_out_of_order"), (1, "dated_out_of_order"))
    given_later = document("p3", "west"), document("p3", "west", effective_on=date(2026, 3, 19))
    assert [codes_of(row) for row in given_later] == [(), ((0, "dated_out_of_order"),)]
    assert codes_of(document("p4", "farm", effective_on=date(2026, 1, 1))) == ()


def test_what_enters():
    assert refused("documents", document()) == ()
    assert refused("talks", talk()) == ()
    assert refused("pledges", Pledge(person="p1", signed_on=DAY)) == ()
    free = inputs()
    assert admit("documents", [document(issued_on=date(2026, 3, 1))], AT, free, settings()) == ()


def test_what_is_missing():
    plan = settings(pledge=True)
    at = ground(
        [document(issued_on=date(2026, 3, 24))], [talk()], pledges=[Pledge(person="p2", signed_on=DAY)]
    )
    assert [(d.table, d.person, d.text.zh) for d in due(AT, at, plan)] == [
        ("talks", "p2", "钱二的任职谈话"),
        ("pledges", "p1", "赵一的廉政承诺书"),
        ("documents", "p1", "赵一任“园区副主任”的任职文件早于公示届满日 2026-03-24"),
        ("documents", "p2", "钱二任“农办副主任”尚无任职文件"),
    ]
    with pytest.raises(Refused, match="任职谈话"):
        close(AT, at, plan)


def test_holders_who_competed_and_lost_lose_the_old_post():
    people = [holder("p1"), holder("p4"), holder("p5")]
    outcome = close(AT, ground(people=people), settings(holders_lose_post=True))
    lost = outcome.findings_of(Candidate("p4", ""))
    assert [(f.code, f.state, f.text.zh, f.source.ref) for f in lost] == [
        (
            "post_lost",
            "note",
            "李四原任农办副主任，参加竞争未获任用，原职务自然免除",
            "stages.appointment.holders_lose_post",
        )
    ]
    assert outcome.record.lost_post == (("p4", "农办副主任"),)
    assert close(AT, ground(people=people), settings()).record.lost_post == ()
    others = settings(holders_lose_post=True, holders_of="处级")
    assert close(AT, ground(people=people), others).record.lost_post == ()
    stranger = {"notice": NOTICED, "enrolment": earlier_outcome(remaining=slate("x9@farm"))}
    outcome = close(AT, ground(people=people, earlier=stranger), settings(holders_lose_post=True))
    assert outcome.record.lost_post == (("p4", "农办副主任"),)


@given(st.sets(st.sampled_from(["p1", "p2", "p3"])))
def test_the_slate_is_accounted_for(people):
    """Law: nobody leaves at this stage, and everyone has one appointment."""
    at = slate(*(f"{p}@park" for p in sorted(people)))
    rows = [document(p) for p in sorted(people)]
    outcome = close(at, ground(rows, [talk(p) for p in people]), settings())
    assert outcome.remaining == at
    assert left(outcome) == {}
    assert [a.person for a in outcome.record.appointments] == sorted(people)


def test_nobody_to_appoint():
    assert close(Slate(), inputs(), settings()).record == RECORD((), ())


CASES = {
    "length": {"years": 3},
    "cases": [
        {
            "waived": ["title"],
            "length": {"years": 2},
            "extended_by": {"years": 1},
            "if": "取得职称",
            "by": "2028-01-01",
        },
        {"waived": ["age"], "length": {"years": 1}},
    ],
}


def reviewed(rule):
    """An eligibility review that waived one rule for p1."""
    source = Source("plan", f"eligibility#{rule}")
    waived = Finding("rule_waived", "note", Text("豁免"), source, Candidate("p1", "park"))
    return {"review": Outcome("review", AT, AT, findings=(waived,))}


@pytest.mark.parametrize(
    ("rule", "ends", "extended"),
    [
        ("title", date(2028, 3, 20), ["2029-03-20：取得职称（2028-01-01 前）"]),
        ("age", date(2027, 3, 20), []),
        ("education", date(2029, 3, 20), []),
    ],
)
def test_whoever_came_by_a_waiver_has_a_term_of_its_own(rule, ends, extended):
    """P40: two years instead of three for a title that was waived, one more if it is earned in time."""
    at = ground(term=Term.model_validate(CASES), earlier=reviewed(rule))
    outcome = close(AT, at, settings())
    assert outcome.record.appointments[0].term_ends_on == ends
    assert outcome.record.appointments[1].term_ends_on == date(2029, 3, 20)
    evidence = outcome.findings_of(Candidate("p1", "park"))[0].evidence
    assert [e.value.zh for e in evidence if e.label.zh == "可延至"] == extended


def test_a_term_tied_to_another_bodys_ends_with_it():
    """P137: the term ends when that of another body does."""
    term = Term(length=Span(years=3), ends_on=date(2027, 12, 31))
    assert close(AT, ground(term=term), settings()).record.appointments[0].term_ends_on == date(2027, 12, 31)
    later = Term(length=Span(years=3), ends_on=date(2030, 12, 31))
    assert close(AT, ground(term=later), settings()).record.appointments[0].term_ends_on == date(2029, 3, 20)


def test_an_extension_says_for_what():
    with pytest.raises(ValueError, match="belong together"):
        TermCase.model_validate({"waived": ["title"], "length": {"years": 2}, "extended_by": {"years": 1}})


def test_whoever_is_appointed_may_have_to_stay():
    outcome = close(AT, ground(), settings(serves_at_least={"years": 5}))
    assert [a.serves_until for a in outcome.record.appointments] == [date(2031, 3, 20)] * 2
    evidence = {e.label.zh: e.value.zh for e in outcome.findings[0].evidence}
    assert evidence["最低服务期至"] == "2031-03-20"
