"""Approval form as PDF (干部任免审批表 PDF): the grids of the DOCX file, typeset with the fonts inside."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape

from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.form.photo import picture_of
from quanheng.documents.approval_form import TITLE, filled_line, first_page, second_page
from quanheng.documents.approval_form_layout import (
    CELL_MARGIN,
    LEADING,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    POINTS,
    WIDTH,
    Cell,
    Grid,
    Line,
    Placed,
    Row,
)
from quanheng.documents.typesetting import SERIF, pdf_of

_STYLE = f"""
@page {{ size: A4; margin: {MARGIN_TOP}mm {MARGIN_SIDE}mm {MARGIN_BOTTOM}mm }}
html {{ font-family: "Times New Roman", "Liberation Serif", {SERIF}; line-height: {LEADING} }}
body {{ margin: 0 }}
h1 {{ margin: 0 0 2mm; font-size: 22pt; font-weight: 600; line-height: 30pt; text-align: center }}
table {{ width: {WIDTH}mm; table-layout: fixed; border-collapse: collapse; border: 1pt solid }}
table + p {{ margin: 1.4mm 0 0; font-size: 12pt; line-height: 18pt; text-align: right }}
.next {{ break-before: page }}
tr {{ break-inside: avoid }}
tr.split, tr.split td {{ break-inside: auto }}
tr.joined {{ break-before: avoid }}
td {{ padding: 0 {CELL_MARGIN}mm; border: 0.5pt solid; vertical-align: middle; overflow-wrap: anywhere }}
td.top {{ vertical-align: top }}
td.bottom {{ vertical-align: bottom }}
p {{ margin: 0; min-height: {LEADING}em; white-space: pre-wrap; text-align: center }}
p.left {{ text-align: left }}
p.right {{ text-align: right }}
p.both {{ text-align: justify }}
div.afloat {{ height: 0 }}
b {{ display: inline-block; font-weight: inherit; text-indent: 0; white-space: pre }}
img {{ display: block; margin: 0 auto }}
"""


def approval_form_pdf(form: AppointmentForm) -> bytes:
    """The form as a PDF file. Errors: Refused(pdf_unavailable)."""
    return pdf_of(approval_form_html(form))


def approval_form_html(form: AppointmentForm) -> str:
    """The two pages as they are typeset."""
    picture = picture_of(form.photo)
    image = ""
    if picture:
        image = f"data:image/{picture.kind};base64,{base64.b64encode(form.photo).decode('ascii')}"
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{TITLE}</h1>"
        f"{_table(first_page(form, picture), image)}"
        f"{_table(second_page(form), '', 'next')}<p>{escape(filled_line(form))}</p></body></html>"
    )


def _table(grid: Grid, image: str, kind: str = "") -> str:
    columns = "".join(f'<col style="width: {width}mm">' for width in grid.widths)
    rows = "".join(_row(grid.rows, n, image) for n in range(len(grid.rows)))
    return f'<table class="{kind}"><colgroup>{columns}</colgroup>{rows}</table>'


def _row(rows: Sequence[Row], number: int, image: str) -> str:
    row = rows[number]
    kind = "split" if row.may_split else "joined" if row.keeps_next else ""
    cells = "".join(_cells(rows, number, image))
    return f'<tr class="{kind}" style="height: {row.height:.2f}mm">{cells}</tr>'


def _cells(rows: Sequence[Row], number: int, image: str) -> Iterator[str]:
    at = 0
    for cell in rows[number].cells:
        begins, at = at, at + cell.span
        if cell.merge == "continue":
            continue
        down = _merged(rows, number, begins) if cell.merge else 1
        inside = _photo(cell.photo, image) if cell.photo else "".join(map(_line, cell.lines))
        if down > 1:
            inside = _afloat(inside, cell)
        yield (
            f'<td class="{cell.at}" colspan="{cell.span}" rowspan="{down}" '
            f'style="font-size: {cell.size}pt">{inside}</td>'
        )


def _afloat(inside: str, cell: Cell) -> str:
    """What stands in the middle of several rows takes no height itself, or the last row would grow by it."""
    height = cell.photo.height if cell.photo else len(cell.lines) * cell.size * LEADING / POINTS
    return f'<div class="afloat"><div style="margin-top: {-height / 2:.2f}mm">{inside}</div></div>'


def _merged(rows: Sequence[Row], number: int, column: int) -> int:
    """How many rows a cell spans: those below that go on with it."""
    below = 0
    for row in rows[number + 1 :]:
        if not _goes_on(row.cells, column):
            break
        below += 1
    return 1 + below


def _goes_on(cells: Sequence[Cell], column: int) -> bool:
    at = 0
    for cell in cells:
        if at == column:
            return cell.merge == "continue"
        at += cell.span
    return False


def _line(line: Line) -> str:
    """A paragraph; with a hang its words begin at the indent and its lead stands to the left of them."""
    hang = f' style="padding-left: {line.hang}em; text-indent: -{line.hang}em"' if line.hang else ""
    if not line.hang:
        return f'<p class="{line.align}">{escape(line.text)}</p>'
    lead = f'<b style="width: {line.hang}em">{escape(line.lead)}</b>'
    return f'<p class="{line.align}"{hang}>{lead}{escape(line.text)}</p>'


def _photo(photo: Placed, image: str) -> str:
    return f'<img src="{image}" alt="" style="width: {photo.width:.2f}mm; height: {photo.height:.2f}mm">'
