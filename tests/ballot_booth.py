"""A small election for tests, its keys and its ballots; keys are made once and kept in the repository's tests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from quanheng.core.ballots.ballot import CastBallot, Stamp, message_of
from quanheng.core.ballots.board import (
    Counts,
    Event,
    Head,
    ballots_bodies,
    batch_body,
    close_body,
    next_line,
    open_body,
    void_body,
)
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election, Issuer, Style
from quanheng.core.ballots.forms import BallotForm, Said, Subject, form_of
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import receipt_public
from quanheng.core.ballots.results import result_body, shown_styles, tally_of

RECEIPT_SEED = bytes(range(32))
ELECTION = "e2026"
FORM = BallotForm(
    stage="assessment",
    asks="grades",
    slices="person",
    subjects=(Subject("HW001", "HW001", "", "赵一"), Subject("HW002", "HW002", "", "钱二")),
    questions=(Said("o", "总体评价", "Overall"),),
    choices=(Said("a", "优秀", "Excellent"), Said("b", "称职", "Competent")),
    points={"a": "100", "b": "80"},
    groups=(Said("staff", "职工", "Staff"), Said("chiefs", "中层", "Chiefs")),
)
STYLES = (Style("staff", "HW001"), Style("staff", "HW002"), Style("chiefs", "HW001"))


@cache
def issuer_private(name: str, style: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def der_of(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def stamped(issuer: str, style: str, public: bytes, election: str = ELECTION) -> Stamp:
    """What blind, sign and unblind come to: a PSS signature over prefix and message."""
    prefix = hashlib.sha256(b"prefix" + public + issuer.encode()).digest()
    key = issuer_private(issuer, style)
    pss = padding.PSS(padding.MGF1(SHA384()), 48)
    return Stamp(prefix, key.sign(prefix + message_of(election, style, public), pss, SHA384()))


def seed_of(number: int) -> bytes:
    return hashlib.sha256(f"seed {number}".encode()).digest()[:16]


def nonce_of(number: int) -> str:
    return hashlib.sha256(f"nonce {number}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Booth:
    """Casts ballots of one election, with slips or with stamps."""

    election: Election

    def ballot(self, number: int, style: str, marks: Mapping[str, str], *, slip: bool = True) -> CastBallot:
        key = slip_key(seed_of(number), self.election.id, style)
        public = public_of(key)
        body = BallotBody(self.election.id, style, marks, nonce_of(number)).to_bytes(self.election.length)
        stamps = () if slip else tuple(stamped(i.name, style, public) for i in self.election.issuers)
        return CastBallot(public, body, sign(key, body), stamps)


def election_with(
    slips: Mapping[str, range] | None = None,
    issuers: tuple[str, ...] = (),
    styles: tuple[Style, ...] = STYLES,
    **more: object,
) -> Election:
    """An election whose slips are the seeds of these numbers, by style."""
    committed = {
        style: tuple(sorted(credential_of(public_of(slip_key(seed_of(n), ELECTION, style))) for n in numbers))
        for style, numbers in (slips or {}).items()
    }
    return Election(
        id=ELECTION,
        title="中层干部民主测评",
        form=FORM.plain(),
        styles=styles,
        electorate={"staff": 40, "chiefs": 15},
        receipt_key=receipt_public(RECEIPT_SEED),
        issuers=tuple(
            Issuer(name, {s.id: der_of(issuer_private(name, s.id)) for s in styles}) for name in issuers
        ),
        slips=committed,
        **more,  # type: ignore[arg-type]
    )


@dataclass
class Board:
    """A board being written: events, and the lines that they give."""

    events: list[tuple[Event, dict[str, Any]]]

    def lines(self) -> list[str]:
        """The lines, chained anew."""
        head, found = Head(), []
        for event, body in self.events:
            line, head = next_line(head, event, body)
            found.append(line)
        return found

    def body(self, event: str, index: int = 0) -> dict[str, Any]:
        """The body of one event, for a test to tamper with."""
        return [b for e, b in self.events if e == event][index]


def whole_board(
    election: Election,
    ballots: Sequence[CastBallot],
    counts: Mapping[str, Counts],
    voided: Sequence[bytes] = (),
) -> Board:
    """The board of an election that went well; deep copies, so that a test may change anything."""
    form = form_of(election.form)
    said = {s.id: [b.said for b in ballots if b.said and b.said.style == s.id] for s in election.styles}
    shown = shown_styles(election, form, {id_: len(own) for id_, own in said.items()})
    tallies = {s.id: tally_of(form, s, said[s.id]) for s in election.styles}  # type: ignore[arg-type]
    published = [b for b in ballots if b.said and shown[b.said.style] == "distribution"]
    digests = [b.digest for b in ballots]
    middle = max(election.batch, len(digests) // 2)
    events: list[tuple[Event, dict[str, Any]]] = [("open", open_body(election))]
    events += [("batch", batch_body(part)) for part in (digests[:middle], digests[middle:]) if part]
    events += [("void", void_body(voided))] if voided else []
    events += [("close", close_body(counts))]
    events += [("ballots", body) for body in ballots_bodies(published)]
    events += [("result", result_body(form, tallies, shown))]
    return Board(deepcopy(events))
