"""The trace (全程纪实) as rows: written once; the database itself refuses to change or delete them."""

from __future__ import annotations

from django.db import models


class TraceEntry(models.Model):
    """One entry of one book; `line` is the entry in canonical form, the other columns are for finding it."""

    book = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    act = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=16)
    line = models.TextField()

    class Meta:
        ordering = ["book", "number"]
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="one_number_an_entry")]
