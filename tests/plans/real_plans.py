"""Real published plans (真实方案) as files, and the table of what the checks find in each of them.

`python tests/plans/real_plans.py` (with src and tests on the path) writes the table anew.
"""

from __future__ import annotations

from pathlib import Path

from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.lint import LEVELS, check_plan
from quanheng.core.plans.reading import ReadPlan, read_plan

HERE = Path(__file__).parent / "real"
FILES = {p.stem: p for p in sorted(HERE.glob("P*.yaml"), key=lambda p: int(p.stem[1:]))}
TABLE = HERE / "findings.txt"


def read(name: str) -> ReadPlan:
    """One plan, read from its file."""
    return read_plan(FILES[name].read_text(encoding="utf-8"), FILES[name].name)


def line(name: str) -> str:
    """Everything that the checks find in one plan: the codes by level, in the order of the file."""
    found = check_plan(read(name), CATALOGUE)
    levels = (f"{level}: {' '.join(c.code for c in found if c.level == level) or '-'}" for level in LEVELS)
    return f"{name} {'; '.join(levels)}"


if __name__ == "__main__":
    TABLE.write_text("".join(f"{line(name)}\n" for name in FILES), encoding="utf-8")
