"""The board: one canonical line an event, each bound to the one before."""

import pytest
from ballot_booth import Booth, election_with

from quanheng.core.ballots.board import (
    Counts,
    Head,
    ballots_bodies,
    batch_body,
    close_body,
    line_digest,
    next_line,
    open_body,
    read_line,
    void_body,
)

STAFF = "marks|staff|HW001"
ELECTION = election_with({STAFF: range(4)})


def test_lines_follow_one_another() -> None:
    first, head = next_line(Head(), "open", open_body(ELECTION))
    second, last = next_line(head, "batch", batch_body([b"\2" * 32, b"\1" * 32]))
    assert (head.number, head.digest) == (1, line_digest(first))
    line = read_line(second)
    assert (line.number, line.previous, line.event) == (2, head.digest, "batch")
    assert line.body == {"ballots": ["01" * 32, "02" * 32]}
    assert last.digest == line_digest(second)
    assert last.short().replace(" ", "") == last.digest[:16]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{}",
        '{"body":{},"event":"open","number":1.5,"previous":""}',
        '{"body":{},"event":"other","number":1,"previous":""}',
        '{"body":[],"event":"open","number":1,"previous":""}',
    ],
)
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_line(line)


def test_contents_stand_in_order_of_their_hashes_however_they_came() -> None:
    ballots = [Booth(ELECTION).ballot(n, STAFF, {"o": "a"}) for n in range(4)]
    bodies = list(ballots_bodies(ballots))
    assert bodies == list(ballots_bodies(ballots[::-1]))
    assert bodies == [{"ballots": [b.plain() for b in sorted(ballots, key=lambda b: b.digest)]}]


def test_counts_balance() -> None:
    counts = Counts(issued=10, returned=7, unused=2, void=1)
    assert counts.balances()
    assert not Counts(10, 7, 2, 2).balances()
    assert not Counts(1, 2, -1, 0).balances()
    assert close_body({STAFF: counts}) == {
        "counts": {STAFF: {"issued": 10, "returned": 7, "unused": 2, "void": 1}}
    }
    assert void_body([b"\2" * 32, b"\1" * 32]) == {"credentials": ["01" * 32, "02" * 32]}
