"""Rescheduling (改期): a stage held on other days; what moves with it is shown before it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.reschedule_stage import (
    RescheduleEffect,
    effect_of_rescheduling,
    next_code,
    reschedule_stage,
)
from quanheng.core.authority import require
from quanheng.core.language.terms import StageSettings
from quanheng.core.plans.rescheduling import OWN_LENGTH, Rescheduling
from quanheng.core.values import Refused, Text
from quanheng.web.language import lazily, say
from quanheng.web.plans.days import planned_steps
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.run_table import title_of

FIELDS = ("stage", "opens_on", "closes_on", "reason", "decided_by", "decided_on")


def _day(zh: str, en: str, help_zh: str, help_en: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=lazily(zh, en),
        help_text=lazily(help_zh, help_en),
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ReschedulingForm(forms.Form):
    """Which stage, to which days, why, and who decided."""

    stage = forms.ChoiceField(
        label=lazily("环节", "Stage"),
        help_text=lazily("只列还没有结束的环节。", "Stages that are not closed."),
    )
    opens_on = _day(
        "新的开始日期",
        "New first day",
        "只延长截止时间的，仍写原来的开始日期。",
        "Keep the old first day where only the end moves.",
    )
    closes_on = _day(
        "新的结束日期",
        "New last day",
        "不填为历时不变；公示和试用期由方案的期限推算，不填。",
        "Empty: as long as before. Notices and trials have the length of the plan: leave it empty.",
        required=False,
    )
    with_later = forms.BooleanField(
        label=lazily("后面写明日期的环节一并移动同样天数", "Move the written days of later stages along"),
        help_text=lazily(
            "写成“某环节后几天”的，不勾选也会随之推算。",
            "Those that count from another stage follow in any case.",
        ),
        required=False,
    )
    reason = forms.CharField(
        label=lazily("理由", "Reason"),
        help_text=lazily(
            "写入公告，如“部分评委因公外出”。", "Stands in the announcement, as “some judges are away”."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decided_by = forms.CharField(
        label=lazily("决定机构", "Decided by"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "deciding-bodies", "autocomplete": "off"}),
    )
    decided_on = _day("决定日期", "Decided on", "", "")
    source = forms.CharField(
        label=lazily("依据", "Source"),
        help_text=lazily("会议纪要或批件的名称、文号", "The minutes or the letter, with its number"),
        max_length=200,
        required=False,
    )

    def __init__(self, view: RunInView, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        stage: Any = self.fields["stage"]
        steps = planned_steps(view.state.facts.plan)
        stage.choices = [
            ("", lazily("请选择", "Choose")),
            *(
                (s.id, lazily(*_named(s, steps.get(s.id))))
                for s in view.state.facts.plan.stages
                if s.id not in view.state.outcomes
            ),
        ]

    def rescheduling(self, code: str) -> Rescheduling:
        """What the form says."""
        said = self.cleaned_data
        return Rescheduling(
            code,
            said["stage"],
            said["opens_on"],
            said["closes_on"],
            said["with_later"],
            said["reason"].strip(),
            said["decided_by"].strip(),
            said["decided_on"],
            said["source"].strip(),
        )


def _named(stage: StageSettings, step: Any) -> tuple[str, str]:
    """The stage with its days until now."""
    title = title_of(stage)
    if step is None or step.opens_on is None:
        return f"{title.zh}（未写时间）", f"{title.say('en')} (no time)"
    days = (
        str(step.opens_on)
        if step.closes_on in (None, step.opens_on)
        else f"{step.opens_on} – {step.closes_on}"
    )
    return f"{title.zh}（{days}）", f"{title.say('en')} ({days})"


@require_http_methods(["GET", "POST"])
def rescheduling(request: HttpRequest, run: str) -> HttpResponse:
    """The days that changed so far, and a new change: shown with what follows first, done when confirmed."""
    view = run_for(request, run)
    if request.method == "GET":
        return _page(request, view, _empty_form(request, view))
    require(view.actor, "reschedule_stage")
    form = ReschedulingForm(view, request.POST)
    if not form.is_valid():
        return _page(request, view, form, status=422)
    asked = form.rescheduling(next_code(view.state.facts))
    try:
        if "confirmed" not in request.POST:
            return _page(request, view, form, effect_of_rescheduling(run, asked, now().date()))
        effect = reschedule_stage(view.actor, run, asked, now())
    except Refused as refusal:
        if refusal.code in ("not_allowed", "candidate_acts"):
            raise
        _add_errors(form, refusal)
        return _page(request, view, form, status=422)
    said = Text(
        f"已改期，{len(effect.shifts)} 个环节的日期有变动。公告在本运行的“文书”中，请印发告知有关人员。",
        f"Done; the days of {len(effect.shifts)} stages changed. The announcement is among the papers of "
        "this run: issue it to tell those concerned.",
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("rescheduling", args=[run]))


def _empty_form(request: HttpRequest, view: RunInView) -> ReschedulingForm | None:
    """The form, on the stage that was asked for; none for readers and for a run that is over."""
    open_ids = [s.id for s in view.state.facts.plan.stages if s.id not in view.state.outcomes]
    if not view.may("reschedule_stage") or not open_ids:
        return None
    stage = request.GET.get("stage", "")
    return ReschedulingForm(
        view, initial={"stage": stage if stage in open_ids else "", "decided_on": now().date()}
    )


def _add_errors(form: ReschedulingForm, refusal: Refused) -> None:
    """Every fault at its field; what names a line of the plan stands above the form."""
    for one in refusal.each:
        is_field = one.where in FIELDS
        shown = one.at("") if is_field else one
        form.add_error(one.where if is_field else None, lazily(shown.say("zh"), shown.say("en")))


def _page(
    request: HttpRequest,
    view: RunInView,
    form: ReschedulingForm | None,
    effect: RescheduleEffect | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = view.state.facts
    bodies = [b.title for b in facts.plan.bodies]
    if facts.plan.approval is not None and facts.plan.approval.body is not None:
        bodies.append(facts.plan.approval.body)
    context = {
        "run": view.state.code,
        "trail_title": facts.plan.title,
        "form": form,
        "lines": [(c, title_of(facts.plan.stage(c.stage))) for c in facts.reschedulings],
        "effect": effect,
        "bodies": list(dict.fromkeys(bodies)),
        "own_length": OWN_LENGTH,
    }
    return render(request, "web/rescheduling/rescheduling.html", context, status=status)
