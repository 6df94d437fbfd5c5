"""Members of bodies."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from street_office import RUN, plan

from quanheng.core.language.posts import Body
from quanheng.core.members import Member
from quanheng.core.values import Text
from quanheng.store.load import run_state
from quanheng.web.members import short_of_members

pytestmark = pytest.mark.django_db
PAGE = f"/runs/{RUN}/members"


def form_of(page):
    """What the form would send as it stands."""
    sent = {}
    for entry in page.context["bodies"]:
        body = entry["body"].id
        sent[f"person-{body}"] = [seat["code"] for seat in entry["seats"]] + ["", "", ""]
        named = [i for i, seat in enumerate(entry["seats"]) if seat["principal"]]
        sent[f"principal-{body}"] = str(named[0]) if named else ""
    return sent


def test_saving_what_stands_changes_nothing(as_role):
    client = as_role()
    before = run_state(RUN).facts
    assert client.post(PAGE, form_of(client.get(PAGE))).status_code == 302
    after = run_state(RUN).facts
    assert (after.members, after.principals) == (before.members, before.principals)


def test_a_member_is_added_by_name(as_role):
    client = as_role()
    sent = form_of(client.get(PAGE))
    person = run_state(RUN).facts.people["HW010"]
    sent["person-discipline"] = [*sent["person-discipline"], person.name]
    assert client.post(PAGE, sent).status_code == 302
    assert "HW010" in run_state(RUN).facts.members["discipline"]


def test_too_few_members_are_refused_and_the_form_keeps_what_was_typed(as_role):
    client = as_role()
    sent = form_of(client.get(PAGE))
    sent["person-judges"] = ["HW001", "HW999"]
    page = client.post(PAGE, sent)
    assert page.status_code == 422
    html = page.content.decode()
    assert "不少于 5 人" in html
    assert "HW999" in html
    assert len(run_state(RUN).facts.members["judges"]) > 2


def test_the_members_come_and_go_as_a_file(as_role):
    client = as_role()
    content = client.get(f"{PAGE}?as=xlsx").content
    rows = list(load_workbook(io.BytesIO(content))["members"].values)
    assert len(rows) == 1 + sum(map(len, run_state(RUN).facts.members.values()))
    assert client.post(PAGE, {"file": SimpleUploadedFile("members.xlsx", content)}).status_code == 302
    wrong = SimpleUploadedFile("members.csv", b"body,person\nnobody,HW001\n")
    assert client.post(PAGE, {"file": wrong}).status_code == 422


def test_who_may_not_appoint_reads_only(as_role):
    client = as_role("committee")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "<datalist" not in page.content.decode()
    assert all(body.title.zh in page.content.decode() for body in plan().bodies)
    assert client.post(PAGE, form_of(page)).status_code == 403


def test_bodies_that_the_form_leaves_out_stay_as_they_are(as_role):
    before = run_state(RUN).facts.members
    assert as_role().post(PAGE, {}).status_code == 302
    assert run_state(RUN).facts.members == before


def test_a_body_that_is_left_without_members_is_said_with_the_plans_number():
    bodies = (
        Body(id="judges", title=Text("评委", "Judges"), at_least=5),
        Body(id="any", title=Text("甲", "A")),
    )
    assert list(short_of_members(bodies, ())) == [
        Text(
            "“评委”还没有成员，方案规定不少于 5 人。",
            "'Judges' has no members yet; the plan asks for at least 5.",
        )
    ]
    assert list(short_of_members(bodies, [Member(body="judges", person="P1")])) == []
