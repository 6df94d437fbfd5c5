"""Paged (分页): a DOCX as a page of HTML with its margins, headers and footers, and that as PDF."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html import escape
from typing import Any

from lxml import etree

from quanheng.documents.page.flow import Flow
from quanheng.documents.page.numbering import Numbering
from quanheng.documents.page.properties import number, read, styles_of
from quanheng.documents.templates.package import unpacked
from quanheng.documents.templates.tags import W, parser
from quanheng.documents.typesetting import pdf_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KINDS = ("default", "even", "first")
CSS = """
*{margin:0;padding:0}
body{font-size:10.5pt;orphans:1;widows:1}
p{white-space:pre-wrap}
span{white-space:pre-wrap}
table{border-collapse:collapse;table-layout:fixed}
i.page-number{font-style:normal}i.page-number::before{content:counter(page)}
i.page-count{font-style:normal}i.page-count::before{content:counter(pages)}
i.page-break{display:block;break-before:page}
p.framed{position:absolute;bottom:0;left:0;right:0}
"""


def pdf_of_docx(content: bytes, title: str = "") -> bytes:
    """The PDF of a DOCX, its typefaces inside.

    Errors: Refused(no_docx), Refused(pdf_unavailable).
    """
    return pdf_of(html_of_docx(content, title))


def html_of_docx(content: bytes, title: str = "") -> str:
    """A DOCX as one page of HTML that holds all it needs."""
    parts = unpacked(content)
    styles = styles_of(_root(parts, "word/styles.xml"))
    numbering = Numbering(_root(parts, "word/numbering.xml"))
    document = _root(parts, "word/document.xml")
    assert document is not None
    body = document.find(f"{W}body")
    flow = Flow(styles, numbering, _pictures(parts, "word/document.xml"))
    section = body.find(f"{W}sectPr")
    edges, running = _edges(parts, section, styles, numbering)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{CSS}{edges}</style></head><body>{running}{flow.html(body)}</body></html>"
    )


def _edges(parts: Mapping[str, bytes], section: Any, styles: Any, numbering: Numbering) -> tuple[str, str]:
    """The page rules, and the headers and footers that run through the pages."""
    held = read(section)
    size, margins = held.get("pgSz", {}), held.get("pgMar", {})
    lengths = {side: abs(number(margins, side, 1440)) / 20 for side in ("top", "right", "bottom", "left")}
    rules = [
        f"@page{{size:{number(size, 'w', 11906) / 20:.2f}pt {number(size, 'h', 16838) / 20:.2f}pt;"
        + "".join(f"margin-{side}:{length:.2f}pt;" for side, length in lengths.items())
        + "}"
    ]
    found = _references(section)
    relations = _relations(parts, "word/document.xml")
    settings = _root(parts, "word/settings.xml")
    has_even = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    pages = {"default": ":right" if has_even else "", "even": ":left", "first": ":first"}
    running = []
    for (what, kind), relation in found.items():
        if (kind == "even" and not has_even) or (kind == "first" and "titlePg" not in held):
            continue
        part = relations.get(relation, "")
        root = _root(parts, part)
        if root is None:
            continue
        name = f"{what}-{kind}"
        edge = "bottom" if what == "footer" else "top"
        inner = Flow(styles, numbering, _pictures(parts, part)).html(root)
        running.append(f'<div style="position:running({name})">{inner}</div>')
        space = number(margins, what, 720) / 20
        rules.append(
            f"@page{pages[kind]}{{@{edge}-center{{content:element({name});width:100%;"
            f"vertical-align:{edge};padding-{edge}:{space:.2f}pt}}}}"
        )
    return "".join(rules), "".join(running)


def _references(section: Any) -> dict[tuple[str, str], str]:
    """Which part is the header or footer of which pages."""
    found = {}
    for what in ("header", "footer"):
        for reference in section.iterfind(f"{W}{what}Reference") if section is not None else ():
            found[what, reference.get(f"{W}type") or "default"] = reference.get(f"{_R}id")
    return found


def _root(parts: Mapping[str, bytes], name: str) -> Any | None:
    return etree.fromstring(parts[name], parser()) if name in parts else None


def _relations(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """The parts that a part refers to, by relation."""
    folder, name = posixpath.split(part)
    root = _root(parts, f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    return {
        e.get("Id"): posixpath.normpath(posixpath.join(folder, e.get("Target"))).lstrip("/")
        for e in root
        if e.get("TargetMode") != "External"
    }


def _pictures(parts: Mapping[str, bytes], part: str) -> dict[str, bytes]:
    """The pictures of a part by relation."""
    return {
        relation: parts[target]
        for relation, target in _relations(parts, part).items()
        if target.startswith("word/media/") and target in parts
    }
