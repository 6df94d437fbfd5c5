"""The screens by role under another plan: ranked choices, criteria sheets, marks as numbers, a secret ballot."""

import pytest
from browsing import make_account
from small_run import ALL, AT, DAY, application, roster

from quanheng.actions.close_stage import close_stage
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.members import Member
from quanheng.core.stages.decision.tables import Attendance
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

RUN = "variant-1"
HEAD = """\
language: 1
id: variant
version: "1"
title: 另一个方案
organisation: {name: 小街道, kind: street_office, scopes: [internal_unit_posts]}
as_of: 2026-03-10
begins_on: 2026-03-10
bodies: [{id: judges, title: 评委, at_least: 1}, {id: committee, title: 党工委}]
posts: [{id: office, title: 办公室主任, seats: 1}, {id: area, title: 工作片主任, seats: 1}]
choices: {max: 2, mode: ranked}
stages:
  - {id: enrolment, kind: enrolment, statement_at_least: 4}
"""
SPEECH = """\
  - id: speech
    kind: speech
    judges: judges
    per: candidacy
    draw: true
    items: [{id: look, title: 仪表, max: 10}, {id: answer, title: 答题, max: 90}, {id: time, title: 守时, max: 5, yes_no: true}]
"""
ASSESSMENT = """\
  - id: assessment
    kind: assessment
    scale: {min: 0, max: 10}
    groups: [{id: leaders, title: 领导, weight: 40}, {id: staff, title: 职工, weight: 60}]
    denominator: valid
    empty_group: renormalise
    numbering: group
    blank: abstain
"""
DECISION = """\
  - {id: decision, kind: decision, body: committee, quorum: {share: 2/3, of: members},
     majority: {over: 1/2, of: present}, manner: secret}
"""


def begun(stages, client, who, role, code):
    """A run of the plan with these stages; the client signed in as somebody of a role."""
    import_roster(ALL, roster(), AT)
    version = save_plan(ALL, HEAD + stages, "variant.yaml", AT)
    start_run(ALL, version, RUN, AT)
    seats = [
        Member(body="judges", person="J1"),
        *(Member(body="committee", person=p) for p in ("J1", "J2", "P9")),
    ]
    appoint_members(ALL, RUN, seats, AT)
    account = make_account(who, role, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows(stage, table):
    return run_state(RUN).facts.rows.get(stage, {}).get(table, ())


def enrolled_and_closed():
    record_rows(ALL, RUN, "enrolment", "applications", [_long(application("P1", "office"))], AT)
    record_rows(ALL, RUN, "enrolment", "applications", [_long(application("P2", "area"))], AT)
    close_stage(ALL, RUN, "enrolment", AT, DAY)


def _long(row):
    return row.model_copy(update={"statement": "愿意担当"})


def test_choices_are_ranked_and_a_statement_has_its_length(client):
    client = begun("", client, "staff", "staff", "P1")
    page = f"/runs/{RUN}/stages/enrolment/enrolment"
    given = {"post": ["office", "area"], "choice|office": "2", "choice|area": "1", "confirmed": "1"}
    short = client.post(page, given | {"statement": "短"})
    assert {r.code for r in short.context["refusals"]} == {"statement_too_short"}
    same = client.post(page, given | {"statement": "愿意担当", "choice|area": "2"})
    assert [r.code for r in same.context["refusals"]] == ["choice_repeated"]
    client.post(page, given | {"statement": "愿意担当"})
    assert sorted((a.choice, a.post) for a in rows("enrolment", "applications")) == [
        (1, "area"),
        (2, "office"),
    ]


def test_a_criteria_sheet_is_filled_line_by_line(client):
    client = begun(SPEECH, client, "judge", "judge", "J1")
    enrolled_and_closed()
    page = f"/runs/{RUN}/stages/speech/marking"
    sheet = client.get(f"{page}/1").context["sheet"]
    assert [line.allowed.zh for line in sheet.lines] == ["0 至 10 分", "0 至 90 分", "0 或 5 分"]
    wrong = client.post(f"{page}/1", {"mark-look": "11", "mark-answer": "80", "mark-time": "3"})
    assert [bool(line.error) for line in wrong.context["sheet"].lines] == [True, False, True]
    assert [line.mark for line in wrong.context["sheet"].lines] == ["11", "80", "3"]
    client.post(f"{page}/1", {"mark-look": "9", "mark-answer": "80", "mark-time": "5"})
    assert client.get(page).context["sheets"][0].total == "94"
    assert {(m.post, m.item) for m in rows("speech", "marks")} == {
        ("office", "look"),
        ("office", "answer"),
        ("office", "time"),
    }


def test_sheets_of_numbers_are_numbered_group_by_group(client):
    client = begun(ASSESSMENT, client, "organiser", "organiser", None)
    enrolled_and_closed()
    page = f"/runs/{RUN}/stages/assessment/sheets"
    for group in ("leaders", "staff"):
        done = client.post(page, {"group": group, "sheet": "1", "P1|overall": "9", "P2|overall": ""})
        assert done.status_code == 302
    assert client.get(f"{page}?group=staff").context["number"] == "2"
    assert sorted((r.group, r.person, dict(r.marks)) for r in rows("assessment", "sheets") if r.marks) == [
        ("leaders", "P1", {"overall": "9"}),
        ("staff", "P1", {"overall": "9"}),
    ]
    beyond = client.post(page, {"group": "staff", "sheet": "2", "P1|overall": "11", "P2|overall": "5"})
    assert [row.error is not None for row in beyond.context["grid"]] == [True, False]


def test_a_secret_ballot_takes_counts_and_no_names(client):
    client = begun(DECISION, client, "organiser", "organiser", None)
    enrolled_and_closed()
    page = f"/runs/{RUN}/stages/decision/meeting"
    attendance = [Attendance(member=m, present=True) for m in ("J1", "J2", "P9")]
    record_rows(ALL, RUN, "decision", "attendance", attendance, now())
    who = {"person": "P1", "post": "office"}
    assert client.post(f"{page}/count", who | {"agree": "4"}).status_code == 422
    client.post(f"{page}/count", who | {"agree": "2", "disagree": "1"})
    card = client.get(page).context["cards"][0]
    assert (card.result.zh, card.decision.needed, card.decision.count.agree) == ("通过", 2, 2)
    assert client.post(f"{page}/votes", who | {"vote|J1": "agree"}).status_code == 422
    assert rows("decision", "votes") == ()
