"""Time importing a large sheet (导入计时): read, checked, compared, written, beside openpyxl's read.

    python benchmarks/roster_import.py [--rows 200000]

prints the wall clock, the processor's time and the memory of whole processes, from start to end: openpyxl
reading the sheet in its usual way and in its read-only way; `quanheng roster import --confirm` of the same
sheet into an archive that holds its people; the same with one row in a hundred changed; and ten rows alone.
Exits 1 when the import is not five times as fast as openpyxl's usual read (by processor time, which other
work on the machine does not blur), or takes more than 500 MB.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl
import xlsxwriter

COMMAND = Path(sys.executable).parent / "quanheng"
TIMES = 5.0
MOST = 500
"""Units: MB."""
ROWS_A_PERSON = 4
NAMES = ("农办副主任", "城建办主任", "社区主任", "综治办副主任", "科员")
TENURES = (
    "人员编号", "类别", "名称", "开始", "结束", "所在单位", "层级", "领导职务", "基层经历", "岗位编号",
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What a process took. Units: seconds of the wall clock and of the processor, MB."""

    wall: float
    processor: float
    memory: float


def main() -> int:
    """Make the sheets, run each reading in its own process, print and judge."""
    parser = argparse.ArgumentParser(description="Time the import of a large sheet.")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        return _read(options.read, options.read_only)
    with tempfile.TemporaryDirectory() as folder:
        return _all(Path(folder), options.rows)


def _all(folder: Path, rows: int) -> int:
    people, whole, some, few = (folder / f"{name}.xlsx" for name in ("people", "whole", "some", "few"))
    _write_people(people, rows // ROWS_A_PERSON)
    _write_tenures(whole, range(rows), 0)
    _write_tenures(some, range(rows), 100)
    _write_tenures(few, range(0, 10 * ROWS_A_PERSON, ROWS_A_PERSON), 1)
    _imported(folder, people)
    taken = {
        "openpyxl, load_workbook": _run(folder, sys.executable, __file__, "--read", str(whole)),
        "openpyxl, read_only": _run(folder, sys.executable, __file__, "--read", str(whole), "--read-only"),
        f"import of {rows} new rows": _imported(folder, whole),
        "import, 1 in 100 changed": _imported(folder, some),
        "import of 10 rows": _imported(folder, few),
    }
    for name, each in taken.items():
        print(f"{name:28} {each.wall:7.2f} s  {each.processor:7.2f} s cpu  {each.memory:5.0f} MB")
    usual, read_only, ours, *_ = taken.values()
    times = usual.processor / ours.processor
    print(f"times as fast as load_workbook: {times:.1f} (at least {TIMES})")
    print(f"times as fast as read_only:     {read_only.processor / ours.processor:.1f}")
    return 0 if times >= TIMES and ours.memory <= MOST else 1


def _imported(folder: Path, file: Path) -> Taken:
    return _run(folder, str(COMMAND), "roster", "import", str(file), "--confirm")


def _run(folder: Path, *command: str) -> Taken:
    """Run a command to its end with its own installation, its output aside."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        aside = os.open(folder / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(aside, 1)
        os.dup2(aside, 2)
        os.execve(command[0], command, {**os.environ, "QUANHENG_HOME": str(folder)})
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}: {(folder / 'output').read_text()[-500:]}")
    return Taken(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _read(file: Path, read_only: bool) -> int:
    """Read every row of the first sheet."""
    page = openpyxl.load_workbook(file, read_only=read_only).worksheets[0]
    return 0 if sum(1 for _ in page.iter_rows(values_only=True)) > 1 else 1


def _write_people(place: Path, people: int) -> None:
    rows = ((f"P{n:06d}", "闻书砚", "女" if n % 3 else "男", "1985-04", "公务员") for n in range(people))
    _write(place, "people", ("编号", "姓名", "性别", "出生", "身份"), rows)


def _write_tenures(place: Path, numbers: Iterable[int], changed_in: int) -> None:
    _write(place, "tenures", TENURES, (_tenure(n, changed_in) for n in numbers))


def _tenure(number: int, changed_in: int) -> tuple[str, ...]:
    chance = Random(number)
    since = date(1990 + 8 * (number % ROWS_A_PERSON), 1, 1) + timedelta(days=chance.randint(0, 700))
    until = "" if number % ROWS_A_PERSON == 3 else str(since + timedelta(days=chance.randint(300, 900)))
    level = "中层正职" if changed_in and number % changed_in == 0 else "中层副职"
    person = f"P{number // ROWS_A_PERSON:06d}"
    return (person, "职务", chance.choice(NAMES), str(since), until, "河湾街道", level, "是", "否", "")


def _write(place: Path, sheet: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with xlsxwriter.Workbook(place, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate((header, *rows)):
            page.write_row(number, 0, row)


if __name__ == "__main__":
    sys.exit(main())
