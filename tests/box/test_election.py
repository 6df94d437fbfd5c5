"""A whole election through the acts: collected, cast, balanced, sealed."""

from datetime import timedelta

import pytest
import voting
from small_run import ALL, AT
from voting import VOTE

from quanheng.actions.cast_ballot import cast_ballot, is_in_box
from quanheng.actions.close_stage import close_stage
from quanheng.actions.count_ballots import count_ballots
from quanheng.actions.issue_credential import ACT, issue_credential
from quanheng.actions.open_election import close_collecting, open_casting
from quanheng.actions.seal_election import board_of, publish_board, seal_election, turnout
from quanheng.actions.void_slips import Voided, void_slips
from quanheng.core.ballots.board import read_line
from quanheng.core.ballots.recount import recount
from quanheng.core.values import Refused
from quanheng.store import collecting, elections
from quanheng.store.collecting import Issue
from quanheng.web.voting.ballot_tasks import ballot_tasks
from quanheng.web.voting.hours_told import told_hours

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
RUN = "poll-1"


def refused(code):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_phones_and_slips_end_in_numbers_that_balance():
    _, voters, slips = voting.casting(12, slips=12, spare=3)
    for voter in voters[:11]:
        for ballot in voter.ballots():
            receipt = cast_ballot(VOTE, ballot)
            assert cast_ballot(VOTE, ballot) == receipt
            assert is_in_box(VOTE, receipt.code())
    for secret in slips[:10]:
        for ballot in voting.slip_ballots(secret, "fair"):
            cast_ballot(VOTE, ballot)
    assert turnout(VOTE) == 80
    assert publish_board(ALL, RUN, VOTE, AT) == 42
    assert void_slips(ALL, RUN, VOTE, [*slips[10:], slips[0], "nonsense"], AT) == Voided(5, 1, 1)
    head = seal_election(ALL, RUN, VOTE, AT)
    events = [read_line(line) for line in board_of(VOTE).splitlines()]
    assert [e.event for e in events] == ["open", "batch", "void", "close", "ballots", "result"]
    phones = {"issued": 12, "returned": 11, "unused": 1, "void": 0}
    printed = {"issued": 15, "returned": 10, "unused": 0, "void": 5}
    assert events[3].body["counts"] == {
        f"marks|{group}|{c}": counts
        for group, counts in (("staff", phones), ("citizens", printed))
        for c in voting.CANDIDATES
    }
    recounted = recount(board_of(VOTE).splitlines(), [head.digest])
    assert (recounted.faults, recounted.unpublished) == ((), 0)
    assert len(events[4].body["ballots"]) == 42
    assert count_ballots(ALL, RUN, VOTE, AT) == 42
    outcome = close_stage(ALL, RUN, "assessment", AT)
    assert [(s.candidate.person, s.value) for s in outcome.scores] == [("P1", 84), ("P2", 84)]


def test_a_credential_fits_once_and_another_request_is_refused():
    opening, voters, _ = voting.opened()
    made = voters[0].collect(opening)
    asked = {s: b.sent for s, b in made.items()}
    assert issue_credential(voters[0].actor, VOTE, asked) == issue_credential(voters[0].actor, VOTE, asked)
    other = {s: b.sent for s, b in voters[0].keys(opening).items()}
    with refused("collected_before"):
        issue_credential(voters[0].actor, VOTE, other)
    with refused("not_on_roll"):
        issue_credential(voting.Voter("P1").actor, VOTE, other)
    ballot = voters[0].ballots()[0]
    with refused("casting_closed"):
        cast_ballot(VOTE, ballot)


def test_voters_of_one_moment_are_each_answered_for_themselves():
    """Noted in one transaction: one who asks twice, one who asks for something else, one who asks first."""
    opening, voters, _ = voting.opened()
    first, second = (collecting.voter_of(VOTE, v.code).pk for v in voters[:2])
    style = opening.styles[0].id
    issues = [
        Issue(first, {style: "a"}),
        Issue(first, {style: "a"}),
        Issue(first, {style: "b"}),
    ]
    issues.append(Issue(second, {style: "c"}))
    assert collecting._record_all(VOTE, "A", issues) == [(), (), (style,), ()]
    assert collecting._record_all(VOTE, "A", issues) == [(), (), (style,), ()]
    close_collecting(ALL, RUN, VOTE, AT)
    with refused("wrong_phase"):
        collecting.record_issue(VOTE, "A", ACT, issues[0])
    assert elections.issued_counts(VOTE, ["A"]) == {style: 2}


def test_few_ballots_stay_sealed_and_none_is_counted_twice():
    _, voters, slips = voting.casting(12, slips=12)
    for voter in voters[:11]:
        for ballot in voter.ballots():
            cast_ballot(VOTE, ballot)
    for secret in slips[:6]:
        for ballot in voting.slip_ballots(secret):
            cast_ballot(VOTE, ballot)
    head = seal_election(ALL, RUN, VOTE, AT)
    found = recount(board_of(VOTE).splitlines(), [head.digest])
    assert (found.faults, found.unpublished, set(found.shown.values())) == ((), 34, {"mean"})
    count_ballots(ALL, RUN, VOTE, AT)
    with refused("wrong_phase"):
        count_ballots(ALL, RUN, VOTE, AT)


def test_slips_that_nobody_accounts_for_keep_the_box_open():
    voting.casting(12, slips=12, spare=1)
    with refused("slips_not_accounted"):
        seal_election(ALL, RUN, VOTE, AT)


def waiting_for(person):
    """What waits for a voter, in words."""
    return [(task.text.zh, [note.zh for note in task.notes]) for task in ballot_tasks(person, AT)]


def test_my_work_says_the_next_step_of_every_ballot():
    opening, [voter, late, *_], _ = voting.opened(12)
    assert waiting_for("V001") == [("民主测评：领票", [])]
    assert waiting_for("P1") == []
    voter.collect(opening)
    assert waiting_for("V001") == [("民主测评：已领票，等投票开始", [])]
    close_collecting(ALL, RUN, VOTE, AT)
    assert waiting_for(late.code) == [("民主测评：领票已结束，您没有领票", [])]
    open_casting(ALL, RUN, VOTE, AT)
    assert waiting_for("V001") == [("民主测评：请投票：用领票的手机打开投票页", [])]


def test_my_work_says_the_published_hours_and_what_is_past():
    times = {
        "collect_from": "2026-03-10T08:00", "collect_until": "2026-03-10T17:00",
        "cast_from": "2026-03-11T09:00", "cast_until": "2026-03-11T17:00",
    }  # fmt: skip
    opening, [voter, *_], _ = voting.opened(12, times=times)

    def told(at):
        return [
            (task.due_on.isoformat() if task.due_on else "", task.is_late, [note.zh for note in task.notes])
            for task in ballot_tasks(voter.code, at)
        ]

    voting_hours = "投票时间：2026-03-11 9:00–17:00"
    collecting_hours = "领票时间：2026-03-10 8:00–17:00"
    assert told(AT) == [("2026-03-10", False, [collecting_hours, voting_hours])]
    assert told(AT + timedelta(hours=9)) == [("2026-03-10", True, [collecting_hours, voting_hours])]
    voter.collect(opening)
    assert told(AT) == [("", False, [voting_hours])]
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    assert told(AT) == [("2026-03-11", False, [voting_hours])]


def test_the_desk_says_when_an_act_comes_before_its_published_hour():
    """Nothing is barred: a meeting may be over early; but nobody closes early without being told."""
    times = {f"{p}_{e}": f"2026-03-{d}T{h}" for p, d in (("collect", 10), ("cast", 11))
             for e, h in (("from", "09:00"), ("until", "17:00"))}  # fmt: skip

    def mind(phase, **later):
        found = told_hours(times, phase, AT + timedelta(**later)).mind
        return found.zh if found else ""

    assert mind("set_up") == ""
    assert mind("collect", hours=1).startswith("公布的领票时间还没有结束")
    assert mind("collect", hours=8) == "公布的领票时间已过（2026-03-10 9:00–17:00）。"
    assert mind("waiting").startswith("公布的投票时间还没有到")
    assert mind("waiting", days=1) == ""
    assert mind("cast", days=1).startswith("公布的投票时间还没有结束")
    assert told_hours({}, "cast", AT).mind is None
