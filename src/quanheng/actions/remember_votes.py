"""Remember votes (表决记忆): whom a body turned down in another run is known to this meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from quanheng.actions.acting import Act
from quanheng.actions.record_rows import joined
from quanheng.core.authority import Actor
from quanheng.core.engine import slate_before
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Post
from quanheng.core.plans.timeline import name_of
from quanheng.core.stages.decision import DecisionRecord
from quanheng.core.stages.decision.tables import EarlierVote, Meeting
from quanheng.core.stages.decision.votes import Settings
from quanheng.store.load import RunState, run_state
from quanheng.store.save import save_rows
from quanheng.store.work_lists import run_codes

TABLE = KINDS["decision"].table("earlier_votes")


def remember_votes(act: Act, stage: str, actor: Actor, at: datetime) -> int:
    """Enter what other runs decided on the candidates of a decision for the same post; how many votes.

    Shapes: a post is the same where title and unit are; a vote that was entered by hand stays as it is.
    """
    plan = act.facts.plan
    settings = plan.stage(stage)
    if not isinstance(settings, Settings) or settings.never_after is None:
        return 0
    known = act.facts.rows.get(stage, {})
    held = {row.key() for row in known.get(TABLE.name, ())}
    meeting = next((m for m in known.get("meeting", ()) if isinstance(m, Meeting)), None)
    before = meeting.held_on if meeting else at.date()
    wanted = {
        (c.person, _place(post)): c.post
        for c in slate_before(plan, act.outcomes, stage).candidates
        for post in plan.posts
        if post.id == c.post
    }
    found = [
        row
        for code in run_codes()
        if code != act.run.code
        for row in _turned_down(run_state(code), wanted)
        if row.held_on < before and row.key() not in held
    ]
    rows = sorted({row.key(): row for row in found}.values(), key=lambda row: (row.held_on, row.key()))
    if rows:
        save_rows(act.run, stage, TABLE.name, rows, actor.account, at)
        act.become(rows=joined(act, stage, TABLE, rows))
    return len(rows)


def _place(post: Post) -> tuple[str, str]:
    return post.title.zh, post.unit or ""


def _turned_down(state: RunState, wanted: dict[tuple[str, tuple[str, str]], str]) -> Iterator[EarlierVote]:
    """The votes of one run that adopted nobody wanted here, under the posts of this plan."""
    plan = state.facts.plan
    posts = {p.id: _place(p) for p in plan.posts}
    for stage in plan.stages:
        outcome = state.outcomes.get(stage.id)
        if outcome is None or not isinstance(outcome.record, DecisionRecord):
            continue
        for decision in outcome.record.decisions:
            post = wanted.get((decision.person, posts[decision.post]))
            if post is None or decision.result == "adopted":
                continue
            yield EarlierVote(
                person=decision.person,
                post=post,
                held_on=outcome.record.held_on,
                result=decision.result,
                document=f"{state.code} {name_of(stage).zh}",
            )
