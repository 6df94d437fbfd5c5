"""Decision (讨论决定): quorum and majority in exact fractions, recusal, order, differential votes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from core.stage_ground import codes, earlier_outcome, inputs, kin, left, said, slate
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.parts import exact
from quanheng.core.parts import said as said_part
from quanheng.core.stages.clearance import ClearanceRecord
from quanheng.core.stages.decision import RECORD, Settings, admit, close, due
from quanheng.core.stages.decision.tables import (
    Attendance,
    BallotCount,
    EarlierVote,
    GroupTurnout,
    Meeting,
    Postponement,
    Resolution,
    RunOff,
    Teller,
    Vote,
)
from quanheng.core.stages.decision.votes import CandidateDecision, decided
from quanheng.core.values import Candidate, Refused, Score, Slate, Text, Working
from quanheng.core.voting import Count, Majority, Quorum, Turnout

DAY = date(2026, 3, 20)
MEETING = Meeting(held_on=DAY, place="会议室", chair="m1", recorder="m9", agenda="任用")
AT = slate("p1@park", "p2@farm")
FIVE = tuple(f"m{n}" for n in range(1, 6))


def settings(**more):
    given_ = {
        "id": "decision",
        "kind": "decision",
        "body": "committee",
        "quorum": {"share": "2/3", "of": "members"},
        "majority": {"over": "1/2", "of": "due"},
        "manner": "show_of_hands",
    }
    return Settings.model_validate(given_ | more)


def attendance(absent=(), not_due=(), members=FIVE, **recused):
    return [
        Attendance(member=m, present=m not in absent, due=m not in not_due, recused_for=recused.get(m, ""))
        for m in members
    ]


def vote(member, who="p1", post="park", voice="同意", **more):
    return Vote(member=member, person=who, post=post, vote=voice, **more)


def votes(who, post, against=(), members=FIVE, **voices):
    return [vote(m, who, post, voices.get(m, "disagree" if m in against else "agree")) for m in members]


def ground(given_votes=(), there=None, members=FIVE, **more):
    earlier, people = more.pop("earlier", None), more.pop("people", ())
    rows = {
        "meeting": [MEETING],
        "attendance": attendance() if there is None else there,
        "votes": given_votes,
    }
    committee = {"members": {"committee": members}}
    return inputs({**rows, **more}, people, earlier=earlier, **committee)


def results(outcome):
    return {str(d.candidate()): d.result for d in outcome.record.decisions}


def test_thirteen_due_need_nine_present_and_seven_approvals():
    quorum = Quorum.model_validate({"share": "2/3", "of": "members"})
    majority = Majority.model_validate({"over": "1/2", "of": "due"})
    turnout = Turnout(13, 13, 9)
    assert quorum.needed(turnout) == 9
    assert majority.needed(turnout, Count(agree=7, disagree=2)) == 7
    everyone = tuple(f"m{n}" for n in range(1, 14))
    away = everyone[9:]
    there = attendance(absent=away, members=everyone)
    nine = everyone[:9]
    rows = votes("p1", "park", against=nine[7:], members=nine) + votes(
        "p2", "farm", against=nine[6:], members=nine
    )
    outcome = close(AT, ground(rows, there, everyone), settings())
    assert results(outcome) == {"p1@park": "adopted", "p2@farm": "not_adopted"}
    assert outcome.record == RECORD(
        held_on=DAY,
        place="会议室",
        chair="m1",
        recorder="m9",
        agenda="任用",
        members=13,
        due=13,
        present=9,
        quorum=(9,),
        manner="show_of_hands",
        decisions=(
            CandidateDecision("p1", "park", Count(7, 2), 13, 7, "adopted"),
            CandidateDecision("p2", "farm", Count(6, 3), 13, 7, "not_adopted"),
        ),
    )
    found = outcome.findings_of(Candidate("p1", "park"))[0]
    assert (found.text.zh, found.source.ref) == ("任“园区副主任”：通过", "stages.decision.majority")
    assert [(e.label.zh, e.value.zh) for e in found.evidence] == [
        ("会议日期", "2026-03-20"),
        ("同意", "7"),
        ("不同意", "2"),
        ("缓议", "0"),
        ("弃权", "0"),
        ("须得同意票", "7（超过应到会人数的 1/2）"),
    ]


def test_eight_of_thirteen_are_too_few():
    everyone = tuple(f"m{n}" for n in range(1, 14))
    there = attendance(absent=everyone[8:], members=everyone)
    with pytest.raises(Refused, match="第三十八条") as refusal:
        close(AT, ground(there=there, members=everyone), settings())
    assert (refusal.value.code, refusal.value.where) == ("quorum_not_met", "stages.decision.quorum")
    assert [d.table for d in due(AT, ground(there=there, members=everyone), settings())] == ["attendance"]


@pytest.mark.parametrize(
    ("rule", "turnout", "count", "needed"),
    [
        ({"over": "1/2", "of": "present"}, Turnout(10, 10, 8), Count(), 5),
        ({"at_least": "1/2", "of": "present"}, Turnout(10, 10, 8), Count(), 4),
        ({"at_least": "2/3", "of": "members"}, Turnout(9, 9, 9), Count(), 6),
        ({"over": "2/3", "of": "members"}, Turnout(9, 9, 9), Count(), 7),
        ({"over": 0.5, "of": "ballots"}, Turnout(9, 9, 9), Count(3, 1, 1, 1, 1), 4),
        ({"over": 0.5, "of": "valid"}, Turnout(9, 9, 9), Count(3, 1, 1, 0, 4), 3),
        ({"over": 0.5, "of": "for_and_against"}, Turnout(9, 9, 9), Count(3, 2, 4), 3),
        ({"over": 0.5, "of": "valid"}, Turnout(9, 9, 9), Count(invalid=9), 1),
    ],
)
def test_every_whole_that_a_share_may_be_of(rule, turnout, count, needed):
    assert Majority.model_validate(rule).needed(turnout, count) == needed


def test_fractions_are_what_the_plan_means():
    assert exact(Decimal(2) / Decimal(3)) == Fraction(2, 3)
    assert exact(Decimal("0.6667")) == Fraction(6667, 10000)
    assert [said_part(Fraction(*f)) for f in ((2, 3), (3, 2), (4, 2), (4, 3))] == ["2/3", "1.5", "2", "4/3"]
    assert Quorum.model_validate({"over": "4/5", "of": "due"}).say() == Text(
        "超过应到会人数的 4/5", "over 4/5 of those due"
    )
    assert Majority.model_validate({"at_least": "1/2", "of": "present"}).say().zh == "不少于到会人数的 1/2"
    with pytest.raises(ValidationError, match="over, at_least"):
        Majority.model_validate({"of": "due"})


def test_two_groups_with_quorums_of_their_own_and_a_joint_majority():
    plan = settings(
        manner="secret",
        quorum=[{"group": "party", "over": "4/5"}, {"group": "mass", "over": "1/2"}],
        majority={"over": "1/2", "of": "present"},
    )
    turnout = [GroupTurnout(group="party", members=40, due=40, present=36),
               GroupTurnout(group="mass", members=11, due=11, present=6)]  # fmt: skip
    counts = [BallotCount(person="p1", post="park", group="party", agree=20),
              BallotCount(person="p1", post="park", group="mass", agree=2)]  # fmt: skip
    outcome = close(slate("p1@park"), ground(there=[], turnout=turnout, counts=counts), plan)
    assert outcome.record.decisions == (CandidateDecision("p1", "park", Count(22), 42, 22, "adopted"),)
    assert outcome.record.quorum == (33, 6)
    few = [turnout[0], GroupTurnout(group="mass", members=11, due=11, present=5)]
    with pytest.raises(Refused, match=r"到会（mass） 5 人"):
        close(slate("p1@park"), ground(there=[], turnout=few, counts=counts), plan)


def test_groups_may_stand_in_the_attendance():
    plan = settings(quorum=[{"group": "party", "over": "1/2"}])
    there = [Attendance(member=m, present=m != "m3", group="party" if m in FIVE[:3] else "") for m in FIVE]
    here = [m for m in FIVE if m != "m3"]
    rows = votes("p1", "park", members=here) + votes("p2", "farm", members=here)
    assert close(AT, ground(rows, there), plan).record.quorum == (2,)


def test_what_is_missing_is_asked_for_in_order():
    plan = settings()
    assert [d.table for d in due(AT, inputs(), plan)] == ["meeting"]
    assert [d.by for d in due(AT, ground(there=attendance(members=FIVE[:3])), plan)] == ["m4", "m5"]
    assert [d.table for d in due(AT, ground(there=[], members=()), plan)] == ["attendance"]
    rows = votes("p1", "park") + votes("p2", "farm", members=FIVE[:3])
    assert [(d.table, d.person, d.text.zh) for d in due(AT, ground(rows), plan)] == [
        ("votes", "p2", "委员4、委员5对钱二的表态")
    ]
    secret = settings(manner="secret")
    assert [(d.table, d.person) for d in due(AT, ground(), secret)] == [("counts", "p1"), ("counts", "p2")]
    assert due(Slate(), inputs(), plan) == ()
    assert close(Slate(), inputs(), plan).record is None


def test_recused_members_do_not_vote_and_still_count_in_the_whole():
    people = [kin("m2", "p1")]
    there = attendance(m3="p1、p9")
    rows = votes("p1", "park", members=("m1", "m4", "m5")) + votes("p2", "farm")
    kept = close(AT, ground(rows, there, people=people), settings())
    assert kept.record.decisions[0] == CandidateDecision(
        "p1", "park", Count(3), 5, 3, "adopted", recused=("m2", "m3")
    )
    reduced = close(AT, ground(rows, there, people=people), settings(recusal_base="reduce"))
    assert reduced.record.decisions[0] == CandidateDecision(
        "p1", "park", Count(3), 3, 2, "adopted", recused=("m2", "m3")
    )
    assert reduced.findings_of(Candidate("p1", "park"))[0].evidence[-1].value.zh == "委员2、委员3"


def refused(table, rows, at=None, plan=None):
    return codes(admit(table, rows, AT, at or ground(), plan or settings()))


def test_meetings_that_are_refused():
    later = Meeting.model_validate(MEETING.model_dump() | {"held_on": date(2026, 4, 1)})
    assert refused("meeting", [MEETING]) == ()
    assert refused("meeting", [later]) == ((0, "date_in_future"),)
    assert refused("meeting", [MEETING, MEETING]) == ((1, "repeated_row"),)
    opinions = earlier_outcome(ClearanceRecord((), 1, 1, 0, date(2026, 3, 21)))
    late = ground(earlier={"clearance": opinions, "speech": earlier_outcome()})
    assert refused("meeting", [MEETING], late) == ((0, "discussed_before_opinion"),)
    in_time = ground(earlier={"clearance": earlier_outcome(ClearanceRecord((), 1, 1, 0, DAY))})
    assert refused("meeting", [MEETING], in_time) == ()


def test_attendance_of_members_only():
    assert refused("attendance", attendance()) == ()
    assert refused("attendance", attendance(members=("m9",))) == ((0, "not_of_the_body"),)


def test_turnout_must_be_possible():
    assert refused("turnout", [GroupTurnout(members=5, due=4, present=4)]) == ()
    assert refused("turnout", [GroupTurnout(members=5, due=4, present=5)]) == ((0, "turnout_impossible"),)


def test_votes_that_are_refused():
    there = attendance(absent=("m5",), not_due=("m4",), m3="p1")
    at = ground(there=there)
    rows = [
        vote("m1"),
        vote("m5"),
        vote("m4"),
        vote("m3"),
        vote("m3", "p2", "farm"),
        vote("m1", "p6", "park"),
    ]
    assert refused("votes", rows, at) == (
        (1, "voter_absent"),
        (2, "voter_absent"),
        (3, "voter_recused"),
        (5, "not_a_candidate"),
    )
    assert refused("votes", [vote("m1")], plan=settings(manner="secret")) == ((0, "ballot_is_secret"),)


def test_the_principal_speaks_last():
    plan = settings(principal_last=True)
    early = [vote("m1", order=2), vote("m2", order=1), vote("m3", order=3), vote("m4")]
    assert refused("votes", early, plan=plan) == (
        (0, "principal_not_last"),
        (2, "principal_not_last"),
        (3, "order_missing"),
    )
    last = [vote("m2", order=1), vote("m3", order=2), vote("m1", order=3)]
    assert refused("votes", last, plan=plan) == ()
    after = ground(last)
    assert refused("votes", [vote("m4", order=4)], after, plan) == ((0, "principal_not_last"),)
    assert refused("votes", [vote("m1", order=5)], after, plan) == ()


def test_ballot_counts_that_are_refused():
    plan = settings(manner="secret")
    count = BallotCount(person="p1", post="park", agree=4, disagree=1)
    assert refused("counts", [count], plan=plan) == ()
    assert refused("counts", [count], ground(there=attendance(m2="p1")), plan) == ((0, "too_many_ballots"),)
    assert refused("counts", [count]) == ((0, "votes_by_name"),)
    assert refused("postponements", [Postponement(person="p6", post="park", reason="x")]) == (
        (0, "not_a_candidate"),
    )


def test_postponed_by_the_meeting_or_by_vote():
    off = [Postponement(person="p1", post="park", reason="问题未查清")]
    outcome = close(
        AT,
        ground(votes("p2", "farm", m1="postpone", m2="postpone", m3="postpone"), postponements=off),
        settings(),
    )
    assert left(outcome) == {"p1@park": "postponed", "p2@farm": "postponed"}
    first = outcome.departures[0].finding
    assert (first.state, first.text.zh) == ("unknown", "任“园区副主任”：缓议，问题未查清")


def test_abstentions_count_in_the_whole_and_not_for():
    rows = votes("p1", "park", m1="abstain", m2="abstain", m3="abstain") + votes("p2", "farm")
    outcome = close(AT, ground(rows), settings())
    assert left(outcome) == {"p1@park": "not_adopted"}
    assert outcome.departures[0].finding.state == "not_met"
    few = close(AT, ground(rows), settings(majority={"over": "1/2", "of": "for_and_against"}))
    assert left(few) == {}


def counted(**agree):
    return [BallotCount(person=p, post="park", agree=n, disagree=5 - n) for p, n in agree.items()]


THREE = slate("p1@park", "p2@park", "p3@park")


def test_more_candidates_than_seats_the_most_votes_win():
    plan = settings(manner="secret")
    outcome = close(THREE, ground(counts=counted(p1=3, p2=5, p3=4)), plan)
    assert said(outcome.remaining.candidates) == ("p2@park", "p3@park")
    assert outcome.departures[0].finding.text.zh == "任“园区副主任”：未通过，得票居职数之外"
    open_ended = close(
        THREE, ground(counts=counted(p1=3, p2=5, p3=4)), settings(manner="secret", limited=False)
    )
    assert left(open_ended) == {}
    first_of_two = settings(manner="secret", per_seat="1.5")
    assert left(close(THREE, ground(counts=counted(p1=3, p2=5, p3=4)), first_of_two)) == {}
    bound_later = Slate(THREE.candidates, {})
    assert left(close(bound_later, ground(counts=counted(p1=3, p2=5, p3=4)), plan)) == {}


def test_equal_votes_at_the_last_seat_need_another_vote():
    plan = settings(manner="secret")
    tied = counted(p1=3, p2=5, p3=3)
    assert [(d.table, d.person) for d in due(THREE, ground(counts=tied), plan)] == [
        ("run_offs", "p1"),
        ("run_offs", "p3"),
    ]
    again = [RunOff(person="p1", post="park", agree=2), RunOff(person="p3", post="park", agree=3)]
    assert left(close(THREE, ground(counts=tied, run_offs=again), plan)) == {"p1@park": "not_adopted"}


def test_votes_for_reference_leave_the_result_to_a_resolution():
    plan = settings(manner="secret", reference=True)
    at = slate("p1@park", "p2@park")
    counts = counted(p1=5, p2=1)
    bare = [
        Resolution(person="p1", post="park", result="adopted"),
        Resolution(person="p2", post="park", result="通过"),
    ]
    assert [d.person for d in due(at, ground(counts=counts), plan)] == ["p1", "p2"]
    assert [d.person for d in due(at, ground(counts=counts, resolutions=bare), plan)] == ["p2"]
    reasoned = [
        bare[0],
        Resolution(person="p2", post="park", result="adopted", reason="专业急需"),
        Resolution(person="p6", post="park", result="adopted"),
    ]
    outcome = close(at, ground(counts=counts, resolutions=reasoned), plan)
    found = outcome.findings_of(Candidate("p2", "park"))[0]
    assert (found.code, found.evidence[-1].value.zh) == ("adopted", "专业急需")
    assert found.source.ref == "decision.meeting:meeting"
    assert left(outcome) == {}


def scored(candidate, rank):
    return Score(candidate, Decimal(90 - rank), Working(Text("分"), Decimal(90 - rank)), rank)


def test_leaving_the_order_of_scores_needs_a_reason():
    plan = settings(manner="secret", follows="composite")
    at = slate("p1@farm", "p2@farm")
    scores = tuple(scored(c, n) for n, c in enumerate(at.candidates, 1))
    counts = [BallotCount(person="p1", post="farm", agree=1), BallotCount(person="p2", post="farm", agree=5)]
    earlier = {"composite": earlier_outcome(remaining=at, scores=scores)}
    assert [(d.table, d.person) for d in due(at, ground(counts=counts, earlier=earlier), plan)] == [
        ("resolutions", "p2")
    ]
    why = [Resolution(person="p2", post="farm", result="adopted", reason="岗位匹配")]
    outcome = close(at, ground(counts=counts, earlier=earlier, resolutions=why), plan)
    assert left(outcome) == {"p1@farm": "not_adopted"}
    assert due(at, ground(counts=counts), plan) == ()


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_more_approvals_never_lose(agree):
    """Law: one more approval never turns an adopted candidate away."""
    plan = settings(manner="secret", limited=False)
    counts = counted(**dict(zip(("p1", "p2", "p3"), agree, strict=True)))
    by = {d.person: d.result for d in decided(THREE, ground(counts=counts), plan)}
    for n, who in enumerate(("p1", "p2", "p3")):
        better = [min(5, a + (i == n)) for i, a in enumerate(agree)]
        again = ground(counts=counted(**dict(zip(("p1", "p2", "p3"), better, strict=True))))
        after = {d.person: d.result for d in decided(THREE, again, plan)}
        assert by[who] != "adopted" or after[who] == "adopted"


@given(st.permutations([3, 4, 5]), st.integers(1, 3))
def test_the_slate_is_accounted_for(agree, seats):
    """Law: as many stay as there are seats, and they are those with the most approvals."""
    at = slate("p1@park", "p2@park", "p3@park", seats={"park": seats})
    counts = counted(**dict(zip(("p1", "p2", "p3"), agree, strict=True)))
    outcome = close(at, ground(counts=counts), settings(manner="secret"))
    votes_of = dict(zip(("p1", "p2", "p3"), agree, strict=True))
    stayed = sorted((votes_of[p] for p in outcome.remaining.people()), reverse=True)
    assert stayed == [5, 4, 3][:seats]
    assert len(outcome.remaining.candidates) + len(outcome.departures) == 3


def turned_down(who="p1", post="park", on=date(2025, 11, 20), result="未通过"):
    return EarlierVote(person=who, post=post, held_on=on, result=result, document="纪要9")


TWICE = [turned_down(), turned_down(on=date(2025, 12, 20)), turned_down("p2", "farm", result="缓议")]


def test_turned_down_twice_never_again_for_that_post():
    """P150: rejected twice, and nobody is asked about the person for that post again."""
    about = ground(votes("p2", "farm"), earlier_votes=TWICE)
    assert due(AT, about, settings(never_after=2)) == ()
    outcome = close(AT, about, settings(never_after=2))
    assert (left(outcome), [str(c) for c in outcome.remaining.candidates]) == (
        {"p1@park": "turned_down_before"},
        ["p2@farm"],
    )
    assert outcome.departures[0].finding.text.zh == "此前 2 次提名该职务未获通过，不再提名同一职务"
    asked = ground([*votes("p1", "park"), *votes("p2", "farm")], earlier_votes=TWICE)
    assert left(close(AT, asked, settings(never_after=3))) == {}
    assert left(close(AT, asked, settings())) == {}


def test_a_meeting_with_nobody_left_to_vote_on():
    alone = slate("p1@park")
    assert left(close(alone, ground(earlier_votes=TWICE), settings(never_after=1))) == {
        "p1@park": "turned_down_before"
    }


def test_an_earlier_vote_was_at_another_meeting():
    rows = [turned_down(), turned_down(on=DAY), turned_down("p3")]
    found = admit("earlier_votes", rows, AT, ground(), settings(never_after=2))
    assert [(n, r.code) for n, r in found] == [(1, "not_another_meeting"), (2, "not_a_candidate")]
    assert admit("earlier_votes", rows[:1], AT, inputs({}), settings(never_after=2)) == ()


def test_scrutineers_are_members_who_stand_for_nothing_and_counters_do_not_vote():
    """P154: two scrutineers from the members who are not candidates, counters from those without a vote."""
    secret = settings(manner="secret", scrutineers=2)
    tellers = [Teller(person=who, role=role) for who, role in (("m1", "监票人"), ("m9", "计票人"))]
    assert admit("tellers", tellers, AT, ground(), secret) == ()
    wrong = [("p1", "监票人"), ("m8", "监票人"), ("m2", "计票人"), ("nobody", "监票人")]
    found = admit("tellers", [Teller(person=w, role=r) for w, r in wrong], AT, ground(), secret)
    assert [r.code for _, r in found] == ["not_a_teller"] * 3 + ["unknown_person"]
    [missing] = due(AT, ground(tellers=tellers), secret)
    assert missing.text.zh == "监票人须 2 名，现有 1 名"
