"""Forms and files of forms for the tests: one whole form, small images, and laws' raw material."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st

from quanheng.core.form.appointment_form import (
    ITEM_SPECS,
    SPECS,
    AppointmentForm,
    Element,
    FamilyMember,
    KeptElement,
)
from quanheng.documents.lrmx import plain_text

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x00\xf0\x00\xb4\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00\xff\xd9"
)
"""The head of an image of 180 by 240 pixels."""


def png(width: int, height: int) -> bytes:
    """A grey image that any program can show."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes([200] * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


RESUME = (
    "2000.09--2004.07  江左大学公共管理学院行政管理专业学习\n"
    "2004.07--2010.03  河湾街道党政综合办公室科员\n"
    "                  （其间：2006.09--2009.06  望山财经学院工商管理专业在职研究生班学习）\n"
    "2010.03--2017.05  河湾街道党政综合办公室副主任\n"
    "2017.05--         河湾街道党政综合办公室主任"
)

FORM = AppointmentForm(
    name="闻书砚",
    sex="女",
    born="198204",
    nation="汉族",
    native_place="江左望山",
    birthplace="江左望山",
    party_joined="200306",
    work_started="200407",
    health="健康",
    professional_title="经济师",
    specialty="公共管理",
    full_time_level="大学",
    full_time_degree="管理学学士",
    full_time_level_school="江左大学公共管理学院行政管理专业",
    in_service_level="研究生",
    in_service_degree="工商管理硕士",
    in_service_level_school="望山财经学院工商管理专业",
    present_post="河湾街道党政综合办公室主任",
    intended_post="河湾街道党工委委员",
    removed_post="河湾街道党政综合办公室主任",
    resume_text=RESUME,
    awards="2024年获县级嘉奖。",
    appraisals="2023年：优秀；2024年：称职；2025年：优秀",
    reasons="经民主推荐、考察，拟任上述职务。",
    family=(
        FamilyMember("丈夫", "祝昱钧", "198106", "中共党员", "望山县教育局科员"),
        FamilyMember("女儿", "祝 安", "201009", "", "望山县实验小学学生"),
        FamilyMember("父亲", "闻之远", "195503", "群众", "已去世"),
    ),
    submitted_by="河湾街道党工委",
    age_as_of="20260320",
    filled_on="20260320",
    filled_by="柏云恺",
    id_number="110105198204150027",
    photo=png(35, 49),
    version="3.2.1.6",
)

_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\u0085\u2028\u2029"
)
_TEXT = st.text(st.one_of(_CHARACTERS, st.sampled_from("张 三　<>&\"'\t\n]]>")), max_size=12)
_NAME = st.sampled_from(["DaoLingNianYue", "GaiGeQianRenZhiNianLingJieXian", "Note", "单位", "x.y-z"])
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["a", "类"]), st.text(st.sampled_from("甲\"<&\t\n\r '"), max_size=5), max_size=2
)


def _merged(parts):
    """No two texts in a row and no empty one, as a file can hold it."""
    merged: list[str | Element] = []
    for part in parts:
        if part == "":
            continue
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged)


_INNER = st.text(st.sampled_from("甲 &<>\n\r"), max_size=6)
ELEMENTS = st.recursive(
    st.builds(lambda n, a, t: Element(n, tuple(a.items()), _merged([t])), _NAME, _ATTRIBUTES, _INNER),
    lambda inner: st.builds(
        lambda n, parts: Element(n, (), _merged(parts)), _NAME, st.lists(st.one_of(_INNER, inner), max_size=3)
    ),
    max_leaves=4,
)
_KNOWN = tuple(spec.element for spec in SPECS)
_KNOWN_OF_ITEM = tuple(spec.element for spec in ITEM_SPECS)


@st.composite
def _members(draw):
    return FamilyMember(**{spec.field: plain_text(spec, draw(_TEXT)) for spec in ITEM_SPECS})


@st.composite
def _kept(draw, count: int):
    element = draw(ELEMENTS)
    member = draw(st.sampled_from([None, -1, *range(count)]))
    if member is None:
        return KeptElement(element, draw(st.sampled_from(("", *_KNOWN))))
    if member == -1:
        return KeptElement(element, draw(st.sampled_from(["", *map(str, range(1, count + 1))])), -1)
    return KeptElement(element, draw(st.sampled_from(("", *_KNOWN_OF_ITEM))), member)


@st.composite
def forms(draw):
    """Any form as a file may hold it."""
    texts = {
        spec.field: plain_text(spec, draw(_TEXT))
        for spec in SPECS
        if spec.shape in ("line", "lines") and draw(st.booleans())
    }
    family = tuple(draw(st.lists(_members(), max_size=3)))
    return AppointmentForm(
        **texts,
        family=family,
        photo=draw(st.binary(max_size=40)),
        kept=tuple(draw(st.lists(_kept(len(family)), max_size=4))),
        root_attributes=tuple(
            draw(st.dictionaries(st.sampled_from(["v", "w"]), st.just("1&"), max_size=2)).items()
        ),
    )
