"""Sessions (会话): Django's own table of them, read by a statement that is written once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from quanheng.store.prepared import rows_of

_READ = f"SELECT session_data FROM {Session._meta.db_table} WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The sessions of Django, which every request of somebody signed in reads."""

    def load(self) -> dict[str, Any]:
        """What a session holds; nothing where there is none, or where it has expired."""
        now = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(timezone.now())
        rows = rows_of(DEFAULT_DB_ALIAS, _READ, [self.session_key, now])
        if not rows:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(rows[0][0])
        return found
