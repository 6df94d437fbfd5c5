"""Judge's sheet (评分): one candidate after another, save and next; a judge sees their own marks alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.record_rows import record_rows
from quanheng.core.stages import examination, speech
from quanheng.core.values import Refused, Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.score_sheets import Sheet, Stage, sheets_of, sits
from quanheng.web.stages.sheet_reading import rows_typed


@require_GET
def marking(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """All sheets of the judge who asks, with their marks so far."""
    view = _stage(request, run, stage)
    sheets = sheets_of(view, _judge(view))
    return render(request, "web/marking/overview.html", _around(view, sheets))


@require_http_methods(["GET", "POST"])
def marking_sheet(request: HttpRequest, run: str, stage: str, number: int) -> HttpResponse:
    """One sheet: save it, and the next one without marks comes up."""
    view = _stage(request, run, stage)
    sheets = sheets_of(view, _judge(view))
    if not 1 <= number <= len(sheets):
        raise Http404(str(number))
    sheet = sheets[number - 1]
    if request.method == "GET" or view.is_closed:
        return _page(request, view, sheets, sheet)
    note = request.POST.get("note", "").strip()
    rows, lines = rows_typed(view, sheet, request.POST, note)
    if any(line.error for line in lines):
        return _page(request, view, sheets, sheet.typed(tuple(lines), note), status=422)
    record_rows(view.run.actor, run, stage, sheet.panel.table, rows, now())
    messages.success(
        request, say(Text(f"{sheet.name}的评分已保存。", f"The marks for {sheet.name} are saved."))
    )
    left = [s for s in (*sheets[number:], *sheets[: number - 1]) if not s.is_done and not s.is_barred]
    if left:
        return HttpResponseRedirect(
            f"{reverse('marking-sheet', args=[run, stage, left[0].number])}?saved={number}"
        )
    return HttpResponseRedirect(f"{reverse('marking', args=[run, stage])}?saved={number}")


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    return marked_stage(run_for(request, run, "record_marks"), stage)


def marked_stage(view: RunInView, stage: str) -> Stage:
    """A stage that judges mark. Errors: 404 for a stage of another kind."""
    if isinstance(view.stage(stage), examination.Settings):
        return stage_for(view, stage, examination.Settings)
    return stage_for(view, stage, speech.Settings)


def _judge(view: Stage) -> str:
    judge = view.run.actor.person
    if judge is not None and sits(view, judge):
        return judge
    raise Refused(
        "not_a_judge",
        "您不是本环节的评委。",
        "You are no judge at this stage.",
        where=view.id,
        remedy_zh="评委名单由组织人事部门设定，请向其核实。",
        remedy_en="The personnel office names the judges; ask there.",
    )


def _around(view: Stage, sheets: tuple[Sheet, ...]) -> dict[str, Any]:
    wanted = [s for s in sheets if not s.is_barred]
    done = sum(s.is_done for s in wanted)
    left = next((s for s in wanted if not s.is_done), None)
    return {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "sheets": sheets,
        "done": done,
        "wanted": len(wanted),
        "next": left,
        "draft": f"{view.run.actor.account}/{view.code}/{view.id}",
    }


def _page(
    request: HttpRequest, view: Stage, sheets: tuple[Sheet, ...], sheet: Sheet, status: int = 200
) -> HttpResponse:
    context = {
        **_around(view, sheets),
        "sheet": sheet,
        "before": sheets[sheet.number - 2] if sheet.number > 1 else None,
        "after": sheets[sheet.number] if sheet.number < len(sheets) else None,
    }
    return render(request, "web/marking/sheet.html", context, status=status)
