"""Unseen plans (未见过的方案): kinds of plans that no sample shows, each read, checked, and put on a calendar.

`python tests/plans/test_unseen.py` (with src and tests on the path) writes the table of findings anew. That each
comes to its end on invented people is a test of the rehearsal.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.lint import LEVELS, check_plan
from quanheng.core.plans.reading import ReadPlan, read_plan
from quanheng.core.plans.timeline import timeline

HERE = Path(__file__).parent / "unseen"
FILES = {p.stem: p for p in sorted(HERE.glob("*.yaml"))}
TABLE = HERE / "findings.txt"
_HEAD = re.compile(r"# [^：]+：[^.]+\. Source: \S")


def read(name: str) -> ReadPlan:
    """One plan, read from its file."""
    return read_plan(FILES[name].read_text(encoding="utf-8"), FILES[name].name)


def line(name: str) -> str:
    """Everything that the checks find in one plan: the codes by level."""
    found = check_plan(read(name), CATALOGUE)
    levels = (f"{level}: {' '.join(c.code for c in found if c.level == level) or '-'}" for level in LEVELS)
    return f"{name} {'; '.join(levels)}"


@pytest.mark.parametrize("name", FILES)
def test_an_unseen_plan_is_read_checked_and_dated(name: str) -> None:
    plan = read(name).plan
    assert plan.id == name
    assert [s.stage for s in timeline(plan)] == [s.id for s in plan.stages]
    assert line(name) in TABLE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", FILES)
def test_its_head_says_where_it_comes_from(name: str) -> None:
    assert _HEAD.match(FILES[name].read_text(encoding="utf-8"))


if __name__ == "__main__":
    TABLE.write_text("".join(f"{line(name)}\n" for name in FILES), encoding="utf-8")
