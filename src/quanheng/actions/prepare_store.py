"""Prepare the store (准备数据库): bring the tables of an installation up to date before it serves."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


def apply_migrations() -> tuple[str, ...]:
    """Apply the migrations that are still to come, to every database; their names, none when all stood."""
    applied: list[str] = []
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        due = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if due:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        applied += [f"{migration.app_label}.{migration.name}" for migration, _ in due]
    return tuple(dict.fromkeys(applied))
