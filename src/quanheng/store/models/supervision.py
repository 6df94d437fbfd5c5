"""Supervision (监督) as rows: notes on alerts, settings, reports, duties done after appointment."""

from __future__ import annotations

import uuid

from django.db import models


class AlertNote(models.Model):
    """An alert explained, closed or opened again (预警办理); the database refuses to change it.

    Shapes: `mark` is the digest of what the alert rested on: the note counts while that stays the same.
    """

    key = models.CharField(max_length=16, db_index=True)
    mark = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=16)
    text = models.TextField()
    reason = models.TextField()
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()


class AlertSetting(models.Model):
    """The settings of the alerts from an instant on (预警设定), as JSON; the last row counts."""

    payload = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()


class Report(models.Model):
    """A report to the report line (举报); no account, no network address, no time but the day.

    Shapes: `code_hash` is the SHA-256 of the code by which whoever reported follows it up; `run` and `person`
    are set by whoever handles it, '' until then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=16, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    received_on = models.DateField(db_index=True)
    signed = models.BooleanField()
    from_whom = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=16, default="received")
    run = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)


class ReportStep(models.Model):
    """One step in handling a report (办理步骤), or a word added by whoever reported; `by` is '' then."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    on = models.DateField()
    note = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)


class ReportFile(models.Model):
    """A file that came with a report (举报附件); its name is ours, not the sender's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)


class DutyRecord(models.Model):
    """A duty after appointment that was done (任后管理记录); the database refuses to change it.

    Shapes: `key` names the duty; `digest` is that of the file, '' where none came with it.
    """

    key = models.CharField(max_length=200, db_index=True)
    run = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=32)
    due_on = models.DateField()
    done_on = models.DateField()
    result = models.CharField(max_length=32)
    text = models.TextField()
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=64, blank=True)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
