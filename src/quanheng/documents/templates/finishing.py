"""Finishing (整理): what depends on the words: headings counted, the mark fitted, the date under its body.

Only paragraphs in the styles of the built-in templates are touched (发文机关标志 Letterhead, Heading 1 to 3,
Signature, Date); an office that uses styles of its own gets exactly what it drew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
ROWS_ALONG = 2
"""How many rows of a last table stand on the page of the signature at least."""
STYLE, VALUE = f"{qn('w:pPr')}/{qn('w:pStyle')}", qn("w:val")
BORDER = f"{qn('w:pPr')}/{qn('w:pBdr')}"
"""The red line below the number, which stays where there is no number yet."""
CELL_WIDTH, WIDTH = f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcW')}", qn("w:w")

Styled = tuple[str, Paragraph]
"""A paragraph with the name of its style."""


def finish(document: Document) -> None:
    """Set a filled template right."""
    paragraphs = list(_paragraphs(document))
    _count_headings(paragraphs)
    for style, paragraph in paragraphs:
        if style == "Letterhead":
            _fit(paragraph)
        elif style == "DocumentNumber":
            _close_up(paragraph)
    _centre_signature(paragraphs)
    for table in document.tables:
        _fit_width(table)


def _paragraphs(document: Document) -> Iterator[Styled]:
    """The paragraphs of the body, less those that go because they are empty."""
    body = document.element.body
    for element in body.findall(qn("w:p")):
        style, paragraph = _style(element), Paragraph(element, document)
        is_empty = style in MAY_BE_EMPTY and not paragraph.text.strip(" 　：:（）")
        if is_empty and not (style == "DocumentNumber" and element.find(BORDER) is not None):
            body.remove(element)
        else:
            yield style, paragraph


def _style(paragraph: Any) -> str:
    found = paragraph.find(STYLE)
    return "" if found is None else str(found.get(VALUE))


def _count_headings(paragraphs: list[Styled]) -> None:
    """Headings that begin with a number are counted in the order in which they now stand."""
    counts = [0, 0, 0]
    for style, paragraph in paragraphs:
        pattern = HEADINGS.get(style)
        if pattern is None or not pattern.match(paragraph.text) or not paragraph.runs:
            continue
        level = int(style[-1])
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


def _centre_signature(paragraphs: list[Styled]) -> None:
    """The body centred above its date; what stands before it goes along, so that no page holds it alone."""
    for n, (style, paragraph) in enumerate(paragraphs):
        if style != "Signature":
            continue
        after, following = paragraphs[n + 1] if n + 1 < len(paragraphs) else ("", paragraph)
        dated = following.text if after == "Date" else ""
        if paragraphs[n - 1][0] != "Signature":
            right = signature_indent(paragraph.text, dated)
            indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:rightChars"), str(right))
            indent.set(qn("w:right"), str(right * BODY_SIZE // 10))
        before = n - 1
        while before > 0 and not paragraphs[before][1].text.strip():
            before -= 1
        if before >= 0:
            paragraphs[before][1].paragraph_format.keep_with_next = True
        _keep_rows(paragraph)


def _keep_rows(signature: Paragraph) -> None:
    """The last rows of a table that stands right before the signature go along with it."""
    before = signature._p.getprevious()
    while before is not None and before.tag == qn("w:p") and not "".join(before.itertext()).strip():
        Paragraph(before, signature._parent).paragraph_format.keep_with_next = True
        before = before.getprevious()
    if before is None or before.tag != qn("w:tbl"):
        return
    for row in before.findall(qn("w:tr"))[-ROWS_ALONG:]:
        for paragraph in row.iter(qn("w:p")):
            Paragraph(paragraph, signature._parent).paragraph_format.keep_with_next = True


def _fit_width(table: Table) -> None:
    """A table whose columns were multiplied is brought back to its width, each column in proportion."""
    width = table._tbl.tblPr.find(qn("w:tblW"))
    if width is None or width.get(qn("w:type")) != "dxa":
        return
    wanted = int(width.get(qn("w:w")))
    for row in table._tbl.tr_lst:
        cells: list[Any] = row.findall(CELL_WIDTH)
        if len(cells) != len(row.tc_lst):
            return
        total = sum(int(c.get(WIDTH)) for c in cells)
        if total and total != wanted:
            for cell in cells:
                cell.set(WIDTH, str(int(cell.get(WIDTH)) * wanted // total))
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
