"""The trace cannot be changed or deleted (只增不改), by triggers of the database."""

from functools import partial

from django.db import migrations

from quanheng.store.append_only import allow_changes, refuse_changes

TABLES = ("store_traceentry",)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [
        migrations.RunPython(partial(refuse_changes, tables=TABLES), partial(allow_changes, tables=TABLES))
    ]
