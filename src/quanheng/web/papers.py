"""Papers (文书): what a stage draws up, to look at, to keep, and to issue under a number."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.issue_document import issue_document
from quanheng.actions.paper_templates import current_templates
from quanheng.core.authority import require
from quanheng.core.values import Refused, Text
from quanheng.documents import official
from quanheng.documents.drawing import text_of
from quanheng.documents.papers.kind import PaperKind, Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import file_name, kinds_of, papers_of
from quanheng.store import queries
from quanheng.web.language import lazily
from quanheng.web.lists import download
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.run_table import title_of


class IssueForm(forms.Form):
    """Under which number and day a paper goes out."""

    number = forms.CharField(
        label=lazily("发文字号", "Document number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issued_on = forms.DateField(
        label=lazily("成文日期", "Dated"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


@require_GET
def paper_list(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The papers of a stage, each as it would read, and what was issued before."""
    view = run_for(request, run)
    settings = view.stage(stage)
    found, refusal = _papers(view, stage)
    templates = current_templates()
    context = {
        "run": run,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": view.state.facts.plan.title,
        "papers": found,
        "kinds": kinds_of(settings),
        "refusal": refusal,
        "waits_for": _waiting(kinds_of(settings), stage in view.state.outcomes),
        "issued": queries.issued_documents(run, stage),
        "may_issue": view.may("issue_document"),
        "forms": [
            (
                paper,
                text_of(templates.draw(paper)),
                IssueForm(initial={"issued_on": now().date()}, auto_id=f"paper-{i}-%s"),
            )
            for i, paper in enumerate(found)
        ],
    }
    return render(request, "web/papers/list.html", context)


def _waiting(kinds: tuple[PaperKind, ...], is_closed: bool) -> list[tuple[PaperKind, Text]]:
    """What each paper that is not there yet waits for."""
    entering = Text("录入内容后形成", "drawn up once there is something to say")
    closing = Text("本环节结束后形成", "drawn up once the stage is closed")
    return [(k, closing if k.when == "closed" and not is_closed else entering) for k in kinds]


def _papers(view: RunInView, stage: str) -> tuple[tuple[Written, ...], Refused | None]:
    """The papers so far; a stage that is not reached says so instead."""
    try:
        return papers_of(Proceedings(view.state.facts, view.state.outcomes), stage), None
    except Refused as refusal:
        return (), refusal


@require_GET
def paper_file(request: HttpRequest, run: str, stage: str, index: int) -> HttpResponse:
    """A paper as a draft file; looking at it leaves no trace."""
    view = run_for(request, run)
    view.stage(stage)
    found, _ = _papers(view, stage)
    if index >= len(found):
        raise Http404(str(index))
    return download(
        current_templates().draw(found[index]), file_name(found[index], official.ENDING), official.MEDIA_TYPE
    )


@require_POST
def issue_paper(request: HttpRequest, run: str, stage: str, index: int) -> HttpResponse:
    """Issue a paper: recorded, and sent as a file."""
    view = run_for(request, run)
    require(view.actor, "issue_document")
    view.stage(stage)
    form = IssueForm(request.POST)
    if not form.is_valid():
        raise Refused(
            "bad_date",
            "成文日期不正确。",
            "The date is not right.",
            "issued_on",
            "请写成 2026-03-21。",
            "Write it as 2026-03-21.",
        )
    said = form.cleaned_data
    issued = issue_document(view.actor, run, stage, index, now(), said["issued_on"], said["number"].strip())
    return download(issued.content, file_name(issued.paper, official.ENDING), official.MEDIA_TYPE)
