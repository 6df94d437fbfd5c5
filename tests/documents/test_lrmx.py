"""Form files: read tolerantly by name, written strictly, and nothing lost on the way."""

import base64
from dataclasses import replace

import pytest
from documents.form_files import FORM, JPEG, forms
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.form.appointment_form import (
    AGE_LIMIT,
    RETIREMENT_MONTH,
    SPECS,
    AppointmentForm,
    Element,
    FamilyMember,
    KeptElement,
)
from quanheng.core.form.facts import FormNote
from quanheng.core.values import Refused, Text
from quanheng.documents.lrmx import read_form, write_form


def _file(inside: str, encoding: str = "utf-8") -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<Person>{inside}</Person>'.encode(encoding)


def _refusal(content: bytes, **more: int) -> Refused:
    with pytest.raises(Refused) as caught:
        read_form(content, "张三.lrmx", **more)
    return caught.value


@settings(deadline=None, max_examples=60)
@given(forms())
def test_what_is_written_is_read_again(form):
    written = write_form(form)
    assert read_form(written, "a.lrmx").form == form
    assert write_form(read_form(written, "a.lrmx").form) == written


WHOLE = write_form(FORM)
DOCTYPE = (
    '<!DOCTYPE Person [<!ENTITY a SYSTEM "file:///etc/passwd">]><Person><XingMing>&a;</XingMing></Person>'
)


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=20))
def test_a_spoilt_file_is_read_or_refused(at, length, put):
    spoilt = WHOLE[:at] + put + WHOLE[at + length :]
    try:
        form = read_form(spoilt, "a.lrmx").form
    except Refused as refusal:
        assert refusal.where.startswith("a.lrmx")
    else:
        assert read_form(write_form(form), "a.lrmx").form == form


def test_the_whole_file():
    blank = "".join(f"  <{s.element}></{s.element}>\r\n" for s in SPECS)
    assert write_form(AppointmentForm()) == (
        f'<?xml version="1.0" encoding="utf-8"?>\r\n<Person>\r\n{blank}</Person>\r\n'.encode()
    )
    written = write_form(
        AppointmentForm(name="张 三", family=(FamilyMember("妻子", "李四"),), resume_text="甲\n乙")
    )
    assert "  <XingMing>张 三</XingMing>\r\n".encode() in written
    assert "  <JianLi>甲\r\n乙</JianLi>\r\n".encode() in written
    assert (
        "  <JiaTingChengYuan>\r\n    <Item>\r\n      <ChengWei>妻子</ChengWei>\r\n      <XingMing>李四</XingMing>\r\n"
        "      <ChuShengRiQi></ChuShengRiQi>\r\n      <ZhengZhiMianMao></ZhengZhiMianMao>\r\n"
        "      <GongZuoDanWeiJiZhiWu></GongZuoDanWeiJiZhiWu>\r\n    </Item>\r\n  </JiaTingChengYuan>\r\n"
    ).encode() in written


def test_there_are_34_elements_once_each():
    assert len(SPECS) == 34 == len({s.element for s in SPECS}) == len({s.field for s in SPECS})


def test_a_whole_form_and_its_lines():
    read = read_form(write_form(FORM), "张三.lrmx")
    assert (read.form, read.notes) == (FORM, ())
    lines = write_form(FORM).decode().split("\r\n")
    for element in ("XingMing", "JianLi", "JiaTingChengYuan", "Version"):
        assert lines[read.line_of(element) - 1].startswith(f"  <{element}>")
    assert "2010.03--2017.05" in lines[read.line_of("JianLi", 4) - 1]
    assert lines[read.line_of("JiaTingChengYuan", 2) - 1] == "    <Item>"
    assert "祝 安" in lines[read.line_of("JiaTingChengYuan", 2) + 1]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "&#xD;", "&#xD;\n", "&#13;&#10;"])
def test_every_line_break(breaks):
    read = read_form(_file(f"<JianLi>甲{breaks}                  乙{breaks}</JianLi>"), "a.lrmx")
    assert read.form.resume_text == "甲\n                  乙\n"
    assert b"<JianLi>\xe7\x94\xb2\r\n                  \xe4\xb9\x99\r\n</JianLi>" in write_form(read.form)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "gb18030", "GBK", "gb2312", "utf-8-sig"])
def test_every_encoding(encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?><Person><XingMing>闻书砚</XingMing></Person>'
    assert read_form(text.encode(encoding), "a.lrmx").form.name == "闻书砚"


def test_blanks_around_a_line_go_and_those_inside_stay():
    form = read_form(_file("<XingMing> 张 三\n</XingMing><JianLi>\n   </JianLi><Version/>"), "a.lrmx").form
    assert form == AppointmentForm(name="张 三")


def test_another_order_and_absent_elements_are_told():
    absent = [s.element for s in SPECS if s.element not in ("JianLi", "NiRenZhiWu")]
    read = read_form(_file("<JianLi>甲</JianLi><NiRenZhiWu>乙</NiRenZhiWu>"), "a.lrmx")
    assert read.form == AppointmentForm(resume_text="甲", intended_post="乙")
    assert read.notes == (
        FormNote(
            "",
            0,
            Text(
                f"缺少元素，按空白读取：{'、'.join(absent)}。",
                f"Elements are absent and read as empty: {', '.join(absent)}.",
            ),
        ),
        FormNote(
            "",
            0,
            Text("元素次序与标准次序不同。", "The elements stand in another order than the official one."),
        ),
    )


def test_unknown_elements_keep_their_place():
    inside = (
        "<CanJiaGongZuoShiJian>200407</CanJiaGongZuoShiJian><DaoLingNianYue>204204</DaoLingNianYue>"
        '<Extra a="1"> 甲<b>乙</b> </Extra>'
        "<JiaTingChengYuan><Item><XingMing>丙</XingMing><Age>40</Age></Item><Foot/></JiaTingChengYuan>"
        "<ChengBaoDanWei/><GaiGeQianRenZhiNianLingJieXian>60岁</GaiGeQianRenZhiNianLingJieXian>"
    )
    read = read_form(_file(inside), "a.lrmx")
    assert read.form.kept == (
        KeptElement(Element(RETIREMENT_MONTH, (), ("204204",)), "CanJiaGongZuoShiJian"),
        KeptElement(
            Element("Extra", (("a", "1"),), (" 甲", Element("b", (), ("乙",)), " ")), "CanJiaGongZuoShiJian"
        ),
        KeptElement(Element("Age", (), ("40",)), "XingMing", 0),
        KeptElement(Element("Foot"), "1", -1),
        KeptElement(Element(AGE_LIMIT, (), ("60岁",)), "ChengBaoDanWei"),
    )
    assert (read.form.later(RETIREMENT_MONTH), read.form.later(AGE_LIMIT)) == ("204204", "60岁")
    assert FORM.later(RETIREMENT_MONTH) is None
    assert [n.element for n in read.notes if n.element] == ["Extra", "Age", "Foot"]
    written = write_form(read.form).decode()
    assert (
        '</CanJiaGongZuoShiJian>\r\n  <DaoLingNianYue>204204</DaoLingNianYue>\r\n  <Extra a="1"> 甲<b>乙</b> </Extra>'
        in written
    )
    assert "</ChengBaoDanWei>\r\n  <GaiGeQianRenZhiNianLingJieXian>" in written


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (base64.b64encode(JPEG).decode(), 0),
        ("\n".join(base64.encodebytes(JPEG).decode().split("\n")), 0),
        ("data:image/jpeg;base64," + base64.b64encode(JPEG).decode(), 1),
    ],
)
def test_a_photograph(text, notes):
    read = read_form(_file(f"<ZhaoPian>{text}</ZhaoPian>"), "a.lrmx")
    assert read.form.photo == JPEG
    assert len([n for n in read.notes if n.element == "ZhaoPian"]) == notes
    assert f"<ZhaoPian>{base64.b64encode(JPEG).decode()}</ZhaoPian>".encode() in write_form(read.form)


@pytest.mark.parametrize("text", ["/9j/4A", "照片", "/9j*4AAQ", "data:text/html;base64,AAAA"])
def test_a_photograph_that_is_none(text):
    refusal = _refusal(_file(f"\n<ZhaoPian>{text}</ZhaoPian>"))
    assert (refusal.code, refusal.where) == ("photo_not_base64", "张三.lrmx:3")


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b'<!DOCTYPE Person [<!ENTITY a "b">]><Person/>', "doctype_refused", "张三.lrmx:1"),
        (b'\n<!DOCTYPE Person SYSTEM "file:///etc/passwd"><Person/>', "doctype_refused", "张三.lrmx:2"),
        (DOCTYPE.encode("utf-16"), "encoding_unknown", "张三.lrmx:1"),
        (DOCTYPE.encode("utf-16-le"), "doctype_refused", "张三.lrmx:1"),
        (DOCTYPE.encode("utf-16-be"), "doctype_refused", "张三.lrmx:1"),
        (DOCTYPE.encode("utf-32"), "encoding_unknown", "张三.lrmx:1"),
        (b'<?xml version="1.0" encoding="gb18030"?>' + DOCTYPE.encode("gb18030"), "doctype_refused", "张三.lrmx:1"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + DOCTYPE.encode("utf-7"), "encoding_unknown", "张三.lrmx:1"),
        (b'<?xml version="1.0" encoding="utf-16"?>' + DOCTYPE.encode(), "encoding_unknown", "张三.lrmx:1"),
        (b"\xef\xbb\xbf" + DOCTYPE.encode(), "doctype_refused", "张三.lrmx:1"),
        (b"<Person>\n<XingMing>a</Person>", "xml_damaged", "张三.lrmx:2"),
        (b"<Person>\n<XingMing>&x;</XingMing></Person>", "xml_damaged", "张三.lrmx:2"),
        (b"<Person><XingMing>\x01</XingMing></Person>", "xml_damaged", "张三.lrmx:1"),
        (b"", "xml_damaged", "张三.lrmx:1"),
        (b"<Person>", "xml_damaged", "张三.lrmx:1"),
        (b"<Root/>", "not_a_form", "张三.lrmx:1"),
        (b"<Person>\n<XingMing/>\n<XingMing/></Person>", "element_twice", "张三.lrmx:3"),
        (b"<Person><XingMing><b/></XingMing></Person>", "element_nested", "张三.lrmx:1"),
        (b"<Person>\nx</Person>", "text_outside", "张三.lrmx:1"),
        ("<Person>\n闻".encode("gbk") + b"</Person>", "not_decodable", "张三.lrmx:2"),
        (_file("", "utf-16"), "encoding_unknown", "张三.lrmx:1"),
        (b'<?xml version="1.0" encoding="big5"?><Person/>', "encoding_unknown", "张三.lrmx:1"),
        (b"<Person>" + b"<a>" * 40 + b"</a>" * 40 + b"</Person>", "too_many_elements", "张三.lrmx:1"),
        (b"<Person>" + b"<a/>" * 20_001 + b"</Person>", "too_many_elements", "张三.lrmx:1"),
        (b"<Person><JianLi>" + b"a" * 20_001 + b"</JianLi></Person>", "text_too_long", "张三.lrmx:1"),
    ],
)  # fmt: skip
def test_what_is_refused(content, code, where):
    refusal = _refusal(content)
    assert (refusal.code, refusal.where) == (code, where)
    assert refusal.text.zh and refusal.text.en and refusal.remedy.zh and refusal.remedy.en


def test_the_size_is_capped():
    assert _refusal(write_form(FORM), largest=1000).code == "file_too_large"
    assert read_form(write_form(FORM), "a.lrmx", largest=len(write_form(FORM))).form == FORM


def test_comments_and_attributes_are_left_out_and_told():
    read = read_form(_file('<!-- a --><?b c?><XingMing x="1">张<!-- d -->三</XingMing>'), "a.lrmx")
    assert read.form == AppointmentForm(name="张三")
    assert [n.text.en for n in read.notes][:2] == [
        "3 comments or instructions left out.",
        "Attributes left out: x.",
    ]


def test_a_character_that_no_file_can_hold():
    with pytest.raises(Refused) as caught:
        write_form(replace(FORM, reasons="甲\x0b乙"))
    assert (caught.value.code, caught.value.where) == ("character_not_xml", "RenMianLiYou")
