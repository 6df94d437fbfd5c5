"""The roster as a workbook: it reads back unchanged; faults come back in the cell; what is no roster is refused."""

import io
import struct
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_tables import TENURE_KINDS
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents import packages
from quanheng.documents.marked_workbook import marked_workbook
from quanheng.documents.roster_source import in_source, read_place, read_source, sheets_in
from quanheng.documents.roster_workbook import roster_workbook

UNITS = [("HW", "河湾街道", "", "街道")]
PEOPLE = [
    (
        "P1",
        "闻书砚",
        "女",
        "1985-04",
        None,
        "中共党员",
        None,
        "2007-08-01",
        None,
        None,
        "HW",
        None,
        "11010519491231002X",
    ),
    ("P2", "陶云溪", *[None] * 11),
]
TENURES = [
    ("P1", "post", "主任", "2019-03-04", None, "党政办", "中层正职", True, False, ""),
    ("P1", "work", "科员", "2007-08-01", "2019-03-04", "", "", False, True, ""),
]
MISSING = [("P2", "awards")]


def book(**pages):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        for name, rows in pages.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def test_what_is_exported_reads_back_as_it_was():
    content = roster_workbook({"units": UNITS, "people": PEOPLE, "tenures": TENURES, "missing": MISSING})
    sheets = sheets_in(read_source(content, "名册.xlsx"))
    kept = {name: sheet.tuples() for name, sheet in sheets.items() if len(sheet)}
    assert kept == {"units": UNITS, "people": PEOPLE, "tenures": TENURES, "missing": MISSING}
    assert list(sheets["tenures"].lines) == [2, 3]
    pages = openpyxl.load_workbook(io.BytesIO(content))
    assert pages.sheetnames == list(BY_NAME)
    assert [cell.value for cell in pages["tenures"][2]][:4] == ["P1", "职务", "主任", "2019-03-04"]


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12).map(
    lambda said: f"字{said}末"
)
DAYS = st.dates(date(1950, 1, 1), date(2026, 1, 1)).map(str)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(WORDS, DAYS | st.just(None), st.sampled_from((True, False))), min_size=1, max_size=5),
    st.sampled_from(list(TENURE_KINDS.words)),
)
def test_whatever_the_archive_holds_reads_back_as_it_was(said, kind):
    tenures = [
        ("007", kind, name, "2019-03-04", until, "=1+1", "", yes, not yes, "") for name, until, yes in said
    ]
    read = read_source(roster_workbook({"tenures": tenures}), "r.xlsx")
    assert read["tenures"].sheet.tuples() == tenures


def test_a_template_is_the_same_workbook_with_nothing_in_it():
    with pytest.raises(Refused) as refused:
        read_source(roster_workbook(), "名册.xlsx")
    assert refused.value.code == "roster_empty"


def faults(content, file="r.xlsx"):
    with pytest.raises(Refused) as refused:
        read_source(content, file)
    many = refused.value
    return many.refusals if isinstance(many, RefusedMany) else (many,)


WRONG = {
    "people": [
        ("编号", "姓名", "出生", "性别"),
        ("P1", "闻书砚", "去年", "女"),
        ("P2", "", "1990-02-31", "男"),
    ],
    "任职经历": [("人员编号", "类别", "名称", "开始"), ("P1", "职务", "主任", 46091)],
}


def test_each_wrong_cell_is_told_with_its_place():
    assert [(r.code, r.where) for r in faults(book(**WRONG))] == [
        ("cell_wrong", "r.xlsx[people]:2:出生(born)"),
        ("cell_empty", "r.xlsx[people]:3:姓名(name)"),
        ("cell_wrong", "r.xlsx[people]:3:出生(born)"),
        ("cell_wrong_type", "r.xlsx[任职经历]:2:开始(since)"),
    ]


@pytest.mark.parametrize(("language", "notes"), [("zh", "_问题"), ("en", "_problems")])
def test_faults_come_back_in_the_same_workbook_at_their_cells(language, notes):
    content = book(**WRONG)
    found = faults(content)
    marked = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, "r.xlsx", found, language)))
    assert marked.sheetnames == ["people", "任职经历", notes]
    wrong = {
        (page.title, cell.coordinate): cell.comment.text
        for page in marked
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }
    assert set(wrong) == {("people", "C2"), ("people", "B3"), ("people", "C3"), ("任职经历", "D2")}
    said = {("people", "B3"): found[1], ("任职经历", "D2"): found[3]}
    for place, refusal in said.items():
        assert wrong[place] == f"{refusal.text.say(language)}\n{refusal.remedy.say(language)}"
    assert marked["people"]["C2"].fill.fgColor.rgb == "FFF4B6B6"
    assert [cell.value for cell in marked["people"][2]] == ["P1", "闻书砚", "去年", "女"]
    assert [row[0].value for row in marked[notes].iter_rows(min_row=2)] == [r.where for r in found]


def test_a_marked_workbook_is_read_again_once_it_is_mended():
    content = book(people=[("编号", "姓名"), ("P1", "")])
    marked = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, "r.xlsx", faults(content), "zh")))
    marked["people"]["B2"] = "闻书砚"
    buffer = io.BytesIO()
    marked.save(buffer)
    sheets = sheets_in(read_source(buffer.getvalue(), "r.xlsx"))
    assert {name: sheet.column("name") for name, sheet in sheets.items()} == {"people": ["闻书砚"]}


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_a_zip_of_tables_is_read_and_marked():
    content = zipped(
        people__csv="编号,姓名\nP1,闻书砚\n".encode(), units__csv="编号,名称\nHW,\n".encode("gb18030")
    )
    (fault,) = faults(content, "r.zip")
    assert (fault.code, fault.where) == ("cell_empty", "units.csv:2:名称(name)")
    marked = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, "r.zip", [fault], "zh")))
    assert marked.sheetnames == ["people", "units", "_问题"]
    assert marked["units"]["B2"].comment.text == f"{fault.text.zh}\n{fault.remedy.zh}"


def lying_zip():
    """A zip whose directory says that a large part is small."""
    content = bytearray(zipped(people__csv=b"0" * 30_000_000))
    start = content.index(b"PK\x01\x02")
    content[start + 24 : start + 28] = struct.pack("<I", 1000)
    content[22:26] = struct.pack("<I", 1000)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "file", "code"),
    [
        (book(people=[("编号", "姓名"), ("P1", "闻")])[:-40], "r.xlsx", "workbook_damaged"),
        (b"PK\x03\x04 nothing", "r.zip", "package_damaged"),
        (b"text", "r.xlsx", "not_a_workbook"),
        (b"text", "r.docx", "unknown_source"),
        (zipped(people__csv=b"\x80\x00\xff\xff"), "r.zip", "not_a_text"),
        (zipped(notes__txt=b"a"), "r.zip", "unknown_file"),
        (zipped(people__csv=b"0" * 300_000_000), "r.zip", "file_too_large"),
        (lying_zip(), "r.zip", "package_damaged"),
        (book(people=[("姓名", "出生"), ("闻", "1985-04")]), "r.xlsx", "missing_column"),
        (book(people=[("人员名册", "", ""), ("编号", "姓名", "出生")]), "r.xlsx", "no_header"),
        (book(people=[("编号", "", "姓名"), ("P1", "", "闻")]), "r.xlsx", "blank_header"),
        (
            book(people=[("编号", "姓名", "身份证号"), ("P1", "闻", 110105194912310021)]),
            "r.xlsx",
            "cell_wrong",
        ),
        (book(persons=[("编号", "姓名"), ("P1", "闻")]), "r.xlsx", "unknown_file"),
    ],
)
def test_what_is_no_roster_is_refused(content, file, code):
    assert {fault.code for fault in faults(content, file)} == {code}


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    place = tmp_path / "r.xlsx"
    with place.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(Refused) as refused:
        read_place(place)
    assert refused.value.code == "file_too_large"


def test_large_packages_are_counted_by_unpacking(monkeypatch):
    monkeypatch.setattr(packages, "DEFLATE_MOST", 1_000_000_000)
    with pytest.raises(Refused) as refused:
        read_source(lying_zip(), "r.zip")
    assert refused.value.code == "package_damaged"


def test_refusals_name_the_file_of_their_table():
    read = read_source(book(people=[("编号", "姓名"), ("P1", "闻")]), "r.xlsx")
    refusal = Refused("c", "错", "wrong", "people:2:姓名(name)")
    assert in_source(refusal, read).where == "r.xlsx[people]:2:姓名(name)"
    assert in_source(Refused("c", "错", "wrong", "elsewhere"), read).where == "elsewhere"
