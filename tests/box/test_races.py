"""Races at the box: one credential fits once, one ballot has one receipt, nothing arrives behind the count."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import voting
from django.db import connections
from small_run import ALL, AT
from voting import VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.seal_election import board_of, seal_election
from quanheng.core.ballots.ballot import ballot_of
from quanheng.core.ballots.board import read_line
from quanheng.core.ballots.encoding import canonical, to_text
from quanheng.core.values import Refused
from quanheng.store import ballot_box
from quanheng.store.ballot_box import Slot

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
ROUNDS, AT_ONCE, HANDS = 20, 50, 10


def cast(ballot):
    """What became of one ballot: its receipt, or why it was refused."""
    try:
        return cast_ballot(VOTE, ballot).code()
    except Refused as refusal:
        return refusal.code


@contextmanager
def many_hands(count):
    """Threads that cast at once, each with a connection of its own that ends with them."""
    together = threading.Barrier(count)

    def leave(_):
        together.wait()
        connections.close_all()

    with ThreadPoolExecutor(count) as hands:
        yield hands
        list(hands.map(leave, range(count)))


def test_fifty_different_ballots_on_one_credential_and_fifty_of_one():
    _, voters, _ = voting.casting(ROUNDS)
    style = "marks|staff|P1"
    with many_hands(HANDS) as hands:
        for voter in voters:
            private, stamp = voter.held[style]
            different = [voting.filled_in(style, private, stamps=(stamp,)) for _ in range(AT_ONCE)]
            answers = list(hands.map(cast, different))
            assert answers.count("credential_used") == AT_ONCE - 1
            accepted = next(
                b for b, answer in zip(different, answers, strict=True) if answer != "credential_used"
            )
            again = set(hands.map(cast, [accepted] * AT_ONCE))
            assert again == {answer for answer in answers if answer != "credential_used"}
    assert ballot_box.count_in(VOTE) == ROUNDS


def test_a_connection_that_was_cut_is_made_anew_and_the_ballot_is_in():
    if connections["box"].vendor != "postgresql":
        pytest.skip("an SQLite file is never cut off")
    _, voters, _ = voting.casting(12)
    first, second = list(voters[0].ballots())[:2]
    cast(first)
    other = connections["box"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    finally:
        other.close()
    assert cast(second) not in {"casting_closed", "credential_used"}
    assert ballot_box.count_in(VOTE) == 2


def test_ballots_of_one_moment_are_each_answered_for_themselves():
    """A written-in-one-go batch: the same ballot twice, another on its credential, a slip that is void."""
    _, voters, slips = voting.casting(12, slips=12)
    style = "marks|staff|P1"
    private, stamp = voters[0].held[style]
    one, other = (voting.filled_in(style, private, stamps=(stamp,)) for _ in range(2))
    void = next(iter(voting.slip_ballots(slips[0])))
    ballot_box.void_slips(VOTE, [(json.loads(void["body"])["style"], voting.hash_of(void))])
    given = [slot_of(ballot) for ballot in (one, one, other, void)]
    seed = to_text(ballot_box.state_of(VOTE).receipt_seed)
    assert ballot_box._place_all(VOTE, seed, given) == ["accepted", "accepted", "other", "void"]
    assert ballot_box._place_all(VOTE, seed, given) == ["accepted", "accepted", "other", "void"]
    unused = slot_of(next(iter(voters[1].ballots())))
    assert ballot_box._place_all(VOTE, to_text(bytes(32)), [unused]) == ["closed"]
    assert [slot.credential for slot in ballot_box.inbox(VOTE)] == [voting.hash_of(one)]


def slot_of(sent):
    """A ballot as the box is given it."""
    ballot = ballot_of(sent, voting.LENGTH)
    return Slot(ballot.credential.hex(), ballot.digest.hex(), canonical(ballot.plain()))


def test_what_was_acknowledged_before_the_close_is_counted_and_nothing_after_it():
    _, voters, _ = voting.casting(40)
    ballots = [ballot for voter in voters for ballot in voter.ballots()]
    under_way = threading.Semaphore(0)

    def cast_one(ballot):
        under_way.release()
        return cast(ballot)

    with many_hands(8) as hands:
        answers = [hands.submit(cast_one, ballot) for ballot in ballots]
        for _ in range(20):
            under_way.acquire()
        seal_election(ALL, "poll-1", VOTE, AT)
        said = [answer.result() for answer in answers]
    refused = said.count("casting_closed")
    [closed] = [e for line in board_of(VOTE).splitlines() if (e := read_line(line)).event == "close"]
    returned = sum(counts["returned"] for counts in closed.body["counts"].values())
    assert returned == len(ballots) - refused == len(ballot_box.sealed(VOTE))
    assert ballot_box.inbox(VOTE) == ()
