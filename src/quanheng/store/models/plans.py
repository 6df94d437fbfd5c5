"""Plans on their way (方案草稿与报批): drafts, reviews by a higher body, its comments."""

from __future__ import annotations

from django.db import models

from quanheng.store.models.runs import PlanVersion


class PlanDraft(models.Model):
    """A plan that somebody is writing (草稿), theirs alone; `base` is the version before, 0 for none.

    Shapes: `origin` says what it was copied from; `revision` counts the texts kept, so that two windows do
    not overwrite each other; `put_aside` is the text that another window had when one was chosen.
    """

    owner = models.CharField(max_length=150, db_index=True)
    plan = models.CharField(max_length=64, blank=True, db_index=True)
    base = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    put_aside = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]


class PlanReview(models.Model):
    """A version handed to a body for approval (报批), and what the body decided."""

    STATES = [
        ("submitted", "submitted"),
        ("returned", "returned"),
        ("approved", "approved"),
    ]

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="reviews")
    body = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=STATES)
    submitted_by = models.CharField(max_length=150)
    submitted_at = models.DateTimeField()
    message = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state="submitted"), name="one_open_review_a_version"
            )
        ]


class PlanComment(models.Model):
    """A comment on one place of a version under review (意见); `path` is the place as JSON."""

    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, related_name="comments")
    path = models.TextField()
    line = models.PositiveIntegerField()
    text = models.TextField()
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["line", "id"]
