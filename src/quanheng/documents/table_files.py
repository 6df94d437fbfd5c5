"""Table files (列表文件): a long list of columns as XLSX, CSV or Parquet, written piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter

from quanheng.core.values import Refused

LONGEST_SHEET = 1_048_575
"""Excel's own limit, without the heading."""
Batches = Iterable[pa.RecordBatch]


def write_table(path: Path, ending: str, header: Sequence[str], batches: Batches) -> int:
    """Write a list into a file; how many lines it has. Errors: Refused for another ending."""
    require_ending(ending)
    return _WRITERS[ending](path, header, batches)


def require_ending(ending: str) -> None:
    """Refuse a file whose ending names no kind of list."""
    if ending in _WRITERS:
        return
    raise Refused(
        "unknown_ending",
        f"不能写成“{ending or '无后缀'}”文件。",
        f"A list cannot be written as '{ending or 'no ending'}'.",
        remedy_zh=f"请用以下后缀之一：{'、'.join(_WRITERS)}。",
        remedy_en=f"Use one of these endings: {', '.join(_WRITERS)}.",
    )


def _schema(header: Sequence[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in header])


def _as_text(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches([batch]).cast(schema)


def _write_csv(path: Path, header: Sequence[str], batches: Batches) -> int:
    schema, lines = _schema(header), 0
    with path.open("wb") as stream:
        stream.write(b"\xef\xbb\xbf")  # Excel takes a file for UTF-8 only with this mark
        with pyarrow.csv.CSVWriter(stream, schema) as writer:
            for batch in batches:
                writer.write(_as_text(batch, schema))
                lines += batch.num_rows
    return lines


def _write_parquet(path: Path, header: Sequence[str], batches: Batches) -> int:
    schema, lines = _schema(header), 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(_as_text(batch, schema))
            lines += batch.num_rows
    return lines


def _write_workbook(path: Path, header: Sequence[str], batches: Batches) -> int:
    schema, line = _schema(header), 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        page, head = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page.set_column(0, len(header) - 1, 16)
        page.freeze_panes(1, 2)
        for index, word in enumerate(header):
            page.write_string(0, index, word, head)
        for batch in batches:
            columns = _as_text(batch, schema).to_pydict()
            for row in zip(*columns.values(), strict=True):
                line += 1
                _require_room(line)
                for index, cell in enumerate(row):
                    page.write_string(line, index, cell or "")
    return line


def _require_room(line: int) -> None:
    if line <= LONGEST_SHEET:
        return
    raise Refused(
        "sheet_full",
        f"一张工作表最多 {LONGEST_SHEET} 行，名单更长。",
        f"A sheet holds at most {LONGEST_SHEET} lines, and the list is longer.",
        remedy_zh="请改用 .csv 或 .parquet。",
        remedy_en="Write .csv or .parquet.",
    )


_WRITERS: dict[str, Callable[[Path, Sequence[str], Batches], int]] = {
    ".xlsx": _write_workbook,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
