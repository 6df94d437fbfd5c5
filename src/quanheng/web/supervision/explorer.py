"""Trace explorer (纪实查阅): entries across runs in words, chain and outcome checked, one person's way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.actions.check_outcomes import Checked, checked_stage
from quanheng.core.act_titles import act_title
from quanheng.core.authority import ACTS, ROLES, Actor, may, require
from quanheng.core.engine import people_standing
from quanheng.core.kinds import KINDS
from quanheng.core.person_named import Bearer, name_of_many
from quanheng.core.plans.schema import Plan
from quanheng.core.trace import Broken, from_line, verify
from quanheng.core.trace_words import Fact, done_title, facts_of, mentions, words_of
from quanheng.core.values import Refused, Text
from quanheng.documents.trace_package import MEDIA_TYPE, trace_package
from quanheng.store import queries
from quanheng.store.books import entries_of, head_of, lines_of
from quanheng.store.load import run_state
from quanheng.store.reports import BOOK as REPORTS
from quanheng.store.trace_lists import Asked, acts_found, entries_found, people_of_words
from quanheng.store.work_lists import names_of_accounts, names_of_people
from quanheng.web.lists import asked, download, links_of, page_of
from quanheng.web.reader import actor_of, allowed, now
from quanheng.web.run_table import title_of
from quanheng.web.supervision.subjects import Names
from quanheng.web.supervision.trace import book_title, plan_of_book

MOST_EXPORTED = 5_000
VERIFIED_AT_ONCE = 5_000
"""Units: entries; a longer book is verified on its own page."""
FILTERS = ("run", "person", "act", "role", "stage", "since", "until", "words")


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether a book holds. Shapes: None where it is too long to verify here; `broken_at` the first break."""

    book: str
    title: Text
    count: int
    short: str
    holds: bool | None
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    book: str
    book_title: Text
    number: int
    at: datetime
    title: Text
    words: Text
    facts: tuple[Fact, ...]
    digest: str
    stage: str


def readable_books(actor: Actor) -> tuple[str, ...]:
    """The books that a reader may open; that of the report line is open to those who handle reports."""
    books = [line.book for line in queries.book_heads()]
    if not may(actor, "view_trace"):
        own = queries.run_codes_by_role(actor.account, ACTS["view_trace"])
        if not own:
            require(actor, "view_trace")
        books = [book for book in books if book in own]
    return tuple(b for b in books if b != REPORTS or may(actor, "handle_report"))


@require_GET
def explorer(request: HttpRequest) -> HttpResponse:
    """Entries across books, the latest first, each in words."""
    books = readable_books(actor_of(request))
    filters = asked(request, *FILTERS)
    bearers = people_of_words(filters["person"]) if "person" in filters else ()
    wanted = _wanted(filters, bearers)
    found = entries_found(books if len(bearers) < 2 else (), wanted)
    page = page_of(request, found)
    plans = {book: plan_of_book(book) for book in books}
    context = {
        "page": page,
        "lines": _lines(page, plans),
        "filters": filters,
        "links": links_of(filters),
        "books": [(book, book_title(book, plans.get(book))) for book in books],
        "acts": sorted(((a, act_title(a)) for a in acts_found(books)), key=lambda pair: pair[1].zh),
        "role_titles": ROLES.items(),
        "stages": _stages(plans.get(wanted.run)),
        "chains": _chains({entry.book for entry in page}, plans),
        "person": bearers[0][0] if len(bearers) == 1 else "",
        "bearers": [
            (bearer, urlencode({**filters, "person": bearer[0]})) for bearer in bearers if len(bearers) > 1
        ],
    }
    return render(request, "web/supervision/explorer.html", context)


def _wanted(filters: Mapping[str, str], bearers: Sequence[Bearer]) -> Asked:
    person = filters.get("person", "")
    return Asked(
        run=filters.get("run", ""),
        person=bearers[0][0] if len(bearers) == 1 else person,
        act=filters.get("act", ""),
        role=filters.get("role", ""),
        stage=filters.get("stage", ""),
        since=_day(filters.get("since", "")),
        until=_day(filters.get("until", "")),
        words=filters.get("words", ""),
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None


def _stages(plan: Plan | None) -> list[tuple[str, Text]]:
    return [(s.id, title_of(s)) for s in plan.stages] if plan else []


def _lines(some: Iterable[Any], plans: Mapping[str, Plan | None]) -> list[Line]:
    rows = list(some)
    names = names_of_accounts(row.actor for row in rows)
    entries = [from_line(row.line, row.number) for row in rows]
    subjects = Names.of(entry.subject for entry in entries)
    found = []
    for row, entry in zip(rows, entries, strict=True):
        plan = plans.get(row.book)
        subject = subjects.subject(entry.act, entry.subject, entry.body, plan)
        stage = entry.body.get("stage") if entry.act == "close_stage" else ""
        found.append(
            Line(
                row.book,
                book_title(row.book, plan),
                row.number,
                datetime.fromisoformat(row.at),
                done_title(row.act),
                words_of(entry, subject, names.get(row.actor, row.actor)),
                facts_of(entry.body),
                row.digest,
                str(stage or ""),
            )
        )
    return found


def _chains(books: Iterable[str], plans: Mapping[str, Plan | None]) -> list[Chain]:
    found = []
    for book in sorted(books):
        head = head_of(book)
        if head is None:
            continue
        holds: bool | None = None
        broken_at: int | None = None
        if head.number <= VERIFIED_AT_ONCE:
            try:
                result = verify(entries_of(book))
            except Refused:
                holds, broken_at = False, None
            else:
                holds = not isinstance(result, Broken)
                broken_at = result.number if isinstance(result, Broken) else None
        title = book_title(book, plans.get(book))
        found.append(Chain(book, title, head.number, head.short(), holds, broken_at))
    return found


@require_GET
def explored_entry(request: HttpRequest, book: str, number: int) -> HttpResponse:
    """One entry whole: words, body, its place in the chain, and the outcome worked out again."""
    actor = actor_of(request)
    if book not in readable_books(actor):
        raise Http404(book)
    row = queries.entries(book).filter(number=number).first()
    if row is None:
        raise Http404(number)
    plan = plan_of_book(book)
    line = _lines([row], {book: plan})[0]
    checked: Checked | None = checked_stage(book, line.stage) if line.stage else None
    entry = from_line(row.line, row.number)
    context = {
        "line": line,
        "entry": entry,
        "body": json.dumps(dict(entry.body), ensure_ascii=False, indent=1),
        "chain": next(iter(_chains([book], {book: plan})), None),
        "checked": checked,
        "is_superseded": checked is not None and checked.number != number,
        "last": (head_of(book) or entry.head()).number,
    }
    return render(request, "web/supervision/entry.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The entries found, with the whole books that prove them."""
    books = readable_books(actor_of(request))
    filters = asked(request, *FILTERS)
    bearers = people_of_words(filters["person"]) if "person" in filters else ()
    if len(bearers) > 1:
        raise name_of_many(filters["person"], bearers)
    found = entries_found(books, _wanted(filters, bearers))[:MOST_EXPORTED]
    plans = {book: plan_of_book(book) for book in books}
    rows = list(found)
    names = names_of_accounts(row.actor for row in rows)
    cells = [
        (
            row.at,
            row.book,
            row.number,
            row.actor,
            names.get(row.actor, ""),
            line.title.zh,
            line.words.zh,
            row.digest,
        )
        for row, line in zip(rows, _lines(rows, plans), strict=True)
    ]
    used = sorted({row.book for row in rows})
    heads = {book: head for book in used if (head := head_of(book)) is not None}
    content = trace_package(cells, {book: lines_of(book) for book in heads}, heads)
    return download(content, f"纪实证据-{now().date()}.zip", MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One stage of somebody's way through a run: how they came out of it."""

    stage: Text
    closed_on: date
    post: Text
    result: Text
    look: str
    href: tuple[str, str, str, str]


@require_GET
def person_way(request: HttpRequest, code: str) -> HttpResponse:
    """One person's way over all runs: stage by stage, and every entry that names them."""
    actor = allowed(request, "view_trace")
    name = names_of_people([code]).get(code)
    if name is None:
        raise Http404(code)
    books = readable_books(actor)
    plans = {book: plan_of_book(book) for book in books}
    ways = [
        (book, book_title(book, plans[book]), passages)
        for book in books
        if plans[book] is not None and (passages := _passages(actor, book, code))
    ]
    found = [e for e in entries_found(books, Asked(person=code)) if mentions(e.line, code)]
    page = page_of(request, found)
    days = groupby(_lines(page, plans), key=lambda line: line.at.date())
    context = {
        "code": code,
        "name": name,
        "ways": ways,
        "page": page,
        "days": [(day, list(lines)) for day, lines in days],
        "links": links_of({}),
    }
    return render(request, "web/supervision/way.html", context)


def _passages(actor: Actor, run: str, code: str) -> list[Passage]:
    """How somebody passed the closed stages of a run; nothing where the reader stands in it."""
    state = run_state(run)
    if actor.person and actor.person in people_standing(state.facts, state.outcomes):
        return []
    plan, closed = state.facts.plan, {c.stage: c.closed_on for c in state.facts.closings}
    titles = {p.id: p.title for p in plan.posts}
    found = []
    for stage in plan.stages:
        outcome = state.outcomes.get(stage.id)
        for candidate in outcome.entered.candidates if outcome else ():
            if outcome is None or candidate.person != code:
                continue
            gone, score = outcome.departure_of(candidate), outcome.score_of(candidate)
            result, look = Text("留下", "stays"), ""
            if score is not None:
                rank = f"，第 {score.rank} 名" if score.rank else ""
                place = f", #{score.rank}" if score.rank else ""
                result = Text(f"{score.value} 分{rank}", f"{score.value} points{place}")
            if gone is not None:
                result, look = gone.finding.text, "is-error"
            post = titles.get(candidate.post, Text(candidate.post))
            href = (run, stage.id, candidate.post, code)
            title = title_of(stage) or KINDS[stage.kind].title
            found.append(Passage(title, closed[stage.id], post, result, look, href))
    return found
