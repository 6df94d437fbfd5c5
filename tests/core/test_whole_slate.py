"""The whole slate: limits over a set of people, eligibility judged again, and how long a plan is valid."""

from datetime import date

import pytest
from core.plan_for_checks import CATALOGUE
from core_plan import plan_of

from quanheng.core.eligibility.qualification import Waiver
from quanheng.core.engine import Closing, RunFacts, advance, replay
from quanheng.core.people import Person
from quanheng.core.plans.approval import refuse_expired
from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import Unusable, read_plan
from quanheng.core.stages.assign_posts import Assignment
from quanheng.core.stages.enrolment import Application
from quanheng.core.values import Candidate, Refused
from quanheng.core.workdays import Calendar

DAY = date(2026, 3, 10)
POSTS = "posts: [{id: x, title: 甲岗, unit: 甲, seats: 2}, {id: y, title: 乙岗, unit: 乙, seats: 2}]\n"
STAGES = "stages: [{id: enrolment, kind: enrolment}, {id: late, kind: eligibility}]\n"
PEOPLE = {
    "a": Person("a", "甲一", unit="一科", sex="男"),
    "b": Person("b", "乙二", unit="一科", sex="女"),
    "c": Person("c", "丙三", unit="二科", sex="女"),
}


def facts(limits: str, people=PEOPLE, posts=("x", "x", "y")) -> RunFacts:
    plan = plan_of(f"limits: [{limits}]\n", POSTS, STAGES)
    rows = tuple(
        Application(person=who, post=post, applied_on=DAY) for who, post in zip(people, posts, strict=False)
    )
    closings = (Closing("enrolment", DAY, DAY),)
    return RunFacts(plan, people, Calendar(), rows={"enrolment": {"applications": rows}}, closings=closings)


PAIR = "{id: pair, title: 同一科室不同时轮岗, at: enrolment, at_most: 1}"


def test_two_of_one_unit_may_not_move_at_once() -> None:
    """P223: head and deputy of one unit are not rotated together."""
    refused = replay(facts(PAIR)).refusal
    assert refused is not None and refused.code == "limit_broken"
    assert refused.say("zh") == (
        "stages.enrolment: “同一科室不同时轮岗”：一科有 2 人（甲一、乙二），须至多 1 人。"
        " 请调整本环节的人选，或修改方案的 limits。"
    )


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        ("{id: l, title: 限, at: enrolment, who: {sex: {in: 男}}, at_most: 1}", False),
        ("{id: l, title: 限, at: enrolment, who: {sex: {in: 女}}, per: plan, at_least: 3}", True),
        (
            "{id: l, title: 限, at: enrolment, who: {sex: {in: 女}}, per: plan, at_least: 1, at_most: 2}",
            False,
        ),
        ("{id: l, title: 限, at: enrolment, per: post_unit, at_most: 1}", True),
        ("{id: l, title: 限, at: enrolment, per: post, at_most: 2}", False),
        (
            "{id: l, title: 限, at: late, per: plan, at_most: 0}, {id: m, title: 限, at: enrolment, at_least: 1}",
            False,
        ),
        ("{id: l, title: 限, at: enrolment, who: {sex: {in: 男}}, per: unit, at_least: 1}", True),
        ("{id: l, title: 限, at: enrolment, per: unit, at_most: {share: 1/2, of: people}}", True),
        (
            "{id: l, title: 限, at: enrolment, per: unit, at_most: {share: 50%, of: people, at_least: 2}}",
            False,
        ),
        ("{id: l, title: 限, at: enrolment, per: plan, at_least: {share: 1/3, of: people}}", False),
        (
            "{id: l, title: 限, at: enrolment, who: {sex: {in: 女}}, among: {sex: {in: 女}}, per: plan, "
            "at_most: {share: 1/2, of: people}}",
            True,
        ),
    ],
)
def test_limits_count_by_unit_post_or_plan(limit: str, broken: bool) -> None:
    assert (replay(facts(limit)).refusal is not None) is broken


@pytest.mark.parametrize(
    "limit",
    [
        "{id: l, title: 限, at: enrolment}",
        "{id: l, title: 限, at: enrolment, at_least: 2, at_most: 1}",
        "{id: l, title: 限, at: nowhere, at_most: 1}",
        "{id: l, title: 限, at: enrolment, at_most: {share: 1/2, of: seats}}",
        "{id: l, title: 限, at: enrolment, per: post, at_most: {share: 1/2, of: people}}",
        "{id: l, title: 限, at: enrolment, at_most: 1, among: {sex: {in: 女}}}",
        f"{PAIR}, {PAIR}",
    ],
)
def test_limits_that_make_no_sense(limit: str) -> None:
    with pytest.raises(Unusable):
        facts(limit)


RECHECK = """
eligibility: {id: sex, title: 女, waivable: true, sex: {in: 女}}
posts:
  - {id: pool, title: 层级, pool: true, seats: 2}
  - {id: x, title: 甲岗, seats: 2, eligibility: [{add: [{id: unit, title: 一科, unit: {in: 一科}}]}]}
stages:
  - {id: enrolment, kind: enrolment, only_posts: [pool], recheck_eligibility: true}
  - {id: assign, kind: assign_posts, places: {pool: x}, unassigned: stay, recheck_eligibility: true}
  - {id: last, kind: eligibility}
"""


def rechecked(waivers=()) -> dict:
    applied = tuple(Application(person=who, post="pool", applied_on=DAY) for who in PEOPLE)
    assigned = tuple(
        Assignment(person=who, pool="pool", post="x", reason="专业", resolution="纪要", decided_on=DAY)
        for who in ("b", "c")
    )
    rows = {
        "enrolment": {"applications": applied},
        "assign": {"assignments": assigned},
        "last": {"waivers": waivers},
    }
    given = RunFacts(plan_of("", "", RECHECK), PEOPLE, Calendar(), rows=rows)
    outcomes = {}
    for stage in ("enrolment", "assign"):
        outcomes[stage] = advance(given, outcomes, Closing(stage, DAY, DAY))
    return outcomes


def test_eligibility_is_judged_again_where_the_plan_says() -> None:
    outcomes = rechecked()
    assert [(str(d.candidate), d.finding.code) for d in outcomes["enrolment"].departures] == [
        ("a@pool", "not_eligible")
    ]
    assert [(str(d.candidate), d.finding.code) for d in outcomes["assign"].departures] == [
        ("b@pool", "assigned"),
        ("c@pool", "assigned"),
        ("c@x", "not_eligible"),
    ]
    assert outcomes["assign"].remaining.candidates == (Candidate("b", "x"),)


def test_a_waiver_given_anywhere_in_the_run_holds() -> None:
    waiver = Waiver(
        person="a", rule="sex", approved_by="党委", document="批复", reason="特需", approved_on=DAY
    )
    assert rechecked((waiver,))["enrolment"].departures == ()


def test_a_plan_is_valid_until_a_day() -> None:
    """P183: a rule that ends with an outside pool."""
    plan = plan_of("valid: {until: 2026-06-30, while: 统筹资金存续期间}\n")
    refuse_expired(plan, date(2026, 6, 30))
    refuse_expired(plan_of(), date(2030, 1, 1))
    with pytest.raises(Refused) as refused:
        refuse_expired(plan, date(2026, 7, 1))
    assert refused.value.code == "plan_expired"
    with pytest.raises(Unusable):
        plan_of("valid: {}\n")


def test_a_stage_after_the_plan_has_ended_is_told() -> None:
    text = """
language: 1
id: tiny
title: 小方案
organisation: {name: 单位, kind: other}
as_of: 2026-03-10
valid: {until: 2026-03-31}
posts: [{id: x, title: 甲岗}]
stages: [{id: first, kind: enrolment, time: {on: 2026-03-31}}, {id: late, kind: enrolment, time: {on: 2026-04-01}}]
"""
    found = [c for c in check_plan(read_plan(text), CATALOGUE) if c.code == "dates.valid"]
    assert [(c.path, c.text.zh) for c in found] == [
        (("stages", 1, "time"), "“报名”（2026-04-01）在方案有效期（2026-03-31）之后。")
    ]
