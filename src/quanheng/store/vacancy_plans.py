"""Vacancy plans (年度空缺计划) in the database: read by year, filed whole, decided once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from quanheng.core.vacancy_plan import State, VacancyRow
from quanheng.store import models
from quanheng.store.save import digest_of_lines


@dataclass(frozen=True)
class FiledPlan:
    """One unit's plan of a year as it was last filed, and what was decided on it."""

    unit: str
    state: State
    rows: tuple[VacancyRow, ...]
    submitted_by: str
    submitted_at: datetime
    comment: str
    decided_by: str
    decided_at: datetime | None
    digest: str

    @property
    def seats(self) -> int:
        """All seats of the plan."""
        return sum(row.seats for row in self.rows)


def filed_plans(year: int) -> Mapping[str, FiledPlan]:
    """The plans of a year by unit."""
    rows: dict[int, list[VacancyRow]] = {}
    live = models.VacancyLine.objects.filter(plan__year=year, replaced_at=None).order_by("pk")
    for plan, payload in live.values_list("plan_id", "payload"):
        rows.setdefault(plan, []).append(VacancyRow.model_validate_json(payload))
    return {
        plan.unit: FiledPlan(
            plan.unit,
            cast(State, plan.state),
            tuple(rows.get(plan.pk, ())),
            plan.submitted_by,
            plan.submitted_at,
            plan.comment,
            plan.decided_by,
            plan.decided_at,
            plan.digest,
        )
        for plan in models.VacancyPlan.objects.filter(year=year).order_by("unit")
    }


def file_plan(year: int, unit: str, rows: Sequence[VacancyRow], by: str, at: datetime) -> str:
    """File a unit's plan whole in place of what was filed before; its digest."""
    lines = [row.model_dump_json() for row in rows]
    digest = digest_of_lines(lines)
    plan, _ = models.VacancyPlan.objects.update_or_create(
        year=year,
        unit=unit,
        defaults={
            "state": "submitted", "submitted_by": by, "submitted_at": at, "comment": "", "decided_by": "",
            "decided_at": None, "digest": digest,
        },
    )  # fmt: skip
    models.VacancyLine.objects.filter(plan=plan, replaced_at=None).update(replaced_at=at)
    models.VacancyLine.objects.bulk_create([models.VacancyLine(plan=plan, payload=line) for line in lines])
    return digest


def decide_plan(year: int, unit: str, state: State, comment: str, by: str, at: datetime) -> None:
    """Return a filed plan or approve it."""
    models.VacancyPlan.objects.filter(year=year, unit=unit).update(
        state=state, comment=comment, decided_by=by, decided_at=at
    )


def starts_of_year(year: int) -> list[Mapping[str, Any]]:
    """What the trace says of every run started in a year."""
    found = models.TraceEntry.objects.filter(act="start_run", at__startswith=f"{year}-").order_by("pk")
    return [json.loads(line)["body"] for line in found.values_list("line", flat=True)]
