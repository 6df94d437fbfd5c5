"""Accounts: the administrator's page; every act in the house book, no say in selections."""

import pytest

from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Account

pytestmark = pytest.mark.django_db
PAGE = "/accounts"


def last_entry():
    entry = list(entries_of(HOUSE))[-1]
    return entry.act, entry.actor, entry.subject, dict(entry.body)


def roles(username):
    return Account.objects.get(username=username).roles_anywhere()


def test_a_role_is_given_and_taken_back_on_record(as_role):
    client = as_role("admin")
    client.post(f"{PAGE}/staff/grant", {"role": "judge", "run": "s10-open"})
    assert last_entry() == (
        "manage_accounts",
        "admin",
        "staff",
        {"granted": "judge", "run": "s10-open", "unit": ""},
    )
    assert roles("staff") == {"staff", "judge"}
    grant = Account.objects.get(username="staff").grants.get(role="judge")
    client.post(f"{PAGE}/staff/revoke", {"grant": grant.pk})
    assert last_entry()[3] == {"revoked": "judge", "run": "s10-open", "unit": ""}
    assert roles("staff") == {"staff"}


def test_a_units_officer_is_given_for_one_unit(as_role):
    client = as_role("admin")
    grant = f"{PAGE}/staff/grant"
    for wrong in (
        {"role": "unit_officer"},
        {"role": "judge", "unit": "NB"},
        {"role": "unit_officer", "unit": "NB", "run": "s10-open"},
        {"role": "unit_officer", "unit": "NOWHERE"},
    ):
        page = client.post(grant, wrong)
        assert (page.status_code, page.context["typed"]["unit"]) == (422, wrong.get("unit", ""))
    client.post(grant, {"role": "unit_officer", "unit": "NB"})
    client.post(grant, {"role": "unit_officer", "unit": "YQ"})
    assert client.post(grant, {"role": "unit_officer", "unit": "YQ"}).status_code == 422
    assert Account.objects.get(username="staff").actor().units == {"NB", "YQ"}
    assert last_entry()[3] == {"granted": "unit_officer", "run": "", "unit": "YQ"}
    assert "单位人事干部 · 农办" in client.get(f"{PAGE}?words=staff").content.decode()


def test_the_same_role_is_not_given_twice(as_role):
    assert as_role("admin").post(f"{PAGE}/staff/grant", {"role": "staff"}).status_code == 422


def test_an_administrator_gives_nothing_to_themselves(as_role):
    client = as_role("admin")
    assert client.post(f"{PAGE}/admin/grant", {"role": "organiser"}).status_code == 422
    assert client.post(f"{PAGE}/admin/link").status_code == 409
    assert roles("admin") == {"administrator"}


def test_administration_and_selection_stay_apart(as_role):
    page = as_role("admin").post(f"{PAGE}/staff/grant", {"role": "administrator"})
    assert (page.status_code, "不参与选拔" in page.content.decode()) == (422, True)


def test_a_new_account_enters_by_a_link(as_role, client):
    admin = as_role("admin")
    admin.post(f"{PAGE}/open", {"username": "zhao", "name": "赵一", "person": "HW050"})
    assert last_entry()[3] == {"opened": "zhao", "person": "HW050"}
    page = admin.post(f"{PAGE}/zhao/link")
    code = page.context["address"].partition("#")[2]
    assert last_entry()[3] == {"link_issued": "zhao"}
    admin.post("/sign-out")
    client.post("/sign-in/link", {"code": code})
    assert "赵一" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"username": "staff", "name": "又一个"},
        {"username": "new one", "name": "有空格"},
        {"username": "new", "name": ""},
        {"username": "new", "name": "谁", "person": "XX999"},
        {"username": "new", "name": "谁", "person": "HW090"},
    ],
)
def test_an_account_that_may_not_be_is_refused(as_role, given):
    before = Account.objects.count()
    page = as_role("admin").post(f"{PAGE}/open", given)
    assert (page.status_code, len(page.context["refusals"])) == (422, 1)
    assert f'value="{given["username"]}"' in page.content.decode()
    assert Account.objects.count() == before


def test_the_list_is_found_by_words_and_role(as_role):
    client = as_role("admin")
    assert [line.username for line, _ in client.get(f"{PAGE}?role=judge").context["lines"]] == ["judge"]
    assert [line.username for line, _ in client.get(f"{PAGE}?words=hw011").context["lines"]] == ["discipline"]


@pytest.mark.parametrize("who", ["organiser", "staff", "judge", "committee", "discipline", "auditor"])
def test_nobody_else_manages_accounts(as_role, who):
    client = as_role(who)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/staff/grant", {"role": "judge"}).status_code == 403
    assert client.post(f"{PAGE}/staff/link").status_code == 403
