"""The shipped plan of two-way selection (双向选择方案): no rule is broken, and every name in it is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import read_plan

DATA = Path(__file__).parents[2] / "src" / "quanheng" / "data"
FILE = DATA / "plans" / "s10-two-way-selection.yaml"
TEXT = FILE.read_text(encoding="utf-8")
CHOSEN = "    chosen_by: order\n"


def errors(text: str) -> list[tuple[str, str]]:
    """The errors of the plan: which check, and where."""
    checks = check_plan(read_plan(text, FILE.name), CATALOGUE)
    return [(c.code, ".".join(map(str, c.path))) for c in checks if c.level == "error"]


def test_the_shipped_plan_breaks_no_rule() -> None:
    assert errors(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "check", "path"),
    [
        ("adjusted_by: leading_group", "adjusted_by: moon", "names.body", "stages.0.adjusted_by"),
        ("unplaced_of: second-round", "unplaced_of: moon", "names.stage", "stages.3.takers.unplaced_of"),
        (
            "unplaced_of: two-way",
            "unplaced_of: second-round",
            "matching.fallback",
            "stages.2.takers.unplaced_of",
        ),
        (
            "unplaced_of: two-way",
            "unplaced_of: assignment",
            "matching.fallback",
            "stages.2.takers.unplaced_of",
        ),
        (
            "unplaced_of: second-round",
            "unplaced_of: decision",
            "matching.fallback",
            "stages.3.takers.unplaced_of",
        ),
        (CHOSEN, f"{CHOSEN}    offices: [general-office, moon]\n", "names.post", "stages.0.offices.1"),
        (CHOSEN, f"{CHOSEN}    priority: [[moon]]\n", "names.post", "stages.0.priority.0"),
        (CHOSEN, f"{CHOSEN}    reserved: {{moon: 1}}\n", "names.post", "stages.0.reserved.moon"),
        ("      general-office: [", "      moon: [", "names.post", "stages.0.heads.moon"),
        ('at: "17:00"', "offices: [moon]", "names.post", "stages.0.rounds.0.offices.0"),
    ],
)
def test_a_name_that_the_plan_does_not_know(old: str, new: str, check: str, path: str) -> None:
    [(code, where)] = errors(TEXT.replace(old, new, 1))
    assert (code, where) == (check, path)
