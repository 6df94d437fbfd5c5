"""What was published keeps its hash beside it (公布内容的摘要), for an opening may hold a million slips."""

import hashlib
from typing import Any

from django.db import migrations, models


def name_editions(apps: Any, schema_editor: Any) -> None:
    elections = apps.get_model("store", "Election").objects.using(schema_editor.connection.alias)
    for row in elections.exclude(opening="").iterator(chunk_size=1):
        row.edition = hashlib.sha256(row.opening.encode()).hexdigest()
        row.save(update_fields=["edition"])


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0018_keep_paper_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="edition",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.RunPython(name_editions, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="issuerecord",
            name="voter",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.PROTECT,
                related_name="issued",
                to="store.voter",
            ),
        ),
    ]
