"""Issue a document (印发文书): the paper goes out; its number, day and digest are recorded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from quanheng.actions.acting import acting
from quanheng.actions.paper_templates import current_templates
from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.documents.papers.kind import Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import PAPERS, papers_of


@dataclass(frozen=True)
class Issued:
    """A paper as it went out."""

    paper: Written
    content: bytes
    digest: str


def issue_document(
    actor: Actor, run_code: str, stage: str, index: int, at: datetime, issued_on: date, number: str = ""
) -> Issued:
    """Draw up a stage's paper under its number and day, and record that it went out.

    Shapes: `index` counts the stage's papers from 0, as `papers_of` lists them.
    Errors: Refused by authority; Refused when the stage has no such paper.
    """
    with acting(actor, "issue_document", run_code, at) as act:
        found = papers_of(Proceedings(act.facts, act.outcomes, issued_on, number), stage)
        if not 0 <= index < len(found):
            raise _no_such_paper(stage, index)
        paper = found[index]
        require(actor, PAPERS[paper.kind].act_to_read(stage in act.outcomes))
        templates = current_templates()
        template = templates.template(paper.kind)
        content = templates.draw(paper)
        digest = hashlib.sha256(content).hexdigest()
        act.subject = f"{stage}.{paper.kind}"
        act.body = {
            "stage": stage,
            "paper": paper.kind,
            "title": paper.title.zh,
            "index": index,
            "number": number,
            "issued_on": issued_on,
            "document": digest,
            "template_version": template.version,
            "template": template.digest,
        }
    return Issued(paper, content, digest)


def _no_such_paper(stage: str, index: int) -> Refused:
    return Refused(
        "unknown_paper",
        f"环节“{stage}”没有第 {index + 1} 件文书。",
        f"The stage '{stage}' has no paper number {index + 1}.",
        where=stage,
        remedy_zh="请刷新文书目录后再选。",
        remedy_en="Reload the list of papers.",
    )
