"""Blind signatures (盲签名), the verifier's side: an issuer signs a credential without seeing it.

Shapes: keys are DER (SubjectPublicKeyInfo); the house uses RSABSSA-SHA384-PSS-Randomized with 2048 bits.
Source: RFC 9474.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

KEY_BITS: Final = 2048
EXPONENT: Final = 65537
PREFIX_BYTES: Final = 32
_HASH: Final = SHA384()
_HASHED: Final = Prehashed(_HASH)
"""Hashed before, by the quicker of two ways to the same hash."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One variant of RFC 9474: the length of the salt, and whether a random prefix is signed too."""

    name: str
    salt: int
    randomized: bool
    padding: PSS = field(init=False, compare=False)
    prefix: int = field(init=False, compare=False)
    """Units: bytes of the prefix."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "padding", PSS(MGF1(_HASH), self.salt))
        object.__setattr__(self, "prefix", PREFIX_BYTES if self.randomized else 0)


PSS_RANDOMIZED: Final = Suite("RSABSSA-SHA384-PSS-Randomized", 48, True)
PSS_ZERO_RANDOMIZED: Final = Suite("RSABSSA-SHA384-PSSZERO-Randomized", 0, True)
PSS_DETERMINISTIC: Final = Suite("RSABSSA-SHA384-PSS-Deterministic", 48, False)
PSS_ZERO_DETERMINISTIC: Final = Suite("RSABSSA-SHA384-PSSZERO-Deterministic", 0, False)
SUITES: Final = {
    s.name: s for s in (PSS_RANDOMIZED, PSS_ZERO_RANDOMIZED, PSS_DETERMINISTIC, PSS_ZERO_DETERMINISTIC)
}


def fingerprint(key: bytes) -> str:
    """The SHA-256 of an issuer's key, as printed on the notice: 64 hexadecimal digits."""
    return hashlib.sha256(key).hexdigest()


@lru_cache(maxsize=4096)
def issuer_key(der: bytes) -> RSAPublicKey:
    """An issuer's public key. Errors: ValueError unless it is RSA, 2048 bits, exponent 65537, its one DER."""
    key = load_der_public_key(der)
    if not isinstance(key, RSAPublicKey) or key.key_size != KEY_BITS:
        raise ValueError(f"an issuer's key is RSA with {KEY_BITS} bits")
    if key.public_numbers().e != EXPONENT:
        raise ValueError(f"an issuer's key has the exponent {EXPONENT}")
    return key


def is_issued(
    key: RSAPublicKey, message: bytes, prefix: bytes, signature: bytes, suite: Suite = PSS_RANDOMIZED
) -> bool:
    """Whether the issuer signed this message with this prefix (no prefix in the deterministic suites)."""
    if len(prefix) != suite.prefix:
        return False
    try:
        key.verify(signature, hashlib.sha384(prefix + message).digest(), suite.padding, _HASHED)
    except InvalidSignature:
        return False
    return True
