"""Election desk (投票台): what may be shown of an election while it runs; never a running total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.actions.seal_election import board_head, counts_said, results_said, turnout
from quanheng.core.ballots.board import Counts, Head
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.people import Person
from quanheng.core.values import Text
from quanheng.store import elections
from quanheng.store.elections import PHASES, Phase, RollEntry


@dataclass(frozen=True)
class Desk:
    """One election as its organiser and those who watch may see it.

    Shapes: `turnout` in steps of ten per cent while people vote; `counts` and `results` by style once
    the box is sealed, as far as they may be told.
    """

    code: str
    phase: Phase
    phases: tuple[tuple[Text, str], ...]
    rules: Mapping[str, Any]
    electorate: Mapping[str, int]
    slips: Mapping[str, int]
    head: Head | None
    turnout: int | None
    collected: int | None
    counts: Mapping[str, Counts]
    results: Mapping[str, Any]
    opening: str
    issuers_known: frozenset[str]

    @property
    def needs_keys(self) -> bool:
        """Whether an issuer elsewhere has not handed in its public keys yet."""
        return bool(set(self.rules["issuers"][1:]) - self.issuers_known)

    @property
    def uses_slips(self) -> bool:
        """Whether some group votes by printed slips."""
        return "slips" in self.rules["ways"].values()

    @property
    def has_all_slips(self) -> bool:
        """Whether slips are committed for every group that votes by them."""
        return all(way != "slips" or self.slips.get(group) for group, way in self.rules["ways"].items())


def first_roll(run: str, stage: str) -> tuple[RollEntry, ...]:
    """The roll of a stage's first round; empty where it was voted on paper."""
    facts = elections.election_of_stage(run, stage)
    return elections.roll_of(facts.code) if facts else ()


def desk_of(run: str, stage: str, round_: int = 1) -> Desk | None:
    """The election of a stage in a round, if it has one."""
    facts = elections.election_of_stage(run, stage, round_)
    if facts is None:
        return None
    is_open = facts.phase != "set_up"
    order = [p for p in PHASES if facts.rules["issuers"] or p != "collect"]
    at = order.index(facts.phase)
    collected = len(elections.collectors(facts.code)) if facts.rules["issuers"] and is_open else None
    return Desk(
        code=facts.code,
        phase=facts.phase,
        phases=tuple(
            (PHASES[p], "is-done" if n < at else "is-open" if n == at else "") for n, p in enumerate(order)
        ),
        rules=facts.rules,
        electorate=elections.electorate(facts.code),
        slips={
            group: n
            for style, n in elections.slip_counts(facts.code).items()
            for group in [style.split("|")[1]]
        },
        head=board_head(facts.code) if is_open else None,
        turnout=turnout(facts.code) if facts.phase == "cast" else None,
        collected=collected if facts.phase != "cast" else None,
        counts=counts_said(facts.code) if facts.phase in ("sealed", "counted") else {},
        results=results_said(facts.code) if facts.phase in ("sealed", "counted") else {},
        opening=facts.opening,
        issuers_known=frozenset(elections.public_keys(facts.code)),
    )


def issuer_order(desk: Desk, form: BallotForm, people: Mapping[str, Person]) -> dict[str, Any]:
    """What the second issuer needs: the election, the styles by phone, and each voter's own."""
    known = form.of_groups(desk.electorate)
    by_phone = [s for s in desk.rules["styles"] if desk.rules["ways"][s.split("|")[1]] == "phones"]
    voters = {}
    for voter in elections.roll_of(desk.code):
        if desk.rules["ways"][voter.group] == "phones":
            person = people.get(voter.person)
            unit = person.unit or "" if person else ""
            voters[voter.person] = [s.id for s in known.styles_for(voter.group, unit)]
    return {"election": desk.code, "styles": by_phone, "voters": voters}


def slip_order(desk: Desk, address: str) -> dict[str, Any]:
    """What the slip maker needs: the election, its styles by group, and where the slips lead."""
    return {
        "election": desk.code,
        "address": f"{address}/{desk.code}",
        "groups": {
            group: [style for style in desk.rules["styles"] if style.split("|")[1] == group]
            for group, way in desk.rules["ways"].items()
            if way == "slips"
        },
        "voters": {g: n for g, n in desk.electorate.items() if desk.rules["ways"].get(g) == "slips"},
    }
