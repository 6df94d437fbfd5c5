"""Runs (运行): the list; one run as stages above one table of people; the evidence behind each cell."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import ACTS, may, require
from quanheng.core.engine import dues_of, next_stage
from quanheng.core.inputs import Due
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate
from quanheng.documents import slate_workbook
from quanheng.documents.registry import kinds_of
from quanheng.store import queries
from quanheng.store.elections import counted_rounds
from quanheng.web.evidence import evidence_of, stage_facts
from quanheng.web.lists import as_file, asked, download, links_of, page_of, wants_file
from quanheng.web.plans.days import planned_steps
from quanheng.web.reader import actor_of, now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.run_table import run_table, title_of
from quanheng.web.stages.dues import due_lines, told_dues
from quanheng.web.stages.figures import figures_of
from quanheng.web.stages.heeds import heeds_of
from quanheng.web.stages.screens import may_open_screen, own_screen_of
from quanheng.web.supervision.desk import run_alerts

DUES_SHOWN = 12


@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """The runs that the reader may see."""
    actor = actor_of(request)
    codes = queries.run_codes_by_role(actor.account, ACTS["view_run"])
    if not codes:
        require(actor, "view_run")
    filters = asked(request, "words", "state")
    lines = [line for line in queries.runs_for(actor, codes) if _fits(line, filters)]
    if wants_file(request):
        header = ("编号", "方案", "版本", "启动日期", "已结束环节", "环节总数")
        rows = [(r.code, r.title_zh, r.version, r.started_on, r.closed, r.stages) for r in lines]
        return as_file("运行", header, rows)
    context = {
        "page": page_of(request, lines),
        "filters": filters,
        "links": links_of(filters),
        "may_start": may(actor, "start_run"),
    }
    return render(request, "web/runs/list.html", context)


def _fits(line: queries.RunLine, filters: dict[str, str]) -> bool:
    words, state = filters.get("words", "").casefold(), filters.get("state", "")
    is_over = line.closed >= line.stages
    is_named = words in f"{line.code} {line.title_zh} {line.title_en}".casefold()
    return is_named and (not state or (state == "over") == is_over)


@require_GET
def run_page(request: HttpRequest, run: str, stage: str = "") -> HttpResponse:
    """A run as it stands: the stage named, else the one that is open, above the table of everyone."""
    view = run_for(request, run)
    facts, outcomes = view.state.facts, view.state.outcomes
    shown = view.stage(stage) if stage else next_stage(facts.plan, outcomes) or facts.plan.stages[-1]
    filters = asked(request, "post", "standing", "words")
    table = run_table(facts, outcomes)
    context = {
        "run": run,
        "view": view,
        "plan": facts.plan,
        "version": queries.version_of_run(run),
        "table": table,
        "narrowed": table.narrowed(
            filters.get("post", ""), filters.get("standing", ""), filters.get("words", "")
        ),
        "filters": filters,
        "lacks_members": bool(facts.plan.bodies) and not facts.members,
        "amendments": facts.amendments,
        "reschedulings": facts.reschedulings,
        "shown": stage_head(view, shown),
    }
    return render(request, "web/runs/run.html", context)


ALERTED = frozenset({"decision", "approval"})
"""Kinds of stage that show, before anything is decided, what calls for an explanation."""
BALLOT_KINDS = ("assessment", "recommendation", "decision")
"""Kinds in which a plan may have people vote by secret ballot."""


def stage_head(view: RunInView, stage: StageSettings) -> dict[str, Any]:
    """What stands above the table about one stage: its state, its days, what it waits for, the acts."""
    facts, outcomes = view.state.facts, view.state.outcomes
    coming = next_stage(facts.plan, outcomes)
    is_open = coming is not None and coming.id == stage.id
    dues = _dues(view, stage) if is_open else ()
    lines = due_lines(dues, stage, facts, view.actor)
    outcome = outcomes.get(stage.id)
    return {
        "stage": stage,
        "title": title_of(stage),
        "kind": KINDS[stage.kind].title,
        "is_open": is_open,
        "is_done": outcome is not None,
        "outcome": outcome,
        "facts": stage_facts(facts.plan, outcome, facts.people) if outcome else (),
        "figures": figures_of(facts, stage, outcome) if is_open or outcome else (),
        "closing": next((c for c in facts.closings if c.stage == stage.id), None),
        "planned": planned_steps(facts.plan).get(stage.id),
        "rescheduled": next((c for c in reversed(facts.reschedulings) if c.stage == stage.id), None),
        "dues": lines[:DUES_SHOWN],
        "dues_more": lines[DUES_SHOWN:],
        "dues_count": len(dues),
        "tables": KINDS[stage.kind].tables,
        "has_papers": bool(kinds_of(stage)),
        "votes": _takes_ballots(stage) and (is_open or outcome is not None),
        "votes_again": getattr(stage, "second_round", None) is not None and (is_open or outcome is not None),
        "has_panel": outcome is not None and stage.kind == "speech",
        "screen": own_screen_of(view.state.code, stage) if may_open_screen(view.actor, stage) else "",
        "alerts": run_alerts(view.actor, view.state.code) if is_open and stage.kind in ALERTED else None,
        "heeds": heeds_of(view, stage) if is_open and not dues and view.may("close_stage") else (),
        "today": now().date(),
        "may_close": view.may("close_stage"),
        "may_go_back": view.may("go_back"),
        "may_reschedule": outcome is None and view.may("reschedule_stage"),
    }


def _takes_ballots(stage: StageSettings) -> bool:
    """Whether people may vote by secret ballot here: signed sheets are none, nor is a show of hands."""
    is_open = getattr(stage, "signed", False) or getattr(stage, "manner", "secret") != "secret"
    return stage.kind in BALLOT_KINDS and not is_open


def _dues(view: RunInView, stage: StageSettings) -> tuple[Due, ...]:
    facts, outcomes = view.state.facts, view.state.outcomes
    at = now()
    found = dues_of(facts, outcomes, closing_now(facts, outcomes, stage.id, at.date(), at.time()))
    return told_dues(found, stage, view.actor)


@require_GET
def run_workbook(request: HttpRequest, run: str) -> HttpResponse:
    """The table of a run as a spreadsheet."""
    view = run_for(request, run)
    facts = view.state.facts
    content = slate_workbook.slate_workbook(facts.plan, view.state.outcomes, facts.people)
    return download(content, f"{facts.plan.title.zh}-{run}.xlsx", slate_workbook.MEDIA_TYPE)


@require_GET
def evidence(request: HttpRequest, run: str, stage: str, post: str, person: str) -> HttpResponse:
    """What a stage found about one candidate; a part for the drawer, a page of its own else."""
    view = run_for(request, run)
    settings = view.stage(stage)
    facts, outcome = view.state.facts, view.state.outcomes.get(stage)
    candidate = Candidate(person, post)
    if outcome is None or candidate not in outcome.entered.candidates:
        raise Http404(str(candidate))
    known = facts.people.get(person)
    context = {
        "run": run,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": facts.plan.title,
        "candidate": candidate,
        "name": known.name if known else person,
        "post": next((p.title for p in facts.plan.posts if p.id == post), post),
        "found": evidence_of(facts.plan, settings, outcome, candidate, facts.people),
        "outcome": outcome,
        "ballots": counted_rounds(run, stage),
        "back": reverse("run-stage", args=[run, stage]),
        "sees_roster": may(view.actor, "view_roster"),
        "is_part": bool(getattr(request, "htmx", False)),
    }
    return render(
        request, "web/runs/evidence_part.html" if context["is_part"] else "web/runs/evidence.html", context
    )
