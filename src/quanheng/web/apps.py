"""The screens as a Django app (网页)."""

from __future__ import annotations

from django.apps import AppConfig

from quanheng.web.inputs.field_messages import say_in_our_words


class WebConfig(AppConfig):
    """Templates, tags and static files."""

    name = "quanheng.web"
    label = "web"

    def ready(self) -> None:
        """Fields speak in our words from the start."""
        say_in_our_words()
