"""Own rows (本人填报): what somebody said before gives way to what they say now, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.record_rows import record_rows, remove_row
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row


def replace_own_rows(
    actor: Actor,
    run_code: str,
    stage: str,
    table: str,
    own: Sequence[Row],
    wanted: Sequence[Row],
    at: datetime,
) -> None:
    """Let the actor's rows of a table be these and no others; rows that say the same stay untouched.

    Errors: Refused or RefusedMany; everything stays as it was then.
    """
    keys = {row.key() for row in wanted}
    with transaction.atomic():
        for row in own:
            if row.key() not in keys:
                remove_row(actor, run_code, stage, table, row.key(), at)
        changed = [row for row in wanted if row not in own]
        if changed:
            record_rows(actor, run_code, stage, table, changed, at)
