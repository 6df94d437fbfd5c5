"""Correct a dossier (更正档案): one table of one person at a time; first the differences, then the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.correct_person import PersonRows, correct_person, person_changes
from quanheng.actions.roster_changes import RosterChanges, digest_of_changes
from quanheng.core.authority import Actor
from quanheng.core.field_policy import require_sight
from quanheng.core.inputs import InputTable, Row
from quanheng.core.roster_difference import differences
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_wording import said_kind, said_value, title_of_field
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import lazily
from quanheng.web.reader import allowed, now
from quanheng.web.roster.dossier import SECTIONS

BLANK_ROWS = 2
_LINE = re.compile(r":(\d+):.*\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row on the page: its form, and whether it stands already and is to go."""

    form: RowForm
    is_new: bool
    goes: bool


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One field of one row before and after."""

    kind: Text
    table: Text
    key: str
    field: Text
    before: Text
    after: Text


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """The rows of one table of one person as forms; sent once, what would change; sent again, it is kept."""
    actor = allowed(request, "correct_person")
    if table not in ("people", *SECTIONS):
        raise Http404(table)
    if table != "people":
        require_sight(actor, table)
    held = queries.person_line(code)
    if held is None:
        raise Http404(code)
    rows = _rows(code, BY_NAME[table], held)
    if request.method == "GET":
        return _page(request, held, BY_NAME[table], _entries(BY_NAME[table], code, rows, None))
    entries = _entries(BY_NAME[table], code, rows, request.POST)
    given = _given(entries)
    if given is None:
        return _page(request, held, BY_NAME[table], entries, status=422)
    return _answer(request, actor, held, entries, {table: given})


def _answer(
    request: HttpRequest, actor: Actor, held: Any, entries: Sequence[Entry], rows: PersonRows
) -> HttpResponse:
    """What would change, or once it was shown and is confirmed, the act."""
    table, at = BY_NAME[next(iter(rows))], now()
    reason = request.POST.get("reason", "")
    try:
        found = person_changes(actor, held.code, rows, at.date())
        if "confirm" in request.POST and request.POST.get("shown") == digest_of_changes(found.changes):
            correct_person(actor, held.code, rows, reason, at, request.POST.get("version", ""))
            messages.success(request, lazily("已更正，并记入纪实。", "Corrected, and recorded in the trace."))
            return redirect(reverse("person", args=[held.code]))
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        rest = _refuse(entries, refusal)
        return _page(request, held, table, entries, refusals=rest, reason=reason, status=422)
    return _page(request, held, table, entries, found=found, reason=reason)


def _refuse(entries: Sequence[Entry], refusal: Refused) -> list[Refused]:
    """Put refusals at the fields that they are about; those about no field are given back."""
    kept = [entry for entry in entries if not entry.goes and entry.form.row is not None]
    rest = []
    for each in refusal.each:
        place = _LINE.search(each.where)
        if place and 0 < int(place[1]) <= len(kept):
            kept[int(place[1]) - 1].form.refuse(each, place[2])
        else:
            rest.append(each)
    return rest


def _rows(code: str, table: InputTable, held: Any) -> tuple[Row, ...]:
    if table.name == "people":
        return (table.row.model_validate({name: getattr(held, name) for name in table.row.model_fields}),)
    return queries.dossier(code).get(table.name, ())


def _entries(
    table: InputTable, code: str, rows: Sequence[Row], data: Mapping[str, Any] | None
) -> list[Entry]:
    offers = _offers(table)
    held = [
        Entry(_form(table, offers, code, row, data, f"r{n}"), False, bool(data and data.get(f"r{n}-goes")))
        for n, row in enumerate(rows)
    ]
    if table.name == "people":
        return held
    new = [Entry(_form(table, offers, code, None, data, f"n{n}"), True, False) for n in range(BLANK_ROWS)]
    return held + new


def _form(
    table: InputTable,
    offers: Mapping[str, Offer],
    code: str,
    row: Row | None,
    data: Mapping[str, Any] | None,
    prefix: str,
) -> RowForm:
    """A row's form; whose row it is stands fixed."""
    owner = "code" if table.name == "people" else "person"
    given = {owner: code, **({} if row is None else _initial(row))}
    sent = None if data is None else {**dict(data.items()), f"{prefix}-{owner}": code}
    form = RowForm(table, offers, sent, given=given, prefix=prefix)
    form.fields[owner].widget = form.fields[owner].hidden_widget()
    if row is None:
        form.empty_permitted, form.use_required_attribute = True, False
    return form


def _initial(row: Row) -> dict[str, str]:
    said = row.model_dump(mode="json")
    return {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in said.items() if v is not None}


def _offers(table: InputTable) -> Mapping[str, Offer]:
    if table.name != "people":
        return {}
    units = tuple(
        (code, Text(f"{name}（{code}）", f"{name} ({code})")) for code, name in queries.units().items()
    )
    return {"unit": Offer(units)}


def _given(entries: Sequence[Entry]) -> list[Row] | None:
    """The rows as they should stand; None where one of them does not do."""
    stays = [e for e in entries if not e.goes and not (e.is_new and not _is_filled(e.form))]
    wrong = [entry for entry in stays if not entry.form.is_valid()]
    if wrong:
        return None
    return [entry.form.row for entry in stays if entry.form.row is not None]


def _is_filled(form: RowForm) -> bool:
    """Whether anything was entered beside whose row it is."""
    return any(
        str(form.data.get(form.add_prefix(name), "")).strip() for name in form.fields if name != "person"
    )


def _page(
    request: HttpRequest,
    held: Any,
    table: InputTable,
    entries: Sequence[Entry],
    *,
    found: RosterChanges | None = None,
    refusals: Sequence[Refused] = (),
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "code": held.code,
        "name": held.name,
        "table": table,
        "entries": entries,
        "refusals": refusals,
        "found": found,
        "differences": _differences(found) if found else (),
        "shown": digest_of_changes(found.changes) if found else "",
        "reason": reason,
    }
    return render(request, "web/roster/correct.html", context, status=status)


def _differences(found: RosterChanges) -> list[ShownDifference]:
    return [
        ShownDifference(
            said_kind(each.kind),
            change.table.title,
            each.key,
            title_of_field(change.table, field.field),
            said_value(change.table, field.field, field.before),
            said_value(change.table, field.field, field.after),
        )
        for change in found.changes
        for each in differences(change)
        for field in each.fields
        if field.field != "person"
    ]
