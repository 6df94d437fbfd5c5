"""Filling (填入): a template and what a paper says become a DOCX; equal papers to equal bytes.

A template is opened, and its tags are compiled, once for all the papers that are drawn from it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.oxml import parse_xml, serialize_part_xml
from docx.oxml import OxmlElement
from docxtpl import DocxTemplate

from quanheng.documents.official import core_xml, packed, typeset
from quanheng.documents.templates.finishing import finish
from quanheng.documents.templates.package import CONTENT_TYPES, MAIN, opened, unpacked
from quanheng.documents.templates.sandbox import Environment

PROPERTIES = "docProps/core.xml"
DRAWINGS = 1000
"""The drawings of a paper are numbered from here."""
MOST_PREPARED = 32
"""So many templates are kept ready: an office draws from fewer at a time."""


@dataclass(frozen=True)
class Prepared:
    """A template ready for its papers.

    Shapes: `shell` is the document around an empty body; `sources` are the parts that hold words, as Jinja
    reads them; `package` holds all others, packed.
    """

    document: Document
    shell: Any
    sources: Mapping[str, str]
    package: bytes
    environment: Environment = field(default_factory=Environment)


def fill(template: bytes, said: Mapping[str, Any], title: str, organisation: str = "") -> bytes:
    """The paper as a DOCX file. Errors: Refused where the template is none."""
    ready, setting, words = prepared(template), DocxTemplate(io.BytesIO()), _typeset(said)
    setting.docx_ids_index = DRAWINGS
    parts = {PROPERTIES: core_xml(title, organisation)}
    for name, source in ready.sources.items():
        xml = setting.render_xml_part(source, None, words, ready.environment)
        root = _document(ready, setting, xml) if name == MAIN else parse_xml(xml.encode())
        parts[name] = serialize_part_xml(root)
    return packed(parts, ready.package)


@lru_cache(maxsize=MOST_PREPARED)
def prepared(template: bytes) -> Prepared:
    """A template read. Errors: Refused where it is none."""
    setting = DocxTemplate(io.BytesIO(packed(_without_properties(opened(template)))))
    setting.init_docx()
    document: Document = setting.docx
    _ = document.core_properties  # a file without any is given some when asked
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unpacked(buffer.getvalue())
    sources = {MAIN: setting.patch_xml(setting.get_xml()), **dict(_around(setting))}
    shell = document.element
    shell.replace(shell.body, OxmlElement("w:body"))
    shared = sorted(parts.keys() - sources.keys() - {PROPERTIES}, key=lambda n: (n != CONTENT_TYPES, n))
    return Prepared(document, shell, sources, packed({name: parts[name] for name in shared}))


def _around(setting: DocxTemplate) -> Iterator[tuple[str, str]]:
    """Headers, footers and footnotes, each as what Jinja reads."""
    for uri in (setting.HEADER_URI, setting.FOOTER_URI):
        for _, part in setting.get_headers_footers(uri):
            yield part.partname.membername, setting.patch_xml(setting.get_part_xml(part))
    for part in setting.docx.part.package.parts:
        if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
            yield part.partname.membername, setting.patch_xml(part.blob.decode())


def _document(ready: Prepared, setting: DocxTemplate, xml: str) -> Any:
    """The document with its body as it was set."""
    shell = deepcopy(ready.shell)
    _put_body(shell, setting, xml)
    finish(Document(shell, ready.document.part))
    return shell


def _put_body(shell: Any, setting: DocxTemplate, xml: str) -> None:
    """Once nothing holds the tree of docxtpl, its elements are those of python-docx."""
    tree = setting.fix_tables(xml)
    setting.fix_docpr_ids(tree)
    shell.replace(shell.body, tree)


def _without_properties(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The template with plain properties: who last saved it is no matter of the paper."""
    return {**parts, PROPERTIES: core_xml("", "")} if PROPERTIES in parts else parts


def _typeset(said: Any) -> Any:
    """Every text as it is printed."""
    if isinstance(said, str):
        return typeset(said)
    if isinstance(said, Mapping):
        return {name: _typeset(value) for name, value in said.items()}
    if isinstance(said, list):
        return [_typeset(value) for value in said]
    return said
