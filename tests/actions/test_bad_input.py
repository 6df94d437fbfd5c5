"""Bad input (错误录入): what may not happen is refused by the real act, with its place, its rule and the remedy."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from quanheng.actions.close_stage import close_stage
from quanheng.actions.demo import OFFICER, ORGANISER, load_demo
from quanheng.actions.demo_scenes import SCENES
from quanheng.actions.receive_objection import receive_objection
from quanheng.actions.record_rows import record_rows
from quanheng.core.stages.clearance import Opinion
from quanheng.core.stages.decision.tables import Attendance, Meeting
from quanheng.core.values import Refused
from quanheng.store.books import head_of
from quanheng.store.load import run_state
from quanheng.store.models import InputRow
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

WANTED = ("s10-finished", "s10-decision", "s10-speech", "s4-judged")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """A street office before its decision and a bureau before its four musts."""
    scenes = tuple(s for s in SCENES if s.code in WANTED)
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now(), scenes=scenes)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def refused(loaded, db):
    """Does an act, which must be refused and leave neither a row nor an entry behind."""

    def refusal_of(run, act):
        before = (InputRow.objects.count(), head_of(run))
        with pytest.raises(Refused) as refusal, transaction.atomic():
            act()
        assert (InputRow.objects.count(), head_of(run)) == before
        found = getattr(refusal.value, "refusals", (refusal.value,))[0]
        assert found.where
        assert found.remedy.zh
        assert found.remedy.say("en")
        return found

    return refusal_of


def opinion(person, **more):
    said = {
        "person": person,
        "must": "discipline_opinion",
        "result": "clear",
        "document": "纪函1号",
        "given_on": now().date(),
        "signed_by": "SJ007",
        "second_signature": "SJ011",
    }
    return Opinion(**{**said, **more})


def candidate():
    outcomes = run_state("s4-judged").outcomes
    return outcomes["inspection"].remaining.people()[0]


@pytest.mark.parametrize("field", ["signed_by", "second_signature"])
def test_a_clearance_signed_by_the_person_concerned(refused, field):
    person = candidate()
    rows = [opinion(person, **{field: person})]
    found = refused(
        "s4-judged", lambda: record_rows(OFFICER, "s4-judged", "clearance", "opinions", rows, now())
    )
    assert found.code == "signer_not_allowed"
    assert "公务员回避规定" in found.text.zh
    assert person in found.where


def test_a_clearance_signed_by_a_body_that_does_not_give_it(refused):
    rows = [opinion(candidate(), signed_by="SJ008", second_signature="SJ009")]
    found = refused(
        "s4-judged", lambda: record_rows(OFFICER, "s4-judged", "clearance", "opinions", rows, now())
    )
    assert found.code == "signer_not_allowed"
    assert "stages.clearance.given_by" in found.text.zh


def test_a_clearance_with_one_signature_where_two_are_asked_for(refused):
    person = candidate()
    record_rows(OFFICER, "s4-judged", "clearance", "opinions", [opinion(person, second_signature="")], now())
    found = refused("s4-judged", lambda: close_stage(ORGANISER, "s4-judged", "clearance", now()))
    name = run_state("s4-judged").facts.people[person].name
    assert (found.code, f"{name}的“纪检监察机关意见必听”尚缺第二签字" in found.text.zh) == (
        "stage_closed_too_early",
        True,
    )


def test_dates_out_of_order(refused):
    closed = run_state("s10-speech").facts.closings[-1].closed_on
    day = closed - timedelta(days=1)
    found = refused(
        "s10-speech", lambda: close_stage(ORGANISER, "s10-speech", "speech", now(), closed_on=day)
    )
    assert found.code == "closed_out_of_order"
    rows = [opinion(candidate(), given_on=now().date() + timedelta(days=1))]
    found = refused(
        "s4-judged", lambda: record_rows(OFFICER, "s4-judged", "clearance", "opinions", rows, now())
    )
    assert found.code == "given_in_future"


def test_a_decision_with_too_few_present(refused):
    state = run_state("s10-decision")
    members = state.facts.members["committee"]
    meeting = Meeting(held_on=now().date(), place="二楼", chair=members[0], recorder="记录", agenda="任用")
    there = [Attendance(member=m, present=n < 5) for n, m in enumerate(members)]
    record_rows(ORGANISER, "s10-decision", "decision", "meeting", [meeting], now())
    record_rows(ORGANISER, "s10-decision", "decision", "attendance", there, now())
    found = refused("s10-decision", lambda: close_stage(ORGANISER, "s10-decision", "decision", now()))
    assert (found.code, found.where) == ("quorum_not_met", "stages.decision.quorum")
    assert "条例" in found.text.zh


def test_an_objection_after_the_end(refused):
    person = run_state("s10-finished").outcomes["notice"].remaining.people()[0]

    def object_late():
        receive_objection("s10-finished", "notice", person, "反映其学历与档案不符。", "", now())

    found = refused("s10-finished", object_late)
    assert found.code == "stage_closed"
