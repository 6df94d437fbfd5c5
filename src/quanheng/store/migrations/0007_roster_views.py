"""Views of the roster, and the indexes by which its list is narrowed, sorted and searched (视图与索引)."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


from quanheng.store.prefix_indexes import drop_prefix_indexes, make_prefix_indexes


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_ballot_box"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.TextField(blank=True)),
                ("columns", models.TextField()),
                ("is_shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="education",
            index=models.Index(fields=["level", "person"], name="education_level"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(models.F("pinyin"), models.F("code"), name="person_pinyin"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("unit", models.Value("9")),
                models.F("code"),
                name="person_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("born", models.Value("9")),
                models.F("code"),
                name="person_born",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("work_started", models.Value("9")),
                models.F("code"),
                name="person_work_started",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["identity", "code"], name="person_identity"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["establishment", "code"], name="person_establishment"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["party", "code"], name="person_party"),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                condition=models.Q(("until", None)), fields=["kind", "name", "person"], name="tenure_held"
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                condition=models.Q(("kind", "post"), ("until", None)),
                fields=["level", "person", "leading"],
                name="tenure_level",
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                condition=models.Q(("kind", "post"), ("leading", True), ("until", None)),
                fields=["person"],
                name="tenure_leading",
            ),
        ),
        migrations.AddIndex(
            model_name="personcheck",
            index=models.Index(
                condition=models.Q(("errors__gt", 0), ("warnings__gt", 0), _connector="OR"),
                fields=["person"],
                name="person_check_open",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("account", "name"), name="one_view_a_name"),
        ),
        migrations.RunPython(make_prefix_indexes, drop_prefix_indexes),
    ]
