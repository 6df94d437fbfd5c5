"""The reader (来访者): who asks, in what capacity, and when; every screen begins here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from quanheng.core.authority import Actor, require

ANYONE = Actor("public", None, frozenset({"public"}), "")


def actor_of(request: HttpRequest, run_code: str | None = None) -> Actor:
    """The signed-in account as an actor, in a run when one is named; the public otherwise."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ANYONE
    actor: Actor = user.actor(run_code)
    return actor


def allowed(request: HttpRequest, act: str, run_code: str | None = None) -> Actor:
    """The actor, refused unless their roles allow the act."""
    actor = actor_of(request, run_code)
    require(actor, act)
    return actor


def now() -> datetime:
    """This instant in the organisation's time zone."""
    return timezone.localtime()
