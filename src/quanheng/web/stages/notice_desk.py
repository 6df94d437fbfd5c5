"""Notice desk (公示办理): the organiser puts the notice up; the discipline officer settles objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.record_rows import record_rows
from quanheng.core.kinds import KINDS
from quanheng.core.stages import public_notice
from quanheng.core.stages.public_notice import Objection, Publication, Settlement
from quanheng.core.stages.public_notice.period import notice_period, place_of
from quanheng.core.stages.public_notice.tables import RESULTS
from quanheng.core.values import Refused, Text
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.entering import enter_row
from quanheng.web.inputs.forms import RowForm
from quanheng.web.inputs.given_fields import hide
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[public_notice.Settings]
DAYS = ("published_on", "until", "removed_on")
LOOKS = {"upheld": "is-error", "not_upheld": "is-met", "open": "is-warning"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of notice and what is entered about it."""

    number: int
    title: Text
    row: Publication | None
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Received:
    """One objection and what became of it."""

    objection: Objection
    name: str
    settlement: Settlement | None

    @property
    def result(self) -> Text | None:
        """The result, if there is one."""
        return RESULTS.say(self.settlement.result) if self.settlement else None

    @property
    def look(self) -> str:
        """How the result looks."""
        return LOOKS[self.settlement.result] if self.settlement else "is-warning"

    @property
    def is_settled(self) -> bool:
        """Whether there is a final result."""
        return self.settlement is not None and self.settlement.result != "open"


@require_http_methods(["GET", "POST"])
def notice_desk(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Where the notice hangs and since when; the period that follows from it."""
    act = "publish_notice" if request.method == "POST" else "view_run"
    view = stage_for(run_for(request, run, act), stage, public_notice.Settings)
    if request.method == "GET":
        return _desk(request, view, places_of(view), ())
    typed = [
        {day: request.POST.get(f"{day}|{number}", "").strip() for day in DAYS}
        for number in range(len(view.settings.places))
    ]
    try:
        record_rows(view.run.actor, run, stage, "publications", _publications(view, typed), now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        kept = [Place(n, p.title, p.row, typed[n]) for n, p in enumerate(places_of(view))]
        return _desk(request, view, kept, many)
    messages.success(request, say(Text("公示已登记。", "The notice is recorded.")))
    return HttpResponseRedirect(reverse("notice-desk", args=[run, stage]))


def places_of(view: Stage) -> list[Place]:
    """Every place of the plan."""
    up = {place_of(p.place, view.settings): p for p in view.rows("publications", Publication)}
    found = []
    for number, title in enumerate(view.settings.places):
        row = up.get(title.zh)
        typed = {day: str(getattr(row, day) or "") if row else "" for day in DAYS}
        found.append(Place(number, title, row, typed))
    return found


def _publications(view: Stage, typed: list[dict[str, str]]) -> list[Publication]:
    rows = []
    for title, days in zip(view.settings.places, typed, strict=True):
        if not days["published_on"]:
            continue
        said = {day: _day(value, title) for day, value in days.items() if value}
        rows.append(Publication.model_validate({"place": title.zh, **said}))
    if not rows:
        raise Refused(
            "nothing_entered",
            "还没有填写发布日期，没有登记任何内容。",
            "No day of publication is given; nothing was recorded.",
            remedy_zh="请至少填写一个地点的发布日期。",
            remedy_en="Give the day of publication in one place at least.",
        )
    return rows


def _day(said: str, place: Text) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refused(
            "bad_date", f"“{said}”不是日期。", f"'{said}' is no date.", place.zh,
            "请写成 2026-03-10。", "Write it as 2026-03-10.",
        ) from None  # fmt: skip


@require_http_methods(["GET", "POST"])
def objections(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The objections with their results, and the form that settles one."""
    view = stage_for(run_for(request, run, "settle_objection"), stage, public_notice.Settings)
    received = received_of(view)
    asked = (request.POST if request.method == "POST" else request.GET).get("number", "")
    chosen = next((r for r in received if r.objection.number == asked), None)
    if asked and chosen is None:
        raise Http404(asked)
    if chosen is None:
        chosen = next((r for r in received if not r.is_settled), None)
    if request.method == "GET":
        form = _settling(view, chosen, None) if chosen and not view.is_closed else None
        return _objections(request, view, received, chosen, form)
    if chosen is None:
        raise Http404(asked)
    form = _settling(view, chosen, request.POST)
    if not form.is_valid() or form.row is None or not enter_row(view.run, stage, "settlements", form):
        return _objections(request, view, received, chosen, form, 422)
    messages.success(request, say(Text("处理结果已登记。", "The result is recorded.")))
    return HttpResponseRedirect(reverse("objections", args=[run, stage]))


def received_of(view: Stage) -> tuple[Received, ...]:
    """Every objection with its settlement."""
    results = {s.number: s for s in view.rows("settlements", Settlement)}
    return tuple(
        Received(o, view.name(o.person), results.get(o.number)) for o in view.rows("objections", Objection)
    )


def _settling(view: Stage, chosen: Received, data: Any) -> RowForm:
    me = view.run.actor.person
    given = {"number": chosen.objection.number, "settled_on": now().date().isoformat(), "by": me or ""}
    members = view.inputs.frame.members.get(view.settings.objections_to or "", ())
    offers = {"by": Offer(tuple((m, Text(view.name(m), view.name(m))) for m in members))} if members else {}
    table = KINDS["public_notice"].table("settlements")
    form = RowForm(table, offers, data, row=chosen.settlement, given=given)
    hide(form, ["number"])
    return form


def _desk(
    request: HttpRequest, view: Stage, places: list[Place], refusals: tuple[Refused, ...]
) -> HttpResponse:
    today = now().date()
    lasts = view.settings.lasts
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": view.run.state.facts.plan,
        "places": places,
        "refusals": refusals,
        "period": notice_period(view.inputs, view.settings),
        "foreseen": view.settings.period(today, lasts, view.inputs),
        "today": today,
        "received": len(view.rows("objections", Objection)),
        "unsettled": sum(not r.is_settled for r in received_of(view)),
        "publishes": view.run.may("publish_notice") and view.is_open,
        "settles": view.run.may("settle_objection"),
        "waits": view.waits_for(here=("publications",)),
    }
    return render(request, "web/notices/desk.html", context, status=422 if refusals else 200)


def _objections(
    request: HttpRequest,
    view: Stage,
    received: tuple[Received, ...],
    chosen: Received | None,
    form: RowForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": view.run.state.facts.plan,
        "received": received,
        "chosen": chosen,
        "form": form,
        "unsettled": sum(not r.is_settled for r in received),
        "period": notice_period(view.inputs, view.settings),
    }
    return render(request, "web/notices/objections.html", context, status=status)
