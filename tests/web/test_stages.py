"""Closing a stage and going back."""

import pytest
from street_office import RUN, given

from quanheng.actions.record_rows import record_rows
from quanheng.actions.run_headless import ACTOR
from quanheng.store.books import head_of
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
CLOSE = f"/runs/{RUN}/stages/speech/close"


def give_missing_marks():
    marks = given().stages["speech.marks"].rows
    missing = [row for row in marks if row.judge == "HW007"]
    record_rows(ACTOR, RUN, "speech", "marks", missing, now())


def test_a_stage_that_waits_for_something_is_not_closed_and_says_for_what(as_role):
    head = head_of(RUN)
    answer = as_role().post(CLOSE)
    assert answer.status_code == 409
    assert "尚缺" in answer.content.decode()
    assert head_of(RUN) == head


def test_a_stage_closes_on_the_day_said(as_role):
    give_missing_marks()
    answer = as_role().post(CLOSE, {"closed_on": str(now().date())})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/runs/{RUN}")
    facts = run_state(RUN).facts
    assert [str(c.closed_on) for c in facts.closings if c.stage == "speech"] == [str(now().date())]


@pytest.mark.parametrize("day", ["2999-01-01", "gestern"])
def test_a_day_that_is_none_or_has_not_come_is_refused(as_role, day):
    give_missing_marks()
    assert as_role().post(CLOSE, {"closed_on": day}).status_code == 409
    assert "speech" not in run_state(RUN).outcomes


def test_going_back_says_what_opens_again_and_needs_a_reason(as_role):
    client = as_role()
    address = f"/runs/{RUN}/stages/eligibility/back"
    html = client.get(address).content.decode()
    assert "资格审查、确定开考职位" in html
    assert client.post(address, {"reason": " "}).status_code == 422
    assert "eligibility" in run_state(RUN).outcomes
    answer = client.post(address, {"reason": "名册有误"})
    assert answer.headers["Location"] == f"/runs/{RUN}/stages/eligibility"
    assert list(run_state(RUN).outcomes) == ["enrolment"]


def test_an_open_stage_has_nothing_to_go_back_to(as_role):
    html = as_role().get(f"/runs/{RUN}/stages/speech/back").content.decode()
    assert "不需要退回" in html
