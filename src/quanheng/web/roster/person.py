"""A person (人员页): one dossier, now or as known on a day, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.act_titles import act_title
from quanheng.core.authority import Actor, may
from quanheng.core.career_axis import ROW, WIDTH
from quanheng.core.field_policy import shown, sight, visible_fields
from quanheng.core.person_documents import FILED, KINDS, PHOTOGRAPH, fact_of
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.values import Refused, Text
from quanheng.documents.form_files import FORMATS
from quanheng.store import findings, queries
from quanheng.store.archive_history import days_of_change
from quanheng.store.person_changes import RowChange, changes_of_person
from quanheng.store.person_documents import DocumentLine, documents_of
from quanheng.web.inputs.difference import label_of
from quanheng.web.reader import allowed, now
from quanheng.web.roster.dossier import SECTIONS, Dossier, Known, dossier_of, people_named, said_cell

DAYS_OFFERED = 8
AXIS_TOP = 24
"""Where the rows of the axis begin, below its years."""


@require_GET
def person(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier of one person, for roles that see the roster."""
    return _page(request, allowed(request, "view_roster"), code, own=False)


@require_GET
def own_dossier(request: HttpRequest) -> HttpResponse:
    """The reader's own dossier, by what the policy shows to the person themselves."""
    actor, code = own_code(request)
    return _page(request, actor, code, own=True)


@require_GET
def person_changes(request: HttpRequest, code: str) -> HttpResponse:
    """What was changed in somebody's dossier, by whom and why."""
    return _changes(request, allowed(request, "view_roster"), code, own=False)


@require_GET
def own_changes(request: HttpRequest) -> HttpResponse:
    """What was changed in the reader's own dossier."""
    actor, code = own_code(request)
    return _changes(request, actor, code, own=True)


def own_code(request: HttpRequest) -> tuple[Actor, str]:
    """The reader and the code of their own dossier. Errors: Refused for an account that stands for nobody."""
    actor = allowed(request, "view_home")
    if actor.person is None:
        raise Refused(
            "no_dossier",
            "您的账户没有对应名册中的人员。",
            "Your account stands for nobody in the roster.",
            remedy_zh="请联系组织人事部门核对账户的人员编号。",
            remedy_en="Ask the personnel office to check the code of your account.",
        )
    return actor, actor.person


def day_asked(request: HttpRequest) -> date | None:
    """The day whose knowledge is asked for. Errors: Refused for what is no day."""
    said = request.GET.get("on", "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused(
            "malformed_day",
            f"“{said}”不是日期。",
            f"'{said}' is no day.",
            remedy_zh="请写成 2026-03-01 的样子。",
            remedy_en="Write it like 2026-03-01.",
        ) from None


def _page(request: HttpRequest, actor: Actor, code: str, *, own: bool) -> HttpResponse:
    on = day_asked(request)
    held = queries.person_line(code)
    then = queries.person_line(code, on) if on else held
    if held is None and then is None:
        raise Http404(code)
    context = {
        **_head(actor, code, held or then, own=own),
        "on": on,
        "days": _days(code),
        "is_known": then is not None,
    }
    if then is not None:
        tables = queries.dossier(code)
        known = Known(then, held, queries.dossier(code, on) if on else tables, tables)
        context |= _body(actor, code, known, on, own=own)
    return render(request, "web/roster/person.html", context)


def _head(actor: Actor, code: str, held: Any, *, own: bool) -> dict[str, Any]:
    return {
        "code": code,
        "name": held.name,
        "is_own": own,
        "may_correct": not own and may(actor, "correct_person"),
        "may_issue": not own and may(actor, "issue_form"),
        "formats": FORMATS,
        "may_file": not own and may(actor, "file_document"),
    }


def _body(actor: Actor, code: str, known: Known, on: date | None, *, own: bool) -> dict[str, Any]:
    units = queries.units()
    others = queries.names_of(people_named((known.tables_then, known.tables_now)))
    dossier = dossier_of(actor, known, units, others, on or now().date(), own=own)
    seen = visible_fields(actor, own=own) | {"people"}
    documents = seen_documents(actor, code, on, own=own)
    told = sight(actor, "findings", own=own) == "whole" and on is None
    return {
        "dossier": dossier,
        "absent": [(name, BY_NAME[name].title) for name in SECTIONS if name not in _names(dossier)],
        "axis_width": WIDTH,
        "axis_height": AXIS_TOP + ROW * dossier.axis.rows if dossier.axis else 0,
        "axis_top": AXIS_TOP,
        "axis_row": ROW,
        "photograph": next((d for d in documents if d.kind == PHOTOGRAPH), None),
        "documents": [(d, KINDS[d.kind]) for d in documents if d.kind != PHOTOGRAPH],
        "sees_documents": sight(actor, "documents", own=own) != "none",
        "document_kinds": [(kind, KINDS[kind]) for kind in FILED],
        "findings": [_finding(f) for f in findings.findings(person=code) if f.table in seen] if told else [],
    }


def _names(dossier: Dossier) -> set[str]:
    return {history.name for history in dossier.histories}


def _finding(found: Any) -> tuple[str, Text]:
    return found.severity, Text(found.text_zh, found.text_en)


def seen_documents(actor: Actor, code: str, on: date | None, *, own: bool) -> list[DocumentLine]:
    """The documents of a person that this reader sees."""
    seen = visible_fields(actor, own=own)
    return [d for d in documents_of(code, on) if fact_of(d.kind) in seen]


def _days(code: str) -> list[date]:
    return days_of_change(code)[:DAYS_OFFERED]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as this reader may see it."""

    title: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One changed row: which table, what happened to it, what names it, and the fields that differ."""

    table: Text
    kind: str
    row: tuple[Text, ...]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One act that changed the dossier; the oldest brought it in and tells its rows by number only."""

    at: datetime
    act: Text | None
    actor: str
    reason: str
    rows: tuple[ShownRow, ...]
    is_first: bool
    count: int


def _changes(request: HttpRequest, actor: Actor, code: str, *, own: bool) -> HttpResponse:
    held = queries.person_line(code)
    found = changes_of_person(code)
    if held is None and not found:
        raise Http404(code)
    others = queries.names_of({str(getattr(r.after or r.before, "to", "")) for c in found for r in c.rows})
    shown_changes = []
    for number, change in enumerate(found, start=1):
        rows = tuple(_rows(actor, change.rows, others, own=own))
        is_first = number == len(found)
        act = act_title(change.act) if change.act else None
        if rows:
            shown_changes.append(
                ShownChange(change.at, act, change.actor, change.reason, rows, is_first, len(rows))
            )
    named = held or found[-1].rows[0].after
    context = {**_head(actor, code, named, own=own), "changes": shown_changes}
    return render(request, "web/roster/changes.html", context)


def _rows(
    actor: Actor, changes: Iterable[RowChange], others: dict[str, str], *, own: bool
) -> Iterable[ShownRow]:
    seen = visible_fields(actor, own=own)
    for change in changes:
        name = change.table.name
        if name not in seen | {"people"} and not (name == "missing" and _marks_seen(change, seen)):
            continue
        fields = tuple(_fields(actor, change, others, own=own))
        if fields or change.kind != "changed":
            row: Any = change.after or change.before
            keys = [f for f in change.table.row.key_fields if f not in ("person", "code")]
            named = tuple(said_cell(row, f, others) for f in keys)
            yield ShownRow(change.table.title, change.kind, named, fields)


def _marks_seen(change: RowChange, seen: frozenset[str]) -> bool:
    """Whether a mark that a history was never entered is about a history that the reader sees."""
    return getattr(change.after or change.before, "history", "") in seen


def _fields(actor: Actor, change: RowChange, others: dict[str, str], *, own: bool) -> Iterable[FieldChange]:
    before, after = change.before, change.after
    if before is None or after is None:
        return
    row = change.table.row
    for field in row.model_fields:
        if getattr(before, field) == getattr(after, field):
            continue
        if change.table.name != "people":
            yield FieldChange(
                label_of(row, field), said_cell(before, field, others), said_cell(after, field, others)
            )
        elif sight(actor, field, own=own) != "none":
            values = (str(getattr(each, field) or "") for each in (before, after))
            said = [Text(shown(actor, field, value, own=own) or "—") for value in values]
            yield FieldChange(label_of(row, field), *said)
