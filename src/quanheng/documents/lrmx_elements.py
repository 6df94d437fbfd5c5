"""Elements of a form file (XML 元素): bytes become a tree with line numbers, elements and text only.

The parser is expat itself: a document type is refused at its first word, so that no entity is ever declared,
expanded or fetched; a library that hides the document type could not refuse it by its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from quanheng.core.form.appointment_form import Element
from quanheng.core.values import Refused

DEEPEST, MOST = 32, 20_000
"""Units: levels, elements; a form has three levels and some hundred elements."""
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass
class Node:
    """An element as it was read. Units: lines of the file, from 1."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    line: int
    last: int = 0
    content: list[str | Node] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        """The elements inside."""
        return [part for part in self.content if isinstance(part, Node)]

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(part for part in self.content if isinstance(part, str))

    def value(self) -> Element:
        """The element as a value."""
        parts = tuple(part if isinstance(part, str) else part.value() for part in self.content)
        return Element(self.name, self.attributes, parts)


def tree_of(content: bytes, file: str) -> tuple[Node, int]:
    """The root element, and how many comments and processing instructions were left out.

    Errors: Refused(encoding_unknown, not_decodable, doctype_refused, xml_damaged, too_many_elements), each
    with file and line.
    """
    text = _decoded(content, file)
    builder = _Builder(file)
    try:
        builder.parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise _damaged(file, error) from None
    if builder.root is None:
        raise ValueError("expat accepts no document without an element")
    return builder.root, builder.left_out


def _decoded(content: bytes, file: str) -> str:
    """The text in the encoding that the file declares; the mark at its head stands before the declaration."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _unknown_encoding("UTF-16", file)
    has_mark = content.startswith(codecs.BOM_UTF8)
    body = content.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARED.match(body)
    name = "utf-8" if has_mark or declared is None else declared[1].decode("ascii")
    encoding = _ENCODINGS.get(name.lower())
    if encoding is None:
        raise _unknown_encoding(name, file)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Refused(
            "not_decodable",
            f"此处不是 {name.upper()} 编码的文字。",
            f"The text here is not {name.upper()}.",
            where=f"{file}:{line}",
            remedy_zh="请用编辑器另存为 UTF-8，或核对文件是否损坏。",
            remedy_en="Save it as UTF-8, or check whether the file is damaged.",
        ) from None


def _unknown_encoding(name: str, file: str) -> Refused:
    return Refused(
        "encoding_unknown",
        f"不支持编码“{name}”。",
        f"The encoding '{name}' is not read.",
        where=f"{file}:1",
        remedy_zh="请另存为 UTF-8（或 GB18030）。",
        remedy_en="Save it as UTF-8 (or GB18030).",
    )


def _damaged(file: str, error: expat.ExpatError) -> Refused:
    reason = expat.ErrorString(error.code)
    return Refused(
        "xml_damaged",
        f"XML 已损坏（第 {error.offset + 1} 列，{reason}）。",
        f"The XML is damaged (column {error.offset + 1}: {reason}).",
        where=f"{file}:{error.lineno}",
        remedy_zh="请从原系统重新导出。",
        remedy_en="Export it again from where it came.",
    )


class _Builder:
    """Builds the tree while expat reads; refuses what a form never has."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.left_out = 0
        self.open: list[Node] = []
        self.count = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype

    def _start(self, name: str, attributes: Iterable[str]) -> None:
        self.count += 1
        if self.count > MOST or len(self.open) >= DEEPEST:
            raise Refused(
                "too_many_elements",
                "元素过多或嵌套过深，不是任免审批表。",
                "Too many elements or levels for an appointment form.",
                where=self._place(),
                remedy_zh="请核对文件。",
                remedy_en="Check the file.",
            )
        flat = list(attributes)
        pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
        node = Node(name, pairs, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].content.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop().last = self.parser.CurrentLineNumber

    def _text(self, text: str) -> None:
        """Text, joined to the text before it where only a comment stood between."""
        content = self.open[-1].content
        if content and isinstance(content[-1], str):
            content[-1] += text
        else:
            content.append(text)

    def _comment(self, _text: str) -> None:
        self.left_out += 1

    def _instruction(self, _target: str, _data: str) -> None:
        self.left_out += 1

    def _doctype(self, *_told: object) -> None:
        raise Refused(
            "doctype_refused",
            "文件含有 DOCTYPE 或实体声明，拒绝读取。",
            "The file declares a document type or an entity and is not read.",
            where=self._place(),
            remedy_zh="任免审批表文件没有这些内容，请从原系统重新导出。",
            remedy_en="A form has none of these; export it again from where it came.",
        )

    def _place(self) -> str:
        return f"{self.file}:{self.parser.CurrentLineNumber}"
