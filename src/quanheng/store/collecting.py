"""Collecting in the store (领票登记): who may collect and who has; nothing of what anybody voted.

A whole workforce collects within minutes, so that a request takes two statements here: what the voter may
have, and the note of what was asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from quanheng.core.values import Refused, Text
from quanheng.store import models
from quanheng.store.elections import LOCK_SHARED, ElectionFacts, Phase, election_facts, wrong_phase
from quanheng.store.prepared import rows_of
from quanheng.store.together import Together

_ELECTION, _VOTER = models.Election._meta.db_table, models.Voter._meta.db_table
_PLACE = f"""
SELECT voter.id, voter.person, voter."group", run.code, e.stage, e.round, e.phase, e.rules, e.edition
FROM {_VOTER} voter JOIN {_ELECTION} e ON e.id = voter.election_id
JOIN {models.Run._meta.db_table} run ON run.id = e.run_id
WHERE e.code = %s AND voter.person = %s
"""
# In one order, so that two batches never wait for one another crosswise.
_NOTE = f"""
WITH given (voter, style, blinded) AS (VALUES {{rows}})
INSERT INTO {models.IssueRecord._meta.db_table} (voter_id, issuer, style, blinded)
SELECT given.voter, %s, given.style, given.blinded FROM given JOIN {_ELECTION} e ON e.code = %s
WHERE e.phase = 'collect' AND NOT e.cancelled
ORDER BY given.voter, given.style
ON CONFLICT (voter_id, issuer, style) DO NOTHING
RETURNING voter_id, style
"""


@dataclass(frozen=True, slots=True)
class VoterPlace:
    """Somebody's place on a roll. Shapes: the facts are without the opening, whose hash is `edition`."""

    voter: int
    person: str
    group: str
    facts: ElectionFacts
    edition: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What a voter asks an issuer to sign. Shapes: `blinded` holds the hash of each message, by style."""

    voter: int
    blinded: Mapping[str, str]


def voter_place(code: str, person: str | None) -> VoterPlace:
    """Somebody's place on the roll, with the election. Errors: Refused(not_on_roll)."""
    rows = rows_of(DEFAULT_DB_ALIAS, _PLACE, [code, person or ""])
    if not rows:
        raise _not_on_roll(code)
    voter, name, group, run, stage, round_, phase, rules, edition = rows[0]
    facts = ElectionFacts(code, run, stage, round_, cast(Phase, phase), json.loads(rules), "")
    return VoterPlace(voter, name, group, facts, edition)


def voter_of(code: str, person: str | None) -> models.Voter:
    """Somebody's place on the roll, as a row. Errors: Refused(not_on_roll)."""
    voter = models.Voter.objects.filter(election__code=code, person=person or "").first()
    if voter is None:
        raise _not_on_roll(code)
    return voter


def _not_on_roll(code: str) -> Refused:
    return Refused(
        "not_on_roll",
        "您不在这次投票的选民名册上。",
        "You are not on the roll of this election.",
        where=code,
        remedy_zh="如认为应当在册，请联系组织人事部门。",
        remedy_en="If you should be, ask the personnel office.",
    )


def private_keys(code: str, issuer: str) -> dict[str, str]:
    """An issuer's private keys by ballot style, while they exist."""
    found = models.IssuerKey.objects.filter(election__code=code, issuer=issuer)
    return dict(found.exclude(private="").values_list("style", "private"))


def record_issue(code: str, issuer: str, act: Text, issue: Issue) -> tuple[str, ...]:
    """Note what a voter asks to have signed; the styles for which another message stands.

    Voters who ask at the same moment are noted in one transaction.
    Errors: Refused(wrong_phase) outside collecting.
    """
    differing = _together(code, issuer).do(issue)
    if differing is None:
        raise wrong_phase(code, election_facts(code).phase, "collect", act)
    return differing


@lru_cache(maxsize=64)
def _together(code: str, issuer: str) -> Together[Issue, tuple[str, ...] | None]:
    return Together(partial(_record_all, code, issuer))


def _record_all(code: str, issuer: str, issues: Sequence[Issue]) -> list[tuple[str, ...] | None]:
    """For each the styles for which another message stands; None for who comes outside collecting."""
    asked: dict[tuple[int, str], str] = {}
    for issue in issues:
        for style, digest in issue.blinded.items():
            asked.setdefault((issue.voter, style), digest)
    noted = _noted(code, issuer, asked)
    held = {place: asked[place] for place in noted}
    others = {voter for voter, _ in asked.keys() - noted}  # noted before, or it is not the time for it
    if others and models.Election.objects.filter(code=code, cancelled=False, phase="collect").exists():
        held = _held(issuer, others) | held
    return [_differing(issue, held) for issue in issues]


def _differing(issue: Issue, held: Mapping[tuple[int, str], str]) -> tuple[str, ...] | None:
    stands = [held.get((issue.voter, style)) for style in issue.blinded]
    if None in stands:
        return None
    return tuple(s for s, d, h in zip(issue.blinded, issue.blinded.values(), stands, strict=True) if d != h)


def _noted(code: str, issuer: str, asked: Mapping[tuple[int, str], str]) -> set[tuple[int, str]]:
    """Note what stands nowhere yet, while collecting is open; voter and style of what was noted."""
    connection = connections[DEFAULT_DB_ALIAS]
    values = [value for (voter, style), digest in asked.items() for value in (voter, style, digest)]
    insert = _NOTE.format(rows=", ".join(["(%s, %s, %s)"] * len(asked)))
    with ExitStack() as stack:
        if connection.vendor == "postgresql":
            # Both statements in one message and so, without BEGIN and COMMIT, in one transaction.
            cursor = stack.enter_context(connection.cursor())
            cursor.execute(f"{LOCK_SHARED}; {insert}", [code, *values, issuer, code])
            cursor.nextset()
        else:
            stack.enter_context(transaction.atomic())
            cursor = stack.enter_context(connection.cursor())
            cursor.execute(insert, [*values, issuer, code])
        return set(cursor.fetchall())


def _held(issuer: str, voters: Iterable[int]) -> dict[tuple[int, str], str]:
    noted = models.IssueRecord.objects.filter(voter__in=voters, issuer=issuer)
    return {(voter, style): digest for voter, style, digest in noted.values_list("voter", "style", "blinded")}


def has_collected(voter: int, issuer: str) -> bool:
    """Whether a voter has collected from an issuer."""
    return models.IssueRecord.objects.filter(voter=voter, issuer=issuer).exists()


def save_backup(voter: models.Voter, sealed: str) -> None:
    """Keep a voter's credentials, encrypted under a code that only the voter has."""
    voter.backup = sealed
    voter.save(update_fields=["backup"])
