"""The share of competition: runs and records make it, a stage is asked, below the floor nothing is approved."""

from datetime import date, timedelta

import pytest
from small_run import ALL, AT, ORGANISER, STAFF, roster

from quanheng.actions.close_stage import close_stage
from quanheng.actions.import_roster import import_roster
from quanheng.actions.promotions import share_of_year
from quanheng.actions.record_promotion import record_promotion
from quanheng.actions.record_rows import record_rows
from quanheng.actions.remove_promotion import remove_promotion
from quanheng.actions.save_plan import save_plan
from quanheng.actions.set_share_floor import set_share_floor
from quanheng.actions.start_run import start_run
from quanheng.core.competition_share import Promotion
from quanheng.core.promotion_rows import PromotionRow
from quanheng.core.stages.approval import ApprovalReply, ApprovalRequest
from quanheng.core.stages.enrolment import Application
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.load import fresh_run_state, run_state
from quanheng.store.promotions import floors

pytestmark = pytest.mark.django_db
PLAN = """\
language: 1
id: chief
title: {zh: 选任方案}
organisation: {name: 县委, kind: party_organ}
as_of: 2026-03-10
begins_on: 2026-03-10
posts: [{id: chief, title: 财政局局长, unit: 财政局, level: 正处级, seats: 1}]
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}, channels: [organisation]}
  - {id: approval, kind: approval, time: {on: 2026-03-12}, by: [市委组织部], attachments: []}
"""
DAY = AT.date()


def recorded(person, competed, **more):
    given = {"post": "某局局长", "level": "副处级", "appointed_on": date(2026, 2, 1), "paper": "任1号"}
    return PromotionRow(person=person, competed=competed, **(given | more))


@pytest.fixture
def waiting(db):
    """A run that waits for its approval, of somebody who did not compete."""
    import_roster(ALL, roster(), AT)
    start_run(ALL, save_plan(ALL, PLAN, "p.yaml", AT), "chief-1", AT)
    row = Application(
        person="P1", post="chief", choice=1, channel="organisation", recommended_by="组织部", applied_on=DAY
    )
    record_rows(ALL, "chief-1", "enrolment", "applications", [row], AT)
    close_stage(ALL, "chief-1", "enrolment", AT)
    record_rows(
        ALL,
        "chief-1",
        "approval",
        "requests",
        [ApprovalRequest(number="1", to="市委组织部", sent_on=DAY)],
        AT,
    )
    reply = ApprovalReply(
        number="1", result="approve", replied_by="市委组织部", replied_on=DAY, document="组1号"
    )
    record_rows(ALL, "chief-1", "approval", "replies", [reply], AT)


def test_below_the_floor_the_approval_is_refused_and_stays_open(waiting):
    record_promotion(ORGANISER, recorded("P2", False), AT)
    with pytest.raises(Refused) as refused:
        close_stage(ALL, "chief-1", "approval", AT)
    assert refused.value.code == "below_competition_share"
    assert (
        "0/2 = 0.0 %，下限 50 %：竞争产生：无；非竞争：人员P2；本次非竞争：人员P1。" in refused.value.text.zh
    )
    assert list(run_state("chief-1").outcomes) == ["enrolment"]


def test_enough_who_competed_let_it_pass_and_a_replay_is_the_same(waiting):
    record_promotion(ORGANISER, recorded("P2", True), AT)
    close_stage(ALL, "chief-1", "approval", AT)
    state = run_state("chief-1")
    assert state.outcomes["approval"].findings[-1].text.zh == "竞争性选拔比例 1/2 = 50.0 %，下限 50 %"
    set_share_floor(ORGANISER, 90, "市委文件", AT)
    assert fresh_run_state("chief-1").outcomes == state.outcomes
    found = share_of_year(DAY + timedelta(days=1))
    assert found.promotions == (
        Promotion("P2", "人员P2", "某局局长", "", "副处级", date(2026, 2, 1), True, "任1号", is_run=False),
        Promotion("P1", "人员P1", "财政局局长", "财政局", "正处级", DAY, False, "chief-1", is_pending=True),
    )
    assert (found.floor, share_of_year(DAY, without="chief-1").total) == (90, 1)


def test_the_floor_is_a_setting_with_its_reason(waiting):
    assert share_of_year(DAY).floor == 50
    set_share_floor(ORGANISER, 0, "县委决定", AT)
    close_stage(ALL, "chief-1", "approval", AT)
    assert [(f.percent, f.reason) for f in floors()] == [(0, "县委决定")]
    entry = list(entries_of(HOUSE))[-1]
    assert (entry.act, dict(entry.body)) == (
        "set_share_floor",
        {"before": 50, "percent": 0, "reason": "县委决定"},
    )


def test_what_may_not_be_recorded_is_refused(waiting):
    def code(act, *args):
        with pytest.raises(Refused) as refused:
            act(*args, AT)
        return refused.value.code

    row = recorded("P2", True)
    assert code(record_promotion, STAFF, row) == "not_allowed"
    assert code(record_promotion, ORGANISER, recorded("P0", True)) == "unknown_person"
    assert code(record_promotion, ORGANISER, recorded("P2", True, level="正科级")) == "not_division"
    ahead = recorded("P2", True, appointed_on=DAY + timedelta(days=1))
    assert code(record_promotion, ORGANISER, ahead) == "dated_in_future"
    record_promotion(ORGANISER, row, AT)
    assert code(record_promotion, ORGANISER, row) == "promotion_twice"
    assert code(set_share_floor, ORGANISER, 101, "文件") == "bad_floor"
    assert code(set_share_floor, ORGANISER, 50, " ") == "bad_floor"
    remove_promotion(ORGANISER, row.key(), AT)
    assert code(remove_promotion, ORGANISER, row.key()) == "unknown_promotion"
    assert share_of_year(DAY).total == 0
    assert [e.act for e in entries_of(HOUSE)][-2:] == ["record_promotion", "remove_promotion"]
