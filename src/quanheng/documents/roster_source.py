"""Sources of a roster (名册来源): a workbook, a zip of tables, or a folder of them, read column by column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from quanheng.core.gathering import without_collection
from quanheng.core.roster_sheets import BY_NAME, Sheet
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.packages import files_in, refuse_large
from quanheng.documents.tables import files_of, read_files, read_sheets
from quanheng.documents.tables_columns import ReadSheet, Tell, columns_of_grid, silent
from quanheng.documents.tables_grid import is_workbook

ENDINGS = (".xlsx", ".zip")


def read_source(content: bytes, file: str, tell: Tell = silent) -> dict[str, ReadSheet]:
    """The tables that a workbook or a zip of CSV and XLSX files holds; `tell` hears of rows as they are read.

    Errors: Refused for what cannot be read; RefusedMany with every column, row and cell that does not fit.
    """
    refuse_unfit(len(content), file)
    reading = partial(columns_of_grid, tell=tell)
    with without_collection():
        if is_workbook(file):
            return _with_something(read_sheets(content, file, BY_NAME, reading), file)
        return _with_something(read_files(files_in(content, file), file, BY_NAME, reading), file)


def read_place(place: Path) -> dict[str, ReadSheet]:
    """The tables of a workbook, a zip or a folder on this machine. Errors: as `read_source`."""
    if place.is_dir():
        return _with_something(read_files(files_of(place), place.name, BY_NAME, columns_of_grid), place.name)
    if not place.exists():
        raise Refused(
            "no_roster",
            "没有这个文件夹或工作簿。",
            "There is no such folder or workbook.",
            where=str(place),
            remedy_zh="请核对路径；可先用 quanheng roster template 写出空表。",
            remedy_en="Check the path; quanheng roster template writes empty tables.",
        )
    refuse_large(place.stat().st_size, place.name)
    return read_source(place.read_bytes(), place.name)


def refuse_unfit(size: int, file: str) -> None:
    """Refuse a file by its size and name, before it is read."""
    refuse_large(size, file)
    if not file.lower().endswith(ENDINGS):
        raise _unknown(file)


def _unknown(file: str) -> Refused:
    return Refused(
        "unknown_source",
        "名册须是一个 XLSX 工作簿，或装有 CSV、XLSX 各表的 ZIP。",
        "A roster is one XLSX workbook, or a ZIP of CSV and XLSX tables.",
        file,
        "请另存为 .xlsx，或压缩成 .zip。",
        "Save it as .xlsx, or zip it.",
    )


def _with_something(found: dict[str, ReadSheet], place: str) -> dict[str, ReadSheet]:
    if any(len(read.sheet) for read in found.values()):
        return found
    raise Refused(
        "roster_empty",
        "各表都没有内容。",
        "None of the tables holds a row.",
        place,
        "请至少填写一张表。",
        "Fill in one table at least.",
    )


def sheets_in(read: Mapping[str, ReadSheet]) -> dict[str, Sheet]:
    """The sheets alone, by table."""
    return {name: held.sheet for name, held in read.items()}


def in_source(refused: Refused, read: Mapping[str, ReadSheet]) -> Refused:
    """Refusals that name tables of the roster, naming their files and sheets instead."""
    if isinstance(refused, RefusedMany):
        return RefusedMany(in_source(each, read) for each in refused.refusals)
    table, _, rest = refused.where.partition(":")
    held = read.get(table)
    return refused.at(f"{held.place}:{rest}") if held and rest else refused
