"""Forms and findings (审批表与核对): forms frozen at a decision; what checking the archive found."""

from __future__ import annotations

import uuid

from django.db import models


class DecidedForm(models.Model):
    """The appointment form of one person as it stood at a decision (决定时的审批表); never changed.

    Shapes: `run` is a code and no reference, so that the form outlasts the run's rows; `content` is the
    lrmx file and `digest` its SHA-256. A decision that is taken again draws up new forms beside the old ones.
    """

    run = models.CharField(max_length=64)
    stage = models.CharField(max_length=64)
    person = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    post = models.CharField(max_length=64)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    drawn_up_by = models.CharField(max_length=150)
    drawn_up_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["run", "stage"], name="decided_form_stage")]


class PersonCheck(models.Model):
    """When a person's archive was last checked, by which day, and how many findings are open (核对情况)."""

    person = models.CharField(max_length=64, unique=True)
    as_of = models.DateField()
    checked_at = models.DateTimeField()
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["person"],
                condition=models.Q(errors__gt=0) | models.Q(warnings__gt=0),
                name="person_check_open",
            )
        ]


class ArchiveFinding(models.Model):
    """One finding of the last check (核对结果), written anew by the next one.

    Shapes: `mark` names the finding as long as the facts it rests on stay; `is_settled` when verified.
    """

    person = models.CharField(max_length=64, db_index=True)
    severity = models.CharField(max_length=8)
    code = models.CharField(max_length=32)
    table = models.CharField(max_length=16)
    text_zh = models.TextField()
    text_en = models.TextField()
    mark = models.CharField(max_length=64)
    is_settled = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["is_settled", "severity", "code"], name="archive_finding_kind")]


class SettledFinding(models.Model):
    """That somebody verified a finding, and why it stands (已核实); never changed."""

    person = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)
    code = models.CharField(max_length=32)
    text_zh = models.TextField()
    text_en = models.TextField()
    reason = models.TextField()
    settled_by = models.CharField(max_length=150)
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "mark"], name="one_settling_a_finding")]


class StagedUpload(models.Model):
    """A file that somebody uploaded and has not confirmed yet (待确认的上传)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.CharField(max_length=150)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
