"""Templates of papers that an office put in place of the built-in ones (文书模板)."""

from __future__ import annotations

from django.db import models


class PaperTemplate(models.Model):
    """One version of a template, append-only; the newest of a paper is in force.

    Shapes: `content` is None where the built-in template was put back; `digest` is the SHA-256 of the file.
    """

    paper = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    put_in_force_by = models.CharField(max_length=150)
    put_in_force_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "version"], name="one_template_a_version")]
