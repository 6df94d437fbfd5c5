"""Amendments (变更): a candidate withdraws or is disqualified; what follows is shown before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.go_back import amend_run
from quanheng.core.authority import may, require
from quanheng.core.engine import AMENDMENTS, Amendment, RunFacts
from quanheng.core.values import Outcome, Refused, Text
from quanheng.web.amendment_effect import effect_of
from quanheng.web.language import lazily, say
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.run_table import title_of

ACT_OF: Mapping[str, str] = {
    "withdrawal": "withdraw_candidate",
    "disqualification": "disqualify_candidate",
    "objection_upheld": "disqualify_candidate",
}


class AmendmentForm(forms.Form):
    """Who leaves, from which stage on, why, and by what source."""

    kind = forms.ChoiceField(label=lazily("情形", "What happened"))
    candidate = forms.ChoiceField(label=lazily("人选与职位", "Candidate and post"))
    stage = forms.ChoiceField(
        label=lazily("自哪个环节起", "From which stage on"),
        help_text=lazily("只能选此人参加过、已结束的环节。", "A closed stage in which the person stood."),
    )
    reason = forms.CharField(
        label=lazily("理由", "Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=lazily("依据", "Source"),
        help_text=lazily(
            "书面申请、决定或异议处理的编号", "The letter, the decision, or the objection's number"
        ),
        max_length=200,
    )

    def __init__(self, view: RunInView, data: Any = None) -> None:
        super().__init__(data)
        facts, outcomes = view.state.facts, view.state.outcomes
        kinds = [(k, t) for k, t in AMENDMENTS.items() if may(view.actor, ACT_OF[k])]
        choices: Any = self.fields
        choices["kind"].choices = [(k, lazily(t.zh, t.en)) for k, t in kinds]
        choices["candidate"].choices = [("", lazily("请选择", "Choose")), *_candidates(facts, outcomes)]
        choices["stage"].choices = [
            ("", lazily("请选择", "Choose")),
            *(
                (s.id, lazily(title_of(s).zh, title_of(s).say("en")))
                for s in facts.plan.stages
                if s.id in outcomes
            ),
        ]

    def amendment(self, number: int) -> Amendment:
        """What the form says, numbered after those that stand."""
        said = self.cleaned_data
        post, _, person = said["candidate"].partition("|")
        return Amendment(
            f"A{number}",
            said["kind"],
            person,
            post,
            said["stage"],
            said["reason"].strip(),
            said["source"].strip(),
        )


@require_http_methods(["GET", "POST"])
def amendments(request: HttpRequest, run: str) -> HttpResponse:
    """The amendments so far, and a new one: previewed first, done when confirmed."""
    view = run_for(request, run)
    if request.method == "GET":
        form = AmendmentForm(view) if _may_amend(view) else None
        return _page(request, view, form)
    if not _may_amend(view):
        require(view.actor, "withdraw_candidate")
    form = AmendmentForm(view, request.POST)
    if not form.is_valid():
        return _page(request, view, form, status=422)
    amendment = form.amendment(len(view.state.facts.amendments) + 1)
    if "confirmed" not in request.POST:
        return _page(request, view, form, amendment)
    try:
        reopened = amend_run(view.actor, run, amendment, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        form.add_error(None, lazily(refusal.say("zh"), refusal.say("en")))
        return _page(request, view, form, status=422)
    said = Text(
        f"已记入并重新推算，{len(reopened)} 个环节需重新办理。",
        f"Recorded and worked out again; {len(reopened)} stages must be done again.",
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("run", args=[run]))


def _may_amend(view: RunInView) -> bool:
    return any(view.may(act) for act in ACT_OF.values())


def _candidates(facts: RunFacts, outcomes: Mapping[str, Outcome]) -> list[tuple[str, str]]:
    """Everyone who stands at the last closed stage, by post."""
    closed = [s.id for s in facts.plan.stages if s.id in outcomes]
    standing = outcomes[closed[-1]].remaining.candidates if closed else ()
    titles = {p.id: p.title for p in facts.plan.posts}
    found = []
    for c in standing:
        name = facts.people[c.person].name if c.person in facts.people else c.person
        title = titles.get(c.post, Text(c.post, c.post))
        shown = lazily(f"{name}（{c.person}）{title.zh}", f"{name} ({c.person}), {title.say('en')}")
        found.append((f"{c.post}|{c.person}", shown))
    return found


def _page(
    request: HttpRequest,
    view: RunInView,
    form: AmendmentForm | None,
    amendment: Amendment | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = view.state.facts
    titles = {s.id: title_of(s) for s in facts.plan.stages}
    lines = [
        {
            "amendment": a,
            "kind": AMENDMENTS[a.kind],
            "name": facts.people[a.person].name if a.person in facts.people else a.person,
            "stage": titles.get(a.stage, a.stage),
        }
        for a in facts.amendments
    ]
    context = {
        "run": view.state.code,
        "trail_title": view.state.facts.plan.title,
        "form": form,
        "lines": lines,
        "effect": effect_of(facts, view.state.outcomes, amendment) if amendment else None,
        "titles": titles,
    }
    return render(request, "web/amendments/amendments.html", context, status=status)
