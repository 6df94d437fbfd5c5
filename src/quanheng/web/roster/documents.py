"""Documents of a person on screen (人员材料): shown to those who may see them, filed, taken down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.file_document import file_document, remove_document
from quanheng.core.field_policy import sight
from quanheng.core.person_documents import MOST_BYTES, PHOTOGRAPH, fact_of
from quanheng.core.values import Refused
from quanheng.store.person_documents import Kept, document_numbered
from quanheng.web.language import lazily
from quanheng.web.lists import download
from quanheng.web.reader import allowed, now
from quanheng.web.roster.person import day_asked, own_code, seen_documents


@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One document, for roles that may see its kind; a kind that they may not see is not there."""
    actor = allowed(request, "view_roster")
    kept = document_numbered(number)
    if kept is None or sight(actor, fact_of(kept.line.kind)) == "none":
        raise Http404(number)
    return _file(kept)


@require_GET
def own_photograph(request: HttpRequest) -> HttpResponse:
    """The photograph of the reader's own dossier."""
    actor, code = own_code(request)
    own = seen_documents(actor, code, day_asked(request), own=True)
    line = next((each for each in own if each.kind == PHOTOGRAPH), None)
    kept = document_numbered(line.number) if line else None
    if kept is None:
        raise Http404(code)
    return _file(kept)


def _file(kept: Kept) -> HttpResponse:
    """A photograph to look at in the page, anything else to save."""
    if kept.line.kind != PHOTOGRAPH:
        return download(kept.content, kept.line.name, kept.line.media_type)
    response = HttpResponse(kept.content, content_type=kept.line.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Add a photograph or document to somebody's archive."""
    actor = allowed(request, "file_document")
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(
            "document_missing",
            "没有选择文件。",
            "No file was chosen.",
            remedy_zh="请选择文件后再归入。",
            remedy_en="Choose a file and send it again.",
        )
    content = sent.read(MOST_BYTES + 1)
    file_document(actor, code, request.POST.get("kind", ""), sent.name or "", content, now())
    messages.success(request, lazily("已归入档案，并记入纪实。", "Filed, and recorded in the trace."))
    return redirect(reverse("person", args=[code]))


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a document down; the page of an earlier day still shows it."""
    actor = allowed(request, "file_document")
    code = remove_document(actor, number, now())
    messages.success(request, lazily("已撤下。", "Taken down."))
    return redirect(reverse("person", args=[code]))
