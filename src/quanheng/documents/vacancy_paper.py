"""Vacancy paper (年度空缺计划汇总): the collected plans of a year as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.vacancy_plan import BASES, STATES, WAYS, Standing, VacancyRow
from quanheng.core.values import Text
from quanheng.documents.official import title_lines
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written
from quanheng.documents.templates.fields import PaperFields, Told

ID = "vacancy_plan"


@dataclass(frozen=True)
class UnitVacancies:
    """One unit with what it filed."""

    standing: Standing
    rows: tuple[VacancyRow, ...]


HEADER = ("单位", "层级", "领导职务", "职务名称", "数目", "空缺情形", "补充方式", "理由", "状态")


@dataclass(frozen=True)
class Line:
    """One line of a unit's plan."""

    unit: Annotated[str, Told("单位", "Unit", "园区办", needed=True)]
    level: Annotated[str, Told("层级", "Level", "中层副职")]
    leading: Annotated[str, Told("领导职务", "Leading post", "是")]
    post: Annotated[str, Told("职务名称", "Post", "园区办副主任")]
    seats: Annotated[str, Told("数目", "Seats", "1", needed=True)]
    basis: Annotated[str, Told("情形", "Why it is vacant", "现有空缺")]
    way: Annotated[str, Told("方式", "How it is filled", "竞争上岗")]
    reason: Annotated[str, Told("理由", "Reason", "核定职数未配满")]
    state: Annotated[str, Told("状态", "State", "已批准")]


@dataclass(frozen=True)
class VacancyPlanPaper(PaperFields):
    """The collected vacancy plans of a year."""

    year: Annotated[str, Told("年度", "Year", "2026")]
    on: Annotated[str, Told("截至", "As it stands on", "2026年1月31日", needed=True)]
    due: Annotated[str, Told("应报单位", "Units that owe a plan", "12")]
    filed: Annotated[str, Told("已报单位", "Units that filed", "10")]
    approved: Annotated[str, Told("批准单位", "Units approved", "8")]
    seats: Annotated[str, Told("申报席位", "Seats filed", "14")]
    approved_seats: Annotated[str, Told("批准席位", "Seats approved", "11")]
    lines: Annotated[tuple[Line, ...], Told("计划", "Lines of the plans", needed=True)]
    nothing: Annotated[str, Told("无空缺单位", "Units without vacancies", "农业办、信访办")]
    missing: Annotated[str, Told("未报单位", "Units that have not filed", "东片、西片")]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph(
        "截至{{ 截至 }}，应报单位{{ 应报单位 }}个，已报{{ 已报单位 }}个，批准{{ 批准单位 }}个；"
        "共申报空缺{{ 申报席位 }}席，其中批准{{ 批准席位 }}席。"
    )
    .heading("各单位计划")
    .listing("项 in 计划", 单位=5, 层级=4, 职务名称=5, 数目=2, 情形=3, 方式=3, 理由=5, 状态=3)
    .when("无空缺单位")
    .paragraph("{{ 无空缺单位 }}本年没有拟补充的空缺。")
    .end()
    .when("未报单位")
    .heading("未报单位")
    .paragraph("{{ 未报单位 }}。应于1月31日前申报。")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


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


def vacancy_paper(year: int, units: Sequence[UnitVacancies], on: date) -> Written:
    """The collected plan: what is approved and what waits, and which units have not filed."""
    parts = (f"{year}年度", "干部职位空缺计划汇总")
    filed = [u for u in units if u.standing.state != "missing"]
    approved = [u for u in filed if u.standing.state == "approved"]
    said = VacancyPlanPaper(
        title="\n".join(title_lines(parts)),
        organisation="",
        subject=f"{year}年度干部职位空缺",
        plan="",
        number="",
        dated=zh_date(on),
        year=str(year),
        on=zh_date(on),
        due=str(len(units)),
        filed=str(len(filed)),
        approved=str(len(approved)),
        seats=str(sum(u.standing.seats for u in filed)),
        approved_seats=str(sum(u.standing.seats for u in approved)),
        lines=tuple(Line(*map(str, cells_of(unit, row))) for unit in filed for row in unit.rows),
        nothing="、".join(u.standing.name for u in filed if not u.rows),
        missing="、".join(u.standing.name for u in units if u.standing.state == "missing"),
    )
    return Written(ID, Text("".join(parts), f"Vacancy plans of {year}"), said)


VACANCY_PLAN = PaperKind(
    ID,
    Text("年度空缺计划汇总", "Vacancy plans of a year"),
    (),
    VacancyPlanPaper,
    LAYOUT,
    lambda proceedings, stage: (),
    of_house=True,
)
