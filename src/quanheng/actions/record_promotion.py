"""Record a promotion (录入提拔): a newly promoted division-level leader whom no run here appointed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.competition_share import is_division
from quanheng.core.promotion_rows import PromotionRow
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.promotions import is_recorded, save_promotion
from quanheng.store.save import digest_of_lines
from quanheng.store.work_lists import names_of_people


def record_promotion(actor: Actor, row: PromotionRow, at: datetime) -> None:
    """Keep a promotion; it counts in the share of its year.

    Errors: Refused by authority; for somebody the roster does not know, a level below or above division, a
    day to come, a promotion that stands already.
    """
    require(actor, "record_promotion")
    if not names_of_people([row.person]):
        raise _refused(row, "unknown_person", "名册中没有此人", "the roster does not know this person")
    if not is_division(row.level):
        raise _refused(row, "not_division", f"“{row.level}”不是处级", f"'{row.level}' is no division rank")
    if row.appointed_on > at.date():
        raise _refused(row, "dated_in_future", "任职日期在今天之后", "the day lies ahead")
    with transaction.atomic():
        lock_book(HOUSE)
        if is_recorded(row.key()):
            raise _refused(row, "promotion_twice", "这次提拔已经录入", "this promotion stands already")
        save_promotion(row, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="record_promotion",
            subject=row.person,
            body={
                "person": row.person,
                "appointed_on": row.appointed_on,
                "competed": row.competed,
                "row": digest_of_lines([row.model_dump_json()]),
            },
        )


def _refused(row: PromotionRow, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"{zh}。",
        f"{en[0].upper()}{en[1:]}.",
        row.person,
        "请核对后重填。",
        "Check and enter it again.",
    )
