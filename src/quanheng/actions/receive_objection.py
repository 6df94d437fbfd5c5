"""Receive an objection (受理异议): from anybody, signed or not, under a number that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import datetime

from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor
from quanheng.core.stages.public_notice import Objection

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters that are not mistaken for one another on paper."""

OUTSIDER = Actor("public", None, frozenset({"public"}))
"""Whoever objects acts as the public, signed in or not: no account stands beside an objection."""


def receive_objection(run_code: str, stage: str, person: str, text: str, from_whom: str, at: datetime) -> str:
    """Enter an objection; the number that stands on the receipt.

    Shapes: `from_whom` holds name and contact of whoever signs, '' for an unsigned objection.
    Errors: Refused outside the period of the notice.
    """
    number = f"{at:%m%d}-" + "".join(secrets.choice(LETTERS) for _ in range(6))
    row = Objection(
        number=number,
        person=person,
        received_on=at.date(),
        signed=bool(from_whom),
        from_whom=from_whom,
        text=text,
    )
    record_rows(OUTSIDER, run_code, stage, "objections", [row], at)
    return number
