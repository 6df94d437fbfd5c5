"""Reading tables: what a file says, and every way in which it can be wrong, by file, row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.roster_tables import PersonRow
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.core.words import Options, YesNo
from quanheng.core.workdays import PartialDate
from quanheng.documents.tables import read_folder, read_table, read_workbook

CHANNELS = Options({"self": Text("个人自荐", "self"), "mass": Text("群众推荐", "mass")})


class Entry(Row):
    """A row with every kind of cell."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: Annotated[
        str, Column("人员编号", "Person", Text("名册中的编号", "A code in the roster"), "HW001")
    ]
    post: Annotated[str, Column("职位", "Post")]
    mark: Annotated[
        Decimal, Field(ge=0, le=100), Column("分数", "Mark", Text("0 到 100", "0 to 100"), "92.5")
    ]
    channel: Annotated[Literal["self", "mass"], CHANNELS, Column("推荐方式", "Channel")] = "self"
    present: Annotated[YesNo, Column("到会", "Present")] = True
    given_on: Annotated[date | None, Column("日期", "Given on")] = None
    note: Annotated[str, Column("备注", "Note")] = ""


class Sheet(Row):
    """A row with one column a dimension."""

    key_fields: ClassVar[tuple[str, ...]] = ("sheet", "person")
    sheet: Annotated[str, Column("票号", "Sheet")]
    person: Annotated[str, Column("人员编号", "Person")]
    marks: Annotated[Mapping[str, str], Column("各项评价", "Marks")] = {}


ENTRIES = InputTable("entries", Text("录入", "Entries"), Entry, "record_marks")
SHEETS = InputTable("sheets", Text("测评票", "Sheets"), Sheet, "record_sheets", spread="marks")
PEOPLE = InputTable("people", Text("人员", "People"), PersonRow, "import_roster")
ONE = Entry(
    person="HW001", post="p1", mark=Decimal("92.50"), channel="mass", present=False, given_on=date(2026, 3, 1)
)


def workbook(*rows: list[object], sheet: str = "entries", more: tuple[str, ...] = ()) -> bytes:
    """A workbook with these rows, as a person would have typed them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for name in more:
            book.add_worksheet(name).write(0, 0, "x")
    return buffer.getvalue()


def refusals(content: bytes, table: InputTable = ENTRIES, file: str = "entries.csv") -> list[tuple[str, str]]:
    """What is wrong with a file: code and place of each problem."""
    with pytest.raises(Refused) as raised:
        read_table(table, content, file)
    found = raised.value.refusals if isinstance(raised.value, RefusedMany) else (raised.value,)
    for refusal in found:
        assert refusal.text.en and refusal.remedy.zh and refusal.remedy.en
    return [(r.code, r.where) for r in found]


@pytest.mark.parametrize(
    "text",
    [
        "person,post,mark,channel,present,given_on\nHW001,p1,92.50,mass,no,2026-03-01\n",
        "人员编号,职位,分数,推荐方式,到会,日期\nHW001,p1,92.50,群众推荐,否,2026/3/1\n",
        " PERSON ;Post;MARK;Channel; present;Given On\r\nHW001 ; p1;92.50;Mass;FALSE;2026年3月1日\r\n",
        "职位\t人员编号*\t分数\t推荐方式\t到会\t日期\np1\tHW001\t92.50\tmass\t×\t20260301\n",
        '\n\nnote,person,post,mark,channel,present,given_on\n"",HW001,p1,92.50,mass,no,2026.3.1\n,,,,,,\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_many_ways_to_write_the_same(text: str, encoding: str):
    assert read_table(ENTRIES, text.encode(encoding), "entries.csv").rows == (ONE,)


def test_a_workbook_says_the_same():
    content = workbook(
        ["人员编号", "职位", "分数", "推荐方式", "到会", "日期"],
        ["HW001", "p1", 92.5, "群众推荐", False, date(2026, 3, 1)],
    )
    assert read_table(ENTRIES, content, "any.xlsx").rows == (ONE,)


def test_numbers_of_a_workbook_become_codes_without_a_point():
    content = workbook(["person", "post", "mark"], [7, "p1", 92])
    assert read_table(ENTRIES, content, "any.xlsx").rows == (Entry(person="7", post="p1", mark=Decimal(92)),)


def test_places_are_rows_as_a_spreadsheet_counts_them():
    content = b"person,post,mark\nA,p,1\n\n,,\nB,p,2\n"
    read = read_table(ENTRIES, content, "entries.csv")
    assert list(read.places) == ["entries.csv:2", "entries.csv:5"]
    assert read.numbered() == (
        (2, Entry(person="A", post="p", mark=Decimal(1))),
        (5, Entry(person="B", post="p", mark=Decimal(2))),
    )


def test_a_quoted_cell_may_hold_commas_and_lines():
    content = 'person,post,mark,note\nA,p,1,"甲,乙\n丙"\nB,p,2,\n'.encode()
    read = read_table(ENTRIES, content, "entries.csv")
    assert [row.note for row in read.rows] == ["甲,乙\n丙", ""]
    assert list(read.places) == ["entries.csv:2", "entries.csv:3"]


def test_the_remaining_columns_spread():
    content = "票号,virtue,人员编号,能力\n1,优秀,A,称职\n2,,A,称职\n3,,B,\n".encode()
    assert read_table(SHEETS, content, "sheets.csv").rows == (
        Sheet(sheet="1", person="A", marks={"virtue": "优秀", "能力": "称职"}),
        Sheet(sheet="2", person="A", marks={"能力": "称职"}),
        Sheet(sheet="3", person="B", marks={}),
    )


def test_every_wrong_cell_is_named_at_once():
    content = (
        "person,post,mark,channel,present,given_on\n"
        "A,p1,abc,mass,是,2026-03-01\n"
        ",p1,50,mass,是,2026-03-01\n"
        "B,p1,101,phone,maybe,2026-13-01\n"
        "C,p1,1,mass,是,46091\n"
        "D,p1,1,mass,是,2026-03-01,surplus\n"
        "E,p1,1,,,\n"
        "E,p1,2,,,\n"
    ).encode()
    assert sorted(refusals(content)) == sorted(
        [
            ("surplus_cells", "entries.csv:6"),
            ("cell_wrong_type", "entries.csv:5:日期(given_on)"),
            ("cell_wrong_type", "entries.csv:2:分数(mark)"),
            ("cell_empty", "entries.csv:3:人员编号(person)"),
            ("cell_out_of_range", "entries.csv:4:分数(mark)"),
            ("cell_unknown_word", "entries.csv:4:推荐方式(channel)"),
            ("cell_wrong_type", "entries.csv:4:到会(present)"),
            ("cell_wrong_type", "entries.csv:4:日期(given_on)"),
            ("repeated_row", "entries.csv:8"),
        ]
    )


def test_the_words_for_a_wrong_cell():
    with pytest.raises(RefusedMany) as raised:
        read_table(ENTRIES, "人员编号,职位,分数,推荐方式\nA,p1,100.5,电话\n".encode(), "speech.marks.csv")
    assert [r.say("zh") for r in raised.value.refusals] == [
        "speech.marks.csv:2:分数(mark): “100.5”不得大于 100。 0 到 100，如：92.5。",
        "speech.marks.csv:2:推荐方式(channel): “电话”不是可填的内容。 可填：个人自荐、群众推荐。",
    ]
    assert [r.say("en") for r in raised.value.refusals] == [
        "speech.marks.csv:2:分数(mark): '100.5' must not be greater than 100. 0 to 100; for example 92.5.",
        "speech.marks.csv:2:推荐方式(channel): '电话' is not one of the answers. "
        "Use one of: self (个人自荐), mass (群众推荐).",
    ]


def test_wrong_headers():
    content = "person,post,分数,mark,电话\nA,p1,1,2,3\n".encode()
    assert refusals(content) == [
        ("repeated_column", "entries.csv:1:mark"),
        ("unknown_column", "entries.csv:1:电话"),
    ]
    assert refusals(b"person,mark\nA,1\n") == [("missing_column", "entries.csv:1:职位(post)")]


def test_fifty_are_told_and_the_rest_counted():
    content = "person,post,mark\n" + "".join(f"P{i},p,x\n" for i in range(60))
    found = refusals(content.encode())
    assert len(found) == 51
    assert found[-1] == ("more_problems", "entries.csv")
    with pytest.raises(RefusedMany, match="另有 10 处"):
        read_table(ENTRIES, content.encode(), "entries.csv")


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b" \n\n", "file_empty"),
        ("a.csv", b"\xff\xff\xff\xff\x80", "not_a_text"),
        ("a.csv", b"person\0post", "not_a_text"),
        ("a.csv", b'person,post,mark\n"A,p,1\n', "csv_malformed"),
        ("a.csv", b"PK\x03\x04rest", "not_a_text"),
        ("a.xlsx", b"person,post,mark\nA,p,1\n", "not_a_workbook"),
        ("a.xlsx", b"PK\x03\x04rest of nothing", "workbook_damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
        ("a.xlsx", workbook(["person", "post", "mark"], ["A", "p", 1])[:-200], "workbook_damaged"),
        ("a.xlsx", workbook(), "file_empty"),
        ("a.xlsx", workbook(["x"], sheet="one", more=("two",)), "no_such_sheet"),
    ],
)
def test_files_that_cannot_be_read(file: str, content: bytes, code: str):
    assert [found for found, _ in refusals(content, ENTRIES, file)] == [code]


def test_a_number_where_part_of_a_date_belongs_is_refused():
    content = "code,name,born\nA,甲,1985.1\nB,乙,1985.10\nC,丙,198510\n".encode()
    assert refusals(content, PEOPLE, "people.csv") == [("cell_wrong_type", "people.csv:2:出生(born)")]
    fine = "code,name,born\nB,乙,1985.10\nC,丙,198510\nD,丁,1985年4月\n".encode()
    assert [row.born for row in read_table(PEOPLE, fine, "people.csv").rows] == [  # type: ignore[attr-defined]
        PartialDate(1985, 10),
        PartialDate(1985, 10),
        PartialDate(1985, 4),
    ]


def test_a_folder_is_read_whole(tmp_path: Path):
    (tmp_path / "speech.entries.csv").write_text("person,post,mark\nA,p,1\n", encoding="utf-8")
    (tmp_path / "inputs.xlsx").write_bytes(
        workbook(["票号", "人员编号", "德"], ["1", "A", "优秀"], sheet="a.sheets")
    )
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    (tmp_path / "roster").mkdir()
    read = read_folder(tmp_path, {"speech.entries": ENTRIES, "a.sheets": SHEETS}, beside=("roster",))
    assert {name: held.rows for name, held in read.items()} == {
        "speech.entries": (Entry(person="A", post="p", mark=Decimal(1)),),
        "a.sheets": (Sheet(sheet="1", person="A", marks={"德": "优秀"}),),
    }
    assert list(read["a.sheets"].places) == ["inputs.xlsx[a.sheets]:2"]


def test_a_misspelt_file_is_not_passed_over(tmp_path: Path):
    (tmp_path / "speach.entries.csv").write_text("person,post,mark\nA,p,1\n", encoding="utf-8")
    (tmp_path / "speech.entries.xlsx").write_text("not a workbook", encoding="utf-8")
    with pytest.raises(RefusedMany) as raised:
        read_folder(tmp_path, {"speech.entries": ENTRIES})
    assert [(r.code, r.where) for r in raised.value.refusals] == [
        ("unknown_file", "speach.entries.csv"),
        ("not_a_workbook", "speech.entries.xlsx"),
    ]
    assert "是否想写“speech.entries”" in raised.value.refusals[0].say("zh")


def test_one_table_in_two_files_is_refused(tmp_path: Path):
    (tmp_path / "entries.csv").write_text("person,post,mark\nA,p,1\n", encoding="utf-8")
    (tmp_path / "entries.xlsx").write_bytes(workbook(["person", "post", "mark"], ["A", "p", 1]))
    with pytest.raises(RefusedMany) as raised:
        read_folder(tmp_path, {"entries": ENTRIES})
    assert [(r.code, r.where) for r in raised.value.refusals] == [("table_twice", "entries.xlsx")]


def test_a_sheet_that_matches_nothing_is_refused():
    with pytest.raises(RefusedMany) as raised:
        read_workbook(workbook(["x"], sheet="entrys"), "inputs.xlsx", {"entries": ENTRIES})
    assert [(r.code, r.where) for r in raised.value.refusals] == [("unknown_file", "inputs.xlsx[entrys]")]


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8)


@given(st.lists(st.tuples(CELL, CELL, st.decimals(0, 100, places=2)), unique_by=lambda r: r[:2], max_size=6))
def test_what_is_written_is_read(rows: list[tuple[str, str, Decimal]]):
    out = io.StringIO()
    csv.writer(out).writerows([("person", "post", "mark"), *rows])
    read = read_table(ENTRIES, out.getvalue().encode(), "entries.csv")
    assert read.rows == tuple(Entry(person=p, post=q, mark=m) for p, q, m in rows)
