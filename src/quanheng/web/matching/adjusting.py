"""Adjusting (岗位调配): who is to be placed where instead, what that would change, and only then the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.adjust_placement import adjust_placement, undo_adjustment
from quanheng.core.engine import refusals_of
from quanheng.core.stages.matching import Adjustment, Settings
from quanheng.core.stages.matching.board import Board, board_of
from quanheng.core.stages.matching.consequences import Consequences, consequences_of, replaced_by
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.web.language import lazily, say
from quanheng.web.matching.board import is_adjuster, may_adjust
from quanheng.web.matching.words import said_pair
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[Settings]
NO_POST = "-"
"""The answer 'no post' in a list where an empty answer means that nothing is chosen."""


class AdjustmentForm(forms.Form):
    """Who goes where, who gives up the seat for it, why, and who decided."""

    person = forms.ChoiceField(label=lazily("人员", "Person"))
    office = forms.ChoiceField(label=lazily("安排到", "Placed in"))
    concurrent = forms.BooleanField(
        label=lazily("兼岗（保留原有岗位）", "Beside the post the person has"), required=False
    )
    refuses = forms.BooleanField(
        label=lazily("本人不服从安排", "The person does not accept it"), required=False
    )
    gives = forms.ChoiceField(
        label=lazily("由谁让出席位", "Who gives up the seat"),
        required=False,
        help_text=lazily("岗位已满时才需要。", "Needed only where the office is full."),
    )
    gives_to = forms.ChoiceField(label=lazily("让出后安排到", "Who then goes to"), required=False)
    reason = forms.CharField(
        label=lazily("理由", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided_by = forms.CharField(
        label=lazily("决定（机构和纪要）", "Decided by (body and minutes)"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "领导小组纪要第2号"}),
    )

    def __init__(self, view: Stage, board: Board, data: Any, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        offices = [(card.office, _vacancies(view, board, card.office)) for card in board.offices]
        nowhere = (NO_POST, say(Text("不安排岗位（待岗）", "No post (waits)")))
        self._choose("person", [("", "—"), *_people(view, board)])
        self._choose("office", [("", "—"), *offices, nowhere])
        seated = [(s.person, card.office) for card in board.offices for s in card.taken if s.way != "before"]
        self._choose(
            "gives",
            [("", say(Text("无须让出", "nobody"))), *((p, _seated(view, p, o)) for p, o in seated)],
        )
        self._choose("gives_to", [nowhere, *offices])
        if view.settings.posts_per_person < 2:
            del self.fields["concurrent"]
        if view.settings.settles == "two_way":
            del self.fields["refuses"]

    def _choose(self, name: str, answers: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(answers)

    def changes(self) -> tuple[Adjustment, ...]:
        """The adjustments that the form says: the person's own, and that of whoever gives up the seat."""
        said = self.cleaned_data
        why = {"reason": said["reason"], "decided_by": said["decided_by"]}
        own = Adjustment(
            person=said["person"],
            office="" if said["office"] == NO_POST else said["office"],
            concurrent=bool(said.get("concurrent")),
            accepted=not said.get("refuses"),
            **why,
        )
        if not said["gives"] or said["gives"] == said["person"]:
            return (own,)
        to = said["gives_to"] or NO_POST
        return (own, Adjustment(person=said["gives"], office="" if to == NO_POST else to, **why))


@dataclass(frozen=True, slots=True)
class Effect:
    """The consequences in words."""

    moves: tuple[tuple[str, Text, Text, bool, Text], ...]
    filled: tuple[tuple[Text, int, int, int], ...]
    made: tuple[Text, ...]
    mended: tuple[Text, ...]
    together: tuple[Text, ...]
    recused: tuple[Text, ...]


@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Ask who goes where, show what it would change, and do it once that is confirmed."""
    view = _stage(request, run, stage)
    board = board_of(view.slate, view.inputs, view.settings)
    if request.method == "GET":
        initial = {name: request.GET.get(name, "") for name in ("person", "office")}
        return _page(request, view, AdjustmentForm(view, board, None, initial))
    form = AdjustmentForm(view, board, request.POST, {})
    if not form.is_valid():
        return _page(request, view, form, status=422)
    changes = form.changes()
    refusals = refused_changes(view, changes)
    if refusals:
        return _page(request, view, form, _helped(view, board, changes, refusals), status=422)
    if "confirmed" not in request.POST:
        effect = consequences_of(changes, view.slate, view.inputs, view.settings)
        context = {**_around(view), "form": form, "effect": said_effect(effect, view), "changes": changes}
        return render(request, "web/matching/effect.html", context)
    try:
        adjust_placement(view.run.actor, run, stage, changes, now())
    except RefusedMany as many:
        return _page(request, view, form, many.refusals, status=422)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return _page(request, view, form, (refusal,), status=422)
    name = view.name(changes[0].person)
    messages.success(
        request, say(Text(f"{name}的岗位已调配，并记入纪实。", f"{name} is placed; it is in the trace."))
    )
    return HttpResponseRedirect(reverse("matching-board", args=[run, stage]))


@require_POST
def undo(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Undo an adjustment with a reason: a new entry, the old one stays."""
    view = _stage(request, run, stage)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    undo_adjustment(view.run.actor, run, stage, key, reason, now())
    messages.success(
        request,
        say(
            Text(
                "调配已撤销；原调配和撤销都在纪实中。",
                "The adjustment is undone; both entries are in the trace.",
            )
        ),
    )
    return HttpResponseRedirect(reverse("matching-board", args=[run, stage]))


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    view = stage_for(run_for(request, run, "adjust_placement"), stage, Settings)
    if not is_adjuster(view):
        raise Refused(
            "not_a_member",
            "您不是负责岗位调配的机构的成员，或方案没有规定调配。",
            "You do not sit in the body that adjusts placements, or the plan provides for none.",
            where=view.id,
            remedy_zh=f"请由其成员或组织人事干部办理。依据：方案 stages.{view.id}.adjusted_by。",
            remedy_en=f"Let a member or the organiser do it. Basis: the plan, stages.{view.id}.adjusted_by.",
        )
    if not may_adjust(view):
        raise Refused(
            "choosing_not_over",
            "个人和机构还没有选完，暂不能调配。",
            "Both sides are still choosing; nothing can be adjusted yet.",
            where=view.id,
            remedy_zh="请在机构全部选完之后再调配。",
            remedy_en="Adjust once every office has chosen.",
        )
    return view


def refused_changes(view: Stage, changes: Sequence[Adjustment]) -> tuple[Refused, ...]:
    """What stands against these adjustments together."""
    facts = view.run.state.facts
    held = tuple(r for r in view.inputs.rows.get("adjustments", ()) if isinstance(r, Adjustment))
    gone = replaced_by(held, changes)
    tables = {**facts.rows.get(view.id, {}), "adjustments": tuple(r for r in held if r not in gone)}
    without = replace(facts, rows={**facts.rows, view.id: tables})
    found = refusals_of(without, view.run.state.outcomes, view.closing, "adjustments", changes)
    return tuple(refusal for _, refusal in found)


def _helped(
    view: Stage, board: Board, changes: Sequence[Adjustment], refusals: tuple[Refused, ...]
) -> tuple[Refused, ...]:
    """Refusals, a full one with the name of whoever the office ordered last."""
    if len(changes) > 1:
        return refusals
    card = next((c for c in board.offices if c.office == changes[0].office), None)
    last = [s for s in card.taken if s.way == "chosen"] if card else []
    found = []
    for refusal in refusals:
        if refusal.code == "over_seats" and last:
            name, place = view.name(last[-1].person), last[-1].place
            refusal = Refused(
                refusal.code,
                refusal.text.zh,
                refusal.text.en,
                refusal.where,
                f"请在“由谁让出席位”中选定让出的人；该岗位排在最后的是{name}（第 {place} 位）。",
                f"Say who gives up the seat; the office ordered {name} last (place {place}).",
            )
        found.append(refusal)
    return tuple(found)


def said_effect(effect: Consequences, view: Stage) -> Effect:
    """The consequences in words, for the members who are to confirm them."""
    waits = Text("待岗", "waits")

    def said(offices: tuple[str, ...]) -> Text:
        titles = [view.post(o) for o in offices] or [waits]
        return Text("、".join(t.zh for t in titles), ", ".join(t.say("en") for t in titles))

    def wish(number: int | None, offices: tuple[str, ...]) -> Text:
        if not offices:
            return Text("", "")
        return (
            Text(f"本人第 {number} 志愿", f"own choice {number}")
            if number
            else Text("本人没有填报", "not named by the person")
        )

    return Effect(
        tuple(
            (view.name(m.person), said(m.before), said(m.after), m.loses, wish(m.wish, m.after))
            for m in effect.moves
        ),
        tuple((view.post(f.office), f.before, f.after, f.seats) for f in effect.filled),
        tuple(said_pair(p, view.inputs) for p in effect.made),
        tuple(said_pair(p, view.inputs) for p in effect.mended),
        tuple(
            Text(
                f"{view.name(a)}与{view.name(b)}有回避关系，会同在“{view.post(o).zh}”",
                f"{view.name(a)} and {view.name(b)} (recusal) would both be in '{view.post(o).say('en')}'",
            )
            for a, b, o in effect.together
        ),
        tuple(
            Text(
                f"{view.name(m)}（与{view.name(p)}）" if m != p else f"{view.name(m)}（本人）",
                f"{view.name(m)} (for {view.name(p)})" if m != p else f"{view.name(m)} (self)",
            )
            for m, p in effect.recused
        ),
    )


def _people(view: Stage, board: Board) -> list[tuple[str, str]]:
    """Those who wait first, then the others, by code, each with where they are."""
    waiting = [w.person for w in board.waiting]
    lines = [(p, say(Text(f"{view.name(p)}（{p}）· 待岗", f"{view.name(p)} ({p}) · waits"))) for p in waiting]
    placed = sorted(board.field.pool - set(waiting))
    for person in placed:
        offices = board.field.placed.get(person, ())
        where = "、".join(say(view.post(o)) for o in offices)
        lines.append(
            (
                person,
                f"{view.name(person)}（{person}）· {where}" if where else f"{view.name(person)}（{person}）",
            )
        )
    return lines


def _vacancies(view: Stage, board: Board, office: str) -> str:
    card = next(c for c in board.offices if c.office == office)
    title = view.post(office)
    return say(
        Text(
            f"{title.zh}（空缺 {card.vacant} / {card.seats}）",
            f"{title.say('en')} ({card.vacant} of {card.seats} free)",
        )
    )


def _seated(view: Stage, person: str, office: str) -> str:
    return f"{say(view.post(office))} · {view.name(person)}（{person}）"


def _around(view: Stage) -> dict[str, Any]:
    return {
        "run": view.code,
        "view": view,
        "trail_title": view.run.state.facts.plan.title,
        "body": view.inputs.frame.bodies.get(view.settings.adjusted_by or ""),
    }


def _page(
    request: HttpRequest,
    view: Stage,
    form: AdjustmentForm,
    refusals: Sequence[Refused] = (),
    status: int = 200,
) -> HttpResponse:
    context = {**_around(view), "form": form, "refusals": refusals}
    return render(request, "web/matching/adjust.html", context, status=status)
