"""Days in order: nothing is dated before the plan begins, nor a step before the one in front of it ended."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, slate
from core.test_stage_approval import request
from core.test_stage_approval import settings as approval
from core.test_stage_clearance import opinion
from core.test_stage_clearance import settings as clearance
from core.test_stage_decision import settings as decision
from core.test_stage_enrolment import application
from core.test_stage_enrolment import settings as enrolment
from core.test_stage_inspection import report, talk
from core.test_stage_inspection import settings as inspection
from core.test_stage_public_notice import objection, settlement
from core.test_stage_public_notice import settings as notice

from quanheng.core.kinds import KINDS
from quanheng.core.stages.decision.tables import Meeting

EARLY, BEGUN, ENDED = date(2025, 12, 1), date(2026, 1, 5), date(2026, 3, 1)
AT = slate("p1@park", "p2@farm")
BEFORE_PLAN, BEFORE_STAGE = ((0, "dated_before_plan"),), ((0, "dated_out_of_order"),)


def refused(kind, table, row, plan, **more):
    at = inputs(opened_on=ENDED, begins_on=BEGUN, **more)
    return codes(KINDS[kind].admit(table, [row], AT, at, plan))


@pytest.mark.parametrize(
    ("kind", "table", "row", "plan", "said"),
    [
        ("clearance", "opinions", opinion(given_on=EARLY), clearance(), BEFORE_PLAN),
        ("enrolment", "applications", application(applied_on=EARLY), enrolment(), BEFORE_PLAN),
        ("inspection", "talks", talk(on=EARLY), inspection(), BEFORE_PLAN),
        ("inspection", "reports", report(written_on=BEGUN), inspection(), BEFORE_STAGE),
        ("approval", "requests", request(sent_on=BEGUN), approval(), BEFORE_STAGE),
        (
            "decision",
            "meeting",
            Meeting(held_on=BEGUN, place="会议室", chair="m1", recorder="m6", agenda="讨论任免"),
            decision(),
            BEFORE_STAGE,
        ),
    ],
)
def test_what_is_dated_too_early_is_refused(kind, table, row, plan, said):
    assert refused(kind, table, row, plan) == said


def test_an_objection_is_not_settled_ahead():
    row = settlement(settled_on=date(2026, 12, 1))
    assert refused("public_notice", "settlements", row, notice(), rows={"objections": (objection(),)}) == (
        (0, "dated_in_future"),
    )


def test_a_refusal_names_the_line_of_the_plan_and_what_to_do():
    at = inputs(opened_on=ENDED, begins_on=BEGUN)
    [(_, refusal)] = KINDS["clearance"].admit("opinions", [opinion(given_on=EARLY)], AT, at, clearance())
    assert refusal.text.zh == "赵一的意见日期 2025-12-01 早于方案开始之日 2026-01-05（方案 begins_on）。"
    assert refusal.remedy.zh == "请核对日期；方案开始之前所作的，不能用于本次选拔，须重新办理。"
    assert (
        codes(KINDS["clearance"].admit("opinions", [opinion(given_on=EARLY)], AT, inputs(), clearance()))
        == ()
    )
