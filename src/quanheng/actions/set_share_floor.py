"""Set the floor of competition (设定比例下限): an organisation's own setting, with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.promotions import save_floor, share_floor


def set_share_floor(actor: Actor, percent: int, reason: str, at: datetime) -> None:
    """Set the floor from now on; stages closed before keep the one that they were asked about.

    Errors: Refused by authority, outside 0 to 100, without a reason.
    """
    require(actor, "set_share_floor")
    if not 0 <= percent <= 100 or not reason.strip():
        raise Refused(
            "bad_floor",
            "下限须为 0 至 100，并写明依据。",
            "The floor is 0 to 100, and needs its basis.",
            where="percent",
            remedy_zh="0 表示不设下限。",
            remedy_en="0 means no floor.",
        )
    with transaction.atomic():
        lock_book(HOUSE)
        before = share_floor()
        save_floor(percent, reason.strip(), actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="set_share_floor",
            subject="competition_share",
            body={"before": before, "percent": percent, "reason": reason.strip()},
        )
