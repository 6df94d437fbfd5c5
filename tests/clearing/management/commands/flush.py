"""Django's flush for tests: empties the tables that hold rows, the append-only ones as well."""

from django.core.management.base import BaseCommand
from django.db import connections, transaction

from quanheng.store.append_only import APPEND_ONLY, put_triggers, take_triggers

KEPT = {"django_content_type", "auth_permission"}
"""What the migrations fill, and no test changes."""


class Command(BaseCommand):
    """A test writes to a few tables; to empty a hundred is a second's work for PostgreSQL."""

    stealth_options = ("interactive", "database", "reset_sequences", "allow_cascade", "inhibit_post_migrate")

    def handle(self, **options):
        """Empty one database."""
        connection = connections[options["database"]]
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            held = filled(connection, cursor)
            locked = [table for table in APPEND_ONLY if table in held]
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SET LOCAL session_replication_role = replica"
                )  # asks neither triggers nor keys
                locked = []
            take_triggers(connection, locked)
            for table in held:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            put_triggers(connection, locked)


def filled(connection, cursor):
    """The tables of models that hold a row."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    asked = ", ".join(f"EXISTS(SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables)
    cursor.execute(f"SELECT {asked}")
    return [table for table, holds in zip(tables, cursor.fetchone(), strict=True) if holds]
