"""Every paper of every shipped plan (各方案的文书): drawn from a rehearsed run, without an empty place in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest

from quanheng.core.plans.reading import read_plan
from quanheng.core.rehearsal import Rehearsal, rehearse
from quanheng.core.stages import integrity_exam
from quanheng.core.stages.integrity_exam.marking import Attempt
from quanheng.core.stages.matching.tables import Preference
from quanheng.core.values import Outcome, Text, Working
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
        "integrity_exam_list", "examination_notice", "appointment_talk", "pledge", "appointment_document", "process_record",
    },
    "s2-bureau-posts": {
        "plan_document", "establishment_form", "motion_paper", "enrolment_notice", "enrolment_form",
        "eligibility_form", "eligibility_list", "meeting_notice", "recommendation_slip", "recommendation_summary",
        "approval_request", "inspection_notice", "talk_record", "inspection_report", "opinion_letter",
        "opinion_reply", "decision_slip", "minutes", "public_notice", "notice_report", "appointment_document",
        "appointment_talk", "process_record",
    },
    "s3-first-nominator": {
        "nomination_form", "recommendation_summary", "consultation_letter", "consultation_record", "minutes",
        "public_notice", "notice_report",
    },
    "s4-competition-judged": {
        "plan_document", "enrolment_notice", "examination_notice", "assessment_slip", "inspection_notice",
        "opinion_letter", "opinion_reply", "consultation_letter", "consultation_record", "minutes",
        "public_notice", "appointment_document",
    },
    "s9-young-cadres": {
        "plan_document", "enrolment_notice", "enrolment_form", "eligibility_form", "eligibility_list",
        "examination_notice", "inspection_notice", "inspection_report", "opinion_letter", "minutes",
        "approval_request", "process_record",
    },
    "s10-street-office": {
        "enrolment_form", "eligibility_form", "eligibility_list", "examination_notice", "score_sheet",
        "score_summary",
        "assessment_slip", "assessment_summary", "score_list", "shortlist_report", "probation_form",
    },
    "s10-two-way-selection": {"matching_result", "waiting_notice"},
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
    assert set(PAPERS) - drawn <= {
        "objection_record",
        "preference_form",
        "nomination_register",
        "vacancy_plan",
        "rescheduling_notice",
    }  # nobody objects, wishes or puts a stage off in a rehearsal; two belong to the house


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


def drawn(paper: Written) -> list[str]:
    return text_of(BUILT_IN.draw(paper)).splitlines()


def test_the_integrity_examination_lists_every_attempt() -> None:
    run = rehearsed("s1-company-managers")
    slate = run.outcomes["notice"].remaining
    person = slate.people()[0]
    attempts = tuple(
        Attempt(person, n, Working(Text("得分"), Decimal(points)), 61 * n, points >= 80)
        for n, points in ((1, 75), (2, 90))
    )
    outcome = Outcome("integrity-exam", slate, slate, record=integrity_exam.IntegrityExamRecord(attempts, 1))
    proceedings = Proceedings(run.facts, {**run.outcomes, "integrity-exam": outcome}, date(2026, 5, 18))
    name = proceedings.name(person)
    assert drawn(papers_of(proceedings, "integrity-exam", (PAPERS["integrity_exam_list"],))[0]) == [
        "公司中层干部选拔任用任前廉政考试成绩",
        "根据《公司中层干部选拔任用实施方案》，对拟任人选进行了任前廉政考试，满分100分，80分以上为合格。成绩如下：",
        "姓名\t次数\t得分\t用时\t结果",
        f"{name}\t1\t75\t2分钟\t不合格",
        f"{name}\t2\t90\t3分钟\t合格",
        "河湾水务有限公司",
        "2026年5月18日",
    ]


def test_a_pledge_names_person_and_post_and_waits_for_its_signature() -> None:
    run = rehearsed("s1-company-managers")
    outcomes = {**run.outcomes, "integrity-exam": replace(run.outcomes["notice"], stage="integrity-exam")}
    unsigned = {stage: rows for stage, rows in run.facts.rows.items() if stage != "appointment"}
    proceedings = Proceedings(replace(run.facts, rows=unsigned), outcomes)
    first = papers_of(proceedings, "appointment", (PAPERS["pledge"],))[0]
    candidate = outcomes["integrity-exam"].remaining.candidates[0]
    lines = drawn(first)
    assert lines[:2] == ["廉政承诺书", "河湾水务有限公司："]
    assert (
        proceedings.name(candidate.person) in lines[2] and proceedings.post_title(candidate.post) in lines[2]
    )
    assert lines[-2:] == ["承诺人：　　　　　　", "　　　　年　　月　　日"]


def test_wishes_stand_in_order_on_the_form_of_two_way_selection() -> None:
    run = rehearsed("s10-two-way-selection")
    person = next(iter(run.facts.people))
    wishes = tuple(
        Preference(person=person, office=office, order=order, stated_on=date(2026, 3, 13))
        for order, office in ((2, "park-centre"), (1, "general-office"))
    )
    rows = {**run.facts.rows, "two-way": {"preferences": wishes}}
    proceedings = Proceedings(replace(run.facts, rows=rows), {})
    lines = drawn(papers_of(proceedings, "two-way")[0])
    assert lines[0] == "街道一般工作人员双向选择职位申请表"
    assert [line for line in lines if line.startswith("第")] == [
        "第1志愿\t党政综合办公室岗位",
        "第2志愿\t园区经济服务中心岗位",
    ]


def test_whoever_waits_is_told_how_long_on_what_pay_and_what_follows() -> None:
    waiting = next(p for p in papers("s10-two-way-selection") if p.kind == "waiting_notice")
    lines = drawn(waiting)
    assert lines[-3:] == [
        "待岗期间请遵守工作纪律，参加组织安排的学习培训。对本通知有异议的，可以向本单位书面提出。",
        "河湾街道党工委",
        waiting.said.dated,
    ]
    assert ("待岗期间只发基本工资。" in lines, "期满后再次参加双向选择。" in lines) == (True, True)


def of_kind(plan: str, kind: str) -> Written:
    return next(p for p in papers(plan) if p.kind == kind)


def test_a_notice_tells_a_candidate_what_to_sit_and_by_which_rules() -> None:
    assert drawn(of_kind("s1-company-managers", "examination_notice")) == [
        "河湾水务有限公司",
        "关于参加廉政考试的通知",
        "人选001同志：",
        "根据《公司中层干部选拔任用实施方案》，你作为运营部经理人选，请按时参加廉政考试。现将有关事项通知如下。",
        "时间：2026年5月18日。",
        "地点：　　　　　　　　　　",
        "科目\t形式\t满分\t考号\t考场",
        "廉政考试\t答题\t100分\t\t",
        "1.每人限时40分钟。",
        "2.合格分数为80分，可以参加2次。",
        "请携带身份证和本通知，提前到场。",
        "河湾水务有限公司",
        "2026年5月15日",
    ]
    written = drawn(of_kind("s4-competition-judged", "examination_notice"))
    assert written[7:9] == ["综合科目（统一命题）\t笔试\t100分\t001\t演练2", "1.未按时参加的，视为自动放弃。"]


def test_the_record_of_a_consultation_tells_what_every_side_says() -> None:
    lines = drawn(of_kind("s4-competition-judged", "consultation_record"))
    assert lines[4:10] == [
        "征求对象\t征求日期\t文号",
        "分管领导\t2026年4月14日\t演练",
        "二、各方意见",
        "姓名\t职位\t征求对象\t意见\t提出人\t日期\t说明",
        "人选002\t政策法规处副处长\t分管领导\t同意\t局党组1\t2026年4月14日\t演练",
        "人选003\t食品安全监管处副处长\t分管领导\t同意\t局党组1\t2026年4月14日\t演练",
    ]
    assert lines[-3] == "提交讨论：人选002、人选003、人选004、人选011、人选013、人选015。"
    letter = drawn(of_kind("s4-competition-judged", "consultation_letter"))
    assert (letter[4], letter[-3]) == (
        "分管领导：",
        "请逐人提出同意、不同意或者保留的意见，不同意的说明理由。",
    )
