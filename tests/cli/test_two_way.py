"""Two-way selection by the command line: the shipped files to the end, and files that are refused whole."""

import json
import shutil

import pytest
from command_line import DATA, call

PLAN = DATA / "plans" / "s10-two-way-selection.yaml"


@pytest.fixture
def office(tmp_path):
    """The shipped inputs beside their roster, to spoil."""
    for name in ("s10-two-way", "roster"):
        shutil.copytree(DATA / "demo" / name, tmp_path / name)
    return tmp_path


def run(office, plan=PLAN):
    return call("run", plan, "--inputs", office / "s10-two-way", "--out", office / "out")


def test_the_whole_selection_from_files(office):
    done = run(office)
    assert (done.code, done.err) == (0, "")
    result = json.loads((office / "out" / "result.json").read_text(encoding="utf-8"))
    assert [s["id"] for s in result["stages"]] == ["two-way", "decision", "second-round", "assignment"]
    assert (office / "out" / "slate.xlsx").stat().st_size > 0


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("preferences", "HW013,moon,1,1,2026-03-13", "没有职位“moon”"),
        ("preferences", "HW034,park-centre,1,1,2026-03-13", "不参加双向选择"),
        ("preferences", "HW090,general-office,1,1,2026-03-14", "晚于截止日期 2026-03-13"),
        ("choices", "general-office,HW085,是,40,,,,1,HW012,", "没有选报“党政综合办公室岗位”"),
        ("choices", "general-office,HW044,是,41,,,,1,HW003,", "由其负责人选人"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_nothing_is_run(office, table, line, said):
    file = office / "s10-two-way" / f"two-way.{table}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    person, post = line.split(",")[:2] if table == "preferences" else reversed(line.split(",")[:2])
    kept = [x for x in lines if not {person, post} <= set(x.split(",")[:2])]
    file.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    done = run(office)
    assert done.code != 0
    assert said in done.err + done.out
    assert f"two-way.{table}.csv:{len(kept) + 1}" in done.err + done.out


def test_a_circle_of_fallbacks_is_refused_before_anything_runs(office, tmp_path):
    plan = tmp_path / "plan.yaml"
    text = PLAN.read_text(encoding="utf-8")
    plan.write_text(text.replace("unplaced_of: two-way", "unplaced_of: assignment"), encoding="utf-8")
    done = run(office, plan)
    assert done.code != 0
    assert "会互相等待" in done.err + done.out
    assert not (office / "out").exists()
