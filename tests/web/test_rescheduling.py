"""A stage held on other days: shown first, done when confirmed, told to those concerned, and on paper."""

from datetime import timedelta

import pytest
from street_office import RUN

from quanheng.documents.drawing import BUILT_IN, text_of
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.registry import run_papers
from quanheng.store.books import entries_of
from quanheng.store.load import forget, run_state
from quanheng.web.plans.days import planned_steps
from quanheng.web.reader import now

PAGE = f"/runs/{RUN}/rescheduling"

pytestmark = pytest.mark.django_db


def days():
    return {s: step.opens_on for s, step in planned_steps(run_state(RUN).facts.plan).items()}


def sent(**more):
    first = max(now().date(), days()["decision"]) + timedelta(days=70)
    given = {"stage": "decision", "opens_on": first, "closes_on": "", "reason": "班子成员外出"}
    return {**given, "decided_by": "街道党工委", "decided_on": now().date(), "source": "会议纪要", **more}


@pytest.mark.usefixtures("street")
def test_what_follows_is_shown_and_nothing_is_done(as_role):
    before = run_state(RUN).head
    page = as_role().post(PAGE, sent())
    assert page.status_code == 200
    moved = [s.stage for s in page.context["effect"].shifts]
    assert moved == ["decision", "notice", "appointment", "probation"]
    assert run_state(RUN).head == before


@pytest.mark.usefixtures("street")
def test_a_confirmed_change_stands_in_the_run_its_trace_and_its_papers(as_role):
    client, was = as_role(), days()
    said = sent(confirmed="yes")
    assert client.post(PAGE, said).status_code == 302
    forget()
    assert days()["decision"] == said["opens_on"]
    assert days()["speech"] == was["speech"]
    body = list(entries_of(RUN))[-1].body
    assert (body["stage"], body["opens_on"], body["decided_by"]) == (
        "decision",
        said["opens_on"].isoformat(),
        "街道党工委",
    )
    state = run_state(RUN)
    papers = {p.kind: p for p in run_papers(Proceedings(state.facts, state.outcomes))}
    told = text_of(BUILT_IN.draw(papers["rescheduling_notice"]))
    assert "经街道党工委" in told and "任前公示" in told and "班子成员外出" in told
    approved = text_of(BUILT_IN.draw(papers["plan_document"]))
    assert f"{was['decision'].month}月{was['decision'].day}日" in approved
    assert "班子成员外出" in text_of(BUILT_IN.draw(papers["process_record"]))
    assert "班子成员外出" in client.get(f"/runs/{RUN}/stages/decision").content.decode()
    assert client.get(PAGE).status_code == 200


@pytest.mark.usefixtures("street")
def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(as_role):
    page = as_role().post(PAGE, sent(stage="enrolment"))
    assert page.status_code == 422
    page = as_role().post(PAGE, sent(decided_on=now().date() + timedelta(days=1)))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["decided_on"])
    assert "班子成员外出" in page.content.decode()
    behind = as_role().post(PAGE, sent(stage="assessment"))
    assert (behind.status_code, "一并顺延" in behind.content.decode()) == (422, True)


@pytest.mark.usefixtures("street")
def test_those_who_stand_and_everybody_else_are_told(as_role, client):
    said = sent(stage="assessment", with_later="on", confirmed="yes", reason="场地停电")
    assert as_role().post(PAGE, said).status_code == 302
    assert "场地停电" in client.get("/notices").content.decode()


@pytest.mark.usefixtures("street")
def test_a_paper_of_the_whole_run_is_issued(as_role):
    page = as_role()
    issued = page.post(f"/runs/{RUN}/stages/run/papers/0/issue", {"number": "1号", "issued_on": "2026-03-01"})
    assert issued.status_code == 200
    assert "1号" in page.get(f"/runs/{RUN}/papers").content.decode()
