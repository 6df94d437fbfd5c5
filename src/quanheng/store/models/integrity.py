"""The integrity examination's tables (廉政考试): the bank of questions, and sittings under way."""

from __future__ import annotations

from django.db import models

from quanheng.store.models.runs import Run


class BankQuestion(models.Model):
    """One question of the bank (试题); one that is retired stays and is drawn no more."""

    code = models.CharField(max_length=64, unique=True)
    category = models.CharField(max_length=64, blank=True, db_index=True)
    form = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    options = models.TextField()
    answer = models.CharField(max_length=64)
    points = models.DecimalField(max_digits=8, decimal_places=2)
    text_en = models.TextField(blank=True, default="")
    options_en = models.TextField(blank=True, default="")
    kept_by = models.CharField(max_length=150)
    kept_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]


class Sitting(models.Model):
    """One person's attempt (应试): its paper, its end by the server's clock, the answers kept so far.

    Shapes: `questions` are ids parted by commas as on the paper; `answers` maps a question to its letters;
    `ends_at` is empty where the plan sets no time.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="sittings")
    stage = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    questions = models.TextField()
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage", "person", "attempt"], name="one_sitting_an_attempt"
            )
        ]
