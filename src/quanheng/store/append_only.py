"""Append-only tables (只增不改): triggers in the database that refuse to update or delete a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

APPEND_ONLY = (
    "store_traceentry",
    "store_formerrow",
    "store_decidedform",
    "store_settledfinding",
    "store_alertnote",
    "store_dutyrecord",
    "store_accountabilitycase",
    "store_casestep",
    "store_papertemplate",
)
VERBS = ("update", "delete")

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION quanheng_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END
$$ LANGUAGE plpgsql
"""
_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION quanheng_append_only()
"""


def refuse_changes(apps: Any, schema_editor: Any, tables: Sequence[str] = APPEND_ONLY) -> None:
    """Put the triggers on; the migration's way in."""
    put_triggers(schema_editor.connection, tables)


def allow_changes(apps: Any, schema_editor: Any, tables: Sequence[str] = APPEND_ONLY) -> None:
    """Take the triggers off again, for undoing the migration."""
    take_triggers(schema_editor.connection, tables)


def put_triggers(connection: Any, tables: Sequence[str] = APPEND_ONLY) -> None:
    """From now on the database refuses to change what these tables hold."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for statement in _statements(connection.vendor, tables):
            cursor.execute(statement)


def take_triggers(connection: Any, tables: Sequence[str] = APPEND_ONLY) -> None:
    """The database refuses nothing any more: for tests and for resetting the demonstration."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            else:
                for verb in VERBS:
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")


def _statements(vendor: str, tables: Sequence[str]) -> list[str]:
    if vendor == "postgresql":
        return [_POSTGRES.format(table=table) for table in tables]
    return [_SQLITE.format(table=table, verb=verb, VERB=verb.upper()) for table in tables for verb in VERBS]
