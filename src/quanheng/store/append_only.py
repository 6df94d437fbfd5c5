"""Append-only tables (只增不改): triggers in the database that refuse to update or delete a row."""

from __future__ import annotations

from typing import Any

APPEND_ONLY = ("store_traceentry",)

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


def refuse_changes(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on; used by the first migration and by the temporary database of a headless run."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRES_FUNCTION, params=None)
        for table in APPEND_ONLY:
            schema_editor.execute(_POSTGRES.format(table=table))
        return
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            schema_editor.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))


def allow_changes(apps: Any, schema_editor: Any) -> None:
    """Take the triggers off again, for undoing the migration."""
    if schema_editor.connection.vendor == "postgresql":
        for table in APPEND_ONLY:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
