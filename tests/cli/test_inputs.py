"""`quanheng inputs`: empty tables that say what belongs in them and are read as they stand."""

from __future__ import annotations

from pathlib import Path

from command_line import PLAN, call
from openpyxl import load_workbook

from quanheng.actions.headless_inputs import tables_of
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster_sheets import BY_NAME


def test_a_sheet_for_every_table(tmp_path: Path):
    out = tmp_path / "empty"
    assert call("inputs", PLAN, "--out", out).code == 0
    plan = read_plan(PLAN.read_text(encoding="utf-8"), PLAN.name).plan
    inputs, roster = load_workbook(out / "inputs.xlsx"), load_workbook(out / "roster.xlsx")
    assert inputs.sheetnames == [name[:31] for name in tables_of(plan)]
    assert roster.sheetnames == list(BY_NAME)
    assert [cell.value for cell in inputs["assessment.sheets"][1]][-5:] == ["德", "能", "勤", "绩", "廉"]
    comment = inputs["enrolment.applications"]["D1"].comment
    assert comment is not None and "个人自荐" in comment.text


def test_empty_tables_are_read_and_found_empty(tmp_path: Path):
    out = tmp_path / "empty"
    call("inputs", PLAN, "--out", out)
    done = call("run", PLAN, "--inputs", out, "--out", tmp_path / "result")
    assert (done.code, done.err) == (
        2,
        "roster.xlsx: 名册的“单位”表（units）没有内容。 请填写这张表。\n"
        "roster.xlsx: 名册的“人员”表（people）没有内容。 请填写这张表。\n",
    )


def test_nothing_is_written_over(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    done = call("inputs", PLAN, "--out", tmp_path, "--lang", "en")
    assert done.code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
