"""Acts on a stage (环节办理): close it, or go back to it with a reason."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.carry_consequences import archived
from quanheng.actions.close_stage import close_stage
from quanheng.actions.go_back import go_back
from quanheng.core.values import Refused, Text
from quanheng.web.language import lazily, say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.run_table import title_of


class ReasonForm(forms.Form):
    """Why something that was closed is opened again."""

    reason = forms.CharField(
        label=lazily("退回的理由", "Reason for going back"),
        help_text=lazily("将写入纪实，不能修改。", "It goes into the trace and cannot be changed."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_POST
def close(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Close the stage on the day said; what is missing is refused with its list."""
    view = run_for(request, run, "close_stage")
    settings = view.stage(stage)
    at, day = now(), _day(request.POST.get("closed_on", ""))
    outcome = close_stage(view.actor, run, stage, at, None if day == at.date() else day)
    left, stay = len(outcome.departures), len(outcome.remaining.candidates)
    title = title_of(settings)
    messages.success(
        request,
        say(
            Text(
                f"“{title.zh}”已结束：留下 {stay} 人次，退出 {left} 人次。",
                f"'{title.say('en')}' is closed: {stay} stay, {left} left.",
            )
        ),
    )
    return HttpResponseRedirect(reverse("run", args=[run]))


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Refused(
            "bad_date",
            f"“{said}”不是日期。",
            f"'{said}' is no date.",
            "closed_on",
            "请写成 2026-03-10。",
            "Write it as 2026-03-10.",
        ) from None
    if day > now().date():
        raise Refused(
            "date_in_future",
            f"{day} 尚未到来，环节不能在将来结束。",
            f"{day} has not come; a stage cannot close in the future.",
            "closed_on",
            "请填今天或以前的日期。",
            "Give today or an earlier day.",
        )
    return day


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Go back to a closed stage: which stages open again is said first, the reason is asked."""
    view = run_for(request, run, "go_back")
    settings = view.stage(stage)
    plan, outcomes = view.state.facts.plan, view.state.outcomes
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopened = go_back(view.actor, run, stage, form.cleaned_data["reason"], now())
        said = Text(
            f"已退回，重新开启 {len(reopened)} 个环节。", f"Gone back; {len(reopened)} stages are open again."
        )
        messages.success(request, say(said))
        return HttpResponseRedirect(reverse("run-stage", args=[run, stage]))
    order = [s.id for s in plan.stages]
    again = [s for s in plan.stages[order.index(stage) :] if s.id in outcomes]
    context = {
        "run": run,
        "stage": settings,
        "title": title_of(settings),
        "trail_title": plan.title,
        "form": form,
        "reopening": [title_of(s) for s in again],
        "withdrawn": sum(len(archived(outcomes[s.id])) for s in again),
    }
    return render(request, "web/stages/back.html", context, status=422 if request.method == "POST" else 200)
