"""Submit a vacancy plan (申报空缺计划): a unit's whole plan of the year, in place of one not yet approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from quanheng.core.authority import Actor, require_unit
from quanheng.core.establishment import Cell, Rung
from quanheng.core.vacancy_plan import VacancyRow, refuse_wrong_year, refused_vacancies
from quanheng.core.values import Refused, RefusedMany
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.establishment import establishment
from quanheng.store.vacancy_plans import file_plan, filed_plans


def submit_vacancy_plan(actor: Actor, year: int, unit: str, rows: Sequence[VacancyRow], at: datetime) -> None:
    """File a unit's plan; no row at all says that it expects to fill nothing.

    Errors: Refused by authority, for a wrong year or unit, for a plan that is approved; RefusedMany for rows
    that ask for more than the unit has.
    """
    require_unit(actor, "submit_vacancy_plan", unit)
    refuse_wrong_year(year, at.date())
    with transaction.atomic():
        lock_book(HOUSE)
        held = filed_plans(year).get(unit)
        if held is not None and held.state == "approved":
            raise Refused(
                "vacancy_plan_frozen",
                f"{year} 年度计划已经批准，不再改动。",
                f"The plan of {year} is approved and does not change any more.",
                where=unit,
                remedy_zh="确需多补的，启动选拔时写明理由。",
                remedy_en="Where more must be filled, give the reason when the run starts.",
            )
        refuse_beyond_seats(rows, own_cells(unit, at.date()))
        digest = file_plan(year, unit, rows, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="submit_vacancy_plan",
            subject=f"{year}/{unit}",
            body={"year": year, "unit": unit, "seats": sum(r.seats for r in rows), "rows": digest},
        )


def own_cells(unit: str, on: date) -> Mapping[Rung, Cell]:
    """A unit's own seats on a day. Errors: Refused for a unit that has none."""
    line = establishment(on).matrix_on(on).line_of(unit)
    if line is None or not any(cell.approved for cell in line.own.values()):
        raise Refused(
            "no_seats_here",
            f"单位“{unit}”没有核定职数，不报空缺计划。",
            f"Unit '{unit}' has no seats of its own and files no plan.",
            where=unit,
            remedy_zh="请从列表中选择单位。",
            remedy_en="Choose a unit from the list.",
        )
    return line.own


def refuse_beyond_seats(rows: Sequence[VacancyRow], cells: Mapping[Rung, Cell]) -> None:
    """Refuse rows that ask for more than the unit has. Errors: RefusedMany, numbered as the rows stand."""
    found = refused_vacancies(rows, cells)
    if found:
        raise RefusedMany(refusal.at(f"{number + 1} {refusal.where}") for number, refusal in found)
