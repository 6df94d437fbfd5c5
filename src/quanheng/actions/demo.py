"""The demonstration (演示): an invented street office with five runs, and one account a role."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

import quanheng.data
from quanheng.actions.approve_vacancy_plan import approve_vacancy_plan
from quanheng.actions.check_archive import check_archive
from quanheng.actions.headless_inputs import GivenInputs, read_inputs
from quanheng.actions.import_roster import import_roster
from quanheng.actions.receive_objection import OUTSIDER
from quanheng.actions.run_headless import ZONE, Hands, closing_days, record_stage, run_stages
from quanheng.actions.save_plan import save_plan
from quanheng.actions.sign_in_link import sign_in_link
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.actions.submit_vacancy_plan import submit_vacancy_plan
from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.vacancy_plan import VacancyRow, units_that_owe
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.documents.tables import ReadTable
from quanheng.store.establishment import establishment
from quanheng.store.models import Account, PlanVersion, Run
from quanheng.store.wipe import wipe

DATA = Path(quanheng.data.__file__).parent
PLAN = DATA / "plans" / "s10-street-office.yaml"
INPUTS = DATA / "demo" / "s10"
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demonstration: who it is and which role it holds."""

    username: str
    name: str
    role: str
    person: str | None
    shows: Text


ACCOUNTS = (
    DemoAccount("organiser", "组织干部", "organiser", None, Text("办理全部环节", "runs every stage")),
    DemoAccount("staff", "", "staff", "HW090", Text("在线报名", "enrols online")),
    DemoAccount("judge", "", "judge", "HW007", Text("给演讲打分", "marks the speeches")),
    DemoAccount("committee", "", "committee_member", "HW001", Text("表态、查看全程", "votes, reads the run")),
    DemoAccount(
        "discipline", "", "discipline_officer", "HW011", Text("出具意见、核查异议", "gives opinions")
    ),
    DemoAccount("auditor", "监督审计", "auditor", None, Text("核验纪实", "verifies the trace")),
    DemoAccount("admin", "系统管理员", "administrator", None, Text("管理账户，不参与选拔", "accounts only")),
)


ORGANISER = Actor("organiser", None, frozenset({"organiser"}), "组织干部")
OFFICER = Actor("discipline", "HW011", frozenset({"discipline_officer"}))
HANDS = Hands(ORGANISER, {"give_integrity_opinion": OFFICER, "settle_objection": OFFICER, "object": OUTSIDER})
"""Whose acts stand in the books: the organiser enters from paper, the discipline officer signs."""


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
class DemoRun:
    """One run of the demonstration: its plan and inputs moved in time, and where it stands open."""

    code: str
    title: Text
    text: str
    given: GivenInputs
    until: str | None
    entered: GivenInputs | None = None

    def begun_on(self) -> date:
        """The day the run is set up."""
        plan = read_plan(self.text, PLAN.name).plan
        return min([plan.begins_on or plan.as_of, *closing_days(plan, self.given, None).values()])


def load_demo(now: datetime, tell: Callable[[Text], None] = lambda text: None) -> None:
    """Load the invented street office: roster, plan, five runs, accounts without passwords.

    Shapes: all happened before `now`, and the house book goes forward in time.
    Errors: Refused when this is no demonstration.
    """
    _refuse_outside_demo()
    now = now.astimezone(ZONE)
    text = PLAN.read_text(encoding="utf-8")
    given = read_inputs(read_plan(text, PLAN.name).plan, INPUTS)
    runs = sorted(_demo_runs(text, given, now.date()), key=DemoRun.begun_on)
    with transaction.atomic():
        tell(Text("名册", "Roster"))
        first = _before(now, runs[0].begun_on(), time(8))
        january = _january(now, first)
        import_roster(ORGANISER, _roster_on(given, january.date()), january)
        _plan_vacancies(january)
        people = import_roster(ORGANISER, _roster_on(given, first.date()), first)
        for run in runs:
            tell(run.title)
            _run(run, people, now)
        _open_accounts(people, first)
        check_archive(ORGANISER, now)


def _roster_on(given: GivenInputs, day: date) -> dict[str, list[tuple[int, Row]]]:
    """The roster as it could be known on a day: awards given later are not in it yet."""
    return {
        name: [(line, row) for line, row in held.numbered() if getattr(row, "given_on", day) <= day]
        for name, held in given.roster.items()
    }


def _january(now: datetime, first: datetime) -> datetime:
    """When the last January's vacancy plans were filed: on its 15th, but before the first run."""
    day = date(now.year if now.date() >= date(now.year, 1, 16) else now.year - 1, 1, 15)
    return min(datetime.combine(day, time(9), ZONE), first - timedelta(hours=3))


def _plan_vacancies(at: datetime) -> None:
    """Every unit files what it lacks for the year, and the organisation department approves it."""
    found = establishment(at.date()).matrix_on(at.date())
    for unit in units_that_owe(found):
        line = found.line_of(unit.code)
        rows = [
            VacancyRow(
                level=rung.level,
                leading=rung.leading,
                seats=cell.vacant,
                basis="vacant",
                way="competition" if rung.level.startswith("中层") else "nomination",
                reason="核定职数未配满",
            )
            for rung, cell in (line.own.items() if line else ())
            if cell.vacant
        ]
        submit_vacancy_plan(ORGANISER, at.year, unit.code, rows, at + timedelta(minutes=30))
    for unit in units_that_owe(found):
        approve_vacancy_plan(ORGANISER, at.year, unit.code, at + timedelta(hours=2))


def _demo_runs(text: str, given: GivenInputs, today: date) -> tuple[DemoRun, ...]:
    """The five runs, each with its open stage due today or in the days to come."""
    ends = given.closing_days()
    published = _first_day(given, "notice.publications", "published_on")
    ended = _weeks_until(ends["probation"], today - timedelta(days=1))
    finished = Move(min(ended, timedelta()), date.min, min(ended, timedelta()))
    speech = _meeting_move(ends["opening"], ends["speech"], today, today)
    meeting = Calendar().next_working_day(today - timedelta(days=1)).day
    decision = _meeting_move(ends["clearance"], ends["decision"], today, max(today, meeting))
    decided = today - timedelta(days=(published - ends["decision"]).days)
    notice = _meeting_move(ends["clearance"], ends["decision"], decided, decided)
    enrolment = _enrolment_day(today) - ends["enrolment"]
    opened = Move(enrolment, date.min, enrolment)
    marking, noticed = _moved(given, speech), _moved(given, notice)
    return (
        DemoRun(
            "s10-finished", Text("已办结的运行", "A run that is finished"), _moved_text(text, finished),
            _moved(given, finished), None,
        ),
        DemoRun(
            "s10-speech", Text("演讲打分中的运行", "A run with speeches being marked"),
            _moved_text(text, speech), marking, "speech", _without_judge(marking, "HW007"),
        ),
        DemoRun(
            "s10-decision", Text("讨论决定中的运行", "A run before its decision"),
            _moved_text(text, decision), _moved(given, decision), "decision",
        ),
        DemoRun(
            "s10-notice", Text("正在公示的运行", "A run in public notice"), _moved_text(text, notice),
            noticed, "notice", _published(noticed),
        ),
        DemoRun(
            "s10-open", Text("正在报名的运行", "A run open for enrolment"), _moved_text(text, opened),
            _moved(given, opened), "enrolment",
        ),
    )  # fmt: skip


def _weeks_until(day: date, latest: date) -> timedelta:
    """The whole weeks that bring a day as near before the latest as it goes, or on it."""
    return timedelta(weeks=(latest - day).days // 7)


def _meeting_move(last_closed: date, held: date, today: date, held_on: date) -> Move:
    """Brings a meeting to a day, and what was closed before it to the weeks before today."""
    return Move(_weeks_until(last_closed, today - timedelta(days=1)), held, held_on - held)


def _enrolment_day(today: date) -> date:
    """When enrolment ends: in one to four days, it and the day of review being working days if possible."""
    calendar = Calendar()
    days = [today + timedelta(days=n) for n in (4, 3, 2, 1)]
    return next(
        (d for d in days if calendar.is_working_day(d) and calendar.is_working_day(d + timedelta(days=1))),
        days[0],
    )


def reset_demo(actor: Actor, now: datetime) -> None:
    """Put the demonstration back to its beginning; accounts stay.

    Errors: Refused by authority, or outside a demonstration.
    """
    require(actor, "reset_demo")
    _refuse_outside_demo()
    with transaction.atomic():
        wipe()
        load_demo(now)


def is_loaded() -> bool:
    """Whether the demonstration is in the database already."""
    return Run.objects.filter(code="s10-finished").exists()


def demo_links() -> list[tuple[DemoAccount, str]]:
    """Each account of the demonstration with a fresh one-time sign-in path."""
    _refuse_outside_demo()
    held = {a.username: a for a in Account.objects.filter(username__in=[a.username for a in ACCOUNTS])}
    return [
        (replace(account, name=str(held[account.username])), sign_in_link(held[account.username]))
        for account in ACCOUNTS
        if account.username in held
    ]


def _refuse_outside_demo() -> None:
    if settings.DEMO:
        return
    raise Refused(
        "no_demo",
        "这不是演示环境。",
        "This is not a demonstration.",
        where="QUANHENG_DEMO",
        remedy_zh="演示请用 make demo，在单独的数据目录中运行。",
        remedy_en="Use `make demo`, which keeps its data apart.",
    )


def _run(run: DemoRun, people: Mapping[str, Person], now: datetime) -> None:
    plan = read_plan(run.text, PLAN.name).plan
    at = _before(now, run.begun_on(), time(9))
    version = PlanVersion.objects.filter(text=run.text).first() or save_plan(
        ORGANISER, run.text, PLAN.name, at
    )
    start_run(ORGANISER, version, run.code, at, people=people)
    appoint_members(ORGANISER, run.code, run.given.seats(), at)
    days = closing_days(plan, run.given, None)
    stopped, refusal = run_stages(plan, run.code, run.given, days, until=run.until, hands=HANDS)
    if refusal is not None:
        raise RuntimeError(f"demo run {run.code} stopped at {stopped}: {refusal}")
    if run.until and run.entered:
        record_stage(run.code, plan.stage(run.until), run.entered, now, HANDS)


def _without_judge(given: GivenInputs, judge: str) -> GivenInputs:
    marks = given.stages["speech.marks"]
    kept = tuple(row for row in marks.rows if getattr(row, "judge", "") != judge)
    return replace(given, stages={**given.stages, "speech.marks": _table(marks, kept)})


def _published(given: GivenInputs) -> GivenInputs:
    """The publications alone; their last day is left to the plan, for where it falls depends on today."""
    held = given.stages["notice.publications"]
    rows = [row.model_copy(update={"until": None}) for row in held.rows]
    return replace(given, stages={"notice.publications": _table(held, rows)})


def _table(table: ReadTable, rows: Sequence[Row]) -> ReadTable:
    return ReadTable(tuple(rows), table.places[: len(rows)])


def _first_day(given: GivenInputs, name: str, field: str) -> date:
    days: list[date] = [getattr(row, field) for row in given.stages[name].rows]
    return min(days)


def _moved_text(text: str, move: Move) -> str:
    """The plan for another time: every date of its stages moves; the as-of date of its conditions stays."""
    return "\n".join(
        line if line.startswith("as_of:") else _DATE.sub(lambda m: str(move(date.fromisoformat(m[0]))), line)
        for line in text.split("\n")
    )


def _moved(given: GivenInputs, move: Move) -> GivenInputs:
    stages = {
        name: _table(held, [_moved_row(row, move) for row in held.rows])
        for name, held in given.stages.items()
    }
    dates = given.dates and _table(given.dates, [_moved_row(row, move) for row in given.dates.rows])
    return replace(given, stages=stages, dates=dates)


def _moved_row(row: Row, move: Move) -> Row:
    moved = {
        name: move(value) for name in type(row).model_fields if isinstance(value := getattr(row, name), date)
    }
    return row.model_copy(update=moved)


def _open_accounts(people: Mapping[str, Person], at: datetime) -> None:
    for account in ACCOUNTS:
        if Account.objects.filter(username=account.username).exists():
            continue
        name = people[account.person].name if account.person else account.name
        opened = Account.objects.open(account.username, name, person_code=account.person)
        opened.grants.create(role=account.role, granted_at=at)


def _before(now: datetime, day: date, hour: time) -> datetime:
    """An hour of a day, or now where that has not come yet."""
    return min(now, datetime.combine(day, hour, ZONE))
