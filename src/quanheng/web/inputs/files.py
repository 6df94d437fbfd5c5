"""Files of inputs (文件录入): a CSV or XLSX read as a dry run, its differences shown, then entered."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.record_rows import record_rows
from quanheng.actions.stage_dates import closing_now
from quanheng.core.engine import refusals_of
from quanheng.core.inputs import Row
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.tables import ReadTable, read_table
from quanheng.web.inputs.difference import Difference, difference
from quanheng.web.inputs.rows import Wording
from quanheng.web.language import lazily, say
from quanheng.web.reader import now
from quanheng.web.run_access import TableInView, table_for
from quanheng.web.run_table import title_of

LARGEST_PACKED = 2_000_000
"""Units: characters; what a form may carry from the dry run to the confirmation."""
LARGEST_CONTENT = 40_000_000
"""Units: bytes; what the packed file may grow to."""
SHOWN = 200
"""So many rows of each sort of difference are listed; the rest are counted."""


class FileForm(forms.Form):
    """A table as a file."""

    file = forms.FileField(
        label=lazily("文件（CSV 或 XLSX）", "File (CSV or XLSX)"),
        help_text=lazily(
            "第一行是表头。上传后先显示差异，确认后才录入。",
            "The first row is the header. You see the differences; nothing is entered until you confirm.",
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@require_http_methods(["GET", "POST"])
def upload_table(request: HttpRequest, run: str, stage: str, table: str) -> HttpResponse:
    """Read a file as a dry run, or enter the file that was just shown."""
    view = table_for(request, run, stage, table)
    view.require_writing()
    if request.method == "GET":
        return _page(request, view, FileForm())
    if "packed" in request.POST:
        return _confirmed(request, view)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, view, form, status=422)
    upload: Any = form.cleaned_data["file"]
    return _dry_run(request, view, upload.read(), upload.name or "table.csv")


def _dry_run(request: HttpRequest, view: TableInView, content: bytes, file: str) -> HttpResponse:
    try:
        packed = pack(content)
        read = read_table(view.table, content, file)
        found = difference_of(view, read)
    except RefusedMany as many:
        return _page(request, view, FileForm(), refusals=many.refusals, file=file, status=422)
    except Refused as refusal:
        return _page(request, view, FileForm(), refusals=(refusal,), file=file, status=422)
    return _page(request, view, FileForm(), found=found, file=file, packed=packed)


def difference_of(view: TableInView, read: ReadTable) -> Difference:
    """What entering a file would do, refusals of the stage included."""
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    stage, table = view.stage.id, view.table
    closing = closing_now(facts, outcomes, stage, now().date())
    refused = refusals_of(facts, outcomes, closing, table.name, read.rows)
    return difference(table, view.rows(), read.rows, read.places, refused)


def _confirmed(request: HttpRequest, view: TableInView) -> HttpResponse:
    file = request.POST.get("file", "table.csv")
    read = read_table(view.table, unpack(request.POST["packed"]), file)
    code, stage = view.run.state.code, view.stage.id
    rows, places = _to_enter(view, read)
    if rows:
        record_rows(view.run.actor, code, stage, view.table.name, rows, now(), places)
    said = Text(f"已从“{file}”录入 {len(rows)} 行。", f"{len(rows)} rows entered from '{file}'.")
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("input-table", args=[code, stage, view.table.name]))


def _to_enter(view: TableInView, read: ReadTable) -> tuple[Sequence[Row], Sequence[str]]:
    """The rows that say something new; the others would only repeat what stands."""
    found = difference_of(view, read)
    pairs = [(row, place) for place, row in found.new] + [(c.row, c.place) for c in found.changed]
    return [row for row, _ in pairs], [place for _, place in pairs]


def pack(content: bytes) -> str:
    """A file as text that a form can carry."""
    packed = base64.b64encode(zlib.compress(content, 9)).decode("ascii")
    if len(packed) > LARGEST_PACKED:
        raise Refused(
            "file_too_large",
            "文件过大，不能在网页上录入。",
            "The file is too large for this page.",
            remedy_zh="请拆成几个文件，或请管理员用命令录入。",
            remedy_en="Split it, or have the administrator enter it by command.",
        )
    return packed


def unpack(packed: str) -> bytes:
    """The file again; Errors: Refused when it was not made by `pack`."""
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(base64.b64decode(packed, validate=True), LARGEST_CONTENT)
    except (zlib.error, binascii.Error, ValueError):
        content = b""
    if not content or reader.unconsumed_tail:
        raise Refused(
            "file_lost",
            "上传的内容不完整。",
            "What was uploaded is incomplete.",
            remedy_zh="请重新选择文件上传。",
            remedy_en="Choose the file again.",
        )
    return content


def file_context(
    form: FileForm, found: Difference | None, refusals: Sequence[Refused], file: str, packed: str
) -> dict[str, Any]:
    """What every page of a file in dry run holds: the form, the differences or refusals, the way on."""
    return {
        "form": form,
        "file": file,
        "packed": packed,
        "refusals": refusals,
        "found": found,
        "may_confirm": found is not None and not found.refused and found.enters > 0,
    }


def _page(
    request: HttpRequest,
    view: TableInView,
    form: FileForm,
    *,
    found: Difference | None = None,
    refusals: Sequence[Refused] = (),
    file: str = "",
    packed: str = "",
    status: int = 200,
) -> HttpResponse:
    wording = Wording(view.run.state.facts, view.stage)
    context = {
        **file_context(form, found, refusals, file, packed),
        "run": view.run.state.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "stage": view.stage,
        "title": title_of(view.stage),
        "table": view.table,
        "header": wording.header(view.table),
        "new": [(place, wording.row(view.table, row, {})) for place, row in found.new[:SHOWN]]
        if found
        else [],
        "changed": _changed(wording, found) if found else [],
    }
    return render(request, "web/inputs/upload.html", context, status=status)


def _said_key(wording: Wording, row: Row) -> Text:
    """Which row it is, by the words of the fields that tell it from others; one of a kind needs none."""
    fields = [f for f in row.key_fields if getattr(row, f) not in ("", None)]
    said = [wording.say(type(row), f, getattr(row, f)) for f in fields]
    return Text(" · ".join(t.zh for t in said) or "—", " · ".join(t.say("en") for t in said) or "—")


def _changed(wording: Wording, found: Difference) -> list[dict[str, object]]:
    return [
        {
            "place": c.place,
            "key": _said_key(wording, c.row),
            "changes": [
                (change.label, wording.say(type(c.row), change.field, change.before),
                 wording.say(type(c.row), change.field, change.after))
                for change in c.changes
            ],
        }
        for c in found.changed[:SHOWN]
    ]  # fmt: skip
