"""`quanheng roster import`: differences first, written only when confirmed, faults named by cell."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from command_line import Office, call
from openpyxl import load_workbook

from quanheng.core.roster_sheets import BY_NAME


def counts(home: Path) -> tuple[int, int]:
    """How many people the roster holds, and how many imports the house book tells of."""
    with sqlite3.connect(home / "quanheng.sqlite3") as database:
        people = database.execute("SELECT count(*) FROM store_person").fetchone()[0]
        imports = database.execute(
            "SELECT count(*) FROM store_traceentry WHERE book = 'house' AND act = 'import_roster'"
        ).fetchone()[0]
    return people, imports


def test_nothing_is_written_until_it_is_confirmed(office: Office, tmp_path: Path):
    home = tmp_path / "home"
    roster = office.folder / "roster"
    place = {"QUANHENG_HOME": str(home)}
    first = call("roster", "import", roster, **place)
    assert first.code == 0
    assert "人员（people）：新增 120\n  新增 HW001 " in first.out and "--confirm" in first.out
    assert counts(home) == (0, 0)
    assert call("roster", "import", roster, "--confirm", **place).code == 0
    assert counts(home) == (120, 1)
    assert call("roster", "import", roster, "--confirm", **place).out == "与现有名册相同。\n"
    assert counts(home) == (120, 1)


def test_who_is_changed_or_gone_is_named(office: Office, tmp_path: Path):
    place = {"QUANHENG_HOME": str(tmp_path / "home")}
    assert call("roster", "import", office.folder / "roster", "--confirm", **place).code == 0
    people = office.folder / "roster" / "people.csv"
    lines = people.read_text(encoding="utf-8-sig").splitlines()
    code, name = lines[1].split(",")[:2]
    office.edit("roster/people.csv", lambda text: text.replace(f"{code},{name},", f"{code},某新名,"))
    gone = next(line for line in (office.folder / "roster" / "awards.csv").read_text().splitlines()[1:])
    office.edit("roster/awards.csv", lambda text: text.replace(gone + "\n", ""))
    changed = ["People (people): 1 changed", f"  changed {code} {name}: Name {name} → 某新名"]
    told = call("roster", "import", office.folder / "roster", "--lang", "en", **place)
    assert told.out.splitlines()[:-1] == changed
    told = call("roster", "import", office.folder / "roster", "--lang", "en", "--replace", **place)
    person, award, _, given = gone.split(",")
    assert told.out.splitlines()[:3] == [*changed, "Awards (awards): 1 gone"]
    assert told.out.splitlines()[3].startswith(f"  gone {person}|{award}|{given} ")


def test_faults_are_told_by_cell_and_nothing_is_written(office: Office, tmp_path: Path):
    home = tmp_path / "home"
    office.edit("roster/appraisals.csv", lambda text: text.replace("HW001,2023", "HW999,2023", 1))
    done = call("roster", "import", office.folder / "roster", "--confirm", QUANHENG_HOME=str(home))
    assert (done.code, done.out) == (2, "")
    assert "appraisals.csv:" in done.err and "HW999" in done.err
    assert counts(home) == (0, 0)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path):
    done = call("roster", "import", tmp_path / "none.xlsx", QUANHENG_HOME=str(tmp_path / "home"))
    assert (done.code, "none.xlsx" in done.err, "没有这个文件夹或工作簿" in done.err) == (2, True, True)


def test_what_is_exported_is_imported_again_and_changes_nothing(office: Office, tmp_path: Path):
    place = {"QUANHENG_HOME": str(tmp_path / "home")}
    assert call("roster", "import", office.folder / "roster", "--confirm", **place).code == 0
    book = tmp_path / "名册.xlsx"
    assert call("roster", "export", "--out", book, **place).code == 0
    again = call("roster", "import", book, "--replace", "--confirm", **place)
    assert (again.code, again.out) == (0, "与现有名册相同。\n")
    some = tmp_path / "some.xlsx"
    assert call("roster", "export", "--out", some, "--person", "HW002", **place).code == 0
    assert [row.value for row in load_workbook(some)["people"]["A"]] == ["编号", "HW002"]
    taken = call("roster", "export", "--out", book, **place)
    assert (taken.code, "名册.xlsx" in taken.err) == (2, True)


def test_the_template_has_every_table(tmp_path: Path):
    book = tmp_path / "empty.xlsx"
    assert call("roster", "template", "--out", book).code == 0
    assert load_workbook(book).sheetnames == list(BY_NAME)


def test_the_archive_is_checked(office: Office, tmp_path: Path):
    place = {"QUANHENG_HOME": str(tmp_path / "home")}
    assert call("roster", "import", office.folder / "roster", "--confirm", **place).code == 0
    done = call("roster", "check", "--lang", "en", **place)
    assert (done.code, done.err) == (0, "")
    first, *kinds = done.out.splitlines()
    assert first == "120 people were checked."
    assert all(line.split("  ")[0] in ("Error", "To be verified", "Gap") for line in kinds) and kinds
