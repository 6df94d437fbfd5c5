"""The vacancy gate (空缺把关): what a plan opens against what the archive has vacant."""

from datetime import date

import pytest

from quanheng.core.establishment import ApprovedNumber, Establishment, HeldPost, Place, PostSeats, UnitPlace
from quanheng.core.plans.reading import read_plan
from quanheng.core.vacancy_gate import (
    GateLine,
    Opened,
    gate_lines,
    opened_by,
    refuse_without_vacancy,
    unknown_posts,
)
from quanheng.core.values import RefusedMany

DAY = date(2026, 3, 2)
UNITS = (UnitPlace("S", "街道"), UnitPlace("P", "园区", "S"))
DEPUTY = Place("P", "中层副职", True)
FIRST, SECOND = PostSeats("first", "第一副主任", DEPUTY), PostSeats("second", "第二副主任", DEPUTY)
THREE = ApprovedNumber(DEPUTY, 3, date(2024, 3, 15), "编〔2024〕2号")


def holding(person, post="first"):
    return HeldPost(person, person, "副主任", "园区", "中层副职", True, date(2020, 1, 1), None, post)


def opened(post, seats=1, **more):
    return Opened(post, post, more.pop("unit", ""), more.pop("level", ""), True, seats, **more)


def line(**more):
    held = {
        "unit": "园区", "level": "中层副职", "leading": True, "title": "", "approved": 2, "paper": "",
        "actual": 0, "vacating": 0, "elsewhere": (), "opened": 1, "posts": ("first",),
    }  # fmt: skip
    return GateLine(**(held | more))


def test_a_place_and_its_single_post():
    archive = Establishment(UNITS, (FIRST, SECOND), (), (holding("1"),))
    lines = gate_lines(archive, [opened("second")], [], DAY)
    assert lines == (
        line(actual=1, posts=("second",)),
        line(title="第二副主任", approved=1, posts=("second",)),
    )
    refuse_without_vacancy(lines)


def test_a_post_that_is_held_is_not_open_though_another_is_vacant():
    archive = Establishment(UNITS, (FIRST, SECOND), (), (holding("1"),))
    lines = gate_lines(archive, [opened("first")], [], DAY)
    with pytest.raises(RefusedMany) as refused:
        refuse_without_vacancy(lines)
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.where) == ("no_vacancy", "posts: first")
    assert refusal.text.zh == (
        "“园区 第一副主任”核定 1，实有 1，其他选拔已开：无；空缺 0，方案开 1 席，多 1 席。"
    )


def test_seats_approved_and_given_to_no_post_are_free_for_any():
    archive = Establishment(UNITS, (FIRST, SECOND), (THREE,), (holding("1"),))
    lines = gate_lines(archive, [opened("first")], [], DAY)
    assert lines == (
        line(approved=3, paper=THREE.paper, actual=1),
        line(title="第一副主任", approved=2, paper=THREE.paper, actual=1),
    )
    refuse_without_vacancy(lines)


def test_what_other_runs_opened_is_gone():
    archive = Establishment(UNITS, (FIRST,), (THREE,), (holding("1"),))
    elsewhere = [
        opened("first", run="r1"),
        opened("x", unit="园区", level="中层副职", run="r1"),
        opened("y", run="r2"),
    ]
    lines = gate_lines(archive, [opened("first")], elsewhere, DAY)
    assert lines == (line(approved=3, paper=THREE.paper, actual=1, elsewhere=(("r1", 2),)),)
    with pytest.raises(RefusedMany) as refused:
        refuse_without_vacancy(lines)
    assert refused.value.text.en == (
        "posts: first: '园区 中层副职': 3 approved (编〔2024〕2号), 1 held, opened by other runs: r1 2; "
        "0 vacant, the plan opens 1, 1 too many. " + refused.value.refusals[0].remedy.en
    )


def test_holders_who_vacate_leave_their_seats():
    archive = Establishment(UNITS, (FIRST, SECOND), (), (holding("1"), holding("2", "second")))
    (place, single) = gate_lines(archive, [opened("first", vacates=True)], [], DAY)
    assert place == line(actual=2, vacating=1)
    assert single == line(title="第一副主任", approved=1, actual=1, vacating=1)
    assert (place.vacant, place.net, place.over, single.vacant) == (1, 0, 0, 1)
    by_place = gate_lines(archive, [opened("x", 2, unit="园区", level="中层副职", vacates=True)], [], DAY)
    assert by_place == (line(actual=2, vacating=2, opened=2, posts=("x",)),)
    three = gate_lines(archive, [opened("x", 3, unit="园区", level="中层副职", vacates=True)], [], DAY)
    with pytest.raises(RefusedMany) as refused:
        refuse_without_vacancy(three)
    assert "2 held (2 of them vacate)" in refused.value.text.en
    assert "实有 2（其中 2 人让出）" in refused.value.text.zh


def test_what_the_archive_does_not_know_is_told_and_not_checked():
    archive = Establishment(UNITS, (FIRST,))
    posts = [
        opened("first"),
        opened("x", unit="别处", level="中层副职"),
        opened("y", unit="园区", level="处级"),
    ]
    assert gate_lines(archive, posts, [], DAY) == (line(approved=1),)
    assert unknown_posts(archive, posts, DAY) == ("x", "y")


PLAN = """\
language: 1
id: p
title: {zh: 方案}
organisation: {name: {zh: 街道}, kind: street_office}
as_of: 2026-03-10
vacates: true
posts:
  - {id: first, title: 第一副主任, unit: 园区, level: 中层副职, seats: 2}
  - {id: second, title: 第二副主任, seats: 1, vacates: false, leading: false}
  - {id: later, title: 待定, seats: null, late_bound: true}
  - {id: gone, title: 保密, excluded: true}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
"""


def test_what_a_plan_opens():
    assert opened_by(read_plan(PLAN).plan, "r1") == (
        Opened("first", "第一副主任", "园区", "中层副职", True, 2, True, "r1"),
        Opened("second", "第二副主任", "", "", False, 1, False, "r1"),
    )
