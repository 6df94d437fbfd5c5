"""Draw the leak matrix (谁能看到什么): a run's facts as they could be seen, when and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from quanheng.actions.acting import refuse_conflict
from quanheng.core.access_history import Grant, Holder, Phase, Span, phase_at, spans_of
from quanheng.core.accountability.access import reads_file
from quanheng.core.accountability.case import Case
from quanheng.core.authority import OWN_FIELD, Actor, require
from quanheng.core.engine import ENROL, people_standing
from quanheng.core.inputs import InputTable
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.leak_matrix import (
    Fact,
    Reader,
    StageState,
    archive_facts,
    case_fact,
    run_facts,
    supervision_facts,
    table_fact,
    trace_facts,
)
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import name_of
from quanheng.core.trace import Entry
from quanheng.core.trace_words import outcomes_of
from quanheng.core.values import Refused, Text
from quanheng.store.accounts_then import holders, own_rows
from quanheng.store.books import entries_of
from quanheng.store.cases import all_cases, opened_at
from quanheng.store.load import RunState, run_state

COUNTED = "count_ballots"
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class StageThen:
    """One stage as it stood at an instant; `since` is when it came to stand so, None where no entry says."""

    title: Text
    state: StageState
    since: datetime | None


@dataclass(frozen=True)
class LeakMatrix:
    """What could be seen in a run over time, and at one instant of it.

    Shapes: `at` is the last moment of the second asked for; `turns` are the instants at which a stage closed,
    opened again or was counted, each with what happened.
    """

    run: str
    at: datetime
    plan: Plan
    holders: tuple[Holder, ...]
    phases: tuple[Phase, ...]
    stages: tuple[StageThen, ...]
    turns: tuple[tuple[Text, datetime], ...]
    seats: tuple[tuple[str, frozenset[str]], ...]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the state in which they were at the instant."""
        return tuple(phase_at(self.phases, self.at).facts.values())

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The accounts as they stood at the instant."""
        phase = phase_at(self.phases, self.at)
        found = (holder.reader_at(self.at, phase) for holder in self.holders)
        return tuple(reader for reader in found if reader is not None)

    def spans(self, fact: str) -> tuple[Span, ...]:
        """Who could see something of a fact, from when until when, up to the instant."""
        return spans_of(fact, self.holders, self.phases, self.at)


@dataclass(frozen=True)
class OwnPart:
    """What an account had to do with a run at an instant.

    Shapes: `bodies` are those of the plan in which its person sits now; `rows` how many rows
    of each table it had entered, and how many stood in its person's name.
    """

    holder: Holder
    reader: Reader | None
    grants: tuple[Grant, ...]
    former: tuple[Grant, ...]
    bodies: tuple[str, ...]
    rows: tuple[tuple[Text, int, int], ...]


def draw_leak_matrix(actor: Actor, run: str, at: datetime) -> LeakMatrix:
    """The matrix of a run and an instant: stages as the book says they stood, accounts with the roles held.

    Errors: Refused by authority, for a run that there is not, or in which the reader stands.
    """
    require(actor, "view_leak_matrix")
    state = run_state(run)
    refuse_conflict(actor, "view_leak_matrix", state)
    plan = state.facts.plan
    entries = list(entries_of(run))
    opened = opened_at()
    cases = [(c, opened[c.code]) for c in all_cases() if c.facts.run == run and reads_file(c, actor)]
    end = at.replace(microsecond=999_999)
    enrolment = [(s.id, t.name) for s, t in _tables(plan) if t.act == ENROL]
    return LeakMatrix(
        run,
        end,
        plan,
        holders(run, enrolment),
        tuple(_phases(state, entries, cases)),
        tuple(_stages(plan, [e for e in entries if _at(e) <= end])),
        tuple((_turn(plan, entry), _at(entry)) for entry in entries if _turns(entry)),
        tuple((body, frozenset(people)) for body, people in state.facts.members.items()),
    )


def own_part(found: LeakMatrix, account: str) -> OwnPart:
    """One account's roles, seats and rows in the run at the instant. Errors: Refused(unknown_account)."""
    holder = next((h for h in found.holders if h.account == account), None)
    if holder is None:
        raise Refused(
            "unknown_account",
            f"没有账户“{account}”，或它在本次选拔内外都没有过角色。",
            f"There is no account '{account}', or it never held a role outside of runs or in this one.",
            where="account",
            remedy_zh="请从列表中选择。",
            remedy_en="Choose one from the list.",
        )
    reader = next((r for r in found.readers if r.actor.account == account), None)
    now = holder.grants_at(found.at)
    titles = {(s.id, t.name): _table_title(found.plan, s.id, t) for s, t in _tables(found.plan)}
    fields = {(s.id, t.name): OWN_FIELD[t.act] for s, t in _tables(found.plan) if t.act in OWN_FIELD}
    rows = own_rows(found.run, account, holder.person, found.at, fields)
    return OwnPart(
        holder,
        reader,
        now,
        tuple(g for g in holder.grants if g not in now and g.period[0] <= found.at),
        tuple(body for body, people in found.seats if holder.person in people),
        tuple((titles[place], *counts) for place, counts in rows.items() if place in titles),
    )


def _tables(plan: Plan) -> Iterator[tuple[StageSettings, InputTable]]:
    for stage in plan.stages:
        for table in KINDS[stage.kind].tables:
            yield stage, table


def _table_title(plan: Plan, stage: str, table: InputTable) -> Text:
    title = name_of(plan.stage(stage))
    return Text(f"{title.zh} · {table.title.zh}", f"{title.say('en')} · {table.title.say('en')}")


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.at)


def _turns(entry: Entry) -> bool:
    """Whether an entry changes how some stage stands."""
    body = entry.body
    return entry.act in ("close_stage", COUNTED) or bool(body.get("reopened") or body.get("outcomes"))


def _turn(plan: Plan, entry: Entry) -> Text:
    stage = next((s for s in plan.stages if s.id == entry.subject.partition(":")[0].partition(".")[0]), None)
    title = name_of(stage) if stage else Text(entry.subject, entry.subject)
    if entry.act == "close_stage":
        return Text(f"{title.zh}结束", f"{title.say('en')} closed")
    if entry.act == COUNTED:
        return Text(f"{title.zh}计票", f"{title.say('en')} counted")
    return Text("退回或变更", "gone back or amended")


def _phases(
    state: RunState, entries: Sequence[Entry], cases: Sequence[tuple[Case, datetime]]
) -> Iterator[Phase]:
    """Before the run began, then from each instant on at which a stage or a case changed."""
    plan = state.facts.plan
    always = {f.id: f for f in (*archive_facts(), *supervision_facts(), *trace_facts())}
    known: dict[tuple[str, str, StageState, bool], Fact] = {}
    yield Phase(LONG_AGO, always)
    turns = {_at(e) for e in entries if _turns(e)} | {_at(e) for e in entries[:1]}
    turns |= {opened for _, opened in cases} | {step.at for case, _ in cases for step in case.steps}
    for turn in sorted(turns):
        then = [e for e in entries if _at(e) <= turn]
        closed = set(outcomes_of(then))
        facts = {f.id: f for f in run_facts()} if then else {}
        for stage, counted, where in _standings(plan, then):
            for table in KINDS[plan.stage(stage).kind].tables:
                key = stage, table.name, where, counted
                if key not in known:
                    known[key] = table_fact(stage, name_of(plan.stage(stage)), table, where, counted)
                facts[known[key].id] = known[key]
        held = [_then(case, turn) for case, opened in cases if opened <= turn]
        outcomes = {s: o for s, o in state.outcomes.items() if s in closed}
        slates = people_standing(replace(state.facts, rows={}), outcomes)
        yield Phase(turn, facts | always | {f.id: f for f in map(case_fact, held)}, slates)


def _standings(plan: Plan, entries: Sequence[Entry]) -> Iterator[tuple[str, bool, StageState]]:
    """Every stage as these entries leave it; nothing before the first."""
    closed = set(outcomes_of(entries))
    counted = {e.subject.partition(":")[0] for e in entries if e.act == COUNTED}
    coming = next((s.id for s in plan.stages if s.id not in closed), None)
    for stage in plan.stages if entries else ():
        where: StageState = "closed" if stage.id in closed else "open" if stage.id == coming else "ahead"
        yield stage.id, stage.id in counted, where


def _stages(plan: Plan, entries: Sequence[Entry]) -> Iterator[StageThen]:
    """How each stage stood after these entries, and since when."""
    stood = outcomes_of(entries)
    at = {e.number: _at(e) for e in entries}
    for stage, _, where in _standings(plan, entries):
        since = at[stood[stage].number] if where == "closed" else None
        yield StageThen(name_of(plan.stage(stage)), where, since)


def _then(case: Case, at: datetime) -> Case:
    return replace(case, steps=tuple(step for step in case.steps if step.at <= at))
