"""Tasks about plans (方案待办): those that wait for one's approval, and one's own that came back."""

from __future__ import annotations

from django.urls import reverse

from quanheng.core.authority import Actor, may
from quanheng.core.plans.approval import BODIES
from quanheng.core.values import Text
from quanheng.store.plan_reviews import open_reviews, returned_to
from quanheng.web.tasks import Task


def plan_tasks(actor: Actor) -> tuple[Task, ...]:
    """The plans that wait for this reader, the longest waiting first."""
    found = []
    if may(actor, "approve_plan"):
        bodies = [body for body, one in BODIES.items() if one.role in actor.roles]
        for review in open_reviews(bodies):
            if review.submitted_by != actor.account:
                text = Text("审批方案", "Decide on a plan")
                found.append(_task(text, review.plan, review.number, review.title_zh, review.title_en))
    if may(actor, "submit_plan"):
        for version in returned_to(actor.account):
            text = Text("按意见修改退回的方案", "Mend a plan that was returned")
            found.append(_task(text, version.plan, version.number, version.title_zh, version.title_en))
    return tuple(found)


def _task(text: Text, plan: str, number: int, zh: str, en: str) -> Task:
    where = Text(f"{zh}（第 {number} 版）", f"{en or zh} (version {number})")
    href = f"{reverse('plan-review', args=[plan])}?version={number}"
    return Task(text, where, "", href, None, is_late=False)
