"""Rosters handed in on a screen (待导入名册): the file, how far it was read, and what it would change."""

from __future__ import annotations

from django.db import models


class RosterUpload(models.Model):
    """A file of the roster on its way into the archive.

    Shapes: `state` is one of `core/upload_states.py`; `done` of `of` rows are worked through, `of` is 0 while
    their number is not known; `told_at` is the last sign of life of whoever works on it. `counts`, `problems`
    and `doubts` are JSON. The content goes when it has been imported.
    """

    code = models.CharField(max_length=32, unique=True)
    file = models.CharField(max_length=200)
    content = models.BinaryField()
    mode = models.CharField(max_length=8)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()
    version = models.CharField(max_length=64, blank=True)
    counts = models.TextField(default="{}")
    problems = models.TextField(default="[]")
    doubts = models.TextField(default="[]")


class UploadPage(models.Model):
    """One page of the rows of one table that an upload would change, as JSON."""

    upload = models.ForeignKey(RosterUpload, on_delete=models.CASCADE, related_name="pages")
    table = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    payload = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "table", "number"], name="one_page_of_an_upload")
        ]
