"""Checking of templates (模板检查): every unknown field with its place and the nearest known one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from lxml import etree

from quanheng.core.values import Refused, Text
from quanheng.documents.official import packed
from quanheng.documents.templates.fields import Field, empty_of, example_of, paths_of
from quanheng.documents.templates.filling import fill
from quanheng.documents.templates.package import MAIN, opened
from quanheng.documents.templates.sandbox import Environment, faults_of, used_fields
from quanheng.documents.templates.tags import Tag, Tags, parser, tags_of

SOMEWHERE = Text("正文之外", "outside the text")
_OPENS = re.compile(r"\{%\s*(if|for)\b")
_CLOSES = re.compile(r"\{%\s*end(if|for)\s*%\}")
_BETWEEN = re.compile(r"\{%\s*(else|elif)\b")
_HOLDERS = {"p": Text("段落", "paragraph"), "tr": Text("表格行", "row"), "tc": Text("单元格", "cell")}


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing that a template must not be put in force with: where, what, and what to do."""

    code: str
    place: Text
    text: Text
    remedy: Text
    tag: str = ""

    def refusal(self) -> Refused:
        """The fault as a refusal."""
        return Refused(
            self.code, self.text.zh, self.text.en, self.place.zh, self.remedy.zh, self.remedy.en
        )  # fmt: skip


def template_faults(content: bytes, shape: tuple[Field, ...]) -> tuple[TemplateFault, ...]:
    """Everything wrong with a template for a paper of these fields, in reading order; none when it will do.

    Errors: Refused(template_too_large, no_docx, macro_enabled, ...) for a file that is not read at all.
    """
    parts = opened(content)
    try:
        tags = tags_of(parts)
    except etree.XMLSyntaxError:
        return (_unreadable(),)
    found = [*_written_wrong(tags), *_unbalanced(tags.found)]
    found = found or list(_said_wrong(tags.found, shape))
    found += _missing(tags.found, shape) if not any(f.code == "bad_tag" for f in found) else ()
    return tuple(found) or tuple(_set_wrong(content, shape))


def unknown_to_pdf(content: bytes) -> tuple[Text, ...]:
    """What stands in a template and will be missing from its PDF: shapes, text boxes, charts."""
    body = etree.fromstring(opened(content)[MAIN], parser())
    names = {etree.QName(e).localname for e in body.iter() if isinstance(e.tag, str)}
    said = {
        "txbxContent": Text("文本框", "text boxes"),
        "wgp": Text("组合图形", "grouped shapes"),
        "wsp": Text("图形", "shapes"),
        "chart": Text("图表", "charts"),
        "oMath": Text("公式", "formulas"),
        "cols": Text("", ""),
    }
    return tuple(text for name, text in said.items() if name in names and text.zh)


def _written_wrong(tags: Tags) -> Iterator[TemplateFault]:
    """Tags that are not whole, hold what they may not, or cannot be read one by one."""
    for said, place in tags.broken:
        yield TemplateFault(
            "bad_tag",
            place.said,
            Text(
                f"标记不完整或用了全角花括号：“{said}”。",
                f"A tag is not whole or has full-width braces: '{said}'.",
            ),
            Text(
                "请写成 {{ 字段 }} 或 {%p if 字段 %}，花括号用半角。", "Write {{ field }} or {%p if field %}."
            ),
            said,
        )
    env = Environment()
    for tag in tags.found:
        if tag.holder and tag.beside:
            holder = _HOLDERS[tag.holder]
            yield _fault(
                "text_beside_tag",
                tag,
                Text(
                    f"标记“{tag.written}”会连同所在{holder.zh}一起去掉，其中还有“{tag.beside[:20]}”。",
                    f"'{tag.written}' goes with its {holder.en}, which also holds '{tag.beside[:20]}'.",
                ),
                Text(f"请让标记独占一个{holder.zh}。", f"Let the tag have a {holder.en} of its own."),
            )
        try:
            env.parse(_whole(tag))
        except TemplateError:
            yield _fault(
                "bad_tag",
                tag,
                Text(f"标记“{tag.written}”写法有误。", f"The tag '{tag.written}' is not written right."),
                Text("请对照示例改写。", "See the examples."),
            )


def _whole(tag: Tag) -> str:
    """A tag with what it lacks to be read by itself."""
    if opens := _OPENS.match(tag.source):
        return f"{tag.source}{{% end{opens[1]} %}}"
    if closes := _CLOSES.match(tag.source):
        return f"{{% {'if x' if closes[1] == 'if' else 'for x in y'} %}}{tag.source}"
    if _BETWEEN.match(tag.source):
        return f"{{% if x %}}{tag.source}{{% endif %}}"
    return tag.source


def _unbalanced(tags: tuple[Tag, ...]) -> Iterator[TemplateFault]:
    """if and for without their end, or with an end that stands elsewhere than where they begin."""
    standing: list[Tag] = []
    for tag in (t for t in tags if t.is_control):
        if _OPENS.match(tag.source):
            standing.append(tag)
        elif closes := _CLOSES.match(tag.source):
            opened_by = standing.pop() if standing else None
            if opened_by is None or f" {closes[1]}" not in opened_by.source or not _same_home(opened_by, tag):
                yield _no_partner(tag)
        elif _BETWEEN.match(tag.source):
            if not standing or not _same_home(standing[-1], tag):
                yield _no_partner(tag)
        else:
            yield _fault(
                "not_allowed_here",
                tag,
                Text(f"不支持标记“{tag.written}”。", f"The tag '{tag.written}' is not known."),
                Text(
                    "只有 if、elif、else、endif、for、endfor。",
                    "There are if, elif, else, endif, for, endfor.",
                ),
            )
    yield from (_no_partner(tag) for tag in standing)


def _same_home(one: Tag, other: Tag) -> bool:
    """Whether two tags belong to one another: of one kind, in one paragraph, row, table or text."""
    if one.holder != other.holder:
        return False
    if one.holder == "":
        return one.place.paragraph == other.place.paragraph
    if one.holder == "p":
        return one.place.container == other.place.container
    if one.holder == "tr":
        return one.place.table == other.place.table and one.place.row != other.place.row
    return one.place.row == other.place.row and one.place.cell != other.place.cell


def _no_partner(tag: Tag) -> TemplateFault:
    return _fault(
        "no_partner",
        tag,
        Text(
            f"标记“{tag.written}”没有与之配对的开头或结尾，或者二者不在同一段、同一表格。",
            f"'{tag.written}' lacks its beginning or end, or they stand in different paragraphs or tables.",
        ),
        Text(
            "if 配 endif，for 配 endfor；{%p 配 {%p，{%tr 配 {%tr。",
            "if goes with endif, for with endfor, {%p with {%p, {%tr with {%tr.",
        ),
    )


def _said_wrong(tags: tuple[Tag, ...], shape: tuple[Field, ...]) -> Iterator[TemplateFault]:
    """What the tags say that the paper does not have; line n of the source is tag n."""
    source = "\n".join(tag.source.replace("\n", " ") for tag in tags)
    tree = Environment().parse(source)
    for fault in faults_of(tree, shape):
        tag = tags[min(fault.line, len(tags)) - 1]
        yield TemplateFault(fault.code, tag.place.said, fault.text, fault.remedy, tag.written)


def _missing(tags: tuple[Tag, ...], shape: tuple[Field, ...]) -> list[TemplateFault]:
    """Fields that a paper of this kind may not go out without."""
    try:
        tree = Environment().parse("\n".join(tag.source for tag in tags))
    except TemplateError:
        return []
    used = used_fields(tree)
    return [
        TemplateFault(
            "needed_field_missing",
            Text("全文", "the whole"),
            Text(
                f"缺少必须有的字段“{path}”。",
                f"The field '{path}' ({field.meaning.en}) must stand and does not.",
            ),
            Text(f"请在适当处写上 {{{{ {path} }}}}。", f"Write {{{{ {path} }}}} where it belongs."),
        )
        for path, field in paths_of(shape)
        if field.needed and path.rsplit(".", 1)[-1] not in used
    ]


def _set_wrong(content: bytes, shape: tuple[Field, ...]) -> Iterator[TemplateFault]:
    """The whole file read as it will be set, then set twice: with examples, and with nothing to say."""
    hidden = tuple(_hidden(content, shape))
    yield from hidden
    if hidden:
        return
    for said in (example_of(shape), empty_of(shape)):
        try:
            fill(content, said, "")
        except (
            TemplateError,
            etree.XMLSyntaxError,
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as wrong:
            yield TemplateFault(
                "cannot_be_set",
                SOMEWHERE,
                Text(f"模板无法填写：{str(wrong)[:80]}", f"The template cannot be filled: {str(wrong)[:80]}"),
                Text("请从内置模板重新改起。", "Start again from the built-in template."),
            )
            return


def _hidden(content: bytes, shape: tuple[Field, ...]) -> Iterator[TemplateFault]:
    """Tags that the engine would read although no paragraph shows them: in names of pictures and the like."""
    template = DocxTemplate(io.BytesIO(packed(opened(content))))
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        sources += [
            template.patch_xml(template.get_part_xml(p)) for _, p in template.get_headers_footers(uri)
        ]  # fmt: skip
    for source in sources:
        try:
            tree: nodes.Template = Environment().parse(source)
        except TemplateError as wrong:
            said = Text(f"模板无法读取：{str(wrong)[:80]}", f"The template cannot be read: {str(wrong)[:80]}")
            yield TemplateFault("cannot_be_set", SOMEWHERE, said, Text("请检查标记。", "Look at its tags."))
            return
        yield from (
            TemplateFault(f.code, SOMEWHERE, f.text, f.remedy) for f in faults_of(tree, shape)
        )  # fmt: skip


def _fault(code: str, tag: Tag, text: Text, remedy: Text) -> TemplateFault:
    return TemplateFault(code, tag.place.said, text, remedy, tag.written)


def _unreadable() -> TemplateFault:
    return TemplateFault(
        "no_docx",
        SOMEWHERE,
        Text("文件内容已损坏，无法读取。", "The file is damaged and cannot be read."),
        Text("请在 Word 中打开后重新保存。", "Open it in Word and save it anew."),
    )
