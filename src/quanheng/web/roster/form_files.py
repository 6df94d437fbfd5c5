"""Forms to take away (导出审批表): of one person, of several, and as they stood at a decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.issue_form import issue_decided_form, issue_forms
from quanheng.core.authority import may
from quanheng.documents.form_files import FORMATS, FormFile, format_of
from quanheng.store.decided_forms import decided_forms
from quanheng.web.lists import download
from quanheng.web.reader import actor_of, allowed, now
from quanheng.web.run_access import run_for
from quanheng.web.run_table import title_of


@require_POST
def person_form(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The form of one person, drawn up from the archive."""
    actor = allowed(request, "issue_form")
    return _handed(issue_forms(actor, [code], format_of(kind), now()))


@require_POST
def people_forms(request: HttpRequest) -> HttpResponse:
    """The forms of the people that a list names (`person`), as a zip."""
    actor = allowed(request, "issue_form")
    kind = format_of(request.POST.get("format", "lrmx"))
    return _handed(issue_forms(actor, request.POST.getlist("person"), kind, now()))


def _handed(made: FormFile) -> HttpResponse:
    return download(made.content, made.name, made.media_type)


@require_GET
def decided_form_list(request: HttpRequest, run: str) -> HttpResponse:
    """The forms as they stood at the decisions of a run."""
    view = run_for(request, run)
    posts = {p.id: p.title for p in view.state.facts.plan.posts}
    stages = {s.id: title_of(s) for s in view.state.facts.plan.stages}
    forms = decided_forms(run)
    context = {
        "run": run,
        "trail_title": view.state.facts.plan.title,
        "lines": [(f, posts.get(f.post, f.post), stages.get(f.stage, f.stage)) for f in forms],
        "formats": FORMATS,
        "may_issue": may(actor_of(request, run), "issue_form"),
    }
    return render(request, "web/forms/decided.html", context)


@require_POST
def decided_form(request: HttpRequest, run: str, number: int, kind: str) -> HttpResponse:
    """One form as it stood at the decision."""
    actor = allowed(request, "issue_form", run)
    return _handed(issue_decided_form(actor, run, number, format_of(kind), now()))
