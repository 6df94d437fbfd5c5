"""Dry run of a plan on screen (方案试算): on last year's run, or on the roster as known on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from quanheng.actions.dry_run_plan import dry_run_on_roster, dry_run_on_run
from quanheng.core.authority import may
from quanheng.core.rehearsal.dry_run import Change, DryRun, How, Qualified
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.web.plans.reading import PlanInView, plan_for
from quanheng.web.reader import now

SHOWN = 300

CHANGES: Mapping[Change, Text] = {
    "newly_in": Text("当时退出，现在走到最后", "left then, stays now"),
    "goes_further": Text("当时退出，现在走得更远", "left then, goes further now"),
    "newly_out": Text("当时走到最后，现在退出", "stayed then, leaves now"),
    "elsewhere": Text("退出的环节不同", "leaves elsewhere"),
    "only_now": Text("当时没有参加", "did not stand then"),
    "only_then": Text("现在不参加", "does not stand now"),
    "same": Text("相同", "the same"),
}
HOWS: Mapping[How, Text] = {
    "played": Text("按本方案办理", "by this plan"),
    "counted_then": Text("无记名，按当年的规则计", "secret: counted as then"),
    "no_inputs": Text("当年没有录入，不作取舍", "no inputs then: nobody is chosen"),
    "passed_by": Text("当年的录入不够，只沿用当时的退出", "inputs not enough: who left then leaves again"),
}


@require_http_methods(["GET", "POST"])
def plan_dry_run(request: HttpRequest, plan: str) -> HttpResponse:
    """Choose on what a version is tried, and see what it would have come to."""
    view = plan_for(request, plan, "dry_run_plan")
    runs = [r for r in queries.runs_for(view.actor) if r.closed]
    context: dict[str, Any] = {
        **view.context,
        "tab": "dry_run",
        "runs": runs,
        "sees_roster": may(view.actor, "view_roster"),
        "chosen": request.POST.get("run", ""),
        "on": request.POST.get("on") or now().date().isoformat(),
    }
    if request.method == "POST":
        context |= _tried(request, view, {r.code for r in runs})
    return render(request, "web/plans/dry_run.html", context)


def _tried(request: HttpRequest, view: PlanInView, runs: set[str]) -> dict[str, Any]:
    if request.POST.get("way") == "roster":
        return _on_roster(dry_run_on_roster(view.actor, view.version, _day(request), now()), view)
    code = request.POST.get("run", "")
    if code not in runs:
        raise Refused(
            "no_run_chosen",
            "请选择一次运行。",
            "Choose a run.",
            where=code[:64],
            remedy_zh="从列表中选择一次已经办过的运行。",
            remedy_en="Take one of the list that has gone on.",
        )
    return _on_run(dry_run_on_run(view.actor, view.version, code, now()), view)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refused(
            "bad_day",
            "请填写日期，如 2026-03-01。",
            "Give a day, such as 2026-03-01.",
            where="on",
            remedy_zh="按年-月-日填写。",
            remedy_en="Write year-month-day.",
        ) from None


def _on_run(found: DryRun, view: PlanInView) -> dict[str, Any]:
    titles = {p.id: p.title for p in view.read.plan.posts}
    counted = Counter(f.change for f in found.fates)
    return {
        "tried": "run",
        "stages": [(s, HOWS[s.how]) for s in found.stages],
        "fates": [
            (f, titles.get(f.candidate.post, Text(f.candidate.post)), CHANGES[f.change]) for f in found.fates
        ],
        "changes": [(CHANGES[c], counted[c], c) for c in CHANGES if counted[c]],
    }


def _on_roster(found: tuple[Qualified, ...], view: PlanInView) -> dict[str, Any]:
    by_post = []
    for post in view.read.plan.posts:
        here = [q for q in found if q.candidate.post == post.id]
        if not here:
            continue
        states = Counter(q.state for q in here)
        reasons = Counter(q.why for q in here if q.state == "not_met").most_common(5)
        meets = [q for q in here if q.state == "met"]
        unknown = [q for q in here if q.state == "unknown"]
        by_post.append(
            (post.title, len(here), states["met"], states["unknown"], meets[:SHOWN], unknown[:SHOWN], reasons)
        )
    return {"tried": "roster", "by_post": by_post}
