"""Cascade (逐级选): the middle posts are chosen first, their winners are the heads who choose the staff."""

import pytest
from browsing import make_account
from small_run import ALL, AT, DAY

from quanheng.actions.close_stage import close_stage
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.members import Member
from quanheng.core.roster_tables import PersonRow, UnitRow
from quanheng.core.stages.matching import Call, Choice, Preference
from quanheng.core.values import Candidate
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN, PEOPLE = "cascade", ("P1", "P2", "P3", "P4", "P5")
PLAN = """\
language: 1
id: cascade
version: "1"
title: {zh: 先中层后一般人员, en: "Heads first, then staff"}
organisation: {name: 小街道, kind: street_office, scopes: [internal_unit_posts]}
as_of: 2026-03-10
begins_on: 2026-03-10
bodies: [{id: group, title: 领导小组, at_least: 1}]
classes: [{id: heads, title: 中层}, {id: staff, title: 一般岗位}]
posts:
  - {id: office-head, class: heads, title: 办公室主任, unit: 办公室, seats: 1}
  - {id: park-head, class: heads, title: 园区主任, unit: 园区, seats: 1}
  - {id: office-staff, class: staff, title: 办公室岗位, unit: 办公室, leading: false, seats: 1}
  - {id: park-staff, class: staff, title: 园区岗位, unit: 园区, leading: false, seats: 1}
choices: {max: 3, mode: ranked}
stages:
  - {id: heads, kind: matching, offices: [heads], must_take_part: nobody, preferences: {max: 2},
     adjusted_by: group, relatives: allow}
  - {id: staff, kind: matching, offices: [staff], preferences: {max: 2}, adjusted_by: group,
     heads: {office-staff: [office-head], park-staff: [park-head]}, alternates: null,
     rounds: [{}, {}], waiting: {length: {months: 3}}}
"""


def wish(who, *offices, number=1):
    return [
        Preference(person=who, office=o, order=n, round=number, stated_on=DAY)
        for n, o in enumerate(offices, start=1)
    ]


@pytest.fixture
def heads(db):
    """The run after the heads are found: P1 has the office, P2 the park; P3 lost."""
    people = [(n, PersonRow(code=p, name=f"人员{p}", unit="U")) for n, p in enumerate(PEOPLE, start=2)]
    import_roster(ALL, {"units": [(2, UnitRow(code="U", name="机关"))], "people": people}, AT)
    start_run(ALL, save_plan(ALL, PLAN, "cascade.yaml", AT), RUN, AT)
    appoint_members(ALL, RUN, [Member(body="group", person="P5", principal=True)], AT)
    wanted = [*wish("P1", "office-head"), *wish("P2", "office-head", "park-head"), *wish("P3", "office-head")]
    record_rows(ALL, RUN, "heads", "preferences", wanted, AT)
    chosen = [
        Choice(office="office-head", person="P1", order=1),
        Choice(office="park-head", person="P2", order=1),
    ]
    record_rows(ALL, RUN, "heads", "choices", chosen, AT)
    close_stage(ALL, RUN, "heads", AT, DAY)


def as_person(client, code):
    account = make_account(code.lower(), "staff", display_name=code, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def desk(office):
    return f"/runs/{RUN}/stages/staff/choosing/{office}"


def test_winners_choose_losers_take_part_and_the_second_round_widens_to_who_is_left(heads, client):
    stated = [
        *wish("P3", "office-staff", "park-staff"),
        *wish("P4", "office-staff"),
        *wish("P5", "park-staff"),
    ]
    record_rows(ALL, RUN, "staff", "preferences", stated, AT)
    winner = as_person(client, "P1")
    assert [a.person.id for a in winner.get(desk("office-staff")).context["desk"].askers] == ["P3", "P4"]
    winner.post(desk("office-staff"), {"standing|P4": "1", "standing|P3": "2"})
    as_person(client, "P2").post(desk("park-staff"), {"standing|P5": "1"})
    assert as_person(client, "P3").get(desk("office-staff")).status_code == 409
    call = [Call(round=2, preferences_until=now().date())]
    record_rows(ALL, RUN, "staff", "calls", call, now())
    page = client.get(f"/runs/{RUN}/stages/staff/preferences")
    assert (page.context["number"], page.context["takes"]) == (2, True)
    outcome = close_stage(ALL, RUN, "staff", now(), now().date())
    assert {str(c) for c in outcome.remaining.candidates} == {
        "P1@office-head", "P2@park-head", "P4@office-staff", "P5@park-staff",
    }  # fmt: skip
    assert outcome.record.unplaced == ("P3",)
    told = outcome.findings_of(Candidate("P3", "office-staff"))
    assert [f.code for f in told] == ["office_full"]
    assert run_state(RUN).outcomes["staff"].record.waits_until is not None
    answer = client.get(f"/runs/{RUN}/stages/staff/preferences").context["answer"]
    assert answer["waits"]
