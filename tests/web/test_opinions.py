"""The four musts on screen: each body's own hands, the second signature, and who is kept out."""

import pytest
from django.db import transaction
from django.test import override_settings

from quanheng.actions.countersign_opinion import countersign_opinion
from quanheng.actions.demo import load_demo
from quanheng.actions.demo_scenes import SCENES
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.authority import Actor
from quanheng.core.values import Refused
from quanheng.store.books import entries_of
from quanheng.store.load import run_state
from quanheng.store.models import Account
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

RUN = "s4-judged"
PAGE = f"/runs/{RUN}/stages/clearance/opinions"
SIGN = f"{PAGE}/countersign"


@pytest.fixture(scope="module")
def bureau(django_db_setup, django_db_blocker):
    """A bureau before its four musts, the first candidate's archive signed once."""
    scenes = tuple(s for s in SCENES if s.code in ("s10-finished", RUN))
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now(), scenes=scenes)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def enter(bureau, client, db):
    """Signs the test client in."""
    forget_worked_out()

    def sign_in(username):
        account = Account.objects.get(username=username)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def rows():
    return {row.key(): row for row in run_state(RUN).facts.rows["clearance"]["opinions"]}


def signed_once():
    [row] = [r for r in rows().values() if r.must == "archive"]
    return row


def said(matter, **more):
    today = now().date().isoformat()
    given = {"person": matter.person, "must": matter.must, "result": "clear", "document": "核 9 号"}
    return {**given, "given_on": today, "note": "", **more}


def matter_of(page, must, person=None):
    return next(m for m in page.context["matters"] if m.must == must and person in (None, m.person))


def test_a_body_gives_its_own_musts_and_sees_no_others(enter):
    client = enter("archivist")
    page = client.get(PAGE)
    assert {m.must for m in page.context["matters"]} == {"archive", "personal_matters"}
    assert "纪检监察机关意见必听" not in page.content.decode()
    matter = matter_of(page, "personal_matters")
    assert client.post(f"{PAGE}?n={matter.number}", said(matter, signed_by="SJ008")).status_code == 302
    row = rows()[matter.key]
    assert (row.signed_by, row.second_signature) == ("SJ008", "")
    task = next(t for s in client.get("/").context["sections"] for t in s.tasks if t.run == RUN)
    assert (task.done, task.wanted) == (2, len(page.context["matters"]))


def test_nobody_signs_for_another(enter):
    client = enter("archivist")
    matter = matter_of(client.get(PAGE), "personal_matters")
    for more in ({"signed_by": "SJ010"}, {"signed_by": "SJ008", "second_signature": "SJ010"}):
        page = client.post(f"{PAGE}?n={matter.number}", said(matter, **more))
        assert page.status_code == 422
    assert matter.key not in rows()


def test_the_number_is_needed_unless_the_opinion_is_still_being_examined(enter):
    client = enter("archivist")
    page = client.get(PAGE)
    matter = matter_of(page, "personal_matters")
    assert page.context["form"].fields["document"].required
    address = f"{PAGE}?n={matter.number}"
    lacking = client.post(address, said(matter, signed_by="SJ008", document=""))
    assert lacking.status_code == 422
    assert list(lacking.context["form"].errors) == ["document"]
    waiting = said(matter, signed_by="SJ008", document="", result="pending")
    assert client.post(address, waiting).status_code == 302


def test_the_second_hand_signs_what_it_read(enter):
    row = signed_once()
    client = enter("second")
    assert [m.key for m in client.get(PAGE).context["signing"]] == [row.key()]
    assert client.post(SIGN, {"key": row.key(), "digest": "0" * 32}).status_code == 409
    assert client.post(SIGN, {"key": row.key(), "digest": row.digest()}).status_code == 302
    signed = rows()[row.key()]
    assert signed == row.model_copy(update={"second_signature": "SJ010"})
    entry = list(entries_of(RUN))[-1]
    assert (entry.act, entry.actor, entry.body["keys"]) == ("countersign_opinion", "second", [row.key()])
    assert client.post(SIGN, {"key": row.key(), "digest": signed.digest()}).status_code == 409
    assert client.post(SIGN, {"key": "nobody|archive", "digest": ""}).status_code == 409


def test_changing_an_opinion_takes_the_second_signature_off(enter):
    row = signed_once()
    second = Actor("second", "SJ010", frozenset({"staff"}))
    countersign_opinion(second, RUN, "clearance", row.key(), now(), digest=row.digest())
    client = enter("archivist")
    matter = matter_of(client.get(PAGE), "archive", row.person)
    client.post(f"{PAGE}?n={matter.number}", said(matter, signed_by="SJ008", document="核 10 号"))
    changed = rows()[row.key()]
    assert (changed.document, changed.second_signature) == ("核 10 号", "")


def test_the_one_who_signed_first_does_not_sign_second(enter):
    row = signed_once()
    assert enter("archivist").post(SIGN, {"key": row.key(), "digest": row.digest()}).status_code == 409


def test_the_organiser_enters_what_the_plan_lets(enter):
    client = enter("organiser")
    page = client.get(PAGE)
    own = matter_of(page, "personal_matters")
    both = said(own, signed_by="SJ008", second_signature="SJ010")
    assert client.post(f"{PAGE}?n={own.number}", both).status_code == 302
    assert rows()[own.key].second_signature == "SJ010"
    theirs = matter_of(page, "discipline_opinion")
    assert client.get(f"{PAGE}?n={theirs.number}").context["form"] is None
    refused = client.post(f"{PAGE}?n={theirs.number}", said(theirs, signed_by="SJ007"))
    assert (refused.status_code, "不由您出具或录入" in refused.content.decode()) == (422, True)
    assert theirs.key not in rows()


def test_the_officer_enters_the_opinion_of_the_discipline_body(enter):
    client = enter("discipline")
    matter = matter_of(client.get(PAGE), "complaints")
    both = said(matter, signed_by="SJ007", second_signature="SJ011")
    assert client.post(f"{PAGE}?n={matter.number}", both).status_code == 302
    assert matter_of(client.get(PAGE), "complaints").is_done


def test_who_has_no_seat_and_who_stands_is_kept_out(enter):
    assert enter("staff").get(PAGE).status_code == 409
    person = signed_once().person
    candidate = Account.objects.open("candidate", "人选", person_code=person)
    candidate.grants.create(role="staff", granted_at=now())
    assert enter("candidate").get(PAGE).status_code == 409
    row = signed_once()
    with pytest.raises(Refused, match="回避"):
        countersign_opinion(candidate.actor(RUN), RUN, "clearance", row.key(), now(), digest=row.digest())
    assert enter("auditor").get(PAGE).context["matters"] == ()


def test_before_the_stage_is_closed_the_committee_reads_no_opinion_in_any_form(enter):
    person = run_state(RUN).facts.people[signed_once().person].name
    papers = f"/runs/{RUN}/stages/clearance/papers"
    rows_page = f"/runs/{RUN}/stages/clearance/inputs/opinions"
    assert "复函" in enter("organiser").get(papers).content.decode()
    committee = enter("committee")
    assert "复函" not in committee.get(papers).content.decode()
    assert person not in committee.get(rows_page).content.decode()
    assert enter("staff").get(rows_page).status_code == 403
    assert enter("archivist").get(rows_page).status_code == 403
    committee = enter("committee")
    assert committee.get(PAGE).context["matters"] == ()


@pytest.mark.parametrize(
    ("username", "offered"),
    [("organiser", {"archive", "personal_matters"}), ("discipline", {"discipline_opinion", "complaints"})],
)
def test_the_table_offers_the_opinions_that_are_ones_to_enter(enter, username, offered):
    page = enter(username).get(f"/runs/{RUN}/stages/clearance/inputs/opinions")
    assert {value for value, _ in page.context["form"].fields["must"].choices if value} == offered
