"""Templates of papers that an office put in place of the built-in ones (文书模板)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0013_supervision"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paper", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("put_in_force_by", models.CharField(max_length=150)),
                ("put_in_force_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "version"), name="one_template_a_version")
                ],
            },
        ),
    ]
