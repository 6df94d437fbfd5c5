"""Enrolment (报名): staff see where they stand under each rule, apply, and follow their own row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.choose_posts import choose_posts
from quanheng.actions.record_rows import remove_row
from quanheng.core.authority import require
from quanheng.core.engine import refusals_of
from quanheng.core.stages import enrolment
from quanheng.core.stages.enrolment import CHANNELS, Application
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.web.language import say
from quanheng.web.plans.days import planned_steps
from quanheng.web.plans.words import limits_of_choice
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.own_standing import own_lines
from quanheng.web.stages.posts_open import PostOpen, rule_sets_of

Stage = StageInView[enrolment.Settings]


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The posts with the reader's own eligibility; what they choose is shown again before it is sent."""
    view = _stage(request, run, stage)
    person = _person(view)
    if request.method == "GET":
        return _page(request, view, person, own_of(view, person), {}, ())
    rows, typed = _chosen(view, person, request.POST)
    refusals = _refusals(view, rows)
    if not rows:
        refusals = (_nothing_chosen(),)
    if refusals:
        return _page(request, view, person, rows, typed, refusals, 422)
    if "confirmed" not in request.POST:
        return _confirm(request, view, person, rows)
    choose_posts(view.run.actor, run, stage, rows, now())
    messages.success(request, say(Text("报名已提交。", "Your application is in.")))
    return HttpResponseRedirect(reverse("enrolment-receipt", args=[run, stage]))


@require_POST
def withdraw(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Take one's own application back while the stage is open."""
    view = _stage(request, run, stage)
    person = _person(view)
    row = next((a for a in own_of(view, person) if a.post == request.POST.get("post")), None)
    if row is None:
        raise Http404(request.POST.get("post", ""))
    remove_row(view.run.actor, run, stage, "applications", row.key(), now())
    title = view.post(row.post)
    messages.success(
        request,
        say(
            Text(f"已撤回对“{title.zh}”的报名。", f"Your application for '{title.say('en')}' is taken back.")
        ),
    )
    return HttpResponseRedirect(reverse("enrolment", args=[run, stage]))


@require_GET
def receipt(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The reader's own applications, to print and keep."""
    view = _stage(request, run, stage)
    person = _person(view)
    rows = own_of(view, person)
    if not rows:
        raise Http404(person)
    entered = {line.key: line.entered_at for line in queries.rows_entered(run, stage, "applications")}
    context = {
        "run": run,
        "view": view,
        "plan": view.run.state.facts.plan,
        "person": person,
        "name": view.name(person),
        "lines": [(view.post(a.post), a, CHANNELS.say(a.channel), entered.get(a.key())) for a in rows],
        "head": view.run.state.head,
        "ranked": view.inputs.frame.choices.mode == "ranked",
    }
    return render(request, "web/enrolment/receipt.html", context)


def own_of(view: Stage, person: str) -> tuple[Application, ...]:
    """A person's own applications, the first choice first."""
    own = (a for a in view.rows("applications", Application) if a.person == person)
    return tuple(sorted(own, key=lambda a: a.choice))


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    return stage_for(run_for(request, run, "enrol"), stage, enrolment.Settings)


def _person(view: Stage) -> str:
    """The reader as the roster of this run knows them."""
    require(view.run.actor, "view_own_application")
    person = view.run.actor.person
    if person is not None and person in view.inputs.people:
        return person
    raise Refused(
        "not_in_roster",
        "本次选拔启动时的名册中没有您，不能在线报名。",
        "The roster of this selection does not know you; you cannot apply online.",
        where=view.code,
        remedy_zh="请联系组织人事部门核对名册和账户。",
        remedy_en="Ask the personnel office to check the roster and your account.",
    )


def _chosen(view: Stage, person: str, given: Any) -> tuple[tuple[Application, ...], dict[str, str]]:
    """The applications that the form says, numbered as the reader ranked them, and the words they typed."""
    frame = view.inputs.frame
    posts = [p for p in given.getlist("post") if p in frame.posts]
    typed = {name: given.get(name, "").strip() for name in ("statement", "channel", "recommended_by")}
    ranks = {p: given.get(f"choice|{p}", "") for p in posts}
    ranked = frame.choices.mode == "ranked"
    rows = []
    for place, post in enumerate(posts, start=1):
        choice = int(ranks[post]) if ranked and ranks[post].isdecimal() and int(ranks[post]) else place
        said = {
            "person": person,
            "post": post,
            "choice": choice,
            "channel": typed["channel"] or view.settings.channels[0],
            "recommended_by": typed["recommended_by"],
            "statement": typed["statement"],
            "applied_on": now().date(),
        }
        rows.append(Application.model_validate(said))
    return tuple(rows), typed


def _refusals(view: Stage, rows: tuple[Application, ...]) -> tuple[Refused, ...]:
    """What stands against these applications when the reader's earlier ones give way to them."""
    facts, held = view.run.state.facts, view.inputs.rows.get("applications", ())
    people = {row.person for row in rows}
    others = tuple(a for a in held if getattr(a, "person", "") not in people)
    tables = {**facts.rows.get(view.id, {}), "applications": others}
    without = replace(facts, rows={**facts.rows, view.id: tables})
    found = refusals_of(without, view.run.state.outcomes, view.closing, "applications", rows)
    return tuple(refusal for _, refusal in found)


def _nothing_chosen() -> Refused:
    return Refused(
        "no_post",
        "还没有选择职位。",
        "No post is chosen.",
        "post",
        "请至少选择一个职位。",
        "Choose at least one.",
    )


def _confirm(request: HttpRequest, view: Stage, person: str, rows: tuple[Application, ...]) -> HttpResponse:
    dropped = [a for a in own_of(view, person) if a.key() not in {row.key() for row in rows}]
    context = {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "name": view.name(person),
        "lines": [(view.post(a.post), a, CHANNELS.say(a.channel)) for a in rows],
        "first": rows[0],
        "dropped": [view.post(a.post) for a in dropped],
        "ranked": view.inputs.frame.choices.mode == "ranked",
    }
    return render(request, "web/enrolment/confirm.html", context)


def _page(
    request: HttpRequest,
    view: Stage,
    person: str,
    rows: tuple[Application, ...],
    typed: dict[str, str],
    refusals: tuple[Refused, ...],
    status: int = 200,
) -> HttpResponse:
    plan, frame = view.run.state.facts.plan, view.inputs.frame
    chosen = {a.post: a.choice for a in rows}
    sets = rule_sets_of(view, person, chosen)
    first = rows[0] if rows else None
    posts: list[PostOpen] = [post for rules in sets for post in rules.posts]
    context = {
        "run": view.code,
        "view": view,
        "plan": plan,
        "step": planned_steps(plan).get(view.id),
        "name": view.name(person),
        "own": [(view.post(a.post), a) for a in own_of(view, person)],
        "standing": own_lines(view.run.state, person),
        "sets": sets,
        "choices": frame.choices,
        "limits": limits_of_choice(frame.choices, frame.classes),
        "ranked": frame.choices.mode == "ranked",
        "ranks": range(1, (frame.choices.max or len(posts)) + 1),
        "channels": [(c, CHANNELS.say(c)) for c in view.settings.channels],
        "least": view.settings.statement_at_least,
        "statement": typed.get("statement", first.statement if first else ""),
        "channel": typed.get("channel", first.channel if first else ""),
        "recommended_by": typed.get("recommended_by", first.recommended_by if first else ""),
        "needs_names": any(view.settings.recommenders_of(c) for c in view.settings.channels),
        "refusals": refusals,
        "takes": view.is_open and not _is_past(view.settings),
        "is_past": view.is_open and _is_past(view.settings),
    }
    return render(request, "web/enrolment/enrolment.html", context, status=status)


def _is_past(settings: enrolment.Settings) -> bool:
    """Whether nobody enrols for themselves any more: the last day is over, or its hour."""
    deadline, hour, at = settings.deadline(), settings.time.hour() if settings.time else None, now()
    if deadline is None or at.date() < deadline:
        return False
    return at.date() > deadline or (hour is not None and at.time() > hour)
