"""Return a vacancy plan (退回空缺计划): to the unit, with what is to be mended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.vacancy_plans import FiledPlan, decide_plan, filed_plans


def return_vacancy_plan(actor: Actor, year: int, unit: str, comment: str, at: datetime) -> None:
    """Send a filed plan back with a comment.

    Errors: Refused by authority, without a comment, for a plan that does not wait for review.
    """
    require(actor, "return_vacancy_plan")
    if not comment.strip():
        raise Refused(
            "comment_missing",
            "退回须写明意见。",
            "Say what is to be mended.",
            where=unit,
            remedy_zh="请填写退回意见。",
            remedy_en="Write the comment.",
        )
    with transaction.atomic():
        lock_book(HOUSE)
        plan = plan_under_review(year, unit)
        decide_plan(year, unit, "returned", comment.strip(), actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="return_vacancy_plan",
            subject=f"{year}/{unit}",
            body={"year": year, "unit": unit, "rows": plan.digest, "comment": comment.strip()},
        )


def plan_under_review(year: int, unit: str) -> FiledPlan:
    """The plan that waits for review. Errors: Refused when there is none."""
    plan = filed_plans(year).get(unit)
    if plan is None or plan.state != "submitted":
        raise Refused(
            "nothing_to_review",
            f"“{unit}”没有待审核的 {year} 年度计划。",
            f"'{unit}' has no plan of {year} to review.",
            where=unit,
            remedy_zh="已批准的不再改动；退回的等单位重报。",
            remedy_en="An approved plan does not change; a returned one waits for its unit.",
        )
    return plan
