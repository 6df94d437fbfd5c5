"""Routing (分库): the tables of the ballot box lie in the database `box`, all others in `default`."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

BOX = "box"
BOX_MODULE = "quanheng.store.models.ballot_box"
BOX_TABLES = frozenset({"boxelection", "castballot", "sealedballot", "voidslip", "boardline"})


class BallotBoxRouter:
    """Says which database holds a table; nothing of the one may point into the other."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The box for its own tables."""
        return BOX if model.__module__ == BOX_MODULE else None

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """No relation across."""
        return (type(one).__module__ == BOX_MODULE) == (type(other).__module__ == BOX_MODULE)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Each table in its own database; a step without a table is for `default` unless it says `box`."""
        is_box: bool = hints.get("box", app_label == "store" and model_name in BOX_TABLES)
        return (db == BOX) == is_box
