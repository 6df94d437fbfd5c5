"""Pages (版面): a DOCX, whoever drew it, as a PDF with its typefaces, its margins and its words."""

import io

import pytest
from documents.paper_facts import CLOSED, proceedings
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from pypdf import PdfReader

from quanheng.core.values import Refused
from quanheng.documents.drawing import BUILT_IN, text_of
from quanheng.documents.page.paged import html_of_docx, pdf_of_docx
from quanheng.documents.registry import all_papers

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f"
    "0005fe02fedccc59e70000000049454e44ae426082"
)
PAPERS = {paper.kind: paper for paper in all_papers(proceedings(*CLOSED))}


def pages(docx: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf_of_docx(docx))).pages]


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["minutes", "appointment_document", "opinion_letter", "probation_form"])
def test_a_paper_has_the_same_words_as_a_pdf(kind: str) -> None:
    docx = BUILT_IN.draw(PAPERS[kind])
    told = "".join(pages(docx))
    assert [line for line in "".join(text_of(docx)).split() if line not in told] == []


def test_pages_are_numbered_outside_and_a_letter_begins_without_a_number() -> None:
    first, second = pages(BUILT_IN.draw(PAPERS["minutes"]))
    assert (first[-3:], second[-3:]) == ("—1—", "—2—")
    (letter,) = pages(BUILT_IN.draw(PAPERS["opinion_letter"]))
    assert "—1—" not in letter


def test_the_pdf_is_a4_and_holds_its_typefaces() -> None:
    pdf = PdfReader(io.BytesIO(pdf_of_docx(BUILT_IN.draw(PAPERS["minutes"]), "会议纪要")))
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]
    below = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all("/FontFile2" in font or "/FontFile3" in font for font in below)
    assert pdf.metadata is not None and pdf.metadata.title == "会议纪要"


def test_equal_papers_are_equal_pdfs() -> None:
    docx = BUILT_IN.draw(PAPERS["score_list"])
    assert pdf_of_docx(docx) == pdf_of_docx(docx)


def test_what_an_office_drew_in_its_own_way_is_followed() -> None:
    document = Document()
    section = document.sections[0]
    section.left_margin, section.page_width = Mm(20), Mm(182)
    section.header.paragraphs[0].text = "页眉文字"
    line = document.add_paragraph(style="List Number").add_run("编号一")
    line.font.size, line.bold = Pt(20), True
    document.add_paragraph("第二", style="List Number").alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横并"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖并"
    document.add_picture(io.BytesIO(PNG), Mm(30))
    document.add_page_break()
    document.add_paragraph("次页")
    html = html_of_docx(saved(document))
    assert ("size:515.90pt" in html, "margin-left:56.70pt" in html) == (True, True)
    assert ("font-size:20.00pt" in html, "text-align:center" in html) == (True, True)
    assert ('colspan="2" rowspan="1"' in html, 'colspan="1" rowspan="2"' in html) == (True, True)
    assert "width:85.0pt;height:85.0pt" in html
    first, second = pages(saved(document))
    assert ("页眉文字" in first, "1.编号一2.第二" in first, "竖并" in first) == (True, True, True)
    assert second.endswith("次页") or "次页" in second


def test_what_is_no_document_has_no_pdf() -> None:
    with pytest.raises(Refused) as refused:
        pdf_of_docx(b"nothing")
    assert refused.value.code == "no_docx"
