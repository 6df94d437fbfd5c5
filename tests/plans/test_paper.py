"""Published plans on paper (纸上方案): every one is read, names nothing that is not there, and can be put on a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.timeline import timeline

HERE = Path(__file__).parent
PLANS = sorted((HERE / "paper").glob("*.yaml"))
PAGE = HERE.parents[1] / "docs" / "decisions" / "plan-language.md"


@pytest.mark.parametrize("path", PLANS, ids=[p.stem for p in PLANS])
def test_a_published_plan_is_read_and_makes_sense(path: Path) -> None:
    read = read_plan(path.read_text(encoding="utf-8"), path.name)
    assert read.plan.id == path.stem
    assert [c.code for c in check_plan(read, CATALOGUE) if c.level == "error" and not c.rule] == []
    assert [s.stage for s in timeline(read.plan)] == [s.id for s in read.plan.stages]


@pytest.mark.parametrize("path", PLANS, ids=[p.stem for p in PLANS])
def test_the_page_says_of_each_plan_what_cannot_be_said_yet(path: Path) -> None:
    """A plan that leaves something out says so in its head, and the page names the shape that will carry it."""
    row = next(r for r in PAGE.read_text(encoding="utf-8").splitlines() if r.startswith(f"| `{path.stem}` |"))
    leaves_out = "# Not said yet:" in path.read_text(encoding="utf-8")
    assert (row.split("|")[3].strip() != "—") == leaves_out


def test_there_are_twenty() -> None:
    assert len(PLANS) == 20
