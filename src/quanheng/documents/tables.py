"""Reading tables (读表): a CSV or XLSX file as rows, every problem named by file, row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from pathlib import Path
from typing import TypeVar, overload

from pydantic import TypeAdapter, ValidationError

from quanheng.core.gathering import without_collection
from quanheng.core.inputs import InputTable, Row
from quanheng.core.values import Refused
from quanheng.documents.tables_cells import given_rows, read_words
from quanheng.documents.tables_grid import LONGEST_SHEET_NAME, Grid, grid_of, grids_of
from quanheng.documents.tables_header import Columns, columns_of, plain
from quanheng.documents.tables_wording import Problems, label_of, refusal_of

BLOCK = 10_000
WORKBOOK = "inputs.xlsx"
NOTES_START = "_"
"""A sheet whose name begins so holds notes, such as the faults of a marked workbook, and no table."""
T = TypeVar("T")
Reading = Callable[[InputTable, Grid], T]
"""How the grid of a table is read: into rows here, into columns in `tables_columns`."""


@dataclass(frozen=True, slots=True)
class Places(Sequence[str]):
    """Where each row of a table stands: file (and sheet) and row, worked out only when asked."""

    place: str
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Places: ...
    def __getitem__(self, index: int | slice) -> str | Places:
        if isinstance(index, slice):
            return Places(self.place, self.lines[index])
        return f"{self.place}:{self.lines[index]}"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The rows of a file and where each stands, counted as a spreadsheet counts."""

    rows: tuple[Row, ...]
    places: Places

    def numbered(self) -> tuple[tuple[int, Row], ...]:
        """Each row with its number in the file."""
        return tuple(zip(self.places.lines, self.rows, strict=True))

    def where(self, kept: Sequence[bool]) -> ReadTable:
        """The rows for which it says so, each where it stands."""
        lines = tuple(compress(self.places.lines, kept))
        return ReadTable(tuple(compress(self.rows, kept)), Places(self.places.place, lines))


def read_table(table: InputTable, content: bytes, file: str, sheet: str = "") -> ReadTable:
    """The rows that a file holds for a table.

    Shapes: headers may be field names or either label; of a workbook the sheet so named, or the only one.
    Errors: Refused for a file that cannot be read; RefusedMany with each column, row and cell that is wrong.
    """
    with without_collection():
        return rows_of_grid(table, grid_of(content, file, sheet or table.name))


def rows_of_grid(table: InputTable, grid: Grid) -> ReadTable:
    """The rows under a header. Errors: as `read_table`."""
    problems = Problems()
    columns = columns_of(table, grid, problems)
    if not columns.is_complete:
        problems.refuse(grid.place)
    read = _validated(table, columns, grid, problems)
    _refuse_repeats(table.row, read, problems)
    problems.refuse(grid.place)
    return read


def read_folder(
    directory: Path, tables: Mapping[str, InputTable], beside: Sequence[str] = ()
) -> dict[str, ReadTable]:
    """Every table that a folder holds: `<name>.csv`, `<name>.xlsx`, or sheets so named of one `inputs.xlsx`.

    Shapes: `tables` maps those names to tables; files named in `beside` are somebody else's.
    Errors: Refused for no folder; RefusedMany for files that match nothing and all that does not fit.
    """
    return read_files(files_of(directory, beside), directory.name, tables, rows_of_grid)


def files_of(directory: Path, beside: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The files of a folder by name, one at a time. Errors: Refused(no_folder)."""
    if not directory.is_dir():
        raise Refused(
            "no_folder",
            "没有这个文件夹。",
            "There is no such folder.",
            str(directory),
            "请核对路径。",
            "Check the path.",
        )
    for path in sorted(directory.iterdir()):
        if path.name not in beside:
            yield path.name, path.read_bytes() if path.is_file() else b""


def read_files(
    files: Iterable[tuple[str, bytes]], place: str, tables: Mapping[str, InputTable], reading: Reading[T]
) -> dict[str, T]:
    """Every table that named files hold; hidden ones say nothing. Errors: as `read_folder`."""
    problems = Problems()
    found: dict[str, T] = {}
    for name, content in files:
        if name.startswith((".", "~$")):
            continue
        try:
            held = _tables_of_file(name, content, tables, reading)
        except Refused as refusal:
            problems.add(refusal)
            continue
        for again in found.keys() & held.keys():
            problems.add(_given_twice(name, again))
        found |= held
    problems.refuse(place)
    return found


def read_workbook(content: bytes, file: str, tables: Mapping[str, InputTable]) -> dict[str, ReadTable]:
    """Every table that a workbook holds, one sheet a table. Errors: as `read_folder`."""
    return read_sheets(content, file, tables, rows_of_grid)


def read_sheets(
    content: bytes, file: str, tables: Mapping[str, InputTable], reading: Reading[T]
) -> dict[str, T]:
    """Every table that a workbook holds, read so. Errors: as `read_folder`."""
    found: dict[str, T] = {}
    problems = Problems()
    for sheet, grid in grids_of(content, file):
        if sheet.startswith(NOTES_START):
            continue
        name = table_named(sheet, tables)
        if name is None:
            problems.add(_unknown_name(f"{file}[{sheet}]", sheet, tables, "工作表", "sheet"))
            continue
        try:
            found[name] = reading(tables[name], grid)
        except Refused as refusal:
            problems.add(refusal)
    problems.refuse(file)
    return found


def table_named(sheet: str, tables: Mapping[str, InputTable]) -> str | None:
    """Which table a sheet's name means: by the table's name or its Chinese title."""
    known = {plain(name[:LONGEST_SHEET_NAME]): name for name in tables}
    known |= {plain(table.title.zh): name for name, table in tables.items() if len(tables) == len(known)}
    return known.get(plain(sheet))


def _tables_of_file(
    file: str, content: bytes, tables: Mapping[str, InputTable], reading: Reading[T]
) -> dict[str, T]:
    if file.lower() == WORKBOOK:
        return read_sheets(content, file, tables, reading)
    stem, _, ending = file.rpartition(".")
    name = next((n for n in tables if n.casefold() == stem.casefold()), None)
    if name is None or ending.lower() not in {"csv", "xlsx"}:
        raise _unknown_name(file, stem or file, tables, "文件", "file")
    return {name: reading(tables[name], grid_of(content, file, name))}


def _unknown_name(place: str, name: str, tables: Mapping[str, InputTable], zh: str, en: str) -> Refused:
    near = next(iter(get_close_matches(name, tables, n=1)), "")
    asked = (f"是否想写“{near}”？", f"Did you mean '{near}'? ") if near else ("", "")
    ending = "（.csv 或 .xlsx）" if en == "file" else ""
    return Refused(
        "unknown_file",
        f"不认识这个{zh}，其中内容不会被读取。",
        f"This {en} is not known, so nothing in it would be read.",
        where=place,
        remedy_zh=f"{asked[0]}可用的名称{ending}：{'、'.join(tables)}。不需要的请移走。",
        remedy_en=f"{asked[1]}Known names: {', '.join(tables)}. Move away what is not needed.",
    )


def _given_twice(file: str, name: str) -> Refused:
    return Refused(
        "table_twice",
        f"“{name}”在别的文件中已经给出。",
        f"'{name}' is given in another file too.",
        where=file,
        remedy_zh="同一张表只能有一个文件，请移走其一。",
        remedy_en="Keep one file for each table.",
    )


def _validated(table: InputTable, columns: Columns, grid: Grid, problems: Problems) -> ReadTable:
    """The rows as the model reads them, block by block, so that raw cells are freed with theirs."""
    rows: list[Row] = []
    lines: list[int] = []
    try:
        for numbers, block in grid.blocks(BLOCK):
            read, kept = _validated_block(table, columns, block, Places(grid.place, numbers), problems)
            rows.extend(read)
            lines.extend(kept)
    except Refused as refusal:
        problems.add(refusal)
    return ReadTable(tuple(rows), Places(grid.place, lines))


def _validated_block(
    table: InputTable, columns: Columns, block: list[list[str]], places: Places, problems: Problems
) -> tuple[list[Row], Sequence[int]]:
    """The rows of one block that the model accepts, and their numbers."""
    add_surplus(columns, block, places, problems)
    given = given_rows(columns, block, table.spread)
    read_words(given, table.row, places, problems)
    try:
        return _adapter(table.row).validate_python(given), places.lines
    except ValidationError as error:
        bad = _told(error, table.row, places, problems)
    fine = [index for index in range(len(given)) if index not in bad]
    return [table.row.model_validate(given[i]) for i in fine], [places.lines[i] for i in fine]


def _told(error: ValidationError, row: type[Row], places: Places, problems: Problems) -> set[int]:
    """Add what the model complains of; which rows it is about."""
    bad = set()
    for each in error.errors(include_url=False):
        index, *loc = each["loc"]
        bad.add(int(index))
        problems.add(refusal_of(row, {**each, "loc": tuple(loc)}, places[int(index)]))
    return bad


def add_surplus(
    columns: Columns, block: Sequence[Sequence[str]], places: Sequence[str], problems: Problems
) -> None:
    """Add every row that says something beyond the header."""
    for index, row in enumerate(block) if max(map(len, block), default=0) > columns.width else ():
        if len(row) > columns.width:
            problems.add(_surplus(row[columns.width :], places[index]))


def _surplus(surplus: Sequence[str], place: str) -> Refused:
    said = [cell for cell in surplus if cell]
    return Refused(
        "surplus_cells",
        f"此行的单元格比表头多：{'、'.join(said)[:60]}。",
        f"This row has more cells than the header: {', '.join(said)[:60]}.",
        where=place,
        remedy_zh="含逗号的内容须加双引号；多出的内容请删去，或补上表头。",
        remedy_en="Quote cells that hold commas; delete what is surplus, or name its column.",
    )


def _refuse_repeats(row: type[Row], read: ReadTable, problems: Problems) -> None:
    if not row.key_fields:
        return
    keys = list(map(attrgetter(*row.key_fields), read.rows))
    if len(set(keys)) == len(keys):
        return
    first: dict[object, int] = {}
    labels = "、".join(label_of(row, name) for name in row.key_fields)
    for index, key in enumerate(keys):
        before = first.setdefault(key, index)
        if before != index:
            problems.add(
                _repeated_row(read.rows[index].key(), labels, read.places.lines[before], read.places[index])
            )


def _repeated_row(key: str, labels: str, first: int, place: str) -> Refused:
    return Refused(
        "repeated_row",
        f"“{key}”已在第 {first} 行出现（{labels} 相同）。",
        f"'{key}' already stands in row {first} (the same {labels}).",
        where=place,
        remedy_zh="同一人同一事项只能有一行，请删去其一。",
        remedy_en="Keep one row for each person and matter.",
    )


@lru_cache(maxsize=256)
def _adapter(row: type[Row]) -> TypeAdapter[list[Row]]:
    return TypeAdapter(list[row])  # type: ignore[valid-type]  # the class is only known here
