"""Double keying (两人录入): two people key the same paper sheets apart; only what agrees in full enters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.acting import acting
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.tables import ReadTable

TABLE = "sheets"


def enter_agreed(
    actor: Actor,
    run_code: str,
    stage: str,
    keyings: tuple[ReadTable, ReadTable],
    by: tuple[str, str],
    at: datetime,
) -> int:
    """Enter sheets that two people keyed alike; how many rows. The trace names both keyers, and no sheet.

    Errors: Refused where one person keyed twice; RefusedMany with every difference; nothing is entered then.
    """
    if not all(by) or by[0] == by[1]:
        raise Refused(
            "one_keyer",
            "须由两个人分别录入，并写明两人姓名。",
            "Two people must key the sheets, each named.",
            where="keyed_by",
            remedy_zh="请另请一人独立录入同一批票。",
            remedy_en="Let another person key the same sheets, by themselves.",
        )
    found = differences(*keyings)
    if found:
        raise RefusedMany(found)
    rows = keyings[0].rows
    with transaction.atomic():
        entered = record_rows(actor, run_code, stage, TABLE, rows, at, keyings[0].places)
        with acting(actor, "record_sheets", run_code, at) as act:
            act.subject = f"{stage}.{TABLE}"
            act.body = {"stage": stage, "table": TABLE, "keyed_by": sorted(by), "rows": entered}
    return entered


def differences(first: ReadTable, second: ReadTable) -> tuple[Refused, ...]:
    """Where two keyings of the same sheets differ: a row that one lacks, or cells that say something else."""
    one, other = _by_key(first), _by_key(second)
    found = []
    for key in sorted({**one, **other}):
        row, place = one.get(key, (None, ""))
        again, elsewhere = other.get(key, (None, ""))
        if row != again:
            found.append(_differ(key, row, place, again, elsewhere))
    return tuple(found)


def _by_key(read: ReadTable) -> dict[str, tuple[Row, str]]:
    return {row.key(): (row, place) for row, place in zip(read.rows, read.places, strict=True)}


def _differ(key: str, row: Row | None, place: str, again: Row | None, elsewhere: str) -> Refused:
    zh, en = ("另一人没有录", "the other did not key it")
    if row is not None and again is not None:
        cells: Sequence[str] = _cells(row, again)
        zh, en = f"两人录得不同：{'；'.join(cells)}", f"keyed differently: {'; '.join(cells)}"
    return Refused(
        "keyed_differently",
        f"{key}：{zh}。",
        f"{key}: {en}.",
        where=" / ".join(p for p in (place, elsewhere) if p),
        remedy_zh="请两人一起核对原票，改正录错的一份再提交。",
        remedy_en="Look at the sheet together, mend the file that is wrong, and send both again.",
    )


def _cells(row: Row, again: Row) -> list[str]:
    one, other = _flat(row), _flat(again)
    return [
        f"{name} {one.get(name, '-')} / {other.get(name, '-')}"
        for name in {**one, **other}
        if one.get(name) != other.get(name)
    ]


def _flat(row: Row) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.model_dump(mode="json").items():
        flat |= {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {name: str(value)}
    return flat
