"""The demonstration's books: who acted and when, on whatever day it is loaded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from quanheng.actions.demo import load_demo
from quanheng.actions.demo_scenes import SCENES
from quanheng.core.engine import next_stage
from quanheng.core.plans.timeline import timeline
from quanheng.core.workdays import Calendar
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.load import run_state
from quanheng.store.models import InputRow, PlanVersion

pytestmark = pytest.mark.django_db
CODES = tuple(scene.code for scene in SCENES)
MORNINGS = [datetime(2026, 11, day, 1, 30, tzinfo=UTC) for day in (23, 26, 28)] + [
    datetime(2026, 5, 4, 23, 0, tzinfo=UTC)
]


@pytest.fixture(scope="module", params=MORNINGS, ids=lambda at: f"{at:%a %Y-%m-%d}")
def loaded(request, django_db_setup, django_db_blocker):
    """When the demonstration was loaded: a Monday, a Thursday, a Saturday, and before its first run's own days."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(request.param)
        yield request.param
        transaction.set_rollback(True)


def test_nothing_happened_after_it_was_loaded_and_time_goes_forward(loaded):
    for book in (HOUSE, *CODES):
        instants = [datetime.fromisoformat(str(e.at)) for e in entries_of(book)]
        assert instants == sorted(instants), book
        assert instants[-1] <= loaded, book


def test_acts_are_done_by_accounts_of_the_demonstration(loaded):
    acts = {(e.actor, e.act) for book in CODES for e in entries_of(book)}
    assert {actor for actor, _ in acts} == {"organiser", "discipline", "public", "archivist"}
    assert {act for actor, act in acts if actor == "discipline"} == {
        "give_integrity_opinion",
        "keep_questions",
        "settle_objection",
    }
    assert {act for actor, act in acts if actor == "public"} == {"object"}
    assert {e.actor for e in entries_of(HOUSE)} == {"organiser", "discipline"}
    assert {e.act for e in entries_of(HOUSE) if e.actor == "discipline"} >= {"set_alert_settings"}
    assert set(PlanVersion.objects.values_list("saved_by", flat=True)) == {"organiser"}
    assert "headless" not in set(InputRow.objects.values_list("entered_by", flat=True))


def test_every_open_stage_is_due_today_or_soon(loaded):
    today = (loaded + timedelta(hours=8)).date()
    due = {}
    for code in CODES:
        plan = run_state(code).facts.plan
        stage = next_stage(plan, run_state(code).outcomes)
        assert plan.begins_on <= today, code
        if stage is None:
            continue
        step = next(s for s in timeline(plan) if s.stage == stage.id)
        due[code] = (stage.id, step.closes_on or step.opens_on)
    standing = {code: stage for code, (stage, _) in due.items()}
    assert (
        standing.items()
        >= {
            "s1-integrity": "integrity-exam",
            "s2-shortlist": "shortlist",
            "s4-judged": "clearance",
            "s4-scored": "inspection",
            "s4-written": "written",
            "s4-interview": "interview",
            "s4-placing": "placing",
            "s9-structure": "structure",
            "s9-approval": "approval",
            "s3-nomination": "nomination",
            "s10-speech": "speech",
            "s10-decision": "decision",
            "s10-notice": "notice",
            "s10-open": "enrolment",
        }.items()
    )
    soon = {code: day for code, (_, day) in due.items() if not code.startswith("two-way")}
    assert all(today <= day <= today + timedelta(days=5) for day in soon.values()), soon
    ends = due["s10-open"][1]
    assert [Calendar().is_working_day(ends + timedelta(days=n)) for n in (0, 1)] == [True, True]
