"""Archive columns (档案各列): whole tables column by column, as screening loads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quanheng.store.archive_tables import ARCHIVE

ROWS_AT_A_TIME = 20_000


def archive_columns(wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, list[Any]]]:
    """The columns of each table that the archive holds, in the order in which rows were entered."""
    return {name: _columns(name, columns) for name, columns in wanted.items() if name in ARCHIVE}


def _columns(name: str, columns: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {column: [] for column in columns}
    rows = ARCHIVE[name]._default_manager.order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        for column, value in zip(columns, row, strict=True):
            found[column].append(value)
    return found


def people_count() -> int:
    """How many people the archive holds."""
    return ARCHIVE["people"]._default_manager.count()
