"""Establishment (编制、职数) as rows: seats approved from a day on."""

from __future__ import annotations

from django.db import models

from quanheng.store.models.archive import Archived


class ApprovedSeats(Archived):
    """Seats approved for a unit and level from a day on (核定职数); the latest row until a day counts."""

    unit = models.CharField(max_length=64, db_index=True)
    level = models.CharField(max_length=64)
    leading = models.BooleanField()
    seats = models.PositiveIntegerField()
    approved_on = models.DateField()
    paper = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level", "leading", "approved_on"], name="one_number_a_place_and_day"
            )
        ]
