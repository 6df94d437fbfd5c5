"""Run without a screen (无界面运行): a whole plan from files, by the same acts and on the same tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from quanheng.actions.board_rows import rows_of_board
from quanheng.actions.close_stage import close_stage
from quanheng.actions.go_back import amend_run
from quanheng.actions.headless_inputs import GivenInputs, board_file
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.reschedule_stage import reschedule_stage
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.authority import ROLES, Actor
from quanheng.core.engine import next_stage
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.lint import Check
from quanheng.core.plans.reading import ReadPlan
from quanheng.core.plans.rescheduling import placed, rescheduled
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, begins_on, timeline
from quanheng.core.values import Outcome, Refused, RefusedMany
from quanheng.core.workdays import Calendar, add_calendar_days
from quanheng.documents.tables import ReadTable
from quanheng.store.books import HOUSE, lines_of
from quanheng.store.decided_forms import DecidedForm, decided_forms
from quanheng.store.load import RunState, run_state

ACTOR = Actor("headless", None, frozenset(ROLES), "无界面运行")
SECOND = Actor("headless-second", None, frozenset(ROLES), "无界面运行（复核）")
"""Keys sheets a second time, which nobody does for their own."""
ZONE = timezone(timedelta(hours=8))
MORNING, EVENING = time(9, 0), time(17, 0)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the acts of a run: one actor for all, but others for the acts named in `others`.

    Shapes: `by_row` names, for some acts, who enters a row by what the row says.
    """

    actor: Actor
    others: Mapping[str, Actor] = field(default_factory=dict)
    by_row: Mapping[str, Callable[[Row], Actor]] = field(default_factory=dict)

    def of(self, act: str) -> Actor:
        """Who does this act."""
        return self.others.get(act, self.actor)

    def parted(self, act: str, held: ReadTable) -> list[tuple[Actor, ReadTable]]:
        """The rows of a table under those who enter them."""
        choose = self.by_row.get(act)
        if choose is None:
            return [(self.of(act), held)]
        actors = [choose(row) for row in held.rows]
        return [(own, held.where([a == own for a in actors])) for own in dict.fromkeys(actors)]


HANDS = Hands(ACTOR, {"check_marks": SECOND})


@dataclass(frozen=True, slots=True)
class Told:
    """How far a run has come: one stage closed."""

    number: int
    of: int
    stage: StageSettings
    outcome: Outcome


@dataclass(frozen=True)
class HeadlessRun:
    """A run at its end, or where it stopped and why; the lines of its book and of the house's; its forms."""

    state: RunState
    started_on: date
    trace: tuple[str, ...]
    house: tuple[str, ...]
    forms: tuple[DecidedForm, ...] = ()
    stopped_at: str | None = None
    refusal: Refused | None = None


def run_headless(
    read: ReadPlan,
    text: str,
    file: str,
    given: GivenInputs,
    start: date | None = None,
    tell: Callable[[Told], None] = lambda told: None,
) -> HeadlessRun:
    """Run a plan from its inputs as far as they carry it.

    Shapes: instants come from the plan's dates, so the same files give the same trace.
    Errors: Refused and RefusedMany for a roster or members that do not fit; a stage that cannot close is no
    error but where the run stopped.
    """
    plan = read.plan
    days = closing_days(_as_held(plan, given, start), given, start)
    begun = _begun_on(plan, days, start)
    at = datetime.combine(begun, MORNING, ZONE)
    people = _import_roster(given, at)
    version = save_plan(ACTOR, text, file, at)
    code = plan.id
    start_run(ACTOR, version, code, at, started_on=start or begins_on(plan), people=people)
    if given.members is not None:
        appoint_members(ACTOR, code, given.seats(), at)
    stopped_at, refusal = run_stages(plan, code, given, days, tell)
    return HeadlessRun(
        run_state(code),
        start or begins_on(plan),
        tuple(lines_of(code)),
        tuple(lines_of(HOUSE)),
        tuple(decided_forms(code)),
        stopped_at,
        refusal,
    )


def _as_held(plan: Plan, given: GivenInputs, start: date | None) -> Plan:
    """The plan with the days on which its stages were held.

    Errors: Refused where the whole plan starts on another day as well: the days decided would move with it.
    """
    calendar, changes = Calendar(), given.rescheduled()
    for place, change in changes:
        if start is not None and start != begins_on(plan):
            raise _other_start(place)
        plan = rescheduled(plan, (placed(plan, change, calendar),), calendar)
    return plan


def _other_start(place: str) -> Refused:
    return Refused(
        "rescheduling_start",
        "改期写的是确定的日期，不能同时给整个方案另定起始日。",
        "Reschedulings name fixed days; the whole plan cannot begin on another day as well.",
        where=place,
        remedy_zh="去掉 --start，或先“沿用”出新日期的方案，再写改期。",
        remedy_en="Leave --start out, or clone the plan to its new days first.",
    )


def refuse_senseless(checks: Sequence[Check], file: str) -> None:
    """Refuse a plan that contradicts itself (weights that do not sum, a stage that cannot be reached).

    A rule of law that it breaks is no hindrance to working it out: the result says so.
    Errors: RefusedMany with every such place.
    """
    found = [check for check in checks if check.level == "error" and not check.rule]
    if found:
        raise RefusedMany(
            Refused(
                check.code,
                check.text.zh,
                check.text.say("en"),
                where=f"{file}:{check.place.line}:{check.place.column}",
                remedy_zh=check.remedy.zh,
                remedy_en=check.remedy.say("en"),
            )
            for check in found
        )


def closing_days(plan: Plan, given: GivenInputs, start: date | None) -> dict[str, date]:
    """The day on which each stage is closed: as given, else by the timeline, else with the stage before.

    Errors: Refused when a day that was given lies before the stage in front of it.
    """
    said = given.closing_days()
    days: dict[str, date] = {}
    last = start or begins_on(plan)
    for step in timeline(plan, start):
        day = said.get(step.stage) or max(last, _due_on(step, last))
        if step.stage in said and days and day < last:
            raise Refused(
                "dates_reversed",
                f"环节“{step.stage}”的结束日期 {day} 早于前一环节（{last}）。",
                f"Stage '{step.stage}' closes on {day}, before the stage in front of it ({last}).",
                where=given.dates.places.place if given.dates else "",
                remedy_zh="请按环节顺序填写日期。",
                remedy_en="Let the dates follow the order of the stages.",
            )
        days[step.stage] = last = day
    return days


def _due_on(step: Step, last: date) -> date:
    """The day on which a stage may be closed: a notice runs to the end of its last day, so on the next."""
    if step.closes_on is None:
        return last
    return add_calendar_days(step.closes_on, 1) if step.kind == "public_notice" else step.closes_on


def _begun_on(plan: Plan, days: Mapping[str, date], start: date | None) -> date:
    """The day the run is set up: once the facts it rests on stand, and before its first stage closes."""
    return max(start or begins_on(plan), min(plan.as_of, next(iter(days.values()))))


def _import_roster(given: GivenInputs, at: datetime) -> Mapping[str, Person]:
    tables = {name: held.numbered() for name, held in given.roster.items()}
    try:
        return import_roster(ACTOR, tables, at)
    except RefusedMany as many:
        raise RefusedMany(in_file(refusal, given.roster) for refusal in many.refusals) from None


def in_file(refusal: Refused, roster: Mapping[str, ReadTable]) -> Refused:
    """A refusal that names a table of the roster, naming its file instead."""
    table, _, rest = refusal.where.partition(":")
    held = roster.get(table)
    return refusal.at(f"{held.places.place}:{rest}") if held and rest else refusal


def run_stages(
    plan: Plan,
    code: str,
    given: GivenInputs,
    days: Mapping[str, date],
    tell: Callable[[Told], None] = lambda told: None,
    until: str | None = None,
    hands: Hands = HANDS,
) -> tuple[str | None, Refused | None]:
    """Close stage after stage, to the end or until one that stays open; where and why it stopped, if so."""
    entered: set[str] = set()
    amended: set[str] = set()
    latest = min(days.values())
    while (stage := next_stage(plan, run_state(code).outcomes)) is not None:
        if stage.id == until:
            break
        latest = max(latest, days[stage.id])
        at = datetime.combine(latest, EVENING, ZONE)
        try:
            _reschedule(code, given, latest, hands.actor)
            if stage.id not in entered:
                if stage is plan.stages[0]:
                    _refuse_nothing_given(stage, given)
                record_stage(code, stage, given, at, hands)
                entered.add(stage.id)
            outcome = close_stage(hands.actor, code, stage.id, at, closed_on=days[stage.id])
            tell(Told(plan.stages.index(stage) + 1, len(plan.stages), stage, outcome))
            if stage.id not in amended:
                amended.add(stage.id)
                _amend(code, stage, given, at, hands.actor)
        except Refused as refusal:
            return stage.id, refusal
    return None, None


def _refuse_nothing_given(stage: StageSettings, given: GivenInputs) -> None:
    """Refuse to begin without the tables that bring the candidates: an empty run is a forgotten file."""
    for table in KINDS[stage.kind].tables:
        name = f"{stage.id}.{table.name}"
        if table.required and name not in given.stages:
            raise Refused(
                "table_missing",
                f"没有“{table.title.zh}”的文件。",
                f"There is no file for '{table.title.say('en')}'.",
                where=f"{name}.csv",
                remedy_zh=f"请放入 {name}.csv 或 {name}.xlsx；确实无人时只写表头。",
                remedy_en=f"Add {name}.csv or {name}.xlsx; with a header only if there is really nobody.",
            )


def record_stage(
    code: str, stage: StageSettings, given: GivenInputs, at: datetime, hands: Hands = HANDS
) -> None:
    """Enter all that was given to one stage, each table by whose act it is; its board of ballots first."""
    board = given.boards.get(stage.id)
    acts = {table.name: table.act for table in KINDS[stage.kind].tables}
    for name, rows in rows_of_board(stage, board, board_file(stage.id)).items() if board else ():
        record_rows(hands.of(acts[name]), code, stage.id, name, rows, at)
    for table in KINDS[stage.kind].tables:
        held = given.stages.get(f"{stage.id}.{table.name}")
        if held is not None and held.rows:
            for actor, part in hands.parted(table.act, held):
                record_rows(actor, code, stage.id, table.name, part.rows, at, part.places)


def _amend(code: str, stage: StageSettings, given: GivenInputs, at: datetime, actor: Actor) -> None:
    for place, amendment in given.amendments_after(stage.id):
        try:
            amend_run(actor, code, amendment, at)
        except Refused as refusal:
            raise refusal.at(place) from None


def _reschedule(code: str, given: GivenInputs, until: date, actor: Actor) -> None:
    """Hold stages on other days as was decided up to a day; what the run knows already stays as it is."""
    facts = run_state(code).facts
    known = {change.id for change in facts.reschedulings}
    closed = max((c.closed_on for c in facts.closings), default=date.min)
    for place, change in given.rescheduled():
        if change.id in known or change.decided_on > until:
            continue
        decided = datetime.combine(change.decided_on, MORNING, ZONE)
        try:
            reschedule_stage(actor, code, change, max(decided, datetime.combine(closed, EVENING, ZONE)))
        except Refused as refusal:
            raise refusal.at(place) from None
