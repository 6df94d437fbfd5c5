"""Slip codes (票上的码): a slip's secret as people read and type it, so that a slip of the hand is noticed.

Shapes: 28 letters and digits of base32: 128 bits of the secret, then 12 bits of its hash. Capitals or not,
blanks and hyphens or none; 0, 1 and 8, which no code holds, are read as O, I and B.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from quanheng.core.ballots.encoding import to_bytes
from quanheng.core.ballots.keys import SEED_BYTES

SIGNS: Final = 28
_WRITTEN: Final = re.compile(r"[A-Z2-7]{28}")
_LIKE: Final = str.maketrans("018", "OIB")


def slip_code(seed: bytes) -> str:
    """The code of a secret."""
    check = hashlib.sha256(b"quanheng slip code v1\n" + seed).digest()[:2]
    return base64.b32encode(seed + check).decode()[:SIGNS]


def seed_of(text: str) -> bytes | None:
    """The secret that a code typed, or base64url scanned, stands for; None where it is neither."""
    typed = re.sub(r"[\s-]", "", text).upper().translate(_LIKE)
    if len(typed) == SIGNS:
        if not _WRITTEN.fullmatch(typed):
            return None
        seed = base64.b32decode(f"{typed}====")[:SEED_BYTES]
        return seed if slip_code(seed) == typed else None
    try:
        scanned = to_bytes(text.strip())
    except ValueError:
        return None
    return scanned if len(scanned) == SEED_BYTES else None
