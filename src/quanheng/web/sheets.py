"""Assessment sheets (测评票录入): paper keyed in sheet by sheet, beside the turnout of each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.key_sheet import key_sheet
from quanheng.actions.record_rows import record_rows
from quanheng.core.scoring.polling import sheets_by_group
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import assessment
from quanheng.core.stages.assessment import GroupTurnout, Sheet
from quanheng.core.values import Refused, Text
from quanheng.web.keying import (
    GridRow,
    GroupProgress,
    as_typed,
    counted,
    first_free,
    picked,
    progress_of,
    sheet_without_number,
    typed_turnout,
)
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stage_access import StageInView, stage_for

Stage = StageInView[assessment.Settings]
SEVERAL = "x"
"""What is keyed for a cell in which several grades are marked."""
BLANKS: Mapping[str, Text] = {
    "refuse": Text("不能留空", "no cell may stay empty"),
    "abstain": Text("留空作弃权", "empty: abstained"),
    "approve": Text("留空作最高等次", "empty: the best grade"),
    "invalid": Text("留空作废", "empty: void"),
}


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The progress of every group and the grid for one sheet; keying enters the sheet and opens the next."""
    view = stage_for(run_for(request, run, "record_sheets"), stage, assessment.Settings)
    groups = _progress(view)
    given = request.POST if request.method == "POST" else request.GET
    group = picked(groups, given.get("group", ""))
    number = given.get("sheet", "").strip()
    if request.method == "GET":
        return _page(request, view, groups, group, number or _first_free(view, group), {}, ())
    typed = {name: str(value).strip() for name, value in request.POST.items() if "|" in name}
    try:
        again = "again" in request.POST
        key_sheet(view.run.actor, run, stage, _rows(view, group, number, typed), now(), again=again)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        return _page(request, view, groups, group, number, typed, many)
    messages.success(request, say(Text(f"{number} 号票已录入。", f"Sheet {number} is keyed.")))
    following = str(int(number) + 1) if number.isdecimal() else ""
    query = urlencode({"group": group.id, "sheet": following})
    return HttpResponseRedirect(f"{reverse('sheets', args=[run, stage])}?{query}#grid")


@require_POST
def turnout(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Who should attend and came, sheets given out and returned, for all groups at once."""
    view = stage_for(run_for(request, run, "record_sheets"), stage, assessment.Settings)
    typed = typed_turnout(view.settings.groups, request.POST)
    try:
        rows = [GroupTurnout.model_validate(row) for row in counted(view.settings.groups, typed)]
        record_rows(view.run.actor, run, stage, "turnout", rows, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        groups = tuple(as_typed(g, typed[g.id], many) for g in _progress(view))
        group = picked(groups, "")
        return _page(request, view, groups, group, _first_free(view, group), {}, (), many)
    messages.success(request, say(Text("到会与票数已登记。", "The turnout is entered.")))
    return HttpResponseRedirect(reverse("sheets", args=[run, stage]))


def _progress(view: Stage) -> tuple[GroupProgress, ...]:
    came = {t.group: t.counts() for t in view.rows("turnout", GroupTurnout)}
    return progress_of(view.settings.groups, sheets_by_group(view.rows("sheets", Sheet)), came)


def _first_free(view: Stage, group: GroupProgress) -> str:
    """The lowest number that is not keyed, over all groups where numbers run through them."""
    is_through = view.settings.numbering == "round"
    return first_free({r.sheet for r in view.rows("sheets", Sheet) if is_through or r.group == group.id})


def _rows(view: Stage, group: GroupProgress, number: str, typed: Mapping[str, str]) -> list[Sheet]:
    if not number:
        raise sheet_without_number()
    rows = []
    for person in view.slate.people():
        cells = {d.id: typed.get(f"{person}|{d.id}", "") for d in view.settings.dimensions}
        marks = {dimension: _mark(view.settings, cell) for dimension, cell in cells.items() if cell}
        rows.append(Sheet(sheet=number, group=group.id, person=person, marks=marks))
    return rows


def _mark(settings: assessment.Settings, cell: str) -> str:
    """What a key stands for: 1 is the plan's first grade; anything longer is taken as written."""
    grades = settings.grades
    if not grades:
        return cell
    if cell.casefold() == SEVERAL and len(grades) > 1:
        return f"{grades[0].id}/{grades[1].id}"
    if cell.isdecimal() and 1 <= int(cell) <= len(grades):
        return grades[int(cell) - 1].id
    return cell


def _grid(view: Stage, typed: Mapping[str, str], refusals: Sequence[Refused]) -> list[GridRow]:
    wrong = {r.where.rsplit("|", 1)[-1]: r.text for r in refusals}
    return [
        GridRow(
            person,
            view.name(person),
            view.posts_of(person),
            tuple((d.id, d.title, typed.get(f"{person}|{d.id}", "")) for d in view.settings.dimensions),
            wrong.get(person),
        )
        for person in view.slate.people()
    ]


def _keys(settings: assessment.Settings) -> tuple[tuple[str, Text], ...]:
    return tuple((str(n), grade.title) for n, grade in enumerate(settings.grades, start=1))


def _page(
    request: HttpRequest,
    view: Stage,
    groups: Sequence[GroupProgress],
    group: GroupProgress,
    number: str,
    typed: Mapping[str, str],
    refusals: Sequence[Refused],
    turnout_refusals: Sequence[Refused] = (),
) -> HttpResponse:
    settings, people = view.settings, set(view.slate.people())
    scale = settings.scale
    context: dict[str, Any] = {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "groups": groups,
        "group": group,
        "number": number,
        "grid": _grid(view, typed, refusals),
        "dimensions": settings.dimensions,
        "keys": _keys(settings),
        "scale": (plain(scale.min), plain(scale.max)) if scale else None,
        "heading": Text("测评票录入", "Assessment sheets"),
        "turnout_address": reverse("sheets-turnout", args=[view.code, view.id]),
        "blank": BLANKS[settings.blank],
        "several": settings.over_mark == "invalid" and len(settings.grades) > 1,
        "refusals": [r for r in refusals if r.where.rsplit("|", 1)[-1] not in people],
        "turnout_refusals": turnout_refusals,
        "is_all_keyed": _is_all_keyed(groups, refusals, request),
        "wrong": len(refusals),
        "is_keyed": any(r.code == "sheet_keyed_already" for r in refusals),
        "may_key": not view.is_closed,
    }
    return render(
        request, "web/sheets/sheets.html", context, status=422 if refusals or turnout_refusals else 200
    )


def _is_all_keyed(groups: Sequence[GroupProgress], refusals: Sequence[Refused], request: HttpRequest) -> bool:
    """Whether nothing is left to key; a sheet misread is keyed again on the reader's asking."""
    return not refusals and "again" not in request.GET and all(g.left == 0 for g in groups)
