"""Official document format (公文格式): every measure read back from the file itself."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import example, given
from hypothesis import strategies as st

from quanheng.core.values import Text
from quanheng.documents.official import render, title_lines, typeset, width_of
from quanheng.documents.paper import (
    Addressee,
    Attachments,
    Column,
    CopyTo,
    Draft,
    Heading,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Signature,
    Table,
    chinese_number,
    zh_date,
)

SCORES = Table(
    (Column("名次"), Column("姓名", 2), Column("综合得分", 2, "right")),
    (("1", "张伟", "91.20"), ("2", "李敏", "88.00")),
    "党政综合办公室主任",
)


def _sample() -> Draft:
    return (
        Draft("sample", Text("关于任职的通知", "Appointment"))
        .letterhead("河湾街道党工委文件", number="河街党〔2026〕12号")
        .addressee("机关各办公室")
        .heading("基本情况")
        .heading("德", 2)
        .heading("能", 2)
        .heading("其他")
        .heading("廉", 2)
        .heading("说明", 3)
        .paragraph("经研究决定：", "决定　")
        .table(SCORES.columns, SCORES.rows, SCORES.title)
        .attachments("职位表", "报名表")
        .signature("河湾街道党工委", date(2026, 3, 20))
        .note("此件公开发布")
        .copy_to("市委组织部", "市纪委监委")
    )


def _opened(paper: Paper):
    return Document(io.BytesIO(render(paper)))


def _face(style) -> tuple[str, float]:
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size.pt


def test_a_draft_becomes_a_value_with_counted_headings() -> None:
    assert _sample().paper().blocks == (
        Letterhead("河湾街道党工委文件", "document", "河街党〔2026〕12号"),
        Addressee("机关各办公室："),
        Heading("一、基本情况", 1),
        Heading("（一）德", 2),
        Heading("（二）能", 2),
        Heading("二、其他", 1),
        Heading("（一）廉", 2),
        Heading("1.说明", 3),
        Paragraph("经研究决定：", "决定　"),
        SCORES,
        Attachments(("职位表", "报名表")),
        Signature("河湾街道党工委", date(2026, 3, 20)),
        Note("此件公开发布"),
        CopyTo(("市委组织部", "市纪委监委")),
    )


def test_the_page_is_a4_with_a_text_area_of_156_by_225_mm() -> None:
    section = _opened(_sample().paper()).sections[0]
    lengths = [
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    ]
    wanted = [Mm(210), Mm(297), Mm(37), Mm(35), Mm(28), Mm(26)]
    assert all(abs(a - b) < Pt(0.06) for a, b in zip(lengths, wanted, strict=True)), lengths
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_22_lines_of_28_characters_fill_the_text_area() -> None:
    body = _opened(_sample().paper()).styles["Body Text"]
    height = body.paragraph_format.line_spacing
    assert body.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert height * 22 <= Mm(225) < height * 23
    tightened = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    character = body.font.size.pt + tightened
    assert character * 28 <= Mm(156).pt < character * 29


def test_typefaces_and_sizes_are_those_of_the_standard() -> None:
    styles = _opened(_sample().paper()).styles
    named = (
        "Title",
        "Body Text",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "footer",
        "Table Text",
        "Table Small",
    )
    assert {name: _face(styles[name]) for name in named} == {
        "Title": ("方正小标宋简体", 22),
        "Body Text": ("仿宋_GB2312", 16),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
        "Heading 3": ("仿宋_GB2312", 16),
        "footer": ("宋体", 14),
        "Table Text": ("仿宋_GB2312", 12),
        "Table Small": ("仿宋_GB2312", 10.5),
    }
    assert styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_every_typeface_names_what_may_stand_in_for_it() -> None:
    with zipfile.ZipFile(io.BytesIO(render(_sample().paper()))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert (
        '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,仿宋,FangSong,STFangsong"/>' in fonts
    )
    assert '<w:altName w:val="FZXiaoBiaoSong-B05S,' in fonts


def test_the_words_come_back_in_order_with_their_styles() -> None:
    document = _opened(_sample().paper())
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Letterhead", "河湾街道党工委文件"),
        ("Document Number", "河街党〔2026〕12号"),
        ("Title", "关于任职的通知"),
        ("Salutation", "机关各办公室："),
        ("Heading 1", "一、基本情况"),
        ("Heading 2", "（一）德"),
        ("Heading 2", "（二）能"),
        ("Heading 1", "二、其他"),
        ("Heading 2", "（一）廉"),
        ("Heading 3", "1.说明"),
        ("Body Text", "决定　经研究决定："),
        ("Table Title", "党政综合办公室主任"),
        ("Attachment", "附件：1.职位表"),
        ("Attachment", "2.报名表"),
        ("Signature", "河湾街道党工委"),
        ("Date", "2026年3月20日"),
        ("Note", "（此件公开发布）"),
        ("Copy To", "抄送：市委组织部，市纪委监委。"),
    ]


def test_a_table_fills_the_width_repeats_its_header_and_splits_no_row() -> None:
    table = _opened(_sample().paper()).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["名次", "姓名", "综合得分"],
        ["1", "张伟", "91.20"],
        ["2", "李敏", "88.00"],
    ]
    assert sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid) == 8844
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert sides == [WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT]


def test_a_table_of_many_columns_is_set_smaller() -> None:
    columns = [Column(str(n)) for n in range(7)]
    paper = Draft("wide", Text("宽表")).table(columns, [["1"] * 7]).paper()
    assert _opened(paper).tables[0].cell(1, 0).paragraphs[0].style.name == "Table Small"


def test_the_date_stands_four_characters_from_the_right_with_the_body_centred_above() -> None:
    paragraphs = {p.style.name: p for p in _opened(_sample().paper()).paragraphs}
    date_style = paragraphs["Date"].style.element.pPr.find(qn("w:ind"))
    assert date_style.get(qn("w:rightChars")) == "400"
    body = paragraphs["Signature"]._p.pPr.find(qn("w:ind"))
    date_centre = 400 + width_of("2026年3月20日") * 50
    assert int(body.get(qn("w:rightChars"))) + width_of("河湾街道党工委") * 50 == date_centre


def test_page_numbers_stand_outside_on_odd_and_even_pages() -> None:
    document = _opened(_sample().paper())
    assert document.settings.odd_and_even_pages_header_footer is True
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert (odd.text, odd.alignment) == ("— 1 —", WD_ALIGN_PARAGRAPH.RIGHT)
    assert (even.text, even.alignment) == ("— 1 —", WD_ALIGN_PARAGRAPH.LEFT)
    assert "PAGE" in odd._p.xml and "PAGE" in even._p.xml


def test_only_a_letter_has_a_first_page_of_its_own() -> None:
    letter = Draft("letter", Text("函")).letterhead("河湾街道党工委", form="letter").paper()
    assert _opened(letter).sections[0].different_first_page_header_footer is True
    assert _opened(_sample().paper()).sections[0].different_first_page_header_footer is False


def test_equal_papers_are_equal_files() -> None:
    assert render(_sample().paper()) == render(_sample().paper())


def test_a_long_title_breaks_between_its_parts_and_a_short_one_does_not() -> None:
    parts = ("关于河湾街道中层干部", "竞争上岗综合得分情况", "的公布单")
    long = Draft("t", Text("".join(parts)), parts).paper()
    assert title_lines(parts) == ["关于河湾街道中层干部竞争上岗综合得分情况", "的公布单"]
    assert title_lines(("任前", "公示")) == ["任前公示"]
    assert [p.text for p in _opened(long).paragraphs] == ["\n".join(title_lines(parts))]


def test_the_file_bears_the_date_and_body_of_its_signature() -> None:
    core = _opened(_sample().paper()).core_properties
    assert (core.title, core.author, core.created.date()) == (
        "关于任职的通知",
        "河湾街道党工委",
        date(2026, 3, 20),
    )


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_headings_count_in_chinese(n: int, said: str) -> None:
    assert chinese_number(n) == said


def test_no_blank_is_printed_between_chinese_and_a_number() -> None:
    assert typeset("共 14 名，至 3月5日 17:00，过 50% 的") == "共14名，至3月5日17:00，过50%的"
    assert typeset("Word 2016 与 A 类，李 明") == "Word 2016与 A 类，李 明"


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        Table((Column("姓名"),), (("张伟", "多出"),))


@example("甲\r\n乙\r丙\n", date(2026, 3, 1))
@given(st.text(max_size=60), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_any_words_make_a_file_that_opens_and_says_them(words: str, on: date) -> None:
    paper = Draft("any", Text("文书")).paragraph(words).signature("单位", on).paper()
    document = _opened(paper)
    kept = "".join(c for c in words if c in "\t\n\r" or (ord(c) >= 32 and c not in "\ufffe\uffff"))
    body = next(p for p in document.paragraphs if p.style.name == "Body Text")
    assert body.text == typeset(kept).replace("\r\n", "\n").replace("\r", "\n")
    assert document.paragraphs[-1].text == zh_date(on)
