"""Older form files (.lrm 文件): 33 quoted fields in GBK, the photograph in a file of its own beside them.

Source: docs/lrmx.md; the meaning of the fields 12 to 15 is not known, and they are told as notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from quanheng.core.form.appointment_form import (
    FAMILY,
    AppointmentForm,
    FamilyMember,
    compact_day,
    month_of,
)
from quanheng.core.form.facts import FormNote
from quanheng.core.form.photo import picture_of
from quanheng.core.form.resume import normal_resume
from quanheng.core.values import Refused, Text
from quanheng.documents.lrmx import LARGEST, ReadForm, too_large

LEGACY_ENDING, PHOTO_ENDING = "lrm", "pic"
FIELDS = 33
UNKNOWN = range(12, 16)
LEVELS, SCHOOLS, FAMILY_COLUMNS = 9, 10, range(20, 25)
RESUME = 17
_PLACES: dict[int, str] = {
    0: "name",
    1: "sex",
    2: "born",
    3: "nation",
    4: "native_place",
    5: "party_joined",
    6: "health",
    7: "birthplace",
    8: "work_started",
    11: "professional_title",
    16: "specialty",
    18: "awards",
    19: "appraisals",
    25: "present_post",
    26: "intended_post",
    27: "removed_post",
    28: "reasons",
    29: "submitted_by",
    30: "age_as_of",
    31: "filled_by",
    32: "filled_on",
}
"""Which field of the form each place holds; the others are taken apart below."""
_DATES = ("born", "party_joined", "work_started", "age_as_of", "filled_on")
_MANY_LINES = ("awards", "appraisals", "reasons", "present_post", "intended_post", "removed_post")


def read_legacy(content: bytes, file: str, photo: bytes = b"", largest: int = LARGEST) -> ReadForm:
    """The form that an older file holds, dates and resume in the layout of today.

    Errors: Refused(file_too_large, not_decodable, lrm_damaged).
    """
    if len(content) > largest or len(photo) > largest:
        raise too_large(file, largest)
    fields = _fields(_text(content, file), file)
    notes: list[FormNote] = []
    texts = {name: _plain(name, fields[place]) for place, name in _PLACES.items()}
    texts |= _educations(fields, notes)
    texts["resume_text"] = normal_resume(fields[RESUME].strip("\n"))
    for place in UNKNOWN:
        if fields[place].strip():
            _note(
                notes,
                "",
                f"第 {place} 项含义不明，未转入：{fields[place]}",
                f"Field {place}: {fields[place]}",
            )
    image = photo if picture_of(photo) else b""
    if photo and not image:
        _note(
            notes,
            "ZhaoPian",
            "照片文件不是可识别的图像，未转入。",
            "The photograph is no known image; left out.",
        )
    form = AppointmentForm(family=_family(fields, notes), photo=image).with_texts(texts)
    return ReadForm(form, file, tuple(notes), content)


def _text(content: bytes, file: str) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            "not_decodable", f"{file}:{line}", "不是 GBK 编码的文字。", "The text is not GBK."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fields(text: str, file: str) -> list[str]:
    """The fields between quotes; commas and line breaks inside them are their own."""
    whole = text.strip("\ufeff\x00\x1a \n")
    if len(whole) < 2 or not (whole.startswith('"') and whole.endswith('"')):
        zh, en = (
            "开头或结尾没有引号，文件不完整。",
            "No quote at the beginning or the end: the file is incomplete.",
        )
        raise _refused("lrm_damaged", file, zh, en)
    fields = whole[1:-1].split('","')
    if len(fields) != FIELDS:
        zh = f"应有 {FIELDS} 项，实有 {len(fields)} 项。"
        raise _refused("lrm_damaged", file, zh, f"{len(fields)} fields instead of {FIELDS}.")
    return fields


def _refused(code: str, place: str, zh: str, en: str) -> Refused:
    remedy = ("请从原系统重新导出，或改用 .lrmx。", "Export it again, or as .lrmx.")
    return Refused(code, zh, en, place, *remedy)


def _plain(name: str, text: str) -> str:
    """A text as the form of today writes it; dates without points where they are nothing but dates."""
    said = text.strip("\n") if name in _MANY_LINES else text.strip()
    if name not in _DATES:
        return said
    found = month_of(said)
    return compact_day(found) if found else said


def _educations(fields: Sequence[str], notes: list[FormNote]) -> dict[str, str]:
    """Levels, degrees, schools: full-time before @, in-service behind; level before #, degree behind."""
    made: dict[str, str] = {}
    for place, ending in ((LEVELS, ""), (SCHOOLS, "_school")):
        ways = fields[place].split("@")
        halves = [way.split("#") for way in ways]
        if len(ways) > 2 or any(len(half) > 2 for half in halves):
            _note(
                notes,
                "",
                f"第 {place} 项无法拆开，未转入：{fields[place]}",
                f"Field {place}: {fields[place]}",
            )
            continue
        for way, half in zip(("full_time", "in_service"), halves, strict=False):
            for what, said in zip(("level", "degree"), half, strict=False):
                made[f"{way}_{what}{ending}"] = said.strip()
    return made


def _family(fields: Sequence[str], notes: list[FormNote]) -> tuple[FamilyMember, ...]:
    """The family table, five columns joined by @; a short column is filled with blanks and noted."""
    columns = [fields[place].strip("\n").split("@") for place in FAMILY_COLUMNS]
    rows = [FamilyMember(*(c.strip() for c in row)) for row in zip_longest(*columns, fillvalue="")]
    while rows and rows[-1].is_blank:
        rows.pop()
    if rows and len({len(column) for column in columns}) > 1:
        zh = "家庭成员各列的行数不同，请核对。"
        _note(notes, FAMILY, zh, "The columns of the family table differ in length; please check.")
    return tuple(FamilyMember(r.title, r.name, _plain("born", r.born), r.party, r.work) for r in rows)


def _note(notes: list[FormNote], element: str, zh: str, en: str) -> None:
    notes.append(FormNote(element, 0, Text(zh, en)))
