"""The table of capabilities (能力表): every code stands in docs/plan-language.md once, with what shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plans.real_plans import FILES, PAGE

TESTS = Path(__file__).parents[1]
CODES = [
    tuple(row.split()) for row in (Path(__file__).parent / "capabilities.txt").read_text("utf-8").splitlines()
]
_CODE = re.compile(r"`([a-z]+\.[a-z_]+)`")
_SHOWN = re.compile(r"`(P\d+|test_[a-z0-9_]+)`")
_ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<codes>(?:`[a-z]+\.[a-z_]+` ?)+) \| (?P<words>.+) \| (?P<shown>[^|]+) \| (?P<later>[^|]+) \|$", re.MULTILINE)  # fmt: skip
ROWS = [m.groupdict() for m in _ROW.finditer(PAGE.read_text(encoding="utf-8"))]
FUNCTIONS = {
    name
    for path in TESTS.rglob("test_*.py")
    for name in re.findall(r"^def (test_[a-z0-9_]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_all_161_capabilities_stand_in_the_table_in_order() -> None:
    assert len(CODES) == 161
    assert [tuple(_CODE.findall(row["codes"])) for row in ROWS] == CODES


@pytest.mark.parametrize("row", ROWS, ids=[row["codes"].split("`")[1] for row in ROWS])
def test_a_capability_is_shown_or_has_a_shape_to_come(row: dict[str, str]) -> None:
    shown = _SHOWN.findall(row["shown"])
    assert [name for name in shown if name not in FILES and name not in FUNCTIONS] == []
    assert bool(shown) == (row["words"] != "—")
    assert shown or row["later"] != "—"
