"""One form a candidate (逐人录入): reports and reviews, with the names filled in already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.core.authority import ACTS, ROLES, require
from quanheng.core.inputs import Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import assign_posts, consultation, inspection, probation
from quanheng.core.values import Candidate, Text
from quanheng.web.inputs.choices import offers_of
from quanheng.web.inputs.entering import enter_row
from quanheng.web.inputs.forms import RowForm
from quanheng.web.inputs.given_fields import hide
from quanheng.web.inputs.rows import Wording
from quanheng.web.language import say
from quanheng.web.plans.asks import fit
from quanheng.web.run_access import TableInView, table_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.candidate_words import Known
from quanheng.web.stages.matters import Wanted, assignments, marks, may_mark, opinions, reports, reviews

LOOKS: Mapping[str, str] = {
    "suitable": "is-met", "passed": "is-met", "agree": "is-met",
    "unsuitable": "is-error", "failed": "is-error", "ended_early": "is-error", "object": "is-error",
    "needs_more": "is-warning", "reserved": "is-warning",
}  # fmt: skip
RESULT_FIELDS: Mapping[str, str] = {
    "reports": "conclusion",
    "reviews": "result",
    "opinions": "opinion",
    "assignments": "post",
    "marks": "mark",
}
KINDS: Mapping[str, type[StageSettings]] = {
    "reports": inspection.Settings,
    "reviews": probation.Settings,
    "opinions": consultation.Settings,
    "assignments": assign_posts.Settings,
    "marks": inspection.Settings,
}
WANTED: Mapping[str, Callable[[StageInView[Any]], tuple[Wanted, ...]]] = {
    "reports": reports,
    "reviews": reviews,
    "opinions": opinions,
    "assignments": assignments,
    "marks": marks,
}
MARKS = "marks"
"""The table in which each member marks for themselves, and sees nothing else."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One row that somebody is to write: about whom, under which key, what stands already.

    Shapes: `facts` are what whoever writes must know of the candidate, read from elsewhere.
    """

    number: int
    name: str
    candidate: Candidate
    subject: Text
    facts: tuple[Known, ...]
    given: Mapping[str, str]
    row: Row | None
    said: Text | None
    look: str


@require_http_methods(["GET", "POST"])
def candidate_forms(request: HttpRequest, run: str, stage: str, table: str) -> HttpResponse:
    """The candidates of a stage with what is written about each; one form is open at a time."""
    if table not in KINDS:
        raise Http404(table)
    access = table_for(request, run, stage, table)
    if access.own_only and table != MARKS:
        require(access.run.actor, "view_run")
    view = stage_for(access.run, stage, KINDS[table])
    if table == MARKS and not may_mark(view):
        raise Http404(table)
    matters = matters_of(view, table)
    chosen = _chosen(matters, request.GET.get("n", ""))
    if request.method == "GET":
        form = _form(access, chosen, None) if chosen and _may_write(access) else None
        return _page(request, access, view, matters, chosen, form)
    if chosen is None:
        raise Http404(table)
    if not access.writes:
        require(access.run.actor, access.table.act)
    form = _form(access, chosen, request.POST)
    if not form.is_valid() or form.row is None or not enter_row(access.run, stage, table, form):
        return _page(request, access, view, matters, chosen, form, status=422)
    messages.success(request, say(Text(f"{chosen.name}：已录入。", f"{chosen.name}: entered.")))
    left = next(
        (m for m in (*matters[chosen.number :], *matters[: chosen.number - 1]) if m.row is None), None
    )
    address = reverse("candidate-forms", args=[run, stage, table])
    return HttpResponseRedirect(f"{address}?n={left.number}" if left else address)


def matters_of(view: StageInView[Any], table: str) -> tuple[Matter, ...]:
    """Everything that is to be written into a table, in the order in which it is done."""
    held = {row.key(): row for row in view.inputs.rows.get(table, ())}
    wording = Wording(view.run.state.facts, view.settings)
    field = RESULT_FIELDS[table]
    found = []
    for number, one in enumerate(WANTED[table](view), start=1):
        row = held.get(one.key) or held.get(one.key.removesuffix(one.candidate.post))
        result = getattr(row, field, "") if row is not None else ""
        said = wording.say(type(row), field, result) if row is not None else None
        name = view.name(one.candidate.person)
        look = LOOKS.get(result, "is-met" if row is not None else "")
        found.append(Matter(number, name, one.candidate, one.subject, one.facts, one.given, row, said, look))
    return tuple(found)


def _chosen(matters: tuple[Matter, ...], asked: str) -> Matter | None:
    if asked.isdecimal() and 1 <= int(asked) <= len(matters):
        return matters[int(asked) - 1]
    return next((m for m in matters if m.row is None), None)


def _may_write(access: TableInView) -> bool:
    return access.writes and not access.is_closed


def _form(access: TableInView, matter: Matter, data: Any) -> RowForm:
    facts, outcomes = access.run.state.facts, access.run.state.outcomes
    offers = offers_of(facts, outcomes, access.stage, access.table)
    form = RowForm(access.table, offers, data, row=matter.row, given=matter.given)
    hide(form, access.table.row.key_fields)
    fit(form, access.stage, access.table)
    return form


def _page(
    request: HttpRequest,
    access: TableInView,
    view: StageInView[Any],
    matters: tuple[Matter, ...],
    chosen: Matter | None,
    form: RowForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": view.run.state.facts.plan,
        "table": access.table,
        "matters": matters,
        "chosen": chosen,
        "form": form,
        "done": sum(m.row is not None for m in matters),
        "writes": _may_write(access),
        "waits": view.waits_for(listed=access.table.name) if not access.own_only else None,
        "sees_run": not access.own_only,
        "written_by": [ROLES[r] for r in ROLES if r in ACTS.get(access.table.act, frozenset())],
    }
    return render(request, "web/candidate_forms/forms.html", context, status=status)
