"""Differences of a file (差异): what a file would add and change in a table, before anything is entered.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Refused, Text


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a row that would become another."""

    label: Text
    before: object
    after: object
    field: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that stands already and would be replaced."""

    place: str
    row: Row
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would do. Shapes: `kept` rows stand already and are not in the file; they stay."""

    new: tuple[tuple[str, Row], ...]
    changed: tuple[Changed, ...]
    unchanged: int
    kept: int
    refused: tuple[tuple[str, Refused], ...]

    @property
    def enters(self) -> int:
        """How many rows would be entered."""
        return len(self.new) + len(self.changed)


def difference(
    table: InputTable,
    held: Sequence[Row],
    given: Sequence[Row],
    places: Sequence[str],
    refused: Sequence[tuple[int, Refused]] = (),
) -> Difference:
    """The rows of a file against those that stand; rows of a secret table are always new."""
    standing = {} if table.secret else {row.key(): row for row in held}
    new: list[tuple[str, Row]] = []
    changed: list[Changed] = []
    unchanged = 0
    barred = {index for index, _ in refused}
    for index, (row, place) in enumerate(zip(given, places, strict=True)):
        if index in barred:
            continue
        before = standing.get(row.key())
        if before is None:
            new.append((place, row))
        elif before == row:
            unchanged += 1
        else:
            changed.append(Changed(place, row, changes_of(before, row)))
    kept = len(standing.keys() - {row.key() for row in given}) if standing else 0
    return Difference(
        tuple(new), tuple(changed), unchanged, kept, tuple((places[i], refusal) for i, refusal in refused)
    )


def changes_of(before: Row, after: Row) -> tuple[Change, ...]:
    """Field by field, what would become another."""
    return tuple(
        Change(label_of(type(after), name), getattr(before, name), getattr(after, name), name)
        for name in type(after).model_fields
        if getattr(before, name) != getattr(after, name)
    )


def label_of(row: type[Row], name: str) -> Text:
    """What a field is called."""
    column = next((m for m in row.model_fields[name].metadata if isinstance(m, Column)), None)
    return Text(column.zh, column.en) if column else Text(name, name)
