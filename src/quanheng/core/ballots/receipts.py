"""Receipts (回执): the voter's tracking code (查询码), and the box's word that it accepted the ballot.

Shapes: a code is 80 bits of the ballot's hash in base32, in groups of four; the word is an Ed25519 signature.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_BYTES = 10


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps. Shapes: `signature` is 64 bytes over the election and the ballot's hash."""

    digest: bytes
    signature: bytes

    def code(self) -> str:
        """The tracking code."""
        return tracking_code(self.digest)


def tracking_code(digest: bytes) -> str:
    """The code by which a voter finds a ballot: ABCD EFGH IJKL MNOP."""
    text = base64.b32encode(digest[:_BYTES]).decode("ascii")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def code_bytes(code: str) -> bytes | None:
    """The first ten bytes of the hash that a code names; blanks, hyphens and small letters are read too."""
    text = re.sub(r"[\s-]", "", code).upper()
    return base64.b32decode(text) if re.fullmatch(r"[A-Z2-7]{16}", text) else None


def receipt_public(seed: bytes) -> bytes:
    """The public key that goes into the election, from the box's 32 secret bytes."""
    return _key(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def receipt_for(seed: bytes, election: str, digest: bytes) -> Receipt:
    """The receipt of an accepted ballot; the same ballot always has the same one."""
    return Receipt(digest, _key(seed).sign(_accepted(election, digest)))


@lru_cache(maxsize=64)
def _key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def is_receipt(public: bytes, election: str, receipt: Receipt) -> bool:
    """Whether the box gave this receipt; with no such ballot on the board it proves that one was dropped."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            receipt.signature, _accepted(election, receipt.digest)
        )
    except InvalidSignature:
        return False
    return True


def _accepted(election: str, digest: bytes) -> bytes:
    return f"quanheng accepted v1\n{election}\n".encode() + digest
