"""Open seats (开出职位): what a plan opens against the archive and against what other runs have opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from quanheng.core.establishment import Establishment, Rung
from quanheng.core.plans.schema import Plan
from quanheng.core.stages.appointment import AppointmentRecord
from quanheng.core.vacancy_gate import (
    GateLine,
    Opened,
    gate_lines,
    opened_by,
    refuse_without_vacancy,
    unknown_posts,
)
from quanheng.core.vacancy_plan import Beyond, beyond_plan, planned
from quanheng.core.values import Refused
from quanheng.store.establishment import establishment
from quanheng.store.load import RunState, run_state
from quanheng.store.vacancy_plans import filed_plans, starts_of_year
from quanheng.store.work_lists import runs_under_way


@dataclass(frozen=True, slots=True)
class OpenedSeats:
    """The places that a plan opens, and the posts of which the archive knows nothing."""

    lines: tuple[GateLine, ...]
    unknown: tuple[str, ...]
    beyond: tuple[Beyond, ...] = ()

    def told(self) -> dict[str, Any]:
        """What the trace says of it."""
        return {
            "places": [
                {
                    "unit": line.unit,
                    "level": line.level,
                    "leading": line.leading,
                    "post": line.title,
                    "approved": line.approved,
                    "paper": line.paper,
                    "actual": line.actual,
                    "vacating": line.vacating,
                    "elsewhere": dict(line.elsewhere),
                    "vacant": line.vacant,
                    "opened": line.opened,
                }
                for line in self.lines
            ],
            "unknown": list(self.unknown),
        }


def open_seats(plan: Plan, run_code: str, on: date, reason: str = "") -> OpenedSeats:
    """What a plan opens on a day, place by place; more than the year's plan needs a reason.

    Errors: RefusedMany for every place that has fewer vacancies; Refused(beyond_vacancy_plan) without reason.
    """
    found = seats_to_open(plan, run_code, on)
    refuse_without_vacancy(found.lines)
    if found.beyond and not reason.strip():
        zh = "；".join(
            f"“{b.unit} {b.level}”计划 {b.planned}，本年已开 {b.filled}，再开 {b.fills}" for b in found.beyond
        )
        en = "; ".join(
            f"'{b.unit} {b.level}': {b.planned} planned, {b.filled} opened this year, {b.fills} more now"
            for b in found.beyond
        )
        raise Refused(
            "beyond_vacancy_plan",
            f"超出已批准的 {on.year} 年度空缺计划：{zh}。",
            f"More than the approved vacancy plan of {on.year}: {en}.",
            where=plan.id,
            remedy_zh="请核减，或写明超出计划的理由。",
            remedy_en="Open fewer, or give the reason for going beyond the plan.",
        )
    return found


def seats_to_open(plan: Plan, run_code: str, on: date) -> OpenedSeats:
    """The same without refusing, for a screen that shows it beforehand."""
    opened = opened_by(plan, run_code)
    if not opened:
        return OpenedSeats((), ())
    archive = establishment(on)
    elsewhere = tuple(_opened_elsewhere(plan, run_code, archive, on))
    lines = gate_lines(archive, opened, elsewhere, on)
    beyond = _beyond_plan(plan, archive, lines, on.year)
    return OpenedSeats(lines, unknown_posts(archive, opened, on), beyond)


def _beyond_plan(
    plan: Plan, archive: Establishment, lines: tuple[GateLine, ...], year: int
) -> tuple[Beyond, ...]:
    """Where a run fills more than the year's approved plans; seats vacated and opened again count once."""
    plans: dict[tuple[str, str, bool], int | None] = {}
    filed = {code: p for code, p in filed_plans(year).items() if p.state == "approved"}
    if not filed:
        return ()
    names = {u.name: u.code for u in archive.units}
    for line in lines:
        held = filed.get(names[line.unit])
        rung = Rung(line.level, line.leading)
        plans[line.unit, line.level, line.leading] = None if held is None else planned(held.rows).get(rung, 0)
    filled: dict[tuple[str, str, bool], int] = {}
    for body in starts_of_year(year):
        if body["plan"] == plan.id and any(line.vacating for line in lines):
            continue
        for told in body.get("establishment", {}).get("places", ()):
            place = (told["unit"], told["level"], told["leading"])
            if not told["post"]:
                filled[place] = filled.get(place, 0) + max(0, told["opened"] - told["vacating"])
    return beyond_plan(lines, plans, filled)


def _opened_elsewhere(plan: Plan, run_code: str, archive: Establishment, on: date) -> Iterator[Opened]:
    """Seats that other runs under way opened and did not give up.

    Shapes: posts vacated by another run of the same plan are the same seats opened again, not further ones.
    """
    vacated = {post.post for post in opened_by(plan) if post.vacates}
    for code, _ in runs_under_way():
        if code != run_code:
            state = run_state(code)
            for post in _still_open(state, archive, on):
                if not (state.facts.plan.id == plan.id and post.vacates and post.post in vacated):
                    yield post


def _still_open(state: RunState, archive: Establishment, on: date) -> Iterator[Opened]:
    """The seats of a run as they stand on its slate; once appointed, those that the archive lacks yet."""
    appointed = [
        a
        for o in state.outcomes.values()
        if isinstance(o.record, AppointmentRecord)
        for a in o.record.appointments
    ]
    over = any(isinstance(o.record, AppointmentRecord) for o in state.outcomes.values())
    last = next(reversed(list(state.outcomes.values())), None)
    for post in opened_by(state.facts.plan, state.code):
        if over:
            seats = sum(a.post == post.post and not _is_shown(archive, a.person, post, on) for a in appointed)
        else:
            seats = post.seats if last is None else last.remaining.seats.get(post.post, 0)
        if seats:
            yield replace(post, seats=seats)


def _is_shown(archive: Establishment, person: str, post: Opened, on: date) -> bool:
    """Whether the archive has the person in the post already."""
    place = archive.place_of(post.post, post.unit, post.level, post.leading)
    if place is None:
        return False
    return any(h.person == person for h in archive.holders_on(on).get(place, ()))
