"""Approval form as PDF: two pages, every word found again, Chinese typefaces inside, equal forms to equal bytes."""

import io
import re
from dataclasses import replace
from itertools import accumulate

import pytest
from documents.form_files import FORM, JPEG
from pypdf import PdfReader

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember
from quanheng.core.values import Refused
from quanheng.documents import typesetting
from quanheng.documents.approval_form import first_page, second_page
from quanheng.documents.approval_form_pdf import approval_form_html, approval_form_pdf

LINES = [f"{1980 + n}.07--{1981 + n}.07  河湾街道党政综合办公室副主任、一级主任科员" for n in range(45)]


def _pages(form: AppointmentForm) -> list[str]:
    """The words of each page, blanks left out: a cell may break its words anywhere."""
    reader = PdfReader(io.BytesIO(approval_form_pdf(form)))
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_words_of_every_cell_stand_on_their_page():
    first, second = _pages(FORM)
    for page, grid in ((first, first_page(FORM, None)), (second, second_page(FORM))):
        for cell in (cell for row in grid.rows for cell in row.cells if cell.merge != "continue"):
            for line in cell.lines:
                if cell.text() != "照　片":
                    assert _plain(line.lead) in page and _plain(line.text) in page
    assert first.startswith("干部任免审批表")
    assert second.endswith("填表人：柏云恺填表时间：2026年3月20日")


def _family(count: int) -> tuple[FamilyMember, ...]:
    return tuple(FamilyMember("兄弟", f"闻{n}", "198001", "群众", "望山县教育局科员") for n in range(count))


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        ({}, 2),
        ({"photo": b""}, 2),
        ({"photo": JPEG}, 2),
        ({"resume_text": "\n".join(LINES[:28])}, 2),
        ({"family": _family(7)}, 2),
        ({"family": _family(12)}, 2),
        ({"family": _family(15)}, 2),
        ({"present_post": "河湾街道党工委副书记、办事处主任，" * 4}, 2),
        ({"appraisals": "；".join(f"{year}年：称职" for year in range(2004, 2026))}, 2),
        ({"resume_text": "\n".join(LINES)}, 3),
    ],
)
def test_ordinary_forms_are_two_pages_and_a_longer_resume_goes_on(change, pages):
    assert len(_pages(replace(FORM, **change))) == pages


def test_an_empty_form_is_two_pages():
    assert len(_pages(AppointmentForm())) == 2


def test_the_typefaces_are_inside_and_chinese():
    reader = PdfReader(io.BytesIO(approval_form_pdf(FORM)))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each) for each in descriptors)
    assert any("CJK" in font["/BaseFont"] or "Song" in font["/BaseFont"] for font in fonts)


def test_the_dates_of_the_resume_hang_to_the_left_of_the_words():
    html = approval_form_html(FORM)
    assert re.findall(r'<b style="width: 9em">([^<]*)</b>', html) == [
        "2000.09--2004.07", "2004.07--2010.03", "", "2010.03--2017.05", "2017.05--"
    ]  # fmt: skip


def test_equal_forms_are_equal_files():
    assert approval_form_pdf(FORM) == approval_form_pdf(replace(FORM))


def test_words_of_a_form_are_no_markup():
    text = _pages(replace(FORM, reasons="<b>&amp;</b><img src='file:///etc/passwd'>"))[1]
    assert "<b>&amp;</b><imgsrc='file:///etc/passwd'>" in text


def test_without_pango_it_is_refused(monkeypatch):
    monkeypatch.setattr(typesetting, "engine", lambda: None)
    with pytest.raises(Refused) as caught:
        approval_form_pdf(FORM)
    assert caught.value.code == "pdf_unavailable"


def test_the_rows_fill_the_page_and_no_more():
    heights = list(accumulate(row.height for row in first_page(FORM, None).rows))
    assert 240 < heights[-1] < 250
