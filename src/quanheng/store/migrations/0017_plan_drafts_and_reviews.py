"""Drafts of plans, their reviews by a higher body and its comments (方案草稿与报批)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_integrity_exam"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(db_index=True, max_length=150)),
                ("plan", models.CharField(blank=True, db_index=True, max_length=64)),
                ("base", models.PositiveIntegerField(default=0)),
                ("origin", models.CharField(blank=True, max_length=100)),
                ("text", models.TextField()),
                ("put_aside", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-changed_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="planversion",
            name="copied_from",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        max_length=16,
                    ),
                ),
                ("submitted_by", models.CharField(max_length=150)),
                ("submitted_at", models.DateTimeField()),
                ("message", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="store.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PlanComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.TextField()),
                ("line", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("written_by", models.CharField(max_length=150)),
                ("written_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="store.planreview",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="planreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("version",),
                name="one_open_review_a_version",
            ),
        ),
    ]
