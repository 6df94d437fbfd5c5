"""Save a plan (保存方案): a new version of its text, readable or not saved at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.plans.reading import read_plan
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.models import PlanVersion
from quanheng.store.save import save_plan_version


def save_plan(actor: Actor, text: str, file: str, at: datetime) -> PlanVersion:
    """Keep a plan's text as the next version of the plan it names.

    Errors: Refused by authority; Unusable with every problem and its line.
    """
    require(actor, "save_plan")
    plan = read_plan(text, file).plan
    with transaction.atomic():
        lock_book(HOUSE)
        title = (plan.title.zh, plan.title.en)
        version = save_plan_version(plan.id, title, text, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="save_plan",
            subject=plan.id,
            body={"plan": plan.id, "number": version.number, "digest": version.digest},
        )
    return version
