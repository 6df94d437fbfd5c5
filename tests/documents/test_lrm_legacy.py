"""Older form files: 33 quoted fields in GBK become a form, and what is not understood is told."""

import pytest
from documents.form_files import JPEG

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember
from quanheng.core.form.facts import FormNote
from quanheng.core.values import Refused, Text
from quanheng.documents.lrm_legacy import read_legacy
from quanheng.documents.lrmx import ReadForm

FIELDS = (
    "闻 书砚", "女", "1982.04", "汉族", "江左望山", "2003.06；民盟", "健康", "江左望山", "2004.07",
    "大学#管理学学士@研究生#", "江左大学行政管理专业#@望山财经学院#", "经济师", "", "甲", "", "",
    "公共管理", "2000.09—2004.07 江左大学学习\r\n2004.07— 河湾街道科员，兼——“信访”\r\n", "无",
    "2024年：称职；2025年：优秀", "丈夫@女儿@", "祝昱钧@祝安@", "1981.06@2010.09@", "中共党员@@",
    "教育局@小学@", "主任", "委员", "主任", "工作需要", "河湾街道", "20260320", "柏云恺", "2026.03.20",
)  # fmt: skip


def legacy_file(fields: tuple[str, ...]) -> bytes:
    """A file as the older editor writes it."""
    return ('"' + '","'.join(fields) + '"\r\n').encode("gbk")


FORM = AppointmentForm(
    name="闻 书砚",
    sex="女",
    born="198204",
    nation="汉族",
    native_place="江左望山",
    birthplace="江左望山",
    party_joined="2003.06；民盟",
    work_started="200407",
    health="健康",
    professional_title="经济师",
    specialty="公共管理",
    full_time_level="大学",
    full_time_degree="管理学学士",
    full_time_level_school="江左大学行政管理专业",
    in_service_level="研究生",
    in_service_level_school="望山财经学院",
    present_post="主任",
    intended_post="委员",
    removed_post="主任",
    resume_text="2000.09--2004.07  江左大学学习\n2004.07--         河湾街道科员，兼——“信访”",
    awards="无",
    appraisals="2024年：称职；2025年：优秀",
    reasons="工作需要",
    family=(
        FamilyMember("丈夫", "祝昱钧", "198106", "中共党员", "教育局"),
        FamilyMember("女儿", "祝安", "201009", "", "小学"),
    ),
    submitted_by="河湾街道",
    age_as_of="20260320",
    filled_on="20260320",
    filled_by="柏云恺",
    photo=JPEG,
)


def test_a_whole_file():
    assert read_legacy(legacy_file(FIELDS), "闻.lrm", JPEG) == ReadForm(
        FORM, "闻.lrm", (FormNote("", 0, Text("第 13 项含义不明，未转入：甲", "Field 13: 甲")),)
    )


def _with(place: int, text: str) -> bytes:
    return legacy_file((*FIELDS[:place], text, *FIELDS[place + 1 :]))


def test_what_cannot_be_taken_apart_is_told():
    read = read_legacy(_with(9, "大学@研究生@博士"), "a.lrm")
    assert (read.form.full_time_level, read.form.in_service_level) == ("", "")
    assert (
        FormNote("", 0, Text("第 9 项无法拆开，未转入：大学@研究生@博士", "Field 9: 大学@研究生@博士"))
        in read.notes
    )
    short = read_legacy(_with(24, "教育局"), "a.lrm")
    assert short.form.family[1] == FamilyMember("女儿", "祝安", "201009", "", "")
    assert [n.element for n in short.notes] == ["", "JiaTingChengYuan"]
    assert read_legacy(_with(2, "八二年"), "a.lrm").form.born == "八二年"
    assert [n.element for n in read_legacy(legacy_file(FIELDS), "a.lrm", b"no image").notes] == [
        "",
        "ZhaoPian",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (legacy_file(FIELDS[:-1]), "lrm_damaged"),
        (legacy_file(FIELDS)[:-10], "lrm_damaged"),
        (b"", "lrm_damaged"),
        ("闻".encode(), "not_decodable"),
    ],
)
def test_what_is_refused(content, code):
    with pytest.raises(Refused) as caught:
        read_legacy(content, "a.lrm")
    assert caught.value.code == code
    assert caught.value.where.startswith("a.lrm")


def test_the_size_is_capped():
    with pytest.raises(Refused) as caught:
        read_legacy(legacy_file(FIELDS), "a.lrm", largest=10)
    assert caught.value.code == "file_too_large"
