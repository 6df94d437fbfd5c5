"""Recount: a sound board holds; every tampering is named, with a head from outside or without."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from ballot_booth import (
    FORM,
    Board,
    Booth,
    der_of,
    election_with,
    nonce_of,
    seed_of,
    whole_board,
)
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.ballots.ballot import CastBallot, digest_of
from quanheng.core.ballots.board import Counts, line_digest
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.encoding import to_text
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import tracking_code
from quanheng.core.ballots.recount import recount
from quanheng.core.ballots.results import means_of, merged, tally_of

STAFF, OTHER, CHIEFS = "marks|staff|HW001", "marks|staff|HW002", "marks|chiefs|HW001"
SLIPS = {STAFF: range(10), OTHER: range(10), CHIEFS: range(10)}
ELECTION = election_with(SLIPS, ("A", "B"))
VOIDED = tuple(credential_of(public_of(slip_key(seed_of(9), "e2026", s))) for s in SLIPS)
COUNTS = dict.fromkeys(SLIPS, Counts(issued=14, returned=12, unused=1, void=1))
"""Nine slips of ten voted or were kept, four votes came by phone: of each style."""


@cache
def ballots() -> tuple[CastBallot, ...]:
    """Twelve of each style: eight by slip, four by phone."""
    booth = Booth(ELECTION)
    cast = [booth.ballot(n, s, {"o": "ab"[n % 2]}) for s in SLIPS for n in range(8)]
    cast += [booth.ballot(n, s, {"o": "a"}, slip=False) for s in SLIPS for n in range(20, 24)]
    return tuple(cast)


def sound() -> Board:
    return whole_board(ELECTION, ballots(), COUNTS, VOIDED)


def head_of(board: Board) -> str:
    return line_digest(board.lines()[-1])


def codes(lines: list[str], *heads: str) -> set[str]:
    return {fault.code for fault in recount(lines, heads).faults}


def test_a_sound_board_holds_and_is_counted() -> None:
    lines = sound().lines()
    found = recount(lines, [line_digest(lines[0]), line_digest(lines[-1])[:16].upper()])
    assert found.faults == ()
    assert found.holds()
    assert (found.ballots, found.unpublished, found.bound, found.head.number) == (
        36,
        0,
        len(lines),
        len(lines),
    )
    assert found.counts == COUNTS
    assert found.tallies == {style: {"o": {"a": 8, "b": 4}} for style in SLIPS}
    assert set(found.shown.values()) == {"distribution"}
    assert found.result == sound().body("result")


def test_an_early_head_binds_what_was_there_by_then() -> None:
    lines = sound().lines()
    assert recount(lines, [line_digest(lines[1])]).bound == 2


Edit = Callable[[Board], object]


def _swap(items: list[Any], a: int, b: int) -> None:
    items[a], items[b] = items[b], items[a]


def _flip(board: Board) -> None:
    ballot = board.body("ballots")["ballots"][0]
    old, new = ('"a"', '"b"') if '"a"' in ballot["body"] else ('"b"', '"a"')
    ballot["body"] = ballot["body"].replace(old, new)


def _drop_content(board: Board) -> None:
    del board.body("ballots")["ballots"][0]


def _drop_with_hash(board: Board) -> CastBallot:
    """The whole chain made anew without one ballot, and the counts to match: an insider's edit."""
    gone = next(b for b in ballots() if b.said and b.said.style == STAFF)
    rest = [b for b in ballots() if b != gone]
    counts = COUNTS | {STAFF: Counts(14, 11, 2, 1)}
    board.events = whole_board(ELECTION, rest, counts, VOIDED).events
    return gone


def _swap_a_ballot(board: Board) -> None:
    """One ballot replaced by another with both issuers' keys."""
    gone = next(b for b in ballots() if b.said and b.said.style == STAFF and b.stamps)
    rest = [b for b in ballots() if b != gone]
    new = Booth(ELECTION).ballot(77, STAFF, {"o": "b"}, slip=False)
    board.events = whole_board(ELECTION, [*rest, new], COUNTS, VOIDED).events


def _move_batches(board: Board) -> None:
    first, second = board.body("batch", 0), board.body("batch", 1)
    together = sorted(first["ballots"] + second["ballots"])
    first["ballots"], second["ballots"] = together[:20], together[20:]


def _add(board: Board, ballot: CastBallot, is_listed: bool = True) -> None:
    opened = board.body("ballots")["ballots"]
    opened.append(ballot.plain())
    opened.sort(key=lambda b: digest_of(public_bytes(b), b["body"].encode().ljust(512)))
    if is_listed:
        board.body("batch", 1)["ballots"].append(ballot.digest.hex())
        board.body("batch", 1)["ballots"].sort()


def public_bytes(plain: dict[str, Any]) -> bytes:
    return next(b.public for b in _all_known() if to_text(b.public) == plain["public"])


@cache
def _all_known() -> tuple[CastBallot, ...]:
    booth = Booth(ELECTION)
    return (
        *ballots(),
        booth.ballot(77, STAFF, {"o": "b"}, slip=False),
        booth.ballot(9, STAFF, {"o": "b"}),
        second_vote(),
    )


@cache
def second_vote() -> CastBallot:
    """Another ballot with a credential that was used."""
    key = slip_key(seed_of(0), "e2026", STAFF)
    body = BallotBody("e2026", STAFF, {"o": "b"}, nonce_of(500)).to_bytes(512)
    return CastBallot(public_of(key), body, sign(key, body))


def _stuff(board: Board) -> None:
    """A ballot more than was given out."""
    _add(board, Booth(ELECTION).ballot(77, STAFF, {"o": "b"}, slip=False))
    board.body("close")["counts"][STAFF]["returned"] = 14


def _counts(**changes: int) -> Edit:
    return lambda board: board.body("close")["counts"][STAFF].update(changes)


def _election(**changes: Any) -> Edit:
    return lambda board: board.body("open").update(changes)


def _weak_key(board: Board) -> None:
    key = to_text(der_of(rsa.generate_private_key(65537, 1024)))
    board.body("open")["issuers"][0]["keys"][STAFF] = key


def _lost_stamp(board: Board) -> None:
    next(b for b in board.body("ballots")["ballots"] if b["stamps"])["stamps"].pop()


def _unreadable(board: Board) -> None:
    board.body("ballots")["ballots"][0]["voter"] = "HW007"


def _no_ballot(board: Board) -> None:
    board.body("ballots")["ballots"][0] = "nothing"  # type: ignore[index]


REBUILT: dict[str, tuple[Edit, set[str]]] = {
    "flipped answer": (_flip, {"ballot_signature", "missing", "returned_published", "result"}),
    "lost stamp": (_lost_stamp, {"ballot_credential", "missing", "returned_published", "result"}),
    "unreadable": (_unreadable, {"ballot_unreadable", "missing", "returned_published", "result"}),
    "no ballot": (_no_ballot, {"ballot_unreadable", "missing", "returned_published", "result"}),
    "missing though listed": (_drop_content, {"missing", "returned_published", "result"}),
    "published twice": (
        lambda b: b.body("ballots")["ballots"].insert(0, b.body("ballots")["ballots"][0]),
        {"credential_twice", "ballots_order", "returned_published", "result"},
    ),
    "second vote": (
        lambda b: _add(b, second_vote()),
        {"credential_twice", "returned_listed", "returned_published", "result"},
    ),
    "not listed": (
        lambda b: _add(b, Booth(ELECTION).ballot(77, STAFF, {"o": "b"}, slip=False), False),
        {"not_listed", "returned_published", "result"},
    ),
    "more than were given out": (
        _stuff,
        {"balance", "returned_listed", "returned_published", "result"},
    ),
    "voided slip votes": (
        lambda b: _add(b, Booth(ELECTION).ballot(9, STAFF, {"o": "b"})),
        {"void_used", "returned_listed", "returned_published", "result"},
    ),
    "order of contents": (lambda b: b.body("ballots")["ballots"].reverse(), {"ballots_order"}),
    "order in a batch": (lambda b: b.body("batch")["ballots"].reverse(), {"batch_order"}),
    "listed twice": (
        lambda b: b.body("batch", 1)["ballots"].insert(0, b.body("batch", 1)["ballots"][0]),
        {"listed_twice"},
    ),
    "a batch too small": (
        lambda b: b.events.insert(1, ("batch", {"ballots": b.body("batch", 1)["ballots"][:3]})),
        {"batch_small", "listed_twice"},
    ),
    "void of no slip": (
        lambda b: b.body("void")["credentials"].append("ab" * 32),
        {"void_unknown"},
    ),
    "void not listed": (lambda b: b.body("void")["credentials"].pop(), {"void_count"}),
    "unused": (_counts(unused=0), {"balance"}),
    "negative": (_counts(unused=-1, void=3), {"balance", "void_count"}),
    "fewer issued than slips": (_counts(issued=9, unused=-4), {"balance", "slips_issued"}),
    "issued to more than there are": (_counts(issued=60, unused=47), {"issued_beyond"}),
    "returned": (_counts(returned=11, unused=2), {"returned_listed", "returned_published"}),
    "style not counted": (
        lambda b: b.body("close")["counts"].pop(STAFF),
        {"counts_styles", "returned_listed", "result"},
    ),
    "not closed": (
        lambda b: b.events.__delitem__([e for e, _ in b.events].index("close")),
        {"not_closed", "result"},
    ),
    "result": (lambda b: b.body("result")["styles"].pop(STAFF), {"result"}),
    "result of nothing": (lambda b: b.body("result").update(styles=1), {"result"}),
    "opened twice": (lambda b: b.events.insert(1, b.events[0]), {"line_order"}),
    "order of events": (lambda b: _swap(b.events, 1, 4), {"line_order", "batch_small"}),
    "weak key": (_weak_key, {"line_body", "not_opened"}),
    "no form": (_election(form={}), {"line_body", "not_opened"}),
    "batch of no hashes": (
        lambda b: b.body("batch").update(ballots=["xy"]),
        {"line_body", "returned_listed", "not_listed"},
    ),
    "hash in capitals": (
        lambda b: b.body("void").update(credentials=["AB" * 32]),
        {"line_body", "void_count"},
    ),
    "counts in words": (
        lambda b: b.body("close")["counts"][STAFF].update(issued="14"),
        {"line_body", "not_closed", "result"},
    ),
    "length in words": (_election(length="512"), {"line_body", "not_opened"}),
    "ballots that are no list": (
        lambda b: b.body("ballots").update(ballots={"a": 1}),
        {"line_unreadable", "missing", "returned_published", "result"},
    ),
    "not published": (
        lambda b: b.events.__delitem__(slice(-2, None)),
        {"missing", "returned_published"},
    ),
}


@pytest.mark.parametrize("name", REBUILT)
def test_tampering_is_caught_even_when_the_whole_chain_is_made_anew(name: str) -> None:
    edit, expected = REBUILT[name]
    board = sound()
    edit(board)
    assert codes(board.lines()) == expected
    assert codes(board.lines(), head_of(sound())) == expected | {"head"}


@pytest.mark.parametrize("edit", [_drop_with_hash, _swap_a_ballot, _move_batches])
def test_an_insiders_edit_passes_without_a_head_and_is_caught_with_one(edit: Edit) -> None:
    board = sound()
    edit(board)
    assert codes(board.lines()) == set()
    assert codes(board.lines(), head_of(sound())) == {"head"}


def test_a_dropped_ballot_is_proved_by_its_voters_code() -> None:
    board = sound()
    gone = _drop_with_hash(board)
    listed = {d for e, b in board.events if e == "batch" for d in b["ballots"]}
    assert gone.digest.hex() not in listed


LINES: dict[str, tuple[Callable[[list[str]], object], set[str]]] = {
    "a line changed": (lambda x: x.__setitem__(3, x[3].replace('"void"', '"void" ')), {"line_unreadable", "line_chain", "void_count"}),
    "a byte of ballots": (
        lambda x: x.__setitem__(5, x[5].replace('{"body":{"ballots":', '{"body":{ "ballots":')),
        {"line_chain", "line_unreadable", "missing", "returned_published", "result"},
    ),
    "no ballots in the line": (
        lambda x: x.__setitem__(5, x[5].replace('{"body":{"ballots":', '{"body":{"contents":')),
        {"line_chain", "line_unreadable", "missing", "returned_published", "result"},
    ),
    "a line gone": (
        lambda x: x.__delitem__(1),
        {"line_number", "line_chain", "not_listed", "returned_listed"},
    ),
    "a line twice": (lambda x: x.insert(1, x[1]), {"line_number", "line_chain", "listed_twice"}),
    "two lines exchanged": (lambda x: _swap(x, 1, 2), {"line_number", "line_chain", "batch_small"}),
    "rubbish": (lambda x: x.__setitem__(0, "{"), {"line_unreadable", "line_order", "line_chain", "not_opened"}),
    "no lines": (list.clear, {"not_opened"}),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_chain_that_was_cut_or_changed_breaks(name: str) -> None:
    edit, expected = LINES[name]
    lines = sound().lines()
    edit(lines)
    assert codes(lines) == expected
    assert codes(lines, head_of(sound())) >= expected


def test_a_short_head_binds_nothing() -> None:
    lines = sound().lines()
    assert codes(lines, line_digest(lines[-1])[:15]) == {"head"}


def test_faults_name_the_ballot_by_its_code_and_the_style() -> None:
    board = sound()
    plain = board.body("ballots")["ballots"][0]
    digest = sorted(b.digest for b in ballots())[0]
    _drop_content(board)
    found = recount(board.lines()).faults
    assert [f.where for f in found if f.code == "missing"] == [tracking_code(digest)]
    style = plain["body"].split('"style":"')[1].split('"')[0]
    (short,) = [f for f in found if f.code == "returned_published"]
    assert (short.where, short.text.zh) == (style, "收回 12 张，公布 11 张")
    assert short.text.en == "12 returned, 11 published"


def test_with_slips_alone_all_of_them_must_be_accounted_for() -> None:
    election = election_with({STAFF: range(12)}, styles=ELECTION.styles[:1])
    cast = [Booth(election).ballot(n, STAFF, {"o": "a"}) for n in range(12)]
    assert codes(whole_board(election, cast, {STAFF: Counts(12, 12)}).lines()) == set()
    assert codes(whole_board(election, cast, {STAFF: Counts(13, 12, 1)}).lines()) == {"slips_issued"}


def test_few_ballots_stay_sealed_and_so_does_the_group_beside_them() -> None:
    """Three chiefs: neither their ballots nor the staff's on the same person may be published."""
    election = election_with(SLIPS, batch=4)
    cast = [b for b in ballots() if not b.stamps and b.said and (b.said.style != CHIEFS)]
    cast += [b for b in ballots() if not b.stamps and b.said and b.said.style == CHIEFS][:3]
    more = [Booth(election).ballot(8, s, {"o": "a"}) for s in (STAFF, OTHER)]
    counts = {STAFF: Counts(10, 9, 0, 1), OTHER: Counts(10, 9, 0, 1), CHIEFS: Counts(10, 3, 6, 1)}
    board = whole_board(election, [*cast, *more], counts, VOIDED)
    found = recount(board.lines())
    assert found.faults == ()
    assert (found.ballots, found.unpublished) == (0, 21)
    assert found.shown == {STAFF: "nothing", OTHER: "mean", CHIEFS: "nothing"}
    assert found.result == {
        "styles": {
            STAFF: {"shown": "nothing"},
            OTHER: {"shown": "mean", "means": {"o": "91.11"}},
            CHIEFS: {"shown": "nothing"},
        }
    }
    board.body("batch", 1)["ballots"].pop()
    assert codes(board.lines()) == {"returned_listed", "missing_count"}
    published = whole_board(election, [*cast, *more], counts, VOIDED)
    one = next(b for b in cast if b.said and b.said.style == CHIEFS)
    published.events.insert(-1, ("ballots", {"ballots": [one.plain()]}))
    assert codes(published.lines()) == {"published_too_few", "missing_count"}


def test_answers_without_points_have_no_mean() -> None:
    votes = replace(ELECTION, form={**ELECTION.form, "points": {}}, issuers=())
    counts = dict.fromkeys(SLIPS, Counts(10, 8, 1, 1))
    cast = [b for b in ballots() if not b.stamps]
    found = recount(whole_board(votes, cast, counts, VOIDED).lines())
    assert (found.faults, set(found.shown.values()), found.unpublished) == ((), {"nothing"}, 24)


def test_means_leave_out_what_has_no_points() -> None:
    form = replace(FORM, write_in=True, posts=())
    assert means_of(form, {"o": {"a": 1, "b": 2, "": 4, "x": 1}, "+": {"p|n": 1}}) == {"o": "86.67"}
    assert means_of(form, {"o": {"": 4}}) == {"o": ""}
    numbers = replace(form, scale=("0", "100", ""))
    assert means_of(numbers, {"o": {"70": 1, "71": 1}}) == {"o": "70.50"}


def test_names_written_in_are_counted_as_written() -> None:
    form = replace(FORM, write_in=True)
    style = ELECTION.styles[0]
    said = [BallotBody("e", style.id, {"o": "a", "+1": "park|王五"}, "0" * 32)] * 2
    tally = tally_of(form, style, said)
    assert tally == {"o": {"a": 2}, "+": {"park|王五": 2}}
    assert merged(tally, tally_of(form, style, said)) == {"o": {"a": 4}, "+": {"park|王五": 4}}


@given(st.permutations(range(36)))
@settings(deadline=None, max_examples=10)
def test_the_count_does_not_depend_on_the_order_in_which_ballots_came(order: list[int]) -> None:
    shuffled = [ballots()[n] for n in order]
    again = recount(whole_board(ELECTION, shuffled, COUNTS, VOIDED).lines())
    first = recount(sound().lines())
    assert (again.faults, again.tallies, again.result) == (first.faults, first.tallies, first.result)
