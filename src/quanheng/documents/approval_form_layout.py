"""Layout of the approval form (审批表版式): rows and cells in millimetres become the body of a DOCX file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Literal
from xml.sax.saxutils import escape

from quanheng.documents.official import width_of
from quanheng.documents.stationery import LATIN, SONG, XIAOBIAOSONG, mm

Align = Literal["left", "center", "right", "both"]
Merge = Literal["", "restart", "continue"]

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_SIDE = 18, 14, 25
WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
"""Units: millimetres."""
SIZES = (12.0, 11.0, 10.5, 10.0, 9.0, 8.0, 7.0)
"""Units: points; a text takes the largest that fits its cell."""
LEADING = 1.3
CELL_MARGIN = 1.5
"""Units: millimetres, left and right."""
POINTS = 72 / 25.4
REMEMBERED = 4096
"""So many pieces are kept as they were laid out: labels, blank cells, common words return in every form."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a cell. Units: `hang` in characters; with a `lead` the text begins at that indent."""

    text: str
    align: Align = "center"
    lead: str = ""
    hang: float = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """The photograph in its cell. Units: millimetres; `relation` is its id in the package."""

    relation: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Shapes: `span` counts grid columns; Units: `size` in points."""

    span: int
    lines: tuple[Line, ...] = ()
    size: float = 12
    merge: Merge = ""
    at: Literal["center", "top", "bottom"] = "center"
    photo: Placed | None = None

    def text(self) -> str:
        """The words of the cell, a line each."""
        return "\n".join(line.lead + line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; where it `keeps_next`, on the page of what follows. Units: `height` in millimetres."""

    height: float
    cells: tuple[Cell, ...]
    may_split: bool = False
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. Units: `widths` in millimetres."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(sum(cell.span for cell in row.cells) != len(self.widths) for row in self.rows):
            raise ValueError("the cells of a row do not fill the grid")


def height_of(lines: Sequence[Line], width: float, size: float) -> float:
    """What lines of text take in a cell. Units: millimetres."""
    room = (width - 2 * CELL_MARGIN) * POINTS
    count = sum(
        max(1, ceil(width_of(line.text) * size / max(size, room - line.hang * size))) for line in lines
    )
    return count * size * LEADING / POINTS


def fitting_size(
    lines: Sequence[Line], width: float, height: float, sizes: Sequence[float] = SIZES
) -> float | None:
    """The largest size in which lines fit a cell; None when they fit in none. Units: millimetres, points."""
    return next((size for size in sizes if height_of(lines, width, size) <= height), None)


def table_xml(grid: Grid) -> str:
    """The table, its columns exactly as wide as the grid says."""
    columns = [mm(sum(grid.widths[: n + 1])) - mm(sum(grid.widths[:n])) for n in range(len(grid.widths))]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{8 if side[0] != "i" else 4}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="{mm(CELL_MARGIN)}" w:type="dxa"/>' for side in ("left", "right"))
    made = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{made}</w:tblGrid>"
        + "".join(_row_xml(row, columns) for row in grid.rows)
        + "</w:tbl>"
    )


def _row_xml(row: Row, columns: Sequence[int]) -> str:
    split = "" if row.may_split else "<w:cantSplit/>"
    height = f'<w:trHeight w:val="{mm(row.height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{split}{height}</w:trPr>{''.join(_cells_xml(row, columns))}</w:tr>"


def _cells_xml(row: Row, columns: Sequence[int]) -> Iterator[str]:
    at = 0
    for cell in row.cells:
        yield _cell_xml(cell, sum(columns[at : at + cell.span]), row.keeps_next)
        at += cell.span


@lru_cache(maxsize=REMEMBERED)
def _cell_xml(cell: Cell, width: int, keeps_next: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    lines = "".join(_line_xml(x, cell.size, keeps_next) for x in cell.lines or (Line(""),))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="{cell.at}"/></w:tcPr>'
        f"{_photo_xml(cell.photo) if cell.photo else lines}</w:tc>"
    )


def _line_xml(line: Line, size: float, keeps_next: bool = False) -> str:
    """A paragraph with exact leading, so that what was measured is what is printed."""
    leading = round(size * LEADING * 20)
    hang = round(line.hang * size * 20)
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{hang}"/></w:tabs>' if line.lead else ""
    indent = f'<w:ind w:left="{hang}"{f" w:hanging={_q(hang)}" if line.lead else ""}/>' if hang else ""
    before = f"{run_xml(line.lead, size)}<w:r><w:tab/></w:r>" if line.lead else ""
    return (
        f'<w:p><w:pPr>{"<w:keepNext/>" if keeps_next else ""}{tabs}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{leading}" w:lineRule="exact"/>{indent}'
        f'<w:jc w:val="{line.align}"/></w:pPr>{before}{run_xml(line.text, size)}</w:p>'
    )


def _q(number: int) -> str:
    return f'"{number}"'


def run_xml(text: str, size: float, face: str = SONG) -> str:
    """A run of text exactly as it is, less what no file can hold."""
    if not text:
        return ""
    said = escape(_NOT_XML.sub("", text))
    half_points = round(size * 2)
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{face}" w:cs="{LATIN}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{said}</w:t></w:r>'
    )


def title_xml(text: str) -> str:
    """The title of the form, 小标宋 2号."""
    return (
        '<w:p><w:pPr><w:pStyle w:val="Title"/>'
        '<w:spacing w:before="0" w:after="120" w:line="600" w:lineRule="exact"/>'
        f'<w:jc w:val="center"/></w:pPr>{run_xml(text, 22, XIAOBIAOSONG)}</w:p>'
    )


def line_below_xml(text: str, size: float = 12) -> str:
    """A line under a table."""
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="80" w:after="0" w:line="360" w:lineRule="exact"/>'
        f'<w:jc w:val="right"/></w:pPr>{run_xml(text, size)}</w:p>'
    )


def new_page_xml() -> str:
    """A paragraph that begins the next page and takes next to no room there."""
    return (
        '<w:p><w:pPr><w:pageBreakBefore/><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )


def page_xml() -> str:
    """The page: A4."""
    return (
        f'<w:sectPr><w:pgSz w:w="{mm(PAGE_WIDTH)}" w:h="{mm(PAGE_HEIGHT)}"/>'
        f'<w:pgMar w:top="{mm(MARGIN_TOP)}" w:right="{mm(MARGIN_SIDE)}" w:bottom="{mm(MARGIN_BOTTOM)}" '
        f'w:left="{mm(MARGIN_SIDE)}" w:header="{mm(8)}" w:footer="{mm(8)}" w:gutter="0"/></w:sectPr>'
    )


def _photo_xml(photo: Placed) -> str:
    """The photograph in the line of its cell."""
    width, height = (round(length * 36_000) for length in (photo.width, photo.height))
    extent = f'cx="{width}" cy="{height}"'
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"/>'
        '<w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="1" name="photo" descr="照片"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="photo"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{photo.relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
