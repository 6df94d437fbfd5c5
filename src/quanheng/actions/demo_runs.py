"""Runs of the demonstration (演示运行): shipped plans and inputs, moved in time to where they stand today."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import quanheng.data
from quanheng.actions.headless_inputs import GivenInputs, read_inputs
from quanheng.actions.run_headless import closing_days
from quanheng.core.engine import Closing, RunFacts, advance, refusals_of
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import seated
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.roster import assemble
from quanheng.core.stages.public_notice.tables import Publication
from quanheng.core.values import Outcome, Refused, Text
from quanheng.core.workdays import Calendar, PartialDate
from quanheng.documents.tables import ReadTable

DATA = Path(quanheng.data.__file__).parent
PLANS, INPUTS = DATA / "plans", DATA / "demo"
_ABOUT_LIVES = re.compile(r"^as_of:|\bborn_on_or_")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_LONGEST = 60
"""How many weeks back a stretch without holidays is looked for."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demonstration: who it is and which role it holds."""

    username: str
    name: str
    role: str
    person: str | None
    shows: Text
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """How a run is brought near today: days before `since` move by whole weeks, so weekdays stay; the rest
    by the days that put its open stage where it is wanted."""

    before: timedelta
    since: date
    after: timedelta

    def __call__(self, day: date) -> date:
        """The day moved."""
        return day + (self.after if day >= self.since else self.before)


@dataclass(frozen=True, slots=True)
class Placed:
    """A run moved in time: where it stands open (None: finished), and what is entered there already."""

    move: Move
    until: str | None = None
    entered: Callable[[GivenInputs], GivenInputs] | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """A plan that is shipped and all that its people enter, on the days of its own files."""

    plan: Plan
    text: str
    file: str
    given: GivenInputs
    moves_roster: bool = False

    @classmethod
    def of(cls, plan: str, inputs: str, moves_roster: bool = False) -> Shipped:
        """Read a plan of `data/plans` and a folder of `data/demo`."""
        file = PLANS / f"{plan}.yaml"
        text = file.read_text(encoding="utf-8")
        read = read_plan(text, file.name).plan
        return cls(read, text, file.name, read_inputs(read, INPUTS / inputs), moves_roster)

    def moved(self, move: Move) -> GivenInputs:
        """What its people enter, on other days, and their lives too where the roster moves along."""
        given = moved(self.given, move)
        if not self.moves_roster:
            return given
        return replace(given, roster=_moved_roster(given.roster, move.before))

    def days(self) -> dict[str, date]:
        """The day on which each stage is closed."""
        return closing_days(self.plan, self.given, None)

    def last_before(self, stage: str) -> date:
        """The day on which the stage in front of this one is closed; the first day for the first stage."""
        days, order = self.days(), [s.id for s in self.plan.stages]
        number = order.index(stage)
        return days[order[number - 1]] if number else (self.plan.begins_on or self.plan.as_of)

    def first_day(self, table: str, field: str) -> date:
        """The earliest day that a column of a table holds."""
        days: list[date] = [getattr(row, field) for row in self.given.stages[table].rows]
        return min(days)


@dataclass(frozen=True, slots=True)
class Scene:
    """One run of the demonstration.

    Shapes: `plan` is a file of `data/plans`, `inputs` a folder of `data/demo`; `place` says where the run
    stands today; `accounts` are those of its people who may sign in; `moves_roster` brings the whole
    organisation to today, its people's lives included, where its plan is of long ago; `then` is done once the
    run stands there, `at_last` once every run does.
    """

    code: str
    title: Text
    plan: str
    inputs: str
    place: Callable[[Shipped, date], Placed]
    accounts: tuple[DemoAccount, ...] = ()
    moves_roster: bool = False
    then: Callable[[str, datetime], None] | None = None
    at_last: Callable[[str, datetime], None] | None = None


@dataclass(frozen=True, slots=True)
class DemoRun:
    """One scene with its plan and inputs moved in time."""

    scene: Scene
    plan: Plan
    text: str
    file: str
    given: GivenInputs
    until: str | None
    entered: GivenInputs | None

    def begun_on(self) -> date:
        """The day the run is set up."""
        first = self.plan.begins_on or self.plan.as_of
        return min([first, *closing_days(self.plan, self.given, None).values()])


def finished(shipped: Shipped, today: date) -> Placed:
    """Everything is over; where its days have not come yet, they are moved back."""
    ended = min(_weeks_until(max(shipped.days().values()), today - timedelta(days=1)), timedelta())
    return Placed(Move(ended, date.min, ended))


def standing_at(
    stage: str,
    on: Callable[[date], date] = lambda today: today,
    entered: Callable[[GivenInputs], GivenInputs] | None = None,
) -> Callable[[Shipped, date], Placed]:
    """A run whose stage is due on a day, today unless said; what came before lies in the weeks before."""

    def place(shipped: Shipped, today: date) -> Placed:
        closes, last = shipped.days()[stage], shipped.last_before(stage)
        held = _opens(shipped.plan, stage, last, closes)
        weeks = _weeks_that_carry(shipped, stage, held, _weeks_until(last, today - timedelta(days=1)))
        return Placed(Move(weeks, held, on(today) - closes), stage, entered)

    return place


def in_notice(stage: str, decided: str) -> Callable[[Shipped, date], Placed]:
    """A run whose notice went up today."""

    def place(shipped: Shipped, today: date) -> Placed:
        days = shipped.days()
        gone = shipped.first_day(f"{stage}.publications", "published_on") - days[decided]
        weeks = _weeks_until(shipped.last_before(decided), today - timedelta(days=1))
        move = Move(weeks, days[decided], today - gone - days[decided])
        return Placed(move, stage, just(f"{stage}.publications"))

    return place


def open_for_enrolment(stage: str) -> Callable[[Shipped, date], Placed]:
    """A run that may be joined: enrolment ends in one to four days, on a working day if that can be."""

    def place(shipped: Shipped, today: date) -> Placed:
        delta = _enrolment_day(today) - shipped.days()[stage]
        return Placed(Move(delta, date.min, delta), stage)

    return place


def next_working_day(today: date) -> date:
    """Today if it is worked, else the first working day after it."""
    return max(today, Calendar().next_working_day(today - timedelta(days=1)).day)


def without_judge(stage: str, judge: str) -> Callable[[GivenInputs], GivenInputs]:
    """All marks but those of one judge."""
    return only(f"{stage}.marks", lambda row: getattr(row, "judge", "") != judge)


def only(name: str, keep: Callable[[Row], bool]) -> Callable[[GivenInputs], GivenInputs]:
    """Everything as given, but one table with the rows that are to be there already."""

    def entered(given: GivenInputs) -> GivenInputs:
        held = given.stages[name]
        kept = [row for row in held.rows if keep(row)]
        return replace(given, stages={**given.stages, name: _table(held, kept)})

    return entered


def just(*names: str) -> Callable[[GivenInputs], GivenInputs]:
    """These tables alone."""

    def entered(given: GivenInputs) -> GivenInputs:
        return replace(given, stages={name: given.stages[name] for name in names})

    return entered


@lru_cache(maxsize=2)
def runs_of(scenes: tuple[Scene, ...], today: date) -> tuple[DemoRun, ...]:
    """The scenes as they stand today, the earliest begun first."""
    shipped: dict[tuple[str, str, bool], Shipped] = {}
    runs = []
    for scene in scenes:
        key = scene.plan, scene.inputs, scene.moves_roster
        shipped[key] = shipped.get(key) or Shipped.of(*key)
        runs.append(_run_of(scene, shipped[key], today))
    return tuple(sorted(runs, key=DemoRun.begun_on))


def _run_of(scene: Scene, shipped: Shipped, today: date) -> DemoRun:
    placed = scene.place(shipped, today)
    text = moved_text(shipped.text, placed.move, scene.moves_roster)
    given = shipped.moved(placed.move)
    plan = read_plan(text, shipped.file).plan
    entered = placed.entered(given) if placed.entered else None
    return DemoRun(scene, plan, text, shipped.file, given, placed.until, entered)


def moved_text(text: str, move: Callable[[date], date], with_as_of: bool = False) -> str:
    """The plan for another time: every date moves, its as-of date and dates of birth only with the roster."""
    return "\n".join(
        line
        if _ABOUT_LIVES.search(line) and not with_as_of
        else _DATE.sub(lambda m: str(move(date.fromisoformat(m[0]))), line)
        for line in text.split("\n")
    )


def moved(given: GivenInputs, move: Move) -> GivenInputs:
    """What people entered, on other days; the roster stays."""
    stages = {
        name: _table(held, [_moved_row(row, move) for row in held.rows])
        for name, held in given.stages.items()
    }
    dates = given.dates and _table(given.dates, [_moved_row(row, move) for row in given.dates.rows])
    return replace(given, stages=stages, dates=dates)


def _moved_roster(roster: Mapping[str, ReadTable], by: timedelta) -> dict[str, ReadTable]:
    """Everybody's lives so much later: days by days, years of appraisals by the whole years in it."""
    years = round(by.days / 365.25)
    return {
        name: _table(held, [_lived_later(row, by, years) for row in held.rows])
        for name, held in roster.items()
    }


def _lived_later(row: Row, by: timedelta, years: int) -> Row:
    later: dict[str, Any] = {}
    for name in type(row).model_fields:
        value = getattr(row, name)
        if isinstance(value, date):
            later[name] = value + by
        elif isinstance(value, PartialDate):
            later[name] = replace(value, year=value.year + years, day=value.day and min(value.day, 28))
        elif name == "year":
            later[name] = value + years
    return row.model_copy(update=later)


def _moved_row(row: Row, move: Move) -> Row:
    moved: dict[str, Any] = {
        name: move(value) for name in type(row).model_fields if isinstance(value := getattr(row, name), date)
    }
    if isinstance(row, Publication):
        moved["until"] = None  # where it ends depends on the holidays of its new days
    return row.model_copy(update=moved)


def _table(table: ReadTable, rows: Sequence[Row]) -> ReadTable:
    return ReadTable(tuple(rows), table.places[: len(rows)])


def _opens(plan: Plan, stage: str, last: date, closes: date) -> date:
    """From which day on things belong to the open stage: the day it is held, or the day after the last."""
    return closes if closes > last else last + timedelta(days=1)


def _weeks_until(day: date, latest: date) -> timedelta:
    """The whole weeks that bring a day as near before the latest as it goes, or on it."""
    return timedelta(weeks=(latest - day).days // 7)


def _weeks_that_carry(shipped: Shipped, stage: str, held: date, weeks: timedelta) -> timedelta:
    """So many weeks, or as many further back as it takes until no holiday stands in the way of the run."""
    tried = (weeks - timedelta(weeks=n) for n in range(_LONGEST))
    return next((w for w in tried if _carries(shipped, stage, Move(w, held, w))), weeks)


def _carries(shipped: Shipped, until: str, move: Move) -> bool:
    """Whether the run comes as far as the stage when its days are moved like this."""
    plan = read_plan(moved_text(shipped.text, move, shipped.moves_roster), shipped.file).plan
    given = shipped.moved(move)
    members, principals = seated(given.seats())
    tables = {name: held.numbered() for name, held in given.roster.items()}
    days = closing_days(plan, given, None)
    facts = RunFacts(plan, assemble(tables, max(days.values())), Calendar(), members, principals)
    outcomes: dict[str, Outcome] = {}
    opened = min(days.values())
    for stage in plan.stages:
        if stage.id == until:
            return True
        closing = Closing(stage.id, opened, days[stage.id])
        opened = days[stage.id]
        try:
            facts = _with_rows(facts, outcomes, closing, given)
            outcomes[stage.id] = advance(facts, outcomes, closing)
        except Refused:
            return False
    return True


def _with_rows(
    facts: RunFacts, outcomes: Mapping[str, Outcome], closing: Closing, given: GivenInputs
) -> RunFacts:
    """The facts with what was given to one stage. Errors: Refused for rows that may not enter."""
    for table in KINDS[facts.plan.stage(closing.stage).kind].tables:
        held = given.stages.get(f"{closing.stage}.{table.name}")
        if held is None or not held.rows:
            continue
        refused = refusals_of(facts, outcomes, closing, table.name, held.rows)
        if refused:
            raise refused[0][1]
        entered = {**facts.rows.get(closing.stage, {}), table.name: tuple(held.rows)}
        facts = replace(facts, rows={**facts.rows, closing.stage: entered})
    return facts


def _enrolment_day(today: date) -> date:
    calendar = Calendar()
    days = [today + timedelta(days=n) for n in (4, 3, 2, 1)]
    return next(
        (d for d in days if calendar.is_working_day(d) and calendar.is_working_day(d + timedelta(days=1))),
        days[0],
    )
