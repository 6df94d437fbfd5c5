"""Finishing (整理): what depends on the words: headings counted, the mark fitted, the date under its body.

Only paragraphs in the styles of the built-in templates are touched (发文机关标志 Letterhead, Heading 1 to 3,
Signature, Date); an office that uses styles of its own gets exactly what it drew.
"""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from quanheng.documents.official import mark_size, signature_indent
from quanheng.documents.paper import chinese_number
from quanheng.documents.stationery import BODY_SIZE

HEADINGS = {
    "Heading1": re.compile(r"^[一二三四五六七八九十]+、"),
    "Heading2": re.compile(r"^（[一二三四五六七八九十]+）"),
    "Heading3": re.compile(r"^\d+\."),
}
MAY_BE_EMPTY = frozenset(
    {"Letterhead", "DocumentNumber", "Date", "CopyTo", "Salutation", "Attendance", "Note"}
)
"""Lines that go when they have nothing to say."""
MAX_NUMBER = 99


def finish(document: Document) -> None:
    """Set a filled template right."""
    _drop_empty(document)
    body = [b for b in document.element.body if b.tag == qn("w:p")]
    paragraphs = [Paragraph(element, document) for element in body]
    _count_headings(paragraphs)
    for paragraph in paragraphs:
        if _style(paragraph) == "Letterhead":
            _fit(paragraph)
        elif _style(paragraph) == "DocumentNumber":
            _close_up(paragraph)
    _centre_signature(paragraphs)
    for table in document.tables:
        _fit_width(table)


def _style(paragraph: Paragraph) -> str:
    found = (
        paragraph._p.pPr.pStyle.val
        if paragraph._p.pPr is not None and paragraph._p.pPr.pStyle is not None
        else ""
    )
    return str(found)


def _drop_empty(document: Document) -> None:
    for element in list(document.element.body):
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document)
            if _style(paragraph) in MAY_BE_EMPTY and not paragraph.text.strip(" 　：:（）"):
                document.element.body.remove(element)


def _count_headings(paragraphs: list[Paragraph]) -> None:
    """Headings that begin with a number are counted in the order in which they now stand."""
    counts = [0, 0, 0]
    for paragraph in paragraphs:
        pattern = HEADINGS.get(_style(paragraph))
        if pattern is None or not pattern.match(paragraph.text) or not paragraph.runs:
            continue
        level = int(_style(paragraph)[-1])
        counts[level - 1] += 1
        counts[level:] = [0] * (3 - level)
        n = min(counts[level - 1], MAX_NUMBER)
        number = {1: f"{chinese_number(n)}、", 2: f"（{chinese_number(n)}）", 3: f"{n}."}[level]
        first = paragraph.runs[0]
        if pattern.match(first.text):
            first.text = pattern.sub(number, first.text)


def _close_up(paragraph: Paragraph) -> None:
    """A date without the number that stands before it begins the line."""
    for run in paragraph.runs:
        run.text = run.text.lstrip("　")
        if run.text:
            return


def _fit(paragraph: Paragraph) -> None:
    """The mark of the issuing body takes the largest size that fits one line."""
    for run in paragraph.runs:
        run.font.size = Pt(mark_size(paragraph.text))


def _centre_signature(paragraphs: list[Paragraph]) -> None:
    """The body centred above its date; what stands before it goes along, so that no page holds it alone."""
    for n, paragraph in enumerate(paragraphs):
        if _style(paragraph) != "Signature":
            continue
        following = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        dated = following.text if following is not None and _style(following) == "Date" else ""
        if _style(paragraphs[n - 1]) != "Signature":
            right = signature_indent(paragraph.text, dated)
            indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:rightChars"), str(right))
            indent.set(qn("w:right"), str(right * BODY_SIZE // 10))
        before = n - 1
        while before > 0 and not paragraphs[before].text.strip():
            before -= 1
        if before >= 0:
            paragraphs[before].paragraph_format.keep_with_next = True


def _fit_width(table: Table) -> None:
    """A table whose columns were multiplied is brought back to its width, each column in proportion."""
    width = table._tbl.tblPr.find(qn("w:tblW"))
    if width is None or width.get(qn("w:type")) != "dxa":
        return
    wanted = int(width.get(qn("w:w")))
    for row in table._tbl.tr_lst:
        cells: list[Any] = [tc.tcPr.find(qn("w:tcW")) if tc.tcPr is not None else None for tc in row.tc_lst]
        if any(c is None for c in cells):
            return
        total = sum(int(c.get(qn("w:w"))) for c in cells)
        if total and total != wanted:
            for cell in cells:
                cell.set(qn("w:w"), str(int(cell.get(qn("w:w"))) * wanted // total))
    _regrid(table)


def _regrid(table: Table) -> None:
    """The grid follows a row that has one cell a column."""
    columns = table._tbl.tblGrid.gridCol_lst
    for row in table._tbl.tr_lst:
        widths = row.xpath("w:tc/w:tcPr/w:tcW/@w:w")
        if len(widths) == len(columns):
            for column, width in zip(columns, widths, strict=True):
                column.set(qn("w:w"), width)
            return
