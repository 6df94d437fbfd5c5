"""Real published plans as files (真实方案): every one is read, checked against the table, and put on a calendar."""

from __future__ import annotations

import pytest
from plans.real_plans import FILES, PAGE, TABLE, line, named, page, read

from quanheng.core.plans.timeline import timeline

FINDINGS = {row.split(" ", 1)[0]: row for row in TABLE.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("name", FILES)
def test_a_real_plan_is_read_checked_and_dated(name: str) -> None:
    plan = read(name).plan
    assert plan.id == name.lower()
    assert [s.stage for s in timeline(plan)] == [s.id for s in plan.stages]
    assert line(name) == FINDINGS[name]


@pytest.mark.parametrize("name", FILES)
def test_its_head_names_the_record(name: str) -> None:
    assert named(name)[0] == name


def test_the_table_names_no_plan_that_is_not_there() -> None:
    assert list(FINDINGS) == list(FILES)


def test_there_are_113_every_second_of_226() -> None:
    assert list(FILES) == [f"P{n:02}" for n in range(2, 227, 2)]


def test_the_page_says_of_every_record_how_far_it_is_said() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text
