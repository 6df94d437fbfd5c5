"""Appointments: talks and documents for many at once, trial periods with their days."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from street_office import STREET

from quanheng.actions.close_stage import close_stage
from quanheng.actions.demo import load_demo
from quanheng.actions.run_headless import ACTOR
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "s10-notice"
PAGE = f"/runs/{RUN}/stages/appointment/appointments"


@pytest.fixture(scope="module")
def street(django_db_setup, django_db_blocker):
    """The demonstration as it was loaded ten days ago: its notice is over today."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now() - timedelta(days=10), scenes=STREET)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def organiser(as_role):
    """The organiser of a run whose notice has ended without objection."""
    close_stage(ACTOR, RUN, "notice", timezone.localtime())
    return as_role("organiser")


def held(table):
    return run_state(RUN).facts.rows.get("appointment", {}).get(table, ())


def keys(client):
    return [line.key for line in client.get(PAGE).context["lines"]]


def issue(client, chosen, **more):
    today = now().date().isoformat()
    said = {
        "documents-number": "河街工委〔2026〕9号",
        "documents-issued_on": today,
        "documents-effective_on": today,
    }
    return client.post(f"{PAGE}/record", {"table": "documents", "chosen": chosen} | said | more)


def test_one_document_appoints_everyone_ticked(organiser):
    chosen = keys(organiser)
    assert len(chosen) == 11
    assert issue(organiser, chosen[:10]).status_code == 302
    assert {d.number for d in held("documents")} == {"河街工委〔2026〕9号"}
    assert len(held("documents")) == 10
    lines = organiser.get(PAGE).context["lines"]
    assert [line.document is None for line in lines].count(True) == 1
    assert {line.days_left > 80 for line in lines if line.document} == {True}


def test_talks_are_entered_once_a_person(organiser):
    today = now().date().isoformat()
    said = {"talks-talked_by": "HW001", "talks-talked_on": today}
    organiser.post(f"{PAGE}/record", {"table": "talks", "chosen": keys(organiser)} | said)
    assert len(held("talks")) == len({k.split("|")[0] for k in keys(organiser)})


def test_nobody_ticked_is_told(organiser):
    page = issue(organiser, [])
    assert page.status_code == 422
    assert "请先在表中勾选人员" in page.content.decode()


def test_a_document_older_than_the_notice_is_told_in_the_form(organiser):
    page = issue(organiser, keys(organiser), **{"documents-issued_on": "2020-01-01"})
    assert page.status_code == 422
    assert "不晚于公示届满日" in page.content.decode()
    assert held("documents") == ()


def test_once_closed_the_page_shows_the_days(as_role):
    page = as_role().get("/runs/s10-finished/stages/appointment/appointments")
    lines = page.context["lines"]
    assert page.context["records"] is False
    assert {line.term_ends_on is not None for line in lines} == {True}
    assert sorted({line.result.zh for line in lines}) == ["不合格", "合格"]


def test_others_read_and_do_not_record(as_role):
    client = as_role("discipline")
    assert client.get("/runs/s10-finished/stages/appointment/appointments").status_code == 200
    assert client.post("/runs/s10-finished/stages/appointment/appointments/record", {}).status_code == 403
    assert as_role("staff").get("/runs/s10-finished/stages/appointment/appointments").status_code == 403
