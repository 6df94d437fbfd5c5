"""Vacancy plans (年度空缺计划): the year's collection, one unit's plan, its review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.approve_vacancy_plan import approve_vacancy_plan
from quanheng.actions.paper_templates import current_templates
from quanheng.actions.return_vacancy_plan import return_vacancy_plan
from quanheng.actions.submit_vacancy_plan import submit_vacancy_plan
from quanheng.core.authority import Actor, may, may_for_unit, require_unit
from quanheng.core.establishment import Cell, Matrix, Rung, UnitPlace
from quanheng.core.vacancy_plan import (
    STATES,
    VACANCIES,
    VacancyRow,
    last_day,
    planned,
    refused_vacancies,
    standing_of,
    units_that_owe,
)
from quanheng.core.values import Text
from quanheng.documents import official
from quanheng.documents.vacancy_paper import HEADER, UnitVacancies, cells_of, vacancy_paper
from quanheng.store.establishment import approved_establishment, establishment
from quanheng.store.vacancy_plans import FiledPlan, filed_plans
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import current, say
from quanheng.web.lists import as_file, download, wants_file
from quanheng.web.reader import actor_of, allowed, now
from quanheng.web.tasks import Task

BLANK, MORE, MOST = 1, 3, 60
"""Units: rows; how many empty ones a form shows, how many a press adds, how many there may be."""


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    """On to the plans of this year."""
    allowed(request, "view_vacancy_plan")
    return HttpResponseRedirect(reverse("vacancy-year", args=[now().year]))


@require_GET
def year_list(request: HttpRequest, year: int) -> HttpResponse:
    """Every unit that owes a plan of the year, where it stands, and what all of them ask for."""
    actor = allowed(request, "view_vacancy_plan")
    known(year)
    today = now().date()
    found, units = _of_year(year, today)
    units = [u for u in units if may_for_unit(actor, "view_vacancy_plan", u.standing.unit)]
    if wants_file(request):
        rows = [cells_of(unit, row) for unit in units for row in unit.rows]
        return as_file(f"{year}年度空缺计划", HEADER, rows)
    context = {
        "year": year,
        "years": [n for n in (year - 1, year + 1) if n <= today.year + 1],
        "units": [(u, STATES[u.standing.state]) for u in units],
        "counts": [(STATES[s], sum(u.standing.state == s for u in units)) for s in STATES],
        "late": [u.standing.name for u in units if u.standing.is_late],
        "last_day": last_day(year),
        "sums": _sums(units, found),
        "sees_establishment": may(actor, "view_establishment"),
        "links": {"file": "?as=xlsx"},
    }
    return render(request, "web/establishment/vacancy_year.html", context)


@require_GET
def year_paper(request: HttpRequest, year: int) -> HttpResponse:
    """The collected plan of a year as a document."""
    actor = allowed(request, "view_vacancy_plan")
    known(year)
    today = now().date()
    _, units = _of_year(year, today)
    units = [u for u in units if may_for_unit(actor, "view_vacancy_plan", u.standing.unit)]
    paper = vacancy_paper(year, units, today)
    name = f"{paper.title.zh}-{today}.{official.ENDING}"
    return download(current_templates().draw(paper), name, official.MEDIA_TYPE)


@require_http_methods(["GET", "POST"])
def unit_plan(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """One unit's plan of a year: to read, and to file while it is not approved."""
    actor = allowed(request, "view_vacancy_plan")
    known(year)
    today = now().date()
    found = establishment(today).matrix_on(today)
    line = found.line_of(unit)
    if not may_for_unit(actor, "view_vacancy_plan", unit):
        raise Http404(unit)
    if line is None or line.unit not in units_that_owe(found):
        raise Http404(unit)
    plan = filed_plans(year).get(unit)
    is_open = may(actor, "submit_vacancy_plan") and (plan is None or plan.state != "approved")
    if request.method == "GET":
        forms = _forms(line.own, plan.rows if plan else ()) if is_open else []
        return _unit_page(request, year, line.unit, line.own, plan, forms)
    require_unit(actor, "submit_vacancy_plan", unit)
    forms = _posted(request, line.own)
    if "more" in request.POST:
        return _unit_page(request, year, line.unit, line.own, plan, forms)
    rows = _rows(forms, line.own)
    if rows is None:
        return _unit_page(request, year, line.unit, line.own, plan, forms, status=422)
    submit_vacancy_plan(actor, year, unit, rows, now())
    messages.success(request, say(Text("已申报，等待审核。", "Filed; it waits for review.")))
    return HttpResponseRedirect(reverse("vacancy-unit", args=[year, unit]))


@require_POST
def return_plan(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Send a plan back with a comment."""
    return_vacancy_plan(actor_of(request), known(year), unit, request.POST.get("comment", ""), now())
    messages.success(request, say(Text("已退回。", "Returned.")))
    return HttpResponseRedirect(reverse("vacancy-unit", args=[year, unit]))


@require_POST
def approve_plan(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Approve a plan, which freezes it."""
    approve_vacancy_plan(actor_of(request), known(year), unit, now())
    messages.success(request, say(Text("已批准，不再改动。", "Approved; it does not change any more.")))
    return HttpResponseRedirect(reverse("vacancy-unit", args=[year, unit]))


def known(year: int) -> int:
    """A year that a calendar has; 404 for any other number in the address."""
    if not 1900 <= year <= 2200:
        raise Http404(str(year))
    return year


def _of_year(year: int, today: date) -> tuple[Matrix, list[UnitVacancies]]:
    """The seats at the end of a year, or now, and its plans; none for a past year in which nobody filed."""
    on = min(today, date(year, 12, 31))
    found = establishment(on).matrix_on(on)
    units = vacancies_of(year, found, today)
    is_blank = year < today.year and all(u.standing.state == "missing" for u in units)
    return found, [] if is_blank else units


def vacancies_of(year: int, found: Matrix, on: date) -> list[UnitVacancies]:
    """Every unit that owes a plan, with what it filed."""
    filed = filed_plans(year)
    units = []
    for unit in units_that_owe(found):
        plan = filed.get(unit.code)
        standing = standing_of(unit, plan.state if plan else "missing", plan.seats if plan else 0, year, on)
        units.append(UnitVacancies(standing, plan.rows if plan else ()))
    return units


def vacancy_tasks(actor: Actor, today: date) -> list[Task]:
    """Plans of this year that are missing or returned, of the units that the actor serves; and, for who may
    decide, those that wait for review."""
    if not may(actor, "submit_vacancy_plan"):
        return []
    units = [
        u
        for u in vacancies_of(today.year, approved_establishment().matrix_on(today), today)
        if may_for_unit(actor, "submit_vacancy_plan", u.standing.unit)
    ]
    wanted = [u for u in units if u.standing.state in ("missing", "returned")]
    reviews = may(actor, "approve_vacancy_plan")
    waiting = sum(u.standing.state == "submitted" for u in units) if reviews else 0
    if not wanted and not waiting:
        return []
    names = "、".join(u.standing.name for u in wanted)
    notes = []
    if wanted:
        notes.append(Text(f"未报：{names}", f"not filed: {names}"))
    if waiting:
        notes.append(Text(f"{waiting} 个单位待审核", f"{waiting} to be reviewed"))
    return [
        Task(
            Text(f"{today.year} 年度空缺计划", f"Vacancy plans of {today.year}"),
            Text("编制职数", "Establishment"),
            "",
            reverse("vacancy-year", args=[today.year]),
            last_day(today.year),
            is_late=any(u.standing.is_late for u in wanted),
            notes=tuple(notes),
            done=sum(u.standing.state == "approved" for u in units),
            wanted=len(units),
        )
    ]


def _sums(units: Sequence[UnitVacancies], found: Matrix) -> list[dict[str, Any]]:
    """By rung: what is vacant now in these units, and what their plans ask for."""
    shown = {u.standing.unit for u in units}
    own = [line.own for line in found.lines if line.unit.code in shown]
    asked: dict[Rung, int] = {}
    approved: dict[Rung, int] = {}
    for unit in units:
        for rung, seats in planned(unit.rows).items():
            asked[rung] = asked.get(rung, 0) + seats
            if unit.standing.state == "approved":
                approved[rung] = approved.get(rung, 0) + seats
    return [
        {
            "title": rung.title(current()),
            "vacant": sum(cells.get(rung, Cell()).vacant for cells in own),
            "asked": asked.get(rung, 0),
            "approved": approved.get(rung, 0),
        }
        for rung in found.rungs
        if any(rung in cells for cells in own)
    ]


def _offers(cells: Mapping[Rung, Cell]) -> dict[str, Offer]:
    levels = dict.fromkeys(rung.level for rung in cells)
    return {"level": Offer(tuple((level, Text(level)) for level in levels))}


def _forms(cells: Mapping[Rung, Cell], rows: Sequence[VacancyRow]) -> list[RowForm]:
    given = [{name: _said(value) for name, value in row if value is not None} for row in rows] + [
        {} for _ in range(BLANK)
    ]
    return [
        RowForm(VACANCIES, _offers(cells), given=each, prefix=f"r{number}")
        for number, each in enumerate(given)
    ]


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _posted(request: HttpRequest, cells: Mapping[Rung, Cell]) -> list[RowForm]:
    """What was typed, blank rows last; a press on “more” adds blank ones and loses nothing."""
    said = request.POST.get("count", "")
    count = min(int(said) if said.isdecimal() else 0, MOST)
    forms = []
    for number in range(count):
        prefix = f"r{number}"
        typed = any(str(v).strip() for k, v in request.POST.items() if k.startswith(f"{prefix}-"))
        data = request.POST if typed else None
        forms.append(RowForm(VACANCIES, _offers(cells), data, prefix=prefix))
    if "more" in request.POST:
        more = range(count, min(count + MORE, MOST))
        forms += [RowForm(VACANCIES, _offers(cells), prefix=f"r{number}") for number in more]
    return forms


def _rows(forms: Sequence[RowForm], cells: Mapping[Rung, Cell]) -> list[VacancyRow] | None:
    """The rows that were typed; None where one is wrong, which then says so itself."""
    filled = [form for form in forms if form.is_bound]
    wrong = [form for form in filled if not form.is_valid()]
    if wrong:
        return None
    rows = [form.row for form in filled if isinstance(form.row, VacancyRow)]
    refused = refused_vacancies(rows, cells)
    for number, refusal in refused:
        filled[number].refuse(refusal)
    return None if refused else rows


def _unit_page(
    request: HttpRequest,
    year: int,
    unit: UnitPlace,
    cells: Mapping[Rung, Cell],
    plan: FiledPlan | None,
    forms: Sequence[RowForm],
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    standing = standing_of(
        unit, plan.state if plan else "missing", plan.seats if plan else 0, year, now().date()
    )
    found = UnitVacancies(standing, plan.rows if plan else ())
    reviews = plan is not None and plan.state == "submitted"
    context = {
        "year": year,
        "unit": unit,
        "sees_establishment": may(actor, "view_establishment"),
        "plan": plan,
        "state": STATES[standing.state],
        "standing": standing,
        "cells": [(rung.title(current()), cell) for rung, cell in cells.items()],
        "header": HEADER[1:-1],
        "rows": [cells_of(found, row)[1:-1] for row in found.rows],
        "forms": forms,
        "names": names_of_accounts([plan.submitted_by, plan.decided_by] if plan else []),
        "may_review": reviews and may(actor, "approve_vacancy_plan"),
        "last_day": last_day(year),
    }
    return render(request, "web/establishment/vacancy_unit.html", context, status=status)
