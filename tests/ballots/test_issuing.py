"""Issuing: blind signatures, byte for byte as in RFC 9474."""

import json
from collections.abc import Callable
from importlib.resources import files

import pytest
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from quanheng.core.ballots.blind import PREFIX_BYTES, SUITES, is_issued, issuer_key
from quanheng.core.values import Refused
from quanheng.issuing import blind_sign, check_signing, new_key, public_key
from quanheng.issuing.raw_key import ByOpenSsl, ByPyCryptodome, RawKey, openssl, raw_key

VECTORS = json.loads((files("quanheng.data") / "rfc9474.json").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("kept", [raw_key, ByPyCryptodome])
def test_signing_agrees_with_the_rfc(kept: Callable[[bytes], RawKey]) -> None:
    check_signing(kept)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_verifying_agrees_with_the_rfc(vector: dict[str, str]) -> None:
    suite = SUITES[vector["name"]]
    key = RSAPublicNumbers(int(vector["e"], 16), int(vector["n"], 16)).public_key()
    message, prefix = bytes.fromhex(vector["msg"]), bytes.fromhex(vector["msg_prefix"])
    signature = bytes.fromhex(vector["sig"])
    assert len(prefix) == (PREFIX_BYTES if suite.randomized else 0)
    assert is_issued(key, message, prefix, signature, suite)
    assert not is_issued(key, message + b"x", prefix, signature, suite)
    for other in SUITES.values():
        if other != suite:
            assert not is_issued(key, message, prefix, signature, other)


def test_an_issuer_signs_what_it_does_not_see() -> None:
    private = new_key()
    numbers = issuer_key(public_key(private)).public_numbers()
    message, r = 2**2000 + 1234567, 987654321
    blinded = message * pow(r, numbers.e, numbers.n) % numbers.n
    signed = int.from_bytes(blind_sign(private, blinded.to_bytes(256)))
    assert pow(signed * pow(r, -1, numbers.n), numbers.e, numbers.n) == message
    assert blind_sign(private, blinded.to_bytes(256)) == signed.to_bytes(256)


@pytest.mark.skipif(openssl() is None, reason="this Python carries no OpenSSL that can be reached")
def test_both_libraries_sign_alike_and_undo_it() -> None:
    private = new_key()
    one, other = ByOpenSsl(openssl(), private), ByPyCryptodome(private)
    for number in (bytes(256), b"\0" * 255 + b"\1", *(b"\0" + bytes([n]) * 255 for n in range(1, 256, 17))):
        signed = one.signed(number)
        assert (signed, one.opened(signed)) == (other.signed(number), number)
        assert other.opened(signed) == number


@pytest.mark.skipif(openssl() is None, reason="this Python carries no OpenSSL that can be reached")
def test_openssl_refuses_what_is_no_key_and_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="not a private key"):
        ByOpenSsl(openssl(), b"nonsense")
    key = ByOpenSsl(openssl(), new_key())
    with pytest.raises(RuntimeError):
        key.signed(b"\xff" * 256)


def test_a_faulty_key_signs_nothing() -> None:
    good = RSA.import_key(new_key())
    parts = (int(good.n), int(good.e), int(good.d) + 2, int(good.p), int(good.q))
    faulty = RSA.construct(parts, consistency_check=False).export_key("DER", pkcs=8)
    with pytest.raises((ValueError, RuntimeError)):
        blind_sign(faulty, b"\1" * 256)


@pytest.mark.parametrize("blinded", [b"", b"\1" * 255, b"\xff" * 256, b"\1" * 257])
def test_what_is_no_blinded_message_is_refused(blinded: bytes) -> None:
    with pytest.raises(Refused) as refused:
        blind_sign(new_key(), blinded)
    assert refused.value.code == "blinded_message"
