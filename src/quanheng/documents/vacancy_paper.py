"""Vacancy paper (年度空缺计划汇总): the collected plans of a year as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.vacancy_plan import BASES, STATES, WAYS, Standing, VacancyRow
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date

KIND = "vacancy_plan"


@dataclass(frozen=True)
class UnitVacancies:
    """One unit with what it filed."""

    standing: Standing
    rows: tuple[VacancyRow, ...]


HEADER = ("单位", "层级", "领导职务", "职务名称", "数目", "空缺情形", "补充方式", "理由", "状态")


def cells_of(unit: UnitVacancies, row: VacancyRow) -> tuple[str | int, ...]:
    """One row of the collected plan as a table shows it."""
    return (
        unit.standing.name,
        row.level,
        "是" if row.leading else "否",
        row.post,
        row.seats,
        BASES.say(row.basis).zh,
        WAYS.say(row.way).zh,
        row.reason,
        STATES[unit.standing.state].zh,
    )


def vacancy_paper(year: int, units: Sequence[UnitVacancies], on: date) -> Paper:
    """The collected plan: what is approved and what waits, and which units have not filed."""
    parts = (f"{year}年度", "干部职位空缺计划汇总")
    draft = Draft(KIND, Text("".join(parts), f"Vacancy plans of {year}"), parts)
    filed = [u for u in units if u.standing.state != "missing"]
    seats = sum(u.standing.seats for u in filed)
    approved = [u for u in filed if u.standing.state == "approved"]
    draft.paragraph(
        f"截至{zh_date(on)}，应报单位{len(units)}个，已报{len(filed)}个，批准{len(approved)}个；"
        f"共申报空缺{seats}席，其中批准{sum(u.standing.seats for u in approved)}席。"
    )
    draft.heading("各单位计划")
    columns = [
        Column("单位", 4, "left"), Column("层级", 3), Column("职务名称", 4, "left"), Column("数目", 1),
        Column("情形", 2), Column("方式", 2), Column("理由", 4, "left"), Column("状态", 2),
    ]  # fmt: skip
    rows = [
        tuple(str(cell) for n, cell in enumerate(cells_of(unit, row)) if n != 2)
        for unit in filed
        for row in unit.rows
    ]
    if rows:
        draft.table(columns, rows)
    nothing = [u.standing.name for u in filed if not u.rows]
    if nothing:
        draft.paragraph(f"{'、'.join(nothing)}本年没有拟补充的空缺。")
    missing = [u.standing.name for u in units if u.standing.state == "missing"]
    if missing:
        draft.heading("未报单位")
        draft.paragraph(f"{'、'.join(missing)}。应于1月31日前申报。")
    return draft.signature("", on).paper()
