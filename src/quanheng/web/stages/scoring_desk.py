"""Scoring desk (评分登记): the sheets of a panel at a glance, keyed from paper one by one, and again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.check_sheet import keyed_by, sheet_key
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import may, require
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import examination
from quanheng.core.values import Refused, Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.marking import marked_stage
from quanheng.web.stages.panel_grid import MISSING, Grid, grid_of, state_of
from quanheng.web.stages.paper_marks import paper_subjects
from quanheng.web.stages.score_sheets import Sheet, Stage, panels_of, sheet_of
from quanheng.web.stages.sheet_reading import number, rows_typed

ORDERS = ("candidate", "judge")
"""Which sheet comes up next: the next judge's on the same candidate, or the same judge's on the next."""


@require_GET
def desk(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Every panel as a grid of judges and candidates, what is left out, and how far marks lie apart."""
    view = _stage(request, run, stage)
    sees = view.is_closed or view.run.may("enter_marks")
    grids = [grid_of(view, panel, sees_marks=sees) for panel in panels_of(view)]
    context = {
        "run": run,
        "view": view,
        "stage": view.settings,
        "title": view.title,
        "trail_title": view.run.state.facts.plan.title,
        "grids": grids,
        "next": _next_of(grids),
        "subjects": paper_subjects(view),
        "sees_marks": sees,
        "opens": view.run.may("enter_marks"),
        "enters": view.run.may("enter_marks") and not view.is_closed,
        "is_examination": isinstance(view.settings, examination.Settings),
    }
    return render(request, "web/scoring/desk.html", context)


@require_http_methods(["GET", "POST"])
def desk_sheet(
    request: HttpRequest, run: str, stage: str, panel: str, judge: str, place: int
) -> HttpResponse:
    """One judge's sheet on one candidate, keyed from paper; the next one that is missing comes up."""
    view = _stage(request, run, stage)
    require(view.run.actor, "enter_marks")
    sheet = _sheet(view, panel, judge, place)
    if request.method == "GET" or view.is_closed or sheet.is_barred:
        return _page(request, view, sheet)
    note = request.POST.get("note", "").strip()
    rows, lines = rows_typed(view, sheet, request.POST, note)
    wrong = _control(sheet.typed(tuple(lines), note), request.POST.get("total", ""))
    if any(line.error for line in lines) or wrong is not None:
        return _page(request, view, sheet.typed(tuple(lines), note), wrong=wrong, status=422)
    record_rows(view.run.actor, run, stage, sheet.panel.table, rows, now())
    name = view.name(judge)
    messages.success(
        request,
        say(Text(f"{name}对{sheet.name}的评分表已录入。", f"{name}'s sheet on {sheet.name} is entered.")),
    )
    return HttpResponseRedirect(_after(_stage(request, run, stage), panel, sheet, _order(request)))


@require_http_methods(["GET", "POST"])
def check_sheet(
    request: HttpRequest, run: str, stage: str, panel: str, judge: str, place: int
) -> HttpResponse:
    """The same sheet keyed again by another person, who does not see what stands; both must agree."""
    view = _stage(request, run, stage)
    require(view.run.actor, "check_marks")
    held = _sheet(view, panel, judge, place)
    blank = held.typed(tuple(line.blank() for line in held.lines), "")
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST" and not view.is_closed:
        _, lines = rows_typed(view, blank, request.POST, "")
        blank = blank.typed(tuple(lines), "")
        if not any(line.error for line in lines):
            refusals = _checked(request, view, held, blank)
            if not refusals:
                return HttpResponseRedirect(reverse("scoring-desk", args=[run, stage]))
    keyed = keyed_by(run, stage).get(sheet_key(held.panel.check_row(judge, held.unit, Decimal(0), "-")))
    own = keyed is not None and view.run.actor.account in keyed
    status = 422 if request.method == "POST" else 200
    return _page(request, view, blank, is_check=True, refusals=refusals, is_own=own, status=status)


def _checked(request: HttpRequest, view: Stage, held: Sheet, again: Sheet) -> tuple[Refused, ...]:
    """What differs line by line; where nothing does, the check is entered."""
    differ = tuple(
        Refused(
            "keyed_differently",
            f"“{one.title.zh}”两次录入不同：{one.mark or '空'} 与 {other.mark}。",
            f"'{one.title.say('en')}' was keyed as {one.mark or 'nothing'} and as {other.mark}.",
            where=held.name,
            remedy_zh="请两人一起核对纸质评分表，改正录错的一处后再复核。",
            remedy_en="Look at the paper together, mend what is wrong, then check again.",
        )
        for one, other in zip(held.lines, again.lines, strict=True)
        if number(one.mark) != number(other.mark)
    )
    if differ:
        return differ
    actor = view.run.actor
    total = held.panel.total(held.judge, held.unit)
    row = held.panel.check_row(held.judge, held.unit, total, actor.name or actor.account)
    record_rows(actor, view.code, view.id, "checks", [row], now())
    messages.success(request, say(Text("两次录入一致，已复核。", "Both keyings agree: checked.")))
    return ()


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    view = marked_stage(run_for(request, run), stage)
    if not view.is_closed and not may(view.run.actor, "check_marks"):
        require(view.run.actor, "enter_marks")
    return view


def _sheet(view: Stage, panel: str, judge: str, place: int) -> Sheet:
    found = next((p for p in panels_of(view) if p.id == panel), None)
    if found is None or judge not in found.judges or not 1 <= place <= len(found.units):
        raise Http404(f"{panel}/{judge}/{place}")
    return sheet_of(view, found, judge, found.units[place - 1], place)


def _control(sheet: Sheet, typed: str) -> Text | None:
    """What is wrong with the total that the paper bears, where it was typed."""
    typed = typed.strip()
    if not typed or any(line.error for line in sheet.lines):
        return None
    said, whole = number(typed), sum((Decimal(line.mark) for line in sheet.lines), Decimal(0))
    if said == whole:
        return None
    return Text(
        f"各项之和为 {plain(whole)}，与填写的合计 {typed} 不符，请核对原表。",
        f"The lines add up to {plain(whole)}, not to {typed}; look at the paper again.",
    )


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("by", ORDERS[0])
    return asked if asked in ORDERS else ORDERS[0]


def _after(view: Stage, panel_id: str, sheet: Sheet, order: str) -> str:
    """The address of the next sheet that is missing, of the desk where none is."""
    panel = next(p for p in panels_of(view) if p.id == panel_id)
    places = [(unit, judge) for unit in panel.units for judge in panel.judges]
    if order == "judge":
        places = [(unit, judge) for judge in panel.judges for unit in panel.units]
    start = places.index((sheet.unit, sheet.judge)) + 1
    for unit, judge in (*places[start:], *places[:start]):
        if state_of(panel, judge, unit) in MISSING:
            place = panel.units.index(unit) + 1
            address = reverse("desk-sheet", args=[view.code, view.id, panel.id, judge, place])
            return f"{address}?{urlencode({'by': order})}"
    return reverse("scoring-desk", args=[view.code, view.id])


def _next_of(grids: list[Grid]) -> str:
    """The address of the first sheet that is missing, '' where none is."""
    cells = (cell for grid in grids for line in grid.lines for cell in line.cells)
    return next((cell.href for cell in cells if cell.state in MISSING), "")


def _page(
    request: HttpRequest,
    view: Stage,
    sheet: Sheet,
    *,
    wrong: Text | None = None,
    is_check: bool = False,
    refusals: tuple[Refused, ...] = (),
    is_own: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": view.code,
        "view": view,
        "stage": view.settings,
        "title": view.title,
        "trail_title": view.run.state.facts.plan.title,
        "sheet": sheet,
        "judge": view.name(sheet.judge),
        "order": _order(request),
        "total": request.POST.get("total", ""),
        "wrong": wrong,
        "is_check": is_check,
        "is_own": is_own,
        "refusals": refusals,
        "checked": sheet.panel.is_checked(sheet.judge, sheet.unit),
        "recusals": reverse("input-table", args=[view.code, view.id, "recusals"]),
    }
    return render(request, "web/scoring/sheet.html", context, status=status)
