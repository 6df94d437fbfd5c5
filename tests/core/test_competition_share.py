"""The share of competition (竞争性选拔比例): who counts, and when a promotion without competition is refused."""

from dataclasses import replace
from datetime import date

import pytest
from core.stage_ground import POSTS, inputs, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.competing import competes
from quanheng.core.competition_share import (
    CompetitionShare,
    Promotion,
    is_division,
    is_newly_promoted,
    refuse_below,
    share_of,
)
from quanheng.core.people import Person, Tenure
from quanheng.core.plans.reading import read_plan
from quanheng.core.promotion_rows import PromotionRow
from quanheng.core.share_gate import share_findings
from quanheng.core.stages.approval import Settings
from quanheng.core.values import Refused

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def promoted(name, competed, on=date(2026, 3, 1), **more):
    return Promotion(name, name, "局长", "财政局", "副处级", on, competed, "r1", **more)


def share(yes, no, floor=50):
    return share_of(
        [promoted(f"甲{n}", True) for n in range(yes)] + [promoted(f"乙{n}", False) for n in range(no)],
        SINCE, UNTIL, floor,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("yes", "no", "more", "floor", "holds"),
    [
        (0, 0, 1, 50, False),
        (1, 0, 1, 50, True),
        (1, 0, 2, 50, False),
        (3, 2, 1, 50, True),
        (3, 3, 1, 50, False),
        (2, 1, 0, 67, False),
        (0, 5, 1, 0, True),
    ],
)
def test_the_share_with_more_who_did_not_compete(yes, no, more, floor, holds):
    assert share(yes, no, floor).holds_with(more) is holds


def test_only_the_days_of_the_period_count_in_their_order():
    inside = [promoted("乙", False, UNTIL), promoted("甲", True, SINCE)]
    outside = [promoted("丙", True, date(2025, 12, 31)), promoted("丁", True, date(2026, 7, 1))]
    found = share_of([*inside, *outside], SINCE, UNTIL, 50)
    assert found == CompetitionShare(SINCE, UNTIL, 50, (inside[1], inside[0]))
    assert (found.competed, found.total, found.said().zh) == (1, 2, "1/2 = 50.0 %，下限 50 %")
    assert share(0, 0).said().en == "0/0 = —, floor 50 %"


def test_below_the_floor_it_is_refused_with_the_numbers_and_the_names():
    with pytest.raises(Refused) as refused:
        refuse_below(share(1, 1), ["丙"], "stages.approval")
    assert (refused.value.code, refused.value.where) == ("below_competition_share", "stages.approval")
    assert refused.value.text.zh == (
        "批准后，2026-01-01 至 2026-06-30 新提拔处级领导干部经竞争产生的比例为 1/3 = 33.3 %，下限 50 %："
        "竞争产生：甲0；非竞争：乙0；本次非竞争：丙。"
    )
    with pytest.raises(Refused, match="竞争产生：无；非竞争：无"):
        refuse_below(share(0, 0), ["丙"], "")
    refuse_below(share(0, 3), [], "")
    refuse_below(share(2, 1), ["丙"], "")


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 100))
def test_the_room_is_exactly_what_still_holds(yes, no, floor):
    found = share(yes, no, floor)
    room = found.room()
    assert room == 0 or found.holds_with(room)
    assert not found.holds_with(room + 1)
    assert share(yes, no, 0).room() is None


def test_division_level_by_every_name():
    words = ("副处级", "县处级正职", "正处", "副县级", "正科级", "副厅级", "中层正职")
    assert [is_division(w) for w in words] == [True, True, True, True, False, False, False]


def test_who_is_newly_promoted():
    def known(*tenures):
        return Person("P", "甲", tenures=tenures)

    on, before = date(2026, 3, 1), date(2020, 1, 1)
    section = Tenure("post", "科长", before, level="正科级", leading=True)
    deputy = Tenure("post", "副局长", before, level="县处级副职", leading=True)
    rank = Tenure("rank", "二级调研员", before, level="副处级")
    unknown = Tenure("post", "主任", before, level="中层正职", leading=True)
    same_day = Tenure("post", "副局长", on, level="副处级", leading=True)
    asked = [(), (section,), (deputy,), (rank, unknown), (same_day,)]
    assert [is_newly_promoted(known(*t), "副处级", on) for t in asked] == [True, True, False, True, True]
    assert is_newly_promoted(known(deputy), "正处级", on)
    assert is_newly_promoted(None, "副处级", on)
    assert not is_newly_promoted(known(section), "正科级", on)


PLAN = """\
language: 1
id: p
title: {{zh: 方案}}
organisation: {{name: {{zh: 县委}}, kind: party_organ}}
as_of: 2026-03-10
bodies: [{{id: judges, title: 评委}}]
posts: [{{id: chief, title: 局长, level: 副处级}}]
stages:
{stages}
"""
ENROL = "  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}"
NAMED = "  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}, channels: [organisation]}"
SPEECH = "  - {id: speech, kind: speech, time: {on: 2026-03-11}, judges: judges, full_mark: 100}"


@pytest.mark.parametrize(
    ("stages", "answer"),
    [([ENROL, SPEECH], True), ([ENROL], False), ([NAMED, SPEECH], False), ([SPEECH], False)],
)
def test_a_plan_competes_where_people_come_forward_and_are_measured(stages, answer):
    assert competes(read_plan(PLAN.format(stages="\n".join(stages))).plan) is answer


def asked(share):
    high = POSTS[0].model_copy(update={"level": "副处级"})
    low = POSTS[1]
    ground = inputs(posts={"park": high, "farm": low})
    return replace(ground, share=share)


SETTINGS = Settings(id="approval", kind="approval", by=("区委组织部",))


def test_a_stage_asks_for_those_alone_who_are_newly_promoted():
    passing = slate("p1@park", "p2@farm").candidates
    assert share_findings(passing, asked(None), SETTINGS) == ()
    assert share_findings(slate("p2@farm").candidates, asked(share(0, 9)), SETTINGS) == ()
    (finding,) = share_findings(passing, asked(share(2, 1)), SETTINGS)
    assert (finding.code, finding.text.zh) == (
        "within_competition_share",
        "竞争性选拔比例 2/4 = 50.0 %，下限 50 %",
    )
    assert finding.evidence[-1].value.zh == "副处级 局长 2026-03-01 竞争 r1"
    with pytest.raises(Refused, match="1/3"):
        share_findings(passing, asked(share(1, 1)), SETTINGS)


def test_a_promotion_recorded_otherwise():
    row = PromotionRow.model_validate(
        {
            "person": "P1",
            "post": "局长",
            "level": "副处级",
            "appointed_on": "2026-03-01",
            "competed": "否",
            "paper": "任1号",
        }
    )
    assert row.key() == "P1|局长|2026-03-01"
    assert row.promotion("甲") == Promotion(
        "P1", "甲", "局长", "", "副处级", date(2026, 3, 1), False, "任1号", is_run=False
    )
