"""Prepared statements (预备语句): what many requests ask at once is planned once for each connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connections


def rows_of(database: str, statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, whose text is always the same. Errors: those of `django.db`."""
    connection = connections[database]
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    # Django's own cursor writes the values into the text, which the database then reads and plans each time.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as asked:
        asked.execute(statement, given, prepare=True)
        return asked.fetchall()
