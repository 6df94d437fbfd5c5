"""Public notices: open to everyone, nothing but what hangs on the board; objections signed or not."""

import re
from datetime import timedelta

import pytest

from quanheng.store.books import entries_of
from quanheng.store.load import run_state
from quanheng.store.models import InputRow
from quanheng.web.notices import notices_of
from quanheng.web.objecting import RECENT, Recent
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
PAGE = "/notices/s10-notice/notice"
DESK = "/runs/s10-notice/stages/notice/notice"
SETTLE = "/runs/s10-notice/stages/notice/objections"


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    RECENT.sent.clear()


def objections():
    return run_state("s10-notice").facts.rows["notice"].get("objections", ())


def settlements():
    return run_state("s10-notice").facts.rows["notice"].get("settlements", ())


def object_to(client, person=None, **more):
    [shown] = notices_of("s10-notice")
    given = {"person": person or shown.people[0].person, "text": "学历与档案记载不一致，请核查。"}
    return client.post(PAGE, given | more)


def test_the_notice_is_open_to_everyone_and_shows_what_the_paper_shows(street, client):
    page = client.get(PAGE)
    [shown] = notices_of("s10-notice")
    assert (page.status_code, len(shown.people)) == (200, 11)
    text = page.content.decode()
    assert all(line.name in text for line in shown.people)
    assert not re.search(r"HW\d", text.replace('value="HW', ""))
    assert "综合得分" not in text
    assert all(fact in text for line in shown.people for fact in (line.sex.zh, line.born, line.education))
    assert shown.decided_by is not None
    assert f"经{shown.decided_by.zh}研究" in text
    assert client.get("/notices").status_code == 200


def test_nothing_else_of_a_run_is_open(street, client):
    assert client.get("/notices/s10-speech/speech").status_code == 404
    assert client.get("/notices/s10-open/notice").status_code == 404
    assert client.get("/notices/nowhere/notice").status_code == 404
    assert client.get("/runs/s10-notice").status_code == 302


def test_after_the_period_no_name_is_shown_and_no_objection_taken(street, client):
    page = client.get("/notices/s10-finished/notice")
    text = page.content.decode()
    state = run_state("s10-finished")
    names = [state.facts.people[c.person].name for c in state.outcomes["notice"].entered.candidates]
    assert "公示期已满" in text
    assert not [name for name in names if name in text]
    late = client.post("/notices/s10-finished/notice", {"person": "HW012", "text": "很晚才反映的问题。"})
    assert (late.status_code, "不再受理" in late.content.decode()) == (409, True)


def test_an_unsigned_objection_gets_a_number(street, client):
    page = object_to(client)
    [row] = objections()
    assert page.status_code == 200
    assert row.number in page.content.decode()
    assert (row.signed, row.from_whom, row.received_on) == (False, "", now().date())


def test_the_trace_does_not_tell_the_number_on_the_receipt(street, client):
    object_to(client)
    [row] = objections()
    last = list(entries_of("s10-notice"))[-1]
    assert (last.act, last.body["count"], "keys" in last.body) == ("object", 1, False)
    assert not [e for e in entries_of("s10-notice") if row.number in str(e)]


def test_a_signed_objection_keeps_name_and_contact(street, client):
    object_to(client, from_whom="王某", contact="138")
    [row] = objections()
    assert (row.signed, row.from_whom) == (True, "王某，138")


def test_no_account_stands_beside_an_objection(as_role):
    object_to(as_role("staff"))
    [row] = InputRow.objects.filter(run__code="s10-notice", table="objections")
    assert row.entered_by == "public"
    assert [e.actor for e in entries_of("s10-notice")][-1] == "public"


def test_an_objection_asks_for_no_session(street, client):
    assert set(object_to(client).cookies) <= {"quanheng_csrf"}


def test_two_objections_never_share_a_number(street, client):
    object_to(client)
    object_to(client)
    assert len({o.number for o in objections()}) == 2


def test_an_objection_says_something_about_somebody_on_the_notice(street, client):
    assert object_to(client, text="短").status_code == 422
    assert object_to(client, person="HW090").status_code == 422
    assert objections() == ()


def test_too_many_from_one_place_are_refused(street, client):
    for _ in range(RECENT.most):
        assert object_to(client).status_code == 200
    assert object_to(client).status_code == 409
    assert len(objections()) == RECENT.most


def test_the_limit_forgets_and_keeps_no_address():
    clock = iter([0.0, 0.0, 1.0, 1.0, 700.0, 700.0])
    recent = Recent(most=2, within=600, clock=lambda: next(clock))
    recent.note("10.0.0.1")
    recent.note("10.0.0.1")
    recent.note("10.0.0.1")
    assert [len(times) for times in recent.sent.values()] == [1]
    assert all(b"10.0.0.1" not in place for place in recent.sent)


def test_the_discipline_officer_settles_and_nobody_else(as_role, client):
    object_to(client)
    [row] = objections()
    page = as_role("discipline").get(SETTLE)
    assert row.text in page.content.decode()
    assert page.context["form"].initial["by"] == "HW011"
    said = {
        "number": row.number,
        "result": "not_upheld",
        "finding": "档案齐全，反映不实。",
        "settled_on": now().date().isoformat(),
        "by": "HW011",
    }
    assert client.post(f"{SETTLE}?number={row.number}", said).status_code == 302
    assert [(s.number, s.result) for s in settlements()] == [(row.number, "not_upheld")]
    for other in ("organiser", "committee", "staff", "auditor", "admin"):
        assert as_role(other).get(SETTLE).status_code == 403


def test_a_settlement_without_findings_is_told_in_the_form(as_role, client):
    object_to(client)
    [row] = objections()
    page = as_role("discipline").post(
        f"{SETTLE}?number={row.number}", {"number": row.number, "result": "upheld"}
    )
    assert (page.status_code, settlements()) == (422, ())


def test_the_organiser_puts_the_notice_up_in_every_place(as_role):
    client = as_role()
    later = (now().date() + timedelta(days=9)).isoformat()
    days = {f"published_on|{n}": now().date().isoformat() for n in (0, 1)}
    assert client.post(DESK, days | {"until|0": later, "until|1": later}).status_code == 302
    [shown] = notices_of("s10-notice")
    assert shown.period.last.isoformat() == later
    bad = client.post(DESK, days | {"removed_on|0": "2020-01-01"})
    assert (bad.status_code, [r.code for r in bad.context["refusals"]]) == (422, ["date_not_possible"])
    assert client.post(DESK, {"published_on|0": "gestern"}).status_code == 422
    empty = client.post(DESK, {})
    assert (empty.status_code, [r.code for r in empty.context["refusals"]]) == (422, ["nothing_entered"])


def test_others_read_the_desk_and_do_not_publish(as_role):
    client = as_role("discipline")
    assert client.get(DESK).context["publishes"] is False
    assert client.post(DESK, {}).status_code == 403
