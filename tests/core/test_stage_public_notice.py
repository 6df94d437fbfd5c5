"""Public notice (公示): the days that count, the places that carry it, and objections."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.stages.public_notice import (
    RECORD,
    Objection,
    Publication,
    Settings,
    Settlement,
    admit,
    close,
    due,
)
from quanheng.core.values import Candidate, Refused, Slate

AT = slate("p1@park", "p1@east", "p2@farm")
UP = date(2026, 3, 20)  # a Friday


def settings(**more):
    given_ = {
        "id": "notice",
        "kind": "public_notice",
        "lasts": {"days": 3},
        "places": [{"zh": "公示栏", "en": "Board"}, "工作群"],
        "objections_to": "discipline",
    }
    return Settings.model_validate(given_ | more)


def publications(day=UP, **more):
    return [
        Publication(place="公示栏", published_on=day, **more),
        Publication(place="工作群", published_on=day),
    ]


def objection(number="1", who="p1", on=date(2026, 3, 22), **more):
    return Objection(number=number, person=who, received_on=on, text="学历不实", **more)


def settlement(number="1", result="not_upheld", **more):
    given_ = {"finding": "档案齐全", "settled_on": date(2026, 3, 23), "by": "m6"}
    return Settlement(number=number, result=result, **(given_ | more))


def ground(objections=(), settlements=(), closed_on=date(2026, 3, 24), published=None, **more):
    rows = {
        "publications": publications() if published is None else published,
        "objections": objections,
        "settlements": settlements,
    }
    return inputs(rows, closed_on=closed_on, **more)


def refused(table, row, at=None, plan=None):
    return codes(admit(table, [row], AT, at or ground(), plan or settings()))


def test_three_calendar_days_from_friday_end_on_monday():
    outcome = close(AT, ground(), settings())
    assert outcome.record == RECORD(
        notice_first_on=UP,
        notice_last_on=date(2026, 3, 23),
        next_on=date(2026, 3, 24),
        counted=(date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23)),
        moved=False,
        provisional=False,
        places=("公示栏", "工作群"),
        objections=0,
        signed=0,
        upheld=0,
        not_upheld=0,
        unsettled=0,
    )
    assert left(outcome) == {}
    found = outcome.findings_of(Candidate("p2", "farm"))[0]
    assert (found.text.zh, found.source.ref) == ("公示期满，收到异议 0 件", "stages.notice.lasts")


def test_five_working_days_skip_the_weekend():
    plan = settings(lasts={"working_days": 5})
    late = ground(closed_on=date(2026, 3, 28))
    assert close(AT, late, plan).record.notice_last_on == date(2026, 3, 27)
    with pytest.raises(Refused, match="2026-03-27"):
        close(AT, ground(closed_on=date(2026, 3, 27)), plan)


def test_the_first_day_counts_only_where_the_plan_says_so():
    plan = settings(lasts={"days": 7}, first_day_counts=True)
    up = publications(date(2026, 12, 24))
    late = ground(closed_on=date(2026, 12, 31), published=up)
    assert close(AT, late, plan).record.notice_last_on == date(2026, 12, 30)


def test_a_year_not_yet_announced_is_said_to_be_provisional():
    early = ground(closed_on=date(2027, 6, 2), published=publications(date(2027, 6, 1)))
    with pytest.raises(Refused, match="尚未公布"):
        close(AT, early, settings())


def test_closing_on_the_last_day_is_too_early():
    with pytest.raises(Refused, match="2026-03-23") as refusal:
        close(AT, ground(closed_on=date(2026, 3, 23)), settings())
    assert refusal.value.code == "stage_closed_too_early"


def test_every_place_must_carry_it_and_the_last_one_starts_the_period():
    one = ground(published=[Publication(place="Board", published_on=UP)])
    assert [(d.text.zh, d.by) for d in due(AT, one, settings())] == [("尚未在“工作群”公示", "工作群")]
    late = [
        Publication(place="公示栏", published_on=UP),
        Publication(place="工作群", published_on=date(2026, 3, 23)),
    ]
    outcome = close(AT, ground(published=late, closed_on=date(2026, 3, 27)), settings())
    assert outcome.record.notice_last_on == date(2026, 3, 26)


def test_a_notice_taken_down_early_must_be_put_up_again():
    early = ground(published=publications(removed_on=date(2026, 3, 22)))
    assert [d.text.zh for d in due(AT, early, settings())] == [
        "“公示栏”的公示于 2026-03-22 撤下，早于届满日 2026-03-23，须重新公示"
    ]
    after = ground(published=publications(removed_on=date(2026, 3, 24)))
    assert due(AT, after, settings()) == ()


def test_a_longer_end_that_was_announced_is_kept():
    plan = settings(at_most={"days": 7})
    long = ground(published=publications(until=date(2026, 3, 25)), closed_on=date(2026, 3, 26))
    assert close(AT, long, plan).record.notice_last_on == date(2026, 3, 25)
    working = settings(lasts={"working_days": 2})
    for first, last in ((False, date(2026, 3, 26)), (True, date(2026, 3, 26))):
        plan = Settings.model_validate(working.model_dump() | {"first_day_counts": first})
        long = ground(published=publications(until=last), closed_on=date(2026, 3, 27))
        assert close(AT, long, plan).record.notice_last_on == last


def test_publications_that_are_refused():
    plan = settings(at_most={"days": 7})
    assert refused("publications", Publication(place="报纸", published_on=UP)) == ((0, "unknown_place"),)
    wrong = Publication(place="公示栏", published_on=UP, removed_on=date(2026, 3, 1))
    assert refused("publications", wrong) == ((0, "date_not_possible"),)
    for until, found in (
        (date(2026, 3, 22), ((0, "date_not_possible"),)),
        (date(2026, 3, 23), ()),
        (date(2026, 3, 28), ((0, "date_not_possible"),)),
    ):
        row = Publication(place="Board", published_on=UP, until=until)
        assert refused("publications", row, plan=plan) == found
    assert refused("publications", Publication(place="Board", published_on=UP, until=date(2026, 5, 8))) == ()
    assert refused("publications", Publication(place="Board", published_on=UP)) == ()
    short = Publication(place="Board", published_on=UP, until=date(2026, 3, 21))
    assert refused("publications", short) == ((0, "date_not_possible"),)


def test_a_notice_goes_up_between_the_end_of_the_stage_before_and_today():
    at = ground(opened_on=date(2026, 3, 20), closed_on=date(2026, 3, 21))
    for day, found in (
        (date(2026, 3, 19), ((0, "dated_out_of_order"),)),
        (date(2026, 3, 20), ()),
        (date(2026, 3, 21), ()),
        (date(2026, 3, 22), ((0, "dated_in_future"),)),
    ):
        assert refused("publications", Publication(place="Board", published_on=day), at=at) == found


@pytest.mark.parametrize(
    "wrong",
    [
        {"lasts": {"months": 1}},
        {"lasts": {"days": 0}},
        {"at_most": {"working_days": 7}},
        {"at_most": {"days": 2}},
    ],
)
def test_periods_that_no_plan_may_have(wrong):
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_objections_come_while_the_notice_is_up():
    assert refused("objections", objection()) == ()
    assert refused("objections", objection(on=date(2026, 3, 24))) == ((0, "after_notice"),)
    assert refused("objections", objection(on=date(2026, 3, 19))) == ((0, "notice_not_up"),)
    assert refused("objections", objection(who="p9")) == ((0, "unknown_person"),)
    assert refused("objections", objection(), at=ground(published=[])) == ((0, "notice_not_up"),)


def test_settlements_of_what_was_objected_by_those_who_may():
    at = ground([objection()])
    assert refused("settlements", settlement(), at) == ()
    assert refused("settlements", settlement("2"), at) == ((0, "no_objection"),)
    assert refused("settlements", settlement(settled_on=date(2026, 3, 21)), at) == ((0, "date_not_possible"),)
    assert refused("settlements", settlement(by="m1"), at) == ((0, "not_of_the_body"),)
    anyone = settings(objections_to=None)
    assert refused("settlements", settlement(by="p1"), at, anyone) == ((0, "own_objection"),)


def test_an_open_objection_holds_the_stage():
    for settled in ([], [settlement(result="open")]):
        with pytest.raises(Refused, match="第 1 件异议尚无结论"):
            close(AT, ground([objection()], settled), settings())


def test_an_unsigned_objection_may_be_only_recorded():
    plan = settings(anonymous="recorded")
    outcome = close(AT, ground([objection(signed="否")]), plan)
    assert left(outcome) == {}
    assert (outcome.record.objections, outcome.record.signed, outcome.record.unsettled) == (1, 0, 1)


def test_an_upheld_objection_takes_its_candidate_out():
    rows = [objection(post="park"), objection("2", "p2")]
    settled = [settlement(result="upheld", finding="学历系伪造"), settlement("2")]
    outcome = close(AT, ground(rows, settled), settings())
    assert left(outcome) == {"p1@park": "objection_upheld"}
    assert outcome.departures[0].finding.text.zh == "对赵一的异议查实：学历系伪造"
    assert (outcome.record.upheld, outcome.record.not_upheld, outcome.record.unsettled) == (1, 1, 0)
    assert outcome.findings_of(Candidate("p2", "farm"))[0].text.zh == "公示期满，收到异议 1 件；异议均不成立"


def test_an_open_objection_may_set_its_person_aside():
    outcome = close(
        AT, ground([objection(), objection("2", "p2")], [settlement("2")]), settings(unsettled="set_aside")
    )
    assert left(outcome) == {"p1@park": "set_aside", "p1@east": "set_aside"}
    assert [d.finding.state for d in outcome.departures] == ["unknown", "unknown"]


def test_with_nobody_left_there_is_nothing_to_publish():
    outcome = close(Slate(), inputs(), settings())
    assert (outcome.entered, outcome.record) == (Slate(), None)


@given(
    st.lists(st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from(["upheld", "not_upheld"])), max_size=5)
)
def test_the_slate_is_accounted_for(said):
    """Law: exactly those against whom nothing was upheld stay."""
    rows = [objection(str(n), who) for n, (who, _) in enumerate(said)]
    settled = [settlement(str(n), result) for n, (_, result) in enumerate(said)]
    outcome = close(AT, ground(rows, settled), settings())
    upheld = {who for who, result in said if result == "upheld"}
    assert set(outcome.remaining.candidates) == {c for c in AT.candidates if c.person not in upheld}
