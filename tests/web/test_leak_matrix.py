"""The leak matrix equals what requests show: every kind of fact that has a page, asked by every account."""

import io
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from quanheng.actions.draw_leak_matrix import draw_leak_matrix, own_part
from quanheng.actions.find_alerts import alerts_on
from quanheng.actions.manage_account import grant_role, revoke_role
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.access_history import Grant, reason_of
from quanheng.core.alerts.terms import KINDS as ALERTS
from quanheng.core.authority import Actor
from quanheng.core.kinds import KINDS
from quanheng.core.leak_matrix import readers_of
from quanheng.core.values import Text
from quanheng.store.books import entries_of
from quanheng.store.cases import all_cases
from quanheng.store.load import run_state
from quanheng.store.models import Account, InputRow, Person, RoleGrant
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
    found = draw_leak_matrix(AUDITOR, run, now())
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


def told_at(run, fact, at):
    found = draw_leak_matrix(AUDITOR, run, at)
    asked = next(f for f in found.facts if f.id == fact)
    return {s.reader.actor.account: s.sight for s in readers_of(asked, found.readers)}


def test_an_instant_in_the_past_shows_the_stages_and_the_accounts_of_that_instant(as_role):
    entry = next(
        e for e in entries_of("s10-decision") if e.body.get("stage") == "speech" and "outcome" in e.body
    )
    closed_at = datetime.fromisoformat(entry.at)
    before = told_at("s10-decision", "speech.marks", closed_at - timedelta(seconds=1))
    after = told_at("s10-decision", "speech.marks", closed_at)
    assert (before["auditor"], after["auditor"]) == ("own", "whole")
    at = now()
    RoleGrant.objects.filter(account__username="auditor").update(revoked_at=at)
    later = draw_leak_matrix(AUDITOR, "s10-decision", at)
    assert "auditor" not in {r.actor.account for r in later.readers}
    (span,) = (s for s in later.spans("speech.marks") if s.holder.account == "auditor" and s.sight == "whole")
    assert (span.by, span.period) == (("auditor",), (closed_at, at))
    long_ago = draw_leak_matrix(AUDITOR, "s10-decision", at.replace(year=at.year - 30))
    assert (long_ago.readers, [f.group for f in long_ago.facts if f.group == "run"]) == ((), [])


def test_a_granting_in_the_trace_is_named_by_its_entry(street):
    admin = Actor("admin", None, frozenset({"administrator"}))
    granted = now()
    grant_role(admin, "judge", "auditor", "s10-finished", granted)
    grant = RoleGrant.objects.get(account__username="judge", role="auditor")
    revoked = granted + timedelta(minutes=5)
    revoke_role(admin, "judge", grant.pk, revoked)
    part = own_part(draw_leak_matrix(AUDITOR, "s10-finished", granted + timedelta(minutes=1)), "judge")
    own = next(g for g in part.grants if g.role == "auditor")
    number = next(e.number for e in entries_of("house") if e.body.get("granted") == "auditor")
    assert own == Grant("auditor", "s10-finished", "", (granted, revoked), number, "admin")
    later = own_part(draw_leak_matrix(AUDITOR, "s10-finished", revoked), "judge")
    assert (own in later.grants, later.former) == (False, (own,))


def test_a_candidate_is_recused_from_the_instant_of_the_application(street):
    row = InputRow.objects.filter(run__code="s10-notice", table="applications").order_by("pk").first()
    person = json.loads(row.payload)["person"]
    Account.objects.filter(person_code=person).update(person_code=None)
    Account.objects.filter(username="committee").update(person_code=person)
    earlier = row.entered_at - timedelta(days=1)
    RoleGrant.objects.filter(account__username="committee").update(granted_at=earlier)
    before = own_part(draw_leak_matrix(AUDITOR, "s10-notice", earlier), "committee")
    found = draw_leak_matrix(AUDITOR, "s10-notice", now())
    after = own_part(found, "committee")
    assert (before.reader.stands, after.reader.stands) == (False, True)
    results = next(f for f in found.facts if f.id == "run.results")
    assert reason_of(results, after.reader) == Text("本人是人选，回避", "stands in the run, recused")
    assert "committee" not in {s.holder.account for s in found.spans("run.results") if s.period[1] is None}


def test_a_case_is_a_fact_of_its_run_and_its_people_recuse(street):
    (case,) = [c for c in all_cases() if c.facts.run == "s3-finished"][:1]
    one = case.concerned()[0].person
    Account.objects.filter(person_code=one).update(person_code=None)
    Account.objects.filter(username="auditor").update(person_code=one)
    discipline = Actor("discipline", None, frozenset({"discipline_officer"}))
    found = draw_leak_matrix(discipline, "s3-finished", now())
    fact = next(f for f in found.facts if f.id == f"case.{case.code}")
    told = {s.reader.actor.account: s.sight for s in readers_of(fact, found.readers)}
    for account in ACCOUNTS:
        status = signed_in(account).get(f"/nominations/cases/{case.code}").status_code
        assert (status == 200) == (told[account] == "whole"), account
    assert told["auditor"] != "whole"


def test_the_pages_and_their_spreadsheets(as_role):
    client = as_role("auditor")
    at = "/supervision/who-sees-what?run=s10-finished"
    page = client.get(f"{at}&view=since&fact=speech.marks").content.decode()
    assert "竞聘演讲 · 评委评分表" in page
    assert "录入权限“评委打分”（环节已结束）" in page
    assert "个账户的角色在纪实中没有授予记录" in page
    account = client.get(f"{at}&view=account&account=judge").content.decode()
    assert "所持角色没有这项权限" in account
    assert "未收回" in account
    assert "纪实无授予记录" in account
    marks = run_state("s10-finished").facts.rows["speech"]["marks"]
    named = sum(m.judge == Account.objects.get(username="judge").person_code for m in marks)
    assert f"本人名下 {named} 行" in account
    assert client.get(f"{at}&view=account&account=nobody").status_code == 409
    assert client.get("/supervision/who-sees-what?run=nothing").status_code == 404
    assert client.get(f"{at}&at=nonsense&view=since").status_code == 200
    file = client.get(f"{at}&as=xlsx").content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(file)).active.iter_rows()]
    assert rows[0][:3] == ["类别", "事实", "依据"]
    assert any(row[1] == "举报内容、举报人" for row in rows)
    file = client.get(f"{at}&view=since&as=xlsx").content
    header, *rows = [[cell.value for cell in r] for r in load_workbook(io.BytesIO(file)).active.iter_rows()]
    assert header[3:] == ["账户", "姓名", "能看到", "凭哪个角色", "自", "至"]
    spans = draw_leak_matrix(AUDITOR, "s10-finished", now()).spans("speech.marks")
    told = [row[3] for row in rows if row[1] == "竞聘演讲 · 评委评分表"]
    assert told == [span.holder.account for span in spans]
