"""Kinds of paper (文书种类): what a paper says, its built-in template, and what writes it from the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from quanheng.core.values import Text
from quanheng.documents.official import render, title_lines
from quanheng.documents.paper import Paper, zh_date
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import Field, PaperFields, Shape, fields_of

When = Literal["any", "closed", "blank"]
TITLE = Text("{{ 标题 }}")
"""The title of a template."""


@dataclass(frozen=True)
class Written:
    """One paper written from the record: which it is, its title, and what it says."""

    kind: str
    title: Text
    said: PaperFields


Write = Callable[[Proceedings, str], tuple[Written, ...]]


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    Shapes: `stages` are the stage kinds it is drawn up from, none for the whole run, `also` those where only
    a plan that names it has it; `when` closed needs the result of its stage, blank is a form to fill in by
    hand; `read_by` is the act whose roles may read it, besides seeing the run; `each_person` makes one for
    everyone who ever stood; `while_open` is the act whose roles alone may read it before its stage is closed;
    one `of_house` belongs to no run and is written where its list stands.
    """

    id: str
    title: Text
    stages: tuple[str, ...]
    shape: Shape
    layout: Paper
    write: Write
    when: When = "any"
    read_by: str = "view_run"
    also: tuple[str, ...] = ()
    each_person: bool = False
    while_open: str = ""
    of_house: bool = False

    def act_to_read(self, is_closed: bool) -> str:
        """The act whose roles may read the paper."""
        return self.read_by if is_closed or not self.while_open else self.while_open

    @property
    def fields(self) -> tuple[Field, ...]:
        """What its template can say."""
        return fields_of(self.shape)

    @property
    def is_kept(self) -> bool:
        """Whether it belongs to the result of a run; blank ones and forms of everyone wait to be asked."""
        return self.when != "blank" and not self.each_person

    def built_in(self) -> bytes:
        """The template that comes with the product, as a DOCX."""
        return render(self.layout)


class Common(TypedDict):
    """What every paper says."""

    title: str
    organisation: str
    subject: str
    plan: str
    number: str
    dated: str


def common(
    proceedings: Proceedings, parts: Iterable[str], on: date | None, number: str | None = None
) -> Common:
    """What every paper says; Shapes: `parts` together are the title, cut where a long one may break."""
    return {
        "title": "\n".join(title_lines(tuple(parts))),
        "organisation": proceedings.organisation,
        "subject": proceedings.subject,
        "plan": proceedings.plan.title.zh,
        "number": proceedings.number if number is None else number,
        "dated": zh_date(on) if on else "",
    }
