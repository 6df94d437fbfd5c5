"""Races at the box: one credential fits once, one ballot has one receipt, nothing arrives behind the count."""

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
from quanheng.core.ballots.board import read_line
from quanheng.core.values import Refused
from quanheng.store import ballot_box

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
