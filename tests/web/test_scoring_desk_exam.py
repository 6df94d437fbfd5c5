"""Scoring desk of an examination: interviews keyed like speeches, examiners on their phones, written papers."""

import pytest
from browsing import make_account
from django.db import transaction
from django.test import override_settings
from street_office import STREET

from quanheng.actions.demo import ORGANISER, load_demo
from quanheng.actions.demo_runs import Scene, standing_at
from quanheng.actions.go_back import go_back
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.values import Text
from quanheng.store.load import run_state
from quanheng.store.models import Account
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "judged"
EXAM = f"/runs/{RUN}/stages/interview"
SCENES = (
    next(scene for scene in STREET if scene.code == "s10-open"),
    Scene(
        RUN,
        Text("面试", "Interview"),
        "s4-competition-judged",
        "s4/judged",
        standing_at("interview", entered=lambda given: given),
    ),
)


@pytest.fixture(scope="module")
def exam(django_db_setup, django_db_blocker):
    """A competition in which the interviews are marked and their stage is still open."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now(), scenes=SCENES)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def organiser(exam, client, db):
    """The organiser, signed in."""
    forget_worked_out()
    account = Account.objects.get(username="organiser")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def marks_of(run, stage, table, judge):
    held = run_state(run).facts.rows[stage].get(table, ())
    return [row for row in held if row.judge == judge]


def test_an_interview_is_keyed_like_a_speech_and_trimming_shows(organiser):
    client = organiser
    [grid] = client.get(f"{EXAM}/scoring").context["grids"]
    assert {sum(c.dropped is not None for c in line.cells) for line in grid.lines} == {2}
    judge = grid.panel.judges[0]
    assert client.post(f"{EXAM}/scoring/interview/{judge}/1", {"mark-": "77"}).status_code == 302
    first = grid.panel.units[0].person
    [row] = [r for r in marks_of(RUN, "interview", "judge_marks", judge) if r.examinee == first]
    assert str(row.mark) == "77"


def test_an_examiner_marks_on_their_own_phone_and_sees_their_own_marks_alone(exam, client):
    judge = run_state(RUN).facts.members["panel"][0]
    account = make_account("examiner", "judge", display_name="考官", person_code=judge)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"{EXAM}/marking")
    assert {s.judge for s in page.context["sheets"]} == {judge}
    assert client.post(f"{EXAM}/marking/1", {"mark-": "66"}).status_code == 302
    assert client.get(f"{EXAM}/marking").context["sheets"][0].lines[0].mark == "66"
    assert client.get(f"{EXAM}/scoring").status_code == 403
    assert b"/stages/interview/marking" in client.get("/").content


def test_written_papers_are_entered_down_the_list_by_number_or_not_at_all(organiser):
    go_back(ORGANISER, RUN, "written", "核对", now())
    client = organiser
    address = f"/runs/{RUN}/stages/written/papers-marked/common"
    page = client.get(address)
    numbered = [line for line in page.context["lines"] if line.examinee and not line.away]
    assert {line.name for line in numbered} == {""}
    first, second = (f"mark-{line.examinee}" for line in numbered[:2])
    before = run_state(RUN).facts.rows["written"]["marks"]
    refused = client.post(address, {first: "61", second: "610"})
    assert (refused.status_code, refused.context["wrong"]) == (422, 1)
    assert run_state(RUN).facts.rows["written"]["marks"] == before
    assert client.post(address, {first: "61"}).status_code == 302
    marks = {m.examinee: str(m.mark) for m in run_state(RUN).facts.rows["written"]["marks"]}
    assert marks[numbered[0].examinee] == "61"
