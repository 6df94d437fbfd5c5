"""Approvals: requests and replies for many at once, each a record of its own, refused with what to do."""

import pytest
from django.db import transaction
from django.test import override_settings

from quanheng.actions.demo import load_demo
from quanheng.actions.demo_runs import Scene, standing_at
from quanheng.actions.demo_scenes import SCENES
from quanheng.core.values import Text
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN, BODY = "s4-approval", "市公务员主管部门"
PAGE = f"/runs/{RUN}/stages/approval/approvals"
SENT_UP = Scene(
    RUN,
    Text("报批", "Approval"),
    "s4-competition-judged",
    "s4/judged",
    standing_at("approval"),
)


@pytest.fixture(scope="module")
def street(django_db_setup, django_db_blocker):
    """A run whose three winners are to be sent up, beside the street office that has an account a role."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now(), scenes=(SCENES[0], SENT_UP))
        yield
        transaction.set_rollback(True)


def held(table):
    return run_state(RUN).facts.rows.get("approval", {}).get(table, ())


def keys(client):
    return [line.key for line in client.get(PAGE).context["lines"]]


def send(client, table, **said):
    chosen = said.pop("chosen", None)
    fields = {f"{table}-{name}": value for name, value in said.items()}
    return client.post(
        f"{PAGE}/record", {"table": table, "chosen": keys(client) if chosen is None else chosen} | fields
    )


def sent_up(client, **more):
    papers = [code for code, _ in client.get(PAGE).context["forms"]["requests"].fields["attachments"].choices]
    today = now().date().isoformat()
    said = {"number": "局党组〔2026〕8号", "to": BODY, "sent_on": today, "attachments": papers}
    return send(client, "requests", **said | more)


def approved(client, **more):
    said = {"result": "approve", "replied_on": now().date().isoformat(), "document": "市公〔2026〕5号"}
    return send(client, "replies", **said | more)


def test_one_form_sends_up_and_one_approves_everybody_each_by_a_record_of_their_own(as_role):
    organiser = as_role("organiser")
    chosen = keys(organiser)
    assert sent_up(organiser).status_code == 302
    assert sorted((r.person + "|" + r.post, r.number, r.to) for r in held("requests")) == sorted(
        (key, "局党组〔2026〕8号", BODY) for key in chosen
    )
    assert approved(organiser, chosen=chosen[:2]).status_code == 302
    said = {"result": "reject", "document": "", "note": "任职年限不足", "chosen": chosen[2:]}
    assert approved(organiser, **said).status_code == 302
    page = organiser.get(PAGE)
    assert [(line.look, line.result.en) for line in page.context["lines"]] == [
        ("is-met", "approve"),
        ("is-met", "approve"),
        ("is-error", "reject"),
    ]
    assert page.context["waits"].is_ready


def test_what_is_refused_stays_in_the_form_with_the_line_of_the_plan_or_the_article(as_role):
    organiser = as_role("organiser")
    page = approved(organiser)
    assert page.status_code == 422
    assert "尚未报送，没有可答复的请示。请先报送，或取消勾选。" in page.content.decode()
    page = sent_up(organiser, attachments=["请示"])
    assert page.status_code == 422
    text = page.content.decode()
    assert text.count("缺少附件：干部任免审批表、考察材料") == 1
    assert "（方案 stages.approval.attachments）" in text
    assert 'value="局党组〔2026〕8号"' in text
    assert "请先在表中勾选人员" in sent_up(organiser, chosen=[]).content.decode()
    refused = sent_up(organiser, to="区委")
    assert list(refused.context["forms"]["requests"].errors) == ["to"]
    assert held("requests") == ()
    sent_up(organiser)
    page = approved(organiser, replied_on="2020-01-01")
    assert "早于报送日期" in page.content.decode()
    assert "同意的批复须填文号" in approved(organiser, document="").content.decode()
    assert held("replies") == ()


def test_others_read_and_do_not_record(as_role):
    for role in ("discipline", "committee", "auditor"):
        client = as_role(role)
        assert client.get(PAGE).context["forms"] == {}
        assert client.post(f"{PAGE}/record", {"table": "requests"}).status_code == 403
    assert as_role("staff").get(PAGE).status_code == 403
