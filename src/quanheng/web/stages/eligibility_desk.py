"""Eligibility desk (资格审查): everybody under every rule before the stage closes, those still open first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from quanheng.core.eligibility.qualification import Waiver, candidate_verdict
from quanheng.core.stages import eligibility
from quanheng.core.stages.eligibility import REVIEWS, Review
from quanheng.core.values import Candidate, Text
from quanheng.web.lists import asked
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.posts_open import RuleAnswer, leaves_of

Stage = StageInView[eligibility.Settings]
STATES = {
    "open": Text("待审查", "To be reviewed"),
    "out": Text("不符合", "Not qualified"),
    "in": Text("符合", "Qualified"),
}
LOOKS = {"open": "is-warning", "out": "is-error", "in": "is-met"}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One candidate: where they stand, the rules that are not plainly met, all rules, and the review."""

    candidate: Candidate
    name: str
    title: Text
    state: str
    wanting: tuple[RuleAnswer, ...]
    rules: tuple[RuleAnswer, ...]
    review: Text | None
    href: str

    @property
    def said(self) -> Text:
        """The state in words."""
        return STATES[self.state]

    @property
    def look(self) -> str:
        """How the state looks."""
        return LOOKS[self.state]


@require_GET
def desk(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The candidates with what the rules find on them, worked out from the roster as it stands."""
    view = stage_for(run_for(request, run), stage, eligibility.Settings)
    lines = lines_of(view)
    filters = asked(request, "state", "post")
    order = list(STATES)
    shown = [
        line
        for line in sorted(lines, key=lambda line: order.index(line.state))
        if filters.get("state", line.state) == line.state
        and filters.get("post", line.candidate.post) == line.candidate.post
    ]
    context = {
        "run": run,
        "view": view,
        "stage": view.settings,
        "title": view.title,
        "trail_title": view.run.state.facts.plan.title,
        "lines": shown,
        "counts": [(state, STATES[state], sum(x.state == state for x in lines)) for state in STATES],
        "posts": [(p.id, p.title) for p in view.run.state.facts.plan.posts if view.slate.of(p.id)],
        "filters": filters,
        "as_of": view.run.state.facts.plan.as_of,
        "enters": view.run.may("review_eligibility") and not view.is_closed,
    }
    return render(request, "web/eligibility/desk.html", context)


def lines_of(view: Stage) -> tuple[DeskLine, ...]:
    """Everybody on the slate, in slate order."""
    waivers = view.rows("waivers", Waiver)
    reviews = {(r.person, r.post): r for r in view.rows("reviews", Review)}
    due = {(d.person, d.table) for d in view.dues()}
    found = []
    for candidate in view.slate.candidates:
        judged = candidate_verdict(candidate, view.inputs, waivers)
        review = reviews.get((candidate.person, candidate.post)) or reviews.get((candidate.person, ""))
        rules = leaves_of(judged) if judged else ()
        failed = judged is not None and judged.counts_as == "not_met"
        state = "out" if failed or (review is not None and review.verdict == "not_qualified") else "in"
        if state == "in" and review is None and (candidate.person, "reviews") in due:
            state = "open"
        found.append(
            DeskLine(
                candidate=candidate,
                name=view.name(candidate.person),
                title=view.post(candidate.post),
                state=state,
                wanting=tuple(r for r in rules if r.state != "met"),
                rules=rules,
                review=_said(view, review) if review else None,
                href=_review_form(view, candidate),
            )
        )
    return tuple(found)


def _said(view: Stage, review: Review) -> Text:
    verdict, by = REVIEWS.say(review.verdict), view.name(review.by)
    return Text(f"{verdict.zh}：{review.reason}（{by}）", f"{verdict.say('en')}: {review.reason} ({by})")


def _review_form(view: Stage, candidate: Candidate) -> str:
    known = urlencode({"person": candidate.person, "post": candidate.post})
    return f"{reverse('input-table', args=[view.code, view.id, 'reviews'])}?{known}#form"
