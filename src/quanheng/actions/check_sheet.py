"""Check a sheet (评分表复核): whoever keyed it first does not key it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.values import Refused, RefusedMany
from quanheng.store import queries

MARKS = ("marks", "judge_marks")
"""The tables in which sheets are keyed first: of speeches, and of interviews and panels."""
SHEET = ("judge", "subject", "examinee", "person", "post")
"""The fields that say which sheet a row belongs to, where its table has them."""


def refuse_own_keying(actor: Actor, run_code: str, stage: str, checks: Iterable[Row]) -> None:
    """Refuse a check by whoever keyed the sheet. Errors: RefusedMany."""
    first = keyed_by(run_code, stage)
    own = [row for row in checks if actor.account in first.get(sheet_key(row), frozenset())]
    if own:
        raise RefusedMany(
            Refused(
                "one_keyer",
                "这张评分表由您录入，复核须由另一人独立重录。",
                "You keyed this sheet; another person must key it again by themselves.",
                where=row.key(),
                remedy_zh="请由另一名工作人员登录后复核。",
                remedy_en="Let a colleague sign in and check it.",
            )
            for row in own
        )


def keyed_by(run_code: str, stage: str) -> dict[tuple[str, ...], frozenset[str]]:
    """Who keyed each sheet of a stage, by the sheet's own fields."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for table in MARKS:
        for line in queries.rows_entered(run_code, stage, table):
            sheet = _sheet(json.loads(line.payload))
            found[sheet] = found.get(sheet, frozenset()) | {line.entered_by}
    return found


def sheet_key(row: Row) -> tuple[str, ...]:
    """Which sheet a row belongs to, as `keyed_by` names it."""
    return _sheet(row.model_dump())


def _sheet(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name) or "") for name in SHEET)
