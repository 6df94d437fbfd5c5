"""Django's flush, with the triggers that refuse changes lifted meanwhile."""

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from quanheng.store.append_only import allow_changes, refuse_changes


class Command(Flush):
    """Empties every table, the append-only ones as well."""

    def handle(self, **options):
        connection = connections[options["database"]]
        if connection.alias == "box":
            super().handle(**options)
            return
        with connection.schema_editor() as editor:
            allow_changes(None, editor)
        super().handle(**options)
        with connection.schema_editor() as editor:
            refuse_changes(None, editor)
