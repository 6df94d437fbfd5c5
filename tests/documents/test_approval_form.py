"""Approval form: every cell, width and picture read back from the DOCX file."""

import io
import zipfile
from dataclasses import replace

import pytest
from documents.form_files import FORM, JPEG, png
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember
from quanheng.core.form.photo import Picture, picture_of
from quanheng.documents.approval_form import (
    FACTS_WIDTHS,
    SECOND_WIDTHS,
    approval_form,
    first_page,
    second_page,
)
from quanheng.documents.approval_form_layout import HEIGHT, WIDTH, Cell, Line, fitting_size, height_of

UP, DOWN = "restart", "continue"


def _opened(form: AppointmentForm):
    return Document(io.BytesIO(approval_form(form)))


def _rows(table) -> list[list[str]]:
    """The words of each cell as it stands in the file; a cell that goes on from above is '↑'."""
    rows = []
    for row in table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            texts = ["".join(t.text for t in p.iter(qn("w:t"))) for p in cell.p_lst]
            cells.append("↑" if cell.vMerge == DOWN else "\n".join(texts))
        rows.append(cells)
    return rows


def test_every_cell_of_both_pages():
    document = _opened(FORM)
    assert [p.text for p in document.paragraphs] == [
        "干部任免审批表",
        "",
        "填表人：柏云恺　　填表时间：2026年3月20日",
    ]
    first, second = document.tables
    assert _rows(first) == [
        ["姓　名", "闻书砚", "性　别", "女", "出生年月\n（岁）", "1982.04\n（43岁）", ""],
        ["民　族", "汉族", "籍　贯", "江左望山", "出 生 地", "江左望山", "↑"],
        ["入　党\n时　间", "2003.06", "参加工\n作时间", "2004.07", "健康状况", "健康", "↑"],
        ["专业技\n术职务", "经济师", "熟悉专业\n有何专长", "公共管理", "↑"],
        [
            "学　历\n学　位",
            "全日制\n教　育",
            "大学\n管理学学士",
            "毕业院校\n系及专业",
            "江左大学公共管理学院行政管理专业",
        ],
        ["↑", "在　职\n教　育", "研究生\n工商管理硕士", "毕业院校\n系及专业", "望山财经学院工商管理专业"],
        ["现 任 职 务", "河湾街道党政综合办公室主任"],
        ["拟 任 职 务", "河湾街道党工委委员"],
        ["拟 免 职 务", "河湾街道党政综合办公室主任"],
        [
            "简\n\n历",
            "2000.09--2004.07江左大学公共管理学院行政管理专业学习\n"
            "2004.07--2010.03河湾街道党政综合办公室科员\n"
            "（其间：2006.09--2009.06  望山财经学院工商管理专业在职研究生班学习）\n"
            "2010.03--2017.05河湾街道党政综合办公室副主任\n"
            "2017.05--河湾街道党政综合办公室主任",
        ],
    ]
    family = "家\n庭\n主\n要\n成\n员\n及\n重\n要\n社\n会\n关\n系"
    seal = "（盖章）\n\n年　　月　　日　"
    assert _rows(second) == [
        ["奖　惩\n情　况", "2024年获县级嘉奖。"],
        ["年度考\n核结果", "2023年：优秀；2024年：称职；2025年：优秀"],
        ["任　免\n理　由", "经民主推荐、考察，拟任上述职务。"],
        [family, "称谓", "姓名", "年龄", "政治面貌", "工作单位及职务"],
        ["↑", "丈夫", "祝昱钧", "44", "中共党员", "望山县教育局科员"],
        ["↑", "女儿", "祝 安", "15", "", "望山县实验小学学生"],
        ["↑", "父亲", "闻之远", "", "群众", "已去世"],
        *[["↑", "", "", "", "", ""]] * 4,
        ["呈　报\n单　位", "河湾街道党工委"],
        ["审　批\n机　关\n意　见", seal, "行　政\n机　关\n任　免\n意　见", seal],
    ]


def test_page_and_widths():
    document = _opened(FORM)
    section = document.sections[0]
    assert (section.page_width, section.page_height) == (Mm(210), Mm(297)) or (
        abs(section.page_width - Mm(210)) < Mm(0.02) and abs(section.page_height - Mm(297)) < Mm(0.02)
    )
    assert sum(FACTS_WIDTHS) == sum(SECOND_WIDTHS) == WIDTH == 160
    for table, widths in zip(document.tables, (FACTS_WIDTHS, SECOND_WIDTHS), strict=True):
        columns = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert [round(c / 1440 * 25.4) for c in columns] == list(widths)
        assert sum(columns) == round(160 / 25.4 * 1440)
        for row in table._tbl.tr_lst:
            assert sum(int(c.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for c in row.tc_lst) == sum(columns)
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


def test_the_second_page_begins_a_page():
    document = _opened(FORM)
    body = [e.tag.rpartition("}")[2] for e in document.element.body]
    assert body == ["p", "tbl", "p", "tbl", "p", "sectPr"]
    assert document.paragraphs[1].paragraph_format.page_break_before is True


@pytest.mark.parametrize(
    ("photo", "width", "height", "name"),
    [
        (png(35, 49), 28, 28 * 49 / 35, "media/photo.png"),
        (png(10, 100), 4.6, 46, "media/photo.png"),
        (JPEG, 28, 28 * 240 / 180, "media/photo.jpeg"),
    ],
)
def test_the_photograph_keeps_its_proportions(photo, width, height, name):
    content = approval_form(replace(FORM, photo=photo))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read(f"word/{name}") == photo
    (shape,) = Document(io.BytesIO(content)).inline_shapes
    assert (shape.width, shape.height) == (round(width * 36_000), round(height * 36_000))


def test_without_a_photograph_the_cell_says_so():
    for photo in (b"", b"no image"):
        document = _opened(replace(FORM, photo=photo))
        assert _rows(document.tables[0])[0][-1] == "照　片"
        assert len(document.inline_shapes) == 0


def test_equal_forms_are_equal_files():
    assert approval_form(FORM) == approval_form(replace(FORM))


def test_an_empty_form_is_two_pages_of_blanks():
    first, second = _opened(AppointmentForm()).tables
    assert _rows(first)[0] == ["姓　名", "", "性　别", "", "出生年月\n（岁）", "", "照　片"]
    assert _rows(first)[-1] == ["简\n\n历", ""]
    assert _rows(second)[3][3] == "出生\n年月"


def test_without_a_day_births_are_told_instead_of_ages():
    rows = _rows(_opened(replace(FORM, age_as_of="", filled_on="")).tables[1])
    assert [row[3] for row in rows[3:7]] == ["出生\n年月", "1981.06", "2010.09", "1955.03"]


def test_other_words_for_a_date_stay():
    rows = _rows(_opened(replace(FORM, party_joined="200306；民盟", born="不详")).tables[0])
    assert (rows[2][1], rows[0][5]) == ("200306；民盟", "不详")


def test_schools_of_level_and_degree_stand_once_when_equal():
    same = replace(FORM, full_time_degree_school=FORM.full_time_level_school)
    assert _rows(_opened(same).tables[0])[4][4] == FORM.full_time_level_school
    other = replace(FORM, full_time_degree_school="望山大学")
    assert _rows(_opened(other).tables[0])[4][4] == f"{FORM.full_time_level_school}\n望山大学"


@pytest.mark.parametrize("count", [0, 7, 10, 14, 16])
def test_members_fit_the_page_and_every_one_is_told(count):
    family = tuple(FamilyMember("兄弟", f"闻{n}", "198001", "群众", "工人") for n in range(count))
    grid = second_page(replace(FORM, family=family))
    assert [row.cells[2].text() for row in grid.rows[4:-2]] == [
        *(f"闻{n}" for n in range(count)),
        *[""] * (7 - count),
    ]
    assert sum(row.height for row in grid.rows) <= HEIGHT - 8
    assert (grid.rows[-1].height == 50) is (count <= 10)
    assert grid.rows[-1].height >= 32


def test_a_long_text_stays_readable():
    cell = second_page(replace(FORM, awards="2024年获县级嘉奖。" * 200)).rows[0].cells[1]
    assert (cell.size, cell.text()) == (9, "2024年获县级嘉奖。" * 200)


def _resume_cell(form: AppointmentForm) -> tuple[float, bool, Cell]:
    row = first_page(form, None).rows[-1]
    return row.cells[1].size, row.may_split, row.cells[1]


def test_a_resume_shrinks_and_then_goes_on_over_the_page():
    lines = [f"{1980 + n}.07--{1981 + n}.07  河湾街道党政综合办公室副主任、一级主任科员" for n in range(45)]
    sizes = [_resume_cell(replace(FORM, resume_text="\n".join(lines[:n])))[:2] for n in (5, 24, 30, 45)]
    assert sizes[0] == (12, False)
    assert sizes[1][0] > sizes[2][0] and not sizes[2][1]
    assert sizes[3] == (10.5, True)
    _, _, cell = _resume_cell(replace(FORM, resume_text="\n".join(lines)))
    assert cell.text().split("\n") == [line.replace("  ", "") for line in lines]


def test_the_first_page_is_filled_and_not_more():
    for form in (FORM, replace(FORM, present_post="河湾街道党工委副书记、办事处主任，" * 30)):
        grid = first_page(form, None)
        assert sum(row.height for row in grid.rows) <= HEIGHT - 15


def test_what_is_measured():
    assert height_of((Line("甲" * 10),), 100, 12) == pytest.approx(12 * 1.3 / 72 * 25.4)
    assert fitting_size((Line("甲" * 10),), 30, 6) == 7
    assert fitting_size((Line("甲" * 100),), 30, 6) is None


def test_images_are_known_by_their_heads():
    assert picture_of(png(35, 49)) == Picture("png", 35, 49)
    assert picture_of(JPEG) == Picture("jpeg", 180, 240)
    assert picture_of(b"GIF89a\x0a\x00\x14\x00") == Picture("gif", 10, 20)
    bmp = b"BM" + bytes(16) + (10).to_bytes(4, "little") + (-20).to_bytes(4, "little", signed=True)
    assert picture_of(bmp) == Picture("bmp", 10, 20)
    for other in (b"", b"BM", JPEG[:20], b"\xff\xd8\xff\xff", png(1, 1)[:20], b"GIF89a\x00\x00\x00\x00"):
        assert picture_of(other) is None
