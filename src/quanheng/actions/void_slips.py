"""Void slips (未用票作废): what was left over is scanned in front of everyone, before the box is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.actions.acting import acting
from quanheng.actions.published_election import published
from quanheng.core.authority import Actor
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.keys import credential_of, public_of, slip_key
from quanheng.core.ballots.slip_codes import seed_of
from quanheng.core.values import Text
from quanheng.store import ballot_box, elections


@dataclass(frozen=True, slots=True)
class Voided:
    """What became of the slips scanned. Units: slips."""

    void: int
    voted: int
    unknown: int


def void_slips(actor: Actor, run_code: str, code: str, secrets: Sequence[str], at: datetime) -> Voided:
    """Take slips out of use by what is printed on them, scanned or typed; how many that were.

    A slip that has voted stays as it voted: it was no unused slip.
    Errors: Refused outside voting.
    """
    with acting(actor, "void_slips", run_code, at) as act:
        with elections.election_held(code, "cast", Text("作废未用票", "voiding slips")):
            election = published(elections.election_facts(code).opening).election
            found = _Found.of(election, secrets)
            voted = set(ballot_box.void_slips(code, [p for own in found.slips for p in own]))
        spent = sum(any(credential in voted for _, credential in own) for own in found.slips)
        done = Voided(len(found.slips) - spent, spent, found.unknown)
        act.subject = code
        act.body = {"election": code, "void": done.void, "voted": done.voted, "unknown": done.unknown}
    return done


@dataclass(frozen=True)
class _Found:
    """Slips by their secrets. Shapes: each slip is its (style, credential) pairs."""

    slips: tuple[tuple[tuple[str, str], ...], ...]
    unknown: int

    @classmethod
    def of(cls, election: Election, secrets: Sequence[str]) -> _Found:
        committed = {c.hex(): style for style, own in election.slips.items() for c in own}
        found = [_credentials(election, committed, secret) for secret in dict.fromkeys(secrets)]
        return cls(tuple(own for own in found if own), sum(not own for own in found))


def _credentials(
    election: Election, committed: Mapping[str, str], secret: str
) -> tuple[tuple[str, str], ...]:
    seed = seed_of(secret.rpartition("#")[2].partition(".")[0])
    if seed is None:
        return ()
    keys = {style: slip_key(seed, election.id, style) for style in election.slips}
    held = {style: credential_of(public_of(key)).hex() for style, key in keys.items()}
    return tuple(
        (style, credential) for style, credential in held.items() if committed.get(credential) == style
    )
