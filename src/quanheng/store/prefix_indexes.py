"""Indexes for the beginnings of names (姓名检索索引): PostgreSQL needs them for LIKE 'x%'."""

from __future__ import annotations

from typing import Any

PREFIXES = {
    "person_given_name": "SUBSTRING(name, 2)",
    "person_later_name": "SUBSTRING(name, 3)",
    "person_spelled": "REPLACE(pinyin, ' ', '')",
    "person_given_spelled": "SUBSTRING(pinyin, (STRPOS(pinyin, ' ') + 1))",
    "person_given_initials": "SUBSTRING(initials, 2)",
}
"""The expressions of `roster_list.SPELLINGS` as PostgreSQL writes them."""
SAMPLED = ("name", "pinyin", "initials")
FINE = 1_000
"""How finely the planner knows names: in a hundred steps a rare name looks like one in a hundred."""


def make_prefix_indexes(apps: Any, schema_editor: Any) -> None:
    """Put the indexes on; SQLite, for one office, reads its people through."""
    if schema_editor.connection.vendor == "postgresql":
        for name, expression in PREFIXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON store_person (({expression}) text_pattern_ops)")
            schema_editor.execute(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS {FINE}")
        for column in SAMPLED:
            schema_editor.execute(f"ALTER TABLE store_person ALTER COLUMN {column} SET STATISTICS {FINE}")


def drop_prefix_indexes(apps: Any, schema_editor: Any) -> None:
    """Take them off, for undoing the migration."""
    if schema_editor.connection.vendor == "postgresql":
        for name in PREFIXES:
            schema_editor.execute(f"DROP INDEX {name}")
        for column in SAMPLED:
            schema_editor.execute(f"ALTER TABLE store_person ALTER COLUMN {column} SET STATISTICS -1")
