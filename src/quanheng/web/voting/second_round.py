"""Second round of a recommendation (第二轮推荐): why it is cast, on whom, and what both say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.actions.election_desk import desk_of
from quanheng.core.stages.recommendation import Settings
from quanheng.core.stages.recommendation.recommending import Poll
from quanheng.core.stages.recommendation.rounds import failed_by, poll_of, round_due, scores_of
from quanheng.core.stages.recommendation.second_round import FirstRound, PostAgain, first_round
from quanheng.core.values import Candidate, Score, Slate, Text
from quanheng.documents.points import shown
from quanheng.web.evidence import Node, node_of
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[Settings]
DIGITS = 2
"""Units: decimals of a rate in per cent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in a round: the rate and how it came about, the boundary missed, who goes on."""

    candidate: Candidate
    name: str
    rate: str
    working: Node
    missed: Text | None
    again: bool


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post: why it is voted on again, if it is, and its rounds; `second` is empty until it is counted."""

    title: Text
    causes: tuple[Text, ...]
    cut: Text | None
    first: tuple[Line, ...]
    second: tuple[Line, ...]


@require_GET
def second_round(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Both rounds as far as they have come, and the two ways to cast the second: by ballot or on paper."""
    view: Stage = stage_for(run_for(request, run), stage, Settings)
    rule = view.settings.second_round
    first = first_round(view.slate, view.inputs, view.settings)
    again = first.again() if first else ()
    waits = round_due(2, view.inputs, view.settings) if again else []
    context = {
        "run": view.code,
        "view": view,
        "trail_title": view.run.state.facts.plan.title,
        "rule": rule,
        "first_waits": round_due(1, view.inputs, view.settings),
        "is_called": bool(again),
        "posts": _posts(view, first, counted=bool(again) and not waits) if first else (),
        "waits": waits,
        "desk": desk_of(view.code, stage, 2),
        "may_set_up": view.run.may("set_up_election") and view.is_open,
        "may_key": view.run.may("record_sheets") and view.is_open,
    }
    return render(request, "web/elections/second_round.html", context)


def _posts(view: Stage, first: FirstRound, *, counted: bool) -> tuple[PostShown, ...]:
    called = {own.post: own for own in first.posts}
    standing = Slate(first.again(), view.slate.seats)
    poll = poll_of(2, standing, view.inputs, view.settings) if counted else None
    scores = scores_of(poll, view.settings) if poll else ()
    found = []
    for post in dict.fromkeys(c.post for c in first.field.candidates):
        again = called.get(post)
        found.append(
            PostShown(
                view.post(post),
                again.causes if again else (),
                again.cut.words if again else None,
                tuple(_lines(view, post, first.poll, first.scores, again)),
                tuple(_lines(view, post, poll, scores, None)) if poll and again else (),
            )
        )
    return tuple(sorted(found, key=lambda own: not own.causes))


def _lines(
    view: Stage, post: str, poll: Poll, scores: Sequence[Score], again: PostAgain | None
) -> Iterator[Line]:
    """The candidates of a post, the best rate first."""
    facts = view.run.state.facts
    for score in sorted((s for s in scores if s.candidate.post == post), key=lambda s: s.rank or 0):
        failed = failed_by(poll, score.candidate, view.settings)
        rate = poll.rate(score.candidate).value
        yield Line(
            score.candidate,
            view.name(score.candidate.person),
            "—" if rate is None else f"{shown(rate * 100, DIGITS)}%",
            node_of(facts.plan, view.settings, score.working, facts.people),
            _missed(failed[0], failed[1].is_.say_rate()) if failed else None,
            again is not None and score.candidate in again.again,
        )


def _missed(place: str, bound: Text) -> Text:
    if place.startswith("veto"):
        return Text(f"达到否决界限：{bound.zh}", f"vetoed when {bound.say('en')}")
    return Text(f"未达到界限：{bound.zh}", f"needed: {bound.say('en')}")
