"""Versions of a plan (方案版本): who saved which, which runs follow it, and two of them compared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.authority import may
from quanheng.core.plans.reading import read_plan, read_written
from quanheng.core.plans.timeline import Step, timeline
from quanheng.core.values import Refused
from quanheng.store import queries
from quanheng.store.plan_reviews import standings
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.lists import as_file, wants_file
from quanheng.web.plans.difference_words import line_pairs, moved_steps, told_differences
from quanheng.web.plans.reading import STANDINGS, plan_for

KINDS = {"added": "增加", "removed": "删去", "changed": "修改", "moved": "换位"}


@require_GET
def plan_versions(request: HttpRequest, plan: str) -> HttpResponse:
    """All versions of a plan, newest first, each with its runs."""
    view = plan_for(request, plan)
    versions = queries.plan_versions(plan)
    known = standings()
    sees_runs = may(view.actor, "view_run")
    runs = queries.runs_of_plan(plan) if sees_runs else {}
    names = names_of_accounts(v.saved_by for v in versions)
    lines = [
        (v, names.get(v.saved_by) or v.saved_by, STANDINGS[known[plan, v.number]], runs.get(v.number, ()))
        for v in versions
    ]
    context = {**view.context, "tab": "versions", "lines": lines, "sees_runs": sees_runs}
    return render(request, "web/plans/versions.html", context)


@require_GET
def plan_compare(request: HttpRequest, plan: str) -> HttpResponse:
    """Two versions: what changed by meaning, which days moved, and the texts side by side."""
    view = plan_for(request, plan)
    new = view.version
    said = request.GET.get("with", "")
    number = int(said) if said.isdecimal() and len(said) < 9 else new.number - 1
    old = queries.plan_version(plan, number)
    if old is None and number == 0:
        old = new
    if old is None:
        raise Http404(said)
    told = told_differences(read_written(old.text), read_written(new.text))
    if wants_file(request):
        rows = [(KINDS[d.kind], d.where.zh, d.old.zh, d.new.zh, d.remark.zh, d.line) for d in told]
        return as_file(f"版本差别-{plan}", ("改动", "何处", "原来", "现在", "备注", "行"), rows)
    context = {
        **view.context,
        "tab": "versions",
        "old": old,
        "versions": queries.plan_versions(plan),
        "differences": told,
        "moved": moved_steps(_steps(old.text), _steps(new.text)),
        "pairs": line_pairs(old.text, new.text),
    }
    return render(request, "web/plans/compare.html", context)


def _steps(text: str) -> tuple[Step, ...]:
    try:
        return timeline(read_plan(text).plan)
    except Refused:
        return ()
