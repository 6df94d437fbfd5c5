"""Approval of a plan (方案报批): handed to a body, commented on line by line, returned or approved."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.review_plan import approve_plan, comment_plan, return_plan, submit_plan
from quanheng.core.authority import ROLES, may
from quanheng.core.plans.approval import BODIES
from quanheng.core.plans.reading import Path, ReadPlan, read_written
from quanheng.core.values import Text
from quanheng.store.plan_reviews import reviews_of
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import say
from quanheng.web.plans.changes import path_of
from quanheng.web.plans.difference_words import place_words
from quanheng.web.plans.findings import checks_of
from quanheng.web.plans.reading import PlanInView, plan_for
from quanheng.web.reader import now

SHALLOW = 4
LONGEST = 2000


@require_GET
def plan_review(request: HttpRequest, plan: str) -> HttpResponse:
    """How a version stands with the body that approves it, its comments, and what the reader may do."""
    view = plan_for(request, plan, "view_plan_review")
    reviews = reviews_of(view.version)
    current = reviews[0] if reviews else None
    approval = view.read.plan.approval
    body = current.body if current else approval.by if approval else ""
    accounts = {c.written_by for r in reviews for c in r.comments.all()}
    accounts |= {r.submitted_by for r in reviews} | {r.decided_by for r in reviews if r.decided_by}
    places = _places_of(view.read)
    chosen = request.GET.get("line", "")
    line = int(chosen) if chosen.isdecimal() and len(chosen) < 7 else 0
    comments: dict[int, list[Any]] = {}
    for comment in current.comments.all() if current else ():
        comments.setdefault(comment.line, []).append(comment)
    data = read_written(view.version.text).data
    is_open = current is not None and current.state == "submitted"
    may_comment = is_open and may(view.actor, "comment_plan")
    context = {
        **view.context,
        "tab": "review",
        "reviews": reviews,
        "current": current,
        "is_open": is_open,
        "approval": approval,
        "body": BODIES.get(body),
        "body_role": ROLES[BODIES[body].role] if body in BODIES else None,
        "bodies": BODIES,
        "names": names_of_accounts(accounts),
        "may_submit": may(view.actor, "submit_plan") and not is_open,
        "may_comment": may_comment,
        "may_decide": is_open and may(view.actor, "approve_plan"),
        "speaks": body in BODIES and BODIES[body].role in view.actor.roles,
        "lines": [
            (n, words, comments.get(n, ()), n in places)
            for n, words in enumerate(view.version.text.splitlines(), 1)
        ],
        "comment_line": line if line in places else 0,
        "comment_path": json.dumps(places.get(line, ()), ensure_ascii=False),
        "comment_place": place_words(places[line], data) if line in places else None,
        "errors": [c for c in checks_of(view.version.text) if c.level == "error" and c.confirmed is None],
    }
    return render(request, "web/plans/review.html", context)


def _places_of(read: ReadPlan) -> dict[int, Path]:
    """The part of the plan that begins on each line: the largest, with all below it."""
    found: dict[int, Path] = {}
    for path, place in read.places.items():
        known = found.get(place.line)
        if path and len(path) <= SHALLOW and (known is None or len(path) < len(known)):
            found[place.line] = path
    return found


@require_POST
def plan_submit(request: HttpRequest, plan: str) -> HttpResponse:
    """Hand the version to the body that approves it."""
    view = plan_for(request, plan, "submit_plan")
    submit_plan(view.actor, view.version, request.POST.get("body", ""), _words(request, "message"), now())
    return _done(request, view, Text("已报送审批。", "Submitted for approval."))


@require_POST
def plan_comment(request: HttpRequest, plan: str) -> HttpResponse:
    """Say something about one place."""
    view = plan_for(request, plan, "comment_plan")
    path = path_of(request.POST.get("path", "[]"))
    comment_plan(view.actor, view.version, path, _words(request, "text"), now())
    return _done(request, view, Text("意见已记下。", "The comment was recorded."))


@require_POST
def plan_return(request: HttpRequest, plan: str) -> HttpResponse:
    """Send the version back."""
    view = plan_for(request, plan, "return_plan")
    return_plan(view.actor, view.version, _words(request, "decision"), now())
    return _done(request, view, Text("已退回修改。", "Returned to be mended."))


@require_POST
def plan_approve(request: HttpRequest, plan: str) -> HttpResponse:
    """Approve the version."""
    view = plan_for(request, plan, "approve_plan")
    approve_plan(view.actor, view.version, _words(request, "decision"), now())
    return _done(request, view, Text("已批准，可以启动运行。", "Approved: runs may start from it."))


def _words(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST]


def _done(request: HttpRequest, view: PlanInView, said: Text) -> HttpResponse:
    messages.success(request, say(said))
    return HttpResponseRedirect(f"{reverse('plan-review', args=[view.plan])}?version={view.version.number}")
