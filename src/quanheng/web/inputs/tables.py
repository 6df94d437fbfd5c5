"""Inputs (录入): every table of every stage, listed, entered by form and taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.receive_objection import OUTSIDER
from quanheng.actions.record_rows import remove_row
from quanheng.core.authority import OWN_FIELD
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.opinion_rights import musts_of
from quanheng.core.stages import clearance, matching
from quanheng.core.stages.clearance import MUSTS, Must
from quanheng.core.values import Text
from quanheng.documents.list_workbook import MEDIA_TYPE, input_workbook
from quanheng.store import queries
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.inputs.choices import Offer, offers_of, slate_or_none, spread_keys, spread_offer
from quanheng.web.inputs.entering import enter_row
from quanheng.web.inputs.forms import RowForm
from quanheng.web.inputs.rows import ShownRow, Wording, file_keys
from quanheng.web.language import say
from quanheng.web.lists import PER_PAGE, asked, download, links_of, page_of, wants_file
from quanheng.web.plans.asks import fit, known_values
from quanheng.web.reader import now
from quanheng.web.run_access import TableInView, run_for, table_for
from quanheng.web.run_table import title_of
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.offers import needed_by_plan

OUTSIDERS = Text("公众", "The public")
NOTHING_ASKED: Mapping[str, str] = MappingProxyType({})


@require_GET
def stage_inputs(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The tables of a stage, and how many rows each holds."""
    view = run_for(request, run)
    settings = view.stage(stage)
    held = view.state.facts.rows.get(stage, {})
    tables = [
        {"table": table, "count": len(held.get(table.name, ())), "writes": view.may(table.act)}
        for table in KINDS[settings.kind].tables
    ]
    context = {
        "run": run,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": view.state.facts.plan.title,
        "tables": tables,
        "is_closed": stage in view.state.outcomes,
    }
    return render(request, "web/inputs/stage.html", context)


@require_http_methods(["GET", "POST"])
def input_table(request: HttpRequest, run: str, stage: str, table: str) -> HttpResponse:
    """One table: its rows, and the form that enters or changes one."""
    view = table_for(request, run, stage, table)
    if wants_file(request):
        return _as_file(view)
    changing = _changing(view, request.GET.get("key", ""))
    if request.method == "POST":
        view.require_writing()
        sent = row_form(view, request.POST, changing)
        if sent.is_valid() and _recorded(request, view, sent):
            return HttpResponseRedirect(_address("input-table", view))
        return _page(request, view, sent, changing, status=422)
    offers_form = view.writes and not view.is_closed and _musts(view) != ()
    form = row_form(view, None, changing, request.GET.dict()) if offers_form else None
    return _page(request, view, form, changing)


def row_form(
    view: TableInView, data: Any, changing: Row | None = None, asked: Mapping[str, str] = NOTHING_ASKED
) -> RowForm:
    """The form of a table for who looks at it; somebody who enters for themselves is already named.

    Shapes: `asked` holds the first values of fields, by field, as a link to the form gives them.
    """
    offers = dict(offers_of(view.run.state.facts, view.run.state.outcomes, view.stage, view.table))
    if musts := _musts(view):
        offers["must"] = Offer(tuple((must, MUSTS.say(must)) for must in musts))
    given = known_values(view.stage, view.table, now().date().isoformat())
    given |= {name: value for name, value in asked.items() if name in view.table.row.model_fields}
    if view.own_only:
        field, person = OWN_FIELD[view.table.act], view.run.actor.person or ""
        offers[field] = Offer(((person, Text(view.run.actor.name or person)),))
        given[field] = person
    form = RowForm(
        view.table,
        offers,
        data,
        row=changing,
        keys=spread_keys(view.stage, view.table),
        key_offer=spread_offer(view.stage),
        given=given,
        needed=needed_by_plan(view.stage, view.table),
    )
    fit(form, view.stage, view.table)
    return form


def _musts(view: TableInView) -> tuple[Must, ...] | None:
    """The opinions that the reader may enter; None for a table of something else."""
    if not isinstance(view.stage, clearance.Settings) or view.table.row is not clearance.Opinion:
        return None
    return musts_of(view.run.actor, view.stage, view.run.state.facts.frame())


def _changing(view: TableInView, key: str) -> Row | None:
    if not key or view.table.secret or not view.shows_rows:
        return None
    found = next((row for row in view.rows() if row.key() == key), None)
    if found is None:
        raise Http404(key)
    return found


def _recorded(request: HttpRequest, view: TableInView, form: RowForm) -> bool:
    """Whether the row was entered; a refusal goes back into the form."""
    if form.row is None or not enter_row(view.run, view.stage.id, view.table.name, form):
        return False
    messages.success(request, say(Text("已录入。", "Entered.")))
    return True


@require_POST
def remove_input(request: HttpRequest, run: str, stage: str, table: str) -> HttpResponse:
    """Take one row out while the stage is open."""
    view = table_for(request, run, stage, table)
    view.require_writing()
    key = request.POST.get("key", "")
    remove_row(view.run.actor, run, view.stage.id, view.table.name, key, now())
    messages.success(
        request, say(Text("已撤回；原内容仍可在纪实中查到。", "Taken out; the trace still says what it was."))
    )
    return HttpResponseRedirect(_address("input-table", view))


@require_GET
def input_template(request: HttpRequest, run: str, stage: str, table: str) -> HttpResponse:
    """The empty table as a spreadsheet to fill in."""
    view = table_for(request, run, stage, table)
    content = input_workbook(view.table, (), file_keys(view.stage, view.table))
    return download(content, f"{view.stage.id}.{view.table.name}.xlsx", MEDIA_TYPE)


def _as_file(view: TableInView) -> HttpResponse:
    rows = view.rows()
    content = input_workbook(view.table, rows, file_keys(view.stage, view.table, rows))
    return download(content, f"{view.run.state.code}-{view.stage.id}.{view.table.name}.xlsx", MEDIA_TYPE)


def _address(name: str, view: TableInView) -> str:
    return reverse(name, args=[view.run.state.code, view.stage.id, view.table.name])


def _page(
    request: HttpRequest, view: TableInView, form: RowForm | None, changing: Row | None, status: int = 200
) -> HttpResponse:
    filters = asked(request, "words")
    wording = Wording(view.run.state.facts, view.stage)
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    context = {
        "run": view.run.state.code,
        "view": view,
        "stage": view.stage,
        "title": title_of(view.stage),
        "trail_title": facts.plan.title,
        "table": view.table,
        "header": wording.header(view.table),
        "page": _shown_page(request, view, wording, filters.get("words", ""), changing),
        "form": form,
        "changing": changing,
        "filters": filters,
        "links": links_of(filters),
        "total": len(
            view.rows() if view.own_only else facts.rows.get(view.stage.id, {}).get(view.table.name, ())
        ),
        "waits_for": _waits_for(view),
        "others_give": form is None and view.writes and not view.is_closed,
        "is_ahead": slate_or_none(facts, outcomes, view.stage) is None,
        "sees_run": not view.own_only,
    }
    return render(request, "web/inputs/table.html", context, status=status)


def _waits_for(view: TableInView) -> tuple[Text, ...]:
    """What must be done before anything may enter a table at all, said before somebody fills it in."""
    is_open = view.writes and not view.is_closed and slate_or_none(
        view.run.state.facts, view.run.state.outcomes, view.stage
    ) is not None  # fmt: skip
    if not is_open or not isinstance(view.stage, matching.Settings) or view.table.name != "adjustments":
        return ()
    found = stage_for(view.run, view.stage.id, matching.Settings)
    return tuple(due.text for due in matching.choosing_due(found.slate, found.inputs, found.settings))


def _shown_page(
    request: HttpRequest, view: TableInView, wording: Wording, words: str, changing: Row | None
) -> Page[ShownRow]:
    """The page of rows that is asked for, or the one on which the row to change stands."""
    entered: dict[str, tuple[str, datetime]] = {}
    if not view.table.secret and not view.own_only:
        lines = queries.rows_entered(view.run.state.code, view.stage.id, view.table.name)
        names = {OUTSIDER.account: say(OUTSIDERS), **names_of_accounts(line.entered_by for line in lines)}
        entered = {x.key: (names.get(x.entered_by) or x.entered_by, x.entered_at) for x in lines}
    rows = [wording.row(view.table, row, entered) for row in view.rows()]
    if words:
        rows = [row for row in rows if any(words.casefold() in cell.zh.casefold() for cell in row.cells)]
    page = page_of(request, rows)
    if changing is None or "page" in request.GET:
        return page
    index = next((i for i, row in enumerate(rows) if row.key == changing.key()), 0)
    return page.paginator.get_page(index // PER_PAGE + 1)
