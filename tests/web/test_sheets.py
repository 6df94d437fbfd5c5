"""Assessment sheets: keyed by digits, once each, against the turnout."""

import pytest
from django.utils import timezone
from street_office import given

from quanheng.actions.close_stage import close_stage
from quanheng.actions.record_rows import record_rows
from quanheng.actions.run_headless import ACTOR
from quanheng.core.values import RefusedMany
from quanheng.store.books import entries_of
from quanheng.store.load import fresh_run_state, run_state
from quanheng.store.models import SecretBlock

pytestmark = pytest.mark.django_db
RUN = "s10-speech"
PAGE = f"/runs/{RUN}/stages/assessment/sheets"


@pytest.fixture
def organiser(as_role):
    """The organiser, with the speeches closed so that the sheets are next."""
    rows = [r for r in given().stages["speech.marks"].rows if r.judge == "HW007"]
    record_rows(ACTOR, RUN, "speech", "marks", rows, timezone.localtime())
    close_stage(ACTOR, RUN, "speech", timezone.localtime())
    return as_role("organiser")


def people(client):
    return [row.person for row in client.get(PAGE).context["grid"]]


def filled(client, key="1", **more):
    dimensions = ("virtue", "ability", "diligence", "achievement", "integrity")
    return (
        {"group": "staff", "sheet": "1"}
        | {f"{p}|{d}": key for p in people(client) for d in dimensions}
        | more
    )


def turnout(client, *counts):
    names = ("should_attend", "present", "issued", "returned")
    return client.post(f"{PAGE}/1/turnout", {f"staff|{n}": c for n, c in zip(names, counts, strict=True)})


def keyed():
    rows = run_state(RUN).facts.rows.get("assessment", {}).get("sheets", ())
    return sorted({(r.sheet, mark) for r in rows for mark in r.marks.values()})


def test_a_sheet_is_keyed_by_digits_and_the_next_comes_up(organiser):
    done = organiser.post(PAGE, filled(organiser, "2"))
    assert done["Location"] == f"{PAGE}?group=staff&sheet=2#grid"
    assert keyed() == [("1", "competent")]


def test_grades_may_be_written_out(organiser):
    organiser.post(PAGE, filled(organiser, "优秀"))
    assert keyed() == [("1", "优秀")]


def test_a_cell_left_empty_is_told_at_its_row_and_nothing_enters(organiser):
    first = people(organiser)[0]
    page = organiser.post(PAGE, filled(organiser, **{f"{first}|virtue": ""}))
    assert page.status_code == 422
    [wrong] = [row for row in page.context["grid"] if row.error]
    assert (wrong.person, "没有评价" in wrong.error.zh) == (first, True)
    assert keyed() == []


def test_two_grades_in_one_cell_are_refused_where_the_plan_says_so(organiser):
    first = people(organiser)[0]
    page = organiser.post(PAGE, filled(organiser, **{f"{first}|virtue": "x"}))
    [wrong] = [row for row in page.context["grid"] if row.error]
    assert "只能选一个等次" in wrong.error.zh


def test_a_number_beyond_those_issued_is_refused(organiser):
    turnout(organiser, "10", "9", "9", "8")
    page = organiser.post(PAGE, filled(organiser, sheet="10"))
    assert (page.status_code, "超出发出的票数" in page.content.decode()) == (422, True)


def test_a_sheet_is_keyed_once_unless_it_replaces_what_was_misread(organiser):
    organiser.post(PAGE, filled(organiser, "1"))
    again = organiser.post(PAGE, filled(organiser, "3"))
    assert (again.status_code, again.context["is_keyed"]) == (422, True)
    assert keyed() == [("1", "excellent")]
    organiser.post(PAGE, filled(organiser, "3", again="on"))
    assert keyed() == [("1", "basic")]
    assert fresh_run_state(RUN).facts.rows["assessment"] == run_state(RUN).facts.rows["assessment"]
    assert SecretBlock.objects.filter(run__code=RUN, stage="assessment").count() == 1


def test_the_trace_says_that_a_sheet_was_keyed_again_and_not_which(organiser):
    organiser.post(PAGE, filled(organiser, "1"))
    organiser.post(PAGE, filled(organiser, "3", again="on"))
    taken = [e for e in entries_of(RUN) if "taken_out" in e.body]
    assert [(e.act, dict(e.body)) for e in taken] == [
        ("record_sheets", {"stage": "assessment", "table": "sheets", "taken_out": len(people(organiser))})
    ]


def test_progress_counts_sheets_against_those_returned(organiser):
    turnout(organiser, "10", "9", "9", "8")
    organiser.post(PAGE, filled(organiser))
    [group] = organiser.get(PAGE).context["groups"]
    assert (group.keyed, group.left) == (1, 7)
    assert organiser.get(PAGE).context["number"] == "2"


def test_a_turnout_that_contradicts_itself_is_refused(organiser):
    for counts in (("10", "11", "9", "8"), ("10", "", "9", "8"), ("十", "9", "9", "8")):
        page = turnout(organiser, *counts)
        [group] = page.context["groups"]
        assert (page.status_code, tuple(group.typed.values())) == (422, counts)
        assert f'value="{counts[0]}"' in page.content.decode()
        assert group.turnout is None
    assert turnout(organiser, "", "", "", "").context["turnout_refusals"][0].code == "nothing_entered"


def test_no_grid_is_offered_once_every_returned_sheet_is_keyed(organiser):
    turnout(organiser, "1", "1", "1", "1")
    assert organiser.post(PAGE, filled(organiser)).status_code == 302
    done = organiser.get(PAGE)
    assert done.context["is_all_keyed"] is True
    assert "data-key-grid" not in done.content.decode()
    assert "data-key-grid" in organiser.get(f"{PAGE}?again=1").content.decode()


def test_the_page_says_what_is_not_protected(organiser):
    page = organiser.get(PAGE).content.decode()
    assert "不保护：" in page


@pytest.mark.parametrize("who", ["judge", "staff", "committee", "discipline", "auditor", "admin"])
def test_nobody_else_keys_sheets(as_role, who):
    assert as_role(who).get("/runs/s10-finished/stages/assessment/sheets").status_code == 403


def test_sheets_that_stand_already_are_not_counted_twice(organiser):
    organiser.post(PAGE, filled(organiser, "1"))
    rows = run_state(RUN).facts.rows["assessment"]["sheets"]
    with pytest.raises(RefusedMany, match="不能再录一次"):
        record_rows(ACTOR, RUN, "assessment", "sheets", rows, timezone.localtime())
    assert run_state(RUN).facts.rows["assessment"]["sheets"] == rows
