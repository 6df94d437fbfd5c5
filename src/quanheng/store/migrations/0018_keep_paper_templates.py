"""Versions of templates are never changed or removed (文书模板只增不改)."""

from functools import partial

from django.db import migrations

from quanheng.store.append_only import allow_changes, refuse_changes

TABLES = ("store_papertemplate",)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_plan_drafts_and_reviews"),
    ]

    operations = [
        migrations.RunPython(partial(refuse_changes, tables=TABLES), partial(allow_changes, tables=TABLES)),
    ]
