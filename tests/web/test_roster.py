"""The roster and the dossier: who sees what."""

import io

import pytest
from openpyxl import load_workbook

from quanheng.store import queries
from quanheng.store.models import Account, Sanction

pytestmark = pytest.mark.django_db


def test_the_list_narrows_by_words_unit_and_identity(as_role):
    client = as_role()
    every = client.get("/roster").context["page"].paginator.count
    assert every == len(list(queries.roster()))
    found = client.get("/roster?identity=公务员").context["page"].paginator.count
    assert found == queries.roster(identity="公务员").count() < every
    unit = queries.roster()[20].unit
    by_unit = client.get(f"/roster?unit={unit}").context["page"].paginator.count
    assert by_unit == queries.roster(unit=unit).count() < every
    assert [p.code for p, _ in client.get("/roster?words=HW012").context["people"]] == ["HW012"]


def test_the_list_exports_what_it_shows(as_role):
    content = as_role().get("/roster?words=HW012&as=xlsx").content
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert [row[0] for row in rows] == ["编号", "HW012"]
    assert "身份证号" not in rows[0]


def test_the_dossier_shows_every_history_and_says_what_was_never_entered(as_role):
    client = as_role()
    missing = queries.ARCHIVE["missing"].objects.first()
    page = client.get(f"/roster/people/{missing.person_id}")
    names = {h.name: h.is_missing for h in page.context["histories"]}
    assert names.get(missing.history, page.context["tenures_missing"])
    assert "从未录入" in page.content.decode()


def test_sanctions_are_shown_to_roles_that_see_the_roster_not_on_the_own_page(as_role):
    sanction = Sanction.objects.first()
    html = as_role().get(f"/roster/people/{sanction.person_id}").content.decode()
    assert sanction.kind in html
    Account.objects.filter(username="staff").update(person_code=sanction.person_id)
    own = as_role("staff").get("/dossier").content.decode()
    assert sanction.person_id in own
    assert sanction.kind not in own


@pytest.mark.parametrize("role", ["staff", "judge", "committee", "admin"])
def test_nobody_else_sees_other_people(as_role, role):
    client = as_role(role)
    assert client.get("/roster").status_code == 403
    assert client.get("/roster/people/HW012").status_code == 403


def test_an_account_that_stands_for_nobody_has_no_dossier(as_role):
    assert as_role("auditor").get("/dossier").status_code == 409


def test_somebody_who_is_not_there(as_role):
    assert as_role().get("/roster/people/NOBODY").status_code == 404


def test_the_identity_number_is_on_no_page(as_role):
    queries.ARCHIVE["people"].objects.filter(code="HW012").update(id_number="110101198001011234")
    client = as_role()
    for address in ("/roster?words=HW012", "/roster/people/HW012"):
        assert "110101198001011234" not in client.get(address).content.decode()
