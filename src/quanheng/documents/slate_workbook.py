"""Slate workbook (结果名册): people down, stages across, numbers as numbers, departures with reasons."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Candidate, Departure, Outcome
from quanheng.documents.points import digits_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = "xlsx"
PASSED, LEFT, NOT_REACHED = "通过", "退出", "—"

WIDE = 14
"""Text in columns wider than so many characters stands at the left."""

Cell = str | int | Decimal


@dataclass(frozen=True)
class Sheet:
    """One sheet as values. Shapes: `digits` are each column's decimals, None for text and whole numbers."""

    name: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    digits: tuple[int | None, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen_columns: int = 0


def slate_workbook(plan: Plan, outcomes: Mapping[str, Outcome], people: Mapping[str, Person]) -> bytes:
    """The roster of a run as an XLSX file: the candidates, and the stages with their numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": f"{plan.title.zh}结果名册", "created": _created(plan)})
        for sheet in (slate_sheet(plan, outcomes, people), stages_sheet(plan, outcomes)):
            _written(book, book.add_worksheet(sheet.name), sheet)
    return buffer.getvalue()


def slate_sheet(plan: Plan, outcomes: Mapping[str, Outcome], people: Mapping[str, Person]) -> Sheet:
    """One row a candidate, posts in plan order; two columns for a stage that scores, one for every other."""
    stages = [s for s in plan.stages if s.id in outcomes]
    header, widths = ["序号", "姓名", "人员编号", "职位"], [6, 10, 14, 28]
    digits: list[int | None] = [None] * 4
    for stage in stages:
        title = _title(stage)
        scores = outcomes[stage.id].scores
        header += [f"{title}得分", f"{title}名次"] if scores else [title]
        widths += [12, 8] if scores else [12]
        digits += [digits_of(stage, scores), None] if scores else [None]
    header += ["现状", "退出环节", "退出原因"]
    widths += [8, 14, 48]
    digits += [None] * 3
    titles = {p.id: p.title.zh for p in plan.posts}
    rows = []
    last = outcomes[stages[-1].id].remaining.candidates if stages else _candidates(plan, outcomes)
    standing = frozenset(last)
    entered = {s.id: frozenset(outcomes[s.id].entered.candidates) for s in stages}
    for number, candidate in enumerate(_candidates(plan, outcomes), 1):
        known = people.get(candidate.person)
        row: list[Cell] = [number, known.name if known else candidate.person, candidate.person]
        row.append(titles.get(candidate.post, candidate.post))
        for stage in stages:
            row += _cells(outcomes[stage.id], candidate, candidate in entered[stage.id])
        rows.append((*row, *_end(candidate, candidate in standing, plan, outcomes)))
    return Sheet("候选名册", tuple(header), tuple(widths), tuple(digits), tuple(rows), 2)


def stages_sheet(plan: Plan, outcomes: Mapping[str, Outcome]) -> Sheet:
    """One row a closed stage: how many candidates entered, left and remain, for how many seats."""
    rows = []
    for number, stage in enumerate((s for s in plan.stages if s.id in outcomes), 1):
        outcome = outcomes[stage.id]
        entered, left = len(outcome.entered.candidates), len(outcome.departures)
        remaining, seats = len(outcome.remaining.candidates), sum(outcome.remaining.seats.values())
        rows.append((number, _title(stage), entered, left, remaining, seats))
    header = ("序号", "环节", "进入", "退出", "留下", "职数")
    return Sheet("环节汇总", header, (6, 20, 8, 8, 8, 8), (None,) * 6, tuple(rows))


def _candidates(plan: Plan, outcomes: Mapping[str, Outcome]) -> list[Candidate]:
    """Everyone who ever stood, by post in plan order, then in the order in which they came."""
    met = dict.fromkeys(c for s in plan.stages if s.id in outcomes for c in outcomes[s.id].entered.candidates)
    order = {p.id: n for n, p in enumerate(plan.posts)}
    return sorted(met, key=lambda c: order.get(c.post, len(order)))


def _cells(outcome: Outcome, candidate: Candidate, entered: bool) -> Sequence[Cell]:
    score = outcome.score_of(candidate)
    if score is not None:
        return (score.value, NOT_REACHED if score.rank is None else score.rank)
    said = NOT_REACHED if not entered else PASSED if outcome.departure_of(candidate) is None else LEFT
    return (said, NOT_REACHED) if outcome.scores else (said,)


def _end(
    candidate: Candidate, is_standing: bool, plan: Plan, outcomes: Mapping[str, Outcome]
) -> tuple[str, str, str]:
    """Where the candidate stands: in, or out with the stage and the reason."""
    if is_standing:
        return ("在列", "", "")
    closed = [s for s in plan.stages if s.id in outcomes]
    stage, departure = _last_departure(candidate, closed, outcomes)
    return (LEFT, _title(stage), departure.finding.text.zh)


def _last_departure(
    candidate: Candidate, closed: Sequence[StageSettings], outcomes: Mapping[str, Outcome]
) -> tuple[StageSettings, Departure]:
    return next(
        (stage, departure)
        for stage in reversed(closed)
        if (departure := outcomes[stage.id].departure_of(candidate)) is not None
    )


def _title(stage: StageSettings) -> str:
    return (stage.title or KINDS[stage.kind].title).zh


def _created(plan: Plan) -> datetime:
    """A fixed time, so that equal rosters are equal files: the plan's as-of date."""
    return datetime(plan.as_of.year, plan.as_of.month, plan.as_of.day, tzinfo=UTC).replace(tzinfo=None)


def _written(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    look = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
    head = book.add_format(
        {**look, "bold": True, "align": "center", "bg_color": "#E7ECF3", "text_wrap": True}
    )
    text = book.add_format({**look, "text_wrap": True})
    middle = book.add_format({**look, "align": "center"})
    numbers = {d: book.add_format({**look, "num_format": _format(d)}) for d in sheet.digits if d is not None}
    for column, (title, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    for line, row in enumerate(sheet.rows, 1):
        for column, (cell, digits) in enumerate(zip(row, sheet.digits, strict=True)):
            if isinstance(cell, str):
                written = page.write_string if cell else page.write_blank
                written(line, column, cell, text if sheet.widths[column] > WIDE else middle)
            else:
                page.write_number(line, column, cell, middle if digits is None else numbers[digits])
    page.freeze_panes(1, sheet.frozen_columns)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)


def _format(digits: int) -> str:
    return "0." + "0" * digits if digits else "0"
