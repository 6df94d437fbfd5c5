"""Leak matrix (谁能看到什么): who could see which fact on a day, by role and account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.actions.draw_leak_matrix import LeakMatrix, draw_leak_matrix
from quanheng.core.authority import ROLES
from quanheng.core.leak_matrix import COLUMNS, GROUPS, PUBLIC, SIGHTS, Sight, matrix_of, readers_of
from quanheng.core.values import Text
from quanheng.store import queries
from quanheng.web.lists import as_file, asked, links_of, wants_file
from quanheng.web.reader import allowed, now

TITLES: Mapping[str, Text] = {**ROLES, PUBLIC: Text("公众", "The public")}
LOOKS: Mapping[Sight, str] = {"whole": "is-warning", "own": "is-note", "masked": "is-note", "none": ""}


@require_GET
def leak_matrix(request: HttpRequest) -> HttpResponse:
    """Facts down, roles across; a fact chosen shows every account with what it could see and why."""
    actor = allowed(request, "view_leak_matrix")
    filters = asked(request, "run", "on", "group", "fact", "words")
    runs = queries.runs_for(actor)
    run = filters.get("run") or (runs[0].code if runs else "")
    if not run:
        return render(request, "web/supervision/leak_matrix.html", {"runs": (), "filters": filters})
    found = draw_leak_matrix(actor, run, _day(filters.get("on", "")))
    if wants_file(request):
        return _file(found)
    context = {
        "runs": [(line.code, Text(line.title_zh, line.title_en)) for line in runs],
        **_context(found, {**filters, "run": run}),
    }
    return render(request, "web/supervision/leak_matrix.html", context)


def _context(found: LeakMatrix, filters: Mapping[str, str]) -> dict[str, object]:
    """The matrix narrowed, and every account against the fact that is chosen."""
    words, group = filters.get("words", "").casefold(), filters.get("group", "")
    facts = [
        f
        for f in found.facts
        if group in ("", f.group) and words in f"{f.title.zh} {f.title.en} {f.id}".casefold()
    ]
    chosen = next((f for f in found.facts if f.id == filters.get("fact")), None)
    seen = readers_of(chosen, found.readers) if chosen else ()
    return {
        "run": found.run,
        "on": found.on,
        "moments": found.moments,
        "filters": filters,
        "links": links_of(filters),
        "groups": GROUPS.items(),
        "columns": [TITLES[role] for role in COLUMNS],
        "lines": [
            (line.fact, GROUPS[line.fact.group], [(s, SIGHTS[s], LOOKS[s]) for _, s in line.sights])
            for line in matrix_of(facts)
        ],
        "chosen": chosen,
        "seen": [
            (s, SIGHTS[s.sight], LOOKS[s.sight], _titles(s.reader.actor.roles), _titles(s.by)) for s in seen
        ],
        "may_count": sum(s.sight != "none" for s in seen),
    }


def _titles(roles: Collection[str]) -> list[Text]:
    return [ROLES[role] for role in ROLES if role in roles]


def _day(said: str) -> date:
    """The day asked for, today where none is or it lies ahead."""
    today = now().date()
    try:
        return min(date.fromisoformat(said), today) if said else today
    except ValueError:
        return today


def _file(found: LeakMatrix) -> HttpResponse:
    """Every fact against every account."""
    header = (
        "类别", "事实", "依据", *(f"{TITLES[role].zh}（角色）" for role in COLUMNS),
        *(f"{r.actor.name}（{r.actor.account}）" for r in found.readers),
    )  # fmt: skip
    rows = [
        (
            GROUPS[line.fact.group].zh,
            line.fact.title.zh,
            line.fact.rule.zh,
            *(SIGHTS[s].zh for _, s in line.sights),
            *(SIGHTS[s.sight].zh for s in readers_of(line.fact, found.readers)),
        )
        for line in matrix_of(found.facts)
    ]
    return as_file(f"谁能看到什么-{found.run}-{found.on}", header, rows)
