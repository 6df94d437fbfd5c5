"""Take over heads (转入负责人): who won a head's post in one run chooses for its office in another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor, require
from quanheng.core.engine import Closing, RunFacts, inputs_for
from quanheng.core.findings import title_of
from quanheng.core.inputs import Inputs
from quanheng.core.stages.appointment import AppointmentRecord
from quanheng.core.stages.matching import Settings
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.tables import Head
from quanheng.core.values import Refused, Text
from quanheng.store.load import RunState, run_state
from quanheng.store.work_lists import run_codes

TABLE = "heads"


@dataclass(frozen=True, slots=True)
class HeadChange:
    """One office: who chooses now, who would choose, the posts that decide, what would be entered."""

    office: str
    title: Text
    posts: tuple[str, ...]
    now: tuple[str, ...]
    then: tuple[str, ...]
    rows: tuple[Head, ...]


@dataclass(frozen=True)
class HeadPlan:
    """What taking over from a run would change. Shapes: `digest` is of the rows, to be confirmed as seen."""

    source: str
    changes: tuple[HeadChange, ...]

    @property
    def rows(self) -> tuple[Head, ...]:
        """Everything that would be entered."""
        return tuple(row for change in self.changes for row in change.rows)

    @property
    def digest(self) -> str:
        """What the reader confirms."""
        return hashlib.sha256("\n".join(r.model_dump_json() for r in self.rows).encode()).hexdigest()[:32]


def sources_for(run: str, stage: str) -> list[tuple[str, Text, int]]:
    """The runs that appointed somebody to a head's post of the stage: code, title, how many."""
    settings = _settings(run_state(run).facts, stage)
    found = []
    for code in run_codes():
        if code == run:
            continue
        state = run_state(code)
        won = sum(len(_winners(state, posts)) for posts in settings.heads.values())
        if won:
            found.append((code, state.facts.plan.title, won))
    return found


def heads_from(run: str, stage: str, source: str) -> HeadPlan:
    """What taking over from another run would change; nothing is stored.

    Errors: Refused(unknown_run), Refused(no_heads_won).
    """
    state = run_state(run)
    settings, other = _settings(state.facts, stage), run_state(source)
    inputs = _inputs(state, stage)
    changes = tuple(_change(office, settings, inputs, other) for office in settings.heads)
    plan = HeadPlan(source, tuple(c for c in changes if c.rows))
    if not plan.changes:
        raise Refused(
            "no_heads_won",
            f"运行“{source}”没有任命本方案 heads 列明的职务。",
            f"Run '{source}' appointed nobody to a post that this plan's heads name.",
            where=f"stages.{stage}.heads",
            remedy_zh="请选任命了这些职务的运行；职务名称须与方案一致。",
            remedy_en="Choose a run that did; the posts must be called as in the plan.",
        )
    return plan


def take_over_heads(actor: Actor, run: str, stage: str, source: str, digest: str, at: datetime) -> int:
    """Let those who won choose, as it was shown; how many.

    Errors: Refused by authority, for what was not shown like this, or once somebody else has chosen.
    """
    require(actor, "view_run")
    plan = heads_from(run, stage, source)
    if plan.digest != digest:
        raise Refused(
            "heads_changed",
            "与显示的不同，没有转入。",
            "It differs from what was shown; nothing was taken over.",
            where=source,
            remedy_zh="请重新查看后确认。",
            remedy_en="Look at it again, then confirm.",
        )
    return record_rows(actor, run, stage, TABLE, plan.rows, at)


def _settings(facts: RunFacts, stage: str) -> Settings:
    settings = next((s for s in facts.plan.stages if s.id == stage), None)
    if not isinstance(settings, Settings):
        raise Refused(
            "unknown_stage", f"“{stage}”不是双向选择环节。", f"'{stage}' is no two-way selection.", stage,
            "请核对环节。", "Check the stage.",
        )  # fmt: skip
    return settings


def _inputs(state: RunState, stage: str) -> Inputs:
    order = [s.id for s in state.facts.plan.stages]
    earlier = {s: state.outcomes[s] for s in order[: order.index(stage)] if s in state.outcomes}
    day = state.facts.plan.as_of
    return inputs_for(state.facts, earlier, Closing(stage, day, day))


def _winners(state: RunState, posts: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Those whom a run appointed to one of these posts: person, then post and paper."""
    titles = {p.id: p.title.zh for p in state.facts.plan.posts}
    found: dict[str, tuple[str, str]] = {}
    for outcome in state.outcomes.values():
        record: Any = outcome.record
        for made in record.appointments if isinstance(record, AppointmentRecord) else ():
            if titles.get(made.post) in posts:
                found[made.person] = (titles[made.post], made.number)
    return found


def _change(office: str, settings: Settings, inputs: Inputs, other: RunState) -> HeadChange:
    posts = tuple(settings.heads[office])
    won = _winners(other, posts)
    rows = tuple(
        Head(office=office, person=person, post=post, source=f"{other.code} {number}".strip())
        for person, (post, number) in won.items()
    )
    now = tuple(sorted(choosers_of(office, inputs, settings) or ()))
    return HeadChange(office, title_of(office, inputs), posts, now, tuple(won), rows)
