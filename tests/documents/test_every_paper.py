"""Every paper of every shipped plan (各方案的文书): drawn from a rehearsed run, without an empty place in it."""

from functools import cache
from pathlib import Path
from random import Random

import pytest

from quanheng.core.plans.reading import read_plan
from quanheng.core.rehearsal import Rehearsal, rehearse
from quanheng.core.workdays import Calendar
from quanheng.documents.drawing import BUILT_IN, text_of
from quanheng.documents.papers.kind import Written
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import PAPERS, kinds_of, papers_of, run_papers

PLANS = Path(__file__).parents[2] / "src/quanheng/data/plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.yaml"))
CANNOT_BE_EMPTY = ("None", "{", "}", "nan", "Decimal(", "()", "（）", "。。", "，。", "，，")
SYSTEMS = {
    "s1-company-managers": {
        "plan_document", "meeting_notice", "recommendation_slip", "recommendation_summary", "talk_record",
        "talks_summary", "assessment_slip", "assessment_summary", "inspection_notice", "inspection_report",
        "opinion_letter", "opinion_reply", "decision_slip", "minutes", "public_notice", "notice_report",
        "integrity_exam_list", "appointment_talk", "pledge", "appointment_document", "process_record",
    },
    "s2-bureau-posts": {
        "plan_document", "establishment_form", "motion_paper", "enrolment_notice", "enrolment_form",
        "eligibility_form", "eligibility_list", "meeting_notice", "recommendation_slip", "recommendation_summary",
        "approval_request", "inspection_notice", "talk_record", "inspection_report", "opinion_letter",
        "opinion_reply", "decision_slip", "minutes", "public_notice", "notice_report", "appointment_document",
        "appointment_talk", "process_record",
    },
    "s3-first-nominator": {"nomination_form", "recommendation_summary", "minutes", "public_notice", "notice_report"},
    "s10-street-office": {
        "enrolment_form", "eligibility_form", "eligibility_list", "score_sheet", "score_summary",
        "assessment_slip", "assessment_summary", "score_list", "shortlist_report", "probation_form",
    },
    "s10-two-way-selection": {"preference_form", "matching_result", "waiting_notice"},
}  # fmt: skip
"""The papers that each system names."""


@cache
def rehearsed(name: str) -> Rehearsal:
    text = (PLANS / f"{name}.yaml").read_text(encoding="utf-8")
    return rehearse(read_plan(text).plan, Random(7), Calendar())


@cache
def papers(name: str) -> tuple[Written, ...]:
    """Every paper of every stage that the rehearsal reached."""
    run = rehearsed(name)
    proceedings = Proceedings(run.facts, run.outcomes)
    found = list(run_papers(proceedings))
    for stage in run.facts.plan.stages:
        found += papers_of(proceedings, stage.id)
        if stage.id not in run.outcomes:
            break
    return tuple(found)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_has_every_paper_that_it_names(name: str) -> None:
    assert SYSTEMS[name] - {p.kind for p in papers(name)} == set()


def test_every_kind_of_paper_is_drawn_up_by_some_plan() -> None:
    drawn = {p.kind for name in NAMES for p in papers(name)}
    assert set(PAPERS) - drawn == {"objection_record"}  # a rehearsal invents no objection


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_of_a_plan_has_an_empty_place(name: str) -> None:
    first = {p.kind: p for p in reversed(papers(name))}
    for paper in first.values():
        text = text_of(BUILT_IN.draw(paper))
        assert [p for p in CANNOT_BE_EMPTY if p in text] == [], (paper.kind, text)


def test_a_stage_of_a_plan_never_promises_a_paper_that_it_cannot_write() -> None:
    for name in NAMES:
        run = rehearsed(name)
        for stage in run.facts.plan.stages:
            if stage.id in run.outcomes:
                kinds = {k.id for k in kinds_of(stage)}
                written = {p.kind for p in papers_of(Proceedings(run.facts, run.outcomes), stage.id)}
                assert written <= kinds
