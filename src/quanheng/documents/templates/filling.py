"""Filling (填入): a template and what a paper says become a DOCX; equal papers to equal bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docxtpl import DocxTemplate

from quanheng.documents.official import core_xml, packed, typeset
from quanheng.documents.templates.finishing import finish
from quanheng.documents.templates.package import opened, unpacked
from quanheng.documents.templates.sandbox import Environment

PROPERTIES = "docProps/core.xml"
LEFT_OUT = ("docProps/thumbnail", "docProps/custom.xml")


def fill(template: bytes, said: Mapping[str, Any], title: str, organisation: str = "") -> bytes:
    """The paper as a DOCX file. Errors: Refused where the template is none."""
    made = DocxTemplate(io.BytesIO(packed(_without_properties(opened(template)))))
    made.render(_typeset(said), jinja_env=Environment(), autoescape=True)
    document: Document = made.docx
    finish(document)
    buffer = io.BytesIO()
    document.save(buffer)
    parts = unpacked(buffer.getvalue())
    parts[PROPERTIES] = core_xml(title, organisation)
    return packed(dict(sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0]))))


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
