"""Boards that were tampered with, each with the faults that a recount must name: for the core and the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from ballot_booth import Board, Booth, der_of, election_with, nonce_of, seed_of, whole_board
from cryptography.hazmat.primitives.asymmetric import rsa

from quanheng.core.ballots.ballot import CastBallot, digest_of
from quanheng.core.ballots.board import Counts
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Issuer
from quanheng.core.ballots.encoding import to_text
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key

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


def sealed() -> Board:
    """Three chiefs: neither their ballots nor the staff's on the same person may be published."""
    election = election_with(SLIPS, batch=4)
    slips = [b for b in ballots() if not b.stamps and b.said]
    chiefs = [b for b in slips if b.said and b.said.style == CHIEFS][:3]
    cast = [b for b in slips if b.said and b.said.style != CHIEFS]
    cast += [Booth(election).ballot(8, s, {"o": "a"}) for s in (STAFF, OTHER)]
    counts = {STAFF: Counts(10, 9, 0, 1), OTHER: Counts(10, 9, 0, 1), CHIEFS: Counts(10, 3, 6, 1)}
    return whole_board(election, [*cast, *chiefs], counts, VOIDED)


def mixed() -> Board:
    """The staff votes by phone, the chiefs by slips: no issuer has a key for the chiefs' ballots."""
    whole = election_with({CHIEFS: range(12)}, ("A",))
    phones = {style: key for style, key in whole.issuers[0].keys.items() if style != CHIEFS}
    election = replace(whole, issuers=(Issuer("A", phones),))
    booth = Booth(election)
    cast = [booth.ballot(n, s, {"o": "a"}, slip=False) for s in (STAFF, OTHER) for n in range(20, 32)]
    cast += [booth.ballot(n, CHIEFS, {"o": "b"}) for n in range(12)]
    return whole_board(election, cast, dict.fromkeys(SLIPS, Counts(12, 12)))


Edit = Callable[[Board], object]


def _swap(items: list[Any], a: int, b: int) -> None:
    items[a], items[b] = items[b], items[a]


def _flip(board: Board) -> None:
    ballot = board.body("ballots")["ballots"][0]
    old, new = ('"a"', '"b"') if '"a"' in ballot["body"] else ('"b"', '"a"')
    ballot["body"] = ballot["body"].replace(old, new)


def drop_content(board: Board) -> None:
    del board.body("ballots")["ballots"][0]


def drop_with_hash(board: Board) -> CastBallot:
    """The whole chain made anew without one ballot, and the counts to match: an insider's edit."""
    gone = next(b for b in ballots() if b.said and b.said.style == STAFF)
    rest = [b for b in ballots() if b != gone]
    counts = COUNTS | {STAFF: Counts(14, 11, 2, 1)}
    board.events = whole_board(ELECTION, rest, counts, VOIDED).events
    return gone


def swap_a_ballot(board: Board) -> None:
    """One ballot replaced by another with both issuers' keys."""
    gone = next(b for b in ballots() if b.said and b.said.style == STAFF and b.stamps)
    rest = [b for b in ballots() if b != gone]
    new = Booth(ELECTION).ballot(77, STAFF, {"o": "b"}, slip=False)
    board.events = whole_board(ELECTION, [*rest, new], COUNTS, VOIDED).events


def move_batches(board: Board) -> None:
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
    "missing though listed": (drop_content, {"missing", "returned_published", "result"}),
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
