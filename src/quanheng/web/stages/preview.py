"""Preview of a stage (先看结果): what closing it today gives, before anything is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from quanheng.actions.close_stage import foreseen
from quanheng.core.engine import RunFacts, next_stage
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.web.evidence import StageEvidence, evidence_of, stage_facts
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.run_table import Cell, run_table, title_of
from quanheng.web.stages.heeds import heeds_of


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of one candidate: the mark in the table of the run, and all that it rests on."""

    candidate: Candidate
    name: str
    cell: Cell
    is_gone: bool
    found: StageEvidence


@require_GET
def preview(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The outcome of the open stage if it closed today, with the form that closes it."""
    view = run_for(request, run, "close_stage")
    settings = view.stage(stage)
    facts, outcomes = view.state.facts, view.state.outcomes
    coming = next_stage(facts.plan, outcomes)
    if coming is None or coming.id != stage:
        return HttpResponseRedirect(reverse("run-stage", args=[run, stage]))
    at = now()
    _, outcome = foreseen(run, facts, outcomes, stage, at.date(), at.time())
    context = {
        "run": run,
        "plan": facts.plan,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": facts.plan.title,
        "kind": KINDS[settings.kind].title,
        "outcome": outcome,
        "groups": groups_of(facts, outcomes, settings, outcome),
        "facts": stage_facts(facts.plan, outcome, facts.people),
        "heeds": heeds_of(view, settings),
        "today": at.date(),
    }
    return render(request, "web/stages/preview.html", context)


def groups_of(
    facts: RunFacts, outcomes: Mapping[str, Outcome], settings: StageSettings, outcome: Outcome
) -> list[tuple[Text, list[Foreseen]]]:
    """Everyone who enters the stage, by post, in the order of the table of the run."""
    table = run_table(facts, {**outcomes, settings.id: outcome})
    found = []
    for group in table.groups:
        lines = [
            Foreseen(
                line.candidate,
                line.name,
                line.cells[-1],
                line.is_gone,
                evidence_of(facts.plan, settings, outcome, line.candidate, facts.people),
            )
            for line in group.lines
            if line.candidate in outcome.entered.candidates
        ]
        if lines:
            found.append((group.title, lines))
    return found
