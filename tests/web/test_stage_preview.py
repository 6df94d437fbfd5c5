"""What closing a stage would give, before it is closed."""

import pytest

from quanheng.actions.go_back import go_back
from quanheng.core.authority import Actor
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "s10-decision"
STAGE = f"/runs/{RUN}/stages/composite"
ORGANISER = Actor("organiser", None, frozenset({"organiser"}))


def test_the_result_is_shown_before_it_stands_and_is_the_one_that_comes(as_role):
    client = as_role()
    before = run_state(RUN).outcomes["composite"]
    go_back(ORGANISER, RUN, "composite", "复核", now())
    page = client.get(f"{STAGE}/preview")
    assert (page.status_code, page.context["outcome"]) == (200, before)
    lines = [line for _, lines in page.context["groups"] for line in lines]
    assert {line.candidate for line in lines} == set(before.entered.candidates)
    assert "composite" not in run_state(RUN).outcomes
    assert b"/stages/composite/close" in page.content
    client.post(f"{STAGE}/close", {"closed_on": ""})
    assert run_state(RUN).outcomes["composite"] == before
    assert client.get(f"{STAGE}/preview").headers["Location"] == STAGE


def test_a_stage_that_still_waits_has_no_result_to_show(as_role):
    client = as_role()
    head = client.get(f"/runs/{RUN}/stages/decision")
    assert b"stages/decision/preview" not in head.content
    refused = client.get(f"/runs/{RUN}/stages/decision/preview")
    assert refused.status_code == 409
    assert "会议记录".encode() in refused.content


def test_only_whoever_closes_it_sees_it(as_role):
    assert as_role("committee").get(f"{STAGE}/preview").status_code == 403
