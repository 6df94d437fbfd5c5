"""Prepare the store (准备数据库): bring the tables of an installation up to date before it serves."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def apply_migrations() -> tuple[str, ...]:
    """Apply the migrations that are still to come; their names, none when all stood already."""
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        call_command("migrate", verbosity=0, interactive=False)
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in due)
