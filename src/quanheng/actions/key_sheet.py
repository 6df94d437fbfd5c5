"""Key a sheet (录入测评票): one paper sheet enters whole; keyed again, it replaces what was misread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.acting import acting
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor
from quanheng.core.stages.assessment import Sheet
from quanheng.core.values import Refused
from quanheng.store.load import run_state
from quanheng.store.secret_rows import take_out_secret_rows

TABLE = "sheets"


def key_sheet(
    actor: Actor, run_code: str, stage: str, rows: Sequence[Sheet], at: datetime, *, again: bool = False
) -> int:
    """Enter what one sheet says of everyone; how many rows that were.

    Errors: Refused when it is keyed already and `again` does not say so; RefusedMany for unreadable cells.
    """
    group, sheet = rows[0].group, rows[0].sheet
    held = run_state(run_code).facts.rows.get(stage, {}).get(TABLE, ())
    is_keyed = any(isinstance(r, Sheet) and (r.group, r.sheet) == (group, sheet) for r in held)
    if is_keyed and not again:
        raise Refused(
            "sheet_keyed_already",
            f"{sheet} 号票已经录入。",
            f"Sheet {sheet} is keyed already.",
            where=f"{group}|{sheet}",
            remedy_zh="请核对票号；如上次录错，请选“替换已录的票”。",
            remedy_en="Check the number; if it was misread, choose to replace the sheet.",
        )
    with transaction.atomic():
        if is_keyed:
            _take_out(actor, run_code, stage, group, sheet, at)
        return record_rows(actor, run_code, stage, TABLE, rows, at)


def _take_out(actor: Actor, run_code: str, stage: str, group: str, sheet: str, at: datetime) -> None:
    def is_wanted(row: object) -> bool:
        return isinstance(row, Sheet) and (row.group, row.sheet) == (group, sheet)

    with acting(actor, "record_sheets", run_code, at) as act:
        taken = take_out_secret_rows(act.run, stage, TABLE, Sheet, is_wanted)
        tables = act.facts.rows[stage]
        left = tuple(row for row in tables[TABLE] if not is_wanted(row))
        act.become(rows={**act.facts.rows, stage: {**tables, TABLE: left}})
        act.subject = f"{stage}.{TABLE}"
        # The trace says that a sheet was keyed again, not which one: the number leads to its writer.
        act.body = {"stage": stage, "table": TABLE, "taken_out": taken}
