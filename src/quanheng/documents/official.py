"""Official document format (公文格式): a paper as the bytes of a DOCX file, equal papers to equal bytes.

Source: GB/T 9704-2012 党政机关公文格式.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from quanheng.documents.paper import (
    Addressee,
    Attachments,
    Attendance,
    Block,
    Column,
    Control,
    CopyTo,
    Form,
    Heading,
    Letterhead,
    Note,
    Paper,
    Paragraph,
    Signature,
    Table,
    attachment_lines,
    said_date,
)
from quanheng.documents.stationery import (
    DECLARATION,
    HEITI,
    LINE,
    NS,
    PACKAGE,
    PARTS,
    TEXT_WIDTH,
    face_xml,
    indent,
    section_xml,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDING = "docx"
STILL = (1980, 1, 1, 0, 0, 0)
"""The time that every part of the package bears: the earliest a zip file can say."""
WIDE_TABLE = 7
"""From so many columns on a table is set in 五号 instead of 小四."""
TITLE_CHARACTERS = 20
"""So many characters of 2号 fill a line."""
MARK_SIZES = (44, 36, 30, 26, 22)
"""Units: points; the mark of the issuing body takes the largest that fits on one line."""
MARK_DROP = 1984
"""Units: twips; 35 mm from the top of the text area to the mark of the issuing body."""
TEXT_POINTS = TEXT_WIDTH / 20

_HAN = "\u2e80-\u9fff\uff00-\uffef“”‘’"
_BLANK = re.compile(f"(?<=[{_HAN}]) (?=[0-9])|(?<=[0-9%]) (?=[{_HAN}])")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def render(paper: Paper) -> bytes:
    """The paper as a DOCX file."""
    is_letter = any(isinstance(b, Letterhead) and b.form == "letter" for b in paper.blocks)
    body = "".join(_blocks(paper))
    document = f"<w:document {NS}><w:body>{body}{section_xml(is_letter)}</w:body></w:document>"
    parts = {
        **PARTS,
        "word/document.xml": (DECLARATION + document).encode(),
        "docProps/core.xml": _core(paper),
    }
    return packed(parts)


def packed(parts: Mapping[str, bytes], onto: bytes = b"") -> bytes:
    """The parts as one zip file that depends on nothing but them.

    Shapes: `onto` is such a file already; what many papers share need be packed once only.
    """
    buffer = io.BytesIO(onto)
    with zipfile.ZipFile(buffer, "a" if onto else "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return buffer.getvalue()


def _core(paper: Paper) -> bytes:
    signature = paper.signature
    on = signature.on if signature else None
    return core_xml(
        paper.title.zh, signature.organisation if signature else "", on if isinstance(on, date) else None
    )


def core_xml(title: str, organisation: str, on: date | None = None) -> bytes:
    """The properties of a file: what it is, of whom, and no time of making."""
    stamp = f"{on.isoformat()}T00:00:00Z" if on else ""
    dated = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{what}>'
        for what in ("created", "modified")
        if stamp
    )
    said = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_safe(title)}</dc:title><dc:creator>{_safe(organisation)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{dated}</cp:coreProperties>"
    )
    return (DECLARATION + said).encode()


def _blocks(paper: Paper) -> list[str]:
    """The body: letterhead first, then the title, then the other blocks in order."""
    head = [b for b in paper.blocks if isinstance(b, Letterhead)]
    rest = [b for b in paper.blocks if not isinstance(b, Letterhead)]
    made = [_letterhead(b) for b in head]
    made.append(
        _paragraph(
            "Title",
            _run("\n".join(title_lines(paper.title_parts or (paper.title.zh,)))),
            _title_space(bool(head)),
        )
    )
    previous: Block | None = None
    for block, following in zip(rest, [*rest[1:], None], strict=False):
        made.append(_gap(previous, block) + _block(block, isinstance(following, Signature)))
        previous = previous if isinstance(block, Control) else block
    return made


def title_lines(parts: tuple[str, ...]) -> list[str]:
    """The title on one line when it fits, else broken between its parts."""
    lines = [""]
    for part in parts:
        if lines[-1] and width_of(lines[-1] + part) > TITLE_CHARACTERS:
            lines.append("")
        lines[-1] += part
    return lines


def _title_space(has_letterhead: bool) -> str:
    """Two lines below the red line, or the head of the page itself."""
    before = LINE * 2 if has_letterhead else 0
    return f'<w:spacing w:before="{before}" w:after="{LINE}" w:line="640" w:lineRule="exact"/>'


def _gap(previous: Block | None, block: Block) -> str:
    """The empty lines that the format asks for before a block."""
    match block:
        case Attachments():
            return _paragraph("BodyText", "")
        case Signature():
            return _paragraph("BodyText", "", "<w:keepNext/>") * 2
        case Attendance() if not isinstance(previous, Attendance):
            return _paragraph("BodyText", "", "<w:keepNext/>")
        case _:
            return ""


def _block(block: Block, is_signed_below: bool) -> str:
    """One block; the last paragraph goes along with its signature, which never stands alone on a page."""
    match block:
        case Addressee():
            return _paragraph("Salutation", _run(block.text))
        case Heading():
            return _paragraph(f"Heading{block.level}", _run(block.text))
        case Paragraph():
            kept = "<w:keepNext/>" if is_signed_below else ""
            return _paragraph("BodyText", _labelled(block.label, block.text), kept)
        case Table():
            return _table(block)
        case Attendance():
            return _paragraph("Attendance", _labelled(f"{block.label}：", "、".join(block.names)))
        case Attachments():
            return _attachments(block)
        case Signature():
            return _signature(block)
        case Note():
            return _paragraph("Note", _run(f"（{block.text}）"))
        case CopyTo():
            return _copy_to(block)
        case Form() | Letterhead():
            return _form(block) if isinstance(block, Form) else _letterhead(block)
        case Control():
            return _paragraph("BodyText", _run(f"{{%p {block.words} %}}"))


def _attachments(block: Attachments) -> str:
    lines = attachment_lines(block)
    hung = indent(left=700, hanging=200)
    first = _paragraph("Attachment", _run(lines[0]))
    return first + "".join(_paragraph("Attachment", _run(line), hung) for line in lines[1:])


def typeset(text: str) -> str:
    """The text as it is printed: no blank between Chinese and a number, nothing that a file cannot hold."""
    return _BLANK.sub("", _NOT_XML.sub("", text))


def _safe(text: str) -> str:
    return escape(typeset(text))


def _run(text: str, properties: str = "") -> str:
    """A run of text; a line break inside it stays one."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_safe(line)}</w:t>' for line in _LINE_END.split(text))
    return f"<w:r>{properties}{lines}</w:r>"


def _labelled(label: str, text: str) -> str:
    black = _run(label, face_xml(HEITI)) if label else ""
    return black + _run(text)


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>{runs}</w:p>"


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Units: full-width characters; a digit or Latin letter takes half of one."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…·" else 1.0 for c in text)


def _letterhead(block: Letterhead) -> str:
    size = mark_size(block.mark)
    drop = MARK_DROP if block.form == "document" else 0
    properties = f'<w:rPr><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/></w:rPr>'
    space = f'<w:spacing w:before="{drop}" w:after="{0 if block.form == "letter" else LINE}"/>'
    mark = _run(block.mark, properties)
    if block.form == "letter":
        right = '<w:jc w:val="right"/>'
        number = _paragraph("DocumentNumber", _run(block.number), right) if block.number else ""
        return _paragraph("Letterhead", mark, _red_line("thickThinSmallGap", 24) + space) + number
    line = "　".join(x for x in (block.number, said_date(block.on)) if x)
    below = _paragraph("DocumentNumber", _run(line), _red_line("single", 12) + '<w:jc w:val="center"/>')
    return _paragraph("Letterhead", mark, space) + below


def mark_size(mark: str) -> int:
    """Units: points; the largest in which the mark of the issuing body fits one line."""
    return next((s for s in MARK_SIZES if width_of(mark) * s <= TEXT_POINTS), MARK_SIZES[-1])


def _red_line(kind: str, weight: int) -> str:
    return f'<w:pBdr><w:bottom w:val="{kind}" w:sz="{weight}" w:space="11" w:color="FF0000"/></w:pBdr>'


def _signature(block: Signature) -> str:
    """The body centred above its date, the date four characters from the right."""
    if block.on is None:
        return _paragraph("Signature", _run(block.organisation), indent(right=400))
    dated = said_date(block.on)
    right = signature_indent(block.organisation, dated)
    organisation = _paragraph("Signature", _run(block.organisation), indent(right=right))
    return organisation + _paragraph("Date", _run(dated))


def signature_indent(organisation: str, dated: str) -> int:
    """Units: hundredths of a character from the right, so that the body stands centred above the date."""
    return max(0, round(400 + (width_of(dated) - width_of(organisation)) * 50)) if dated else 400


def _copy_to(block: CopyTo) -> str:
    """A ruled line at the foot of the last page (版记)."""
    place = (
        f'<w:framePr w:w="{TEXT_WIDTH}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" '
        'w:xAlign="left" w:yAlign="bottom"/>'
    )
    return _paragraph("CopyTo", _run(f"抄送：{'，'.join(block.bodies)}。"), place)


def _table(block: Table) -> str:
    widths = _widths(block.columns)
    style = "TableSmall" if len(block.columns) >= WIDE_TABLE else "TableText"
    header = _row([_paragraph("TableHeader", _run(c.title)) for c in block.columns], widths, "<w:tblHeader/>")
    rows = "".join(
        _row(
            [
                _paragraph(style, _run(cell), f'<w:jc w:val="{c.align}"/>')
                for c, cell in zip(block.columns, row, strict=True)
            ],
            widths,
        )
        for row in block.rows
    )
    if block.each:
        rows = _loop(f"for {block.each}", widths) + rows + _loop("endfor", widths)
    title = _paragraph("TableTitle", _run(block.title)) if block.title else ""
    return title + _framed(widths, header + rows) + _paragraph("AfterTable", "")


def _framed(widths: list[int], rows: str) -> str:
    """Rows as a table as wide as the text, every cell ruled."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _loop(words: str, widths: list[int]) -> str:
    """A row of a template that says how often the rows below it stand."""
    first, *others = widths
    cells = [
        _paragraph("TableText", _run(f"{{%tr {words} %}}")),
        *(_paragraph("TableText", "") for _ in others),
    ]
    return _row(cells, [first, *others])


def _form(block: Form) -> str:
    """A form: every row shares out the width of the text, the grid holds every edge."""
    edges = sorted({edge for row in block.rows for edge in _edges(row)})
    grid = [right - left for left, right in zip([0, *edges], edges, strict=False)]
    heights = [
        f'<w:trHeight w:val="{LINE * block.height(n)}" w:hRule="atLeast"/>' for n in range(len(block.rows))
    ]
    rows = "".join(_form_row(row, edges, h) for row, h in zip(block.rows, heights, strict=True))
    return _framed(grid, rows) + _paragraph("AfterTable", "")


def _edges(row: tuple[tuple[str, int, bool], ...]) -> list[int]:
    """Units: twips; where each cell of a row ends."""
    total = sum(share for _, share, _ in row)
    ends = [sum(share for _, share, _ in row[: n + 1]) for n in range(len(row))]
    return [TEXT_WIDTH * end // total for end in ends]


def _form_row(row: tuple[tuple[str, int, bool], ...], edges: list[int], height: str) -> str:
    cells, left = [], 0
    for (text, _, is_label), right in zip(row, _edges(row), strict=True):
        spanned = sum(left < edge <= right for edge in edges)
        style, side = ("TableHeader", "center") if is_label else ("TableText", "left")
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{right - left}" w:type="dxa"/><w:gridSpan w:val="{spanned}"/>'
            f'<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(style, _run(text), _jc(side))}</w:tc>"
        )
        left = right
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cells)}</w:tr>"


def _jc(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _row(cells: list[str], widths: list[int], more: str = "") -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for w, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{made}</w:tr>"


def _widths(columns: tuple[Column, ...]) -> list[int]:
    """Units: twips; together exactly the width of the text."""
    total = sum(c.weight for c in columns)
    widths = [TEXT_WIDTH * c.weight // total for c in columns]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths
