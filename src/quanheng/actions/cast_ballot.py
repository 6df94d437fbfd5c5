"""Cast a ballot (投票): checked first, kept durably, then acknowledged; nobody is asked who they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from quanheng.actions.published_election import Published, published
from quanheng.core.ballots.ballot import CastBallot, ballot_of
from quanheng.core.ballots.encoding import canonical
from quanheng.core.ballots.receipts import Receipt, code_bytes, receipt_for
from quanheng.core.values import Refused
from quanheng.store import ballot_box
from quanheng.store.ballot_box import BoxState, Slot


def cast_ballot(election: str, sent: Mapping[str, Any]) -> Receipt:
    """Put one ballot in the box; its receipt. The same ballot sent again has the same receipt.

    Errors: Refused when there is no such election, it takes no ballots, the ballot does not hold, or its
    credential has cast another one.
    """
    with _reading:
        seed, known = _known(election)
    try:
        return _cast(election, seed, known, sent)
    except Refused:
        if box_state(election).receipt_seed == seed:
            raise
    _known.cache_clear()  # the name stands for another election since: the demonstration began anew
    return cast_ballot(election, sent)


def _cast(election: str, seed: bytes, known: Published, sent: Mapping[str, Any]) -> Receipt:
    ballot = _read(sent, known.election.length)
    fault = known.verifier.fault_of(ballot)
    if fault is not None:
        raise Refused(
            fault.code,
            fault.text.zh,
            fault.text.say("en"),
            where=election,
            remedy_zh="请重新打开投票页面填写；仍不行的，请告诉监票人，您的票没有投出。",
            remedy_en="Open the ballot again; if that fails tell the scrutineer: nothing was cast.",
        )
    slot = Slot(ballot.credential.hex(), ballot.digest.hex(), canonical(ballot.plain()))
    placed = ballot_box.place(election, seed, slot)
    if placed != "accepted":
        raise _REFUSALS[placed]
    return receipt_for(seed, election, ballot.digest)


def box_state(election: str) -> BoxState:
    """An election as the box knows it; Errors: Refused(unknown_election)."""
    state = ballot_box.state_of(election)
    if state is None:
        raise Refused(
            "unknown_election",
            "没有这次投票。",
            "There is no such election.",
            where=election,
            remedy_zh="请核对通知或印制票上的网址。",
            remedy_en="Check the address on the notice or the slip.",
        )
    return state


_reading = Lock()
"""An opening may hold a million slips: the voters who come first do not each read it."""


@lru_cache(maxsize=8)
def _known(election: str) -> tuple[bytes, Published]:
    """The secret of an election's receipts, and the election as published: both stay as they are."""
    state = box_state(election)
    return state.receipt_seed, published(ballot_box.opening_of(election))


def opening_of(election: str) -> str:
    """What was published when an election opened. Errors: Refused(unknown_election)."""
    box_state(election)
    return ballot_box.opening_of(election)


def is_in_box(election: str, code: str) -> bool | None:
    """Whether a ballot with this tracking code lies in the box; None where it is no code."""
    box_state(election)
    prefix = code_bytes(code)
    return None if prefix is None else ballot_box.has_ballot(election, prefix.hex())


def _read(sent: Mapping[str, Any], length: int) -> CastBallot:
    try:
        return ballot_of(sent, length)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(
            "ballot_unreadable",
            "收到的内容不是一张选票。",
            "What arrived is no ballot.",
            remedy_zh="请重新打开投票页面，再投一次。",
            remedy_en="Open the ballot again and cast it once more.",
        ) from None


_REFUSALS = {
    "closed": Refused(
        "casting_closed",
        "现在不收票：投票尚未开始，或者已经结束。这张票没有投出。",
        "No ballots are taken now: voting has not begun or is over. This ballot was not cast.",
        remedy_zh="请看通知上的投票时间。",
        remedy_en="See the notice for the hours of voting.",
    ),
    "other": Refused(
        "credential_used",
        "这张票已经用过，先投的那一次有效，这次没有计入。",
        "This credential has voted already; the first ballot stands and this one was not taken.",
        remedy_zh="用回执上的查询码可以核对先投的票。",
        remedy_en="The code on your receipt finds the ballot that was cast.",
    ),
    "void": Refused(
        "slip_void",
        "这张票已作为未用票作废。",
        "This slip was scanned as left over and is void.",
        remedy_zh="请向监票人询问。",
        remedy_en="Ask the scrutineer.",
    ),
}
