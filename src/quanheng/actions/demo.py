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
from quanheng.actions.headless_inputs import GivenInputs, read_inputs
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.run_headless import ACTOR, ZONE, closing_days, run_stages
from quanheng.actions.save_plan import save_plan
from quanheng.actions.sign_in_link import sign_in_link
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.values import Refused, Text
from quanheng.documents.tables import ReadTable
from quanheng.store.models import Account, PlanVersion, Run
from quanheng.store.wipe import wipe

DATA = Path(quanheng.data.__file__).parent
PLAN = DATA / "plans" / "s10-street-office.yaml"
INPUTS = DATA / "demo" / "s10"
ENROLMENT_OPEN_FOR = 5
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


def load_demo(today: date, tell: Callable[[Text], None] = lambda text: None) -> None:
    """Load the invented street office: roster, plan, five runs, accounts without passwords.

    Errors: Refused when this is no demonstration.
    """
    _refuse_outside_demo()
    text = PLAN.read_text(encoding="utf-8")
    given = read_inputs(read_plan(text, PLAN.name).plan, INPUTS)
    with transaction.atomic():
        tell(Text("名册", "Roster"))
        people = import_roster(
            ACTOR, {name: held.numbered() for name, held in given.roster.items()}, _at(today)
        )
        tell(Text("已办结的运行", "A run that is finished"))
        _run("s10-finished", text, given, people, None)
        tell(Text("演讲打分中的运行", "A run with speeches being marked"))
        _run("s10-speech", text, given, people, "speech")
        _record("s10-speech", "speech", _without_judge(given, "HW007"), _at(today))
        tell(Text("讨论决定中的运行", "A run before its decision"))
        _run("s10-decision", text, given, people, "decision")
        tell(Text("正在公示的运行", "A run in public notice"))
        notice_days = today - _first_day(given, "notice.publications", "published_on")
        _run("s10-notice", _moved_text(text, notice_days), _moved(given, notice_days), people, "notice")
        _record("s10-notice", "notice", _only(_moved(given, notice_days), "notice.publications"), _at(today))
        tell(Text("正在报名的运行", "A run open for enrolment"))
        open_days = today + timedelta(days=ENROLMENT_OPEN_FOR) - given.closing_days()["enrolment"]
        _run("s10-open", _moved_text(text, open_days), _moved(given, open_days), people, "enrolment")
        _open_accounts(people, today)


def reset_demo(actor: Actor, today: date) -> None:
    """Put the demonstration back to its beginning; accounts stay.

    Errors: Refused by authority, or outside a demonstration.
    """
    require(actor, "reset_demo")
    _refuse_outside_demo()
    with transaction.atomic():
        wipe()
        load_demo(today)


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


def _run(code: str, text: str, given: GivenInputs, people: Mapping[str, Person], until: str | None) -> None:
    plan = read_plan(text, PLAN.name).plan
    days = closing_days(plan, given, None)
    at = _at(min([plan.begins_on or plan.as_of, *days.values()]), time(9))
    version = PlanVersion.objects.filter(text=text).first() or save_plan(ACTOR, text, PLAN.name, at)
    start_run(ACTOR, version, code, at, people=people)
    appoint_members(ACTOR, code, given.seats(), at)
    stopped, refusal = run_stages(plan, code, given, days, until=until)
    if refusal is not None:
        raise RuntimeError(f"demo run {code} stopped at {stopped}: {refusal}")


def _record(code: str, stage: str, given: GivenInputs, at: datetime) -> None:
    plan = read_plan(PLAN.read_text(encoding="utf-8"), PLAN.name).plan
    for table in KINDS[plan.stage(stage).kind].tables:
        held = given.stages.get(f"{stage}.{table.name}")
        if held is not None and held.rows:
            record_rows(ACTOR, code, stage, table.name, held.rows, at)


def _without_judge(given: GivenInputs, judge: str) -> GivenInputs:
    marks = given.stages["speech.marks"]
    kept = tuple(row for row in marks.rows if getattr(row, "judge", "") != judge)
    return replace(given, stages={**given.stages, "speech.marks": _table(marks, kept)})


def _only(given: GivenInputs, name: str) -> GivenInputs:
    return replace(given, stages={name: given.stages[name]})


def _table(table: ReadTable, rows: Sequence[Row]) -> ReadTable:
    return ReadTable(tuple(rows), table.places[: len(rows)])


def _first_day(given: GivenInputs, name: str, field: str) -> date:
    days: list[date] = [getattr(row, field) for row in given.stages[name].rows]
    return min(days)


def _moved_text(text: str, by: timedelta) -> str:
    """The plan for another time: every date of its stages moves; the as-of date of its conditions stays."""
    return "\n".join(
        line if line.startswith("as_of:") else _DATE.sub(lambda m: str(date.fromisoformat(m[0]) + by), line)
        for line in text.split("\n")
    )


def _moved(given: GivenInputs, by: timedelta) -> GivenInputs:
    stages = {
        name: _table(held, [_moved_row(row, by) for row in held.rows]) for name, held in given.stages.items()
    }
    dates = given.dates and _table(given.dates, [_moved_row(row, by) for row in given.dates.rows])
    return replace(given, stages=stages, dates=dates)


def _moved_row(row: Row, by: timedelta) -> Row:
    moved = {
        name: value + by for name in type(row).model_fields if isinstance(value := getattr(row, name), date)
    }
    return row.model_copy(update=moved)


def _open_accounts(people: Mapping[str, Person], today: date) -> None:
    for account in ACCOUNTS:
        if Account.objects.filter(username=account.username).exists():
            continue
        name = people[account.person].name if account.person else account.name
        opened = Account.objects.open(account.username, name, person_code=account.person)
        opened.grants.create(role=account.role, granted_at=_at(today))


def _at(day: date, hour: time = time(9)) -> datetime:
    return datetime.combine(day, hour, ZONE)
