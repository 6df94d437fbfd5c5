"""Opening desk (开考与改报): what each post comes to, and who of a cancelled post chooses another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.record_rows import record_rows, remove_row
from quanheng.core.authority import require
from quanheng.core.engine import refusals_of
from quanheng.core.parts import said
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import opening
from quanheng.core.stages.opening import Rechoice
from quanheng.core.stages.opening.ratio import DONE, OPEN, PostOpening, openings
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.language import say
from quanheng.web.plans.days import planned_steps
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.posts_open import RuleAnswer, answers_for

Stage = StageInView[opening.Settings]
TWO = Decimal("0.01")
LOOKS = {"open": "is-met", "reduced": "is-warning", "gone_on": "is-warning"}


@dataclass(frozen=True, slots=True)
class PostLine:
    """One post: its candidates and seats, the ratio it has and needs, and what becomes of it."""

    id: str
    title: Text
    opening: PostOpening
    has: str
    needs: str
    done: Text
    look: str


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody of a cancelled post, and the post they have chosen instead, if any."""

    person: str
    name: str
    from_post: str
    title: Text
    chosen: Text | None
    key: str


@dataclass(frozen=True, slots=True)
class Option:
    """A post that opens, as somebody may choose it: `bar` says why not."""

    line: PostLine
    rules: tuple[RuleAnswer, ...]
    bar: Text | None
    is_chosen: bool


@require_GET
def desk(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Every post with its ratio and what becomes of it, and those who may choose anew."""
    view = stage_for(run_for(request, run), stage, opening.Settings)
    context = {
        **_around(view),
        "lines": lines_of(view),
        "moves": moves_of(view),
        "rechoose": view.settings.rechoose,
        "enters": view.run.may("record_enrolment") and not view.is_closed,
    }
    return render(request, "web/opening/desk.html", context)


@require_http_methods(["GET", "POST"])
def rechoose(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """For somebody whose post is cancelled: the posts that open, and which of them they choose instead."""
    view = stage_for(run_for(request, run, "rechoose_post"), stage, opening.Settings)
    person = _person(view)
    own = [m for m in moves_of(view) if m.person == person]
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        move = _asked(own, request.POST.get("from_post", ""))
        row = _row(view, move, request.POST.get("to_post", ""))
        try:
            record_rows(view.run.actor, run, stage, "rechoices", [row], now())
        except Refused as refusal:
            refusals = refusal.each
        else:
            messages.success(request, say(Text("改报已提交。", "Your new choice is in.")))
            return HttpResponseRedirect(reverse("rechoose", args=[run, stage]))
    context = {
        **_around(view),
        "name": view.name(person),
        "own": [(move, _options(view, move)) for move in own],
        "last": last_day(view),
        "planned": planned_day(view),
        "takes": takes(view),
        "refusals": refusals,
    }
    return render(request, "web/opening/rechoose.html", context, status=422 if refusals else 200)


@require_POST
def take_back(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Take one's new choice back while it may still be made."""
    view = stage_for(run_for(request, run, "rechoose_post"), stage, opening.Settings)
    own = [m for m in moves_of(view) if m.person == _person(view)]
    move = _asked(own, request.POST.get("from_post", ""))
    remove_row(view.run.actor, run, stage, "rechoices", move.key, now())
    messages.success(request, say(Text("已撤回改报。", "Your new choice is taken back.")))
    return HttpResponseRedirect(reverse("rechoose", args=[run, stage]))


def lines_of(view: Stage) -> tuple[PostLine, ...]:
    """The posts as they come out now; once the stage is closed, as they came out."""
    outcome = view.run.state.outcomes.get(view.id)
    found = outcome.record.posts if outcome else openings(view.slate, view.inputs, view.settings)
    return tuple(_line(view, one) for one in found)


def moves_of(view: Stage) -> tuple[Move, ...]:
    """Everybody whose post is cancelled, with what they have chosen instead."""
    rows = {(r.person, r.from_post): r for r in view.rows("rechoices", Rechoice)}
    gone = [p.post for p in openings(view.slate, view.inputs, view.settings) if p.done == "cancelled"]
    return tuple(
        _move(view, candidate, rows.get((candidate.person, candidate.post)))
        for post in gone
        for candidate in view.slate.of(post)
    )


def last_day(view: Stage) -> str:
    """The last day of choosing anew, where the plan gives one."""
    day = view.settings.last_day()
    return day.isoformat() if day else ""


def planned_day(view: Stage) -> str:
    """The day on which the plan holds the stage, in brackets; empty where it gives none."""
    step = planned_steps(view.run.state.facts.plan).get(view.id)
    day = (step.closes_on or step.opens_on) if step else None
    return say(Text(f"（方案日程 {day}）", f" (planned for {day})")) if day else ""


def takes(view: Stage) -> bool:
    """Whether a candidate may choose anew now."""
    day = view.settings.last_day()
    return view.settings.rechoose and view.is_open and (day is None or now().date() <= day)


def _around(view: Stage) -> dict[str, object]:
    return {
        "run": view.code,
        "view": view,
        "stage": view.settings,
        "title": view.title,
        "plan": view.run.state.facts.plan,
        "trail_title": view.run.state.facts.plan.title,
    }


def _line(view: Stage, one: PostOpening) -> PostLine:
    post = view.inputs.frame.posts[one.post]
    ratio = view.settings.ratio_of(post)
    has = plain((Decimal(one.candidates) / one.seats_before).quantize(TWO)) if one.seats_before else ""
    merged = view.post(one.merged_into) if one.merged_into else None
    done = DONE[one.done]
    if merged is not None:
        done = Text(f"{done.zh}：{merged.zh}", f"{done.say('en')}: {merged.say('en')}")
    return PostLine(
        one.post, post.title, one, has, said(ratio) if ratio else "", done, LOOKS.get(one.done, "is-error")
    )


def _move(view: Stage, candidate: Candidate, row: Rechoice | None) -> Move:
    return Move(
        candidate.person,
        view.name(candidate.person),
        candidate.post,
        view.post(candidate.post),
        view.post(row.to_post) if row else None,
        row.key() if row else "",
    )


def _options(view: Stage, move: Move) -> tuple[Option, ...]:
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    held = {(r.person, r.from_post): r.to_post for r in view.rows("rechoices", Rechoice)}
    found = []
    for line in lines_of(view):
        if line.opening.done not in OPEN:
            continue
        is_chosen = held.get((move.person, move.from_post)) == line.id
        refused = refusals_of(facts, outcomes, view.closing, "rechoices", [_row(view, move, line.id)])
        bar = refused[0][1].text if refused and not is_chosen else None
        rules = answers_for(view.inputs, Candidate(move.person, line.id))
        found.append(Option(line, rules, bar, is_chosen))
    return tuple(found)


def _row(view: Stage, move: Move, to_post: str) -> Rechoice:
    return Rechoice(person=move.person, from_post=move.from_post, to_post=to_post, chosen_on=now().date())


def _asked(own: list[Move], from_post: str) -> Move:
    found = next((m for m in own if m.from_post == from_post), None)
    if found is None:
        raise Http404(from_post)
    return found


def _person(view: Stage) -> str:
    require(view.run.actor, "view_own_application")
    person = view.run.actor.person
    if person is not None and person in view.slate.people():
        return person
    raise Refused(
        "not_a_candidate",
        "您不是本环节的人选。",
        "You do not stand at this stage.",
        where=view.id,
        remedy_zh="改报只对被取消职位的人选开放。",
        remedy_en="Only candidates of a cancelled post choose anew.",
    )
