"""The list of runs, the page of a run, evidence, exports."""

import io

import pytest
from browsing import make_account
from openpyxl import load_workbook
from small_run import ALL
from street_office import RUN, given

from quanheng.actions.record_rows import record_rows
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db


def test_the_list_says_where_each_run_stands(as_role):
    html = as_role().get("/runs").content.decode()
    for code in ("s10-finished", "s10-speech", "s10-decision", "s10-notice", "s10-open"):
        assert f'href="/runs/{code}"' in html
    assert "竞聘演讲" in html


def test_the_list_narrows_and_exports(as_role):
    client = as_role()
    html = client.get("/runs?state=over").content.decode()
    assert "s10-finished" in html
    assert "s10-speech" not in html
    answer = client.get("/runs?words=speech&as=xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows] == ["编号", "s10-speech"]


def test_a_role_in_one_run_shows_that_run_alone(street, client):
    auditor = make_account("guest-auditor")
    auditor.grants.create(role="auditor", run_code=RUN, granted_at="2026-03-01T00:00:00+08:00")
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/runs").content.decode()
    assert f"/runs/{RUN}" in html
    assert "s10-finished" not in html
    assert client.get(f"/runs/{RUN}").status_code == 200
    assert client.get("/runs/s10-finished").status_code == 403


def test_a_run_with_its_people_needs_few_queries(as_role, django_assert_max_num_queries):
    client = as_role()
    with django_assert_max_num_queries(15):
        html = client.get("/runs/s10-finished").content.decode()
    people = run_state("s10-finished").outcomes["enrolment"].entered.people()
    assert len(people) >= 30
    assert all(person in html for person in people)


def test_who_left_stands_grey_with_the_reason(as_role):
    outcome = run_state(RUN).outcomes["eligibility"]
    html = as_role().get(f"/runs/{RUN}?standing=out").content.decode()
    assert html.count('class="is-gone"') >= len(outcome.departures) > 0
    assert outcome.departures[0].finding.text.zh.replace("“", "“") in html


def test_the_open_stage_says_what_it_waits_for(as_role):
    html = as_role().get(f"/runs/{RUN}").content.decode()
    assert "还缺" in html
    assert f'action="/runs/{RUN}/stages/speech/close"' not in html
    assert f'href="/runs/{RUN}/stages/speech/scoring"' in html


def test_a_stage_that_waits_for_nothing_may_be_closed(as_role):
    rows = [row for row in given().stages["speech.marks"].rows if row.judge == "HW007"]
    record_rows(ALL, RUN, "speech", "marks", rows, now())
    html = as_role().get(f"/runs/{RUN}").content.decode()
    assert f'action="/runs/{RUN}/stages/speech/close"' in html
    assert "close-waits" not in html


def test_only_who_may_act_sees_the_buttons(as_role):
    html = as_role("committee").get(f"/runs/{RUN}").content.decode()
    assert "/close" not in html
    assert "/back" not in html


def test_evidence_is_a_page_and_for_htmx_a_part_of_one(as_role):
    candidate = run_state(RUN).outcomes["eligibility"].departures[0].candidate
    address = f"/runs/{RUN}/stages/eligibility/candidates/{candidate.post}/{candidate.person}"
    client = as_role()
    assert "<html" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "退出原因" in part


def test_evidence_of_somebody_who_never_stood_is_not_there(as_role):
    client = as_role()
    assert client.get(f"/runs/{RUN}/stages/eligibility/candidates/park-deputy/NOBODY").status_code == 404
    assert client.get(f"/runs/{RUN}/stages/decision/candidates/park-deputy/HW012").status_code == 404
    assert client.get(f"/runs/{RUN}/stages/nowhere").status_code == 404


def test_the_table_exports_as_a_workbook(as_role):
    answer = as_role().get("/runs/s10-finished/workbook")
    book = load_workbook(io.BytesIO(answer.content))
    candidates = {c for o in run_state("s10-finished").outcomes.values() for c in o.entered.candidates}
    assert len(list(book.worksheets[0].values)) == len(candidates) + 1
    assert "attachment" in answer.headers["Content-Disposition"]
