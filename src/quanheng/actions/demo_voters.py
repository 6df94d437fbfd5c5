"""Invented voters (演示选民): in the demonstration the rest of the roll collects and votes, as people would.

They go through the same acts as a voter's phone does: keys of their own, blinded requests, signed ballots.
Slips are made here for a demonstration has no scrutineer; their secrets lie in its folder.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.demo_only import refuse_outside_demo
from quanheng.actions.issue_credential import collected_before, entitled, issue_credential
from quanheng.actions.published_election import published
from quanheng.actions.set_up_election import commit_slips
from quanheng.core.authority import Actor, require
from quanheng.core.ballots.ballot import CastBallot, Stamp, message_of
from quanheng.core.ballots.blind import issuer_key
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election, Style
from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.ballots.keys import SEED_BYTES, credential_of, public_of, sign, slip_key
from quanheng.documents.slips import slips_pdf, ticket
from quanheng.store import elections
from quanheng.store.models import Account

SPARE = 4
"""Units: slips printed beyond the voters of a group; they are to be voided."""
OWN = 4
"""Units: slips of each group that no invented voter uses, for whoever tries the demonstration."""
MODULUS_BITS, SALT, HASH = 2048, 48, 48
"""Units: bits of the modulus; bytes of salt and of SHA-384."""


@dataclass
class Held:
    """What the invented voters hold between two steps.

    Shapes: `slips` are secrets by group, `tickets` by person are [style, key, prefix, signature].
    """

    slips: dict[str, list[str]] = field(default_factory=dict)
    tickets: dict[str, list[list[str]]] = field(default_factory=dict)
    cast: list[str] = field(default_factory=list)


def make_slips(actor: Actor, run: str, code: str, at: datetime) -> int:
    """Make the slips of an election that is being set up, and register their hashes; how many."""
    refuse_outside_demo()
    held, hashes = Held(), {}
    rules, electorate = elections.election_facts(code).rules, elections.electorate(code)
    for group, way in rules["ways"].items():
        if way != "slips":
            continue
        seeds = [secrets.token_bytes(SEED_BYTES) for _ in range(electorate[group] + SPARE)]
        held.slips[group] = [to_text(seed) for seed in seeds]
        for style in (s for s in rules["styles"] if s.split("|")[1] == group):
            keys = (slip_key(seed, code, style) for seed in seeds)
            hashes[style] = sorted(credential_of(public_of(key)).hex() for key in keys)
    made = commit_slips(actor, run, code, hashes, at)
    _keep(code, held)
    return made


def others_collect(actor: Actor, code: str) -> int:
    """Everybody on the roll who has no account here collects; how many."""
    refuse_outside_demo()
    require(actor, "close_collecting")
    held, facts = _held(code), elections.election_facts(code)
    election = published(facts.opening).election
    own = set(Account.objects.exclude(person_code=None).values_list("person_code", flat=True))
    for entry in elections.roll_of(code):
        if entry.person in own or facts.rules["ways"][entry.group] != "phones":
            continue
        voter = Actor(f"voter-{entry.person}", entry.person, frozenset({"staff"}), entry.person)
        place = entitled(voter, code)
        if collected_before(place):
            continue
        asked = {style: _Blinded.of(election, style) for style in place.styles}
        signed = issue_credential(voter, code, {style: made.sent for style, made in asked.items()})
        held.tickets[entry.person] = [made.ticket(signed[style]) for style, made in asked.items()]
    _keep(code, held)
    return len(held.tickets)


def others_cast(actor: Actor, code: str) -> int:
    """A third of the invented voters who have not voted do so; how many ballots were cast."""
    refuse_outside_demo()
    require(actor, "open_casting")
    held = _held(code)
    known = published(elections.election_facts(code).opening)
    waiting = [name for name in _voters(held) if name not in held.cast]
    number = 0
    for name in waiting[: max(1, len(waiting) // 3)] if len(waiting) > OWN else waiting:
        for style, key, stamps in _keys_of(held, name, known.election):
            marks = _marks(known.verifier.form, style, f"{code}{name}")
            body = BallotBody(code, style.id, marks, secrets.token_hex(16)).to_bytes(known.election.length)
            cast_ballot(code, CastBallot(public_of(key), body, sign(key, body), stamps).plain())
            number += 1
        held.cast.append(name)
    _keep(code, held)
    return number


def own_slips(code: str, address: str) -> dict[str, list[str]]:
    """The addresses of slips that nobody invented uses, by group: to vote with, and to void."""
    return {
        group: [f"{address}/{code}#{ticket(to_bytes(secret), group)}" for secret in own[: OWN + SPARE]]
        for group, own in _held(code).slips.items()
    }


def slip_sheet(code: str, group: str, title: str, address: str) -> bytes:
    """The slips of a group as they are printed, those that nobody invented uses. Errors: KeyError."""
    seeds = [to_bytes(secret) for secret in _held(code).slips[group][: OWN + SPARE]]
    return slips_pdf(title, f"{address}/{code}", group, seeds)


def _place(code: str) -> Path:
    return Path(settings.HOME) / "demo-ballots" / f"{code}.json"


def _held(code: str) -> Held:
    place = _place(code)
    return Held(**json.loads(place.read_text("utf-8"))) if place.exists() else Held()


def _keep(code: str, held: Held) -> None:
    place = _place(code)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(vars(held)), encoding="utf-8")


def _voters(held: Held) -> Iterator[str]:
    """Everyone invented, the two ways in turns: people by code, slips by secret."""
    slips = [secret for own in held.slips.values() for secret in own[OWN + SPARE :]]
    people = sorted(held.tickets)
    for n in range(max(len(slips), len(people))):
        yield from (own[n] for own in (people, slips) if n < len(own))


def _keys_of(held: Held, name: str, election: Election) -> Iterator[tuple[Style, int, tuple[Stamp, ...]]]:
    """The ballots that somebody may cast: style, private key, signatures of the issuer."""
    styles = {s.id: s for s in election.styles}
    for own, key, prefix, signature in held.tickets.get(name, ()):
        yield styles[own], int(key, 16), (Stamp(to_bytes(prefix), to_bytes(signature)),)
    group = next((g for g, own in held.slips.items() if name in own), None)
    for style in styles.values():
        if style.group == group:
            yield style, slip_key(to_bytes(name), election.id, style.id), ()


def _marks(form: BallotForm, style: Style, voter: str) -> dict[str, str]:
    """What an invented voter says: the first choices more often than the last, some people liked better."""
    if style.kind == "comment":
        said = REMARKS[_chance(voter, style.id) % len(REMARKS)]
        return {"comment": said} if said else {}
    if form.scale is not None:
        return dict.fromkeys(form.cells_of(style), form.scale[1])
    ids = [choice.id for choice in form.choices]
    most = min((limit.most for limit in form.limits), default=None)
    marks = {}
    for cell in form.cells_of(style):
        leaning = _chance(cell.partition("|")[0] if "|" in cell else style.subject, form.stage) % 90
        mood = _chance(voter, cell, style.subject)
        steps = (mood > 120 + leaning) + (mood > 225) + (mood > 245)
        marks[cell] = ids[min(len(ids) - 1, steps)]
    if most is None:
        return marks
    named = sorted(marks, key=lambda cell: _chance(voter, cell))[:most]
    return dict.fromkeys(named, ids[0])


REMARKS: Sequence[str] = ("", "", "", "希望多到社区走访。", "工作扎实，建议加强年轻干部培养。", "")


def _chance(*parts: str) -> int:
    return hashlib.sha256("|".join(parts).encode()).digest()[0]


@dataclass(frozen=True)
class _Blinded:
    """A request for one credential. Source: RFC 9474, sections 4.1, 4.2 and 4.4."""

    style: str
    key: int
    prefix: bytes
    modulus: int
    inverse: int
    sent: str

    @classmethod
    def of(cls, election: Election, style: str) -> _Blinded:
        """A fresh key, its message blinded for the issuer of this installation."""
        numbers = issuer_key(election.issuers[0].keys[style]).public_numbers()
        key = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        prefix = secrets.token_bytes(32)
        encoded = _encoded(prefix + message_of(election.id, style, public_of(key)))
        blind = secrets.randbelow(numbers.n - 2) + 1
        blinded = encoded * pow(blind, numbers.e, numbers.n) % numbers.n
        sent = to_text(blinded.to_bytes(MODULUS_BITS // 8))
        return cls(style, key, prefix, numbers.n, pow(blind, -1, numbers.n), sent)

    def ticket(self, signed: str) -> list[str]:
        """The credential, once it is signed: style, key, prefix, signature."""
        number = int.from_bytes(to_bytes(signed)) * self.inverse % self.modulus
        signature = to_text(number.to_bytes(MODULUS_BITS // 8))
        return [self.style, f"{self.key:x}", to_text(self.prefix), signature]


def _encoded(message: bytes) -> int:
    """EMSA-PSS with SHA-384. Source: RFC 8017, section 9.1.1."""
    salt, length = secrets.token_bytes(SALT), MODULUS_BITS // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - SALT - HASH - 2) + b"\1" + salt
    blocks = range(-(-len(block) // HASH))
    mask = b"".join(hashlib.sha384(digest + n.to_bytes(4)).digest() for n in blocks)[: len(block)]
    masked = bytes(a ^ b for a, b in zip(block, mask, strict=True))
    return int.from_bytes(bytes([masked[0] & 0x7F]) + masked[1:] + digest + b"\xbc")
