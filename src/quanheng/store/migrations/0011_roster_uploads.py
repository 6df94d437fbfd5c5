"""Rosters handed in on a screen, until they are imported (待导入名册)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_competition_share"),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("file", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("mode", models.CharField(max_length=8)),
                ("uploaded_by", models.CharField(max_length=150)),
                ("uploaded_at", models.DateTimeField()),
                ("state", models.CharField(max_length=12)),
                ("done", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("told_at", models.DateTimeField()),
                ("version", models.CharField(blank=True, max_length=64)),
                ("counts", models.TextField(default="{}")),
                ("problems", models.TextField(default="[]")),
                ("doubts", models.TextField(default="[]")),
            ],
        ),
        migrations.CreateModel(
            name="UploadPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=16)),
                ("number", models.PositiveIntegerField()),
                ("payload", models.TextField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="store.rosterupload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upload", "table", "number"), name="one_page_of_an_upload"
                    )
                ],
            },
        ),
    ]
