"""Key a sheet (录入纸质票): one paper sheet enters whole; keyed again, it replaces what was misread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.acting import acting
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.stages.assessment import Sheet
from quanheng.core.stages.recommendation.tables import Ballot
from quanheng.core.values import Refused
from quanheng.store.load import run_state
from quanheng.store.secret_rows import take_out_secret_rows

TABLE = "sheets"
Paper = Sheet | Ballot
"""A row of an assessment sheet or of a recommendation."""


def key_sheet(
    actor: Actor, run_code: str, stage: str, rows: Sequence[Paper], at: datetime, *, again: bool = False
) -> int:
    """Enter what one sheet says of everyone; how many rows that were.

    Errors: Refused when it is keyed already and `again` does not say so; RefusedMany for unreadable cells.
    """
    place = _place(rows[0])
    held = run_state(run_code).facts.rows.get(stage, {}).get(TABLE, ())
    is_keyed = any(_place(row) == place for row in held)
    if is_keyed and not again:
        raise Refused(
            "sheet_keyed_already",
            f"{rows[0].sheet} 号票已经录入。",
            f"Sheet {rows[0].sheet} is keyed already.",
            where=f"{rows[0].group}|{rows[0].sheet}",
            remedy_zh="请核对票号；如上次录错，请选“替换已录的票”。",
            remedy_en="Check the number; if it was misread, choose to replace the sheet.",
        )
    with transaction.atomic():
        if is_keyed:
            _take_out(actor, run_code, stage, rows[0], at)
        return record_rows(actor, run_code, stage, TABLE, rows, at)


def _place(row: Row) -> tuple[int, str, str] | None:
    """Which sheet a row stands on: round, group, number."""
    if isinstance(row, Ballot):
        return row.round, row.group, row.sheet
    return (1, row.group, row.sheet) if isinstance(row, Sheet) else None


def _take_out(actor: Actor, run_code: str, stage: str, keyed: Paper, at: datetime) -> None:
    def is_wanted(row: Row) -> bool:
        return _place(row) == _place(keyed)

    with acting(actor, "record_sheets", run_code, at) as act:
        taken = take_out_secret_rows(act.run, stage, TABLE, type(keyed), is_wanted)
        tables = act.facts.rows[stage]
        left = tuple(row for row in tables[TABLE] if not is_wanted(row))
        act.become(rows={**act.facts.rows, stage: {**tables, TABLE: left}})
        act.subject = f"{stage}.{TABLE}"
        # The trace says that a sheet was keyed again, not which one: the number leads to its writer.
        act.body = {"stage": stage, "table": TABLE, "taken_out": taken}
