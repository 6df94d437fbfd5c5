"""Accountability as rows (责任追究): cases with frozen facts, and their steps; written once."""

from __future__ import annotations

from django.db import models


class AccountabilityCase(models.Model):
    """One case (追责案件). Shapes: `opening`, `facts` and `rules` are JSON; `digest` is that of the facts."""

    code = models.CharField(max_length=32, unique=True)
    run = models.CharField(max_length=64, db_index=True)
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    opening = models.TextField()
    facts = models.TextField()
    digest = models.CharField(max_length=64)
    rules = models.TextField()
    opened_by = models.CharField(max_length=150)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()


class CaseStep(models.Model):
    """One step of a case (追责步骤); a correction is a further step of the same key."""

    case = models.ForeignKey(AccountabilityCase, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    payload = models.TextField()
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
