"""Reading a score sheet (读评分表): what was typed becomes rows, and what is wrong stands at its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from quanheng.core.engine import refusals_of
from quanheng.core.inputs import Row
from quanheng.core.values import Text
from quanheng.web.stages.score_sheets import Line, Sheet, Stage


def rows_typed(
    view: Stage, sheet: Sheet, given: Mapping[str, str], note: str
) -> tuple[list[Row], list[Line]]:
    """The rows that a sheet says, and its lines with what was typed and what is wrong with it."""
    lines = [_read(line, given.get(f"mark-{line.item}", "")) for line in sheet.lines]
    sound = [(n, line) for n, line in enumerate(lines) if line.error is None]
    rows = [
        sheet.panel.mark_row(sheet.judge, sheet.unit, line.item, Decimal(line.mark), note)
        for _, line in sound
    ]
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    for index, refusal in refusals_of(facts, outcomes, view.closing, sheet.panel.table, rows):
        place, line = sound[index]
        lines[place] = replace(line, error=refusal.text)
    return rows, lines


def _read(line: Line, said: str) -> Line:
    typed = said.strip().replace("．", ".").replace("。", ".")
    if number(typed) is not None:
        return replace(line, mark=typed, error=None)
    wrong = Text("请填数字。", "Give a number.") if typed else Text("这一项还没有打分。", "No mark yet.")
    return replace(line, mark=typed, error=wrong)


def number(typed: str) -> Decimal | None:
    """What was typed as a number, if it is one."""
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
