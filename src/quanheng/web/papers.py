"""Papers (文书): what a stage or a run draws up, to look at, to keep as DOCX or PDF, to issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.issue_document import issue_document
from quanheng.actions.paper_templates import current_templates
from quanheng.core.authority import require
from quanheng.core.values import Refused, Text
from quanheng.documents import official, typesetting
from quanheng.documents.drawing import Templates, text_of
from quanheng.documents.form_files import ZIP_TYPE
from quanheng.documents.official import packed
from quanheng.documents.page.paged import pdf_of_docx
from quanheng.documents.papers.kind import PaperKind, Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import PAPERS, WHOLE_RUN, file_name, kinds_of, papers_of, run_papers
from quanheng.store import queries
from quanheng.web.language import lazily
from quanheng.web.lists import download
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.run_table import title_of

Ending = Literal["docx", "pdf"]
MEDIA_TYPES = {official.ENDING: official.MEDIA_TYPE, typesetting.ENDING: typesetting.MEDIA_TYPE}
MOST_PDFS = 120
"""A page of PDF takes the typesetter a third of a second; more than these would keep a reader waiting."""


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


@dataclass(frozen=True)
class Listed:
    """One paper in the list. Shapes: `index` counts the papers of its stage, whoever reads."""

    index: int
    paper: Written
    kind: PaperKind
    is_closed: bool

    def is_for(self, view: RunInView) -> bool:
        """Whether the reader may read it."""
        return view.may(self.kind.act_to_read(self.is_closed))


@dataclass(frozen=True)
class StagePapers:
    """A stage in the list of a run, with its papers by kind."""

    id: str
    title: Text
    kinds: tuple[tuple[PaperKind, tuple[Listed, ...]], ...]


@require_GET
def paper_list(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The papers of a stage, each as it would read, and what was issued before."""
    view = run_for(request, run)
    settings = view.stage(stage)
    found, refusal = _papers(view, stage)
    readable = [p for p in found if p.is_for(view)]
    here = {p.kind.id for p in found}
    is_closed = stage in view.state.outcomes
    kinds = [k for k in kinds_of(settings) if view.may(k.act_to_read(is_closed))]
    context = {
        "run": run,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": view.state.facts.plan.title,
        "papers": [(p, _issue_form(p)) for p in readable if not p.kind.each_person],
        "of_everyone": [g for g in _by_kind(readable) if g[0].each_person],
        "kinds": kinds,
        "refusal": refusal,
        "waits_for": _waiting([k for k in kinds if k.id not in here], is_closed),
        "issued": queries.issued_documents(run, stage),
        "may_issue": view.may("issue_document"),
        "replaced": set(current_templates().replaced),
    }
    return render(request, "web/papers/list.html", context)


def _issue_form(listed: Listed) -> IssueForm | None:
    """What is asked before a paper is issued; a blank form is printed and not issued."""
    if listed.kind.when == "blank":
        return None
    return IssueForm(initial={"issued_on": now().date()}, auto_id=f"paper-{listed.index}-%s")


@require_GET
def run_paper_list(request: HttpRequest, run: str) -> HttpResponse:
    """Every paper of a run, stage by stage as far as it has come."""
    view = run_for(request, run)
    context = {
        "run": run,
        "trail_title": view.state.facts.plan.title,
        "whole": [(p, _issue_form(p)) for p in _of_run(view) if p.is_for(view)],
        "may_issue": view.may("issue_document"),
        "issued": queries.issued_documents(run, WHOLE_RUN),
        "stages": list(_stages(view)),
        "replaced": set(current_templates().replaced),
    }
    return render(request, "web/papers/run.html", context)


def _stages(view: RunInView) -> Iterable[StagePapers]:
    for settings in view.state.facts.plan.stages:
        found, refusal = _papers(view, settings.id)
        if refusal is not None:
            return
        readable = [p for p in found if p.is_for(view)]
        yield StagePapers(settings.id, title_of(settings), tuple(_by_kind(readable)))


@require_GET
def run_paper_zip(request: HttpRequest, run: str) -> HttpResponse:
    """Every paper of a run that the reader may see, forms of everyone left out, in one file."""
    view = run_for(request, run)
    ending = _ending(request)
    templates = current_templates()
    listed = [*_of_run(view), *(p for s in _stages(view) for _, papers in s.kinds for p in papers)]
    kept = [p.paper for p in listed if p.kind.is_kept and p.is_for(view)]
    if ending == typesetting.ENDING and len(kept) > MOST_PDFS:
        raise _too_many(len(kept), run)
    files = {
        f"{n:02}-{file_name(paper, ending)}": _drawn(templates, paper, ending)
        for n, paper in enumerate(kept, 1)
    }
    return download(packed(files), f"{run}-文书-{ending}.zip", ZIP_TYPE)


def _too_many(count: int, run: str) -> Refused:
    return Refused(
        "too_many_pdfs",
        f"共 {count} 份，一次最多打包 {MOST_PDFS} 份 PDF。",
        f"There are {count} papers; a package holds at most {MOST_PDFS} PDFs.",
        run,
        f"请打包 DOCX，或由管理员在服务器上运行 quanheng paper make {run} --pdf --out 文件夹。",
        f"Take the DOCX, or have quanheng paper make {run} --pdf --out FOLDER run on the server.",
    )


def _waiting(kinds: Sequence[PaperKind], is_closed: bool) -> list[tuple[PaperKind, Text]]:
    """What each paper that is not there yet waits for."""
    entering = Text("录入内容后形成", "drawn up once there is something to say")
    closing = Text("本环节结束后形成", "drawn up once the stage is closed")
    return [(k, closing if k.when == "closed" and not is_closed else entering) for k in kinds]


def _papers(view: RunInView, stage: str) -> tuple[tuple[Listed, ...], Refused | None]:
    """The papers so far; a stage that is not reached says so instead."""
    try:
        found = papers_of(Proceedings(view.state.facts, view.state.outcomes), stage)
    except Refused as refusal:
        return (), refusal
    return _listed(found, stage in view.state.outcomes), None


def _of_run(view: RunInView) -> tuple[Listed, ...]:
    return _listed(run_papers(Proceedings(view.state.facts, view.state.outcomes)), is_closed=True)


def _listed(found: Sequence[Written], is_closed: bool) -> tuple[Listed, ...]:
    return tuple(Listed(n, paper, PAPERS[paper.kind], is_closed) for n, paper in enumerate(found))


def _by_kind(listed: Sequence[Listed]) -> list[tuple[PaperKind, tuple[Listed, ...]]]:
    kinds = dict.fromkeys(p.kind.id for p in listed)
    return [(PAPERS[k], tuple(p for p in listed if p.kind.id == k)) for k in kinds]


def _one(view: RunInView, stage: str, index: int) -> Written:
    """One paper for who may read its kind; Errors: 404, Refused(not_allowed)."""
    if stage == WHOLE_RUN and all(s.id != stage for s in view.state.facts.plan.stages):
        found = _of_run(view)
    else:
        view.stage(stage)
        found, _ = _papers(view, stage)
    if index >= len(found):
        raise Http404(str(index))
    require(view.actor, found[index].kind.act_to_read(found[index].is_closed))
    return found[index].paper


def _ending(request: HttpRequest) -> Ending:
    return "pdf" if request.GET.get("as") == "pdf" else "docx"


def _drawn(templates: Templates, paper: Written, ending: Ending) -> bytes:
    docx = templates.draw(paper)
    return docx if ending == "docx" else pdf_of_docx(docx, paper.title.zh)


@require_GET
def paper_file(request: HttpRequest, run: str, stage: str, index: int) -> HttpResponse:
    """A paper as a draft file; looking at it leaves no trace."""
    view = run_for(request, run)
    paper, ending = _one(view, stage, index), _ending(request)
    content = _drawn(current_templates(), paper, ending)
    return download(content, file_name(paper, ending), MEDIA_TYPES[ending])


@require_GET
def paper_text(request: HttpRequest, run: str, stage: str, index: int) -> HttpResponse:
    """The words of a paper, to read in the page."""
    paper = _one(run_for(request, run), stage, index)
    return render(request, "web/papers/text.html", {"text": text_of(current_templates().draw(paper))})


@require_POST
def issue_paper(request: HttpRequest, run: str, stage: str, index: int) -> HttpResponse:
    """Issue a paper: recorded, and sent as a file."""
    view = run_for(request, run)
    require(view.actor, "issue_document")
    if stage != WHOLE_RUN:
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
