"""Check outcomes (结果复算): whether what a book says of each closed stage is what a replay gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quanheng.actions.close_stage import outcome_digest
from quanheng.core.trace_words import outcomes_of
from quanheng.core.values import Refused
from quanheng.store.books import entries_of
from quanheng.store.load import fresh_run_state

Check = Literal["same", "different", "absent"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One stage: the entry that says how it came out, and whether the run worked out anew agrees."""

    stage: str
    number: int
    digest: str
    check: Check


def check_outcomes(run: str) -> tuple[Checked, ...]:
    """Every outcome that stands in a run's book, against the run worked out again from its rows.

    Errors: Refused for a run that there is not, or a line of its book that cannot be read.
    """
    said = outcomes_of(entries_of(run))
    worked_out = fresh_run_state(run).outcomes
    found = []
    for stage, stood in said.items():
        outcome = worked_out.get(stage)
        digest = outcome_digest(outcome) if outcome else ""
        check: Check = "absent" if outcome is None else "same" if digest == stood.digest else "different"
        found.append(Checked(stage, stood.number, stood.digest, check))
    return tuple(found)


def checked_stage(run: str, stage: str) -> Checked | None:
    """One stage of a run, checked; None where nothing stands or the run is none."""
    try:
        return next((c for c in check_outcomes(run) if c.stage == stage), None)
    except Refused:
        return None
