"""`quanheng screen`: everyone for every post into one file, each condition with its fact, faults by line."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet
from command_line import DATA, Office, call
from openpyxl import load_workbook

ROSTER = DATA / "demo" / "roster"
CONDITION = "近两年度考核均为称职以上"


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_line_for_each_person_and_post(office: Office, tmp_path: Path):
    out = tmp_path / "found.csv"
    done = call("screen", office.plan, "--roster", ROSTER, "--out", out)
    assert (done.code, done.out) == (0, f"1080 行已写到 {out}\n")
    lines = lines_of(out)
    assert len(lines) == 120 * 9
    first = lines[0]
    assert [first[name] for name in ("人员编号", "职位", "资格")] == ["HW001", "党政综合办公室主任", "符合"]
    assert {part: first[f"{CONDITION} · {part}"] for part in ("结论", "事实", "出处", "怎样会改变")} == {
        "结论": "符合",
        "事实": "2024—2025：称职、称职",
        "出处": "年度考核 HW001 2024—2025",
        "怎样会改变": "",
    }


def test_the_same_list_as_workbook_and_parquet_in_english(office: Office, tmp_path: Path):
    workbook, parquet = tmp_path / "found.xlsx", tmp_path / "found.parquet"
    for out in (workbook, parquet):
        done = call(
            "screen",
            office.plan,
            "--roster",
            ROSTER,
            "--post",
            "office-director",
            "--out",
            out,
            "--lang",
            "en",
        )
        assert (done.code, done.out) == (0, f"120 lines are in {out}\n")
    sheet = load_workbook(workbook).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    table = pyarrow.parquet.read_table(parquet)
    assert rows[0] == table.column_names
    assert rows[0][:4] == ["Person", "Name", "Post", "Eligibility"]
    assert rows[1:] == [list(row.values()) for row in table.to_pylist()]


def test_a_fact_that_was_never_entered_is_told(office: Office, tmp_path: Path):
    office.edit("roster/appraisals.csv", lambda text: text.replace("HW001,2025,称职\n", "", 1))
    out = tmp_path / "found.csv"
    assert call("screen", office.plan, "--roster", office.folder / "roster", "--out", out).code == 0
    first = lines_of(out)[0]
    assert (first["资格"], first[f"{CONDITION} · 结论"]) == ("不明", "不明")
    assert first[f"{CONDITION} · 怎样会改变"] == "需补录：年度考核 2025 "


def test_faults_are_told_by_cell_and_nothing_is_written(office: Office, tmp_path: Path):
    out = tmp_path / "found.csv"
    office.edit("roster/appraisals.csv", lambda text: text.replace("HW001,2023", "HW999,2023", 1))
    done = call("screen", office.plan, "--roster", office.folder / "roster", "--out", out)
    assert (done.code, done.out) == (2, "")
    assert "appraisals.csv:4" in done.err and "HW999" in done.err
    assert list(tmp_path.glob("*found*")) == []


def test_an_ending_or_a_post_that_is_not_known(office: Office, tmp_path: Path):
    done = call("screen", office.plan, "--roster", ROSTER, "--out", tmp_path / "found.doc")
    assert done.code == 2 and ".xlsx、.csv、.parquet" in done.err
    done = call(
        "screen", office.plan, "--roster", ROSTER, "--post", "nobody", "--out", tmp_path / "found.csv"
    )
    assert done.code == 2 and "方案中没有职位“nobody”" in done.err
    assert list(tmp_path.glob("*found*")) == []


def test_the_roster_that_is_kept_here_when_none_is_given(office: Office, tmp_path: Path):
    out, place = tmp_path / "found.csv", {"QUANHENG_HOME": str(tmp_path / "home")}
    assert call("roster", "import", ROSTER, "--confirm", **place).code == 0
    done = call("screen", office.plan, "--post", "area-head", "--out", out, **place)
    assert (done.code, done.out) == (0, f"120 行已写到 {out}\n")
