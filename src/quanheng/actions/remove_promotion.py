"""Remove a promotion (撤回提拔记录): one that was recorded by mistake; the row stays, marked as removed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.promotions import remove_recorded


def remove_promotion(actor: Actor, key: str, at: datetime) -> None:
    """Take a recorded promotion out. Errors: Refused by authority, or when it does not stand."""
    require(actor, "remove_promotion")
    with transaction.atomic():
        lock_book(HOUSE)
        if not remove_recorded(key, at):
            raise Refused(
                "unknown_promotion",
                "没有这条提拔记录。",
                "There is no such promotion.",
                where=key,
                remedy_zh="选拔产生的提拔不在此撤回。",
                remedy_en="Promotions made by runs are not taken out here.",
            )
        person = key.partition("|")[0]
        append(HOUSE, at=at, actor=actor.account, act="remove_promotion", subject=person, body={"key": key})
