"""Signed in (已登录): whose session it is, in two statements, for the requests that many send at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.utils.crypto import constant_time_compare

from quanheng.store.models import Account
from quanheng.store.sessions import SessionStore


def account_of(session: SessionStore) -> Account | None:
    """The account of a session with its live grants, on the terms of `django.contrib.auth.get_user`.

    None also where that function would do more than look: end a session, or renew one of an older secret.
    """
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    account = Account.objects.with_grants(session.get(SESSION_KEY))
    if account is None or not account.is_active:
        return None
    is_same = constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
    return account if is_same else None


@contextmanager
def taken_on_trust() -> Iterator[None]:
    """No question beforehand whether the kept connection holds: who comes here has another way to go.

    Errors: InterfaceError or OperationalError where it did not hold; the next statement opens another.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.health_check_done = True  # type: ignore[attr-defined]  # unknown to the stubs
    try:
        yield
    except (InterfaceError, OperationalError):
        connection.close()
        raise
