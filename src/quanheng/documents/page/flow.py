"""Flow (正文流): the paragraphs, runs and tables of a DOCX as HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree

from quanheng.documents.page.css import borders_css, paragraph_css, run_css, size_of
from quanheng.documents.page.numbering import Numbering
from quanheng.documents.page.properties import Properties, Styles, is_on, number, read
from quanheng.documents.templates.tags import W

PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
KEPT = f"{W}tc/{W}p/{W}pPr/{W}keepNext"
"""Where a row says that it goes with what follows."""
EMU = 12700
"""Units: English metric units in a point."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LATIN = re.compile(r"[\x21-\x7e\u00a1-\u024f](?:[\x20-\x7e\u00a1-\u024f]*[\x21-\x7e\u00a1-\u024f])?")
_AROUND = {
    "top": "top",
    "bottom": "bottom",
    "left": "left",
    "start": "left",
    "right": "right",
    "end": "right",
}
_DESCENDED = {"hyperlink", "ins", "smartTag", "sdtContent", "sdt", "fldSimple"}


class Flow:
    """Turns the elements of one part into HTML. Shapes: `pictures` are the bytes by relation."""

    def __init__(self, styles: Styles, numbering: Numbering, pictures: Mapping[str, bytes]) -> None:
        self.styles = styles
        self.numbering = numbering
        self.pictures = pictures

    def html(self, container: Any) -> str:
        """Everything that a body, cell, header or footer holds."""
        return "".join(self._blocks(container))

    def _blocks(self, container: Any) -> Iterator[str]:
        for element in container:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name == "p":
                yield self._paragraph(element)
            elif name == "tbl":
                yield self._table(element)
            elif name in ("sdt", "sdtContent"):
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> str:
        held = self.styles.of_paragraph(paragraph)
        runs = self.styles.of_run(None, paragraph)
        label = self.numbering.label(self.styles.numbering_of(paragraph))
        inner = (f"{escape(label)} " if label else "") + "".join(self._runs(paragraph, paragraph))
        css = paragraph_css(held, size_of(runs))
        borders = borders_css(read(paragraph.find(f"{W}pPr/{W}pBdr")) or self._style_borders(held), _AROUND)
        name = ' class="framed"' if "framePr" in held else ""
        return f'<p{name} style="{css};{borders};{run_css(runs)[0]}">{inner or "&#8203;"}</p>'

    def _style_borders(self, held: Properties) -> Properties:
        """The borders that a paragraph takes from its style."""
        style = self.styles.styles.get(held.get("pStyle", {}).get("val", ""))
        return read(style.find(f"{W}pPr/{W}pBdr")) if style is not None else {}

    def _runs(self, holder: Any, paragraph: Any) -> Iterator[str]:
        is_shown_before = False
        for element in holder:
            mark = element.find(f"{W}fldChar")
            if mark is not None:
                # what stands between separate and end is what the field showed when the file was saved
                is_shown_before = mark.get(f"{W}fldCharType") == "separate"
            if is_shown_before:
                continue
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name == "r":
                yield self._run(element, paragraph)
            elif name in _DESCENDED:
                said = (element.get(f"{W}instr") or "").strip().upper()
                yield (
                    _counter(said)
                    if said.startswith(("PAGE", "NUMPAGES"))
                    else "".join(self._runs(element, paragraph))
                )

    def _run(self, run: Any, paragraph: Any) -> str:
        held = self.styles.of_run(run, paragraph)
        if is_on(held, "vanish"):
            return ""
        css, latin = run_css(held)
        inner = "".join(self._pieces(run, latin))
        return f'<span style="{css}">{inner}</span>' if inner else ""

    def _pieces(self, run: Any, latin: str) -> Iterator[str]:
        for element in run:
            match etree.QName(element).localname if isinstance(element.tag, str) else "":
                case "t":
                    yield _text(element.text or "", latin)
                case "tab":
                    yield "&emsp;&emsp;"
                case "br":
                    is_page = element.get(f"{W}type") == "page"
                    yield '<i class="page-break"></i>' if is_page else "<br>"
                case "cr":
                    yield "<br>"
                case "noBreakHyphen":
                    yield "&#8209;"
                case "instrText":
                    yield f'<span style="{latin}">{_counter((element.text or "").strip().upper())}</span>'
                case "drawing":
                    yield self._picture(element)

    def _picture(self, drawing: Any) -> str:
        """A picture in the text, in the size that the file gives it."""
        blip, extent = next(drawing.iter(f"{_A}blip"), None), next(drawing.iter(f"{_WP}extent"), None)
        content = self.pictures.get(blip.get(f"{_R}embed") or "") if blip is not None else None
        if content is None or extent is None:
            return ""
        kind = next((media for start, media in PICTURES.items() if content.startswith(start)), "")
        if not kind:
            return ""
        width, height = (int(extent.get(side) or 0) / EMU for side in ("cx", "cy"))
        data = base64.b64encode(content).decode()
        return (
            f'<img style="width:{width:.1f}pt;height:{height:.1f}pt" src="data:{kind};base64,{data}" alt="">'
        )

    def _table(self, table: Any) -> str:
        properties = self.styles.of_table(table)
        widths = [
            number({"w": c.get(f"{W}w") or "0"}, "w") / 20 for c in table.iterfind(f"{W}tblGrid/{W}gridCol")
        ]
        rows = table.findall(f"{W}tr")
        head = 0
        while head < len(rows) and rows[head].find(f"{W}trPr/{W}tblHeader") is not None:
            head += 1
        drawn = _Drawn(self, properties, rows)
        made = [drawn.row(n) for n in range(len(rows))]
        columns = "".join(f'<col style="width:{w:.2f}pt">' for w in widths)
        top = f"<thead>{''.join(made[:head])}</thead>" if 0 < head < len(rows) else ""
        body = "".join(made[head:] if top else made)
        side = next((p.find(f"{W}jc").get(f"{W}val") for p in properties if p.find(f"{W}jc") is not None), "")
        place = ";margin-left:auto;margin-right:auto" if side == "center" else ""
        return (
            f'<table style="width:{sum(widths):.2f}pt{place}"><colgroup>{columns}</colgroup>{top}'
            f"<tbody>{body}</tbody></table>"
        )


class _Drawn:
    """The rows of one table, with what spans down through them."""

    def __init__(self, flow: Flow, properties: list[Any], rows: list[Any]) -> None:
        self.flow = flow
        self.rows = rows
        found = [read(p.find(f"{W}tblBorders")) for p in properties if p.find(f"{W}tblBorders") is not None]
        self.borders: Properties = found[0] if found else {}
        margins = [read(p.find(f"{W}tblCellMar")) for p in properties if p.find(f"{W}tblCellMar") is not None]
        self.margins: Properties = margins[0] if margins else {"left": {"w": "108"}, "right": {"w": "108"}}

    def row(self, n: int) -> str:
        """One row; a height is kept as the least."""
        row = self.rows[n]
        held = read(row.find(f"{W}trPr"))
        height = number(held.get("trHeight", {}), "val") / 20
        css = f"height:{height:.2f}pt;" if height else ""
        css += "break-inside:avoid;" if "cantSplit" in held else ""
        css += "break-after:avoid" if row.find(KEPT) is not None else ""
        cells = "".join(self._cell(n, column, cell) for column, cell in _columns(row))
        return f'<tr style="{css}">{cells}</tr>'

    def _cell(self, n: int, column: int, cell: Any) -> str:
        held = read(cell.find(f"{W}tcPr"))
        merged = held.get("vMerge")
        if merged is not None and merged.get("val") != "restart":
            return ""
        across = int(number(held.get("gridSpan", {}), "val", 1))
        down = self._reach(n, column) if merged is not None else 1
        side = {"center": "middle", "bottom": "bottom"}.get(held.get("vAlign", {}).get("val", ""), "top")
        css = [f"vertical-align:{side}", self._padding(cell), self._edges(n, column, across, down, cell)]
        fill = held.get("shd", {}).get("fill", "")
        if re.match(r"^[0-9A-Fa-f]{6}$", fill):
            css.append(f"background:#{fill}")
        spans = f' colspan="{across}" rowspan="{down}"'
        return f'<td{spans} style="{";".join(css)}">{self.flow.html(cell)}</td>'

    def _reach(self, n: int, column: int) -> int:
        """How many rows a cell reaches down."""
        reach = 1
        for row in self.rows[n + 1 :]:
            below = dict(_columns(row)).get(column)
            merged = below.find(f"{W}tcPr/{W}vMerge") if below is not None else None
            if merged is None or merged.get(f"{W}val") == "restart":
                break
            reach += 1
        return reach

    def _padding(self, cell: Any) -> str:
        own = {**self.margins, **read(cell.find(f"{W}tcPr/{W}tcMar"))}
        found = {_AROUND[s]: number(own[s], "w") / 20 for s in own if s in _AROUND}
        return ";".join(f"padding-{side}:{length:.2f}pt" for side, length in found.items())

    def _edges(self, n: int, column: int, across: int, down: int, cell: Any) -> str:
        """The borders of a cell: its own, else those of the table, outside or inside."""
        own = read(cell.find(f"{W}tcPr/{W}tcBorders"))
        last = column + across >= max(c + _span(e) for c, e in _columns(self.rows[n]))
        sides = {
            "top": "top" if n == 0 else "insideH",
            "bottom": "bottom" if n + down >= len(self.rows) else "insideH",
            "left": "left" if column == 0 else "insideV",
            "right": "right" if last else "insideV",
        }
        whole = {side: own.get(side) or self.borders.get(word, {}) for side, word in sides.items()}
        return borders_css({side: said for side, said in whole.items() if said}, _AROUND)


def _columns(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row with the column of the grid where each begins."""
    at = 0
    for cell in row.iterfind(f"{W}tc"):
        yield at, cell
        at += _span(cell)


def _span(cell: Any) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(found.get(f"{W}val") or 1) if found is not None else 1


def _text(text: str, latin: str) -> str:
    """Words, with letters and digits in their own typeface."""
    made, at = [], 0
    for match in _LATIN.finditer(text):
        made.append(escape(text[at : match.start()]))
        made.append(f'<span style="{latin}">{escape(match[0])}</span>')
        at = match.end()
    return "".join([*made, escape(text[at:])])


def _counter(instruction: str) -> str:
    """A page number, or how many pages there are."""
    word = instruction.split(" ")[0]
    return {"PAGE": '<i class="page-number"></i>', "NUMPAGES": '<i class="page-count"></i>'}.get(word, "")
