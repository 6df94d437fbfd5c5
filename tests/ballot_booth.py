"""A small election for tests, its keys and its ballots; keys are made once and kept in the repository's tests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from quanheng.core.ballots.ballot import CastBallot, Stamp, message_of
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election, Issuer, Style
from quanheng.core.ballots.forms import BallotForm, Said, Subject
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import receipt_public

RECEIPT_SEED = bytes(range(32))
ELECTION = "e2026"
FORM = BallotForm(
    stage="assessment",
    asks="grades",
    slices="person",
    subjects=(Subject("HW001", "HW001", "", "赵一"), Subject("HW002", "HW002", "", "钱二")),
    questions=(Said("o", "总体评价", "Overall"),),
    choices=(Said("a", "优秀", "Excellent"), Said("b", "称职", "Competent")),
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
        electorate={"staff": 40, "chiefs": 12},
        receipt_key=receipt_public(RECEIPT_SEED),
        issuers=tuple(
            Issuer(name, {s.id: der_of(issuer_private(name, s.id)) for s in styles}) for name in issuers
        ),
        slips=committed,
        **more,  # type: ignore[arg-type]
    )
