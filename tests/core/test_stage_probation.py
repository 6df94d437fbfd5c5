"""Probation (试用期): its time, its review, and sanctions that end it."""

from datetime import date

import pytest
from core.stage_ground import codes, earlier_outcome, inputs, left, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.stages.appointment import RECORD as APPOINTMENTS
from quanheng.core.stages.appointment import Appointed
from quanheng.core.stages.probation import (
    RECORD,
    Event,
    Review,
    Settings,
    TrialEnd,
    admit,
    close,
    due,
)
from quanheng.core.values import Candidate, Refused, Slate

AT = slate("p1@park", "p2@farm")
BEGAN, FULL, EFFECTIVE = date(2026, 3, 25), date(2026, 6, 25), date(2026, 3, 20)
MADE = earlier_outcome(
    APPOINTMENTS(
        tuple(
            Appointed(p, q, "12号", BEGAN, EFFECTIVE, FULL, None)
            for p, q in (("p1", "park"), ("p2", "farm"), ("p3", "east"))
        ),
        (),
    )
)


def settings(**more):
    given_ = {
        "id": "probation",
        "kind": "probation",
        "length": {"months": 3},
        "ends_early_on": ["记大过", "撤职"],
    }
    return Settings.model_validate(given_ | more)


def review(who="p1", post="park", result="合格", **more):
    return Review(person=who, post=post, result=result, reviewed_on=more.pop("on", FULL), **more)


def event(who="p1", kind="政务记大过", on=date(2026, 5, 6)):
    return Event(person=who, kind=kind, on=on, document="3号")


def ground(reviews=(), events=(), closed_on=FULL, earlier=None):
    made = {"speech": earlier_outcome(), "appointment": MADE} if earlier is None else earlier
    return inputs({"reviews": reviews, "events": events}, closed_on=closed_on, earlier=made)


BOTH = (review(), review("p2", "farm"))


def refused(table, row, plan=None, at=None):
    return codes(admit(table, [row], AT, at or ground(), plan or settings()))


def test_whoever_passes_is_formally_appointed_and_the_trial_counts():
    outcome = close(AT, ground(BOTH), settings())
    assert left(outcome) == {}
    assert outcome.record == RECORD(
        (
            TrialEnd("p1", "park", BEGAN, FULL, "passed", BEGAN),
            TrialEnd("p2", "farm", BEGAN, FULL, "passed", BEGAN),
        )
    )
    found = outcome.findings_of(Candidate("p1", "park"))[0]
    assert (found.text.zh, found.source.ref) == ("试用期满考核合格，正式任职", "probation.reviews:p1|park")
    assert [(e.label.zh, e.value.zh) for e in found.evidence] == [
        ("试用起算", "2026-03-25"),
        ("试用期满", "2026-06-25"),
        ("考核日期", "2026-06-25"),
    ]
    later = close(AT, ground(BOTH), settings(counts=False))
    assert later.record.trials[0].tenure_counts_from == FULL


def test_the_trial_may_count_from_taking_office_or_from_the_opening():
    effective = close(AT, ground(BOTH), settings(counts_from="effective"))
    assert effective.record.trials[0].full_on == date(2026, 6, 20)
    alone = close(AT, ground(BOTH, earlier={}), settings())
    assert alone.record.trials[0].began_on == date(2026, 3, 1)


def test_closing_before_the_trial_is_full_is_refused():
    early = ground(BOTH, closed_on=date(2026, 6, 24))
    with pytest.raises(Refused, match="2026-06-25"):
        close(AT, early, settings())
    assert [d.text.zh for d in due(AT, ground(BOTH[:1]), settings())] == ["钱二的试用期满考核"]


def test_a_sanction_ends_the_trial_at_once():
    early = ground(BOTH[1:], [event(), event("p2", "通报批评")], closed_on=date(2026, 5, 7))
    assert [d.person for d in due(AT, early, settings())] == ["p2"]
    outcome = close(AT, ground(BOTH[1:], [event(), event("p2", "通报批评")]), settings())
    assert left(outcome) == {"p1@park": "trial_ended_early"}
    gone = outcome.departures[0].finding
    assert (gone.text.zh, gone.source.ref) == (
        "试用期间政务记大过，试用终止",
        "stages.probation.ends_early_on",
    )
    noted = outcome.findings_of(Candidate("p2", "farm"))
    assert [(f.code, f.state) for f in noted] == [("trial_passed", "met"), ("trial_event", "note")]
    assert outcome.record.trials[0] == TrialEnd("p1", "park", BEGAN, FULL, "ended_early", None)


def test_a_trial_that_the_body_ended_waits_for_nothing():
    rows = [review(result="提前结束", note="本人辞去", on=date(2026, 4, 30))]
    outcome = close(slate("p1@park"), ground(rows, closed_on=date(2026, 4, 30)), settings())
    assert left(outcome) == {"p1@park": "trial_ended_early"}


def test_whoever_fails_goes_back():
    rows = [review(result="failed", note="测评不合格"), BOTH[1]]
    outcome = close(AT, ground(rows), settings())
    assert left(outcome) == {"p1@park": "trial_failed"}
    assert outcome.departures[0].finding.text.zh == (
        "试用期满考核不合格：测评不合格。免去试任职务，一般按试任前的职务职级安排"
    )


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("reviews", review("p3", "park"), "not_a_candidate"),
        ("reviews", review(on=date(2026, 3, 24)), "outside_trial"),
        ("reviews", review(on=date(2026, 6, 26)), "outside_trial"),
        ("reviews", review(result="failed"), "review_incomplete"),
        ("reviews", review(favourable=5, ballots=4), "review_incomplete"),
        ("events", event("p3"), "not_a_candidate"),
        ("events", event(on=date(2026, 3, 1)), "outside_trial"),
    ],
)
def test_what_is_refused(table, row, code):
    assert refused(table, row) == ((0, code),)


def test_what_enters():
    assert refused("reviews", review()) == ()
    assert refused("reviews", review(favourable=5)) == ()
    assert refused("events", event()) == ()


def test_a_vote_at_the_end_must_be_over_the_plans_share():
    plan = settings(vote={"over": "2/3"})
    assert refused("reviews", review(), plan) == ((0, "review_incomplete"),)
    assert refused("reviews", review(favourable=20, ballots=30), plan) == ((0, "review_incomplete"),)
    assert refused("reviews", review(favourable=20, ballots=30, note="情况特殊，集体研究"), plan) == ()
    assert refused("reviews", review(favourable=21, ballots=30), plan) == ()
    assert refused("reviews", review(favourable=20, ballots=30), settings(vote={"at_least": "2/3"})) == ()
    assert refused("reviews", review(result="failed", note="x"), plan) == ()
    outcome = close(slate("p1@park"), ground([review(favourable=21, ballots=30)]), plan)
    assert outcome.findings[0].evidence[-1].value.zh == "21/30"


def test_nobody_on_trial():
    assert close(Slate(), inputs(), settings()).record == RECORD(())


@given(
    st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["passed", "failed", "ended_early"]))
)
def test_the_slate_is_accounted_for(results):
    """Law: exactly those who passed stay."""
    at = slate(*(f"{p}@park" for p in results))
    rows = [review(p, result=r, note="x") for p, r in results.items()]
    outcome = close(at, ground(rows), settings())
    assert set(outcome.remaining.people()) == {p for p, r in results.items() if r == "passed"}
