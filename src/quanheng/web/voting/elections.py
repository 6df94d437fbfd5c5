"""Election of a stage (环节投票): the organiser takes it from phase to phase; others watch the same page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.count_ballots import count_ballots, names_to_read
from quanheng.actions.demo_voters import make_slips, others_cast, others_collect, own_slips, slip_sheet
from quanheng.actions.election_desk import Desk, desk_of, issuer_order, slip_order
from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.seal_election import publish_board, seal_election
from quanheng.actions.set_up_election import (
    ISSUERS,
    cancel_election,
    commit_slips,
    register_keys,
    set_up_election,
)
from quanheng.actions.void_slips import void_slips
from quanheng.core.authority import Actor
from quanheng.core.ballots.deriving import form_of_stage
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Refused, Text
from quanheng.web.language import say
from quanheng.web.lists import download
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.templatetags.furniture import MANIFEST
from quanheng.web.voting.ballot_lines import group_lines, style_lines
from quanheng.web.voting.hours_told import told_hours
from quanheng.web.voting.set_up_form import proposal, time_parts, unreadable, ways_of, wish_of

SECOND = ISSUERS[1]
ROUNDS = (1, 2)
DIGESTS = MANIFEST.with_name("digests.json")


@dataclass(frozen=True, slots=True)
class Ballot:
    """Which election of a run somebody looks at: the stage, and the round of its voting."""

    run: RunInView
    stage: str
    round: int

    @property
    def code(self) -> str:
        """The run's code."""
        return self.run.state.code

    @property
    def actor(self) -> Actor:
        """Who looks at it."""
        return self.run.actor


@require_GET
def election(request: HttpRequest, run: str, stage: str, round_: int = 1) -> HttpResponse:
    """Where the election of a stage stands, and what may be done next."""
    return election_page(request, ballot_in(run_for(request, run), stage, round_), {}, ())


@require_POST
def act(request: HttpRequest, run: str, stage: str, round_: int, act: str) -> HttpResponse:
    """One step of the election; what is refused comes back on the page with what was typed."""
    if act not in ACTS:
        raise Http404(act)
    needs, do = ACTS[act]
    view = ballot_in(run_for(request, run, needs), stage, round_)
    try:
        said = do(request, view)
    except Refused as refusal:
        many = refusal.each
        return election_page(request, view, request.POST.dict(), many)
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("election-round", args=[run, stage, round_]))


@require_GET
def slips(request: HttpRequest, run: str, stage: str, round_: int) -> HttpResponse:
    """The file from which the scrutineer's own machine makes the slips; it holds no secret."""
    view = ballot_in(run_for(request, run, "commit_slips"), stage, round_)
    desk = _desk(view)
    answer = JsonResponse(slip_order(desk, settings.BOX_ADDRESS))
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.code}-slips.json"'
    return answer


@require_GET
def issuer(request: HttpRequest, run: str, stage: str, round_: int) -> HttpResponse:
    """The file from which the second issuer makes its keys and its voters' codes."""
    view = ballot_in(run_for(request, run, "open_election"), stage, round_)
    desk = _desk(view)
    answer = JsonResponse(issuer_order(desk, form_in(view), view.run.state.facts.people))
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.code}-issuer.json"'
    return answer


def ballot_in(run: RunInView, stage: str, round_: int) -> Ballot:
    """The election of a stage in a round. Errors: Http404 for rounds that there are not."""
    if round_ not in ROUNDS:
        raise Http404(str(round_))
    return Ballot(run, stage, round_)


@require_GET
def demo_slips(request: HttpRequest, run: str, stage: str, round_: int, group: str) -> HttpResponse:
    """In the demonstration, a few slips as they are printed."""
    view = ballot_in(run_for(request, run, "commit_slips"), stage, round_)
    desk = _desk(view)
    if not settings.DEMO or group not in own_slips(desk.code, settings.BOX_ADDRESS):
        raise Http404(group)
    title = stage_for(view.run, stage, StageSettings).title.zh
    sheet = slip_sheet(desk.code, group, title, settings.BOX_ADDRESS)
    return download(sheet, f"{desk.code}-{group}.pdf", "application/pdf")


def _set_up(request: HttpRequest, view: Ballot) -> Text:
    wish = wish_of(request.POST, form_in(view), view.stage, view.round)
    set_up_election(view.actor, view.code, wish, now())
    return Text(
        "投票已筹备；公布前还可以撤销。", "The election is set up; it may be cancelled until it is opened."
    )


def _cancel(request: HttpRequest, view: Ballot) -> Text:
    cancel_election(view.actor, view.code, _desk(view).code, now())
    return Text("已撤销。", "Cancelled.")


def _commit(request: HttpRequest, view: Ballot) -> Text:
    held = _uploaded(request, "slips")
    if not all(isinstance(own, list) for own in held.values()):
        raise unreadable("slips", "请选择制票程序写出的清单。", "Choose the list that the slip maker wrote.")
    number = commit_slips(view.actor, view.code, _desk(view).code, held, now())
    return Text(f"已登记 {number} 张印制票。", f"{number} slips are committed.")


def _keys(request: HttpRequest, view: Ballot) -> Text:
    held = _uploaded(request, "keys")
    keys = {str(style): str(key) for style, key in held.items()}
    register_keys(view.actor, view.code, _desk(view).code, SECOND, keys, now())
    return Text("第二发证方的公钥已登记。", "The keys of the second issuer are registered.")


def _uploaded(request: HttpRequest, name: str) -> dict[str, Any]:
    """What a file made for this page holds under a name. Errors: Refused for any other file."""
    sent = request.FILES.get(name)
    try:
        held = json.loads(sent.read()) if sent else None
    except ValueError:
        held = None
    inner = held.get(name) if isinstance(held, dict) else None
    if not isinstance(inner, dict):
        raise unreadable(name, "请选择由本页文件生成的文件。", "Choose the file made from this page's.")
    return inner


def _open(request: HttpRequest, view: Ballot) -> Text:
    head = open_election(view.actor, view.code, _desk(view).code, now(), client=client_digest())
    return Text(
        f"已公布，首码 {head.short()}，请印在公告和票面上。", f"Opened; print the head {head.short()}."
    )


def _close_collecting(request: HttpRequest, view: Ballot) -> Text:
    close_collecting(view.actor, view.code, _desk(view).code, now())
    return Text("领票已结束，签发密钥已销毁。", "Collecting is closed, and the keys are destroyed.")


def _open_casting(request: HttpRequest, view: Ballot) -> Text:
    open_casting(view.actor, view.code, _desk(view).code, now())
    return Text("票箱已打开。", "The box takes ballots now.")


def _void(request: HttpRequest, view: Ballot) -> Text:
    scanned = [line for line in request.POST.get("secrets", "").splitlines() if line.strip()]
    done = void_slips(view.actor, view.code, _desk(view).code, scanned, now())
    return Text(
        f"作废 {done.void} 张；已投过的 {done.voted} 张未作废；读不出的 {done.unknown} 张。",
        f"{done.void} void; {done.voted} had voted and stand; {done.unknown} not read.",
    )


def _publish(request: HttpRequest, view: Ballot) -> Text:
    listed = publish_board(view.actor, view.code, _desk(view).code, now())
    if not listed:
        return Text("新到的票不足一批，没有公布。", "Too few new ballots: nothing was published.")
    return Text("新到的票的摘要已公布。", "The hashes of new ballots are on the board.")


def _seal(request: HttpRequest, view: Ballot) -> Text:
    head = seal_election(view.actor, view.code, _desk(view).code, now())
    return Text(
        f"已封箱，首码 {head.short()}，请写入会议记录。", f"Sealed; write the head {head.short()} down."
    )


def _count(request: HttpRequest, view: Ballot) -> Text:
    written = {
        name.removeprefix("name|"): value.strip()
        for name, value in request.POST.items()
        if name.startswith("name|") and isinstance(value, str)
    }
    number = count_ballots(view.actor, view.code, _desk(view).code, now(), written)
    return Text(f"{number} 张票已计入本环节。", f"{number} ballots are counted into the stage.")


def _demo_slips(request: HttpRequest, view: Ballot) -> Text:
    number = make_slips(view.actor, view.code, _desk(view).code, now())
    return Text(f"演示：已代监票人制票 {number} 张。", f"Demonstration: {number} slips are made.")


def _demo_collect(request: HttpRequest, view: Ballot) -> Text:
    number = others_collect(view.actor, _desk(view).code)
    return Text(f"演示：{number} 名虚构的选民已领票。", f"Demonstration: {number} invented voters collected.")


def _demo_cast(request: HttpRequest, view: Ballot) -> Text:
    number = others_cast(view.actor, _desk(view).code)
    return Text(f"演示：虚构的选民投出 {number} 张票。", f"Demonstration: {number} ballots were cast.")


ACTS: Mapping[str, tuple[str, Callable[[HttpRequest, Ballot], Text]]] = {
    "set-up": ("set_up_election", _set_up),
    "cancel": ("set_up_election", _cancel),
    "slips": ("commit_slips", _commit),
    "keys": ("open_election", _keys),
    "open": ("open_election", _open),
    "close-collecting": ("close_collecting", _close_collecting),
    "open-casting": ("open_casting", _open_casting),
    "void": ("void_slips", _void),
    "publish": ("publish_board", _publish),
    "seal": ("seal_election", _seal),
    "count": ("count_ballots", _count),
    "demo-slips": ("commit_slips", _demo_slips),
    "demo-collect": ("close_collecting", _demo_collect),
    "demo-cast": ("open_casting", _demo_cast),
}
"""Each step of the page: the act that somebody must be allowed, and what does it."""


def client_digest() -> str:
    """The SHA-256 of the voter's script as served, for the notice; empty before the front end is built."""
    return str(json.loads(DIGESTS.read_text("utf-8")).get("voting.js", "")) if DIGESTS.exists() else ""


def _desk(view: Ballot) -> Desk:
    desk = desk_of(view.code, view.stage, view.round)
    if desk is None:
        raise Http404(view.stage)
    return desk


def form_in(view: Ballot) -> BallotForm:
    """The ballots of the stage as it stands."""
    found: StageInView[StageSettings] = stage_for(view.run, view.stage, StageSettings)
    return form_of_stage(found.settings, found.slate, found.inputs, view.round)


def election_page(
    request: HttpRequest,
    view: Ballot,
    typed: Mapping[str, Any],
    refusals: Sequence[Refused],
    reading: object = None,
) -> HttpResponse:
    """The page: where the election stands, what was typed and refused, what a file would make of the roll."""
    found: StageInView[StageSettings] = stage_for(view.run, view.stage, StageSettings)
    desk = desk_of(view.code, view.stage, view.round)
    is_fixed = found.is_closed or (desk is not None and desk.phase != "set_up")
    form = None if is_fixed else form_in(view)
    shown = typed or (proposal(view.run, view.stage, view.round, form, now().date()) if form else {})
    context: dict[str, Any] = {
        "run": view.code,
        "view": found,
        "round": view.round,
        "trail_title": view.run.state.facts.plan.title,
        "desk": desk,
        "form": form,
        "typed": shown,
        "refusals": refusals,
        "acts": {needs for needs, _ in ACTS.values() if view.run.may(needs)},
        "groups": group_lines(desk, found.settings, form) if desk else (),
        "lines": style_lines(desk) if desk else (),
        "box": settings.BOX_ADDRESS,
        "demo_slips": _demo_slips_of(view, desk),
        "ways": ways_of(form, shown) if form else (),
        "time_parts": time_parts(shown),
        "hours": told_hours(desk.rules["times"], desk.phase, now()) if desk else None,
        "reading": reading,
        "client": client_digest(),
        "names": names_to_read(view.actor, desk.code)
        if desk and desk.phase == "sealed" and view.run.may("count_ballots")
        else (),
    }
    return render(request, "web/elections/election.html", context, status=422 if refusals else 200)


def _demo_slips_of(view: Ballot, desk: Desk | None) -> dict[str, list[str]]:
    shows = desk is not None and settings.DEMO and view.run.may("commit_slips")
    return own_slips(desk.code, settings.BOX_ADDRESS) if desk and shows else {}
