"""Seats that units plan to fill in a year (年度空缺计划)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_roster_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="VacancyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=64)),
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
                ("comment", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "unit"), name="one_plan_a_unit_and_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payload", models.TextField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="store.vacancyplan",
                    ),
                ),
            ],
        ),
    ]
