"""Reading columns (按列读表): a sheet whose fields stand alone, each different cell looked at once.

A column of a large sheet says few different things: codes, days, names of posts. Each is validated once and
remembered, which reads a sheet several times faster than row by row; rules across the fields of a row are not
asked, so that this fits only tables that have none, such as those of the roster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from quanheng.core.inputs import InputTable, Row
from quanheng.core.roster_sheets import Plain, Sheet, blank_of, plain
from quanheng.core.values import Refused
from quanheng.documents.tables import BLOCK, Places, add_surplus
from quanheng.documents.tables_cells import word_reader
from quanheng.documents.tables_grid import Grid
from quanheng.documents.tables_header import Columns, columns_of
from quanheng.documents.tables_wording import Problems, refusal_of

TOLD = 2_000
"""So many problems of one sheet are told at most."""
Wrong = Callable[[str], Refused]
"""What is wrong with a cell, once its place is known."""
Tell = Callable[[int], None]
"""What hears of every block of rows that is read."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A table read column by column, and the file (and sheet) in which it stands."""

    sheet: Sheet
    place: str


class Reader(dict[str, Plain]):
    """What each different cell of one column says; `wrong` are those that say nothing fitting."""

    def __init__(self, row: type[Row], field: str) -> None:
        super().__init__()
        info = row.model_fields[field]
        kind: Any = info.annotation
        for each in info.metadata:
            kind = Annotated[kind, each]
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)
        self._row, self._field = row, field
        self._read = word_reader(row, field)
        self.wrong: dict[str, Wrong] = {}
        if not info.is_required():
            self[""] = blank_of(row, field)

    def __missing__(self, cell: str) -> Plain:
        try:
            said = self._read(cell)
            value = plain(self._adapter.validate_python(said))
        except Refused as refusal:
            self.wrong[cell] = partial(_at, refusal)
            value = None
        except ValidationError as error:
            self.wrong[cell] = partial(self._refusal, dict(error.errors(include_url=False)[0]), cell)
            value = None
        self[cell] = value
        return value

    def _refusal(self, error: dict[str, Any], cell: str, place: str) -> Refused:
        if not cell:
            error["type"] = "missing"
        return refusal_of(self._row, {**error, "loc": (self._field,)}, place)


def _at(refusal: Refused, place: str) -> Refused:
    return refusal.at(f"{place}:{refusal.where}")


def silent(rows: int) -> None:
    """Tell nobody of the progress."""


def columns_of_grid(table: InputTable, grid: Grid, tell: Tell = silent) -> ReadSheet:
    """The columns under a header; a column that the header does not name is absent.

    Errors: RefusedMany with each column, row and cell that is wrong.
    """
    problems = Problems(shown=TOLD)
    columns = columns_of(table, grid, problems)
    if not columns.is_complete:
        problems.refuse(grid.place)
    readers = {name: Reader(table.row, name) for _, name in columns.fields}
    cells: dict[str, list[Plain]] = {name: [] for name in readers}
    lines: list[int] = []
    try:
        for numbers, block in grid.blocks(BLOCK):
            places = Places(grid.place, numbers)
            add_surplus(columns, block, places, problems)
            _read_block(columns, block, readers, cells, places, problems)
            lines.extend(numbers)
            tell(len(numbers))
    except Refused as refusal:
        problems.add(refusal)
    problems.refuse(grid.place)
    return ReadSheet(Sheet(table, lines, cells), grid.place)


def _read_block(
    columns: Columns,
    block: Sequence[Sequence[str]],
    readers: dict[str, Reader],
    cells: dict[str, list[Plain]],
    places: Places,
    problems: Problems,
) -> None:
    if not block:
        return
    said = list(zip(*block, strict=False))  # what a row says beyond the header is told already
    wrong: list[tuple[int, int, Wrong]] = []
    for at, name in columns.fields:
        reader = readers[name]
        cells[name].extend(map(reader.__getitem__, said[at]))
        for index, cell in enumerate(said[at]) if reader.wrong else ():
            if cell in reader.wrong:
                wrong.append((index, at, reader.wrong[cell]))
    for index, _, refusal in sorted(wrong, key=lambda found: found[:2]):
        problems.add(refusal(places[index]))
