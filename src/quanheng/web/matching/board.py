"""Board (双向选择看板): offices with their seats, who is placed how, who waits, what was adjusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.record_rows import record_rows
from quanheng.core.engine import dues_of
from quanheng.core.inputs import Due
from quanheng.core.people import Person
from quanheng.core.stages.matching import Call, Settings
from quanheng.core.stages.matching.board import Board, OfficeCard, Refusal, Seat, Waiter, board_of
from quanheng.core.stages.matching.rounds import deadlines_of, round_now
from quanheng.core.trace import from_line
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import lazily, say
from quanheng.web.lists import asked
from quanheng.web.matching.words import (
    said_circle,
    said_other,
    said_pair,
    said_phase,
    said_refusals,
    said_seat,
)
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.dues import told_dues

Stage = StageInView[Settings]
SHOWN = 40
"""So many people of an office are listed at once; the rest when the office is asked for alone."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One taken seat in words."""

    seat: Seat
    person: Person
    said: Text


@dataclass(frozen=True, slots=True)
class Office:
    """One office on the screen.

    Shapes: `others` are those who wanted it more than what they have, each in one line; `more` counts the
    people not listed.
    """

    card: OfficeCard
    title: Text
    unit: str
    heads: str
    seats: tuple[SeatLine, ...]
    more: int
    others: tuple[Text, ...]

    @property
    def filled(self) -> int:
        """How many seats of this stage are taken."""
        return self.card.seats - self.card.vacant


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody without a place, with each wish and why it was not met."""

    waiter: Waiter
    person: Person
    reasons: tuple[tuple[Refusal, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One entry of the record of adjustments. Shapes: `key` where it is still in force and may be undone."""

    at: datetime
    by: str
    said: Text
    reason: str
    decided_by: str
    is_undoing: bool
    key: str = ""


class CallForm(forms.Form):
    """The days of a round."""

    preferences_until = forms.DateField(
        label=lazily("志愿截止日期", "Preferences until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    at = forms.RegexField(
        r"^(([01]?\d|2[0-3]):[0-5]\d)?$",
        label=lazily("截止时间", "At"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "17:00", "inputmode": "numeric"}),
    )
    choices_until = forms.DateField(
        label=lazily("机构选人截止日期", "Offices choose until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@require_GET
def board(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The board as it stands, or only its figures for who may not see yet who chose whom."""
    return _page(request, _stage(request, run, stage, "view_run"))


@require_POST
def call_round(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Fix the days of the open round, or open the next one to those who have no place yet."""
    view = _stage(request, run, stage, "record_matching")
    form = CallForm(request.POST)
    number = _number_called(view, request.POST.get("round", ""))
    if not form.is_valid():
        return _page(request, view, form)
    said = form.cleaned_data
    if number > round_now(view.inputs, view.settings) and _open_dues(view):
        raise Refused(
            "round_not_complete",
            "本轮还没有办完，不能开放下一轮。",
            "This round is not complete; the next cannot open.",
            where=view.id,
            remedy_zh="请先办完看板上列出的事项。",
            remedy_en="First settle what the board lists.",
        )
    row = Call(round=number, **{name: said[name] for name in ("preferences_until", "at", "choices_until")})
    record_rows(view.run.actor, run, stage, "calls", [row], now())
    messages.success(
        request, say(Text(f"第 {number} 轮的时间已确定。", f"The days of round {number} are fixed."))
    )
    return HttpResponseRedirect(reverse("matching-board", args=[run, stage]))


def _number_called(view: Stage, typed: str) -> int:
    current = round_now(view.inputs, view.settings)
    return int(typed) if typed.isdecimal() else current


def _stage(request: HttpRequest, run: str, stage: str, act: str) -> Stage:
    return stage_for(run_for(request, run, act), stage, Settings)


def _open_dues(view: Stage) -> tuple[Due, ...]:
    """What the stage waits for, apart from adjustments: those come when both sides have chosen."""
    if view.is_closed:
        return ()
    found = dues_of(view.run.state.facts, view.run.state.outcomes, view.closing)
    return tuple(d for d in found if d.table != "adjustments")


def sees_all(view: Stage) -> bool:
    """Whether the reader may see who wished what and who chose whom.

    Shapes: the organiser always; the body that adjusts once both sides have chosen; whoever reads the run
    once the stage is closed.
    """
    if view.is_closed or view.run.may("record_matching"):
        return True
    return is_adjuster(view) and view.is_open and not _open_dues(view)


def is_adjuster(view: Stage) -> bool:
    """Whether the reader sits in the body that adjusts placements."""
    body = view.settings.adjusted_by
    return body is not None and view.run.may("adjust_placement") and (
        view.run.may("record_matching") or view.inputs.frame.is_member(body, view.run.actor.person or "")
    )  # fmt: skip


def may_adjust(view: Stage) -> bool:
    """Whether the reader may adjust now: both sides have chosen, and nothing else is waited for."""
    return is_adjuster(view) and view.is_open and not _open_dues(view)


def waits_since(view: Stage) -> date | None:
    """Until when those who take part wait for a post, where an earlier choosing left them without one."""
    before = view.inputs.earlier.get(view.settings.takers.unplaced_of or "")
    until: date | None = before.record.waits_until if before else None
    return until


def _page(request: HttpRequest, view: Stage, form: CallForm | None = None) -> HttpResponse:
    found = board_of(view.slate, view.inputs, view.settings)
    filters = asked(request, "office", "words")
    all_of_it = sees_all(view)
    facts = view.run.state.facts
    number = round_now(view.inputs, view.settings)
    placed = len(found.field.placed)
    is_chosen = (
        view.is_closed
        or view.settings.settles == "organisation"
        or any(card.answered for card in found.offices)
    )
    context = {
        "run": view.code,
        "view": view,
        "plan": facts.plan,
        "trail_title": facts.plan.title,
        "filters": filters,
        "sees_all": all_of_it,
        "pool": len(found.field.pool),
        "placed": placed,
        "waits": len(found.waiting),
        "named": len(found.field.pool) - sum(w.silent for w in found.waiting),
        "vacant": sum(card.vacant for card in found.offices),
        "wishes": found.wishes,
        "pairs": [said_pair(p, view.inputs) for p in found.pairs] if all_of_it else [],
        "relatives": [
            (view.name(a), view.name(b), view.post(office)) for a, b, office in found.relatives
        ] if all_of_it else [],
        "offices": _offices(view, found, filters, all_of_it),
        "all_offices": [(card.office, view.post(card.office)) for card in found.offices],
        "waiting": _waiting(view, found, filters) if all_of_it and is_chosen else [],
        "silent_people": [_person(view, w.person) for w in found.waiting if w.silent] if all_of_it else [],
        "silent": sum(w.silent for w in found.waiting),
        "rounds": _rounds(view, found, number),
        "number": number,
        "phase": _phase(view, number),
        "waits_until": found.waits_until,
        "waits_after": view.settings.waiting,
        "dues": [d.text for d in told_dues(_open_dues(view), view.settings, view.run.actor)]
        if view.is_open
        else (),
        "adjusts": all_of_it and may_adjust(view),
        "imports_heads": view.is_open and bool(view.settings.heads) and view.run.may("record_matching"),
        "is_chosen": is_chosen,
        "closes": view.is_open and view.run.may("close_stage"),
        "is_two_way": view.settings.settles == "two_way",
        "since": None if view.is_closed else waits_since(view),
        "adjusted": _adjusted(view) if all_of_it else [],
        "body": view.inputs.frame.bodies.get(view.settings.adjusted_by or ""),
        "call": (form or CallForm(initial=_called(view, number)))
        if view.run.may("record_matching") and view.is_open and view.settings.settles == "two_way"
        else None,
        "is_called_wrong": form is not None,
        "next_round": number + 1 if number < len(view.settings.rounds) else 0,
    }  # fmt: skip
    return render(request, "web/matching/board.html", context, status=422 if form is not None else 200)


def _phase(view: Stage, number: int) -> Text | None:
    if not view.is_open:
        return None
    if view.settings.settles == "organisation":
        return Text("由组织安排", "Assigned by the organisation")
    return said_phase(deadlines_of(number, view.inputs, view.settings), now())


def _called(view: Stage, number: int) -> dict[str, Any]:
    days = deadlines_of(number, view.inputs, view.settings)

    def said(day: date | None) -> str:
        return day.isoformat() if day else ""

    return {"preferences_until": said(days.wishes), "at": days.at, "choices_until": said(days.choices)}


def _offices(view: Stage, found: Board, filters: dict[str, str], sees: bool) -> list[Office]:
    words, only = filters.get("words", ""), filters.get("office", "")
    offices = []
    for card in found.offices:
        if only and card.office != only:
            continue
        lines = [_line(view, seat) for seat in card.taken] if sees else []
        kept = [ln for ln in lines if words in ln.person.name or words.casefold() in ln.person.id.casefold()]
        shown = kept if only or words else kept[:SHOWN]
        if words and not shown:
            continue
        post = view.inputs.frame.posts[card.office]
        offices.append(
            Office(
                card,
                post.title,
                post.unit or "",
                "、".join(view.name(h) for h in card.heads or ()),
                tuple(shown),
                len(kept) - len(shown),
                tuple(said_other(r, card, view.inputs) for r in card.others)
                if sees and (card.answered or view.is_closed)
                else (),
            )
        )
    return offices


def _line(view: Stage, seat: Seat) -> SeatLine:
    return SeatLine(seat, _person(view, seat.person), said_seat(seat))


def _person(view: Stage, code: str) -> Person:
    return view.inputs.people.get(code) or Person(id=code, name=code)


def _waiting(view: Stage, found: Board, filters: dict[str, str]) -> list[Waiting]:
    words = filters.get("words", "")
    lines = []
    for waiter in found.waiting:
        person = _person(view, waiter.person)
        if words and words not in person.name and words.casefold() not in person.id.casefold():
            continue
        said = said_refusals(waiter.refusals, found.field, view.inputs, view.settings)
        lines.append(Waiting(waiter, person, tuple((r, view.post(r.office), text) for r, text in said)))
    return lines


def _rounds(view: Stage, found: Board, current: int) -> list[dict[str, Any]]:
    lines = {line.number: line for line in found.rounds}
    return [
        {
            "number": n,
            "title": circle.title,
            "said": said_circle(circle, view.run.state.facts),
            "line": lines.get(n),
            "is_now": n == current,
            "is_ahead": n > current,
            "days": deadlines_of(n, view.inputs, view.settings),
        }
        for n, circle in enumerate(view.settings.rounds, start=1)
    ]


def _adjusted(view: Stage) -> list[Adjusted]:
    """The record of adjustments, the latest first; what is in force may be undone."""
    written = queries.entries(view.code, "adjust_placement")
    entries = [e for e in (from_line(w.line, w.number) for w in written) if e.body["stage"] == view.id]
    names = names_of_accounts(e.actor for e in entries)
    live = {row.key() for row in view.inputs.rows.get("adjustments", ())}
    found = []
    for entry in entries:
        by = names.get(entry.actor) or entry.actor
        undone = entry.body.get("undone")
        for row in [undone] if undone else entry.body.get("adjusted", ()):
            key = f"{row['person']}|{row['office']}"
            said = _said_row(view, row, undoing=undone is not None)
            reason = entry.body["reason"] if undone else row["reason"]
            is_live = undone is None and key in live
            line = Adjusted(
                datetime.fromisoformat(entry.at), by, said, reason, row["decided_by"], undone is not None
            )
            found.append(replace(line, key=key) if is_live else line)
            live -= {key} if is_live else set()
    return found


def _said_row(view: Stage, row: dict[str, Any], *, undoing: bool) -> Text:
    name, office = view.name(row["person"]), row["office"]
    title = view.post(office) if office else Text("不安排岗位（待岗）", "no post (waits)")
    zh, en = ("撤销调配：", "Undone: ") if undoing else ("", "")
    kind = "兼" if row["concurrent"] else "→"
    also = " (beside the main post)" if row["concurrent"] else ""
    return Text(f"{zh}{name} {kind} {title.zh}", f"{en}{name} → {title.say('en')}{also}")
