"""Ground for measuring the ballot box: its own server on SQLite or PostgreSQL, and ballots that hold.

Ballots are those of printed slips of one style, made before anything is measured.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from serving import Server

from quanheng.cli.serve import BALLOTS
from quanheng.core.ballots.ballot import CastBallot
from quanheng.core.ballots.board import Head, next_line, open_body
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.encoding import canonical, to_text
from quanheng.core.ballots.forms import BallotForm, Said, Subject
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import receipt_public

CODE = "measured"
STYLE = "marks|all|P1"
DIMENSIONS = ("virtue", "ability", "diligence", "achievement", "integrity")
FORM = BallotForm(
    stage="assessment",
    asks="grades",
    slices="person",
    subjects=(Subject("P1", "P1", "", "甲"),),
    questions=tuple(Said(d, d, d) for d in DIMENSIONS),
    choices=(Said("good", "好", "Good"), Said("fair", "一般", "Fair")),
    points={"good": "100", "fair": "60"},
    groups=(Said("all", "全体", "All"),),
)

PREPARE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from quanheng.store import ballot_box
call_command("migrate", database="box", verbosity=0)
given = json.load(sys.stdin)
from quanheng.core.ballots.encoding import to_text
from quanheng.store.models.ballot_box import BoxElection
BoxElection.objects.get_or_create(election=given["code"], defaults={"receipt_seed": given["seed"]})
ballot_box.publish_opening(given["code"], given["opening"], given["line"])
ballot_box.begin_casting(given["code"])
"""


@dataclass
class Ground:
    """One election with its ballots, and the server that takes them."""

    folder: Path
    database: str
    server: Server = field(init=False)
    ballots: list[dict[str, Any]] = field(default_factory=list)
    length: int = FORM.length(CODE)

    def __post_init__(self) -> None:
        self.server = Server(BALLOTS, self.environment())

    def environment(self) -> dict[str, str]:
        """What the server's processes are told."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "quanheng.config.ballot_settings",
            "QUANHENG_HOME": str(self.folder),
            "QUANHENG_BOX_DATABASE": self.database,
        }

    def prepare(self, count: int) -> None:
        """Make the ballots and open the election for them."""
        keys = [slip_key(secrets.token_bytes(16), CODE, STYLE) for _ in range(count)]
        length, seed = self.length, secrets.token_bytes(32)
        for key in keys:
            body = BallotBody(CODE, STYLE, dict.fromkeys(DIMENSIONS, "good"), secrets.token_hex(16))
            data = body.to_bytes(length)
            self.ballots.append(CastBallot(public_of(key), data, sign(key, data)).plain())
        slips = tuple(sorted(credential_of(public_of(key)) for key in keys))
        election = Election(
            CODE, "测量", FORM.plain(), FORM.styles(), {"all": count}, receipt_public(seed),
            slips={STYLE: slips}, length=length,
        )  # fmt: skip
        opening = canonical(open_body(election))
        line, _ = next_line(Head(), "open", json.loads(opening))
        given = {"code": CODE, "seed": to_text(seed), "opening": opening, "line": line}
        self._python(PREPARE, json.dumps(given))

    def held(self, credentials: Sequence[str] | None = None) -> list[str]:
        """The credentials in the box, or those of some that are; each as often as it stands there."""
        if credentials is not None and not credentials:
            return []
        wanted = list(credentials or ())
        marks = ", ".join(["?" if self.database.startswith("sqlite") else "%s"] * len(wanted))
        chosen = "" if credentials is None else f" WHERE credential IN ({marks})"
        statement = f"SELECT credential FROM store_castballot{chosen}"
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as connection:
                return [credential for (credential,) in connection.execute(statement, wanted)]
        with psycopg.connect(self.database) as connection:
            found = connection.execute(statement, wanted)  # type: ignore[call-overload]  # a text of ours
            return [credential for (credential,) in found]

    def _python(self, program: str, given: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self.environment(), input=given, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.server.start()
        until = time.monotonic() + 60
        while self.ask("GET", "/") is None:
            if time.monotonic() > until:
                raise RuntimeError("the server does not answer")
            time.sleep(0.1)

    def ask(self, method: str, path: str, sent: object = None, kept: Kept | None = None) -> Any:
        """One request: its answer as data, None where there was no answer or the server failed."""
        connection = (
            kept.connection(self.server.port)
            if kept
            else http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        )
        try:
            connection.request(
                method, path, None if sent is None else json.dumps(sent), {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            content = answer.read()
            if answer.status >= 500:
                return None
            return json.loads(content) if path.endswith("/cast") else content
        except (OSError, http.client.HTTPException):
            if kept:
                kept.drop()
            return None
        finally:
            if not kept:
                connection.close()

    def cast(self, ballot: dict[str, Any], kept: Kept | None = None) -> Any:
        """Cast one ballot; its receipt, or None where none came."""
        return self.ask("POST", f"/{CODE}/cast", ballot, kept)


@dataclass
class Kept:
    """A connection that one client keeps."""

    held: http.client.HTTPConnection | None = None

    def connection(self, port: int) -> http.client.HTTPConnection:
        """The connection, opened again where it was lost."""
        if self.held is None:
            self.held = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        return self.held

    def drop(self) -> None:
        """Give a broken connection up."""
        if self.held is not None:
            self.held.close()
        self.held = None
