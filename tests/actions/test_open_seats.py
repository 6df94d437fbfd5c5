"""A run opens only seats that are vacant: against the archive, and against what other runs opened."""

from dataclasses import replace

import pytest
from small_run import ALL, AT, PLAN, roster

from quanheng.actions.import_roster import import_roster
from quanheng.actions.open_seats import open_seats, seats_to_open
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import start_run
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster_tables import EstablishmentRow, PostRow, TenureRow
from quanheng.core.stages.appointment import Appointed, AppointmentRecord
from quanheng.core.vacancy_gate import GateLine
from quanheng.core.values import Outcome, RefusedMany, Slate
from quanheng.store.books import entries_of
from quanheng.store.load import remember, run_state
from quanheng.store.models import Run

pytestmark = pytest.mark.django_db
LEVEL = {"unit": "U", "level": "中层副职", "leading": True}
ONE = PLAN.replace("title: 办公室主任,", "title: 办公室主任, unit: 机关, level: 中层副职,")
OTHER = ONE.replace("id: small", "id: other").replace("id: office", "id: bureau")
ANEW = ONE.replace("choices:", "vacates: true\nchoices:")


def archive(seats=1, holders=()):
    tables = roster()
    tables["posts"] = [(2, PostRow(code="office", title="办公室主任", **LEVEL))]
    number = EstablishmentRow(**LEVEL, seats=seats, approved_on="2024-01-01", paper="编〔2024〕1号")
    tables["establishments"] = [(2, number)]
    tables["tenures"] = [
        (n, TenureRow(person=who, kind="post", name="办公室主任", since="2020-01-01", post="office"))
        for n, who in enumerate(holders, 2)
    ]
    import_roster(ALL, tables, AT)


def start(code, text=ONE):
    return start_run(ALL, save_plan(ALL, text, "p.yaml", AT), code, AT)


def line(**more):
    held = {
        "unit": "机关", "level": "中层副职", "leading": True, "title": "", "approved": 1,
        "paper": "编〔2024〕1号", "actual": 0, "vacating": 0, "elsewhere": (), "opened": 1, "posts": ("office",),
    }  # fmt: skip
    return GateLine(**(held | more))


def test_a_vacancy_is_opened_once():
    archive()
    start("first")
    told = dict(next(entries_of("first")).body)["establishment"]
    assert told == {
        "places": [
            {
                "unit": "机关", "level": "中层副职", "leading": True, "post": "", "approved": 1,
                "paper": "编〔2024〕1号", "actual": 0, "vacating": 0, "elsewhere": {}, "vacant": 1, "opened": 1,
            }
        ],
        "unknown": ["area"],
    }  # fmt: skip
    with pytest.raises(RefusedMany) as refused:
        start("second", OTHER)
    (refusal,) = refused.value.refusals
    assert refusal.text.zh == (
        "“机关 中层副职”核定 1（编〔2024〕1号），实有 0，其他选拔已开：first 1 席；空缺 0，方案开 1 席，多 1 席。"
    )
    assert list(Run.objects.values_list("code", flat=True)) == ["first"]


def test_a_seat_that_is_held_is_not_opened_unless_its_holder_vacates_it():
    archive(holders=("P1",))
    with pytest.raises(RefusedMany):
        start("first")
    start("anew", ANEW)
    start("again", ANEW)
    plan = read_plan(ONE.replace("id: small", "id: third")).plan
    assert seats_to_open(plan, "", AT.date()).lines == (
        line(actual=1, elsewhere=(("again", 1), ("anew", 1))),
    )


def test_after_the_appointment_the_seat_is_taken_until_the_archive_shows_it():
    archive(seats=2)
    start("first")
    state = run_state("first")
    made = Appointed("P1", "office", "任〔2026〕1号", AT.date(), AT.date(), None, None, None)
    outcome = Outcome("appointment", Slate(), Slate(), record=AppointmentRecord((made,), ()))
    remember(replace(state, outcomes={"appointment": outcome}))
    plan = read_plan(OTHER).plan
    waiting = open_seats(plan, "", AT.date()).lines
    assert waiting == (line(approved=2, elsewhere=(("first", 1),), posts=("bureau",)),)
    archive(seats=2, holders=("P1",))
    shown = open_seats(plan, "", AT.date()).lines
    assert shown == (line(approved=2, actual=1, posts=("bureau",)),)
