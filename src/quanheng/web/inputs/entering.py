"""Entering a row (录入一行): what a form says goes into its table, or the refusal goes back into the form."""

from __future__ import annotations

from quanheng.actions.record_rows import record_rows
from quanheng.core.values import Refused
from quanheng.web.inputs.forms import RowForm
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView


def enter_row(run: RunInView, stage: str, table: str, form: RowForm) -> bool:
    """Enter the row of a sound form; whether it stands now. Errors: Refused(not_allowed)."""
    assert form.row is not None
    try:
        record_rows(run.actor, run.state.code, stage, table, [form.row], now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        form.refuse(refusal)
        return False
    return True
