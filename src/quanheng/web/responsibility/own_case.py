"""Own case (本人的案件): what somebody concerned says, what they bear, and how they ask for a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.issue_case_paper import ground_of
from quanheng.actions.record_case_step import record_case_step
from quanheng.core.accountability.access import states_own
from quanheng.core.accountability.admission import IN_PHASE
from quanheng.core.accountability.appeals import may_ask
from quanheng.core.accountability.case import Case, answered_until, deadlines
from quanheng.core.accountability.parties import ROLES
from quanheng.core.accountability.steps import WAYS, Appeal, Statement
from quanheng.core.authority import Actor
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.store.cases import case_of
from quanheng.web.language import lazily, say
from quanheng.web.reader import allowed, now
from quanheng.web.responsibility.cases import concerned_in


class StatementForm(forms.Form):
    """What somebody concerned says."""

    text = forms.CharField(
        label=lazily("我的陈述", "My statement"),
        help_text=lazily("可以说明经过、提出申辩。", "Say what happened, and what speaks for you."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
    )


class AppealForm(forms.Form):
    """What somebody who bears a consequence asks for, and why."""

    way = forms.ChoiceField(label=lazily("方式", "Way"))
    appeal = forms.CharField(
        label=lazily("请求和理由", "What you ask, and why"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
    )

    def __init__(self, ways: tuple[Appeal, ...], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        said = [(a.way, WAYS.say(a.way), a.asked_on) for a in ways]
        self.fields["way"].choices = [  # type: ignore[attr-defined]  # a choice field has choices
            (way, lazily(f"{text.zh}（{day} 前）", f"{text.en} (by {day})")) for way, text, day in said
        ]


@require_POST
def own_appeal(request: HttpRequest, case: str) -> HttpResponse:
    """Ask for a review of what one bears, or appeal to a higher body."""
    actor = allowed(request, "appeal_in_case")
    found = _own_case(actor, case)
    person, today = str(actor.person), now().date()
    form = AppealForm(_ways(found, person, today), request.POST)
    if not form.is_valid():
        return _own_page(request, found, person, appeal=form, status=422)
    row = Appeal(party=person, way=form.cleaned_data["way"], text=form.cleaned_data["appeal"], asked_on=today)
    record_case_step(actor, case, "appeal", row, now())
    messages.success(request, say(Text("已提出，等待答复。", "Asked; the answer will stand here.")))
    return HttpResponseRedirect(reverse("case-statement", args=[case]))


def _ways(case: Case, person: str, today: date) -> tuple[Appeal, ...]:
    """How somebody may still ask today; each with the last day for it."""
    if case.closing() is None:
        return ()
    return tuple(a for a in may_ask(case, person, Calendar()) if a.asked_on >= today)


def _own_case(actor: Actor, code: str) -> Case:
    """A case for somebody who is asked to answer in it. Errors: 404."""
    try:
        found = case_of(code)
    except Refused:
        raise Http404(code) from None
    if not states_own(found, actor):
        raise Http404(code)
    return found


@require_http_methods(["GET", "POST"])
def own_statement(request: HttpRequest, case: str) -> HttpResponse:
    """One's own step of a case: what it is about in one sentence, until when, and what one says; no file."""
    actor = allowed(request, "state_in_case")
    found = _own_case(actor, case)
    person = str(actor.person)
    form = _statement_form(found, person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = Statement(party=person, text=form.cleaned_data["text"], stated_on=now().date())
        record_case_step(actor, case, "statement", row, now())
        messages.success(request, say(Text("陈述已提交。", "Your statement is in.")))
        return HttpResponseRedirect(reverse("case-statement", args=[case]))
    return _own_page(request, found, person, statement=form, status=422 if form.errors else 200)


def _statement_form(case: Case, person: str, data: Any = None) -> StatementForm:
    held = next((s for s in case.rows(Statement) if s.party == person), None)
    return StatementForm(data, initial={"text": held.text if held else ""})


def _own_page(
    request: HttpRequest,
    case: Case,
    person: str,
    statement: StatementForm | None = None,
    appeal: AppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One's own part of a case, and nothing of the file."""
    today, calendar = now().date(), Calendar()
    is_open = case.phase(today, calendar) in IN_PHASE["statement"]
    ways = _ways(case, person, today)
    own = next(p for p in concerned_in(case, calendar) if p["party"].person == person)
    context = {
        "case": case,
        "ground": ground_of(case),
        "form": (statement or _statement_form(case, person)) if is_open else None,
        "held": next((s for s in case.rows(Statement) if s.party == person), None),
        "parts": [(ROLES[part.role], part) for part in own["party"].parts],
        "until": deadlines(case, calendar)["statements"],
        "own": own if case.closing() is not None else None,
        "waiting": [(a, answered_until(case, a, calendar)) for a in case.open_appeals() if a.party == person],
        "appeal": (appeal or AppealForm(ways)) if ways else None,
    }
    return render(request, "web/cases/statement.html", context, status=status)
