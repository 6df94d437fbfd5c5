"""Appointments (任职): talks and document numbers for many at once, trial periods with their last days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.core.inputs import Row
from quanheng.core.spans import full_on
from quanheng.core.stages import appointment, probation
from quanheng.core.stages.appointment import AppointmentRecord, Document, Pledge, Talk, notice_end
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.inputs.entering import enter_rows
from quanheng.web.language import lazily
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.ticked import day_field, keys_ticked, lines_ticked, tell_entered

Stage = StageInView[appointment.Settings]


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate to be appointed, and how far it has come."""

    candidate: Candidate
    name: str
    post: Text
    talk: Talk | None
    talked_by: str
    document: Document | None
    pledge: Pledge | None
    trial_ends_on: date | None
    term_ends_on: date | None
    days_left: int | None
    result: Text | None

    @property
    def key(self) -> str:
        """How a form names this line."""
        return f"{self.candidate.person}|{self.candidate.post}"


class TalkForm(forms.Form):
    """Who talked with those chosen, and when."""

    talked_by = forms.CharField(
        label=lazily("谈话人（编号）", "Talked by (code)"),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "people"}),
    )
    talked_on = day_field("谈话日期", "Talked on")


class DocumentForm(forms.Form):
    """The document under which those chosen are appointed."""

    number = forms.CharField(label=lazily("文号", "Document number"), max_length=100)
    issued_on = day_field("印发日期", "Issued on")
    effective_on = day_field("任职起算日", "Effective on")
    filed_on = day_field("备案日期", "Filed on", required=False)


class PledgeForm(forms.Form):
    """The day on which those chosen signed the pledge of integrity."""

    signed_on = day_field("签订日期", "Signed on")


FORMS: dict[str, type[forms.Form]] = {"talks": TalkForm, "documents": DocumentForm, "pledges": PledgeForm}


@require_GET
def appointments(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Everyone to be appointed, with the forms that enter talks and documents for many at once."""
    view = stage_for(run_for(request, run), stage, appointment.Settings)
    return _page(request, view, {})


@require_POST
def record_appointments(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Enter one thing for everyone chosen."""
    view = stage_for(run_for(request, run, "record_appointment"), stage, appointment.Settings)
    table = request.POST.get("table", "")
    if table not in FORMS:
        raise _refused(table)
    form = FORMS[table](request.POST, prefix=table)
    lines = lines_ticked(request, form, lines_of(view))
    if form.is_valid():
        refusal = enter_rows(view.run, stage, table, _rows(table, lines, form.cleaned_data))
        if refusal is None:
            tell_entered(request, len(lines))
            return HttpResponseRedirect(reverse("appointments", args=[run, stage]))
        for each in refusal.each:
            form.add_error(None, lazily(each.say("zh"), each.say("en")))
    return _page(request, view, {table: form}, keys_ticked(request), status=422)


def _rows(table: str, lines: Iterable[Line], said: dict[str, Any]) -> list[Row]:
    if table == "documents":
        return [Document(person=ln.candidate.person, post=ln.candidate.post, **said) for ln in lines]
    people = dict.fromkeys(line.candidate.person for line in lines)
    if table == "talks":
        return [Talk(person=p, **said) for p in people]
    return [Pledge(person=p, **said) for p in people]


def lines_of(view: Stage) -> tuple[Line, ...]:
    """Every candidate of the stage by post; once it is closed, with the days that trial and term are full."""
    talks = {t.person: t for t in view.rows("talks", Talk)}
    documents = {Candidate(d.person, d.post): d for d in view.rows("documents", Document)}
    pledges = {p.person: p for p in view.rows("pledges", Pledge)}
    outcome = view.run.state.outcomes.get(view.id)
    record = outcome.record if outcome else None
    made = record.appointments if isinstance(record, AppointmentRecord) else ()
    ends = {Candidate(a.person, a.post): a for a in made}
    results = _results(view)
    lines = []
    for c in (c for _, own in view.candidates_by_post() for c in own):
        talk, end = talks.get(c.person), ends.get(c)
        trial = end.trial_ends_on if end else _trial_end(view, documents.get(c))
        lines.append(
            Line(
                c, view.name(c.person), view.post(c.post), talk, view.name(talk.talked_by) if talk else "",
                documents.get(c), pledges.get(c.person), trial, end.term_ends_on if end else None,
                (trial - now().date()).days if trial else None, results.get(c),
            )
        )  # fmt: skip
    return tuple(lines)


def _trial_end(view: Stage, document: Document | None) -> date | None:
    trial = view.inputs.frame.trial
    if document is None or trial is None:
        return None
    begins = document.effective_on if trial.counts_from == "effective" else document.issued_on
    return full_on(begins, trial.length, view.inputs.calendar)


def _results(view: Stage) -> dict[Candidate, Text]:
    """How trials ended that have ended."""
    found = {}
    for outcome in view.run.state.outcomes.values():
        if isinstance(outcome.record, probation.ProbationRecord):
            for trial in outcome.record.trials:
                found[Candidate(trial.person, trial.post)] = probation.RESULTS.say(trial.result)
    return found


def _page(
    request: HttpRequest,
    view: Stage,
    given: dict[str, forms.Form],
    chosen: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    records = view.run.may("record_appointment") and view.is_open
    lines = lines_of(view)
    wanted = (
        ["documents"]
        + (["talks"] if view.settings.talk else [])
        + (["pledges"] if view.settings.pledge else [])
    )
    today = {"talked_on": now().date(), "signed_on": now().date(), "issued_on": now().date()}
    plan = view.run.state.facts.plan
    trial = plan.stage_of_kind("probation")
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": plan,
        "lines": lines,
        "chosen": set(chosen) or {ln.key for ln in lines if ln.document is None},
        "forms": {t: given.get(t) or FORMS[t](prefix=t, initial=today) for t in wanted} if records else {},
        "records": records,
        "notice_end": notice_end(view.inputs),
        "people": [(p, view.name(p)) for members in view.inputs.frame.members.values() for p in members],
        "trial_stage": trial.id if trial and view.is_closed else "",
        "waits": view.waits_for(here=wanted),
    }
    return render(request, "web/appointments/appointments.html", context, status=status)


def _refused(table: str) -> Refused:
    return Refused(
        "unknown_table", f"没有录入表“{table}”。", f"There is no table '{table}'.", "table",
        "请从页面上的表单录入。", "Use the forms of the page.",
    )  # fmt: skip
