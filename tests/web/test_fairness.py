"""Judge fairness: the same numbers on the page, in the chart and in the file, opened by who sees the run."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from quanheng.store.load import run_state

pytestmark = pytest.mark.django_db
JUDGE = "HW001"
PAGE = "/runs/s10-finished/stages/speech/fairness"


def test_the_page_shows_every_judge_and_every_candidate_who_came(as_role):
    page = as_role("auditor").get(PAGE).content.decode()
    state = run_state("s10-finished")
    outcome = state.outcomes["speech"]
    judges = {j for group in outcome.record.judges.values() for j in group}
    for code in judges | {s.candidate.person for s in outcome.scores}:
        assert state.facts.people[code].name in page
    assert page.count("<circle") == len(state.facts.rows["speech"]["marks"])


def test_every_figure_opens_to_single_marks(as_role):
    client = as_role("auditor")
    state = run_state("s10-finished")
    given = {m.person: m.mark for m in state.facts.rows["speech"]["marks"] if m.judge == JUDGE}
    opened = client.get(f"{PAGE}?judge={JUDGE}").context
    assert {line.name: line.cells[0] for line in opened["judge_marks"]} == {
        state.facts.people[person].name: f"{mark.normalize():f}" for person, mark in given.items()
    }
    trimmed = client.get(f"{PAGE}?method=trimmed").context["method_lines"]
    judges = {m.judge for m in state.facts.rows["speech"]["marks"]}
    assert {(len(line.struck), len(line.cells)) for line in trimmed} == {(2, len(judges) + 4)}
    ranks = client.get(f"{PAGE}?method=ranks").context["method_lines"]
    assert {len(line.cells) for line in ranks} == {len(judges) + 3}
    assert all(Decimal(line.cells[0]) >= 1 for line in ranks)
    assert "如果去掉一个最高、一个最低" in client.get(PAGE).content.decode()


def test_the_file_holds_each_mark_as_it_was_given(as_role):
    sheet = load_workbook(BytesIO(as_role("organiser").get(f"{PAGE}?as=xlsx").content)).worksheets[0]
    header, *rows = [[str(c) for c in row] for row in sheet.iter_rows(values_only=True)]
    while "姓名" not in header:
        header, *rows = rows
    state = run_state("s10-finished")
    names = {code: person.name for code, person in state.facts.people.items()}
    given = {
        (names[m.person], names[m.judge]): f"{m.mark.normalize():f}"
        for m in state.facts.rows["speech"]["marks"]
    }
    shown = {
        (row[0], judge): row[header.index(judge)]
        for row in rows
        for judge in {j for _, j in given}
        if (row[0], judge) in given
    }
    assert shown == given


def test_an_open_stage_has_no_page_yet(as_role):
    assert as_role("auditor").get("/runs/s10-speech/stages/speech/fairness").status_code == 404
