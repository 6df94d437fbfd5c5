"""Question bank (题库): listed, entered, imported with its differences, retired; for its keeper alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.keep_questions import keep_questions, refusals_of_questions, retire_question
from quanheng.core.stages.integrity_exam import TABLES, QuestionRow
from quanheng.core.stages.integrity_exam.tables import QUESTION_KINDS
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.list_workbook import MEDIA_TYPE, input_workbook
from quanheng.documents.tables import ReadTable, read_table
from quanheng.store.question_bank import KeptQuestion, kept_questions
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.difference import Difference, difference
from quanheng.web.inputs.files import FileForm, file_context, pack, unpack
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import say
from quanheng.web.lists import asked, download, links_of, page_of, wants_file
from quanheng.web.reader import allowed, now

QUESTIONS = next(table for table in TABLES if table.name == "questions")
FILE = "questions.xlsx"


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The bank, narrowed by words, category and whether papers still draw the question."""
    allowed(request, "keep_questions")
    held = kept_questions()
    filters = asked(request, "words", "category", "state")
    found = [kept for kept in held if _fits(kept, filters)]
    if wants_file(request):
        return download(input_workbook(QUESTIONS, [k.row for k in found]), FILE, MEDIA_TYPE)
    in_use = [k.row.category for k in held if k.retired_at is None]
    context = {
        "page": page_of(request, found),
        "filters": filters,
        "links": links_of(filters),
        "categories": sorted({k.row.category for k in held if k.row.category}),
        "figures": [(name, in_use.count(name)) for name in dict.fromkeys(in_use)],
        "total": len(in_use),
        "in_english": sum(bool(k.row.text_en) for k in held if k.retired_at is None),
        "words_of": QUESTION_KINDS.words,
    }
    return render(request, "web/questions/bank.html", context)


def _fits(kept: KeptQuestion, filters: dict[str, str]) -> bool:
    words = filters.get("words", "").casefold()
    row = kept.row
    said = " ".join((row.question, row.text, row.options, row.text_en, row.options_en)).casefold()
    state = {"retired": kept.retired_at is not None, "in_use": kept.retired_at is None}
    return (
        words in said
        and filters.get("category", kept.row.category) == kept.row.category
        and state.get(filters.get("state", ""), True)
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, code: str = "") -> HttpResponse:
    """One question, new or as it stands, and the form that keeps it."""
    actor = allowed(request, "keep_questions")
    kept = next((k for k in kept_questions() if k.row.question == code), None)
    if code and kept is None:
        raise Http404(code)
    form = _form(request.POST if request.method == "POST" else None, kept)
    if request.method == "POST" and form.is_valid() and isinstance(form.row, QuestionRow):
        try:
            keep_questions(actor, [form.row], now())
        except RefusedMany as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, say(Text("已存入题库。", "Kept in the bank.")))
            return HttpResponseRedirect(reverse("questions"))
    status = 422 if request.method == "POST" else 200
    return render(request, "web/questions/question.html", {"form": form, "kept": kept}, status=status)


def _form(data: Any, kept: KeptQuestion | None) -> RowForm:
    names = sorted({k.row.category for k in kept_questions() if k.row.category})
    offers = {"category": Offer(tuple((name, Text(name)) for name in names), binding=False)}
    return RowForm(QUESTIONS, offers, data, row=kept.row if kept else None)


@require_POST
def question_retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take a question out of use, or back into it."""
    actor = allowed(request, "keep_questions")
    back = request.POST.get("back") == "1"
    retire_question(actor, code, now(), back=back)
    said = (
        Text("已恢复使用。", "In use again.")
        if back
        else Text("已停用，不再抽取。", "Retired; drawn no more.")
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("questions"))


@require_GET
def question_template(request: HttpRequest) -> HttpResponse:
    """The empty table of questions as a spreadsheet."""
    allowed(request, "keep_questions")
    return download(input_workbook(QUESTIONS, ()), FILE, MEDIA_TYPE)


@require_http_methods(["GET", "POST"])
def question_import(request: HttpRequest) -> HttpResponse:
    """Read a file as a dry run with its differences, or keep the file that was just shown."""
    actor = allowed(request, "keep_questions")
    if request.method == "GET":
        return _page(request, FileForm())
    if "packed" in request.POST:
        read = read_table(QUESTIONS, unpack(request.POST["packed"]), request.POST.get("file", FILE))
        found = _difference(read)
        pairs = [*found.new, *((c.place, c.row) for c in found.changed)]
        rows = [row for _, row in pairs if isinstance(row, QuestionRow)]
        if rows:
            keep_questions(actor, rows, now(), [place for place, _ in pairs])
        said = Text(f"已导入 {len(rows)} 题。", f"{len(rows)} questions imported.")
        messages.success(request, say(said))
        return HttpResponseRedirect(reverse("questions"))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload: Any = form.cleaned_data["file"]
    file, content = upload.name or FILE, upload.read()
    try:
        packed = pack(content)
        found = _difference(read_table(QUESTIONS, content, file))
    except Refused as refusal:
        many = refusal.each
        return _page(request, FileForm(), refusals=many, file=file, status=422)
    return _page(request, FileForm(), found=found, file=file, packed=packed)


def _difference(read: ReadTable) -> Difference:
    rows = [row for row in read.rows if isinstance(row, QuestionRow)]
    held = [k.row for k in kept_questions()]
    return difference(QUESTIONS, held, rows, read.places, refusals_of_questions(rows))


def _page(
    request: HttpRequest,
    form: FileForm,
    *,
    found: Difference | None = None,
    refusals: Sequence[Refused] = (),
    file: str = "",
    packed: str = "",
    status: int = 200,
) -> HttpResponse:
    context = file_context(form, found, refusals, file, packed)
    return render(request, "web/questions/import.html", context, status=status)
