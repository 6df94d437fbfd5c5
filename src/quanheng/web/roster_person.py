"""A person (人员页): one dossier laid out like the appointment form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.authority import Actor
from quanheng.core.field_policy import shown, visible_fields
from quanheng.core.inputs import Row
from quanheng.core.roster_tables import TABLES, PersonRow, TenureRow
from quanheng.core.values import Refused, Text
from quanheng.core.words import YES_NO, options_of
from quanheng.core.workdays import PartialDate, age_range_on
from quanheng.store import queries
from quanheng.web.input_difference import label_of
from quanheng.web.reader import allowed, now

FACTS = (
    "sex", "born", "nation", "party", "party_joined", "work_started", "identity", "establishment", "unit",
    "health", "id_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    """One history of a dossier as a table; `is_missing` when it was never entered, which is not empty."""

    name: str
    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    is_missing: bool


@require_GET
def person(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier of one person, for roles that see the roster."""
    actor = allowed(request, "view_roster")
    return _dossier(request, actor, code, is_own=False)


@require_GET
def own_dossier(request: HttpRequest) -> HttpResponse:
    """The reader's own dossier."""
    actor = allowed(request, "view_home")
    if actor.person is None:
        raise Refused(
            "no_dossier",
            "您的账户没有对应名册中的人员。",
            "Your account stands for nobody in the roster.",
            remedy_zh="请联系组织人事部门核对账户的人员编号。",
            remedy_en="Ask the personnel office to check the code of your account.",
        )
    return _dossier(request, actor, actor.person, is_own=True)


def _dossier(request: HttpRequest, actor: Actor, code: str, *, is_own: bool) -> HttpResponse:
    found = queries.person_line(code)
    if found is None:
        raise Http404(code)
    tables = queries.dossier(code)
    units = queries.units()
    others = queries.names_of(str(getattr(row, "to", "")) for row in tables.get("relations", ()))
    missing = {str(getattr(row, "history", "")) for row in tables.get("missing", ())}
    seen = visible_fields(actor, own=is_own)
    histories = [
        _history(name, rows, missing, others)
        for name, rows in tables.items()
        if name in seen - {"tenures"} and (rows or name in missing)
    ]
    tenures = [row for row in tables.get("tenures", ()) if isinstance(row, TenureRow)]
    context = {
        "person": found,
        "facts": [
            (label, shown(actor, name, value, own=is_own))
            for name, label, value in _facts(found, units)
            if name in seen
        ],
        "age": _age(found.born),
        "tenures": [(t, _kind(t)) for t in sorted(tenures, key=lambda t: t.since, reverse=True)],
        "tenures_missing": "tenures" in missing,
        "histories": histories,
        "is_own": is_own,
    }
    return render(request, "web/roster/person.html", context)


def _facts(found: Any, units: dict[str, str]) -> list[tuple[str, Text, str]]:
    lines = []
    for name in FACTS:
        value = getattr(found, name)
        said = units.get(value, value) if name == "unit" else value
        lines.append((name, label_of(PersonRow, name), str(said or "")))
    return lines


def _age(born: str | None) -> int | None:
    """Whole years lived, where the birthday in this year does not make it doubtful."""
    if not born:
        return None
    years = age_range_on(PartialDate.of(born), now().date())
    return years.least if years.is_certain else None


def _kind(tenure: TenureRow) -> Text:
    options = options_of(TenureRow, "kind")
    return options.say(tenure.kind) if options and tenure.kind in options.words else Text(tenure.kind)


def _history(name: str, rows: tuple[Row, ...], missing: set[str], others: dict[str, str]) -> History:
    table = next(t for t in TABLES if t.name == name)
    fields = [f for f in table.row.model_fields if f != "person"]
    return History(
        name,
        table.title,
        tuple(label_of(table.row, f) for f in fields),
        tuple(tuple(_said(row, f, others) for f in fields) for row in rows),
        name in missing,
    )


def _said(row: Row, field: str, others: dict[str, str]) -> Text:
    value = getattr(row, field)
    options = options_of(type(row), field)
    if options is not None and value in options.words:
        return options.say(value)
    if isinstance(value, bool):
        return YES_NO.say(value)
    if field == "to" and value in others:
        return Text(f"{others[value]}（{value}）", f"{others[value]} ({value})")
    return Text("—", "—") if value in (None, "") else Text(str(value))
