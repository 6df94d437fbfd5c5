"""`quanheng form`: forms checked, printed, converted and made into a roster, every form or none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from command_line import call
from documents.form_files import FORM, JPEG
from documents.test_lrm_legacy import FIELDS, legacy_file
from documents.test_lrm_legacy import FORM as LEGACY_FORM

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember
from quanheng.core.form.roster import facts_of_all
from quanheng.core.people import Person
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.documents.approval_form import approval_form
from quanheng.documents.approval_form_pdf import approval_form_pdf
from quanheng.documents.lrmx import read_form, write_form
from quanheng.documents.tables import read_folder

GAP = replace(FORM, resume_text=FORM.resume_text.replace("2010.03--2017.05", "2010.08--2017.05"))
WRONG = replace(GAP, id_number="110105198204150020")
HUSBAND = AppointmentForm(
    name="祝昱钧", sex="男", born="198106", family=(FamilyMember("妻子", "闻书砚", "198204"),)
)


def _written(path: Path, form: AppointmentForm) -> Path:
    path.write_bytes(write_form(form))
    return path


def _line_of(path: Path, text: str) -> int:
    lines = path.read_bytes().decode().split("\r\n")
    return next(n for n, line in enumerate(lines, 1) if text in line)


def test_check_names_file_and_line(tmp_path: Path):
    path = _written(tmp_path / "a.lrmx", WRONG)
    done = call("form", "check", path)
    assert done.code == 1
    assert done.out.splitlines() == [
        f"{path}:{_line_of(path, '2010.08--')} warning resume_gap 2010.03 至 2010.08 中断 5 个月。",
        f"{path}:{_line_of(path, '<ShenFenZheng>')} error id_digit 身份证号校验码不符。",
    ]
    assert done.err == "1 张表：1 处错误，1 处警告，0 处提示\n"


def test_check_as_json_with_other_measures(tmp_path: Path):
    path = _written(tmp_path / "a.lrmx", GAP)
    assert call("form", "check", path).code == 0
    assert json.loads(call("form", "check", path, "--json", "--gap", "6").out) == {
        "forms": 1,
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "findings": [],
    }
    found = json.loads(call("form", "check", path, "--json", "--years", "4", "--gap", "6").out)["findings"]
    assert found == [
        {
            "file": str(path),
            "line": _line_of(path, "<NianDuKaoHeJieGuo>"),
            "severity": "warning",
            "code": "appraisal_absent",
            "element": "NianDuKaoHeJieGuo",
            "text": {"zh": "缺少年度考核结果：2022。", "en": "No appraisal is given for 2022."},
        }
    ]


def test_check_goes_on_after_a_damaged_file(tmp_path: Path):
    bad = tmp_path / "bad.lrmx"
    bad.write_bytes(b"<Person>")
    good = _written(tmp_path / "good.lrmx", WRONG)
    done = call("form", "check", bad, good, "--lang", "en")
    assert done.code == 2
    assert done.err.startswith(f"{bad}:1: The XML is damaged")
    assert "error id_digit" in done.out
    assert call("form", "check", tmp_path / "none.lrmx").code == 2
    assert "超过 1 MB" in call("form", "check", _large(tmp_path), "--max-mb", "1").err


def _large(folder: Path) -> Path:
    return _written(folder / "large.lrmx", replace(FORM, photo=JPEG + bytes(1_000_000)))


def test_docx(tmp_path: Path):
    out = tmp_path / "a.docx"
    done = call("form", "docx", _written(tmp_path / "a.lrmx", FORM), "--out", out)
    assert (done.code, done.out, done.err) == (0, "", f"已写出 {out}。\n")
    assert out.read_bytes() == approval_form(FORM)
    again = call("form", "docx", tmp_path / "a.lrmx", "--out", out)
    assert again.code == 2 and "文件已存在" in again.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.docx", "a.lrmx"]


def test_convert_takes_the_photograph_beside(tmp_path: Path):
    (tmp_path / "a.lrm").write_bytes(legacy_file(FIELDS))
    (tmp_path / "a.PIC").write_bytes(JPEG)
    done = call("form", "convert", tmp_path / "a.lrm", "--out", tmp_path / "a.lrmx", "--lang", "en")
    assert (done.code, done.out) == (0, f"{tmp_path / 'a.lrm'}:1 note Field 13: 甲\n")
    assert read_form((tmp_path / "a.lrmx").read_bytes(), "a.lrmx").form == LEGACY_FORM


def test_convert_refuses_what_is_damaged(tmp_path: Path):
    (tmp_path / "a.lrm").write_bytes(b'"a","b"')
    done = call("form", "convert", tmp_path / "a.lrm", "--out", tmp_path / "a.lrmx")
    assert (done.code, "应有 33 项，实有 2 项。" in done.err) == (2, True)
    assert not (tmp_path / "a.lrmx").exists()
    (tmp_path / "b.zip").write_bytes(_zip({}))
    assert "应有一张表，实有 0 张。" in call("form", "docx", tmp_path / "b.zip", "--out", tmp_path / "b").err


def _zip(forms: dict[str, AppointmentForm]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, form in forms.items():
            package.writestr(name, write_form(form))
    return buffer.getvalue()


def _by_birth(people: Iterable[Person]) -> list[Person]:
    """People with their families in the order in which a roster tells them."""
    return [replace(p, family=tuple(sorted(p.family, key=lambda r: str(r.born or "")))) for p in people]


def test_a_roster_is_what_the_roster_reads(tmp_path: Path):
    (tmp_path / "many.zip").write_bytes(_zip({"闻.lrmx": FORM, "祝.lrmx": HUSBAND}))
    out = tmp_path / "roster"
    done = call("form", "roster", tmp_path / "many.zip", "--out", out, "--prefix", "HW")
    assert done.code == 0
    assert done.err == f"已写出 {out}：2 人；2 处未能转入或需核对，已列出。\n"
    place = f"{tmp_path / 'many.zip'}/闻.lrmx"
    assert [line.split(" note ")[0] for line in done.out.splitlines()] == [f"{place}:25", f"{place}:30"]
    read = read_folder(out, {table.name: table for table in TABLES})
    people = assemble({name: table.numbered() for name, table in read.items()}, date(2026, 3, 20))
    expected = facts_of_all({"HW001": FORM, "HW002": HUSBAND})
    assert _by_birth(people.values()) == _by_birth(facts.person for facts in expected.values())
    assert (out / "relations.csv").read_text(
        "utf-8"
    ) == "人员编号,对方编号,关系\nHW001,HW002,丈夫\nHW002,HW001,妻子\n"


def test_a_roster_is_whole_or_not_made(tmp_path: Path):
    good, out = _written(tmp_path / "a.lrmx", FORM), tmp_path / "roster"
    (tmp_path / "b.lrmx").write_bytes(b"<Person>")
    again = _written(tmp_path / "c.lrmx", replace(FORM, id_number=""))
    unnamed = _written(tmp_path / "d.lrmx", replace(HUSBAND, name=" "))
    done = call("form", "roster", good, tmp_path / "b.lrmx", again, unnamed, "--out", out, "--lang", "en")
    assert (done.code, out.exists()) == (2, False)
    assert [line.split(": ")[0] for line in done.err.splitlines()] == [
        f"{tmp_path / 'b.lrmx'}:1",
        str(again),
        str(unnamed),
    ]


def test_pdf(tmp_path: Path):
    path = _written(tmp_path / "a.lrmx", FORM)
    done = call("form", "pdf", path, "--out", tmp_path / "a.pdf")
    assert (done.code, done.out, done.err) == (0, "", f"已写出 {tmp_path / 'a.pdf'}。\n")
    assert (tmp_path / "a.pdf").read_bytes() == approval_form_pdf(FORM)
    assert call("form", "pdf", path, "--out", tmp_path / "a.pdf").code == 2
