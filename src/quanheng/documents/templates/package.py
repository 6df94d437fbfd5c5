"""Package of a template (模板文件): opened within bounds; what could run or fetch something is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.templates.tags import W, parser

MOST_BYTES = 2_000_000
"""A template with its pictures is no larger than this."""
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
DOCX = b"wordprocessingml.document.main+xml"
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "STYLEREF", "SEQ", "HYPERLINK"})
"""Fields of the word processor that a template may hold: they count pages and headings, and fetch nothing."""

_RUNS = re.compile(r"vbaproject|vbadata|activex|/embeddings/|oleobject|customui", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")


def opened(content: bytes, name: str = "") -> dict[str, bytes]:
    """The parts of a DOCX by name.

    Errors: Refused(template_too_large, no_docx), RefusedMany when it holds what may not be in a template.
    """
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _unpacked(package, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as broken:
        raise _no_docx(name) from broken
    if MAIN not in parts or CONTENT_TYPES not in parts:
        raise _no_docx(name)
    found = tuple(_unwanted(parts))
    if found:
        raise RefusedMany(refusal.at(f"{name} {refusal.where}".strip()) for refusal in found)
    return parts


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a DOCX that was made here, however large. Errors: Refused(no_docx)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except zipfile.BadZipFile as broken:
        raise _no_docx("") from broken
    if MAIN not in parts:
        raise _no_docx("")
    return parts


def _unpacked(package: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """Every part, read no further than its bound, whatever its header says of its size."""
    entries = [e for e in package.infolist() if not e.is_dir()]
    if len(entries) > MOST_PARTS:
        raise _too_large(name)
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        with package.open(entry) as stream:
            parts[entry.filename] = stream.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise _too_large(name)
    return parts


def _unwanted(parts: dict[str, bytes]) -> Iterator[Refused]:
    """Whatever could run, fetch or change by itself."""
    if DOCX not in parts[CONTENT_TYPES]:
        yield _refused("macro_enabled", CONTENT_TYPES)
    for part, content in parts.items():
        if _RUNS.search(part):
            yield _refused("runs_code", part)
        if not part.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            yield _refused("has_doctype", part)
            continue
        if any(b"/hyperlink" not in link for link in _OUTSIDE.findall(content)):
            yield _refused("fetches", part)
        if b"<w:altChunk" in content:
            yield _refused("embeds", part)
        for said in _instructions(content):
            if said.partition(" ")[0].upper() not in FIELDS:
                yield _refused("unknown_word_field", f"{part} {said[:30]}")


def _instructions(content: bytes) -> Iterator[str]:
    """The fields of the word processor in a part, each put together from the runs it was split over."""
    if b"w:instr" not in content:
        return
    standing: list[str] = []
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError:
        return
    for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield (element.get(f"{W}instr") or "").strip()
        elif name == "instrText":
            standing[-1:] = [(standing[-1] if standing else "") + (element.text or "")]
        elif element.get(f"{W}fldCharType") == "begin":
            standing.append("")
        elif element.get(f"{W}fldCharType") == "end" and standing:
            yield standing.pop().strip()
    yield from (said.strip() for said in standing if said.strip())


_REFUSALS = {
    "macro_enabled": (
        Text(
            "启用宏的文件、Word 模板文件（docm、dotm、dotx）不能用。",
            "Macro-enabled files and Word's own templates (docm, dotm, dotx) cannot be used.",
        ),
        Text("请在 Word 中“另存为”普通文档（.docx）。", "Save it as a plain document (.docx) in Word."),
    ),
    "runs_code": (
        Text("文件带有宏、控件或嵌入对象。", "The file holds a macro, a control or an embedded object."),
        Text("请删去后另存为 .docx。", "Take it out and save as .docx."),
    ),
    "has_doctype": (
        Text("文件带有实体声明。", "The file declares entities."),
        Text("请用 Word 重新保存。", "Save it anew in Word."),
    ),
    "fetches": (
        Text("文件引用了外部的图片、模板或对象。", "The file refers to something outside itself."),
        Text("请把图片插入文件之内，或断开链接。", "Put pictures into the file, or break the link."),
    ),
    "embeds": (
        Text("文件嵌入了别的文件。", "The file embeds another file."),
        Text("请改为直接粘贴内容。", "Paste its content instead."),
    ),
    "unknown_word_field": (
        Text("文件带有 Word 域，只可用页码一类。", "The file holds a Word field other than page numbers."),
        Text("请删去该域。", "Take the field out."),
    ),
}


def _refused(code: str, where: str) -> Refused:
    text, remedy = _REFUSALS[code]
    return Refused(code, text.zh, text.en, where, remedy.zh, remedy.en)


def _too_large(name: str) -> Refused:
    return Refused(
        "template_too_large",
        f"模板文件过大，限 {MOST_BYTES // 1_000_000} MB。",
        f"The template is too large; it may have {MOST_BYTES // 1_000_000} MB.",
        name,
        "请压缩或删去图片。",
        "Make its pictures smaller.",
    )


def _no_docx(name: str) -> Refused:
    return Refused(
        "no_docx",
        "这不是 Word 文档（.docx）。",
        "This is no Word document (.docx).",
        name,
        "请在 Word 中“另存为”.docx 后再传。",
        "Save it as .docx in Word.",
    )
