"""Trace (纪实): the books, what was done in them by whom, and whether the chain holds."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from quanheng.core.act_titles import act_title
from quanheng.core.authority import ACTS, Actor, may, require
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.trace import Broken, Head, Verified, verify
from quanheng.core.trace_words import done_title
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.store.books import HOUSE, entries_of, head_of, lines_of
from quanheng.store.reports import BOOK as REPORTS
from quanheng.store.work_lists import acts_in, names_of_accounts
from quanheng.web.language import lazily
from quanheng.web.lists import as_file, asked, links_of, page_of, wants_file
from quanheng.web.reader import actor_of, allowed
from quanheng.web.supervision.subjects import Names

_SHORT_DIGEST = re.compile(r"[0-9a-f]{16,64}")
MOST_EXPORTED = 50_000


class HeadForm(forms.Form):
    """A head that was printed or written down earlier."""

    number = forms.IntegerField(
        label=lazily("条数", "Entry number"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    digest = forms.CharField(
        label=lazily("首码（16 至 64 位）", "Head (16 to 64 digits)"),
        help_text=lazily("照打印件填写，空格不计。", "As printed; blanks do not matter."),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_digest(self) -> str:
        """The digits without blanks."""
        said = "".join(str(self.cleaned_data["digest"]).split()).lower()
        if not _SHORT_DIGEST.fullmatch(said):
            raise forms.ValidationError(
                lazily("须为 16 至 64 位的 0–9、a–f。", "16 to 64 digits of 0–9 and a–f are needed.")
            )
        return said


def _reader(request: HttpRequest, book: str, act: str) -> Actor:
    """The reader of a book: the house's by general roles, a run's also by roles in that run.

    The book of the report line is open to those who handle reports alone.
    """
    if book == REPORTS:
        allowed(request, "handle_report")
    return allowed(request, act, None if book in (HOUSE, REPORTS) else book)


@require_GET
def book_list(request: HttpRequest) -> HttpResponse:
    """Every book that the reader may open, with its number of entries and its head."""
    actor = actor_of(request)
    books = [b for b in queries.book_heads() if b.book != REPORTS or may(actor, "handle_report")]
    if not may(actor, "view_trace"):
        own = queries.run_codes_by_role(actor.account, ACTS["view_trace"])
        if not own:
            require(actor, "view_trace")
        books = [line for line in books if line.book in own]
    lines = [
        (
            line,
            book_title(line.book, plan_of_book(line.book)),
            Head(line.book, line.count, line.digest).short(),
        )
        for line in books
    ]
    if wants_file(request):
        return as_file("纪实账册", ("账册", "条数", "首码"), [(b.book, b.count, b.digest) for b in books])
    return render(request, "web/trace/books.html", {"books": lines})


@require_GET
def book(request: HttpRequest, book: str) -> HttpResponse:
    """The entries of one book, newest first."""
    actor = _reader(request, book, "view_trace")
    filters = asked(request, "act", "words")
    found = queries.entries(book, filters.get("act", ""), filters.get("words", ""))
    if wants_file(request):
        rows = [
            (e.number, e.at, e.actor, act_title(e.act).zh, e.subject, e.digest) for e in found[:MOST_EXPORTED]
        ]
        return as_file(f"纪实-{book}", ("序号", "时间", "办理人", "事项", "对象", "摘要"), rows)
    return render(request, "web/trace/book.html", _context(request, book, actor, filters, found))


def _context(
    request: HttpRequest, book: str, actor: Actor, filters: dict[str, str], found: Any, **more: object
) -> dict[str, object]:
    head = head_of(book)
    if head is None:
        raise Http404(book)
    page = page_of(request, found)
    plan = plan_of_book(book)
    subjects = Names.of(entry.subject for entry in page)
    names = names_of_accounts(entry.actor for entry in page)
    entries = [
        {
            "entry": entry,
            "title": done_title(entry.act),
            "subject": subjects.subject(entry.act, entry.subject, json.loads(entry.line)["body"], plan),
            "body": _pretty(entry.line),
            "name": names.get(entry.actor, ""),
        }
        for entry in page
    ]
    return {
        "book": book,
        "book_title": book_title(book, None),
        "plan_title": plan.title if plan else None,
        "head": head,
        "short": head.short(),
        "page": page,
        "entries": entries,
        "acts": sorted(((act, act_title(act)) for act in acts_in(book)), key=lambda pair: pair[1].zh),
        "filters": filters,
        "links": links_of(filters),
        "may_verify": may(actor, "verify_trace"),
        "form": HeadForm(),
        **more,
    }


def plan_of_book(book: str) -> Plan | None:
    """The plan that a run's book is about."""
    text = None if book == HOUSE else queries.plan_text_of_run(book)
    return read_plan(text).plan if text else None


def book_title(book: str, plan: Plan | None) -> Text:
    """What a book is called: a run's by the title of its plan."""
    if book == HOUSE:
        return Text("总册（方案、名册、账户）", "House book (plans, roster, accounts)")
    if book == REPORTS:
        return Text("举报线", "Report line")
    return (
        Text(f"{plan.title.zh}（{book}）", f"{plan.title.say('en')} ({book})") if plan else Text(book, book)
    )


def _pretty(line: str) -> str:
    """What an entry holds, laid out to be read."""
    return json.dumps(json.loads(line)["body"], ensure_ascii=False, indent=1)


@require_POST
def verify_book(request: HttpRequest, book: str) -> HttpResponse:
    """Work the chain out again from the lines as they stand, against a printed head when one is given."""
    actor = _reader(request, book, "verify_trace")
    form = HeadForm(request.POST if request.POST.get("digest") or request.POST.get("number") else None)
    found = queries.entries(book)
    if form.is_bound and not form.is_valid():
        context = _context(request, book, actor, {}, found, form=form)
        return render(request, "web/trace/book.html", context, status=422)
    result = _verified(book, _head(book, form))
    context = _context(
        request,
        book,
        actor,
        {},
        found,
        holds=result if isinstance(result, Verified) else None,
        broken=result if isinstance(result, Broken) else None,
        unreadable=result if isinstance(result, Refused) else None,
        against=form.cleaned_data if form.is_bound else None,
        form=form,
    )
    return render(request, "web/trace/book.html", context)


def _head(book: str, form: HeadForm) -> Head | None:
    if not form.is_bound:
        return None
    return Head(book, form.cleaned_data["number"], form.cleaned_data["digest"])


def _verified(book: str, head: Head | None) -> Verified | Broken | Refused:
    """Whether the chain holds; a line that cannot even be read is said with its number."""
    try:
        return verify(entries_of(book), head)
    except Refused as refusal:
        return refusal


@require_GET
def book_file(request: HttpRequest, book: str) -> StreamingHttpResponse:
    """The whole book as it is chained, one entry a line, for anyone to verify elsewhere."""
    _reader(request, book, "view_trace")
    if head_of(book) is None:
        raise Http404(book)
    response = StreamingHttpResponse(
        (f"{line}\n" for line in lines_of(book)), content_type="application/x-ndjson"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="trace-{book}.jsonl"'
    return response
