"""Ballot keys (选票密钥): the key that signs one ballot, new or derived from the secret on a printed slip.

Shapes: P-256; a public key is its 65 bytes uncompressed, a private key its number, a signature 64 bytes r‖s.
Source: FIPS 186-5 (ECDSA, A.2.1 for the number), RFC 5869 (HKDF).
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED_BYTES: Final = 16
PUBLIC_BYTES: Final = 65
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_CURVE: Final = ec.SECP256R1()
_SIGNING: Final = ec.ECDSA(SHA256(), deterministic_signing=True)
_VERIFYING: Final = ec.ECDSA(Prehashed(SHA256()))
"""Hashed before, by the quicker of two ways to the same hash."""


def slip_key(seed: bytes, election: str, style: str) -> int:
    """The private key that a slip's secret gives for one ballot style of one election.

    Errors: ValueError for a secret that is not 16 bytes.
    """
    if len(seed) != SEED_BYTES:
        raise ValueError("a slip's secret is 16 bytes")
    info = f"quanheng slip v1\n{style}".encode()
    salt = hashlib.sha256(election.encode()).digest()
    wide = HKDF(algorithm=SHA256(), length=48, salt=salt, info=info).derive(seed)
    return int.from_bytes(wide) % (ORDER - 1) + 1


def public_of(private: int) -> bytes:
    """The public key of a private one."""
    point = ec.derive_private_key(private, _CURVE).public_key()
    return point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sign(private: int, data: bytes) -> bytes:
    """The signature of these bytes, always the same for the same key and bytes."""
    r, s = decode_dss_signature(ec.derive_private_key(private, _CURVE).sign(data, _SIGNING))
    return r.to_bytes(32) + s.to_bytes(32)


def is_signed(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the key signed these bytes; a key that is no point of the curve signed nothing."""
    if len(public) != PUBLIC_BYTES or len(signature) != 64:
        return False
    dss = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    digest = hashlib.sha256(data).digest()
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public).verify(dss, digest, _VERIFYING)
    except (InvalidSignature, ValueError):
        return False
    return True


def credential_of(public: bytes) -> bytes:
    """The credential that a public key stands for: its SHA-256."""
    return hashlib.sha256(public).digest()
