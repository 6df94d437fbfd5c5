"""Stationery (版式): the page, the typefaces and the styles of an official document, as parts of a package.

Source: GB/T 9704-2012 党政机关公文格式, 5 (page and text area), 7 (elements), 10 (letter and minutes).
"""

from __future__ import annotations

from dataclasses import dataclass

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = f'xmlns:w="{WORD}" xmlns:r="{RELATION}"'

TEXT_WIDTH = 8844
"""Units: twips; 156 mm."""
LINE = 579
"""Units: twips; 22 lines of 28.95 pt fill 225 mm."""
TIGHTENED = -5
"""Units: twips; what each 16 pt character gives up so that 28 of them fit 156 mm in every word processor."""
BODY_SIZE = 32
"""Units: half points; 3号."""

LATIN = "Times New Roman"
SONG = "宋体"
FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"

ALTERNATIVES = {
    FANGSONG: "FangSong_GB2312,仿宋,FangSong,STFangsong",
    KAITI: "KaiTi_GB2312,楷体,KaiTi,STKaiti",
    HEITI: "SimHei,STHeiti",
    XIAOBIAOSONG: "FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,小标宋,宋体,SimSun",
    SONG: "SimSun,NSimSun,STSong",
}
"""What a word processor takes when a named typeface is not installed; none is embedded."""


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style; Units: `size` in half points, `paragraph` is what stands inside w:pPr."""

    id: str
    name: str
    face: str
    size: int
    paragraph: str = ""
    colour: str = ""
    latin: str = LATIN


def _spacing(line: int, rule: str = "exact", before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def _align(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def indent(size: int = 32, **characters: int) -> str:
    """An indent in hundredths of a character, repeated in twips for readers that do not count characters."""
    both = (f'w:{side}Chars="{n}" w:{side}="{n * size // 10}"' for side, n in characters.items())
    return f"<w:ind {' '.join(both)}/>"


TOGETHER = "<w:keepNext/><w:keepLines/>"
OFF_GRID = '<w:snapToGrid w:val="0"/>'
EXACT = _spacing(LINE)
CELL = OFF_GRID + _spacing(320, "atLeast", 40, 40)
BODY = EXACT + indent(firstLine=200) + _align("both")


RULED = "<w:pBdr>{}</w:pBdr>".format(
    "".join(f'<w:{side} w:val="single" w:sz="8" w:space="1" w:color="000000"/>' for side in ("top", "bottom"))
)


def _heading(level: int, face: str) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return Style(f"Heading{level}", f"heading {level}", face, 32, TOGETHER + BODY + outline)


STYLES = (
    Style("BodyText", "Body Text", FANGSONG, 32, BODY),
    Style(
        "Title",
        "Title",
        XIAOBIAOSONG,
        44,
        TOGETHER + OFF_GRID + _spacing(640, before=LINE, after=LINE) + _align("center"),
        latin=XIAOBIAOSONG,
    ),
    _heading(1, HEITI),
    _heading(2, KAITI),
    _heading(3, FANGSONG),
    Style("Salutation", "Salutation", FANGSONG, 32, "<w:keepNext/>" + EXACT + _align("both")),
    Style(
        "Letterhead",
        "Letterhead",
        XIAOBIAOSONG,
        88,
        OFF_GRID + _spacing(240, "auto", before=0, after=LINE) + _align("center"),
        "FF0000",
        XIAOBIAOSONG,
    ),
    Style("DocumentNumber", "Document Number", FANGSONG, 32, EXACT),
    Style(
        "Attendance",
        "Attendance",
        FANGSONG,
        32,
        EXACT + indent(left=500, hanging=300) + _align("both"),
    ),
    Style("Attachment", "Attachment", FANGSONG, 32, EXACT + indent(left=500, hanging=300)),
    Style("Signature", "Signature", FANGSONG, 32, TOGETHER + EXACT + _align("right")),
    Style("Date", "Date", FANGSONG, 32, "<w:keepLines/>" + EXACT + indent(right=400) + _align("right")),
    Style("Note", "Note", FANGSONG, 32, EXACT + indent(left=200) + _align("both")),
    Style(
        "CopyTo",
        "Copy To",
        FANGSONG,
        28,
        RULED
        + OFF_GRID
        + _spacing(480, "atLeast")
        + indent(28, left=400, right=100, hanging=300)
        + _align("both"),
    ),
    Style(
        "TableTitle",
        "Table Title",
        HEITI,
        28,
        TOGETHER + OFF_GRID + _spacing(400, "atLeast", 240, 80) + _align("center"),
    ),
    Style("TableHeader", "Table Header", HEITI, 24, "<w:keepNext/>" + CELL + _align("center")),
    Style("TableText", "Table Text", FANGSONG, 24, CELL),
    Style("TableSmall", "Table Small", FANGSONG, 21, CELL),
    Style("AfterTable", "After Table", FANGSONG, 16, OFF_GRID + _spacing(200)),
    Style("Footer", "footer", SONG, 28, OFF_GRID, latin=SONG),
    Style(
        "LetterFoot",
        "Letter Foot",
        SONG,
        28,
        '<w:pBdr><w:top w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="FF0000"/></w:pBdr>'
        + OFF_GRID,
    ),
)


def _fonts(face: str, latin: str = LATIN) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{LATIN}"/>'


def face_xml(face: str) -> str:
    """Run properties that set one run in another typeface than its style's."""
    return f"<w:rPr>{_fonts(face)}</w:rPr>"


def _style(style: Style) -> str:
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    space = f'<w:spacing w:val="{TIGHTENED}"/>' if style.size == BODY_SIZE else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}</w:pPr>'
        f"<w:rPr>{_fonts(style.face, style.latin)}{colour}{space}"
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _styles_xml() -> str:
    """The whole style sheet: nothing of a word processor's own defaults stays."""
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}"
        f'<w:sz w:val="32"/><w:szCs w:val="32"/>{language}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>'
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        "<w:tblPr>"
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return f"<w:styles {NS}>{defaults}{normal}{table}{''.join(map(_style, STYLES))}</w:styles>"


def _fonts_xml() -> str:
    """The typefaces by name, each with what may stand in for it."""
    faces = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in ALTERNATIVES.items()
    )
    return f"<w:fonts {NS}>{faces}</w:fonts>"


def _page_number(side: str) -> str:
    """— 1 — one character from the outer edge of the page."""
    field = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    properties = f'<w:pStyle w:val="Footer"/>{indent(28, **{side: 100})}{_align(side)}'
    runs = "".join(f"<w:r>{part}</w:r>" for part in field)
    return f"<w:ftr {NS}><w:p><w:pPr>{properties}</w:pPr>{runs}</w:p></w:ftr>"


def section_xml(is_letter: bool) -> str:
    """The page: A4, text area 156 by 225 mm; a letter's first page ends in a red line, unnumbered."""
    footers = "".join(
        f'<w:footerReference w:type="{kind}" r:id="{relation}"/>'
        for kind, relation in (("default", "rId4"), ("even", "rId5"), ("first", "rId6"))
    )
    return (
        f'<w:sectPr>{footers}<w:pgSz w:w="{mm(210)}" w:h="{mm(297)}"/>'
        f'<w:pgMar w:top="{mm(37)}" w:right="{mm(26)}" w:bottom="{mm(35)}" w:left="{mm(28)}" '
        f'w:header="{mm(15)}" w:footer="{mm(23)}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if is_letter else ''}"
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{MEDIA}.document.main+xml",
        "/word/styles.xml": f"{MEDIA}.styles+xml",
        "/word/settings.xml": f"{MEDIA}.settings+xml",
        "/word/fontTable.xml": f"{MEDIA}.fontTable+xml",
        "/word/footer1.xml": f"{MEDIA}.footer+xml",
        "/word/footer2.xml": f"{MEDIA}.footer+xml",
        "/word/footer3.xml": f"{MEDIA}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _parts() -> dict[str, str]:
    footer = f"{RELATION}/footer"
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{RELATION}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            (f"{RELATION}/styles", "styles.xml"),
            (f"{RELATION}/settings", "settings.xml"),
            (f"{RELATION}/fontTable", "fontTable.xml"),
            (footer, "footer1.xml"),
            (footer, "footer2.xml"),
            (footer, "footer3.xml"),
        ),
        "word/styles.xml": _styles_xml(),
        "word/settings.xml": (
            f"<w:settings {NS}><w:evenAndOddHeaders/>"
            '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
            '<w:compatSetting w:name="compatibilityMode" w:val="15" '
            'w:uri="http://schemas.microsoft.com/office/word"/></w:compat>'
            "</w:settings>"
        ),
        "word/fontTable.xml": _fonts_xml(),
        "word/footer1.xml": _page_number("right"),
        "word/footer2.xml": _page_number("left"),
        "word/footer3.xml": f'<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="LetterFoot"/></w:pPr></w:p></w:ftr>',
    }


PARTS: dict[str, bytes] = {name: (DECLARATION + xml).encode() for name, xml in _parts().items()}
"""Every part that is the same in all papers, by its name in the package."""
