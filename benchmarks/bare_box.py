"""Bare box (手写对照): the least that takes a ballot, by hand: check the signature, INSERT, answer.

The peer of benchmarks/casting.py: one statement a ballot, its own commit, no phases, slips, void or receipts.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from quanheng.core.ballots.encoding import to_bytes

LENGTH = int(os.environ.get("BARE_LENGTH", "512"))
SIGNING, CURVE = ec.ECDSA(SHA256()), ec.SECP256R1()
INSERT = """
INSERT INTO bare_ballot (credential, body, body_hash) VALUES (%s, %s, %s) ON CONFLICT (credential) DO NOTHING
"""
_held = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take one ballot."""
    sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    ballot = json.loads(sent)
    public, signature = to_bytes(ballot["public"]), to_bytes(ballot["signature"])
    body = ballot["body"].encode().ljust(LENGTH, b" ")
    dss = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public).verify(dss, body, SIGNING)
    digest = hashlib.sha256(public + body).hexdigest()
    _connection().execute(INSERT, (hashlib.sha256(public).hexdigest(), sent.decode(), digest))
    answer = json.dumps({"code": digest}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_held, "connection"):
        _held.connection = psycopg.connect(os.environ["BARE_DATABASE"], autocommit=True)
    return _held.connection  # type: ignore[no-any-return]  # what was put there above
