"""Approval form (干部任免审批表): the two pages of the form as a DOCX file, equal forms to equal bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember, month_of
from quanheng.core.form.consistency_terms import day_of
from quanheng.core.form.photo import Picture, picture_of
from quanheng.core.form.resume import ResumeEntry
from quanheng.core.workdays import PartialDate, age_on
from quanheng.documents.approval_form_layout import (
    HEIGHT,
    REMEMBERED,
    SIZES,
    Align,
    Cell,
    Grid,
    Line,
    Merge,
    Placed,
    Row,
    fitting_size,
    height_of,
    line_below_xml,
    new_page_xml,
    page_xml,
    table_xml,
    title_xml,
)
from quanheng.documents.official import packed
from quanheng.documents.paper import zh_date
from quanheng.documents.stationery import DECLARATION, MEDIA, NS, PACKAGE, PARTS, RELATION

TITLE = "干部任免审批表"
FACTS_WIDTHS = (11, 8, 24, 19, 21, 22, 24, 31)
SECOND_WIDTHS = (11, 8, 9, 21, 14, 17, 7, 12, 61)
"""Units: millimetres."""
FACT, COURSE, POST = 12, 14, 12
TITLE_HEIGHT, SPARE, SPARE_A_ROW = 15, 3, 0.25
"""Units: millimetres; the spare keeps a page whole where lines break otherwise or rows grow by a border."""
FOOT_HEIGHT, LEAST_OPINIONS, MOST_OPINIONS = 8, 32, 50
PHOTO_WIDTH, PHOTO_HEIGHT = 28, 46
LEAST_MEMBERS, MEMBERS_HEIGHT, MOST_FAMILY = 7, 75, 94
"""Units: millimetres, and rows; beyond the last height a family takes room from other rows."""
LONG_RESUME = 10.5
"""Units: points; a resume too long for the page keeps this size and goes on over it."""
READABLE = SIZES[:-2]
"""Units: points; a long text goes on over the page rather than become smaller."""
HANG = 9
"""Units: characters; 18 columns of half a character."""
_MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "bmp": "image/bmp", "gif": "image/gif"}


def approval_form(form: AppointmentForm) -> bytes:
    """The form as a DOCX file; a photograph that is no known image is left out."""
    picture = picture_of(form.photo)
    body = (
        title_xml(TITLE)
        + table_xml(first_page(form, picture))
        + new_page_xml()
        + table_xml(second_page(form))
        + line_below_xml(filled_line(form))
        + page_xml()
    )
    document = f"<w:document {NS}><w:body>{body}</w:body></w:document>"
    parts = {
        "word/document.xml": (DECLARATION + document).encode(),
        "docProps/core.xml": (DECLARATION + _core(form)).encode(),
    }
    if picture:
        parts[f"word/{_image(picture.kind)}"] = form.photo
    return packed(parts, _shared(picture.kind if picture else ""))


@cache
def _shared(photo: str) -> bytes:
    """What all forms with this kind of photograph have in common, packed."""
    return packed(
        {
            "[Content_Types].xml": (DECLARATION + _content_types(photo)).encode(),
            "_rels/.rels": PARTS["_rels/.rels"],
            "word/_rels/document.xml.rels": (DECLARATION + _relations(photo)).encode(),
            "word/styles.xml": PARTS["word/styles.xml"],
            "word/fontTable.xml": PARTS["word/fontTable.xml"],
        }
    )


def _image(kind: str) -> str:
    return f"media/photo.{kind}"


def first_page(form: AppointmentForm, picture: Picture | None) -> Grid:
    """Personal facts with the photograph, education, posts, resume."""
    photo = _placed(picture) if picture else None
    labels = "照　片" if photo is None else ""
    facts = [
        _facts(
            (("姓　名", form.name), ("性　别", form.sex), ("出生年月\n（岁）", _born(form))),
            "restart",
            photo,
            labels,
        ),
        _facts((("民　族", form.nation), ("籍　贯", form.native_place), ("出 生 地", form.birthplace))),
        _facts(
            (
                ("入　党\n时　间", _month(form.party_joined)),
                ("参加工\n作时间", _month(form.work_started)),
                ("健康状况", form.health),
            )
        ),
        Row(
            FACT,
            (
                _label(2, "专业技\n术职务"),
                _fitted(2, 43, FACT, form.professional_title),
                _label(1, "熟悉专业\n有何专长"),
                _fitted(2, 46, FACT, form.specialty),
                Cell(1, merge="continue"),
            ),
        ),
    ]
    courses = [
        _course("全日制\n教　育", _levels(form, "full_time"), _schools(form, "full_time"), "restart"),
        _course("在　职\n教　育", _levels(form, "in_service"), _schools(form, "in_service"), "continue"),
    ]
    above = [*facts, *courses, *_posts(form)]
    left = HEIGHT - TITLE_HEIGHT - _spare(above) - sum(_taken(row, FACTS_WIDTHS) for row in above)
    return Grid(FACTS_WIDTHS, (*above, _resume(form, max(40, left))))


def _spare(rows: Sequence[Row]) -> float:
    return SPARE + SPARE_A_ROW * len(rows)


def _posts(form: AppointmentForm) -> list[Row]:
    """The post held, the one intended, the one to be left."""
    return [
        Row(POST, (_label(3, title), _fitted(5, 117, POST, text, "left")))
        for title, text in (
            ("现 任 职 务", form.present_post),
            ("拟 任 职 务", form.intended_post),
            ("拟 免 职 务", form.removed_post),
        )
    ]


def _facts(
    pairs: Sequence[tuple[str, str]], merge: Merge = "continue", photo: Placed | None = None, empty: str = ""
) -> Row:
    """One row of three facts beside the photograph."""
    cells: list[Cell] = []
    for (title, text), span, width in zip(pairs, (2, 1, 1), (24, 21, 24), strict=True):
        cells += [_label(span, title), _fitted(1, width, FACT, text)]
    words = _lines(empty) if merge == "restart" else ()
    return Row(FACT, (*cells, Cell(1, words, merge=merge, photo=photo)))


def _course(title: str, levels: str, schools: str, merge: Merge) -> Row:
    heading = _lines("学　历\n学　位") if merge == "restart" else ()
    return Row(
        COURSE,
        (
            Cell(2, heading, merge=merge),
            _label(1, title),
            _fitted(2, 40, COURSE, levels),
            _label(1, "毕业院校\n系及专业"),
            _fitted(2, 55, COURSE, schools),
        ),
    )


def _levels(form: AppointmentForm, way: str) -> str:
    return "\n".join(x for x in (getattr(form, f"{way}_level"), getattr(form, f"{way}_degree")) if x)


def _schools(form: AppointmentForm, way: str) -> str:
    """The schools of level and degree, once where they are the same."""
    schools = (getattr(form, f"{way}_level_school"), getattr(form, f"{way}_degree_school"))
    return "\n".join(dict.fromkeys(school for school in schools if school))


def _resume(form: AppointmentForm, height: float) -> Row:
    """The resume, dates hanging to the left of the words; too long a one goes on over the page."""
    lines = _resume_lines(form)
    size = fitting_size(lines, 149, height - 3, READABLE)
    return Row(
        height,
        (_label(1, "简\n\n历"), Cell(7, lines, size or LONG_RESUME, at="top" if size is None else "center")),
        may_split=size is None,
    )


def _resume_lines(form: AppointmentForm) -> tuple[Line, ...]:
    lines: list[Line] = []
    for part in form.resume.parts:
        texts = [text for text in part.texts if text]
        if isinstance(part, ResumeEntry):
            first = part.texts[0]
            lines.append(Line(first, "left", part.prefix.rstrip(), HANG))
            lines += [Line(text, "left", hang=HANG) for text in part.texts[1:] if text]
        else:
            lines += [Line(text, "left") for text in texts]
    return tuple(lines)


def second_page(form: AppointmentForm) -> Grid:
    """Awards, appraisals, reasons, family, the submitting unit and both opinions."""
    family = _family(form)
    # A large family takes room from the longer texts before the opinions become too small to sign.
    crowded = max(0.0, sum(row.height for row in family) - MOST_FAMILY)
    less = min(12.0, crowded / 2)
    above = [
        Row(height, (_label(2, title), _fitted(7, 141, height, text, "left", READABLE)))
        for title, text, height in (
            ("奖　惩\n情　况", form.awards, 38 - less),
            ("年度考\n核结果", form.appraisals, 26),
            ("任　免\n理　由", form.reasons, 34 - less),
        )
    ]
    above += family
    above.append(Row(18, (_label(2, "呈　报\n单　位"), _fitted(7, 141, 18, form.submitted_by))))
    left = HEIGHT - FOOT_HEIGHT - _spare(above) - sum(_taken(row, SECOND_WIDTHS) for row in above)
    return Grid(SECOND_WIDTHS, (*above, _opinions(min(max(LEAST_OPINIONS, left), MOST_OPINIONS))))


def _opinions(height: float) -> Row:
    """Room for the opinions of both bodies, each with its seal and date."""
    seal = (Line("（盖章）", "center"), Line(""), Line("年　　月　　日　", "right"))
    return Row(
        height,
        (
            _label(2, "审　批\n机　关\n意　见"),
            Cell(4, seal, at="bottom"),
            _label(2, "行　政\n机　关\n任　免\n意　见"),
            Cell(1, seal, at="bottom"),
        ),
        keeps_next=True,
    )


def _family(form: AppointmentForm) -> list[Row]:
    """The family table, filled up with blank rows; ages where a day is given to tell them by, else births."""
    as_of = day_of(form)
    members = [m for m in form.family if not m.is_blank]
    count = max(LEAST_MEMBERS, len(members))
    height = max(7.0, MEMBERS_HEIGHT / count)
    title = "家\n庭\n主\n要\n成\n员\n及\n重\n要\n社\n会\n关\n系"
    head = ("称谓", "姓名", "年龄" if as_of else "出生\n年月", "政治面貌", "工作单位及职务")
    rows = [_family_row(head, 9, Cell(1, _lines(title), 11, "restart"))]
    for n in range(count):
        told = _member(members[n], as_of) if n < len(members) else ("",) * 5
        rows.append(_family_row(told, height, Cell(1, merge="continue")))
    return rows


def _family_row(texts: Sequence[str], height: float, heading: Cell) -> Row:
    places = zip(texts, (2, 1, 1, 2, 2), (17, 21, 14, 24, 73), strict=True)
    return Row(height, (heading, *(_fitted(span, width, height, text) for text, span, width in places)))


def _member(member: FamilyMember, as_of: date | None) -> tuple[str, ...]:
    born = month_of(member.born)
    told = _month(member.born)
    if as_of is not None:
        told = "" if member.is_deceased or born is None else _age(born, as_of)
    return member.title, member.name, told, member.party, member.work


def _age(born: PartialDate, as_of: date) -> str:
    """The age as forms count it: a year is full once its month has come."""
    return str(age_on(born.earliest(), as_of)) if born.earliest() <= as_of else ""


def _born(form: AppointmentForm) -> str:
    born, as_of = month_of(form.born), day_of(form)
    age = _age(born, as_of) if born and as_of else ""
    return _month(form.born) + (f"\n（{age}岁）" if age else "")


def _month(text: str) -> str:
    """A month as it is printed, 1982.04; other words as they are."""
    found = month_of(text)
    return f"{found.year:04d}.{found.month:02d}" if found else text


def filled_line(form: AppointmentForm) -> str:
    """Who filled the form in, and when: the line under the second page."""
    found = month_of(form.filled_on)
    day = zh_date(found.earliest()) if found and found.day else form.filled_on
    return f"填表人：{form.filled_by or '　　　　'}" + (f"　　填表时间：{day}" if day else "")


def _placed(picture: Picture) -> Placed:
    """As large as its cell allows, in its own proportions."""
    scale = min(PHOTO_WIDTH / picture.width, PHOTO_HEIGHT / picture.height)
    return Placed("rId3", picture.width * scale, picture.height * scale)


def _lines(text: str, align: Align = "center") -> tuple[Line, ...]:
    return tuple(Line(line, align) for line in text.split("\n")) if text else ()


@lru_cache(maxsize=REMEMBERED)
def _label(span: int, text: str) -> Cell:
    return Cell(span, _lines(text))


@lru_cache(maxsize=REMEMBERED)
def _fitted(
    span: int,
    width: float,
    height: float,
    text: str,
    align: Align = "center",
    sizes: Sequence[float] = SIZES,
) -> Cell:
    """A text as large as fits; what fits in no size makes its row higher."""
    lines = _lines(text.strip("\n"), align)
    size = fitting_size(lines, width, height - 0.5, sizes)
    return Cell(span, lines, size or sizes[-1])


def _taken(row: Row, widths: Sequence[float]) -> float:
    """The height that a row will take, more than planned where a text fits in no size."""
    at, heights = 0, [row.height]
    for cell in row.cells:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        if cell.lines and not cell.merge:
            heights.append(height_of(cell.lines, width, cell.size))
    return max(heights)


def _content_types(photo: str) -> str:
    image = f'<Default Extension="{photo}" ContentType="{_MEDIA_TYPES[photo]}"/>' if photo else ""
    overrides = {
        "/word/document.xml": f"{MEDIA}.document.main+xml",
        "/word/styles.xml": f"{MEDIA}.styles+xml",
        "/word/fontTable.xml": f"{MEDIA}.fontTable+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{image}'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
        + "</Types>"
    )


def _relations(photo: str) -> str:
    targets = [
        ("styles", "styles.xml"),
        ("fontTable", "fontTable.xml"),
        *([("image", _image(photo))] if photo else []),
    ]
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _core(form: AppointmentForm) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>{escape(form.filled_by)}</dc:creator>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
