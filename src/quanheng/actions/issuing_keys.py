"""Issuing keys (发证密钥): those of the issuer that runs in this installation, held while voters collect."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from quanheng.core.ballots.encoding import to_bytes
from quanheng.issuing import forget_loaded
from quanheng.store import collecting

HERE = "A"
"""The issuer that runs in this installation; others bring their public keys."""


@lru_cache(maxsize=8)
def issuing_keys(code: str, edition: str) -> Mapping[str, bytes]:
    """The private keys of an opened election by style, read once; what may be given, the roll says."""
    return {style: to_bytes(key) for style, key in collecting.private_keys(code, HERE).items()}


def forget_keys() -> None:
    """Hold no private key in memory any more; those of elections that still collect are read again."""
    issuing_keys.cache_clear()
    forget_loaded()
