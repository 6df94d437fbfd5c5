"""Decision meeting (讨论决定): who is there, what is said of each candidate, and whether it is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.record_rows import record_rows, remove_row
from quanheng.core.kinds import KINDS
from quanheng.core.stages.decision.tables import (
    VOICES,
    Attendance,
    BallotCount,
    Meeting,
    Postponement,
    Vote,
)
from quanheng.core.stages.decision.votes import Settings
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.meeting_cards import COUNTED, Card, Voice, cards_of, quorum_of, seats_of, with_typed

Stage = StageInView[Settings]


@require_GET
def meeting(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The meeting as it stands."""
    return _page(request, _stage(request, run, stage, "view_run"))


@require_POST
def record_meeting(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Day, place, chair, recorder and agenda."""
    view = _stage(request, run, stage, "record_resolution")
    form = _meeting_form(view, request.POST)
    if not form.is_valid() or form.row is None:
        return _page(request, view, form)
    try:
        record_rows(view.run.actor, run, stage, "meeting", [form.row], now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, view, form)
    messages.success(request, say(Text("会议已登记。", "The meeting is recorded.")))
    return HttpResponseRedirect(reverse("meeting", args=[run, stage]))


@require_POST
def record_attendance(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Who was due, who was there, and who steps aside for whom."""
    view = _stage(request, run, stage, "record_resolution")
    rows = []
    for seat in seats_of(view):
        recused = request.POST.getlist(f"recused|{seat.member}")
        rows.append(
            Attendance(
                member=seat.member,
                due=f"due|{seat.member}" in request.POST,
                present=f"present|{seat.member}" in request.POST,
                group=seat.attendance.group if seat.attendance else "",
                recused_for="、".join(recused),
                reason=request.POST.get(f"reason|{seat.member}", "").strip(),
            )
        )
    silent = [row for row in rows if row.due and not row.present and not row.reason]
    if silent:
        return _page(request, view, refusals=[_absence_unexplained(view, row) for row in silent], typed=rows)
    record_rows(view.run.actor, run, stage, "attendance", rows, now())
    messages.success(request, say(Text("到会情况已登记。", "The attendance is recorded.")))
    return HttpResponseRedirect(reverse("meeting", args=[run, stage]))


@require_POST
def record_votes(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """What the members said on one candidate, taken down in the hall, the principal last."""
    view = _stage(request, run, stage, "record_resolution")
    card = _card(view, request.POST)
    rows: list[Vote] = []
    for voice in card.voices:  # the principal stands last, so the places of all others are known by then
        said = request.POST.get(f"vote|{voice.member}", "")
        if said in VOICES.words:
            given = request.POST.get(f"order|{voice.member}", "").strip()
            place = int(given) if given.isdecimal() and int(given) else voice.order
            if voice.is_principal:
                place = (
                    max([v.order for v in card.voices if not v.is_principal] + [r.order or 0 for r in rows])
                    + 1
                )
            rows.append(_vote(card, voice, said, place, voice.vote.reason if voice.vote else ""))
    if not rows:
        return _page(request, view, refusals=[_nothing_said(card)])
    try:
        _refuse_principal_early(view, card, {row.member for row in rows})
        record_rows(view.run.actor, run, stage, "votes", rows, now())
    except Refused as refusal:
        return _kept(request, view, card, refusal, {row.member: row.vote for row in rows})
    return _back(request, view, card)


@require_POST
def state_vote(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """A member's own word on one candidate."""
    view = _stage(request, run, stage, "state_vote")
    card = _card(view, request.POST)
    voice = next((v for v in card.voices if v.member == view.run.actor.person), None)
    said = request.POST.get("vote", "")
    if voice is None:
        raise Refused(
            "may_not_vote",
            "您未登记到会，或者对此人应当回避，不能表态。",
            "You are not recorded as present, or are recused for this candidate.",
            where=card.name,
            remedy_zh="请与会议记录人核实到会登记。",
            remedy_en="Check the attendance with the recorder.",
        )
    if said not in VOICES.words:
        return _page(request, view, refusals=[_nothing_said(card)])
    _refuse_principal_early(view, card, {voice.member})
    row = _vote(card, voice, said, _own_place(card, voice), request.POST.get("reason", ""))
    record_rows(view.run.actor, run, stage, "votes", [row], now())
    return _back(request, view, card)


@require_POST
def record_count(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The secret ballots on one candidate, counted."""
    view = _stage(request, run, stage, "record_resolution")
    card = _card(view, request.POST)
    said = {name: request.POST.get(name, "").strip() or "0" for name in COUNTED}
    wrong = [value for value in said.values() if not value.isdecimal()]
    if wrong:
        refusal = Refused(
            "no_number", f"“{wrong[0]}”不是票数。", f"'{wrong[0]}' is no number of ballots.", card.name,
            "请填整数。", "Give whole numbers.",
        )  # fmt: skip
        return _kept(request, view, card, refusal, said)
    row = BallotCount.model_validate({"person": card.candidate.person, "post": card.candidate.post, **said})
    try:
        record_rows(view.run.actor, run, stage, "counts", [row], now())
    except Refused as refusal:
        return _kept(request, view, card, refusal, said)
    return _back(request, view, card)


@require_POST
def postpone(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Take a candidate off this meeting with a reason, or put them back on."""
    view = _stage(request, run, stage, "record_resolution")
    card = _card(view, request.POST)
    person, post = card.candidate.person, card.candidate.post
    if "undo" in request.POST:
        remove_row(view.run.actor, run, stage, "postponements", f"{person}|{post}", now())
        return _back(request, view, card)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refused(
            "reason_missing", "缓议须写明原因。", "Say why the candidate is postponed.", card.name,
            "请填写原因。", "Give the reason.",
        )  # fmt: skip
    row = Postponement(person=person, post=post, reason=reason)
    record_rows(view.run.actor, run, stage, "postponements", [row], now())
    return _back(request, view, card)


def _stage(request: HttpRequest, run: str, stage: str, act: str) -> Stage:
    return stage_for(run_for(request, run, act), stage, Settings)


def _card(view: Stage, given: Any) -> Card:
    candidate = Candidate(given.get("person", ""), given.get("post", ""))
    found = next((card for card in cards_of(view) if card.candidate == candidate), None)
    if found is None:
        raise Http404(str(candidate))
    return found


def _vote(card: Card, voice: Voice, said: str, order: int, reason: str) -> Vote:
    return Vote.model_validate(
        {
            "member": voice.member,
            "person": card.candidate.person,
            "post": card.candidate.post,
            "vote": said,
            "order": order,
            "reason": reason,
        }
    )


def _own_place(card: Card, voice: Voice) -> int:
    """The turn of somebody who speaks now: kept when they change their word."""
    if voice.vote is not None and voice.vote.order is not None:
        return voice.vote.order
    others = [v.order for v in card.voices if v.vote is not None and not v.is_principal]
    return max(others, default=0) + 1


def _refuse_principal_early(view: Stage, card: Card, speaking: set[str]) -> None:
    """Refuse the principal's word while another member has not spoken."""
    principal = next((v for v in card.voices if v.is_principal), None)
    if principal is None or principal.member not in speaking or not view.settings.principal_last:
        return
    silent = [v.name for v in card.voices if v.vote is None and v.member not in speaking]
    if silent:
        raise Refused(
            "principal_not_last",
            f"{principal.name}应当最后表态；{'、'.join(silent)}尚未表态。",
            f"{principal.name} speaks last; {', '.join(silent)} have not spoken yet.",
            where=card.name,
            remedy_zh="请先由其他成员表态。",
            remedy_en="Let the others speak first.",
        )


def _absence_unexplained(view: Stage, row: Attendance) -> Refused:
    name = view.name(row.member)
    return Refused(
        "reason_missing",
        f"{name}应到未到，请写明缺席原因。",
        f"{name} was due and is absent: say why.",
        name,
        "请在其名下“回避、缺席原因”中填写。",
        "Give the reason under the name.",
    )


def _nothing_said(card: Card) -> Refused:
    return Refused(
        "no_vote",
        "还没有选择意见。",
        "No vote is chosen.",
        card.name,
        "请选择后再保存。",
        "Choose, then save.",
    )


def _kept(
    request: HttpRequest, view: Stage, card: Card, refusal: Refused, typed: Mapping[str, str]
) -> HttpResponse:
    """The meeting with what was refused and why; nothing that was typed is lost."""
    if refusal.code == "not_allowed":
        raise refusal
    return _page(
        request, view, refusals=[each.at(card.name) for each in refusal.each], kept=(card.candidate, typed)
    )


def _back(request: HttpRequest, view: Stage, card: Card) -> HttpResponse:
    messages.success(request, say(Text(f"{card.name}：已记录。", f"{card.name}: recorded.")))
    return HttpResponseRedirect(f"{reverse('meeting', args=[view.code, view.id])}#{card.anchor}")


def _meeting_form(view: Stage, data: Any) -> RowForm:
    held = next(iter(view.rows("meeting", Meeting)), None)
    frame, body = view.inputs.frame, view.settings.body
    members = tuple(
        (m, Text(f"{view.name(m)}（{m}）", f"{view.name(m)} ({m})")) for m in frame.members.get(body, ())
    )
    given = {"held_on": now().date().isoformat(), "chair": frame.principals.get(body, "")}
    offers = {"chair": Offer(members)} if members else {}
    return RowForm(KINDS["decision"].table("meeting"), offers, data, row=held, given=given)


def _page(
    request: HttpRequest,
    view: Stage,
    form: RowForm | None = None,
    refusals: Sequence[Refused] = (),
    typed: Sequence[Attendance] = (),
    kept: tuple[Candidate, Mapping[str, str]] | None = None,
) -> HttpResponse:
    given = {row.member: row for row in typed}
    records = view.run.may("record_resolution") and view.is_open
    cards = with_typed(cards_of(view), *kept) if kept else cards_of(view)
    quorum = quorum_of(view)
    own = view.run.actor.person if view.run.may("state_vote") and view.is_open else None
    held = next(iter(view.rows("meeting", Meeting)), None)
    context = {
        "run": view.code,
        "trail_title": view.run.state.facts.plan.title,
        "view": view,
        "plan": view.run.state.facts.plan,
        "body": view.inputs.frame.bodies.get(view.settings.body),
        "held": held,
        "chair": view.name(held.chair) if held else "",
        "recorder": view.name(held.recorder) if held else "",
        "form": (form or _meeting_form(view, None)) if records else None,
        "seats": [replace(s, attendance=given.get(s.member, s.attendance)) for s in seats_of(view)],
        "refusals": refusals,
        "people": [(p, view.name(p)) for p in view.slate.people()],
        "quorum": quorum,
        "has_quorum": all(check.is_met for check in quorum),
        "majority": view.settings.majority.say(),
        "is_secret": view.settings.manner == "secret",
        "cards": cards,
        "has_attendance": bool(view.inputs.rows.get("attendance") or view.inputs.rows.get("turnout")),
        "takes_ballots": view.settings.manner == "secret" and records,
        "settled": sum(card.is_settled for card in cards),
        "records": records,
        "own": own,
        "votes": list(VOICES.words.items()),
        "waits": view.waits_for(here=("meeting", "attendance", "votes", "counts")),
    }
    return render(
        request, "web/meeting/meeting.html", context, status=422 if form is not None or refusals else 200
    )
