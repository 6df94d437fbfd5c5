"""The leak matrix equals what requests show: every kind of fact that has a page, asked by every account."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from quanheng.actions.draw_leak_matrix import draw_leak_matrix
from quanheng.actions.find_alerts import alerts_on
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.alerts.terms import KINDS as ALERTS
from quanheng.core.authority import Actor
from quanheng.core.kinds import KINDS
from quanheng.core.leak_matrix import readers_of
from quanheng.store.load import run_state
from quanheng.store.models import Account, Person, RoleGrant, StageClosing
from quanheng.store.reports import save_report
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
AUDITOR = Actor("auditor", None, frozenset({"auditor"}))
ACCOUNTS = ("organiser", "staff", "judge", "committee", "discipline", "auditor", "admin")
RUNS = ("s10-finished", "s10-speech", "s10-decision", "s10-notice")


def signed_in(username):
    client = Client()
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def matrix(run):
    found = draw_leak_matrix(AUDITOR, run, now().date())
    return {
        f.id: {s.reader.actor.account: s.sight for s in readers_of(f, found.readers)} for f in found.facts
    }


def shown(client, run, stage, table):
    """What a request shows of a table: its page, and the rows that the page may read."""
    answer = client.get(f"/runs/{run}/stages/{stage}/inputs/{table}")
    if answer.status_code in (403, 409):
        return None
    return answer.context["view"].rows()


@pytest.mark.parametrize("run", RUNS)
def test_tables_of_a_run_equal_requests(street, run):
    told, state = matrix(run), run_state(run)
    for stage in state.facts.plan.stages:
        for table in KINDS[stage.kind].tables:
            held = state.facts.rows.get(stage.id, {}).get(table.name, ())
            if not held:
                continue
            for account in ACCOUNTS:
                rows = shown(signed_in(account), run, stage.id, table.name)
                sight = told[f"{stage.id}.{table.name}"][account]
                place = (run, stage.id, table.name, account, sight)
                if sight == "whole":
                    assert rows == held, place
                elif sight == "own":
                    person = Account.objects.get(username=account).person_code
                    assert rows is not None, place
                    assert all(person in row.key().split("|") for row in rows), place
                else:
                    assert not rows, place


PAGES = {
    "results": "/runs/s10-finished",
    "evidence": "/runs/s10-finished/stages/eligibility/candidates/office-director/HW012",
    "papers": "/runs/s10-finished/stages/notice/papers",
    "forms": "/runs/s10-finished/forms",
}


def test_pages_of_a_run_equal_requests(street):
    told = matrix("s10-finished")
    for account in ACCOUNTS:
        for fact, page in PAGES.items():
            status = signed_in(account).get(page).status_code
            assert (status == 200) == (told[f"run.{fact}"][account] == "whole"), (account, fact)


MARKS = {
    "sanctions": "河湾纪〔2025〕20号",
    "id_number": "330101197708010012",
    "health": "一般或较弱",
    "party": "中共党员",
}


def test_facts_of_the_archive_equal_requests(street):
    told = matrix("s10-finished")
    Person.objects.filter(code="HW013").update(id_number=MARKS["id_number"], health=MARKS["health"])
    for account in ACCOUNTS:
        page = signed_in(account).get("/roster/people/HW013").content.decode()
        for fact, mark in MARKS.items():
            sight = told[f"archive.{fact}"][account]
            assert (mark in page) == (sight == "whole"), (account, fact, sight)
            if fact == "id_number":
                assert ("330101******" in page) == (sight == "masked"), (account, sight)


def test_reports_alerts_and_books_equal_requests(street):
    forget_worked_out()
    told = matrix("s10-finished")
    save_report("J1-AAAA", "code", now().date(), "", "某人", "举报的内容在此", [])
    kinds = {a.kind for a in alerts_on(now().date())}
    for account in ACCOUNTS:
        client = signed_in(account)
        listed = "J1-AAAA" in client.get("/supervision/reports").content.decode()
        assert listed == (told["reports"][account] == "whole"), account
        for book, fact in (("s10-finished", "run"), ("house", "house")):
            status = client.get(f"/trace/{book}").status_code
            assert (status == 200) == (told[f"trace.{fact}"][account] == "whole"), (account, book)
        assert (client.get("/supervision/duties").status_code == 200) == (told["duties"][account] == "whole")
        desk = client.get("/supervision").content.decode()
        for kind in kinds:
            title = f"{ALERTS[kind].title.zh}</a>"
            assert (title in desk) == (told[f"alerts.{kind}"][account] == "whole"), (account, kind)


def test_a_day_in_the_past_shows_the_stages_and_the_accounts_of_that_day(as_role):
    closing = StageClosing.objects.get(run__code="s10-decision", stage="speech", voided_at=None)
    before, after = closing.closed_on - timedelta(days=1), closing.closed_on
    told = {}
    for day in (before, after):
        found = draw_leak_matrix(AUDITOR, "s10-decision", day)
        fact = next(f for f in found.facts if f.id == "speech.marks")
        told[day] = {s.reader.actor.account: s.sight for s in readers_of(fact, found.readers)}
    assert (told[before]["auditor"], told[after]["auditor"]) == ("own", "whole")
    RoleGrant.objects.filter(account__username="auditor").update(revoked_at=now())
    later = draw_leak_matrix(AUDITOR, "s10-decision", now().date())
    assert "auditor" not in {r.actor.account for r in later.readers}
    long_ago = draw_leak_matrix(AUDITOR, "s10-decision", before.replace(year=before.year - 3))
    assert long_ago.readers == ()


def test_the_page_and_its_spreadsheet(as_role):
    client = as_role("auditor")
    page = client.get("/supervision/who-sees-what?run=s10-finished&fact=speech.marks").content.decode()
    assert "竞聘演讲 · 评委评分表" in page
    assert "录入权限“评委打分”（环节已结束）" in page
    assert "纪实无授予记录" in page
    assert client.get("/supervision/who-sees-what?run=nothing").status_code == 404
    file = client.get("/supervision/who-sees-what?run=s10-finished&as=xlsx").content
    sheet = load_workbook(io.BytesIO(file)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["类别", "事实", "依据"]
    assert any(row[1] == "举报内容、举报人" for row in rows)
