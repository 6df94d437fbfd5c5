"""Approve a vacancy plan (批准空缺计划): compared with the establishment once more, then frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.actions.return_vacancy_plan import plan_under_review
from quanheng.actions.submit_vacancy_plan import own_cells, refuse_beyond_seats
from quanheng.core.authority import Actor, require
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.vacancy_plans import decide_plan


def approve_vacancy_plan(actor: Actor, year: int, unit: str, at: datetime) -> None:
    """Approve a filed plan; from now on it does not change.

    Errors: Refused by authority, for a plan that does not wait for review; RefusedMany where the unit has
    fewer vacancies now than it plans.
    """
    require(actor, "approve_vacancy_plan")
    with transaction.atomic():
        lock_book(HOUSE)
        plan = plan_under_review(year, unit)
        refuse_beyond_seats(plan.rows, own_cells(unit, at.date()))
        decide_plan(year, unit, "approved", "", actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="approve_vacancy_plan",
            subject=f"{year}/{unit}",
            body={"year": year, "unit": unit, "seats": plan.seats, "rows": plan.digest},
        )
