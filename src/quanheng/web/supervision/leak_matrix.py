"""Leak matrix (谁能看到什么): who could see which fact at an instant and since when, by role and account."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from quanheng.actions.draw_leak_matrix import LeakMatrix, OwnPart, draw_leak_matrix, own_part
from quanheng.core.access_history import Period, Span, reason_of
from quanheng.core.authority import ROLES
from quanheng.core.leak_matrix import (
    COLUMNS,
    GROUPS,
    PUBLIC,
    SIGHTS,
    Fact,
    Reader,
    Sight,
    StageState,
    matrix_of,
    readers_of,
)
from quanheng.core.values import Text
from quanheng.documents.list_workbook import Cell
from quanheng.store import queries
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.lists import as_file, asked, links_of, wants_file
from quanheng.web.reader import allowed, now

TITLES: Mapping[str, Text] = {**ROLES, PUBLIC: Text("公众", "The public")}
LOOKS: Mapping[Sight, str] = {"whole": "is-warning", "own": "is-note", "masked": "is-note", "none": ""}
STATES: Mapping[StageState, Text] = {
    "ahead": Text("未到", "ahead"),
    "open": Text("进行中", "open"),
    "closed": Text("已结束", "closed"),
}
VIEWS: Mapping[str, Text] = {
    "roles": Text("按角色", "By role"),
    "account": Text("某个账户", "One account"),
    "since": Text("谁、自何时起", "Who, since when"),
}
PAGE = "web/supervision/leak_matrix.html"
MOST_NAMED = 12
"""So many accounts are named beside a fact of the list; the page of the fact names all."""


@dataclass(frozen=True, slots=True)
class Seeing:
    """How much one account sees of one fact, as the page shows it.

    Shapes: `since` is when it began to see as much as this, `spans` everything it could ever see of it.
    """

    reader: Reader
    sight: Text
    look: str
    roles: tuple[Text, ...]
    reason: Text
    since: datetime | None
    spans: tuple[tuple[Text, Period], ...]


@require_GET
def leak_matrix(request: HttpRequest) -> HttpResponse:
    """Facts against roles; one account at one instant; or every fact with the accounts and since when."""
    actor = allowed(request, "view_leak_matrix")
    filters = asked(request, "view", "run", "at", "group", "fact", "words", "account")
    runs = queries.runs_for(actor)
    run = filters.get("run") or (runs[0].code if runs else "")
    if not run:
        return render(request, PAGE, {"runs": (), "filters": filters})
    found = draw_leak_matrix(actor, run, _instant(filters.get("at", "")))
    view = filters.get("view", "roles")
    view = view if view in VIEWS else "roles"
    if wants_file(request):
        return _file(found, view, filters.get("account", ""))
    kept = {"run": run, "at": f"{timezone.localtime(found.at):%Y-%m-%dT%H:%M:%S}"}
    kept |= {name: filters[name] for name in ("group", "words") if name in filters}
    context = {
        "runs": [(line.code, Text(line.title_zh, line.title_en)) for line in runs],
        "run": found.run,
        "at": found.at,
        "said_at": kept["at"],
        "turns": [(title, at, timezone.localtime(at)) for title, at in found.turns],
        "filters": filters,
        "kept": links_of(kept)["page"].removesuffix("page="),
        "view": view,
        "views": VIEWS.items(),
        "groups": GROUPS.items(),
        "file": links_of({**kept, "view": view, "account": filters.get("account", "")})["file"],
        **_SHOWN[view](found, _narrowed(found, filters), filters),
    }
    return render(request, PAGE, context)


def _narrowed(found: LeakMatrix, filters: Mapping[str, str]) -> list[Fact]:
    words, group = filters.get("words", "").casefold(), filters.get("group", "")
    return [
        f
        for f in found.facts
        if group in ("", f.group) and words in f"{f.title.zh} {f.title.en} {f.id}".casefold()
    ]


def _by_role(found: LeakMatrix, facts: Iterable[Fact], filters: Mapping[str, str]) -> dict[str, Any]:
    lines = [
        (line.fact, GROUPS[line.fact.group], [(s, SIGHTS[s], LOOKS[s]) for _, s in line.sights])
        for line in matrix_of(facts)
    ]
    return {"columns": [TITLES[role] for role in COLUMNS], "lines": lines}


def _by_account(found: LeakMatrix, facts: Iterable[Fact], filters: Mapping[str, str]) -> dict[str, Any]:
    """One account: what it was and had to do with the run at the instant, and every fact."""
    accounts = [(h.account, h.name) for h in found.holders]
    if not filters.get("account"):
        return {"accounts": accounts}
    part = own_part(found, filters["account"])
    granted = (*part.grants, *part.former)
    bodies = {b.id: b.title for b in found.plan.bodies}
    lines = list(_account_lines(part, facts))
    names = names_of_accounts(g.by for g in granted if g.by)
    return {
        "accounts": accounts,
        "part": part,
        "grants": [(g, ROLES[g.role], names.get(g.by, g.by)) for g in part.grants],
        "former": [(g, ROLES[g.role], names.get(g.by, g.by)) for g in part.former],
        "bodies": [bodies.get(body) or Text(body, body) for body in part.bodies],
        "stages": [(stage, STATES[stage.state]) for stage in found.stages],
        "lines": [line for line in lines if line[2] != "none"],
        "unseen": [line for line in lines if line[2] == "none"],
    }


AccountLine = tuple[Fact, Text, Sight, Text, str, Text]


def _account_lines(part: OwnPart, facts: Iterable[Fact]) -> Iterator[AccountLine]:
    if part.reader is None:
        return
    for fact in facts:
        (seen,) = readers_of(fact, [part.reader])
        yield (
            fact,
            GROUPS[fact.group],
            seen.sight,
            SIGHTS[seen.sight],
            LOOKS[seen.sight],
            reason_of(fact, seen.reader),
        )


def _since_when(found: LeakMatrix, facts: Iterable[Fact], filters: Mapping[str, str]) -> dict[str, Any]:
    """Every fact with the accounts that could see it, since when; or one fact with every account."""
    chosen = next((f for f in found.facts if f.id == filters.get("fact")), None)
    if chosen is not None:
        seen = list(_seeing(found, chosen))
        return {
            "chosen": chosen,
            "seen": seen,
            "may_count": sum(s.since is not None for s in seen),
            "untraced": sum(bool(s.reader.untraced) for s in seen),
        }
    lines = []
    for fact in facts:
        spans = [span for span in found.spans(fact.id) if span.period[1] is None]
        shown = [(s, SIGHTS[s.sight], LOOKS[s.sight]) for s in spans[:MOST_NAMED]]
        lines.append((fact, GROUPS[fact.group], shown, len(spans)))
    return {"lines": lines}


def _seeing(found: LeakMatrix, fact: Fact) -> Iterator[Seeing]:
    """Every account of the instant against one fact, those who could see it first."""
    spans: dict[str, list[Span]] = {}
    for span in found.spans(fact.id):
        spans.setdefault(span.holder.account, []).append(span)
    everybody = sorted(readers_of(fact, found.readers), key=lambda seen: seen.sight == "none")
    for seen in everybody:
        own = spans.get(seen.reader.actor.account, [])
        yield Seeing(
            seen.reader,
            SIGHTS[seen.sight],
            LOOKS[seen.sight],
            _titles(seen.reader.actor.roles),
            reason_of(fact, seen.reader),
            next((s.period[0] for s in own if s.period[1] is None), None),
            tuple((SIGHTS[s.sight], s.period) for s in own),
        )


_SHOWN = {"roles": _by_role, "account": _by_account, "since": _since_when}


def _titles(roles: Collection[str]) -> tuple[Text, ...]:
    return tuple(ROLES[role] for role in ROLES if role in roles)


def _instant(said: str) -> datetime:
    """The instant asked for, now where none is or it lies ahead."""
    try:
        given = datetime.fromisoformat(said) if said else now()
    except ValueError:
        return now()
    return min(given if timezone.is_aware(given) else timezone.make_aware(given), now())


def _file(found: LeakMatrix, view: str, account: str) -> HttpResponse:
    """What the page shows, as a list to keep."""
    name = f"谁能看到什么-{found.run}-{timezone.localtime(found.at):%Y%m%d-%H%M%S}"
    if view == "since":
        columns = ("类别", "事实", "依据", "账户", "姓名", "能看到", "凭哪个角色", "自", "至")
        rows = [
            (GROUPS[fact.group].zh, fact.title.zh, fact.rule.zh, *_span_cells(span))
            for fact in found.facts
            for span in found.spans(fact.id)
        ]
        return as_file(name, columns, rows)
    if view == "account" and account:
        part = own_part(found, account)
        lines = [
            (group.zh, fact.title.zh, fact.rule.zh, sight.zh, reason.zh)
            for fact, group, _, sight, _, reason in _account_lines(part, found.facts)
        ]
        title = f"{name}-{part.holder.account}"
        return as_file(title, ("类别", "事实", "依据", "能看到", "为什么"), lines)
    header = (
        "类别", "事实", "依据", *(f"{TITLES[role].zh}（角色）" for role in COLUMNS),
        *(f"{r.actor.name}（{r.actor.account}）" for r in found.readers),
    )  # fmt: skip
    cells = [
        (
            GROUPS[line.fact.group].zh,
            line.fact.title.zh,
            line.fact.rule.zh,
            *(SIGHTS[s].zh for _, s in line.sights),
            *(SIGHTS[s.sight].zh for s in readers_of(line.fact, found.readers)),
        )
        for line in matrix_of(found.facts)
    ]
    return as_file(name, header, cells)


def _span_cells(span: Span) -> tuple[Cell, ...]:
    since, until = span.period
    return (
        span.holder.account, span.holder.name, SIGHTS[span.sight].zh,
        "、".join(title.zh for title in _titles(span.by)),
        f"{timezone.localtime(since):%Y-%m-%d %H:%M:%S}",
        f"{timezone.localtime(until):%Y-%m-%d %H:%M:%S}" if until else "",
    )  # fmt: skip
