"""Plans and runs (方案与运行): what was planned, who takes part, what was entered, when stages closed."""

from __future__ import annotations

import uuid

from django.db import models


class PlanVersion(models.Model):
    """One version of a plan, kept as it was saved; `copied_from` is the plan it was cloned from."""

    plan = models.CharField(max_length=64, db_index=True)
    number = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    saved_by = models.CharField(max_length=150)
    saved_at = models.DateTimeField()
    copied_from = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_number_a_version")]


class Run(models.Model):
    """One run of a plan version."""

    code = models.CharField(max_length=64, unique=True)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="runs")
    started_by = models.CharField(max_length=150)
    started_on = models.DateField()


class RunPart(models.Model):
    """Something that belongs to one run."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PersonFacts(RunPart):
    """A person's facts as the run took them (人员事实快照); `facts` is the whole Person as JSON."""

    person = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    facts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="one_snapshot_a_person")]


class Membership(RunPart):
    """One person's seat in a body of the plan (成员)."""

    body = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    principal = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "body", "person"], name="one_seat_a_member")]


class InputRow(RunPart):
    """A row that somebody entered (录入); replaced rows stay, with the instant they were replaced."""

    stage = models.CharField(max_length=64)
    table = models.CharField(max_length=64)
    key = models.CharField(max_length=300)
    payload = models.TextField()
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "stage", "table"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage", "table", "key"],
                condition=models.Q(replaced_at=None),
                name="one_live_row_a_key",
            )
        ]


class SecretBlock(models.Model):
    """Rows of a secret table in one block (不记名录入): no author, no time, no order of entry.

    Shapes: `payload` is one JSON line a row, sorted, so that a block says nothing of who came first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=64)
    table = models.CharField(max_length=64)
    payload = models.TextField()


class StageClosing(models.Model):
    """When a stage was opened and closed, and the digest of what came out; voided when the run went back.

    Shapes: `share` is the share of competition that it was asked about, as JSON, empty where none was.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="closings")
    stage = models.CharField(max_length=64)
    opened_on = models.DateField()
    closed_on = models.DateField()
    outcome = models.CharField(max_length=64)
    share = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage"], condition=models.Q(voided_at=None), name="one_closing_a_stage"
            )
        ]


class AmendmentRow(RunPart):
    """A fact that changed the run after the event (变更)."""

    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64, blank=True)
    stage = models.CharField(max_length=64)
    reason = models.TextField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="one_code_an_amendment")]


class StageRescheduling(RunPart):
    """A decision that a stage is held on other days (改期); empty days are those it never had."""

    code = models.CharField(max_length=64)
    stage = models.CharField(max_length=64)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)
    with_later = models.BooleanField()
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    was_opens_on = models.DateField(null=True)
    was_closes_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="one_code_a_rescheduling")]
