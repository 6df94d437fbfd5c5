"""Take steps of a case (批量办理案件步骤): the rows of a file, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.answer_appeal import answer_appeal
from quanheng.actions.close_case import close_case
from quanheng.actions.record_case_step import record_case_step
from quanheng.core.accountability.steps import Answer, Closing, StepKind
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.values import Refused


def take_case_steps(
    actor: Actor, code: str, kind: StepKind, rows: Sequence[Row], at: datetime, places: Sequence[str] = ()
) -> int:
    """Take one step for every row; how many were taken.

    Shapes: `places` says where each row stands in the file it came from.
    Errors: Refused with the place of the first row that may not be entered; nothing is entered then.
    """
    with transaction.atomic():
        for index, row in enumerate(rows):
            try:
                _take(actor, code, kind, row, at)
            except Refused as refusal:
                raise (refusal.at(places[index]) if index < len(places) else refusal) from None
    return len(rows)


def _take(actor: Actor, code: str, kind: StepKind, row: Row, at: datetime) -> None:
    if isinstance(row, Closing):
        close_case(actor, code, row, at)
    elif isinstance(row, Answer):
        answer_appeal(actor, code, row, at)
    else:
        record_case_step(actor, code, kind, row, at)
