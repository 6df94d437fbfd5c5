"""Heads taken over (转入负责人): who won in another run chooses here; shown first, then confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.take_over_heads import HeadChange, HeadPlan, heads_from, sources_for, take_over_heads
from quanheng.core.stages.matching import Settings
from quanheng.core.values import Refused, Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for


@require_http_methods(["GET", "POST"])
def heads(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Choose the run, see who would choose for which office, confirm."""
    view = stage_for(run_for(request, run, "record_matching"), stage, Settings)
    given = request.POST if request.method == "POST" else request.GET
    source = given.get("from", "").strip()
    found: HeadPlan | None = None
    refusal: Refused | None = None
    try:
        if request.method == "POST":
            actor, digest = view.run.actor, request.POST.get("digest", "")
            count = take_over_heads(actor, run, stage, source, digest, now())
            messages.success(request, say(Text(f"已转入 {count} 名负责人。", f"{count} heads taken over.")))
            return HttpResponseRedirect(reverse("matching-board", args=[run, stage]))
        found = heads_from(run, stage, source) if source else None
    except Refused as refused:
        if refused.code in ("not_allowed", "unknown_run"):
            raise
        refusal, found = refused, None
    context = {
        "run": run,
        "view": view,
        "plan": view.run.state.facts.plan,
        "trail_title": view.run.state.facts.plan.title,
        "sources": sources_for(run, stage),
        "source": source,
        "found": found,
        "lines": [_line(view, change) for change in found.changes] if found else [],
        "refusals": refusal.each if refusal else (),
        "may_confirm": view.is_open and not view.is_closed,
    }
    return render(request, "web/matching/heads.html", context, status=422 if refusal else 200)


def _line(view: StageInView[Settings], change: HeadChange) -> dict[str, Any]:
    return {
        "title": change.title,
        "posts": change.posts,
        "now": [(view.name(p), p) for p in change.now],
        "then": [(view.name(r.person), r.person, r.post, r.source) for r in change.rows],
        "is_same": set(change.now) == set(change.then),
    }
