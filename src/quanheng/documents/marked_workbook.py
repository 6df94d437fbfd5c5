"""The workbook with its faults marked (标错的工作簿): each wrong cell coloured and explained."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.values import Refused, Text
from quanheng.documents.packages import files_in
from quanheng.documents.tables import NOTES_START, table_named
from quanheng.documents.tables_grid import LONGEST_SHEET_NAME, Grid, grid_of, grids_of, is_workbook
from quanheng.documents.tables_header import field_names, plain

NOTES = Text(f"{NOTES_START}问题", f"{NOTES_START}problems")
"""The sheet that lists them all; a name that begins so is passed over when the workbook is read again."""
BLOCK = 10_000
_PLACE = re.compile(r"(?P<place>.*?):(?P<line>\d+)(?::(?P<label>.*))?", re.S)
_FIELD = re.compile(r".*\((?P<field>\w+)\)", re.S)


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault with the row, and the field or header, that it is about."""

    line: int
    label: str
    refusal: Refused


@dataclass(frozen=True, slots=True)
class _Look:
    header: Format
    text: Format
    wrong: Format


def marked_workbook(content: bytes, file: str, refusals: Sequence[Refused], language: str) -> bytes:
    """All that the file says, in one workbook; wrong cells are filled and say what, why and what to do.

    Shapes: `refusals` name their places as the reading of this file did.
    Errors: Refused for a file that cannot be read at all.
    """
    marks = _marks(refusals)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        look = _Look(
            book.add_format({"bold": True, "bg_color": "#E7ECF3", "num_format": "@"}),
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "@", "bg_color": "#F4B6B6", "border": 1}),
        )
        for name, grid in _grids(content, file):
            page = book.add_worksheet(name[:LONGEST_SHEET_NAME])
            page.freeze_panes(grid.first - 1, 0)
            _write_sheet(page, name, grid, marks.get(grid.place, []), look, language)
        _write_notes(book.add_worksheet(NOTES.say(language)), refusals, look, language)
    return buffer.getvalue()


def _grids(content: bytes, file: str) -> Iterable[tuple[str, Grid]]:
    if is_workbook(file):
        yield from ((n, grid) for n, grid in grids_of(content, file) if not n.startswith(NOTES_START))
        return
    for name, part in files_in(content, file):
        stem = name.rpartition(".")[0]
        yield stem, grid_of(part, name, stem)


def _marks(refusals: Sequence[Refused]) -> Mapping[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for refusal in refusals:
        place = _PLACE.fullmatch(refusal.where)
        if place is not None:
            mark = Mark(int(place["line"]), place["label"] or "", refusal)
            found[place["place"]].append(mark)
    return found


def _write_sheet(
    page: Worksheet, name: str, grid: Grid, marks: Sequence[Mark], look: _Look, language: str
) -> None:
    rows: dict[int, dict[int, list[Refused]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        rows[mark.line - 1][_column(mark.label, name, grid)].append(mark.refusal)
    _write_row(page, grid.first - 2, grid.header, look.header, rows.get(grid.first - 2, {}), look, language)
    for numbers, block in grid.blocks(BLOCK):
        for number, row in zip(numbers, block, strict=True):
            _write_row(page, number - 1, row, look.text, rows.get(number - 1, {}), look, language)


def _write_row(
    page: Worksheet,
    line: int,
    row: Sequence[str],
    text: Format,
    wrong: Mapping[int, Sequence[Refused]],
    look: _Look,
    language: str,
) -> None:
    """One row with its comments, which the writer takes in the order of rows only."""
    for column, cell in enumerate(row):
        if cell or column in wrong:
            page.write_string(line, column, cell, look.wrong if column in wrong else text)
    for column, refusals in wrong.items():
        page.write_comment(line, column, _comment(refusals, language), {"x_scale": 2, "author": "铨衡"})


def _column(label: str, name: str, grid: Grid) -> int:
    """Where a fault's label stands: under that header, or where the field is that the label ends with."""
    if label in grid.header:
        return grid.header.index(label)
    field = _FIELD.fullmatch(label)
    table = table_named(name, BY_NAME)
    if field is None or table is None:
        return 0
    known = field_names(BY_NAME[table])
    return next((at for at, h in enumerate(grid.header) if known.get(plain(h)) == field["field"]), 0)


def _comment(refusals: Sequence[Refused], language: str) -> str:
    said = (f"{r.text.say(language)}\n{r.remedy.say(language)}".strip() for r in refusals)
    return "\n\n".join(said)


def _write_notes(page: Worksheet, refusals: Sequence[Refused], look: _Look, language: str) -> None:
    header = (Text("位置", "Where"), Text("问题", "What is wrong"), Text("怎么办", "What to do"))
    page.set_column(0, 0, 40)
    page.set_column(1, 2, 60)
    for column, word in enumerate(header):
        page.write_string(0, column, word.say(language), look.header)
    for line, refusal in enumerate(refusals, start=1):
        said = (refusal.where, refusal.text.say(language), refusal.remedy.say(language))
        for column, cell in enumerate(said):
            page.write_string(line, column, cell, look.text)
