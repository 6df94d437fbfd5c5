"""Templates of papers (文书模板): what an office may write in one, and what it is told when it is wrong."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import pytest
from documents.form_files import png
from documents.paper_facts import CLOSED, proceedings
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.drawing import BUILT_IN, text_of
from quanheng.documents.official import packed, render
from quanheng.documents.paper import Column, Draft
from quanheng.documents.papers.minutes import MINUTES, minutes_of
from quanheng.documents.templates.checking import template_faults
from quanheng.documents.templates.fields import PaperFields, Told, context_of, example_of, fields_of
from quanheng.documents.templates.filling import fill, prepared
from quanheng.documents.templates.package import MOST_BYTES, opened, unpacked


@dataclass(frozen=True)
class Line:
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    posts: Annotated[tuple[str, ...], Told("职务", "Posts", ("办公室主任", "农业办副主任"))]


@dataclass(frozen=True)
class Notice(PaperFields):
    people: Annotated[tuple[Line, ...], Told("人选", "People")]
    period: Annotated[str, Told("公示期限", "Period", "五天", needed=True)]
    urgent: Annotated[bool, Told("急件", "Urgent", True)]


SHAPE = fields_of(Notice)
NOTICE = Notice(
    title="关于<任职>\n的公示",
    organisation="镇党委",
    subject="竞争上岗",
    plan="实施方案",
    number="",
    dated="2026年3月1日",
    people=(Line("张<&伟", ("甲", "乙")), Line("李敏", ())),
    period="五天",
    urgent=False,
)


def drawn(*lines: str) -> bytes:
    """A template of these paragraphs, with all that must stand."""
    draft = Draft("notice", Text("{{ 标题 }}"))
    draft.paragraphs(lines)
    return render(
        draft.table([Column("姓名")], [("{{ 人.姓名 }}",)], each="人 in 人选")
        .paragraph("{{ 公示期限 }}")
        .paper()
    )


def told(content: bytes) -> list[tuple[str, str, str]]:
    return [(f.code, f.place.zh, f.remedy.zh) for f in template_faults(content, SHAPE)]


def filled(content: bytes, notice: Notice = NOTICE) -> list[str]:
    return text_of(fill(content, context_of(notice), "公示")).split("\n")


def test_a_template_is_filled_with_exactly_what_the_paper_says() -> None:
    template = drawn(
        "{%p if 字号 %}", "字号：{{ 字号 }}", "{%p endif %}", "{% if 急件 %}急{% else %}平{% endif %}件。"
    )
    assert told(template) == []
    assert filled(template) == ["关于<任职>", "的公示", "平件。", "姓名", "张<&伟", "李敏", "五天"]


def test_a_list_is_joined_and_a_loop_counts() -> None:
    template = drawn(
        "{% for 人 in 人选 %}{{ loop.index }}.{{ 人.姓名 }}任{{ 人.职务|join('、') }}；{% endfor %}"
    )
    assert told(template) == []
    assert filled(template)[2] == "1.张<&伟任甲、乙；2.李敏任；"


def test_words_that_the_word_processor_split_and_curled_are_read_as_one() -> None:
    document = Document(io.BytesIO(drawn("")))
    paragraph = document.paragraphs[1]
    for piece in ("{", "{ 人", "选|length", " }", "}人，{% if 字", "号 == “甲” %}甲{% endif %}"):
        paragraph.add_run(piece).bold = piece == "选|length"
    buffer = io.BytesIO()
    document.save(buffer)
    assert told(buffer.getvalue()) == []
    assert filled(buffer.getvalue())[2] == "2人，"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{{ 公示期线 }}", ("unknown_field", "第2段", "最接近的是“公示期限”。")),
        ("{{ 姓名 }}", ("unknown_field", "第2段", "最接近的是“人选.姓名”。")),
        ("{{ 人选 }}", ("a_list", "第2段", "请用 for 逐行写，或写成 {{ 名称|join('、') }}。")),
        ("｛｛ 单位 ｝｝", ("bad_tag", "第2段", "请写成 {{ 字段 }} 或 {%p if 字段 %}，花括号用半角。")),
        ("{{ 单位 }", ("bad_tag", "第2段", "请写成 {{ 字段 }} 或 {%p if 字段 %}，花括号用半角。")),
        ("{{ 单位 方案 }}", ("bad_tag", "第2段", "请对照示例改写。")),
        ("{%p if 字号 %}多余", ("text_beside_tag", "第2段", "请让标记独占一个段落。")),
        ("{% for a in 单位 %}{% endfor %}", ("no_list", "第2段", "for 只用于字段清单中标为多行、多条的字段。")),
        (
            "{% for a in 人选 %}{% for b in 人选 %}{% endfor %}{% endfor %}",
            ("unbounded_loop", "第2段", "请写成“for 甲 in 外层.列表”。"),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_what_to_do(line: str, fault: tuple[str, str, str]) -> None:
    assert fault in told(drawn(line))


def test_places_are_cells_headers_and_paragraphs() -> None:
    draft = Draft("notice", Text("{{ 标提 }}"))
    draft.table([Column("甲"), Column("乙")], [("", "{{ 人.名 }}")], each="人 in 人选")
    document = Document(io.BytesIO(render(draft.paragraph("{{ 公示期限 }}{{ 人选|length }}").paper())))
    document.sections[0].header.paragraphs[0].text = "{{ 单味 }}"
    buffer = io.BytesIO()
    document.save(buffer)
    assert [(f.place.zh, f.text.zh, f.remedy.zh) for f in template_faults(buffer.getvalue(), SHAPE)] == [
        ("第1段", "没有字段“标提”。", "最接近的是“标题”。"),
        ("表1第3行第2列", "没有字段“人.名”。", "最接近的是“姓名”。"),
        ("页眉第1段", "没有字段“单味”。", "最接近的是“单位”。"),
        ("全文", "缺少必须有的字段“人选.姓名”。", "请在适当处写上 {{ 人选.姓名 }}。"),
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 单位.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ 单位.upper() }}",
        "{{ 单位['__class__'] }}",
        "{{ 单位|attr('__class__') }}",
        "{{ 人选|map(attribute='x')|list }}",
        "{{ 单位|join(attribute='__class__') }}",
        "{{ range(9) }}",
        "{{ 'x' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ self }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ {'a': 1} }}",
        "{{ [1] }}",
        "{{ 单位 is defined }}",
        "{{r 单位 }}",
        "{% for a in range(9) %}{% endfor %}",
        "{% for a, b in 人选 %}{% endfor %}",
        "{% for a in 人选 recursive %}{% endfor %}",
        "{% for a in 人选 if a %}{% endfor %}",
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro a() %}{% endmacro %}",
        "{% raw %}{% endraw %}",
        "{%- if 单位 %}{% endif %}",
        "{# 单位 #}",
        "{%tr vm %}",
        "{% hm %}",
        "{% colspan 单位 %}",
        "{% cellbg 单位 %}",
    ],
)
def test_nothing_but_fields_if_and_for_may_stand_in_a_template(attack: str) -> None:
    assert told(drawn(attack)) != []


def test_a_tag_outside_the_text_is_found_too() -> None:
    parts = opened(drawn("甲"))
    body = parts["word/document.xml"].decode()
    bookmark = '<w:bookmarkStart w:id="1" w:name="{{ 单位.__class__ }}"/><w:bookmarkEnd w:id="1"/>'
    parts["word/document.xml"] = body.replace("<w:r>", bookmark + "<w:r>", 1).encode()
    assert [(code, place) for code, place, _ in told(packed(parts))] == [("not_allowed_here", "正文之外")]


@given(st.text("{}%ifor 单位人选.|'_()", max_size=24))
@settings(max_examples=60, deadline=None)
def test_whatever_passes_the_check_can_be_filled(line: str) -> None:
    template = drawn(line)
    if not told(template):
        assert filled(template)


def _with_part(name: str, content: bytes, drop: str = "") -> bytes:
    parts = opened(drawn("甲"))
    return packed({**{n: c for n, c in parts.items() if n != drop}, name: content})


LINK = b'<Relationships xmlns="x"><Relationship Id="a" Type="http://x/image" Target="http://x/" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * (MOST_BYTES + 1), "template_too_large"),
        (b"PK\x03\x04 and then nothing", "no_docx"),
        (b"", "no_docx"),
        (packed({"a.txt": b"a"}), "no_docx"),
        (packed({f"{n}.xml": b"<a/>" for n in range(300)}), "template_too_large"),
        (_with_part("word/big.xml", b" " * 30_000_000), "template_too_large"),
        (_with_part("word/vbaProject.bin", b"macro"), "runs_code"),
        (_with_part("word/embeddings/oleObject1.bin", b"x"), "runs_code"),
        (_with_part("word/_rels/settings.xml.rels", LINK), "fetches"),
        (_with_part("word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "has_doctype"),
    ],
)
def test_a_file_that_could_do_harm_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(content, "模板.docx")
    assert refused.value.code == code


def test_a_macro_enabled_file_says_how_to_save_it_otherwise() -> None:
    parts = opened(drawn("甲"))
    kinds = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(RefusedMany) as refused:
        opened(packed({**parts, "[Content_Types].xml": kinds}), "模板.docm")
    assert [(r.code, r.remedy.zh) for r in refused.value.refusals] == [
        ("macro_enabled", "请在 Word 中“另存为”普通文档（.docx）。")
    ]


@pytest.mark.parametrize(
    "split", [("INCLUDETEXT http://x/",), ("INCLU", "DEPICTURE x"), ("DDE", "AUTO c cmd")]
)
def test_a_word_field_that_fetches_is_refused_however_it_is_split(split: tuple[str, ...]) -> None:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in split)
    field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    parts = opened(drawn("甲"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:r>", field.encode() + b"<w:r>", 1)
    with pytest.raises(Refused) as refused:
        opened(packed(parts))
    assert refused.value.code == "unknown_word_field"


def test_what_was_left_out_takes_its_number_along() -> None:
    draft = (
        Draft("notice", Text("{{ 标题 }}")).when("字号").heading("甲").end().heading("乙").heading("丙", 2)
    )
    lines = filled(render(draft.heading("丁").paper()))
    assert lines[2:] == ["一、乙", "（一）丙", "二、丁"]


def test_an_example_has_every_field_and_two_rows_of_every_list() -> None:
    assert example_of(SHAPE)["人选"] == [{"姓名": "张伟", "职务": ["办公室主任", "农业办副主任"]}] * 2


def test_the_same_paper_is_the_same_file_whatever_the_hour() -> None:
    template = drawn("甲")
    first = fill(template, context_of(NOTICE), "公示", "镇党委")
    assert first == fill(template, context_of(NOTICE), "公示", "镇党委")
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_papers_drawn_from_one_template_at_a_time_are_those_drawn_alone() -> None:
    """A template is read once and stays; nothing of a paper, not the number of a picture, stays with it."""
    document = Document(io.BytesIO(drawn("{{ 单位 }}")))
    document.paragraphs[1].add_run().add_picture(io.BytesIO(png(20, 20)))
    document.sections[0].header.paragraphs[0].add_run("{{ 公示期限 }}")
    buffer = io.BytesIO()
    document.save(buffer)
    notices = [replace(NOTICE, organisation=f"第{n}镇党委", period=f"{n}天") for n in range(40)]

    def paper(notice: Notice) -> bytes:
        return fill(buffer.getvalue(), context_of(notice), "公示")

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(paper, notices))
    alone = []
    for notice in notices:
        prepared.cache_clear()
        alone.append(paper(notice))
    assert together == alone
    assert len(set(together)) == len(notices)


def test_a_template_saved_by_another_word_processor_makes_the_same_paper() -> None:
    """The built-in template of minutes, opened and saved by LibreOffice 7: every part written anew."""
    template = (Path(__file__).parent / "minutes_saved_by_libreoffice.docx").read_bytes()
    assert template_faults(template, MINUTES.fields) == ()
    (paper,) = minutes_of(proceedings(*CLOSED), "decision")
    made = fill(template, context_of(paper.said), paper.title.zh)
    assert text_of(made) == text_of(BUILT_IN.draw(paper))


def test_a_paper_may_be_larger_than_a_template_ever_is() -> None:
    template = drawn("甲")
    many = replace(NOTICE, people=tuple(Line("长" * 400, ()) for _ in range(9000)))
    made = fill(template, context_of(many), "公示")
    assert len(unpacked(made)["word/document.xml"]) > MOST_BYTES
    with pytest.raises(Refused):
        opened(packed({**opened(template), "word/x.xml": b" " * 30_000_000}))
    assert text_of(made).count("长" * 400) == 9000
