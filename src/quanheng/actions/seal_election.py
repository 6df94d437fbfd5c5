"""Close and seal an election (封箱): nothing arrives any more, the numbers balance, the order is gone."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from quanheng.actions.acting import acting
from quanheng.actions.issuing_keys import HERE
from quanheng.actions.published_election import published
from quanheng.core.authority import Actor
from quanheng.core.ballots.ballot import CastBallot, ballot_of
from quanheng.core.ballots.board import (
    Counts,
    Event,
    Head,
    ballots_bodies,
    batch_body,
    close_body,
    line_digest,
    read_line,
    void_body,
)
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.forms import Said, form_of
from quanheng.core.ballots.results import result_body, shown_styles, tally_of
from quanheng.core.values import Refused, Text
from quanheng.store import ballot_box, elections
from quanheng.store.ballot_box import Slot

STEP = 10
"""Units: per cent; turnout is shown in such steps and no finer."""


def published_election(code: str) -> Election:
    """An election as it was published when it opened."""
    return published(elections.election_facts(code).opening).election


def publish_board(actor: Actor, run_code: str, code: str, at: datetime) -> int:
    """List the hashes of ballots that came since the last time, if there are enough of them; how many.

    Errors: Refused outside voting.
    """
    with acting(actor, "publish_board", run_code, at) as act:
        with elections.election_held(code, "cast", Text("公布选票摘要", "publishing to the board")):
            fresh = _unlisted(code, ballot_box.inbox(code))
            if len(fresh) >= published_election(code).batch:
                ballot_box.publish(code, [("batch", batch_body(fresh))])
                listed = len(fresh)
            else:
                listed = 0
        act.subject = code
        act.body = {"election": code, "listed": listed, "head": board_head(code).digest}
    return listed


def board_head(code: str) -> Head:
    """Where the board of an election stands."""
    lines = ballot_box.board_lines(code)
    return Head(len(lines), line_digest(lines[-1])) if lines else Head()


def board_of(code: str) -> str:
    """The board as a file that anyone may copy and check."""
    return "".join(f"{line}\n" for line in ballot_box.board_lines(code))


def _unlisted(code: str, slots: Iterable[Slot]) -> list[bytes]:
    events = [read_line(line) for line in ballot_box.board_lines(code)]
    listed = {digest for e in events if e.event == "batch" for digest in e.body["ballots"]}
    return [bytes.fromhex(slot.digest) for slot in slots if slot.digest not in listed]


def seal_election(actor: Actor, run_code: str, code: str, at: datetime) -> Head:
    """Close the box, balance the numbers, publish every ballot, write the box anew in the order of hashes.

    Errors: Refused outside voting; Refused(slips_not_accounted) while more slips are out than voters.
    """
    with acting(actor, "seal_election", run_code, at) as act:
        with elections.election_held(code, "cast", Text("封箱", "sealing")) as row:
            election = published_election(code)
            _refuse_loose_slips(election)
            ballot_box.close(code)
            slots = ballot_box.inbox(code) or ballot_box.sealed(code)
            ballots = [ballot_of(json.loads(slot.body), election.length) for slot in slots]
            counts = counts_of(election, ballots)
            if board_head(code).number and not _is_closed(code):
                ballot_box.publish(code, _closing(election, slots, ballots, counts))
            ballot_box.seal(code)
            elections.move_on(row, "sealed")
        head = board_head(code)
        act.subject = code
        act.body = {
            "election": code,
            "counts": {style: own.plain() for style, own in counts.items()},
            "head": head.digest,
        }
    ballot_box.sweep()
    return head


def _is_closed(code: str) -> bool:
    return any(read_line(line).event == "close" for line in ballot_box.board_lines(code))


def _closing(
    election: Election, slots: Sequence[Slot], ballots: Sequence[CastBallot], counts: Mapping[str, Counts]
) -> list[tuple[Event, dict[str, Any]]]:
    """The events of the close; ballots of a style are published where there are enough, else nowhere."""
    fresh, void = _unlisted(election.id, slots), ballot_box.void_credentials(election.id)
    form = form_of(election.form)
    shown = shown_styles(election, form, {style: own.returned for style, own in counts.items()})
    by_style: dict[str, list[CastBallot]] = {style.id: [] for style in election.styles}
    for ballot in ballots:
        if ballot.said is not None:
            by_style[ballot.said.style].append(ballot)
    open_ones = [b for style, own in by_style.items() if shown[style] == "distribution" for b in own]
    tallies = {
        s.id: tally_of(form, s, [b.said for b in by_style[s.id] if b.said is not None])
        for s in election.styles
    }
    events: list[tuple[Event, dict[str, Any]]] = []
    if fresh:
        events.append(("batch", batch_body(fresh)))
    if void:
        events.append(("void", void_body(bytes.fromhex(c) for c in void)))
    events.append(("close", close_body(counts)))
    events += [("ballots", body) for body in ballots_bodies(open_ones)]
    return [*events, ("result", result_body(form, tallies, shown))]


def _refuse_loose_slips(election: Election) -> None:
    """Refuse to seal while a group has more slips that are not void than voters: some were left over."""
    void = ballot_box.void_counts(election.id)
    for style, slips in election.slips.items():
        group = style.split("|")[1]
        out = len(slips) - void[style]
        if out > election.electorate[group]:
            title = next((g for g in form_of(election.form).groups if g.id == group), Said(group, group))
            voters = election.electorate[group]
            raise Refused(
                "slips_not_accounted",
                f"“{title.zh}”组还有 {out} 张票没有作废，多于选民 {voters} 人。",
                f"Group '{title.en or title.zh}' has {out} slips that are not void and {voters} voters.",
                where=election.id,
                remedy_zh="请把没有发出的票当众扫描作废，再封箱。",
                remedy_en="Scan the slips that were not given out, in front of everyone, then seal.",
            )


def counts_of(election: Election, ballots: Iterable[CastBallot]) -> dict[str, Counts]:
    """What became of the ballots of each style: issued = returned + unused + void."""
    # Each issuer knows its own; a ballot needs all of them, so no more can come back than were signed here.
    issued = elections.issued_counts(election.id, [HERE])
    void = ballot_box.void_counts(election.id)
    returned = Tally(b.said.style for b in ballots if b.said is not None)
    found = {}
    for style in election.styles:
        given = issued[style.id] + len(election.slips.get(style.id, ()))
        unused = given - returned[style.id] - void[style.id]
        found[style.id] = Counts(given, returned[style.id], unused, void[style.id])
        if not found[style.id].balances():
            raise Refused(
                "counts_do_not_balance",
                f"票数不平：票种“{style.id}”{found[style.id].plain()}。",
                f"The numbers do not balance for '{style.id}': {found[style.id].plain()}.",
                where=election.id,
                remedy_zh="请停止计票，保存公示板文件，由监票人查明。",
                remedy_en="Do not count; keep the board and let the scrutineers look into it.",
            )
    return found


def counts_said(code: str) -> dict[str, Counts]:
    """The numbers that the board gives at the close, by ballot style."""
    closed = [line for line in map(read_line, ballot_box.board_lines(code)) if line.event == "close"]
    return {s: Counts(**own) for line in closed for s, own in line.body["counts"].items()}


def results_said(code: str) -> dict[str, Any]:
    """What the board tells at the close, by ballot style, as far as it may be told."""
    told = [line for line in map(read_line, ballot_box.board_lines(code)) if line.event == "result"]
    return {style: own for line in told for style, own in line.body["styles"].items()}


def turnout(code: str) -> int:
    """How many per cent of all ballots that could come have come, in whole steps of ten."""
    election = published_election(code)
    may_come = sum(election.electorate[s.group] for s in election.styles)
    return min(100, ballot_box.count_in(code) * 100 // max(1, may_come) // STEP * STEP)
