"""Import the roster (导入名册): a file handed in, compared meanwhile, then confirmed or dropped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions import upload_roster
from quanheng.actions.background import in_background
from quanheng.actions.export_archive import export_archive, people_asked
from quanheng.core.authority import Actor
from quanheng.core.roster_query import query_of
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_wording import KINDS, said_value, title_of_field
from quanheng.core.upload_states import AT_WORK, STATES
from quanheng.core.values import Refused, Text
from quanheng.documents.list_workbook import MEDIA_TYPE
from quanheng.documents.packages import LARGEST_FILE
from quanheng.documents.roster_source import ENDINGS
from quanheng.documents.roster_workbook import roster_workbook
from quanheng.store import roster_uploads
from quanheng.web.language import current, lazily, say
from quanheng.web.lists import download, page_of
from quanheng.web.reader import allowed, now
from quanheng.web.roster.people import pairs_of

SHOWN = 200
"""So many problems are listed on the page; the marked workbook has them all."""


class UploadForm(forms.Form):
    """A roster as a file, and what the file means."""

    file = forms.FileField(
        label=lazily("名册文件（XLSX，或装有各表 CSV 的 ZIP）", "The roster (XLSX, or a ZIP of CSV tables)"),
        help_text=lazily(
            f"上传后先比较差异，确认后才写入。文件不超过 {LARGEST_FILE // 1_000_000} MB。",
            f"Differences come first; nothing is written unasked. At most {LARGEST_FILE // 1_000_000} MB.",
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    mode = forms.ChoiceField(
        label=lazily("导入方式", "How to import"),
        choices=[
            ("update", lazily("更新：没写到的不变", "Update: the rest stays")),
            ("replace", lazily("整体替换：文件即全部名册", "Replace: the file is all")),
        ],
        initial="update",
        help_text=lazily(
            "整体替换时，文件中没有的人和内容移出名册，历史仍可查。",
            "Whom and what a replacement does not name leaves the roster and stays in the history.",
        ),
    )


@dataclass(frozen=True, slots=True)
class TableFigures:
    """How many rows of one table are new, changed and gone."""

    name: str
    title: Text
    counts: Sequence[tuple[str, Text, int]]
    total: int


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that would change, in words."""

    kind: str
    kind_text: Text
    key: str
    person: str
    name: str
    fields: Sequence[tuple[Text, Text, Text]]


@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """Hand in a roster, and the uploads that there are."""
    actor = allowed(request, "import_roster")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            code = _handed_in(actor, file, form.cleaned_data["mode"])
            return HttpResponseRedirect(reverse("roster-upload", args=[code]))
        except Refused as refused:
            form.add_error("file", say(Text(refused.text.zh, refused.text.en)))
    page = page_of(request, roster_uploads.uploads(), 10)
    uploads = [(each, _state(each)) for each in page]
    context = {"form": form, "uploads": uploads, "page": page, "links": {"page": "?page="}}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/roster_import/start.html", context, status=status)


def _handed_in(actor: Actor, file: Any, mode: str) -> str:
    upload_roster.refuse_file(actor, file.size, str(file.name))
    code = upload_roster.upload_roster(
        actor, file.read(), str(file.name), "replace" if mode == "replace" else "update", now()
    )
    in_background(partial(upload_roster.compare_upload, actor, code))
    return code


@require_GET
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """How far an upload is, or what it would change, a table and a page at a time."""
    allowed(request, "import_roster")
    found = roster_uploads.upload_of(code)
    tables = _figures(found)
    asked = request.GET.get("table", "")
    table = asked if asked in {each.name for each in tables} else tables[0].name if tables else ""
    pages = roster_uploads.page_count(code, table)
    number = min(max(1, _number(request.GET.get("page"))), max(1, pages))
    problems, doubts = (roster_uploads.refusals_of(said) for said in (found.problems, found.doubts))
    context = {
        **_progress(found),
        "tables": tables,
        "table": table,
        "rows": [_changed(table, row) for row in roster_uploads.page_of_upload(code, table, number)],
        "number": number,
        "pages": pages,
        "refusals": problems[:SHOWN],
        "problem_count": len(problems),
        "doubts": doubts[:SHOWN],
        "doubt_count": len(doubts),
        "may_mark": (problems or doubts) and found.state in ("refused", "compared"),
    }
    return _fresh(render(request, "web/roster_import/upload.html", context))


@require_GET
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """How far an upload is; when the work has ended, the page loads itself again."""
    allowed(request, "import_roster")
    found = roster_uploads.upload_of(code)
    context = _progress(found)
    answer = render(request, "web/roster_import/progress.html", context)
    if not context["is_at_work"]:
        answer.headers["HX-Refresh"] = "true"
    return _fresh(answer)


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Write what was compared."""
    actor = allowed(request, "import_roster")
    upload_roster.begin_import(actor, code, now())
    in_background(partial(upload_roster.import_upload, actor, code))
    return HttpResponseRedirect(reverse("roster-upload", args=[code]))


@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Compare once more."""
    actor = allowed(request, "import_roster")
    upload_roster.begin_again(actor, code, now())
    in_background(partial(upload_roster.compare_upload, actor, code))
    return HttpResponseRedirect(reverse("roster-upload", args=[code]))


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take the upload away."""
    actor = allowed(request, "import_roster")
    upload_roster.drop_upload(actor, code)
    messages.success(request, say(Text("已放弃这次上传，没有写入。", "Dropped; nothing was written.")))
    return HttpResponseRedirect(reverse("roster-import"))


@require_GET
def marked(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook with its faults marked in their cells."""
    actor = allowed(request, "import_roster")
    name, content = upload_roster.marked_upload(actor, code, current())
    return download(content, name, MEDIA_TYPE)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty tables."""
    allowed(request, "import_roster")
    return download(roster_workbook(), "名册.xlsx", MEDIA_TYPE)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The roster, or the people of a view, as the workbook that can be imported again."""
    actor = allowed(request, "export_archive")
    at = now()
    people = people_asked(actor, query_of(pairs_of(request.POST)), at.date())
    name = f"名册各表-{at.date().isoformat()}.xlsx"
    return download(export_archive(actor, at, people), name, MEDIA_TYPE)


def _progress(found: roster_uploads.Upload) -> dict[str, Any]:
    interrupted = upload_roster.is_interrupted(found, now())
    return {
        "upload": found,
        "state": _state(found),
        "is_at_work": found.state in AT_WORK and not interrupted,
        "is_interrupted": interrupted,
    }


def _state(found: roster_uploads.Upload) -> Text:
    return next(text for state, text in STATES.items() if state == found.state)


def _figures(found: roster_uploads.Upload) -> list[TableFigures]:
    counts: dict[str, dict[str, int]] = json.loads(found.counts)
    return [
        TableFigures(
            name,
            BY_NAME[name].title,
            [(kind, KINDS[kind], counts[name][kind]) for kind in KINDS if counts[name][kind]],
            sum(counts[name].values()),
        )
        for name in BY_NAME
        if name in counts
    ]


def _changed(table: str, row: Sequence[Any]) -> ChangedRow:
    kind, key, person, name, fields = row
    held = BY_NAME[table]
    told = [
        (title_of_field(held, field), said_value(held, field, before), said_value(held, field, after))
        for field, before, after in fields
        if field not in ("person",)
    ]
    return ChangedRow(kind, KINDS[kind], key, person, name, told)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1


def _fresh(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, no_store=True)
    return answer
