"""Form files (lrmx 文件): read tolerantly by name, written strictly in the official order.

Source: docs/lrmx.md.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from quanheng.core.form.appointment_form import (
    FAMILY,
    ITEM,
    ITEM_SPECS,
    LATER_ELEMENTS,
    ROOT,
    SPECS,
    AppointmentForm,
    Element,
    ElementSpec,
    FamilyMember,
    KeptElement,
)
from quanheng.core.form.facts import FormNote
from quanheng.core.values import Refused, Text
from quanheng.documents.lrmx_elements import Node, tree_of

ENDING = "lrmx"
MEDIA_TYPE = "application/xml"
LARGEST = 20 * 1024 * 1024
"""Units: bytes; what one file may hold unless more is allowed."""
LONGEST_TEXT = 20_000
"""Units: characters; a text beyond is no part of a form and would only be slow to read."""
BREAK = "\r\n"
DECLARATION = f'<?xml version="1.0" encoding="utf-8"?>{BREAK}'

_SPECS: Mapping[str, ElementSpec] = {spec.element: spec for spec in SPECS}
_ITEM_SPECS: Mapping[str, ElementSpec] = {spec.element: spec for spec in ITEM_SPECS}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATA_PREFIX = re.compile(r"\s*data:image/[\w.+-]+;base64,", re.ASCII)


@dataclass(frozen=True)
class ReadForm:
    """A form read from a file.

    Shapes: `content` is the file itself; `lines` gives the first and last line of each element, members of
    the family as Item[1].
    """

    form: AppointmentForm
    file: str
    notes: tuple[FormNote, ...] = ()
    content: bytes = field(default=b"", repr=False, compare=False)
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def line_of(self, element: str, line: int = 0) -> int:
        """The line of the file for a line inside an element (for the family, a member); 1 if unknown."""
        if element == FAMILY and line:
            element, line = f"{ITEM}[{line}]", 0
        first, last = self.lines.get(element, (1, 1))
        return min(last, first + max(0, line - 1))

    def place(self, note: FormNote) -> str:
        """Where a note belongs, as file and line."""
        return f"{self.file}:{self.line_of(note.element, note.line)}"


def read_form(content: bytes, file: str, largest: int = LARGEST) -> ReadForm:
    """The form that a file holds.

    Errors: Refused with file and line for what is too large, declares a document type, is damaged, is no
    form, holds an element twice, or holds a photograph that is not Base64.
    """
    if len(content) > largest:
        raise too_large(file, largest)
    root, left_out = tree_of(content, file)
    if root.name != ROOT:
        raise _refused(
            file,
            root,
            "not_a_form",
            f"根元素是“{root.name}”，不是任免审批表（Person）。",
            f"The root element is '{root.name}', not an appointment form (Person).",
        )
    return replace(_Reader(file, root, left_out).read(), content=content)


def too_large(file: str, largest: int) -> Refused:
    """The refusal of a file that holds more than is allowed."""
    size = f"{largest / 1024 / 1024:g} MB"
    return Refused(
        "file_too_large",
        f"文件超过 {size}。",
        f"The file is larger than {size}.",
        where=file,
        remedy_zh="请缩小照片，或放宽上限。",
        remedy_en="Make the photograph smaller, or allow more.",
    )


def plain_text(spec: ElementSpec, text: str) -> str:
    """A text as the value holds it: breaks are line feeds; blanks around a line, or blanks alone, go."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return joined if spec.shape == "lines" and joined.strip() else joined.strip()


class _Reader:
    """One file being read: notes, lines and kept elements are collected as they come."""

    def __init__(self, file: str, root: Node, left_out: int) -> None:
        self.file, self.root = file, root
        self.notes: list[FormNote] = []
        self.kept: list[KeptElement] = []
        self.lines: dict[str, tuple[int, int]] = {}
        if left_out:
            self._note(
                "", f"略去 {left_out} 处注释或处理指令。", f"{left_out} comments or instructions left out."
            )

    def read(self) -> ReadForm:
        """The whole form."""
        nodes = self._known(self.root, _SPECS, None)
        family = nodes.pop(FAMILY, None)
        photo = nodes.pop("ZhaoPian", None)
        texts = {_SPECS[name].field: self._text(node, _SPECS[name]) for name, node in nodes.items()}
        members = self._family(family) if family else ()
        image = self._photo(photo) if photo else b""
        self._note_shape([n.name for n in self.root.children if n.name in _SPECS])
        form = AppointmentForm(
            family=members, photo=image, kept=tuple(self.kept), root_attributes=self.root.attributes
        ).with_texts(texts)
        return ReadForm(form, self.file, tuple(self.notes), lines=self.lines)

    def _known(self, parent: Node, specs: Mapping[str, ElementSpec], member: int | None) -> dict[str, Node]:
        """The elements known by name; all others are kept with their place."""
        self._refuse_stray_text(parent)
        found: dict[str, Node] = {}
        after = ""
        for node in parent.children:
            if node.name not in specs:
                self._keep(node, after, member)
                continue
            if node.name in found:
                zh, en = f"元素“{node.name}”出现两次。", f"The element '{node.name}' stands twice."
                raise _refused(self.file, node, "element_twice", zh, en)
            found[node.name], after = node, node.name
            if member is None:
                self.lines[node.name] = (node.line, node.last)
            self._note_attributes(node)
        return found

    def _keep(self, node: Node, after: str, member: int | None) -> None:
        self.kept.append(KeptElement(node.value(), after, member))
        self.lines.setdefault(node.name, (node.line, node.last))
        if node.name not in LATER_ELEMENTS:
            zh, en = (
                f"不认识元素“{node.name}”，原样保留。",
                f"The element '{node.name}' is not known; kept as it is.",
            )
            self._note(node.name, zh, en)

    def _text(self, node: Node, spec: ElementSpec) -> str:
        if node.children:
            inner = node.children[0]
            zh, en = f"“{node.name}”里不应再有元素。", f"'{node.name}' may not hold elements."
            raise _refused(self.file, inner, "element_nested", zh, en)
        if spec.shape != "photo" and len(node.text) > LONGEST_TEXT:
            zh = f"“{spec.title.zh}”超过 {LONGEST_TEXT} 个字符。"
            en = f"'{spec.title.en}' is longer than {LONGEST_TEXT} characters."
            raise _refused(self.file, node, "text_too_long", zh, en)
        return plain_text(spec, node.text)

    def _family(self, node: Node) -> tuple[FamilyMember, ...]:
        self._refuse_stray_text(node)
        members: list[FamilyMember] = []
        for child in node.children:
            if child.name != ITEM:
                self._keep(child, str(len(members) or ""), -1)
                continue
            self._note_attributes(child)
            self.lines[f"{ITEM}[{len(members) + 1}]"] = (child.line, child.last)
            known = self._known(child, _ITEM_SPECS, len(members))
            members.append(
                FamilyMember(
                    **{_ITEM_SPECS[n].field: self._text(each, _ITEM_SPECS[n]) for n, each in known.items()}
                )
            )
        return tuple(members)

    def _photo(self, node: Node) -> bytes:
        text = self._text(node, _SPECS["ZhaoPian"])
        if _DATA_PREFIX.match(text):
            text = _DATA_PREFIX.sub("", text, count=1)
            self._note(
                "ZhaoPian", "照片前的 data: 前缀已去掉。", "The data: prefix of the photograph is gone."
            )
        try:
            return base64.b64decode(re.sub(r"\s", "", text), validate=True)
        except (binascii.Error, ValueError) as error:
            zh, en = f"照片不是 Base64（{error}）。", f"The photograph is not Base64 ({error})."
            raise _refused(self.file, node, "photo_not_base64", zh, en) from None

    def _refuse_stray_text(self, node: Node) -> None:
        if node.text.strip():
            said = node.text.strip()[:20]
            zh, en = f"“{node.name}”里有不属于任何元素的文字：{said}。", f"Text outside all elements: {said}."
            raise _refused(self.file, node, "text_outside", zh, en)

    def _note_attributes(self, node: Node) -> None:
        if node.attributes:
            said = "、".join(name for name, _ in node.attributes)
            self._note(node.name, f"略去属性：{said}。", f"Attributes left out: {said}.")

    def _note_shape(self, names: Sequence[str]) -> None:
        missing = [name for name in _SPECS if name not in names]
        if missing:
            zh = f"缺少元素，按空白读取：{'、'.join(missing)}。"
            self._note("", zh, f"Elements are absent and read as empty: {', '.join(missing)}.")
        if list(names) != [name for name in _SPECS if name in names]:
            self._note(
                "", "元素次序与标准次序不同。", "The elements stand in another order than the official one."
            )

    def _note(self, element: str, zh: str, en: str) -> None:
        self.notes.append(FormNote(element, 0, Text(zh, en)))


def _refused(file: str, node: Node, code: str, zh: str, en: str) -> Refused:
    remedy = ("请从原系统重新导出，或更正此处。", "Export it again, or mend it here.")
    return Refused(code, zh, en, f"{file}:{node.line}", *remedy)


def write_form(form: AppointmentForm) -> bytes:
    """The form as a file: all 34 elements in the official order, kept elements at their places, CRLF.

    Errors: Refused(character_not_xml) for a character that no XML file can hold.
    """
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in form.root_attributes)
    lines = [f"<{ROOT}{attributes}>", *_kept_lines(form, "", None, 1)]
    for spec in SPECS:
        lines += _element_lines(form, spec)
        lines += _kept_lines(form, spec.element, None, 1)
    return (DECLARATION + BREAK.join([*lines, f"</{ROOT}>"]) + BREAK).encode("utf-8")


def writable(form: AppointmentForm) -> AppointmentForm:
    """The form without the characters that no file can keep, for what is drawn up by itself."""
    texts = {spec.field: _NOT_XML.sub("", text) for spec, text in form.texts()}
    family = tuple(
        FamilyMember(**{spec.field: _NOT_XML.sub("", getattr(member, spec.field)) for spec in ITEM_SPECS})
        for member in form.family
    )
    return replace(form, family=family).with_texts(texts)


def _element_lines(form: AppointmentForm, spec: ElementSpec) -> Iterator[str]:
    value = getattr(form, spec.field)
    if spec.shape == "family":
        yield from _family_lines(form)
    elif spec.shape == "photo":
        yield _leaf(spec, base64.b64encode(value).decode("ascii"), 1)
    else:
        yield _leaf(spec, value, 1)


def _family_lines(form: AppointmentForm) -> Iterator[str]:
    inside = [*_kept_lines(form, "", -1, 2)]
    for number, member in enumerate(form.family):
        inside.append(f"    <{ITEM}>")
        inside += _kept_lines(form, "", number, 3)
        for spec in ITEM_SPECS:
            inside.append(_leaf(spec, getattr(member, spec.field), 3))
            inside += _kept_lines(form, spec.element, number, 3)
        inside.append(f"    </{ITEM}>")
        inside += _kept_lines(form, str(number + 1), -1, 2)
    if inside:
        yield from (f"  <{FAMILY}>", *inside, f"  </{FAMILY}>")
    else:
        yield f"  <{FAMILY}></{FAMILY}>"


def _leaf(spec: ElementSpec, text: str, depth: int) -> str:
    plain = plain_text(spec, text)
    unsafe = _NOT_XML.search(plain)
    if unsafe is not None:
        code = f"U+{ord(unsafe[0]):04X}"
        raise Refused(
            "character_not_xml",
            f"“{spec.title.zh}”含有文件不能保存的字符 {code}。",
            f"'{spec.title.en}' holds the character {code}, which a file cannot keep.",
            where=spec.element,
            remedy_zh="请删去这个字符。",
            remedy_en="Delete this character.",
        )
    said = escape(plain).replace("\n", BREAK)
    return f"{'  ' * depth}<{spec.element}>{said}</{spec.element}>"


def _kept_lines(form: AppointmentForm, after: str, member: int | None, depth: int) -> Iterator[str]:
    for kept in form.kept:
        if (kept.after, kept.member) == (after, member):
            yield "  " * depth + _as_it_stood(kept.element)


def _as_it_stood(element: Element) -> str:
    """A kept element with every blank and line break inside it."""
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in element.attributes)
    inside = "".join(
        escape(part, {"\r": "&#xD;"}).replace("\n", BREAK) if isinstance(part, str) else _as_it_stood(part)
        for part in element.content
    )
    return f"<{element.name}{attributes}>{inside}</{element.name}>"


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "\r": "&#xD;", "\n": "&#xA;", "\t": "&#x9;"})
