"""Bare issuer (手写对照): the least that issues credentials, by hand: know the voter, sign, INSERT, answer.

The peer of benchmarks/collecting.py: the voter is looked up by a cookie, each commit stands by itself; no
accounts, roles, phases or second issuer.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.issuing import blind_sign

KEY = bytes.fromhex(os.environ["BARE_KEY"])
KNOW = "SELECT voter FROM bare_voter WHERE cookie = %s"
NOTE = """
INSERT INTO bare_issue (voter, style, blinded) SELECT %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT DO NOTHING
"""
_held = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Sign what one voter asks for."""
    sent = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    cookie = environ["HTTP_COOKIE"].split(";")[0].partition("=")[2]
    connection = _connection()
    [voter] = connection.execute(KNOW, (cookie,)).fetchone()  # type: ignore[misc]  # a voter who is known
    messages = {style: to_bytes(text) for style, text in sent["blinded"].items()}
    signed = {style: to_text(blind_sign(KEY, message)) for style, message in messages.items()}
    hashes = [hashlib.sha256(message).hexdigest() for message in messages.values()]
    connection.execute(NOTE, (voter, list(messages), hashes))
    answer = json.dumps({"signed": signed}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_held, "connection"):
        _held.connection = psycopg.connect(os.environ["BARE_DATABASE"], autocommit=True)
    return _held.connection  # type: ignore[no-any-return]  # what was put there above
