"""The screen of findings: counted, narrowed, exported, checked again, verified with a reason."""

import io

import pytest
from openpyxl import load_workbook

from quanheng.actions.check_archive import check_archive
from quanheng.core.authority import Actor
from quanheng.store import findings
from quanheng.store.models import Person, PersonCheck
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
ORGANISER = Actor("organiser", None, frozenset({"organiser"}))
NUMBER = "110105198204150028"


@pytest.fixture
def checked(street, db):
    Person.objects.filter(code="HW012").update(id_number=NUMBER)
    check_archive(ORGANISER, now())


def test_nothing_is_told_before_the_first_check(as_role):
    Person.objects.filter(code="HW012").update(id_number=NUMBER)
    client = as_role()
    PersonCheck.objects.all().delete()
    assert client.get("/findings").context["check"].people == 0
    answer = client.post("/findings/check", follow=True)
    assert answer.context["check"].people == Person.objects.count()
    assert answer.context["check"].as_of == now().date()


def test_the_list_narrows_and_exports_what_it_shows(as_role, checked):
    client = as_role()
    found = client.get("/findings?kind=id_digit")
    assert [(line.person, line.code) for line, *_ in found.context["lines"]] == [("HW012", "id_digit")]
    by_severity = client.get("/findings?severity=error").context["page"].paginator.count
    assert by_severity == findings.findings("error").count() >= 1
    assert (
        client.get("/findings?person=HW012").context["page"].paginator.count
        == findings.findings(person="HW012").count()
    )
    name = Person.objects.get(code="HW012").name
    rows = list(
        load_workbook(io.BytesIO(client.get("/findings?kind=id_digit&as=xlsx").content)).active.values
    )
    assert rows[1] == (
        "错误",
        "身份证号校验码不符",
        "HW012",
        name,
        "人员",
        "身份证号校验码不符。",
        "",
        "",
    )


def test_no_page_and_no_export_tells_the_number(as_role, checked):
    for role in ("organiser", "auditor"):
        assert NUMBER not in as_role(role).get("/findings?person=HW012").content.decode()


def test_a_verified_finding_leaves_the_list_and_stands_with_its_reason(as_role, checked):
    client = as_role()
    mark = findings.findings(code="id_digit").get().mark
    address = f"/findings/HW012/{mark}/settle"
    assert client.post(address, {"reason": " "}).status_code == 409
    answer = client.post(address, {"reason": "查阅身份证原件", "next": "/findings?kind=id_digit"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/findings?kind=id_digit")
    assert client.get("/findings?kind=id_digit").context["lines"] == []
    [(line, *_)] = client.get("/findings?kind=id_digit&settled=1").context["lines"]
    assert (line.reason, line.settled_by) == ("查阅身份证原件", "organiser")
    assert client.post(address, {"reason": "再来"}).status_code == 409


def test_the_way_back_stays_in_the_house(as_role, checked):
    mark = findings.findings(code="id_digit").get().mark
    answer = as_role().post(f"/findings/HW012/{mark}/settle", {"reason": "看过", "next": "https://elsewhere"})
    assert answer.headers["Location"] == "/findings"
