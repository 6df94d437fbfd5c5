"""Rows to values (取): the roster as people, a run as the facts it rests on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import cast

from quanheng.core.engine import Amendment, AmendmentKind, Closing, RunFacts, replay
from quanheng.core.inputs import InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import Member, seated
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.rescheduling import Rescheduling, rescheduled
from quanheng.core.plans.schema import Plan
from quanheng.core.roster import people_of
from quanheng.core.values import Outcome, Refused
from quanheng.core.workdays import Calendar
from quanheng.store import models
from quanheng.store.archive_history import tables_known
from quanheng.store.books import head_of
from quanheng.store.elections import disclosures_of
from quanheng.store.save import PERSON, SHARE

REMEMBERED = 32


@dataclass(frozen=True)
class RunState:
    """A run as it stands: its facts, the outcomes worked out from them, and the head of its book."""

    code: str
    facts: RunFacts
    outcomes: Mapping[str, Outcome]
    head: str


_remembered: OrderedDict[tuple[str, str], RunState] = OrderedDict()
_lock = Lock()


def remember(state: RunState) -> None:
    """Keep a state in this process; the head names it exactly, because every act moves the head."""
    with _lock:
        _remembered[(state.code, state.head)] = state
        _remembered.move_to_end((state.code, state.head))
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)


def forget() -> None:
    """Keep nothing: the next reader works every run out from its rows again."""
    with _lock:
        _remembered.clear()


def run_of(code: str) -> models.Run:
    """The run of this code; Errors: Refused when there is none."""
    run = models.Run.objects.select_related("plan_version").filter(code=code).first()
    if run is None:
        raise Refused(
            "unknown_run",
            f"没有编号为“{code}”的运行。",
            f"There is no run '{code}'.",
            where=code,
            remedy_zh="请从运行列表中选择。",
            remedy_en="Choose one from the list of runs.",
        )
    return run


def run_state(code: str) -> RunState:
    """The run as it stands, from memory when its book has not moved since."""
    head = head_of(code)
    with _lock:
        state = _remembered.get((code, head.digest if head else ""))
    if state is None:
        state = fresh_run_state(code)
    remember(state)
    return state


def fresh_run_state(code: str) -> RunState:
    """The run worked out again from its rows alone."""
    head = head_of(code)
    facts = _run_facts(run_of(code))
    return RunState(code, facts, replay(facts).outcomes, head.digest if head else "")


def table_of(plan: Plan, stage: str, table: str) -> InputTable:
    """The input table of a stage; Errors: Refused naming the tables there are."""
    settings = next((s for s in plan.stages if s.id == stage), None)
    tables = KINDS[settings.kind].tables if settings else ()
    found = next((t for t in tables if t.name == table), None)
    if found is None:
        known = [f"{s.id}.{t.name}" for s in plan.stages for t in KINDS[s.kind].tables]
        raise Refused(
            "unknown_table",
            f"方案中没有录入表“{stage}.{table}”。",
            f"The plan has no input table '{stage}.{table}'.",
            where=f"{stage}.{table}",
            remedy_zh=f"可用：{'、'.join(known)}。",
            remedy_en=f"Known: {', '.join(known)}.",
        )
    return found


def roster_people() -> Mapping[str, Person]:
    """Everyone in the roster with their histories."""
    return people_of(tables_known())


def _run_facts(run: models.Run) -> RunFacts:
    plan = read_plan(run.plan_version.text).plan
    people = dict(models.PersonFacts.objects.filter(run=run).values_list("person", "facts"))
    members, principals = seated(
        Member(body=m.body, person=m.person, principal=m.principal)
        for m in models.Membership.objects.filter(run=run).order_by("order")
    )
    changes, calendar = _reschedulings(run), Calendar()
    return RunFacts(
        plan=rescheduled(plan, changes, calendar),
        people={code: PERSON.validate_json(facts) for code, facts in people.items()},
        calendar=calendar,
        members=members,
        principals=principals,
        rows=_rows(run, plan),
        closings=tuple(
            Closing(c.stage, c.opened_on, c.closed_on, SHARE.validate_json(c.share) if c.share else None)
            for c in models.StageClosing.objects.filter(run=run, voided_at=None)
        ),
        amendments=tuple(
            Amendment(a.code, cast(AmendmentKind, a.kind), a.person, a.post, a.stage, a.reason, a.source)
            for a in models.AmendmentRow.objects.filter(run=run)
        ),
        disclosures=disclosures_of(run.code),
        reschedulings=changes,
        written=plan if changes else None,
    )


def _reschedulings(run: models.Run) -> tuple[Rescheduling, ...]:
    return tuple(
        Rescheduling(
            r.code,
            r.stage,
            r.opens_on,
            r.closes_on,
            r.with_later,
            r.reason,
            r.decided_by,
            r.decided_on,
            r.source,
            r.was_opens_on,
            r.was_closes_on,
        )
        for r in models.StageRescheduling.objects.filter(run=run)
    )


def _rows(run: models.Run, plan: Plan) -> dict[str, dict[str, tuple[Row, ...]]]:
    lines: dict[tuple[str, str], list[str]] = {}
    live = models.InputRow.objects.filter(run=run, replaced_at=None).order_by("id")
    for stage, table, payload in live.values_list("stage", "table", "payload"):
        lines.setdefault((stage, table), []).append(payload)
    secret = models.SecretBlock.objects.filter(run=run)
    for stage, table, payload in secret.values_list("stage", "table", "payload"):
        lines.setdefault((stage, table), []).extend(payload.split("\n"))
    rows: dict[str, dict[str, tuple[Row, ...]]] = {}
    for (stage, table), payloads in lines.items():
        row = table_of(plan, stage, table).row
        rows.setdefault(stage, {})[table] = tuple(row.model_validate_json(p) for p in payloads)
    return rows
