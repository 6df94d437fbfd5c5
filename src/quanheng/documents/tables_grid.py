"""Grids (表格): the bytes of a CSV or XLSX file as rows of text, before columns mean anything."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from quanheng.core.values import Refused
from quanheng.documents.packages import refuse_bomb, refuse_large

LONGEST_CELL = 200_000
LONGEST_SHEET_NAME = 31
"""Excel's own limit."""
EXACT = 1e15
"""A spreadsheet keeps fifteen digits of a number; an identity number kept as a number has lost its end."""
DELIMITERS = ",;\t"
BLANKS = " \t\u3000\xa0"
WORKBOOK_START = b"PK\x03\x04"
OLD_WORKBOOK_START = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text, its rows taken once and block by block, so that a large one never stands whole.

    Shapes: `place` names file and sheet; `first` is the number of the row under the header, as Excel counts;
    `is_loose` when cells may have blanks around them.
    """

    place: str
    header: tuple[str, ...]
    rows: Iterator[list[str]]
    first: int
    is_loose: bool = False

    def blocks(self, size: int) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Rows that say something, with their numbers.

        Shapes: a row is as long as the header, longer only where it says something there; cells are stripped.
        Errors: Refused(csv_malformed) at the row that cannot be read.
        """
        number = self.first
        while block := self._taken(number, size):
            lines: Sequence[int] = range(number, number + len(block))
            number += len(block)
            if self.is_loose:
                block = [[cell.strip() for cell in row] for row in block]
            if not all(map(any, block)):
                lines = [line for line, row in zip(lines, block, strict=True) if any(row)]
                block = [row for row in block if any(row)]
            _fit(block, len(self.header))
            yield lines, block

    def _taken(self, number: int, size: int) -> list[list[str]]:
        taken: list[list[str]] = []
        try:
            taken.extend(islice(self.rows, size))
        except csv.Error as error:
            raise Refused(
                "csv_malformed",
                f"此行的引号或单元格不合 CSV 写法（{error}）。",
                f"The quotes or cells of this row are not proper CSV ({error}).",
                where=f"{self.place}:{number + len(taken)}",
                remedy_zh="请检查是否有未成对的双引号。",
                remedy_en="Look for an unpaired double quote.",
            ) from None
        return taken


def _fit(block: list[list[str]], width: int) -> None:
    """Fill up short rows, and cut off what says nothing beyond the header."""
    for row in (row for row in block if len(row) != width):
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        elif not any(row[width:]):
            del row[width:]


def is_workbook(file: str) -> bool:
    """Whether a file's name says that it is an XLSX workbook."""
    return file.lower().endswith(".xlsx")


def grid_of(content: bytes, file: str, sheet: str = "") -> Grid:
    """The grid that a file holds; of a workbook the named sheet, or the only one when none bears that name.

    Errors: Refused for a file that is empty, too large, damaged, or not what its name says.
    """
    _refuse_unfit(content, file)
    if not is_workbook(file):
        return _csv_grid(_text_of(content, file), file)
    workbook = _workbook(content, file)
    names = list(workbook.sheet_names)
    found = _sheet_named(names, sheet) or (names[0] if len(names) == 1 else "")
    if not found:
        raise Refused(
            "no_such_sheet",
            f"工作簿中没有工作表“{sheet}”，有：{'、'.join(names)}。",
            f"The workbook has no sheet '{sheet}'; it has: {', '.join(names)}.",
            where=file,
            remedy_zh=f"请把工作表改名为“{sheet[:LONGEST_SHEET_NAME]}”。",
            remedy_en=f"Rename the sheet to '{sheet[:LONGEST_SHEET_NAME]}'.",
        )
    place = file if len(names) == 1 else f"{file}[{found}]"
    return _framed(place, _sheet_rows(workbook, found, place)) or _blank(place)


def grids_of(content: bytes, file: str) -> Iterator[tuple[str, Grid]]:
    """Every sheet of a workbook that holds anything, after its name, one at a time. Errors: as `grid_of`."""
    _refuse_unfit(content, file)
    workbook = _workbook(content, file)
    for name in workbook.sheet_names:
        place = f"{file}[{name}]"
        grid = _framed(place, _sheet_rows(workbook, name, place))
        if grid is not None:
            yield name, grid


def _sheet_named(names: Iterable[str], sheet: str) -> str:
    wanted = sheet[:LONGEST_SHEET_NAME].casefold()
    return next((n for n in names if n.strip().casefold() == wanted), "")


def _refuse_unfit(content: bytes, file: str) -> None:
    if not content.strip():
        raise _unfit(
            "file_empty",
            file,
            "文件是空的",
            "the file is empty",
            "请至少写入表头。",
            "Give it a header row at least.",
        )
    refuse_large(len(content), file)
    zipped, old = content.startswith(WORKBOOK_START), content.startswith(OLD_WORKBOOK_START)
    if old:
        raise _unfit(
            "old_workbook", file,
            "这是旧式 Excel 文件（或加了密码）", "this is an old (or password-protected) Excel file",
            "请另存为不加密的 XLSX 或 CSV。", "Save it as XLSX or CSV, without a password.",
        )  # fmt: skip
    if is_workbook(file) and not zipped:
        raise _unfit(
            "not_a_workbook", file,
            "文件名是 .xlsx，内容却不是 XLSX 工作簿", "named .xlsx, but it is no XLSX workbook",
            "请用 Excel 或 WPS 打开后另存为 XLSX；若是文本，请改名为 .csv。",
            "Open it in a spreadsheet and save as XLSX; if it is text, name it .csv.",
        )  # fmt: skip
    if zipped and not is_workbook(file):
        raise _unfit(
            "not_a_text", file,
            "文件名是 .csv，内容却是压缩包或工作簿", "named .csv, but it is a workbook or archive",
            "若是 XLSX，请改名为 .xlsx。", "If it is XLSX, name it .xlsx.",
        )  # fmt: skip


def _unfit(code: str, file: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en[:1].upper()}{en[1:]}.", file, remedy_zh, remedy_en)


def _text_of(content: bytes, file: str) -> str:
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\r\n" for c in text[:4096]) and "\0" not in text:
            return text
    raise _unfit(
        "not_a_text", file,
        "文件不是 UTF-8 或 GB18030 编码的文本", "the file is not text in UTF-8 or GB18030",
        "请另存为“CSV UTF-8”。", "Save it as 'CSV UTF-8'.",
    )  # fmt: skip


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _csv_grid(text: str, file: str) -> Grid:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _framed(file, reader, any(blank in text for blank in BLANKS)) or _blank(file)


def _workbook(content: bytes, file: str) -> CalamineWorkbook:
    try:
        refuse_bomb(content, file)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, CalamineError, ValueError, OSError) as error:
        raise _damaged(file, error) from None


def _damaged(file: str, error: Exception) -> Refused:
    return _unfit(
        "workbook_damaged", file,
        f"工作簿已损坏，无法读取（{error}）", f"the workbook is damaged and cannot be read ({error})",
        "请用 Excel 或 WPS 打开后重新另存为 XLSX。", "Open it in a spreadsheet and save it as XLSX again.",
    )  # fmt: skip


def _sheet_rows(workbook: CalamineWorkbook, sheet: str, place: str) -> Iterator[list[str]]:
    """The rows of a sheet as text, from the sheet's first row on."""
    try:
        rows = workbook.get_sheet_by_name(sheet).iter_rows()
    except (CalamineError, ValueError) as error:
        raise _damaged(place, error) from None
    return ([cell.strip() if type(cell) is str else _said(cell) for cell in row] for row in rows)


def _said(cell: Any) -> str:
    """What a cell of a workbook says, as a person would type it; numbers keep every digit they show."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


def _framed(place: str, rows: Iterator[list[str]], is_loose: bool = False) -> Grid | None:
    """The grid under the first row that says anything, less trailing columns without a name; none without."""
    for lines, block in Grid(place, (), rows, 1, is_loose).blocks(1):
        if block:
            header = block[0]
            while not header[-1]:
                header = header[:-1]
            return Grid(place, tuple(header), rows, lines[0] + 1, is_loose)
    return None


def _blank(place: str) -> Grid:
    raise _unfit(
        "file_empty",
        place,
        "表是空的",
        "the table is empty",
        "请至少写入表头。",
        "Give it a header row at least.",
    )
