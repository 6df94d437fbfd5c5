"""Tables of the ballot box on SQLite (票箱表): kept by their credential, without the row number of SQLite.

SQLite numbers rows in the order in which they come; a table WITHOUT ROWID has no such number.
"""

from __future__ import annotations

from typing import Any

TABLES = ("store_castballot", "store_sealedballot", "store_voidslip")


def drop_row_numbers(apps: Any, schema_editor: Any) -> None:
    """Make the tables anew without row numbers; the migration's way in, while they are empty."""
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC",
                [table],
            )
            create, *indexes = (sql for (sql,) in cursor.fetchall())
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"{create} WITHOUT ROWID")
            for index in indexes:
                cursor.execute(index)
