"""Ballots in the database `box`, elections with their rolls in `default`."""

import django.db.models.deletion
from django.db import migrations, models

from quanheng.store.box_tables import drop_row_numbers


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_approved_seats"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardLine",
            fields=[
                ("place", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("election", models.CharField(db_index=True, max_length=64)),
                ("line", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="BoxElection",
            fields=[
                ("election", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("opening", models.TextField(default="")),
                ("phase", models.CharField(default="prepared", max_length=16)),
                ("receipt_seed", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="CastBallot",
            fields=[
                ("credential", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("election", models.CharField(db_index=True, max_length=64)),
                ("body", models.TextField()),
                ("body_hash", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SealedBallot",
            fields=[
                ("credential", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("election", models.CharField(db_index=True, max_length=64)),
                ("body", models.TextField()),
                ("body_hash", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VoidSlip",
            fields=[
                ("credential", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("election", models.CharField(db_index=True, max_length=64)),
                ("style", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True)),
                ("stage", models.CharField(max_length=64)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("phase", models.CharField(max_length=16)),
                ("rules", models.TextField()),
                ("opening", models.TextField(default="")),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=16)),
                ("style", models.CharField(max_length=200)),
                ("public", models.TextField()),
                ("private", models.TextField(default="")),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.election"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SlipCommitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("style", models.CharField(max_length=200)),
                ("credential", models.CharField(max_length=64)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.election"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("group", models.CharField(max_length=64)),
                ("backup", models.TextField(default="")),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.election"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IssueRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=16)),
                ("style", models.CharField(max_length=200)),
                ("blinded", models.CharField(max_length=64)),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="store.voter"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled", False)),
                fields=("run", "stage", "round"),
                name="one_election_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.UniqueConstraint(
                fields=("election", "issuer", "style"), name="one_key_a_style"
            ),
        ),
        migrations.AddConstraint(
            model_name="slipcommitment",
            constraint=models.UniqueConstraint(fields=("election", "credential"), name="one_slip_a_hash"),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("election", "person"), name="one_place_a_voter"),
        ),
        migrations.AddConstraint(
            model_name="issuerecord",
            constraint=models.UniqueConstraint(
                fields=("voter", "issuer", "style"), name="one_credential_a_style"
            ),
        ),
        migrations.RunPython(drop_row_numbers, migrations.RunPython.noop, hints={"box": True}),
    ]
