"""The store as a Django app (存储): the only one with tables of ours."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables, and nothing that happens by itself."""

    name = "quanheng.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
