"""Entering rows (录入): what a form says goes into its table, or the refusal goes back into the form."""

from __future__ import annotations

from collections.abc import Sequence

from quanheng.actions.record_rows import record_rows
from quanheng.core.inputs import Row
from quanheng.core.values import Refused
from quanheng.web.inputs.forms import RowForm
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView


def enter_row(run: RunInView, stage: str, table: str, form: RowForm) -> bool:
    """Enter the row of a sound form; whether it stands now. Errors: Refused(not_allowed)."""
    assert form.row is not None
    refusal = enter_rows(run, stage, table, [form.row])
    if refusal is not None:
        form.refuse(refusal)
    return refusal is None


def enter_rows(run: RunInView, stage: str, table: str, rows: Sequence[Row]) -> Refused | None:
    """Enter rows, all or none; what stands in the way. Errors: Refused(not_allowed)."""
    try:
        record_rows(run.actor, run.state.code, stage, table, rows, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return refusal
    return None
