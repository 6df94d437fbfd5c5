"""Count ballots (开箱计票): sealed ballots, checked once more, become rows of the stage as sheets do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from quanheng.actions.acting import acting
from quanheng.actions.published_election import Published, published
from quanheng.actions.record_rows import record_rows
from quanheng.actions.seal_election import board_head, counts_of
from quanheng.actions.set_up_election import settings_of
from quanheng.core.authority import Actor, require
from quanheng.core.ballots.ballot import CastBallot, ballot_of
from quanheng.core.ballots.rows import Opened, rows_of, turnout_rows, written_names
from quanheng.core.kinds import KINDS
from quanheng.core.values import Refused, Text
from quanheng.store import ballot_box, elections
from quanheng.store.elections import ElectionFacts
from quanheng.store.load import run_state

TABLES = ("sheets", "counts")
"""Where ballots are entered: sheets of an assessment or recommendation, counts of a decision."""


def opened(facts: ElectionFacts, written: Mapping[str, str]) -> Opened:
    """The sealed ballots of an election, each checked again.

    Errors: Refused(box_tampered) for a ballot in the box that does not hold.
    """
    known = published(facts.opening)
    ballots = tuple(_checked(known, slot.body) for slot in ballot_box.sealed(facts.code))
    return Opened(known.verifier.form, ballots, counts_of(known.election, ballots), written)


def names_to_read(actor: Actor, code: str) -> tuple[str, ...]:
    """The names written on ballots, for somebody to give them codes; known once the box is sealed."""
    require(actor, "count_ballots")
    facts = elections.election_facts(code)
    return written_names(opened(facts, {})) if facts.phase == "sealed" else ()


def _checked(known: Published, body: str) -> CastBallot:
    ballot = ballot_of(json.loads(body), known.election.length)
    fault = known.verifier.fault_of(ballot)
    if fault is not None:
        raise Refused(
            "box_tampered",
            f"票箱里有一张无效的票：{fault.text.zh}",
            f"A ballot in the box does not hold: {fault.text.say('en')}",
            where=ballot.digest.hex()[:16],
            remedy_zh="请停止计票，保存公示板文件，由监票人查明。",
            remedy_en="Do not count; keep the board and let the scrutineers look into it.",
        )
    return ballot


def count_ballots(
    actor: Actor, run_code: str, code: str, at: datetime, written: Mapping[str, str] | None = None
) -> int:
    """Open the count: enter turnout and ballots into the stage; how many ballots there were.

    Shapes: `written` gives each name written in a code of the roster, '' where it is nobody's.
    Errors: Refused before the box is sealed, while a written name has no code, for a ballot at fault.
    """
    require(actor, "count_ballots")
    with elections.election_held(code, "sealed", Text("计票", "counting")) as row:
        facts = elections.election_facts(code)
        plan = run_state(run_code).facts.plan
        settings = settings_of(plan, facts.stage)
        found = opened(facts, written or {})
        election = published(facts.opening).election
        rows = rows_of(settings, found)
        names = [t.name for t in KINDS[settings.kind].tables]
        if "sheets" in names:
            groups = [g.id for g in found.form.groups]
            turnout = turnout_rows(settings, found, election.electorate, groups)
            record_rows(actor, run_code, facts.stage, "turnout", turnout, at)
        if rows:
            table = next(name for name in TABLES if name in names)
            record_rows(actor, run_code, facts.stage, table, rows, at)
        elections.move_on(row, "counted")
        with acting(actor, "count_ballots", run_code, at) as act:
            act.become(disclosures=elections.disclosures_of(run_code))
            act.subject = f"{facts.stage}:{code}"
            act.body = {"election": code, "ballots": len(found.ballots), "head": board_head(code).digest}
    ballot_box.sweep()  # once more, for a server that died between sealing and sweeping
    return len(found.ballots)
