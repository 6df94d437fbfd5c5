"""Saved views (视图): how somebody wants to see the roster, for themselves or for colleagues."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A view of the roster. Shapes: `query` holds conditions and order as an address does."""

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    columns = models.TextField()
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_view_a_name")]
