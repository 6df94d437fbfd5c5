"""Seats approved for units and levels from a day on (核定职数)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_forms_and_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedSeats",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("known_from", models.DateTimeField()),
                ("unit", models.CharField(db_index=True, max_length=64)),
                ("level", models.CharField(max_length=64)),
                ("leading", models.BooleanField()),
                ("seats", models.PositiveIntegerField()),
                ("approved_on", models.DateField()),
                ("paper", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "level", "leading", "approved_on"), name="one_number_a_place_and_day"
                    )
                ],
            },
        ),
    ]
