"""The share of competition: its floor, promotions recorded otherwise, what a stage was asked (竞争性选拔比例)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_staged_uploads"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShareFloor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("set_by", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="stageclosing",
            name="share",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="PromotionRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payload", models.TextField()),
                ("key", models.CharField(max_length=300)),
                ("appointed_on", models.DateField(db_index=True)),
                ("recorded_by", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("key",),
                        name="one_live_promotion_a_key",
                    )
                ],
            },
        ),
    ]
