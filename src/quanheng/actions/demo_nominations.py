"""Nominations of the demonstration (演示提名): what is entered already, and who may sign in to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from quanheng.actions.demo_runs import DemoAccount
from quanheng.actions.headless_inputs import GivenInputs
from quanheng.core.inputs import Row
from quanheng.core.stages.nomination.tables import Nomination
from quanheng.core.values import Text
from quanheng.documents.tables import ReadTable

FIRST_NOMINATOR = "HW003"
STANDING_FROM_BEFORE = "HW032"
MOST_OF_A_YEAR = timedelta(days=345)
ACCOUNTS = (
    DemoAccount(
        "nominator", "", "committee_member", FIRST_NOMINATOR, Text("提名、签名", "nominates and signs")
    ),
)
_ENTERED = ("nominations", "signatures", "agreements")


def nominating(given: GivenInputs) -> GivenInputs:
    """The forms are in: one nominator has not signed yet, one form is of last year and soon runs out."""
    stages = {f"nomination.{name}": _kept(given.stages[f"nomination.{name}"]) for name in _ENTERED}
    return replace(given, stages=stages)


def _kept(held: ReadTable) -> ReadTable:
    rows = [_dated(row) for row in held.rows if getattr(row, "signer", "") != FIRST_NOMINATOR]
    return ReadTable(tuple(rows), held.places[: len(rows)])


def _dated(row: Row) -> Row:
    if isinstance(row, Nomination) and row.person == STANDING_FROM_BEFORE:
        return row.model_copy(update={"nominated_on": row.nominated_on - MOST_OF_A_YEAR})
    return row
