"""Registry of papers (文书目录): which papers there are, and from which stage each one comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Refused
from quanheng.documents.papers.appointment_document import APPOINTMENT_DOCUMENT
from quanheng.documents.papers.approval_request import APPROVAL_REQUEST
from quanheng.documents.papers.assessment_summary import ASSESSMENT_SUMMARY
from quanheng.documents.papers.before_selection import ESTABLISHMENT_FORM, MOTION_PAPER
from quanheng.documents.papers.consultation import CONSULTATION_LETTER, CONSULTATION_RECORD
from quanheng.documents.papers.eligibility_review import ELIGIBILITY_FORM, ELIGIBILITY_LIST
from quanheng.documents.papers.enrolment_form import ENROLMENT_FORM
from quanheng.documents.papers.enrolment_notice import ENROLMENT_NOTICE
from quanheng.documents.papers.examination_notice import EXAMINATION_NOTICE
from quanheng.documents.papers.inspection_notice import INSPECTION_NOTICE
from quanheng.documents.papers.inspection_report import INSPECTION_REPORT
from quanheng.documents.papers.integrity_exam_list import INTEGRITY_EXAM_LIST
from quanheng.documents.papers.kind import PaperKind, Written
from quanheng.documents.papers.meeting_notice import MEETING_NOTICE
from quanheng.documents.papers.minutes import MINUTES
from quanheng.documents.papers.nomination_form import NOMINATION_FORM
from quanheng.documents.papers.notice_report import NOTICE_REPORT, OBJECTION_RECORD
from quanheng.documents.papers.on_appointment import APPOINTMENT_TALK, PLEDGE, PROBATION_FORM
from quanheng.documents.papers.opinion_letter import OPINION_LETTER
from quanheng.documents.papers.opinion_reply import OPINION_REPLY
from quanheng.documents.papers.plan_document import PLAN_DOCUMENT
from quanheng.documents.papers.process_record import PROCESS_RECORD
from quanheng.documents.papers.public_notice import PUBLIC_NOTICE
from quanheng.documents.papers.recommendation_summary import RECOMMENDATION_SUMMARY
from quanheng.documents.papers.rescheduling_notice import RESCHEDULING_NOTICE
from quanheng.documents.papers.score_list import SCORE_LIST
from quanheng.documents.papers.score_summary import SCORE_SUMMARY
from quanheng.documents.papers.shortlist_report import SHORTLIST_REPORT
from quanheng.documents.papers.talks import TALK_RECORD, TALKS_SUMMARY
from quanheng.documents.papers.two_way import MATCHING_RESULT, PREFERENCE_FORM, WAITING_NOTICE
from quanheng.documents.papers.voting_slips import (
    ASSESSMENT_SLIP,
    DECISION_SLIP,
    RECOMMENDATION_SLIP,
    SCORE_SHEET,
)
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.register_paper import NOMINATION_REGISTER
from quanheng.documents.vacancy_paper import VACANCY_PLAN

PAPERS: Mapping[str, PaperKind] = {
    kind.id: kind
    for kind in (
        PLAN_DOCUMENT,
        MOTION_PAPER,
        ESTABLISHMENT_FORM,
        NOMINATION_FORM,
        ENROLMENT_NOTICE,
        ENROLMENT_FORM,
        ELIGIBILITY_FORM,
        ELIGIBILITY_LIST,
        MEETING_NOTICE,
        RECOMMENDATION_SLIP,
        RECOMMENDATION_SUMMARY,
        TALK_RECORD,
        TALKS_SUMMARY,
        EXAMINATION_NOTICE,
        SCORE_SHEET,
        SCORE_SUMMARY,
        ASSESSMENT_SLIP,
        ASSESSMENT_SUMMARY,
        SCORE_LIST,
        SHORTLIST_REPORT,
        INSPECTION_NOTICE,
        INSPECTION_REPORT,
        OPINION_LETTER,
        OPINION_REPLY,
        CONSULTATION_LETTER,
        CONSULTATION_RECORD,
        DECISION_SLIP,
        MINUTES,
        APPROVAL_REQUEST,
        PUBLIC_NOTICE,
        NOTICE_REPORT,
        OBJECTION_RECORD,
        INTEGRITY_EXAM_LIST,
        APPOINTMENT_TALK,
        PLEDGE,
        APPOINTMENT_DOCUMENT,
        PROBATION_FORM,
        PREFERENCE_FORM,
        MATCHING_RESULT,
        WAITING_NOTICE,
        RESCHEDULING_NOTICE,
        PROCESS_RECORD,
        NOMINATION_REGISTER,
        VACANCY_PLAN,
    )
}
"""Every kind of paper, in the order in which a run issues them."""
RUN_KINDS = tuple(kind for kind in PAPERS.values() if not kind.stages and not kind.of_house)
"""The kinds that belong to the run as a whole."""
WHOLE_RUN = "run"
"""What stands for the run where a paper belongs to no stage."""


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
    """The kinds of paper a stage issues: those its plan names, else those of its kind.

    Errors: Refused(unknown_paper) when the plan names a paper that such a stage does not draw up.
    """
    if not stage.papers:
        return tuple(k for k in PAPERS.values() if stage.kind in k.stages)
    return tuple(_named(stage, name) for name in stage.papers)


def papers_of(
    proceedings: Proceedings, stage: str, kinds: Iterable[PaperKind] | None = None
) -> tuple[Written, ...]:
    """Every paper that the record of one stage carries so far, of all its kinds or of some of them.

    Shapes: `stage` WHOLE_RUN gives those of the run, where no stage has that name.
    Errors: Refused(earlier_stage_open) when the stage has not been reached.
    """
    if stage == WHOLE_RUN and all(s.id != stage for s in proceedings.plan.stages):
        return run_papers(proceedings)
    proceedings.slate_before(stage)
    wanted = kinds_of(proceedings.plan.stage(stage)) if kinds is None else kinds
    return tuple(paper for kind in wanted for paper in kind.write(proceedings, stage))


def run_papers(proceedings: Proceedings) -> tuple[Written, ...]:
    """The papers of the run as a whole."""
    return tuple(paper for kind in RUN_KINDS for paper in kind.write(proceedings, ""))


def all_papers(proceedings: Proceedings) -> tuple[Written, ...]:
    """Every paper that belongs to the result of a run so far, stage by stage as far as the run has come."""
    found: list[Written] = []
    for stage in proceedings.plan.stages:
        kept = [kind for kind in kinds_of(stage) if kind.is_kept]
        found.extend(papers_of(proceedings, stage.id, kept))
        if stage.id not in proceedings.outcomes:
            break
    return (*run_papers(proceedings), *found)


def file_name(paper: Written, ending: str) -> str:
    """A name under which a paper can be saved on any system."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", paper.title.zh).strip("._")[:80] + f".{ending}"


def _named(stage: StageSettings, name: str) -> PaperKind:
    kind = PAPERS.get(name)
    if kind is not None and stage.kind in (*kind.stages, *kind.also):
        return kind
    known = [k for k in PAPERS.values() if stage.kind in (*k.stages, *k.also)]
    raise Refused(
        "unknown_paper",
        f"环节“{stage.id}”不能形成文书“{name}”。",
        f"The stage '{stage.id}' draws up no paper '{name}'.",
        where=f"stages.{stage.id}.papers",
        remedy_zh=f"可用：{'、'.join(f'{k.id}（{k.title.zh}）' for k in known) or '无'}。",
        remedy_en=f"Known: {', '.join(k.id for k in known) or 'none'}.",
    )
