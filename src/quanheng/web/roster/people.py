"""Roster (名册): the list of people, narrowed as one types, in the columns that the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.middleware import HtmxDetails

from quanheng.actions.export_roster import export_roster
from quanheng.actions.save_view import remove_view, save_view, views_for
from quanheng.core.authority import Actor, may
from quanheng.core.roster_columns import cell_of
from quanheng.core.roster_query import (
    RosterQuery,
    columns_for,
    filters_for,
    permitted,
    query_of,
    sorts_for,
    title_of,
)
from quanheng.core.values import Refused, Text
from quanheng.documents.form_files import FORMATS
from quanheng.documents.list_workbook import MEDIA_TYPE
from quanheng.store.roster_facts import lines_of
from quanheng.store.roster_list import (
    COUNTED,
    UnitLine,
    asked_of,
    page_of_people,
    place_of,
    unit_tree,
)
from quanheng.store.vocabulary import Offered, offered
from quanheng.web.language import lazily
from quanheng.web.lists import PER_PAGE, download
from quanheng.web.reader import allowed, now
from quanheng.web.roster.panels import address_of, choices_of, header_of, pills_of

TABS: Mapping[str, Text] = {
    "filters": Text("筛选条件", "Filters"),
    "columns": Text("列与次序", "Columns and order"),
    "views": Text("视图", "Views"),
}
"""The panels above the list, of which one may be open."""
ASKED_BY: Mapping[str, tuple[str, ...]] = {"columns": ("columns", "sort")}
"""What a panel's own fields ask for, so that it is not kept beside them."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people fit, as far as they are counted."""

    number: int
    is_more: bool


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """The people of the roster; for htmx the part of the page that narrowing changes."""
    actor = allowed(request, "view_roster")
    query = permitted(actor, query_of(pairs_of(request.GET)))
    panel = request.GET.get("open", "")
    given = _offered(actor, query, panel)
    above = _above(actor, query, panel if panel in TABS else "", given)
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django_htmx's middleware
    if htmx and htmx.target == "conditions":
        return render(request, "web/roster/conditions.html", above)
    context = {**above, **_found(request, actor, query, given.units)}
    if not htmx:
        return render(request, "web/roster/list.html", context)
    response = render(request, "web/roster/narrowed.html", context)
    place = {name: request.GET.get(name, "") for name in ("after", "before")}
    response.headers["HX-Push-Url"] = address_of(query, open=panel, **place)
    return response


def pairs_of(given: QueryDict) -> list[tuple[str, str]]:
    """The parameters of an address or a form, in the order given."""
    return [(name, value) for name, values in given.lists() for value in values]


def _offered(actor: Actor, query: RosterQuery, panel: str) -> Offered:
    """The words and units that the panel offers; the units alone where only a condition speaks of them."""
    if panel == "filters":
        return offered(filters_for(actor))
    is_asked = any(name in ("unit", "unit_alone") for name, _ in query.conditions)
    return Offered({}, unit_tree() if is_asked else ())


def _above(actor: Actor, query: RosterQuery, panel: str, given: Offered) -> dict[str, Any]:
    """What stands above the list: pills, and the panel that is open."""
    own = ("words", *ASKED_BY.get(panel, ()))
    tabs = [(n, title, address_of(query, open="" if n == panel else n)) for n, title in TABS.items()]
    views = views_for(actor) if panel == "views" else ()
    return {
        "query": query,
        "words": " ".join(query.values("words")),
        "pills": pills_of(query, given.units),
        "all": address_of(RosterQuery(sort=query.sort, columns=query.columns)),
        "kept": [(name, value) for name, value in query.pairs() if name not in own],
        "panel": panel,
        "panels": tabs,
        "choices": choices_of(actor, given) if panel == "filters" else (),
        "sorts": sorts_for(actor),
        "columns": [(c, title_of(c), c in query.columns) for c in columns_for(actor)],
        "views": [(view, address_of(view.query)) for view in views],
    }


def _found(
    request: HttpRequest, actor: Actor, query: RosterQuery, tree: Sequence[UnitLine]
) -> dict[str, Any]:
    """The page of people that is asked for, and where its neighbours are."""
    today = now().date()
    asked = asked_of(query, today, tree)
    after, before = (place_of(request.GET.get(name, "")) for name in ("after", "before"))
    page = page_of_people(asked, PER_PAGE, after, before)
    lines = lines_of(page.people, query.columns, today)
    return {
        "rows": [(line, [cell_of(actor, line, c, today) for c in query.columns]) for line in lines],
        "header": header_of(query, sorts_for(actor)),
        "count": Count(min(page.number, COUNTED), page.number > COUNTED),
        "before": address_of(query, before=page.before.text()) if page.before else "",
        "after": address_of(query, after=page.after.text()) if page.after else "",
        "first": address_of(query) if after or before else "",
        "is_narrowed": bool(query.conditions),
        "may_issue": may(actor, "issue_form"),
        "may_import_forms": may(actor, "import_forms"),
        "may_import": may(actor, "import_roster"),
        "formats": FORMATS,
    }


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The view as a spreadsheet: its rows and its columns; the export is recorded."""
    actor = allowed(request, "export_roster")
    at = now()
    exported = export_roster(actor, query_of(pairs_of(request.POST)), at)
    return download(exported.content, f"名册-{at.date().isoformat()}.xlsx", MEDIA_TYPE)


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the view under a name; a name that does not do comes back in its panel."""
    actor = allowed(request, "save_view")
    query = permitted(actor, query_of(pairs_of(request.POST)))
    name = request.POST.get("view_name", "").strip()
    try:
        save_view(actor, name, query, request.POST.get("shared") == "yes", now())
    except Refused as refusal:
        if refusal.code != "view_name":
            raise
        given = _offered(actor, query, "views")
        page = {**_above(actor, query, "views", given), **_found(request, actor, query, given.units)}
        refused = {"refusal": refusal, "view_name": name}
        return render(request, "web/roster/list.html", {**page, **refused}, status=422)
    messages.success(request, lazily(f"已保存视图“{name}”。", f"The view '{name}' is saved."))
    return redirect(address_of(query))


@require_POST
def view_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a view of one's own away."""
    actor = allowed(request, "save_view")
    remove_view(actor, number, now())
    messages.success(request, lazily("视图已删除。", "The view is removed."))
    return redirect(reverse("roster"))
