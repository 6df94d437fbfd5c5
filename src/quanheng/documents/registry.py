"""Registry of papers (文书目录): which papers there are, and from which stage each one comes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Refused
from quanheng.documents.papers.appointment_document import APPOINTMENT_DOCUMENT
from quanheng.documents.papers.enrolment_notice import ENROLMENT_NOTICE
from quanheng.documents.papers.inspection_report import INSPECTION_REPORT
from quanheng.documents.papers.kind import PaperKind, Written
from quanheng.documents.papers.minutes import MINUTES
from quanheng.documents.papers.nomination_form import NOMINATION_FORM
from quanheng.documents.papers.opinion_letter import OPINION_LETTER
from quanheng.documents.papers.public_notice import PUBLIC_NOTICE
from quanheng.documents.papers.score_list import SCORE_LIST
from quanheng.documents.proceedings import Proceedings

PAPERS: Mapping[str, PaperKind] = {
    kind.id: kind
    for kind in (
        NOMINATION_FORM,
        ENROLMENT_NOTICE,
        SCORE_LIST,
        INSPECTION_REPORT,
        OPINION_LETTER,
        MINUTES,
        PUBLIC_NOTICE,
        APPOINTMENT_DOCUMENT,
    )
}
"""Every kind of paper, in the order in which a run issues them."""


def paper_kind(paper: str) -> PaperKind:
    """The kind of this name. Errors: Refused(unknown_paper_kind) naming those there are."""
    if paper in PAPERS:
        return PAPERS[paper]
    raise Refused(
        "unknown_paper_kind",
        f"没有文书“{paper}”。",
        f"There is no paper '{paper}'.",
        where=paper,
        remedy_zh=f"可用：{'、'.join(f'{k.id}（{k.title.zh}）' for k in PAPERS.values())}。",
        remedy_en=f"Known: {', '.join(PAPERS)}.",
    )


def kinds_of(stage: StageSettings) -> tuple[PaperKind, ...]:
    """The kinds of paper a stage issues: those its plan names, else those whose first stage kind it is.

    Errors: Refused(unknown_paper) when the plan names a paper that such a stage does not draw up.
    """
    if not stage.papers:
        return tuple(k for k in PAPERS.values() if k.stages[0] == stage.kind)
    return tuple(_named(stage, name) for name in stage.papers)


def papers_of(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """Every paper that the record of one stage carries so far.

    Errors: Refused(earlier_stage_open) when the stage has not been reached.
    """
    proceedings.slate_before(stage)
    kinds = kinds_of(proceedings.plan.stage(stage))
    return tuple(paper for kind in kinds for paper in kind.write(proceedings, stage))


def all_papers(proceedings: Proceedings) -> tuple[Written, ...]:
    """Every paper of a run so far, stage by stage as far as the run has come."""
    found: list[Written] = []
    for stage in proceedings.plan.stages:
        found.extend(papers_of(proceedings, stage.id))
        if stage.id not in proceedings.outcomes:
            break
    return tuple(found)


def file_name(paper: Written, ending: str) -> str:
    """A name under which a paper can be saved on any system."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", paper.title.zh).strip("._")[:80] + f".{ending}"


def _named(stage: StageSettings, name: str) -> PaperKind:
    kind = PAPERS.get(name)
    if kind is not None and stage.kind in kind.stages:
        return kind
    known = [k for k in PAPERS.values() if stage.kind in k.stages]
    raise Refused(
        "unknown_paper",
        f"环节“{stage.id}”不能形成文书“{name}”。",
        f"The stage '{stage.id}' draws up no paper '{name}'.",
        where=f"stages.{stage.id}.papers",
        remedy_zh=f"可用：{'、'.join(f'{k.id}（{k.title.zh}）' for k in known) or '无'}。",
        remedy_en=f"Known: {', '.join(k.id for k in known) or 'none'}.",
    )
