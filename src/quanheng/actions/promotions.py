"""Promotions (提拔): what runs made, what is recorded otherwise, and the share a stage is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quanheng.core.competing import competes
from quanheng.core.competition_share import (
    CompetitionShare,
    Promotion,
    is_division,
    is_newly_promoted,
    share_of,
)
from quanheng.core.language.posts import Post
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.stages.appointment import AppointmentRecord
from quanheng.store.load import RunState, run_state
from quanheng.store.promotions import recorded_promotions, run_texts, share_floor
from quanheng.store.work_lists import names_of_people

ASKED = frozenset({"decision", "approval"})
"""The kinds of stage that let a promotion pass."""


def share_of_year(on: date, without: str = "") -> CompetitionShare:
    """The share of the year until a day, worked out from runs and records; `without` leaves one run out."""
    since = date(on.year, 1, 1)
    rows = recorded_promotions(since, on)
    names = names_of_people(row.person for row in rows)
    recorded = [row.promotion(names.get(row.person, row.person)) for row in rows]
    return share_of([*recorded, *_of_runs(without)], since, on, share_floor())


def share_asked(plan: Plan, stage: str, run_code: str, on: date) -> CompetitionShare | None:
    """The share that a stage is asked about, where it promotes division-level leaders without competition."""
    if plan.stage(stage).kind not in ASKED or competes(plan) or not _division_posts(plan):
        return None
    return share_of_year(on, without=run_code)


def _division_posts(plan: Plan) -> dict[str, Post]:
    return {p.id: p for p in plan.posts if p.leading and is_division(p.level)}


def _of_runs(without: str) -> Iterator[Promotion]:
    """The promotions of every run with division-level leading posts; other runs are not worked out."""
    for code, text in run_texts():
        plan = read_plan(text).plan
        posts = _division_posts(plan)
        if posts and code != without:
            yield from _promoted(run_state(code), posts, competes(plan))


def _promoted(state: RunState, posts: dict[str, Post], competed: bool) -> Iterator[Promotion]:
    """Whom a run appointed; before that, whom its decision or approval let pass."""
    made = [o.record for o in state.outcomes.values() if isinstance(o.record, AppointmentRecord)]
    if made:
        chosen = [(a.person, a.post, a.effective_on) for record in made for a in record.appointments]
    else:
        passed = [c for c in state.facts.closings if state.facts.plan.stage(c.stage).kind in ASKED]
        last = list(state.outcomes.values())[-1].remaining.candidates if passed else ()
        chosen = [(c.person, c.post, passed[-1].closed_on) for c in last]
    for code, post_id, day in chosen:
        post, person = posts.get(post_id), state.facts.people.get(code)
        if post is not None and is_newly_promoted(person, post.level, day):
            name = person.name if person else code
            yield Promotion(
                code, name, post.title.zh, post.unit, post.level, day, competed, state.code,
                is_pending=not made,
            )  # fmt: skip
