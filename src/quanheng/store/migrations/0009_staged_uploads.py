"""Uploads that wait to be confirmed (待确认的上传)."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_vacancy_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=150)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("uploaded_at", models.DateTimeField()),
            ],
        ),
    ]
