"""Issuing (发证): an issuer signs blinded credentials; the only package that holds a private issuing key.

Shapes: keys are DER, private ones PKCS #8; a blinded message and its signature are 256 bytes.
Source: RFC 9474, section 4.3.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from quanheng.core.ballots.blind import EXPONENT, KEY_BITS
from quanheng.core.values import Refused
from quanheng.issuing.raw_key import RawKey, raw_key

_VECTORS: Final = files("quanheng.data") / "rfc9474.json"


@dataclass(frozen=True)
class _Key:
    """A key that is ready to sign. Shapes: `modulus` in bytes of the key's length."""

    raw: RawKey
    modulus: bytes
    public: bytes


def new_key() -> bytes:
    """A fresh private key, for one ballot style of one election, to be destroyed after the close."""
    return _der(rsa.generate_private_key(EXPONENT, KEY_BITS))


def public_key(private: bytes) -> bytes:
    """The public key of a private one, as elections publish it."""
    return _loaded(private).public


def blind_sign(private: bytes, blinded: bytes) -> bytes:
    """The signature of a blinded message; the same message always gets the same signature.

    Errors: Refused(blinded_message) for anything that is not a number below the key's modulus.
    """
    return _signed(_loaded(private), blinded)


def forget_loaded() -> None:
    """Hold no private key in memory any more."""
    _loaded.cache_clear()


def check_signing(kept: Callable[[bytes], RawKey] = raw_key) -> None:
    """Sign the examples of RFC 9474 before any voter's credential. Errors: RuntimeError if one differs."""
    for vector in json.loads(_VECTORS.read_text("utf-8"))["vectors"]:
        n, e, d, p, q = (int(vector[name], 16) for name in ("n", "e", "d", "p", "q"))
        parts = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
        numbers = rsa.RSAPrivateNumbers(p, q, d, *parts, rsa.RSAPublicNumbers(e, n))
        signed = _signed(_ready(_der(numbers.private_key()), kept), bytes.fromhex(vector["blinded_msg"]))
        if signed.hex() != vector["blind_sig"]:
            raise RuntimeError(f"blind signing differs from RFC 9474: {vector['name']}")


def _signed(key: _Key, blinded: bytes) -> bytes:
    length = key.raw.length
    if len(blinded) != length or blinded >= key.modulus:
        raise Refused(
            "blinded_message",
            f"领票请求不是小于模数的 {length} 字节数。",
            f"A blinded message is a number of {length} bytes below the modulus.",
            remedy_zh="请重新打开领票页面再试。",
            remedy_en="Open the page for collecting ballots anew.",
        )
    signature = key.raw.signed(blinded)
    if key.raw.opened(signature) != blinded:
        raise RuntimeError("a blind signature does not verify: the key or the machine is faulty")
    return signature


@lru_cache(maxsize=1024)
def _loaded(private: bytes) -> _Key:
    return _ready(private)


def _ready(private: bytes, kept: Callable[[bytes], RawKey] = raw_key) -> _Key:
    """Errors: ValueError where it is no RSA key, or its parts do not fit."""
    key = load_der_private_key(private, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("an issuer's key is RSA")
    public = key.public_key()
    modulus = public.public_numbers().n.to_bytes(key.key_size // 8)
    shape = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    return _Key(kept(private), modulus, public.public_bytes(*shape))


def _der(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
