"""The demonstration (演示): invented organisations, their runs, one account a role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction

from quanheng.actions.approve_vacancy_plan import approve_vacancy_plan
from quanheng.actions.check_archive import check_archive
from quanheng.actions.demo_election import load_elections
from quanheng.actions.demo_only import refuse_outside_demo
from quanheng.actions.demo_runs import INPUTS, DemoAccount, DemoRun, Scene, runs_of
from quanheng.actions.demo_scenes import SCENES
from quanheng.actions.demo_supervision import watch
from quanheng.actions.import_roster import import_roster
from quanheng.actions.keep_questions import keep_questions
from quanheng.actions.receive_objection import OUTSIDER
from quanheng.actions.run_headless import ZONE, Hands, closing_days, record_stage, run_stages
from quanheng.actions.save_plan import save_plan
from quanheng.actions.sign_in_link import sign_in_link
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.actions.submit_vacancy_plan import submit_vacancy_plan
from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.stages.integrity_exam import TABLES, QuestionRow
from quanheng.core.vacancy_plan import VacancyRow, units_that_owe
from quanheng.core.values import Text
from quanheng.documents.tables import read_table
from quanheng.store.establishment import establishment
from quanheng.store.models import Account, PlanVersion, Run
from quanheng.store.wipe import wipe

ROLE_ACCOUNTS = (
    DemoAccount("organiser", "组织干部", "organiser", None, Text("办理全部环节", "runs every stage")),
    DemoAccount(
        "unit",
        "园区人事干部",
        "unit_officer",
        None,
        Text("申报本单位的年度空缺计划", "files the unit's vacancy plan"),
        "YQ",
    ),
    DemoAccount("staff", "", "staff", "HW090", Text("在线报名", "enrols online")),
    DemoAccount("judge", "", "judge", "HW007", Text("给演讲打分", "marks the speeches")),
    DemoAccount("committee", "", "committee_member", "HW001", Text("表态、查看全程", "votes, reads the run")),
    DemoAccount(
        "discipline", "", "discipline_officer", "HW011", Text("出具意见、核查异议", "gives opinions")
    ),
    DemoAccount("auditor", "监督审计", "auditor", None, Text("核验纪实", "verifies the trace")),
    DemoAccount("admin", "系统管理员", "administrator", None, Text("管理账户，不参与选拔", "accounts only")),
)
"""One account a role, of the street office; further ones stand with the scenes that want them."""
ACCOUNTS = (*ROLE_ACCOUNTS, *(account for scene in SCENES for account in scene.accounts))

ORGANISER = Actor("organiser", None, frozenset({"organiser"}), "组织干部")
OFFICER = Actor("discipline", "HW011", frozenset({"discipline_officer"}))
BANK = INPUTS / "bank" / "questions.csv"
HAPPENED = ("given_on", "finished_on", "decided_on", "since", "approved_on")
"""The fields of a roster's row that say when it came true."""
COMPETED = ("中层正职", "中层副职", "县处级副职")
"""Levels whose vacancies are filled by competition."""
OFFICE = ("archive", "personal_matters")
"""Opinions that the organiser enters where the plan lets it."""
HANDS = Hands(
    ORGANISER,
    {
        "settle_objection": OFFICER,
        "keep_questions": OFFICER,
        "check_marks": OFFICER,
        "object": OUTSIDER,
    },
    {"give_integrity_opinion": lambda row: ORGANISER if getattr(row, "must", "") in OFFICE else OFFICER},
)
"""Whose acts stand in the books: the organiser enters from paper, the discipline officer signs."""


def load_demo(
    now: datetime,
    tell: Callable[[Text], None] = lambda text: None,
    scenes: tuple[Scene, ...] = SCENES,
) -> None:
    """Load the invented organisations: rosters, plans, a run a scene, accounts without passwords.

    Shapes: all happened before `now`, and the house book goes forward in time.
    Errors: Refused when this is no demonstration.
    """
    refuse_outside_demo()
    now = now.astimezone(ZONE)
    tell(Text("方案，日期移到近日", "Plans, moved to the days around today"))
    runs = runs_of(scenes, now.date())
    with transaction.atomic():
        tell(Text("名册", "Rosters"))
        first = _before(now, runs[0].begun_on(), time(8))
        january = _january(now, first)
        import_roster(ORGANISER, _rosters_on(runs, january.date()), january)
        _plan_vacancies(january)
        people = import_roster(ORGANISER, _rosters_on(runs, first.date()), first)
        keep_questions(OFFICER, _bank(), first)
        for run in runs:
            tell(run.scene.title)
            _run(run, people, now)
        for run in runs:
            if run.scene.at_last:
                run.scene.at_last(run.scene.code, now)
        _open_accounts((*ROLE_ACCOUNTS, *(a for scene in scenes for a in scene.accounts)), people, first)
        if scenes is SCENES:
            tell(Text("两次民主推荐：一次待投票，一次待第二轮", "Two votes: one to be opened, one again"))
            load_elections(ORGANISER, now)
        tell(Text("档案核对与监督提醒", "The archive checked, and what calls for an explanation"))
        check_archive(ORGANISER, now)
        watch(ORGANISER, OFFICER, now)


def _bank() -> list[QuestionRow]:
    """The question bank that is shipped."""
    read = read_table(TABLES[0], BANK.read_bytes(), BANK.name)
    return [row for row in read.rows if isinstance(row, QuestionRow)]


def _rosters_on(runs: Sequence[DemoRun], day: date) -> dict[str, list[tuple[int, Row]]]:
    """All rosters as they could be known on a day: what happened later is not in them yet."""
    tables: dict[str, dict[str, Row]] = {}
    for run in runs:
        for name, held in run.given.roster.items():
            dated = [f for f in HAPPENED if held.rows and f in type(held.rows[0]).model_fields]
            known = [row for row in held.rows if all((getattr(row, f) or day) <= day for f in dated)]
            tables.setdefault(name, {}).update({row.key(): row for row in known})
    return {name: list(enumerate(rows.values(), 2)) for name, rows in tables.items()}


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
                way="competition" if rung.leading and rung.level in COMPETED else "nomination",
                reason="核定职数未配满",
            )
            for rung, cell in (line.own.items() if line else ())
            if cell.vacant
        ]
        submit_vacancy_plan(ORGANISER, at.year, unit.code, rows, at + timedelta(minutes=30))
    for unit in units_that_owe(found):
        approve_vacancy_plan(ORGANISER, at.year, unit.code, at + timedelta(hours=2))


def reset_demo(actor: Actor, now: datetime) -> None:
    """Put the demonstration back to its beginning; accounts stay.

    Errors: Refused by authority, or outside a demonstration.
    """
    require(actor, "reset_demo")
    refuse_outside_demo()
    with transaction.atomic():
        wipe()
        load_demo(now)


def is_loaded() -> bool:
    """Whether the demonstration is in the database already."""
    return Run.objects.filter(code=SCENES[0].code).exists()


def demo_links() -> list[tuple[DemoAccount, str]]:
    """Each account of the demonstration with a fresh one-time sign-in path."""
    refuse_outside_demo()
    held = {a.username: a for a in Account.objects.filter(username__in=[a.username for a in ACCOUNTS])}
    return [
        (replace(account, name=str(held[account.username])), sign_in_link(held[account.username]))
        for account in ACCOUNTS
        if account.username in held
    ]


def _run(run: DemoRun, people: Mapping[str, Person], now: datetime) -> None:
    """Play one run by its own organisation's people to where it stands."""
    code = run.scene.code
    at = _before(now, run.begun_on(), time(9))
    version = PlanVersion.objects.filter(text=run.text).first() or save_plan(
        ORGANISER, run.text, run.file, at
    )
    own = {row.code: people[row.code] for row in run.given.roster["people"].rows if hasattr(row, "code")}
    start_run(ORGANISER, version, code, at, people=own)
    appoint_members(ORGANISER, code, run.given.seats(), at)
    days = closing_days(run.plan, run.given, None)
    stopped, refusal = run_stages(run.plan, code, run.given, days, until=run.until, hands=HANDS)
    if refusal is not None:
        raise RuntimeError(f"demo run {code} stopped at {stopped}: {refusal}")
    if run.until and run.entered:
        record_stage(code, run.plan.stage(run.until), run.entered, now, HANDS)
    if run.scene.then:
        run.scene.then(code, now)


def _open_accounts(accounts: Sequence[DemoAccount], people: Mapping[str, Person], at: datetime) -> None:
    for account in accounts:
        if Account.objects.filter(username=account.username).exists():
            continue
        name = people[account.person].name if account.person else account.name
        opened = Account.objects.open(account.username, name, person_code=account.person)
        opened.grants.create(role=account.role, unit=account.unit, granted_at=at)


def _before(now: datetime, day: date, hour: time) -> datetime:
    """An hour of a day, or now where that has not come yet."""
    return min(now, datetime.combine(day, hour, ZONE))
