"""Issuing (发证): an issuer signs blinded credentials; the only module that holds a private issuing key.

Shapes: keys are DER, private ones PKCS #8; a blinded message and its signature are 256 bytes.
Source: RFC 9474, section 4.3.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from quanheng.core.ballots.blind import EXPONENT, KEY_BITS
from quanheng.core.values import Refused

_VECTORS: Final = files("quanheng.data") / "rfc9474.json"


def new_key() -> bytes:
    """A fresh private key, for one ballot style of one election, to be destroyed after the close."""
    key = rsa.generate_private_key(EXPONENT, KEY_BITS)  # ten times as quick as the other library's
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_key(private: bytes) -> bytes:
    """The public key of a private one, as elections publish it."""
    return _loaded(private).public_key().export_key("DER")


def blind_sign(private: bytes, blinded: bytes) -> bytes:
    """The signature of a blinded message; the same message always gets the same signature.

    Errors: Refused(blinded_message) for anything that is not a number below the key's modulus.
    """
    return _signed(_loaded(private), blinded)


def forget_loaded() -> None:
    """Hold no private key in memory any more."""
    _loaded.cache_clear()


def check_signing() -> None:
    """Sign the examples of RFC 9474 before any voter's credential. Errors: RuntimeError if one differs."""
    for vector in json.loads(_VECTORS.read_text("utf-8"))["vectors"]:
        n, e, d, p, q = (int(vector[name], 16) for name in ("n", "e", "d", "p", "q"))
        signed = _signed(RSA.construct((n, e, d, p, q)), bytes.fromhex(vector["blinded_msg"]))
        if signed.hex() != vector["blind_sig"]:
            raise RuntimeError(f"blind signing differs from RFC 9474: {vector['name']}")


def _signed(key: RSA.RsaKey, blinded: bytes) -> bytes:
    length = key.size_in_bytes()
    number = int.from_bytes(blinded)
    if len(blinded) != length or number >= key.n:
        raise Refused(
            "blinded_message",
            f"领票请求不是小于模数的 {length} 字节数。",
            f"A blinded message is a number of {length} bytes below the modulus.",
            remedy_zh="请重新打开领票页面再试。",
            remedy_en="Open the page for collecting ballots anew.",
        )
    raw: Any = key  # the library has no public names for the raw operations
    signature = bytes(raw._decrypt_to_bytes(number))
    if raw._encrypt(int.from_bytes(signature)) != number:  # three times as quick as pow()
        raise RuntimeError("a blind signature does not verify: the key or the machine is faulty")
    return signature.rjust(length, b"\0")


@lru_cache(maxsize=1024)
def _loaded(private: bytes) -> RSA.RsaKey:
    return RSA.import_key(private)
