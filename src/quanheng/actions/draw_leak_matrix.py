"""Draw the leak matrix (谁能看到什么): the facts of a run as they could be seen when a day ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanheng.actions.acting import refuse_conflict
from quanheng.core.authority import Actor, require
from quanheng.core.engine import people_standing
from quanheng.core.kinds import KINDS
from quanheng.core.leak_matrix import (
    Fact,
    Reader,
    StageState,
    archive_facts,
    run_facts,
    supervision_facts,
    table_fact,
    trace_facts,
)
from quanheng.core.plans.timeline import name_of
from quanheng.core.trace_words import outcomes_of
from quanheng.core.values import Text
from quanheng.store.accounts_then import accounts_then
from quanheng.store.books import entries_of
from quanheng.store.load import run_state

COUNTED = "count_ballots"


@dataclass(frozen=True)
class LeakMatrix:
    """What could be seen on a day: the facts, and the accounts as they stood.

    Shapes: `moments` are the days on which the run's stages closed, each with the stage.
    """

    run: str
    on: date
    facts: tuple[Fact, ...]
    readers: tuple[Reader, ...]
    moments: tuple[tuple[Text, date], ...]


def draw_leak_matrix(actor: Actor, run: str, on: date) -> LeakMatrix:
    """The matrix of a run and a day: stages as the book says they stood, accounts with the roles held then.

    Errors: Refused by authority, for a run that there is not, or in which the reader stands.
    """
    require(actor, "view_leak_matrix")
    state = run_state(run)
    refuse_conflict(actor, "view_leak_matrix", state)
    plan = state.facts.plan
    entries = [e for e in entries_of(run) if datetime.fromisoformat(e.at).date() <= on]
    closed = set(outcomes_of(entries))
    counted = {e.subject.partition(":")[0] for e in entries if e.act == COUNTED}
    coming = next((s.id for s in plan.stages if s.id not in closed), None) if entries else None
    facts: list[Fact] = [*run_facts()]
    for stage in plan.stages:
        where: StageState = "closed" if stage.id in closed else "open" if stage.id == coming else "ahead"
        for table in KINDS[stage.kind].tables:
            facts.append(table_fact(stage.id, name_of(stage), table, where, stage.id in counted))
    standing = people_standing(state.facts, {s: o for s, o in state.outcomes.items() if s in closed})
    readers = tuple(
        Reader(Actor(a.username, a.person, a.roles, a.name), a.person in standing, a.untraced)
        for a in accounts_then(run, on)
    )
    told = (*facts, *archive_facts(), *supervision_facts(), *trace_facts())
    moments = tuple((name_of(plan.stage(c.stage)), c.closed_on) for c in state.facts.closings)
    return LeakMatrix(run, on, told, readers, moments)
