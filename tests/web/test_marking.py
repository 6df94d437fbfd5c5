"""Judge's sheet: save and next, own marks alone, ranges and recusals."""

import pytest
from django.utils import timezone

from quanheng.actions.record_rows import record_rows
from quanheng.actions.run_headless import ACTOR
from quanheng.core.stages.speech import Recusal
from quanheng.store.load import run_state

pytestmark = pytest.mark.django_db
PAGE = "/runs/s10-speech/stages/speech/marking"


def own_marks(judge="HW007"):
    held = run_state("s10-speech").facts.rows["speech"]["marks"]
    return {m.person: str(m.mark) for m in held if m.judge == judge}


def test_the_overview_shows_the_judges_own_marks_alone(as_role):
    page = as_role("judge").get(PAGE)
    assert (page.context["done"], page.context["wanted"]) == (0, 26)
    assert {line.mark for s in page.context["sheets"] for line in s.lines} == {""}


def test_save_and_next_goes_through_the_list(as_role):
    client = as_role("judge")
    saved = client.post(f"{PAGE}/1", {"mark-": "90.5"})
    assert saved["Location"] == f"{PAGE}/2?saved=1"
    first = client.get(PAGE).context["sheets"][0]
    assert own_marks() == {first.unit.person: "90.5"}
    page = client.get(saved["Location"])
    assert page.context["sheet"].number == 2
    assert b'data-draft-done="judge/s10-speech/speech/1"' in page.content


def test_the_last_sheet_leads_back_to_the_overview(as_role):
    client = as_role("judge")
    for number in range(1, 27):
        last = client.post(f"{PAGE}/{number}", {"mark-": "80"})
    assert last["Location"] == f"{PAGE}?saved=26"
    assert len(own_marks()) == 26


@pytest.mark.parametrize(
    ("typed", "said"), [("101", "不在允许范围内"), ("", "还没有打分"), ("好", "请填数字")]
)
def test_a_mark_that_may_not_be_is_told_at_its_line_and_kept(as_role, typed, said):
    page = as_role("judge").post(f"{PAGE}/1", {"mark-": typed})
    [line] = page.context["sheet"].lines
    assert (page.status_code, line.mark) == (422, typed)
    assert said in line.error.zh
    assert own_marks() == {}


def test_a_mark_may_be_changed_until_the_stage_closes(as_role):
    client = as_role("judge")
    client.post(f"{PAGE}/1", {"mark-": "90"})
    client.post(f"{PAGE}/1", {"mark-": "85"})
    assert list(own_marks().values()) == ["85"]


def test_a_candidate_for_whom_the_judge_stepped_aside_is_not_marked(as_role):
    client = as_role("judge")
    person = client.get(PAGE).context["sheets"][0].unit.person
    row = Recusal(judge="HW007", person=person, reason="夫妻")
    record_rows(ACTOR, "s10-speech", "speech", "recusals", [row], timezone.localtime())
    page = client.get(f"{PAGE}/1")
    assert page.context["sheet"].is_barred
    assert page.context["wanted"] == 25
    assert b"<textarea" not in page.content
    refused = client.post(f"{PAGE}/1", {"mark-": "90"})
    assert (refused.status_code, own_marks()) == (422, {})


def test_a_closed_stage_is_read_only(as_role):
    client = as_role("judge")
    page = client.post("/runs/s10-finished/stages/speech/marking/1", {"mark-": "1"})
    assert page.status_code == 200
    assert b"readonly" in page.content


@pytest.mark.parametrize("who", ["organiser", "staff", "committee", "admin", "auditor"])
def test_nobody_else_has_a_sheet(as_role, who):
    assert as_role(who).get(PAGE).status_code == 403


def test_there_is_no_sheet_beyond_the_last(as_role):
    assert as_role("judge").get(f"{PAGE}/27").status_code == 404
