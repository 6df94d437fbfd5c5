"""Forms frozen at a decision, findings about the archive (审批表与核对)."""

from functools import partial

from django.db import migrations, models

from quanheng.store.append_only import allow_changes, refuse_changes

TABLES = ("store_decidedform", "store_settledfinding")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_archive_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64, unique=True)),
                ("as_of", models.DateField()),
                ("checked_at", models.DateTimeField()),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("notes", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ArchiveFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("severity", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=32)),
                ("table", models.CharField(max_length=16)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
                ("mark", models.CharField(max_length=64)),
                ("is_settled", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_settled", "severity", "code"], name="archive_finding_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="DecidedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.CharField(max_length=64)),
                ("stage", models.CharField(max_length=64)),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=100)),
                ("post", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("drawn_up_by", models.CharField(max_length=150)),
                ("drawn_up_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["run", "stage"], name="decided_form_stage")],
            },
        ),
        migrations.CreateModel(
            name="SettledFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("mark", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=32)),
                ("text_zh", models.TextField()),
                ("text_en", models.TextField()),
                ("reason", models.TextField()),
                ("settled_by", models.CharField(max_length=150)),
                ("settled_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "mark"), name="one_settling_a_finding")
                ],
            },
        ),
        migrations.RunPython(partial(refuse_changes, tables=TABLES), partial(allow_changes, tables=TABLES)),
    ]
