"""The trace cannot be changed or deleted (只增不改), by triggers of the database."""

from django.db import migrations

from quanheng.store.append_only import allow_changes, refuse_changes


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
