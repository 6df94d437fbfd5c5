"""Plans (方案): the list, one plan read in words, its checks, its calendar, its file, its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.authority import Actor, may
from quanheng.core.plans.approval import body_title
from quanheng.core.plans.lint import Check
from quanheng.core.plans.reading import ReadPlan, read_plan
from quanheng.core.plans.timeline import said_span, timeline
from quanheng.core.rehearsal import rehearse
from quanheng.core.rehearsal.telling import told
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.store import queries
from quanheng.store.plan_reviews import standings
from quanheng.web.lists import as_file, asked, download, links_of, wants_file
from quanheng.web.plans.findings import checks_of
from quanheng.web.plans.words import limits_of_choice, overlay_rules, rule_tree, stage_words
from quanheng.web.reader import allowed

LEVEL_LOOKS = {"error": "is-error", "warning": "is-warning", "note": "is-note"}

STANDINGS: Mapping[str, Text] = {
    "saved": Text("已保存", "Saved"),
    "submitted": Text("审批中", "Under review"),
    "returned": Text("已退回", "Returned"),
    "approved": Text("已批准", "Approved"),
    "in_use": Text("在用", "In use"),
}
"""How a version stands, in words."""


@dataclass(frozen=True)
class PlanInView:
    """One version of a plan, and who looks at it."""

    actor: Actor
    plan: str
    version: Any
    read: ReadPlan
    newest: int

    @property
    def context(self) -> dict[str, object]:
        """What every page of a plan needs."""
        checks = may(self.actor, "check_plan")
        standing = standings().get((self.plan, self.version.number), "saved")
        return {
            "plan_id": self.plan,
            "version": self.version,
            "plan": self.read.plan,
            "newest": self.newest,
            "may_check": checks,
            "may_save": may(self.actor, "save_plan"),
            "may_start": may(self.actor, "start_run"),
            "may_dry_run": may(self.actor, "dry_run_plan"),
            "may_review": may(self.actor, "view_plan_review"),
            "standing": STANDINGS[standing],
            "standing_code": standing,
            "counts": counts_of(checks_of(self.version.text)) if checks else {},
        }


def plan_for(request: HttpRequest, plan: str, act: str = "view_plan") -> PlanInView:
    """The version that the address names, else the newest; Errors: Refused(not_allowed), 404."""
    actor = allowed(request, act)
    said = request.GET.get("version", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
    version = queries.plan_version(plan, number)
    if version is None:
        raise Http404(plan)
    newest = queries.plan_version(plan)
    return PlanInView(actor, plan, version, read_plan(version.text), newest.number if newest else 0)


def counts_of(checks: tuple[Check, ...]) -> dict[str, int]:
    """How many checks stand on each level; those that the owner confirmed do not count."""
    return {level: sum(c.level == level and c.confirmed is None for c in checks) for level in LEVEL_LOOKS}


@require_GET
def plan_read(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan in words: posts, conditions, stages, bodies, term."""
    view = plan_for(request, plan)
    own = view.read.plan
    context = {
        **view.context,
        "tab": "read",
        "rules": rule_tree(own),
        "overlays": overlay_rules(own),
        "stages": stage_words(own),
        "classes": {c.id: c.title for c in own.classes},
        "limits": limits_of_choice(own.choices, {c.id: c for c in own.classes}),
        "approving": body_title(own.approval.by) if own.approval else None,
        "term": Text(*said_span(own.term.length)) if own.term else None,
    }
    return render(request, "web/plans/read.html", context)


@require_GET
def plan_checks(request: HttpRequest, plan: str) -> HttpResponse:
    """What the rules in force say about a plan."""
    view = plan_for(request, plan, "check_plan")
    filters = asked(request, "level")
    every = checks_of(view.version.text)
    found = [c for c in every if not filters or c.level == filters["level"]]
    if wants_file(request):
        header = ("级别", "行", "列", "问题", "依据", "条款", "怎么办", "确认理由")
        rows = [
            (c.level, c.place.line, c.place.column, c.text.zh, c.law.zh, c.article, c.remedy.zh,
             c.confirmed.zh if c.confirmed else "")
            for c in found
        ]  # fmt: skip
        return as_file(f"检查-{plan}", header, rows)
    context = {
        **view.context,
        "tab": "checks",
        "checks": found,
        "filters": filters,
        "links": links_of({**filters, "version": str(view.version.number)}),
        "total": len(every),
    }
    return render(request, "web/plans/checks.html", context)


@require_GET
def plan_timeline(request: HttpRequest, plan: str) -> HttpResponse:
    """The days of every stage, and how they were found."""
    view = plan_for(request, plan)
    try:
        steps, refusal = timeline(view.read.plan), None
    except Refused as refused:
        steps, refusal = (), refused
    if wants_file(request):
        rows = [
            (s.title.zh, s.opens_on, s.closes_on, s.explanation.zh, "暂定" if s.provisional else "")
            for s in steps
        ]
        return as_file(f"日程-{plan}", ("环节", "开始", "结束", "推算", "备注"), rows)
    context = {**view.context, "tab": "timeline", "steps": steps, "refusal": refusal}
    return render(request, "web/plans/timeline.html", context)


@require_GET
def plan_rehearsal(request: HttpRequest, plan: str) -> HttpResponse:
    """The plan played through on invented people."""
    view = plan_for(request, plan, "check_plan")
    seed = request.GET.get("seed", "")
    number = int(seed) if seed.isascii() and seed.isdigit() and len(seed) < 10 else 1
    lines = told(rehearse(view.read.plan, Random(number), Calendar()))
    if wants_file(request):
        rows = [
            (x.title.zh, x.opened_on, x.closed_on, "、".join(f"{t.zh} {n}" for t, n in x.entered),
             x.came, x.stay, x.left, "；".join(w.zh for w in x.why))
            for x in lines
        ]  # fmt: skip
        header = ("环节", "开始", "结束", "录入", "进", "留", "退出", "停在这里的原因")
        return as_file(f"演练-{plan}", header, rows)
    context = {
        **view.context,
        "tab": "rehearsal",
        "lines": lines,
        "seed": number,
        "reached_end": all(line.is_closed for line in lines),
    }
    return render(request, "web/plans/rehearsal.html", context)


@require_GET
def plan_file(request: HttpRequest, plan: str) -> HttpResponse:
    """The file as it was saved, line by line, with the checks at their lines."""
    view = plan_for(request, plan)
    text = view.version.text
    if request.GET.get("as") == "yaml":
        return download(text, f"{plan}-{view.version.number}.yaml", "application/yaml; charset=utf-8")
    by_line: dict[int, list[Check]] = {}
    for check in checks_of(text) if may(view.actor, "check_plan") else ():
        by_line.setdefault(check.place.line, []).append(check)
    lines = [(number, line, by_line.get(number, [])) for number, line in enumerate(text.splitlines(), 1)]
    return render(request, "web/plans/file.html", {**view.context, "tab": "file", "lines": lines})
