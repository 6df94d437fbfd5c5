"""Registry of papers (文书目录): what each stage issues, by default and by the plan's word."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from documents.paper_facts import CLOSED, OUTCOMES, PEOPLE, PLAN, proceedings
from openpyxl import load_workbook

from quanheng.core.values import Refused, Text
from quanheng.documents.drawing import BUILT_IN
from quanheng.documents.official import ENDING
from quanheng.documents.papers.kind import PaperKind
from quanheng.documents.registry import PAPERS, all_papers, file_name, kinds_of, papers_of
from quanheng.documents.slate_workbook import slate_workbook
from quanheng.documents.templates.checking import template_faults


def test_every_stage_of_the_plan_issues_its_papers() -> None:
    assert {s.id: [k.id for k in kinds_of(s)] for s in PLAN.stages} == {
        "enrolment": ["enrolment_notice", "enrolment_form"],
        "speech": ["meeting_notice", "examination_notice", "score_sheet", "score_summary"],
        "composite": ["score_list"],
        "inspection": ["talk_record", "inspection_notice", "inspection_report"],
        "clearance": ["opinion_letter", "opinion_reply"],
        "decision": ["decision_slip", "minutes"],
        "notice": ["public_notice", "notice_report", "objection_record"],
        "appointment": ["appointment_talk", "pledge", "appointment_document"],
        "probation": ["probation_form"],
    }


def test_a_plan_may_name_the_papers_of_a_stage() -> None:
    speech = PLAN.stage("speech").model_copy(update={"papers": ("score_list",)})
    assert [k.id for k in kinds_of(speech)] == ["score_list"]


@pytest.mark.parametrize("named", ["poem", "minutes"])
def test_a_paper_that_the_stage_does_not_draw_up_is_refused_with_those_it_does(named: str) -> None:
    speech = PLAN.stage("speech").model_copy(update={"papers": (named,)})
    with pytest.raises(Refused) as refused:
        kinds_of(speech)
    assert (refused.value.code, refused.value.where) == ("unknown_paper", "stages.speech.papers")
    assert refused.value.remedy == Text(
        "可用：meeting_notice（会议通知）、examination_notice（考试（面试）通知）、score_sheet（评委评分表）、"
        "score_summary（评分汇总表）、score_list（成绩公布单）。",
        "Known: meeting_notice, examination_notice, score_sheet, score_summary, score_list.",
    )


def test_a_run_has_papers_as_far_as_it_has_come() -> None:
    assert [p.kind for p in all_papers(proceedings())] == ["plan_document", "enrolment_notice"]
    assert [p.kind for p in all_papers(proceedings(*CLOSED))] == [
        "plan_document",
        "process_record",
        "enrolment_notice",
        "meeting_notice",
        "score_summary",
        "score_list",
        "inspection_notice",
        "inspection_report",
        "inspection_report",
        "opinion_letter",
        "minutes",
        "public_notice",
        "appointment_talk",
        "appointment_talk",
        "appointment_document",
        "probation_form",
        "probation_form",
    ]


def test_blank_forms_and_forms_of_everyone_are_drawn_when_asked_for() -> None:
    kept = {p.kind for p in all_papers(proceedings(*CLOSED))}
    assert {k.id for k in PAPERS.values() if not k.is_kept} & kept == set()


def test_a_stage_not_reached_has_no_papers_to_give() -> None:
    with pytest.raises(Refused) as refused:
        papers_of(proceedings("enrolment"), "decision")
    assert refused.value.code == "earlier_stage_open"


def test_equal_papers_are_equal_files() -> None:
    for paper in all_papers(proceedings(*CLOSED)):
        assert BUILT_IN.draw(paper) == BUILT_IN.draw(paper)


@pytest.mark.parametrize("kind", PAPERS.values(), ids=lambda kind: kind.id)
def test_every_built_in_template_passes_the_check_that_an_office_must_pass(kind: PaperKind) -> None:
    assert template_faults(kind.built_in(), kind.fields) == ()


def test_a_file_name_is_safe_on_every_system() -> None:
    first = all_papers(proceedings())[0]
    named = replace(first, title=Text('关于 "甲/乙" 的: 通知?'))
    assert file_name(named, ENDING) == "关于_甲_乙_的_通知.docx"


def test_the_slate_workbook_cell_by_cell() -> None:
    book = load_workbook(io.BytesIO(slate_workbook(PLAN, OUTCOMES, PEOPLE)))
    assert book.sheetnames == ["候选名册", "环节汇总"]
    page = book["候选名册"]
    assert page.freeze_panes == "C2"
    passed = ["通过"] * 5
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        ["序号", "姓名", "人员编号", "职位", "报名", "竞聘演讲得分", "竞聘演讲名次",
         "综合评价得分", "综合评价名次",
         "考察", "廉政意见", "讨论决定", "公示", "任职", "现状", "退出环节", "退出原因"],
        [1, "张伟", "P1", "办公室主任", "通过", 91.2, 1, 91.2, 1, *passed, "在列", None, None],
        [2, "李敏", "P2", "农业办副主任", "通过", 88, 1, 88, 1, *passed, "在列", None, None],
        [3, "王强", "P3", "园区主任", "通过", 70.1, 1, 70.1, 1, *["—"] * 5,
         "退出", "综合评价", "未入围：得 70.10 分"],
    ]  # fmt: skip
    assert {page.cell(2, column).number_format for column in (6, 8)} == {"0.00"}
    assert [list(row) for row in book["环节汇总"].iter_rows(values_only=True)][:4] == [
        ["序号", "环节", "进入", "退出", "留下", "职数"],
        [1, "报名", 3, 0, 3, 4],
        [2, "竞聘演讲", 3, 0, 3, 4],
        [3, "综合评价", 3, 1, 2, 4],
    ]


def test_equal_slates_are_equal_workbooks() -> None:
    assert slate_workbook(PLAN, OUTCOMES, PEOPLE) == slate_workbook(PLAN, OUTCOMES, PEOPLE)


def test_points_that_no_plan_rounds_are_shown_with_four_decimals_at_most() -> None:
    plain = PLAN.stage("speech").model_copy(update={"rounding": ()})
    plan = PLAN.model_copy(update={"stages": (PLAN.stage("enrolment"), plain)})
    third = Decimal(100) / 3
    scores = tuple(replace(s, value=third) for s in OUTCOMES["speech"].scores)
    outcomes = {"enrolment": OUTCOMES["enrolment"], "speech": replace(OUTCOMES["speech"], scores=scores)}
    page = load_workbook(io.BytesIO(slate_workbook(plan, outcomes, PEOPLE)))["候选名册"]
    assert (page.cell(2, 6).number_format, round(page.cell(2, 6).value, 6)) == ("0.0000", 33.333333)


def test_a_formula_in_a_name_stays_text() -> None:
    people = {**PEOPLE, "P1": replace(PEOPLE["P1"], name="=1+1")}
    page = load_workbook(io.BytesIO(slate_workbook(PLAN, OUTCOMES, people)))["候选名册"]
    assert (page.cell(2, 2).value, page.cell(2, 2).data_type) == ("=1+1", "s")
