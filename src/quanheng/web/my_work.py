"""My work (我的工作): what waits for this person now, and the way to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quanheng.core.authority import ACTS, ROLES
from quanheng.core.trace import Broken, Head, verify
from quanheng.core.values import Text
from quanheng.store import queries
from quanheng.store.books import entries_of, head_of
from quanheng.store.load import run_state
from quanheng.store.reports import BOOK as REPORTS
from quanheng.store.work_lists import accounts, run_codes, runs_under_way
from quanheng.web.matching.tasks import adjusting, choosing, wishing
from quanheng.web.plans.tasks import plan_tasks
from quanheng.web.reader import now
from quanheng.web.rescheduled import rescheduled_lines
from quanheng.web.responsibility.tasks import responsibility_tasks
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.own_standing import own_lines
from quanheng.web.supervision.tasks import supervision_tasks
from quanheng.web.tasks import (
    OpenRun,
    Task,
    clearing,
    deciding,
    enrolling,
    enrolment_of,
    has_applied,
    judging,
    keeping,
    open_run,
    organising,
    own_integrity,
    rechoosing,
    scoring,
    settling,
    sitting,
)
from quanheng.web.vacancies import vacancy_tasks
from quanheng.web.voting.ballot_tasks import ballot_tasks

VERIFIED_AT_ONCE = 2_000
"""Units: entries; a longer book is verified on its own page, not while somebody waits for this one."""

EMPTY = {
    "organiser": Text(
        "没有正在进行的选拔。可以从方案启动一次。", "No selection is under way. Start one from a plan."
    ),
    "unit_officer": Text("本单位没有待申报的计划。", "Your unit has no plan to file."),
    "judge": Text("现在没有需要您评分的环节。", "There is nothing for you to mark now."),
    "committee_member": Text("现在没有需要您表态的人选。", "There is nobody for you to vote on now."),
    "discipline_officer": Text(
        "现在没有需要您出具的意见或核查的异议。", "No opinion and no objection waits for you now."
    ),
    "staff": Text("现在没有正在报名的选拔。", "No selection is open for enrolment now."),
}
TITLES = {
    "organiser": Text("正在办理的选拔", "Selections under way"),
    "unit_officer": Text("本单位待办", "For your unit"),
    "judge": Text("待评分", "To mark"),
    "committee_member": Text("待表态、待选人、待调配", "To vote on, to choose and to adjust"),
    "discipline_officer": Text("待出具意见、待核查异议", "Opinions and objections"),
    "staff": Text("报名、选岗、选人", "Applying and choosing"),
}

GROUPS = {
    "ballots": Text("投票", "Ballots"),
    "watched": Text("监督与任后管理", "Supervision and after appointment"),
    "plans": Text("方案", "Plans"),
    "answering": Text("首提责任", "First-nominator responsibility"),
}
"""What waits for a reader whatever their role, in the order in which it is shown."""

WORKS = frozenset(TITLES)
"""The roles that have tasks; a run is looked into only where one of them may have something to do in it."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "unit_officer": (),
    "judge": ("speech", "examination", "inspection"),
    "committee_member": ("decision", "matching", "clearance"),
    "discipline_officer": ("clearance", "public_notice", "integrity_exam"),
    "staff": ("enrolment", "opening", "matching", "integrity_exam", "clearance"),
}
"""The kinds of stage in which a role has tasks; the organiser has them in all."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one role has to do; the sentence stands where there is nothing."""

    role: str
    title: Text
    tasks: tuple[Task, ...]
    empty: Text


@dataclass(frozen=True, slots=True)
class Group:
    """What waits under one heading beside what is due; the sentence stands where nothing waits at all."""

    id: str
    title: Text
    tasks: tuple[Task, ...]
    empty: Text | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """One book of the trace; `holds` is None where it is too long to verify here."""

    name: str
    title: Text
    count: int
    head: Head | None
    holds: bool | None
    broken_at: int | None


def my_work(request: HttpRequest) -> HttpResponse:
    """The home page."""
    user: Any = request.user
    roles = user.roles_anywhere()
    today = now().date()
    wanted = [
        code for code, kind in runs_under_way() if any(kind in KINDS.get(r, (kind,)) for r in roles & WORKS)
    ]
    views = [RunInView(user.actor(code), run_state(code)) for code in wanted]
    runs = [run for view in views if (run := open_run(view, today)) is not None]
    yearly = vacancy_tasks(user.actor(), today)
    sections = [s for role in ROLES if role in roles and (s := _section(role, runs, yearly)) is not None]
    others = {
        "ballots": tuple(ballot_tasks(user.person_code, now())) if user.person_code else (),
        "watched": tuple(supervision_tasks(user.actor(), today)),
        "plans": plan_tasks(user.actor()),
        "answering": responsibility_tasks(user.actor(), today),
    }
    due = _due(
        [*(t for s in sections for t in s.tasks), *(t for held in others.values() for t in held)], today
    )
    context = {
        "today": today,
        "sections": sections,
        **others,
        "due": due,
        "groups": _groups(sections, others, due),
        "own": _own_applications(user) if "staff" in roles else (),
        "books": _books() if roles & ACTS["view_trace"] and "auditor" in roles else (),
        "readable": len(queries.runs_for(user.actor())) if "committee_member" in roles else 0,
        "accounts": len(accounts()) if "administrator" in roles else 0,
        "is_administrator": "administrator" in roles,
        "is_staff": "staff" in roles,
        "is_auditor": "auditor" in roles,
        "no_role": not roles,
    }
    return render(request, "web/my_work/my_work.html", context)


def _due(tasks: Iterable[Task], today: date) -> tuple[Task, ...]:
    """What is to be done today or should have been done, the longest overdue first; each task once."""
    found = [t for t in dict.fromkeys(tasks) if t.due_on and t.due_on <= today and not t.is_done]
    return tuple(sorted(found, key=lambda t: (t.due_on, t.run)))


def _groups(
    sections: Iterable[Section], others: Mapping[str, Iterable[Task]], due: tuple[Task, ...]
) -> list[Group]:
    """All that waits besides, under the heading where it belongs."""
    held = [
        Group("ballots", GROUPS["ballots"], tuple(others["ballots"])),
        *(Group(s.role, s.title, s.tasks, None if s.tasks else s.empty) for s in sections),
        *(Group(name, GROUPS[name], tuple(others[name])) for name in GROUPS if name != "ballots"),
    ]
    left = [replace(group, tasks=tuple(t for t in group.tasks if t not in due)) for group in held]
    return [group for group in left if group.tasks or group.empty]


def _section(role: str, runs: Iterable[OpenRun], yearly: Iterable[Task]) -> Section | None:
    if role not in TITLES:
        return None
    tasks = [task for run in runs for task in _tasks(role, run)]
    tasks += yearly if role in ACTS["submit_vacancy_plan"] else ()
    tasks.sort(key=lambda t: (t.wanted is not None and not t.left, t.due_on is None, t.due_on))
    return Section(role, TITLES[role], tuple(tasks), EMPTY[role])


def _tasks(role: str, run: OpenRun) -> Iterable[Task]:
    if role == "organiser":
        return list(organising(run, _dues(run))) if run.view.may("close_stage") else ()
    if role == "unit_officer":
        return ()
    if role == "judge":
        return [*judging(run), *scoring(run)]
    if role == "committee_member":
        # a leader who heads an office chooses for it; one who is staff as well has it among those tasks
        heading = () if run.view.may("state_preference") else choosing(run)
        return [*deciding(run), *adjusting(run), *heading, *clearing(run, seated=True)]
    if role == "discipline_officer":
        return [*clearing(run, seated=False), *settling(run), *keeping(run)]
    applying = [*enrolling(run), *rechoosing(run), *wishing(run), *choosing(run), *sitting(run)]
    return [*applying, *clearing(run, seated=True)]


def _dues(run: OpenRun) -> tuple[Any, ...]:
    return stage_for(run.view, run.stage.id, type(run.stage)).dues()


def _own_applications(user: Any) -> list[dict[str, Any]]:
    """The selections in which the reader stands or stood, their own lines alone."""
    person = user.person_code
    if not person:
        return []
    mine = set(queries.run_codes_of_person(person))
    found = []
    for code in run_codes():
        if code not in mine:
            continue
        view = RunInView(user.actor(code), run_state(code))
        if not has_applied(view, person):
            continue
        plan = view.state.facts.plan
        found.append(
            {
                "title": plan.title,
                "run": code,
                "begins_on": plan.begins_on,
                "href": enrolment_of(view),
                "lines": own_lines(view.state, person),
                "asked": own_integrity(view, view.actor),
                "moved": rescheduled_lines(view.state),
            }
        )
    return found


def _books() -> list[Book]:
    """Every book with its head, verified on the spot while it is short."""
    found = []
    for name, count in queries.books():
        if name == REPORTS:
            continue  # open to those who handle reports alone
        holds: bool | None = None
        broken_at: int | None = None
        if count <= VERIFIED_AT_ONCE:
            result = verify(entries_of(name))
            holds = not isinstance(result, Broken)
            broken_at = result.number if isinstance(result, Broken) else None
        found.append(Book(name, _book_title(name), count, head_of(name), holds, broken_at))
    return found


def _book_title(name: str) -> Text:
    if name == "house":
        return Text("总册（方案、名册、账户）", "House book (plans, roster, accounts)")
    return run_state(name).facts.plan.title
