"""Opinions (凡提四必意见): each body gives its own on every candidate; a second hand signs where two must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.acting import refuse_conflict
from quanheng.actions.countersign_opinion import TABLE, countersign_opinion
from quanheng.core.authority import may, require
from quanheng.core.opinion_rights import Right, may_countersign, right_to
from quanheng.core.stages.clearance import MUSTS, RESULTS, Must, Opinion, Settings
from quanheng.core.values import Refused, Text
from quanheng.store.load import run_state
from quanheng.web.inputs.choices import Offer, offers_of
from quanheng.web.inputs.entering import enter_row
from quanheng.web.inputs.forms import RowForm
from quanheng.web.inputs.given_fields import hide
from quanheng.web.language import say
from quanheng.web.plans.asks import fit
from quanheng.web.reader import actor_of, now
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import StageInView, stage_for

LOOKS: Mapping[str, str] = {"clear": "is-met", "not_clear": "is-error", "pending": "is-warning"}
ICONS: Mapping[str, str] = {"clear": "check", "not_clear": "alert-circle", "pending": "clock"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One opinion on one person: what stands, and what the reader may do about it.

    Shapes: `right` is how the reader enters it ('' not at all); `signs` when it waits for their second
    signature; `lacks_second` when it waits for somebody's.
    """

    number: int
    person: str
    name: str
    must: Must
    title: Text
    giver: Text
    row: Opinion | None
    right: Right
    signs: bool
    lacks_second: bool

    @property
    def key(self) -> str:
        """The opinion's key."""
        return f"{self.person}|{self.must}"

    @property
    def said(self) -> Text:
        """What the opinion says."""
        if self.row is None:
            return Text("待出具", "to give")
        return RESULTS.say(self.row.result)

    @property
    def look(self) -> str:
        """The look of its state."""
        return LOOKS[self.row.result] if self.row else "is-warning"

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return ICONS[self.row.result] if self.row else "clock"

    @property
    def is_done(self) -> bool:
        """Whether nothing is wanted any more."""
        return self.row is not None and self.row.result != "pending" and not self.lacks_second

    @property
    def waits(self) -> bool:
        """Whether it waits for the reader."""
        return self.signs or (bool(self.right) and (self.row is None or self.row.result == "pending"))


@require_http_methods(["GET", "POST"])
def opinions(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The candidates with every opinion that the reader may see; one form is open at a time."""
    view = _view(request, run, stage)
    matters = matters_of(view)
    if not matters and not view.run.may("view_run"):
        raise _not_a_giver(stage)
    chosen = _chosen(matters, request.GET.get("n", ""))
    if request.method == "GET":
        return _page(request, view, matters, chosen, _form(view, chosen, None))
    if chosen is None:
        raise Http404(request.GET.get("n", ""))
    form = _form(view, chosen, request.POST) or RowForm(TABLE, {}, request.POST)
    if not form.is_valid() or form.row is None or not enter_row(view.run, stage, TABLE.name, form):
        return _page(request, view, matters, chosen, form, status=422)
    said = Text(
        f"{chosen.name}“{chosen.title.zh}”：已录入。", f"{chosen.name}, {chosen.title.say('en')}: entered."
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("opinions", args=[run, stage]))


@require_POST
def countersign(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Sign an opinion second, as it was read."""
    view = _view(request, run, stage)
    key, digest = request.POST.get("key", ""), request.POST.get("digest", "")
    countersign_opinion(view.run.actor, run, stage, key, now(), digest=digest)
    messages.success(request, say(Text("已签字。", "Signed.")))
    return HttpResponseRedirect(reverse("opinions", args=[run, stage]))


def _view(request: HttpRequest, run: str, stage: str) -> StageInView[Settings]:
    """The stage for who gives opinions or sees the run, and does not stand in it."""
    actor = actor_of(request, run)
    if not may(actor, "view_run"):
        require(actor, "give_integrity_opinion")
    view = RunInView(actor, run_state(run))
    refuse_conflict(actor, "give_integrity_opinion", view.state)
    return stage_for(view, stage, Settings)


def _not_a_giver(stage: str) -> Refused:
    return Refused(
        "not_a_giver",
        "按方案，这里没有由您出具或签字的意见。",
        "By the plan no opinion here is yours to give or to sign.",
        where=f"stages.{stage}.given_by",
        remedy_zh="由方案 given_by、second_by 所定机构的成员出具和签字。",
        remedy_en="Members of the bodies in the plan's given_by and second_by give and sign them.",
    )


def matters_of(view: StageInView[Settings]) -> tuple[Matter, ...]:
    """The opinions that the reader may see, person by person.

    Shapes: who enters opinions from paper, or sees a closed stage, sees all; everybody else those that their
    own body gives or signs.
    """
    settings, frame, actor = view.settings, view.inputs.frame, view.run.actor
    held = {row.key(): row for row in view.rows("opinions", Opinion)}
    sees_all = view.run.may("record_opinion") or (view.run.may("view_run") and view.is_closed)
    found: list[Matter] = []
    for person in view.slate.people():
        for must in settings.musts:
            row = held.get(f"{person}|{must}")
            right = right_to(actor, must, settings, frame)
            signs = row is not None and may_countersign(actor, row, settings, frame)
            seconds = settings.signatures == 2 and frame.is_member(
                settings.second_of(must), actor.person or ""
            )
            if not (sees_all or right or seconds):
                continue
            lacks = row is not None and settings.signatures == 2 and not row.second_signature
            giver = _body_title(view, settings.giver_of(must))
            number, name, title = len(found) + 1, view.name(person), MUSTS.say(must)
            found.append(Matter(number, person, name, must, title, giver, row, right, signs, lacks))
    return tuple(found)


def _body_title(view: StageInView[Settings], body: str) -> Text:
    known = view.inputs.frame.bodies.get(body)
    return known.title if known else Text("纪检监察", "discipline")


def _chosen(matters: tuple[Matter, ...], asked: str) -> Matter | None:
    if asked.isdecimal() and 1 <= int(asked) <= len(matters):
        return matters[int(asked) - 1]
    return next((m for m in matters if m.waits), None)


def _form(view: StageInView[Settings], matter: Matter | None, data: Any) -> RowForm | None:
    """The form of one opinion; who signs for themselves is named already and signs for nobody else."""
    if matter is None or not matter.right or view.is_closed:
        return None
    state, actor = view.run.state, view.run.actor
    offers = dict(offers_of(state.facts, state.outcomes, view.settings, TABLE))
    given = {"person": matter.person, "must": matter.must, "given_on": now().date().isoformat()}
    body = view.settings.giver_of(matter.must)
    if view.inputs.frame.is_member(body, actor.person or ""):
        given["signed_by"] = actor.person or ""
    for field, seats in (("signed_by", body), ("second_signature", view.settings.second_of(matter.must))):
        if seated := view.inputs.frame.members.get(seats, ()):
            offers[field] = Offer(
                tuple((p, Text(f"{view.name(p)}（{p}）", f"{view.name(p)} ({p})")) for p in seated)
            )
    if matter.right == "own":
        row = matter.row.model_copy(update=given | {"second_signature": ""}) if matter.row else None
    else:
        row = matter.row
    form = RowForm(TABLE, offers, data, row=row, given=given)
    fit(form, view.settings, TABLE)
    hide(form, TABLE.row.key_fields)
    if matter.right == "own":
        hide(form, ("signed_by", "second_signature"))
    elif view.settings.signatures == 1:
        hide(form, ("second_signature",))
    return form


def _page(
    request: HttpRequest,
    view: StageInView[Settings],
    matters: tuple[Matter, ...],
    chosen: Matter | None,
    form: RowForm | None,
    status: int = 200,
) -> HttpResponse:
    people = dict.fromkeys(m.person for m in matters)
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": view.run.state.facts.plan,
        "titles": {m.must: m.title for m in matters}.values(),
        "lines": [(view.name(p), view.posts_of(p), [m for m in matters if m.person == p]) for p in people],
        "matters": matters,
        "chosen": chosen,
        "form": form,
        "done": sum(m.is_done for m in matters),
        "mine": sum(m.waits for m in matters),
        "signing": [m for m in matters if m.signs],
        "sees_run": view.run.may("view_run"),
        "first": view.name(chosen.row.signed_by) if chosen and chosen.row else "",
        "second": view.name(chosen.row.second_signature) if chosen and chosen.row else "",
        "is_double": view.settings.signatures == 2,
    }
    return render(request, "web/opinions/opinions.html", context, status=status)
