"""Registry of papers (文书目录): which papers there are, and from which stage each one comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Refused, Text
from quanheng.documents import (
    appointment_document,
    enrolment_notice,
    inspection_report,
    minutes,
    opinion_letter,
    public_notice,
    score_list,
)
from quanheng.documents.paper import Paper
from quanheng.documents.proceedings import Proceedings

Write = Callable[[Proceedings, str], tuple[Paper, ...]]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper. Shapes: `stages` are the stage kinds it can be drawn up from."""

    id: str
    title: Text
    stages: tuple[str, ...]
    write: Write


PAPERS: Mapping[str, PaperKind] = {
    kind.id: kind
    for kind in (
        PaperKind(
            enrolment_notice.KIND,
            Text("报名公告", "Enrolment notice"),
            ("enrolment",),
            enrolment_notice.enrolment_notices,
        ),
        PaperKind(
            score_list.KIND,
            Text("成绩公布单", "Score list"),
            ("composite", "speech", "assessment"),
            score_list.score_lists,
        ),
        PaperKind(
            inspection_report.KIND,
            Text("考察材料", "Inspection report"),
            ("inspection",),
            inspection_report.inspection_reports,
        ),
        PaperKind(
            opinion_letter.KIND,
            Text("征求廉政意见函", "Opinion letter"),
            ("clearance",),
            opinion_letter.opinion_letters,
        ),
        PaperKind(minutes.KIND, Text("会议纪要", "Minutes"), ("decision",), minutes.minutes_of),
        PaperKind(
            public_notice.KIND,
            Text("任前公示", "Public notice"),
            ("public_notice",),
            public_notice.public_notices,
        ),
        PaperKind(
            appointment_document.KIND,
            Text("任职通知", "Appointment document"),
            ("appointment",),
            appointment_document.appointment_documents,
        ),
    )
}
"""Every kind of paper, in the order in which a run issues them."""


def kinds_of(stage: StageSettings) -> tuple[PaperKind, ...]:
    """The kinds of paper a stage issues: those its plan names, else those whose first stage kind it is.

    Errors: Refused(unknown_paper) when the plan names a paper that such a stage does not draw up.
    """
    if not stage.papers:
        return tuple(k for k in PAPERS.values() if k.stages[0] == stage.kind)
    return tuple(_named(stage, name) for name in stage.papers)


def papers_of(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """Every paper that the record of one stage carries so far.

    Errors: Refused(earlier_stage_open) when the stage has not been reached.
    """
    proceedings.slate_before(stage)
    kinds = kinds_of(proceedings.plan.stage(stage))
    return tuple(paper for kind in kinds for paper in kind.write(proceedings, stage))


def all_papers(proceedings: Proceedings) -> tuple[Paper, ...]:
    """Every paper of a run so far, stage by stage as far as the run has come."""
    found: list[Paper] = []
    for stage in proceedings.plan.stages:
        found.extend(papers_of(proceedings, stage.id))
        if stage.id not in proceedings.outcomes:
            break
    return tuple(found)


def file_name(paper: Paper, ending: str) -> str:
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
