"""Ground for measuring the issuing of credentials: the product's own server, an election, voters signed in.

The election is the one that the tests vote in; what voters send is as random as what their phones would send.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from load import post
from serving import Server

from quanheng.cli.serve import APPLICATION
from quanheng.core.ballots.encoding import to_text

TESTS = Path(__file__).resolve().parents[1] / "tests"

PREPARE = """
import json, sys
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone
import voting
call_command("migrate", database="default", verbosity=0)
call_command("migrate", database="box", verbosity=0)
voting.CANDIDATES = tuple(f"C{number:02}" for number in range(int(sys.argv[2])))
voting.PEOPLE = (*voting.PEOPLE, *voting.CANDIDATES)
opening, voters, _ = voting.opened(int(sys.argv[1]))
told = []
for voter in voters:
    account = get_user_model().objects.open(voter.code.lower(), voter.code, person_code=voter.code)
    account.grants.create(role="staff", granted_at=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    told.append(session.session_key)
json.dump({"code": voting.VOTE, "sessions": told,
           "styles": [s.id for s in opening.styles if s.id in opening.issuers[0].keys]}, sys.stdout)
"""
RECORDS = """
import sys
import django
django.setup()
from quanheng.store.models import IssueRecord
sys.stdout.write(str(IssueRecord.objects.count()))
"""


@dataclass
class IssueGround:
    """An election open for collecting, and the server that issues. Shapes: one request is one voter's."""

    folder: Path
    database: str
    box: str
    styles: int = 1
    """How many credentials each voter collects, one a person rated."""
    server: Server = field(init=False)
    requests: list[bytes] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """What the server's processes are told."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "quanheng.config.settings",
            "QUANHENG_HOME": str(self.folder),
            "QUANHENG_DATABASE": self.database,
            "QUANHENG_BOX_DATABASE": self.box,
            "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(TESTS)]),
        }

    def prepare(self, voters: int) -> None:
        """Set the election up, sign the voters in, and write what each will send."""
        told = json.loads(self._python(PREPARE, str(voters), str(self.styles)))
        token = secrets.token_hex(16)
        for session in told["sessions"]:
            blinded = {style: to_text(b"\0" + secrets.token_bytes(255)) for style in told["styles"]}
            headers = f"Cookie: quanheng_session={session}; quanheng_csrf={token}\r\nX-CSRFToken: {token}\r\n"
            content = json.dumps({"blinded": blinded}).encode()
            self.requests.append(post(f"/elections/{told['code']}/issue", content, headers))
        self.server = Server(APPLICATION, self.environment())

    def recorded(self) -> int:
        """How many credentials the roll says were issued."""
        return int(self._python(RECORDS))

    def _python(self, program: str, *given: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, *given], env=self.environment(), stdout=subprocess.PIPE,
            text=True, check=True,
        )  # fmt: skip
        return done.stdout
