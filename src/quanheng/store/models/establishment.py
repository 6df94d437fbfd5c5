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


class VacancyPlan(models.Model):
    """One unit's vacancy plan of one year (年度空缺计划); an approved one is frozen under its digest."""

    STATES = [("submitted", "submitted"), ("returned", "returned"), ("approved", "approved")]

    year = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=STATES)
    submitted_by = models.CharField(max_length=150)
    submitted_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "unit"], name="one_plan_a_unit_and_year")]


class VacancyLine(models.Model):
    """One row of a vacancy plan as JSON; rows of an earlier filing stay, with the instant of replacement."""

    plan = models.ForeignKey(VacancyPlan, on_delete=models.PROTECT, related_name="lines")
    payload = models.TextField()
    replaced_at = models.DateTimeField(null=True)


class PromotionRecord(models.Model):
    """A promotion that no run of this installation made (提拔记录); one taken out stays with `removed_at`."""

    payload = models.TextField()
    key = models.CharField(max_length=300)
    appointed_on = models.DateField(db_index=True)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(removed_at=None), name="one_live_promotion_a_key"
            )
        ]


class ShareFloor(models.Model):
    """The floor of the share of competition (比例下限); the last row counts. Units: percent."""

    percent = models.PositiveSmallIntegerField()
    reason = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
