"""Ballot (选票): a body signed by an authorised key, and whether it may be counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from quanheng.core.ballots.blind import is_issued, issuer_key
from quanheng.core.ballots.body import BallotBody, body_from, body_of, filled
from quanheng.core.ballots.election import Election, Style
from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.ballots.faults import Fault, fault
from quanheng.core.ballots.forms import BallotForm, form_of
from quanheng.core.ballots.keys import credential_of, is_signed

_FIELDS: Final = {"body", "public", "signature", "stamps"}


class Stamp(NamedTuple):
    """One issuer's unblinded signature over a credential, with the random prefix that it covers."""

    prefix: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, init=False)
class CastBallot:
    """A ballot as it is cast. Shapes: one stamp for each issuer, in their order; none with a printed slip."""

    public: bytes
    body: bytes
    signature: bytes
    stamps: tuple[Stamp, ...] = ()
    credential: bytes = field(init=False, repr=False, compare=False)
    """What may be used once."""
    digest: bytes = field(init=False, repr=False, compare=False)
    """The ballot's hash on the board: of key and body, whatever signature came with them."""
    said: BallotBody | None = field(init=False, repr=False, compare=False)
    """What the ballot says, if it can be read."""

    def __init__(
        self,
        public: bytes,
        body: bytes,
        signature: bytes,
        stamps: tuple[Stamp, ...] = (),
        text: str | None = None,
    ) -> None:
        """Shapes: `text` is the body without its filling, where that is known already."""
        keep = object.__setattr__  # written out, for a recount makes a million of them
        keep(self, "public", public)
        keep(self, "body", body)
        keep(self, "signature", signature)
        keep(self, "stamps", stamps)
        keep(self, "credential", credential_of(public))
        keep(self, "digest", digest_of(public, body))
        keep(self, "said", body_from(body) if text is None else body_of(text))

    def plain(self) -> dict[str, Any]:
        """The ballot as it is sent and as the board carries it; the filling of the body is left off."""
        return {
            "body": self.body.decode().rstrip(" "),
            "public": to_text(self.public),
            "signature": to_text(self.signature),
            "stamps": [[to_text(s.prefix), to_text(s.signature)] for s in self.stamps],
        }


def ballot_of(facts: Mapping[str, Any], length: int) -> CastBallot:
    """The ballot that plain data hold. Errors: KeyError, TypeError, ValueError, Refused if they hold none."""
    if facts.keys() != _FIELDS:
        raise ValueError("a ballot has body, public, signature and stamps")
    text = facts["body"]
    return CastBallot(
        to_bytes(facts["public"]),
        filled(text, length),
        to_bytes(facts["signature"]),
        tuple([Stamp(to_bytes(prefix), to_bytes(signature)) for prefix, signature in facts["stamps"]]),
        text.rstrip(" "),
    )


def digest_of(public: bytes, body: bytes) -> bytes:
    """The hash that the board lists for a ballot."""
    return hashlib.sha256(b"quanheng ballot v1\n" + public + body).digest()


def message_of(election: str, style: str, public: bytes) -> bytes:
    """What issuers sign without seeing it: election, style and public key of one credential."""
    return f"quanheng credential v1\n{election}\n{style}\n".encode() + public


@dataclass(frozen=True)
class Verifier:
    """The checks of single ballots under one election."""

    election: Election
    styles: Mapping[str, Style] = field(init=False)
    slips: Mapping[str, frozenset[bytes]] = field(init=False)
    form: BallotForm = field(init=False)
    _messages: dict[str, bytes] = field(init=False, default_factory=dict)
    """What issuers sign before the public key, by style."""
    _keys: dict[str, tuple[RSAPublicKey, ...]] = field(init=False, default_factory=dict)
    """The issuers' keys by style, of the styles that ballots come in; none where one of them has no key."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "styles", {s.id: s for s in self.election.styles})
        object.__setattr__(self, "slips", {id_: frozenset(own) for id_, own in self.election.slips.items()})
        object.__setattr__(self, "form", form_of(self.election.form))

    def fault_of(self, ballot: CastBallot) -> Fault | None:
        """Why a ballot may not be counted, judged by itself alone; None when it may."""
        return self.faults_of((ballot,))[0]

    def faults_of(self, ballots: Sequence[CastBallot]) -> list[Fault | None]:
        """The fault of each ballot, one kind of check after the other: the processor then stays with it."""
        found = [self._misfit(ballot) for ballot in ballots]
        for code, holds in (("ballot_credential", self._is_authorised), ("ballot_signature", _is_signed)):
            found = [
                wrong if wrong is not None else None if holds(ballot) else fault(code)
                for ballot, wrong in zip(ballots, found, strict=True)
            ]
        return found

    def _misfit(self, ballot: CastBallot) -> Fault | None:
        said = ballot.said
        if said is None or len(ballot.body) != self.election.length:
            return fault("ballot_body")
        if said.election != self.election.id:
            return fault("ballot_election")
        style = self.styles.get(said.style)
        if style is None:
            return fault("ballot_style")
        return None if self.form.fits(style, said.marks) else fault("ballot_marks")

    def _is_authorised(self, ballot: CastBallot) -> bool:
        style = ballot.said.style if ballot.said else ""
        if not ballot.stamps:
            return ballot.credential in self.slips.get(style, frozenset())
        keys = self._keys.get(style)
        if keys is None:
            keys = self._keys[style] = self._keys_of(style)
            self._messages[style] = message_of(self.election.id, style, b"")
        if len(ballot.stamps) != len(keys):
            return False
        message = self._messages[style] + ballot.public
        for key, (prefix, signature) in zip(keys, ballot.stamps, strict=True):
            if not is_issued(key, message, prefix, signature):
                return False
        return True

    def _keys_of(self, style: str) -> tuple[RSAPublicKey, ...]:
        issuers = self.election.issuers
        if any(style not in issuer.keys for issuer in issuers):
            return ()
        return tuple(issuer_key(issuer.keys[style]) for issuer in issuers)


def _is_signed(ballot: CastBallot) -> bool:
    return is_signed(ballot.public, ballot.body, ballot.signature)
