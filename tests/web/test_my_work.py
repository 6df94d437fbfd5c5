"""My work: what waits for each role, and sentences where nothing does."""

import pytest
from browsing import make_account
from django.utils import timezone
from street_office import STREET

from quanheng.actions.demo import ROLE_ACCOUNTS
from quanheng.actions.record_rows import record_rows
from quanheng.actions.run_headless import ACTOR
from quanheng.core.stages.enrolment import Application
from quanheng.store.wipe import wipe
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db


def tasks(client, role):
    sections = {s.role: s for s in client.get("/").context["sections"]}
    return [(t.run, t.text.zh, t.done, t.wanted, t.is_late) for t in sections[role].tasks]


def test_the_organiser_sees_every_open_stage_and_none_is_late(as_role):
    found = sorted(tasks(as_role("organiser"), "organiser"))
    assert [task for task in found if task[0].startswith("s10-")] == [
        ("s10-decision", "党工委讨论决定", None, None, False),
        ("s10-notice", "任前公示", None, None, False),
        ("s10-open", "报名", None, None, False),
        ("s10-speech", "竞聘演讲", None, None, False),
    ]
    assert not any(is_late for run, *_, is_late in found if run)


def test_an_organisers_task_leads_to_the_screen_of_its_stage(as_role):
    client = as_role("organiser")
    task = next(t for t in client.get("/").context["sections"][0].tasks if t.run == "s10-decision")
    assert task.href == "/runs/s10-decision/stages/decision/meeting"
    assert [n.zh for n in task.notes] == ["会议记录"]
    assert client.get(task.href).status_code == 200


@pytest.mark.parametrize(
    ("username", "role", "expected"),
    [
        ("judge", "judge", [("s10-speech", "竞聘演讲：评分", 0, 26, False)]),
        (
            "committee",
            "committee_member",
            [
                ("two-way-board", "双向选择：岗位调配", None, None, False),
                ("s10-decision", "党工委讨论决定：表态", 0, 0, False),
            ],
        ),
        ("discipline", "discipline_officer", [("s10-notice", "任前公示：异议核查", 0, 0, False)]),
        (
            "staff",
            "staff",
            [
                ("two-way-open", "填报岗位志愿", None, None, False),
                ("s10-open", "正在报名", None, None, False),
            ],
        ),
    ],
)
def test_each_role_has_its_own_tasks(as_role, username, role, expected):
    assert sorted(tasks(as_role(username), role)) == sorted(expected)


def test_an_auditor_sees_the_books_verified(as_role):
    books = as_role("auditor").get("/").context["books"]
    assert all(b.holds for b in books)
    assert {b.name: b.holds for b in books if b.name == "house" or b.name.startswith("s10-")} == {
        "house": True,
        "s10-decision": True,
        "s10-finished": True,
        "s10-notice": True,
        "s10-open": True,
        "s10-speech": True,
    }


def test_an_administrator_sees_accounts_and_no_selection(as_role):
    page = as_role("admin").get("/").content.decode()
    assert f"共 {len(ROLE_ACCOUNTS) + sum(len(scene.accounts) for scene in STREET)} 个账户" in page
    assert "s10-" not in page


def test_an_account_without_a_role_is_told_so(client, db):
    client.force_login(make_account("nobody"), backend="django.contrib.auth.backends.ModelBackend")
    assert "您的账户还没有角色" in client.get("/").content.decode()


def test_empty_states_are_sentences(street, client):
    wipe()
    account = make_account("all", "organiser", "judge", "committee_member", "discipline_officer", "staff")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/").content.decode()
    for sentence in (
        "没有正在进行的选拔",
        "没有需要您评分",
        "没有需要您表态",
        "没有需要您出具",
        "没有正在报名",
    ):
        assert sentence in page


def test_a_member_of_staff_sees_what_they_applied_for(as_role):
    row = Application(person="HW090", post="area-head", applied_on=now().date())
    record_rows(ACTOR, "s10-open", "enrolment", "applications", [row], timezone.localtime())
    [task] = [t for t in as_role("staff").get("/").context["sections"][0].tasks if t.run == "s10-open"]
    assert task.notes[0].zh == "已报：工作片主任"
