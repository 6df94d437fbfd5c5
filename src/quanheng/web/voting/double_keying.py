"""Double keying of paper sheets (两人录入): two files, their differences, and entry only where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.double_keying import TABLE, enter_agreed
from quanheng.core.values import Refused, Text
from quanheng.documents.tables import ReadTable, read_table
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import TableInView, run_for, table_for
from quanheng.web.run_table import title_of

KEYERS = ("first", "second")


@require_http_methods(["GET", "POST"])
def sheets_twice(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Compare two keyings of the same sheets, and enter them where they agree."""
    actor = run_for(request, run, "record_sheets").actor
    view = table_for(request, run, stage, TABLE)
    if request.method == "GET":
        return _page(request, view, ())
    by = tuple(request.POST.get(f"{keyer}_name", "").strip() for keyer in KEYERS)
    try:
        read = tuple(_read(request, view, keyer) for keyer in KEYERS)
        entered = enter_agreed(actor, run, stage, (read[0], read[1]), (by[0], by[1]), now())
    except Refused as refusal:
        return _page(request, view, refusal.each)
    said = Text(f"两人录入一致，{entered} 行已录入。", f"Both agree: {entered} rows are entered.")
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("input-table", args=[run, stage, TABLE]))


def _read(request: HttpRequest, view: TableInView, keyer: str) -> ReadTable:
    upload: Any = request.FILES.get(keyer)
    if upload is None:
        raise Refused(
            "file_missing",
            "两份文件都要选。",
            "Both files are needed.",
            where=keyer,
            remedy_zh="请选择文件。",
            remedy_en="Choose the file.",
        )
    return read_table(view.table, upload.read(), upload.name or f"{keyer}.csv")


def _page(request: HttpRequest, view: TableInView, refusals: Sequence[Refused]) -> HttpResponse:
    context = {
        "run": view.run.state.code,
        "stage": view.stage,
        "title": title_of(view.stage),
        "trail_title": view.run.state.facts.plan.title,
        "refusals": refusals,
        "names": {keyer: request.POST.get(f"{keyer}_name", "") for keyer in KEYERS},
    }
    return render(request, "web/sheets/twice.html", context, status=422 if refusals else 200)
