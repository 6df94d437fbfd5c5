"""Drawing up (成文): a written paper set into its template: the built-in one, or the office's own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from quanheng.documents.papers.kind import Written
from quanheng.documents.registry import PAPERS
from quanheng.documents.templates.fields import context_of
from quanheng.documents.templates.filling import fill


@dataclass(frozen=True, slots=True)
class Template:
    """The template of a kind of paper that is in force. Shapes: version 0 is the built-in one."""

    paper: str
    version: int
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Templates:
    """The templates in force: those an office put in place of the built-in ones."""

    replaced: Mapping[str, Template] = field(default_factory=dict)

    def template(self, paper: str) -> Template:
        """The template in force for a kind of paper."""
        return self.replaced.get(paper) or built_in(paper)

    def draw(self, written: Written) -> bytes:
        """The paper as a DOCX file."""
        template = self.template(written.kind)
        return fill(template.content, context_of(written.said), written.title.zh, written.said.organisation)


@cache
def built_in(paper: str) -> Template:
    """The template that comes with the product."""
    return Template(paper, 0, PAPERS[paper].built_in())


BUILT_IN = Templates()
"""Every paper as the product draws it."""


def text_of(docx: bytes) -> str:
    """Every word of a paper in reading order: a line a paragraph or table row, tabs between cells."""
    document = Document(io.BytesIO(docx))
    return "\n".join(line for line in _lines(document) if line.strip())


def _lines(document: Any) -> Iterator[str]:
    for element in document.element.body:
        if element.tag == qn("w:p"):
            yield Paragraph(element, document).text
        elif element.tag == qn("w:tbl"):
            for row in Table(element, document)._tbl.tr_lst:
                yield "\t".join(
                    "\n".join(Paragraph(p, document).text for p in cell.p_lst) for cell in row.tc_lst
                )
