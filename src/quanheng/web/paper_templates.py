"""Templates of papers on screen (文书模板): fields, download, a dry run on real data, in force and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.paper_templates import current_templates
from quanheng.actions.replace_template import (
    check_template,
    replace_template,
    restore_template,
    reuse_template,
)
from quanheng.core.authority import ACTS, Actor, may, require
from quanheng.core.values import Refused
from quanheng.documents import official, typesetting
from quanheng.documents.drawing import Template, built_in
from quanheng.documents.page.paged import pdf_of_docx
from quanheng.documents.papers.kind import PaperKind, Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import PAPERS, file_name, papers_of, run_papers
from quanheng.documents.templates.checking import unknown_to_pdf
from quanheng.documents.templates.fields import KINDS, Field, context_of, example_of, paths_of
from quanheng.documents.templates.filling import fill
from quanheng.documents.templates.package import MOST_BYTES
from quanheng.store import queries
from quanheng.store.paper_templates import template_versions
from quanheng.store.staged_uploads import Staged, drop_upload, stage_upload, staged_upload
from quanheng.web.language import lazily, say
from quanheng.web.lists import download
from quanheng.web.papers import MEDIA_TYPES
from quanheng.web.reader import allowed, now
from quanheng.web.run_access import run_for

EXAMPLE = "example"
"""What stands for the invented paper where a run could be chosen."""


class TemplateForm(forms.Form):
    """A template as a file."""

    file = forms.FileField(
        label=lazily("模板文件（.docx）", "Template (.docx)"),
        help_text=lazily(
            f"用 Word 另存为 .docx，不超过 {MOST_BYTES // 1_000_000} MB，不带宏。先试填，确认后才启用。",
            f"A .docx up to {MOST_BYTES // 1_000_000} MB, no macros. It is tried before it counts.",
        ),
        widget=forms.FileInput(attrs={"accept": f".docx,{official.MEDIA_TYPE}"}),
    )


@dataclass(frozen=True)
class FieldLine:
    """One field in the list."""

    path: str
    field: Field
    kind: str
    example: str

    @property
    def depth(self) -> int:
        """How deep it lies: 0 in the paper itself."""
        return self.path.count(".")


@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """Every kind of paper with the template that is in force."""
    actor = allowed(request, "view_templates")
    templates = current_templates()
    lines = [(kind, templates.template(kind.id)) for kind in PAPERS.values()]
    context = {"lines": lines, "may_replace": may(actor, "replace_template")}
    return render(request, "web/paper_templates/list.html", context)


@require_GET
def template(request: HttpRequest, paper: str) -> HttpResponse:
    """One paper: its fields, its template, the versions there were."""
    actor = allowed(request, "view_templates")
    return _page(request, actor, _kind(paper), TemplateForm())


def _page(
    request: HttpRequest, actor: Actor, kind: PaperKind, form: TemplateForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "kind": kind,
        "in_force": current_templates().template(kind.id),
        "versions": template_versions(kind.id),
        "fields": [
            FieldLine(path, field, say(KINDS[field.kind]), _example(field))
            for path, field in paths_of(kind.fields)
        ],
        "may_replace": may(actor, "replace_template"),
        "form": form,
        **more,
    }
    return render(request, "web/paper_templates/template.html", context, status=status)


def _example(field: Field) -> str:
    """The example of a field as one line."""
    if isinstance(field.example, bool):
        return "是" if field.example else "否"
    said = "；".join(field.example) if isinstance(field.example, tuple) else field.example
    return said.replace("\n", " ")


def _kind(paper: str) -> PaperKind:
    if paper not in PAPERS:
        raise Http404(paper)
    return PAPERS[paper]


@require_GET
def template_file(request: HttpRequest, paper: str) -> HttpResponse:
    """A template to edit: the one in force, the built-in one, or an earlier version."""
    allowed(request, "view_templates")
    kind = _kind(paper)
    content = _version(kind, request.GET.get("version", "")).content
    return download(content, f"{kind.title.zh}-模板.docx", official.MEDIA_TYPE)


def _version(kind: PaperKind, said: str) -> Template:
    """The version asked for: a number, 0 for the built-in one, '' for the one in force; Errors: 404."""
    if not said:
        return current_templates().template(kind.id)
    if said == "0":
        return built_in(kind.id)
    kept = next((t for t in template_versions(kind.id) if str(t.version) == said), None)
    if kept is None:
        raise Http404(said)
    return built_in(kind.id) if kept.content is None else Template(kind.id, kept.version, kept.content)


@require_POST
def try_template(request: HttpRequest, paper: str) -> HttpResponse:
    """Check a template; one without a fault waits for its confirmation."""
    actor = allowed(request, "replace_template")
    kind = _kind(paper)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, actor, kind, form, 422)
    sent = form.cleaned_data["file"]
    content = sent.read(MOST_BYTES + 1)
    try:
        faults = check_template(actor, kind.id, content)
    except Refused as refusal:
        many = refusal.each
        return _page(request, actor, kind, form, 422, refusals=many, file=sent.name)
    if faults:
        return _page(request, actor, kind, form, 422, faults=faults, file=sent.name)
    upload = stage_upload(actor.account, f"{kind.id}/{sent.name}", content, now())
    return redirect("paper-template-tried", kind.id, upload)


def _staged(actor: Actor, kind: PaperKind, upload: UUID) -> Staged:
    """The upload of this reader for this paper; Errors: 404."""
    found = staged_upload(actor.account, upload)
    if found is None or not found.name.startswith(f"{kind.id}/"):
        raise Http404(str(upload))
    return found


@require_GET
def tried(request: HttpRequest, paper: str, upload: UUID) -> HttpResponse:
    """A template that passed: look at it on invented or real data, then put it in force."""
    actor = allowed(request, "replace_template")
    kind = _kind(paper)
    staged = _staged(actor, kind, upload)
    codes = queries.run_codes_by_role(actor.account, ACTS["view_run"])
    context = {
        "kind": kind,
        "upload": upload,
        "file": staged.name.partition("/")[2],
        "missing_in_pdf": unknown_to_pdf(staged.content),
        "runs": queries.runs_for(actor, codes),
        "example": EXAMPLE,
    }
    return render(request, "web/paper_templates/tried.html", context)


@require_GET
def tried_paper(request: HttpRequest, paper: str, upload: UUID) -> HttpResponse:
    """The paper that a template under trial makes, of a run that the reader may see or of invented data."""
    actor = allowed(request, "replace_template")
    kind = _kind(paper)
    staged = _staged(actor, kind, upload)
    run = request.GET.get("run", EXAMPLE)
    if run == EXAMPLE:
        docx = fill(staged.content, example_of(kind.fields), kind.title.zh)
        name = f"{kind.title.zh}-示例"
    else:
        written = _of_run(request, kind, run)
        docx = fill(staged.content, context_of(written.said), written.title.zh, written.said.organisation)
        name = file_name(written, "docx").removesuffix(".docx")
    ending = typesetting.ENDING if request.GET.get("as") == "pdf" else official.ENDING
    content = pdf_of_docx(docx, name) if ending == typesetting.ENDING else docx
    return download(content, f"{name}.{ending}", MEDIA_TYPES[ending])


def _of_run(request: HttpRequest, kind: PaperKind, run: str) -> Written:
    """The first paper of a kind that a run has. Errors: Refused by authority, Refused(no_such_paper_yet)."""
    view = run_for(request, run)
    proceedings = Proceedings(view.state.facts, view.state.outcomes)
    found: Sequence[Written] = run_papers(proceedings)
    for stage in view.state.facts.plan.stages if kind.stages else ():
        if stage.kind in (*kind.stages, *kind.also):
            require(view.actor, kind.act_to_read(stage.id in view.state.outcomes))
            found = papers_of(proceedings, stage.id, (kind,))
            if found:
                break
    found = [w for w in found if w.kind == kind.id]
    if not found:
        raise Refused(
            "no_such_paper_yet",
            f"运行 {run} 还没有“{kind.title.zh}”。",
            f"Run {run} has no '{kind.title.en}' yet.",
            run,
            "请换一个运行，或用示例数据试填。",
            "Choose another run, or try it on the example.",
        )
    return found[0]


@require_POST
def confirm(request: HttpRequest, paper: str) -> HttpResponse:
    """Put in force: the template under trial, or an earlier version."""
    actor = allowed(request, "replace_template")
    kind = _kind(paper)
    version = request.POST.get("version", "")
    if version.isdecimal():
        reuse_template(actor, kind.id, int(version), now())
    else:
        staged = _staged(actor, kind, _uuid(request.POST.get("upload", "")))
        replace_template(actor, kind.id, staged.name.partition("/")[2], staged.content, now())
        drop_upload(actor.account, staged.id)
    messages.success(request, lazily("模板已启用，并记入纪实。", "The template is in force, and recorded."))
    return redirect(reverse("paper-template", args=[kind.id]))


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as wrong:
        raise Http404(said) from wrong


@require_POST
def restore(request: HttpRequest, paper: str) -> HttpResponse:
    """Put the built-in template back in force."""
    actor = allowed(request, "replace_template")
    restore_template(actor, _kind(paper).id, now())
    messages.success(
        request, lazily("已恢复内置模板，并记入纪实。", "The built-in template is back, and recorded.")
    )
    return redirect(reverse("paper-template", args=[paper]))
