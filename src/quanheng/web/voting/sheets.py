"""Paper sheets (纸质票录入): keyed in one by one, beside the turnout of each group, by stage and round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.key_sheet import key_sheet
from quanheng.actions.record_rows import record_rows
from quanheng.core.stages import assessment, recommendation
from quanheng.core.values import Refused, Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import stage_for
from quanheng.web.voting.assessment_sheets import AssessmentSheets
from quanheng.web.voting.keying import (
    GroupProgress,
    as_typed,
    counted,
    picked,
    sheet_without_number,
    typed_turnout,
)
from quanheng.web.voting.recommendation_sheets import RecommendationSheets

Sheets = AssessmentSheets | RecommendationSheets
ROUNDS = (1, 2)


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest, run: str, stage: str, round_: int = 1) -> HttpResponse:
    """The progress of every group and the lines of one sheet; keying enters the sheet and opens the next."""
    view = _sheets(request, run, stage, round_)
    groups = view.progress()
    given = request.POST if request.method == "POST" else request.GET
    group = picked(groups, given.get("group", ""))
    number = given.get("sheet", "").strip()
    if request.method == "GET":
        return _page(request, view, groups, group, number or view.free(group), {}, ())
    typed = {name: str(value).strip() for name, value in request.POST.items() if "|" in name}
    try:
        if not number:
            raise sheet_without_number()
        rows = view.rows(group, number, typed)
        key_sheet(view.stage.run.actor, run, stage, rows, now(), again="again" in request.POST)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return _page(request, view, groups, group, number, typed, refusal.each)
    messages.success(request, say(Text(f"{number} 号票已录入。", f"Sheet {number} is keyed.")))
    following = str(int(number) + 1) if number.isdecimal() else ""
    query = urlencode({"group": group.id, "sheet": following})
    return HttpResponseRedirect(f"{_address(view)}?{query}#grid")


@require_POST
def turnout(request: HttpRequest, run: str, stage: str, round_: int) -> HttpResponse:
    """Who should attend and came, sheets given out and returned, for all groups at once."""
    view = _sheets(request, run, stage, round_)
    groups = view.stage.settings.groups
    typed = typed_turnout(groups, request.POST)
    try:
        rows = view.turnout(counted(groups, typed))
        record_rows(view.stage.run.actor, run, stage, "turnout", rows, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        shown = tuple(as_typed(g, typed[g.id], many) for g in view.progress())
        group = picked(shown, "")
        return _page(request, view, shown, group, view.free(group), {}, (), many)
    messages.success(request, say(Text("到会与票数已登记。", "The turnout is entered.")))
    return HttpResponseRedirect(_address(view))


def _sheets(request: HttpRequest, run: str, stage: str, round_: int) -> Sheets:
    """The sheets of a stage and a round. Errors: 404 for a stage or a round that has none."""
    held = run_for(request, run, "record_sheets")
    if round_ == 1 and isinstance(held.stage(stage), assessment.Settings):
        return AssessmentSheets(stage_for(held, stage, assessment.Settings))
    if round_ not in ROUNDS:
        raise Http404(str(round_))
    return RecommendationSheets(stage_for(held, stage, recommendation.Settings), round_)


def _address(view: Sheets) -> str:
    place = [view.stage.code, view.stage.id]
    return (
        reverse("sheets", args=place)
        if view.round == 1
        else reverse("sheets-round", args=[*place, view.round])
    )


def _page(
    request: HttpRequest,
    view: Sheets,
    groups: Sequence[GroupProgress],
    group: GroupProgress,
    number: str,
    typed: Mapping[str, str],
    refusals: Sequence[Refused],
    turnout_refusals: Sequence[Refused] = (),
) -> HttpResponse:
    stage = view.stage
    grid = view.grid(typed, {view.line_of(r): r.text for r in refusals})
    lines = {row.person for row in grid}
    context: dict[str, Any] = {
        "run": stage.code,
        "view": stage,
        "trail_title": stage.run.state.facts.plan.title,
        "heading": view.heading,
        "turnout_address": reverse("sheets-turnout", args=[stage.code, stage.id, view.round]),
        "groups": groups,
        "group": group,
        "number": number,
        "grid": grid,
        "refusals": [r for r in refusals if view.line_of(r) not in lines],
        "turnout_refusals": turnout_refusals,
        "is_all_keyed": _is_all_keyed(groups, refusals, request),
        "wrong": len(refusals),
        "is_keyed": any(r.code == "sheet_keyed_already" for r in refusals),
        "may_key": not stage.is_closed,
        **view.shown(typed),
    }
    status = 422 if refusals or turnout_refusals else 200
    return render(request, "web/sheets/sheets.html", context, status=status)


def _is_all_keyed(groups: Sequence[GroupProgress], refusals: Sequence[Refused], request: HttpRequest) -> bool:
    """Whether nothing is left to key; a sheet misread is keyed again on the reader's asking."""
    return not refusals and "again" not in request.GET and all(g.left == 0 for g in groups)
