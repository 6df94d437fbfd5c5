"""The archive keeps its history (档案旧貌): since when a row is known, former rows, documents, spelled names."""

from functools import partial
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from quanheng.store.append_only import allow_changes, refuse_changes
from quanheng.store.spelling import spelled

TABLES = ("store_formerrow",)
DATED = (
    "unit", "person", "establishedpost", "education", "tenure", "appraisal", "sanction", "training", "award",
    "relation", "attribute", "missing",
)  # fmt: skip


def date_and_spell(apps: Any, schema_editor: Any) -> None:
    """Rows are known from the last import, which was the only act that wrote them; names are spelled."""
    entries = apps.get_model("store", "TraceEntry").objects
    last = entries.filter(act="import_roster").order_by("-number").first()
    if last is not None:
        for name in DATED:
            apps.get_model("store", name).objects.update(known_from=last.at)
    people = apps.get_model("store", "Person").objects
    found = list(people.only("pk", "name"))
    for person in found:
        person.pinyin, person.initials = spelled(person.name)
    people.bulk_update(found, ["pinyin", "initials"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("kind", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("entered_by", models.CharField(max_length=150)),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="appraisal",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attribute",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="award",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="education",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="establishedpost",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="missing",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="person",
            name="initials",
            field=models.CharField(db_index=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="person",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="person",
            name="pinyin",
            field=models.CharField(db_index=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="relation",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sanction",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="tenure",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="training",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unit",
            name="known_from",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="person",
            name="id_number",
            field=models.CharField(db_index=True, max_length=18, null=True),
        ),
        migrations.CreateModel(
            name="Family",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("relation", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("born", models.CharField(max_length=10, null=True)),
                ("party", models.CharField(blank=True, max_length=64)),
                ("work", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        db_column="person",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.person",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormerRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=600)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("number", models.BigIntegerField()),
                ("payload", models.TextField()),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "known_until"], name="former_row_person"),
                    models.Index(fields=["known_until"], name="former_row_until"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("list", models.CharField(db_index=True, max_length=64)),
                ("entered_on", models.DateField(null=True)),
                ("left_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_column="person",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.person",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(date_and_spell, migrations.RunPython.noop),
        migrations.RunPython(partial(refuse_changes, tables=TABLES), partial(allow_changes, tables=TABLES)),
    ]
