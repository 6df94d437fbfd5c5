"""The screens as a Django app (网页)."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags and static files."""

    name = "quanheng.web"
    label = "web"
