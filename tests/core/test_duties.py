"""Duties after appointment, and the clock of terms, ages and recusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from quanheng.core.duties import (
    KINDS,
    RESULTS,
    Duty,
    InPost,
    Leader,
    clock_of,
    duties_of_appointment,
    is_home,
    refuse_record,
)
from quanheng.core.establishment import HeldPost
from quanheng.core.kinship import KIN, kin_of
from quanheng.core.language.terms import Span
from quanheng.core.regulations import catalogue_of
from quanheng.core.values import Refused
from quanheng.core.workdays import PartialDate

MADE = InPost(
    "r1", "HW012", "冉一", "农办副主任", date(2026, 3, 25), date(2026, 3, 20), talked_on=date(2026, 3, 25),
    trial_ends_on=date(2026, 6, 25), term_ends_on=date(2029, 3, 20),
)  # fmt: skip


def told(made: InPost) -> list[tuple[str, int, date, date | None]]:
    return [(d.kind, d.number, d.due_on, d.done_on) for d in duties_of_appointment(made, 30)]


def test_what_is_due_after_an_appointment() -> None:
    assert told(MADE) == [
        ("talk", 1, date(2026, 3, 25), date(2026, 3, 25)),
        ("integrity_talk", 1, date(2026, 4, 19), None),
        ("pledge", 1, date(2026, 4, 19), None),
        ("training", 1, date(2027, 3, 20), None),
        ("review", 1, date(2026, 9, 20), None),
        ("review", 2, date(2027, 3, 20), None),
        ("trial", 1, date(2026, 6, 25), None),
        ("term", 1, date(2029, 3, 20), None),
    ]


def test_reviews_as_the_plan_says_and_nothing_after_a_trial_that_was_not_passed() -> None:
    own = replace(
        MADE, reviews=(Span(months=3), Span(days=100), Span(working_days=10)), is_promoted=False,
        trial_ends_on=None, term_ends_on=None,
    )  # fmt: skip
    assert [(k, on) for k, _, on, _ in told(own)][3:] == [
        ("review", date(2026, 6, 20)),
        ("review", date(2026, 6, 28)),
        ("review", date(2026, 4, 3)),
    ]
    assert [d.ground.zh for d in duties_of_appointment(own, 30)][3:] == [
        "任职满 3 个月", "任职满 100 天", "任职满 10 天",
    ]  # fmt: skip
    assert told(replace(MADE, has_left=True)) == []


DUTY = Duty("review", "HW012", "冉一", "农办副主任", date(2026, 9, 20), date(2026, 3, 20), "r1")


def test_a_duty_is_named_by_what_it_is_about_and_not_by_its_day() -> None:
    moved = replace(DUTY, due_on=date(2026, 10, 1), name="冉二")
    assert moved.key == DUTY.key
    assert replace(DUTY, number=2).key != DUTY.key
    assert replace(DUTY, run="r2").key != DUTY.key


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 8, 20), "ahead"),
        (date(2026, 8, 21), "near"),
        (date(2026, 9, 20), "near"),
        (date(2026, 9, 21), "overdue"),
    ],
)
def test_where_a_duty_stands(today: date, standing: str) -> None:
    assert DUTY.standing(today) == standing
    assert replace(DUTY, done_on=today).standing(today) == "done"


def leader(since: date, level: str = "中层正职", **more: object) -> Leader:
    return Leader(HeldPost("A", "甲", "主任", "农办", level, True, since), **more)  # type: ignore[arg-type]


def test_the_clock_of_ten_years_of_age_and_of_ones_own_area() -> None:
    today = date(2026, 11, 29)
    some = [
        leader(date(2016, 12, 1)),
        leader(date(2017, 6, 1)),
        leader(date(2016, 1, 1), "县处级正职"),
        leader(date(2025, 1, 1), born=PartialDate(1966, 3), sex="男"),
        leader(date(2025, 1, 1), born=PartialDate(1990, 1), sex="女"),
        leader(date(2025, 1, 1), "乡科级正职", heads=True, grew_up_in="望山县"),
        leader(date(2025, 1, 1), "乡科级正职", grew_up_in="望山县"),
    ]
    found = [(d.kind, d.due_on, d.ground.zh) for d in clock_of(some, "望山县河湾街道", today, 6)]
    assert found == [
        ("rotation", date(2026, 12, 1), "参照，宜轮岗"),
        ("rotation", date(2026, 1, 1), "必须交流"),
        ("retirement", date(2026, 7, 31), "2026-07 到龄"),
        ("area", date(2025, 1, 1), "成长地：望山县"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("望山县", "望山县河湾街道", True),
        ("东海市", "望山县", False),
        ("", "望山县", False),
        ("望山县", " ", False),
    ],
)
def test_home(one: str, other: str, is_same: bool) -> None:
    assert is_home(one, other) is is_same


@pytest.mark.parametrize(
    ("done_on", "result", "text", "code"),
    [
        (date(2026, 11, 30), "fit", "好", "dated_in_future"),
        (date(2026, 3, 19), "fit", "好", "dated_out_of_order"),
        (date(2026, 8, 5), "fit", "好", "too_early"),
        (date(2026, 9, 20), "done", "好", "result_unknown"),
        (date(2026, 9, 20), "fit", " ", "reason_missing"),
        (date(2026, 8, 6), "fit", "好", None),
    ],
)
def test_a_record_is_neither_backdated_nor_early_nor_empty(
    done_on: date, result: str, text: str, code: str | None
) -> None:
    try:
        refuse_record(DUTY, done_on, result, text, date(2026, 11, 29))
    except Refused as refusal:
        assert refusal.code == code
    else:
        assert code is None


def test_every_kind_rests_on_rules_that_exist_and_results_that_have_words() -> None:
    data = files("quanheng.data") / "regulations"
    rules = catalogue_of(
        {f.name: f.read_text(encoding="utf-8") for f in data.iterdir() if f.name[-4:] == "json"}
    )
    assert all(rules.rule(rule) for kind in KINDS.values() for rule in kind.rules)
    assert {r for kind in KINDS.values() for r in kind.results} == set(RESULTS)


@pytest.mark.parametrize(
    ("word", "kin"),
    [("配偶", "spouse"), ("儿子", "direct"), ("侄", "collateral"), ("女婿", "affinity"), ("同学", None)],
)
def test_kinship(word: str, kin: str | None) -> None:
    assert kin_of(word) == kin
    assert kin is None or KIN[kin]  # type: ignore[index]
