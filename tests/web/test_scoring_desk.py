"""Scoring desk: all sheets at a glance, keyed one by one from paper, compared with their totals, keyed again."""

import pytest

from quanheng.core.stages.speech import Recusal
from quanheng.store.load import run_state

pytestmark = pytest.mark.django_db
DESK = "/runs/s10-speech/stages/speech/scoring"


def marks_of(run, stage, table, judge):
    held = run_state(run).facts.rows[stage].get(table, ())
    return [row for row in held if row.judge == judge]


def test_the_grid_shows_what_is_missing_left_out_and_far_off(as_role):
    page = as_role("organiser").get(DESK)
    [grid] = page.context["grids"]
    place = grid.panel.judges.index("HW007")
    assert (grid.counts[place], grid.done) == ((0, 26), grid.wanted - 26)
    assert {line.cells[place].state for line in grid.lines} == {"none"}
    assert page.context["next"] == f"{DESK}/all/HW007/1"


def test_a_sheet_is_keyed_and_the_next_missing_one_comes_up(as_role):
    client = as_role("organiser")
    sent = client.post(f"{DESK}/all/HW007/1", {"mark-": "88", "note": "纸质表"})
    assert sent["Location"] == f"{DESK}/all/HW007/2?by=candidate"
    [row] = marks_of("s10-speech", "speech", "marks", "HW007")
    assert (str(row.mark), row.note) == ("88", "纸质表")
    wrong = client.post(f"{DESK}/all/HW007/2", {"mark-": "880"})
    assert (wrong.status_code, wrong.context["sheet"].lines[0].mark) == (422, "880")
    assert len(marks_of("s10-speech", "speech", "marks", "HW007")) == 1


def test_what_is_wrong_with_a_sheet_is_shown_in_the_grid(as_role):
    client = as_role("organiser")
    person = client.get(f"{DESK}/all/HW007/1").context["sheet"].unit.person
    client.post(f"{DESK}/all/HW007/1", {"mark-": "12"})
    first = client.get(DESK).context["grids"][0].lines[0]
    cell = next(c for c in first.cells if c.judge == "HW007")
    assert (cell.total, cell.is_far) == ("12", True)
    record_recusal(client, person)
    first = client.get(DESK).context["grids"][0].lines[0]
    assert next(c for c in first.cells if c.judge == "HW007").state == "aside"
    assert client.post(f"{DESK}/all/HW007/1", {"mark-": "80"}).status_code == 200


def record_recusal(client, person):
    row = Recusal(judge="HW007", person=person, reason="夫妻")
    sent = client.post("/runs/s10-speech/stages/speech/inputs/recusals", row.model_dump())
    assert sent.status_code == 302


def test_a_sheet_is_keyed_again_blind_by_somebody_else(as_role):
    organiser = as_role("organiser")
    organiser.post(f"{DESK}/all/HW007/1", {"mark-": "88"})
    own = organiser.get(f"{DESK}/all/HW007/1/again")
    assert own.context["is_own"]
    assert organiser.post(f"{DESK}/all/HW007/1/again", {"mark-": "88"}).status_code == 409
    other = as_role("discipline")
    blank = other.get(f"{DESK}/all/HW007/1/again")
    assert [line.mark for line in blank.context["sheet"].lines] == [""]
    assert [c.total for c in other.get(DESK).context["grids"][0].lines[0].cells if c.total] == []
    wrong = other.post(f"{DESK}/all/HW007/1/again", {"mark-": "87"})
    assert [r.code for r in wrong.context["refusals"]] == ["keyed_differently"]
    assert other.post(f"{DESK}/all/HW007/1/again", {"mark-": "88.0"}).status_code == 302
    [check] = run_state("s10-speech").facts.rows["speech"]["checks"]
    assert (check.judge, str(check.total)) == ("HW007", "88")
