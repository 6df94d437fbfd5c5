"""Timeline (日程): days written, counted, relative; notice and trial; moved starts; what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, begins_on, timeline
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar

NOTICE = {"kind": "public_notice", "lasts": {"days": 3}, "places": ["公示栏"]}


def plan(*stages: dict[str, Any], **more: Any) -> Plan:
    """A plan of these stages."""
    data: dict[str, Any] = {
        "language": 1,
        "id": "p",
        "title": "方案",
        "organisation": {"name": "单位", "kind": "other"},
        "as_of": "2026-03-01",
        "posts": [{"id": "a", "title": "甲"}],
    }
    return Plan.model_validate(data | {"stages": list(stages)} | more)


def talk(id: str, **time: Any) -> dict[str, Any]:
    """An appointment stage, the plainest kind, at this time."""
    return {"id": id, "kind": "appointment", "title": {"zh": f"环节{id}", "en": f"stage {id}"}, "time": time}


def days(steps: tuple[Step, ...]) -> list[tuple[str | None, str | None]]:
    """Opening and closing days as text."""
    return [(s.opens_on and str(s.opens_on), s.closes_on and str(s.closes_on)) for s in steps]  # type: ignore[misc]


def only(*stages: dict[str, Any], **more: Any) -> Step:
    """The last step of a plan of these stages."""
    return timeline(plan(*stages, **more))[-1]


def test_a_written_day_says_so() -> None:
    assert only({**talk("x", on="2026-03-13", at="9:30"), "minutes": 6}) == Step(
        stage="x",
        kind="appointment",
        title=Text("环节x", "stage x"),
        path=("stages", 0, "time"),
        opens_on=date(2026, 3, 13),
        closes_on=date(2026, 3, 13),
        explanation=Text("方案写明 2026-03-13", "the plan says 2026-03-13"),
        minutes=6,
        at="9:30",
    )


def test_a_range_and_what_lasts() -> None:
    steps = timeline(
        plan(
            talk("a", **{"from": "2026-03-16", "to": "2026-03-18"}),
            talk("b", **{"from": "2026-03-16"}, lasts={"days": 3}),
            talk("c", **{"from": "2026-03-14"}, lasts={"working_days": 3}),
            talk("d", on="2026-03-01", lasts={"months": 12}),
            talk("e", on="2026-03-02", lasts={"days": 0}),
            talk("f", on="2026-03-02", lasts={"working_days": 0}),
        )
    )
    assert days(steps) == [
        ("2026-03-16", "2026-03-18"),
        ("2026-03-16", "2026-03-18"),
        ("2026-03-14", "2026-03-18"),
        ("2026-03-01", "2027-02-28"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
    ]
    assert steps[0].explanation == Text(
        "方案写明 2026-03-16—2026-03-18", "the plan says 2026-03-16—2026-03-18"
    )
    assert steps[1].explanation.zh == "方案写明 2026-03-16；历时3天（含首日），至 2026-03-18"
    assert steps[2].rest_days == (date(2026, 3, 14),)
    assert [s.provisional for s in steps] == [False, False, False, True, False, False]


def test_relative_days() -> None:
    steps = timeline(
        plan(
            talk("base", on="2026-03-13"),
            talk("calendar", after="base", by={"days": 1}),
            talk("working", after="base", by={"working_days": 1}),
            talk("next", after="base"),
            talk("months", after="base", by={"months": 1}),
            talk("ahead", before="base", by={"working_days": 5}),
            talk("just_before", before="base"),
            talk("month_before", before="base", by={"months": 1}),
            talk("festival", before="spring", by={"days": 10}),
            events={"spring": "2027-02-06"},
        )
    )
    assert [s.opens_on and s.opens_on.isoformat() for s in steps] == [
        "2026-03-13",
        "2026-03-14",
        "2026-03-16",
        "2026-03-16",
        "2026-04-13",
        "2026-03-06",
        "2026-03-12",
        "2026-02-13",
        "2027-01-27",
    ]
    assert steps[1].rest_days == (date(2026, 3, 14),)
    assert steps[1].explanation == Text(
        "“环节base”（2026-03-13）后1天", "1 day after 'stage base' (2026-03-13)"
    )
    assert steps[5].explanation.en == "5 working days before 'stage base' (2026-03-13)"
    assert [s.provisional for s in steps] == [False] * 8 + [True]


def test_after_looks_at_the_end_and_before_at_the_opening() -> None:
    span = talk("span", **{"from": "2026-03-16", "to": "2026-03-18"})
    steps = timeline(
        plan(span, talk("x", after="span", by={"days": 1}), talk("y", before="span", by={"days": 3}))
    )
    assert days(steps)[1:] == [("2026-03-19", "2026-03-19"), ("2026-03-13", "2026-03-13")]


def test_a_stage_may_refer_to_a_later_one() -> None:
    steps = timeline(plan(talk("x", before="y", by={"days": 2}), talk("y", on="2026-03-18")))
    assert days(steps) == [("2026-03-16", "2026-03-16"), ("2026-03-18", "2026-03-18")]


def test_no_time_gives_no_day_and_says_why() -> None:
    bare = {"id": "bare", "kind": "appointment"}
    steps = timeline(plan(bare, talk("x", after="bare", by={"days": 2})))
    assert days(steps) == [(None, None), (None, None)]
    assert steps[0].path == ("stages", 0)
    assert steps[0].explanation == Text("方案未写时间", "the plan sets no time")
    assert steps[1].explanation == Text(
        "随“任职”而定，其时间未写", "depends on 'Appointment', which has no time"
    )


def test_monthly() -> None:
    steps = timeline(
        plan(
            talk("a", monthly_on=15),
            talk("b", on="2026-04-20"),
            talk("c", monthly_on=15),
            talk("d", monthly_on=31),
            talk("e", on="2026-06-01"),
            talk("f", monthly_on=31),
            begins_on="2026-04-01",
        )
    )
    assert [str(s.opens_on) for s in steps] == [
        "2026-04-15", "2026-04-20", "2026-05-15", "2026-05-31", "2026-06-01", "2026-06-30",
    ]  # fmt: skip
    assert steps[2].explanation.zh == "每月 15 日，2026-04-20 起的首次"


@pytest.mark.parametrize(
    ("more", "closes", "said"),
    [
        ({}, "2026-03-16", "；公示3天（首日不计），至 2026-03-16"),
        ({"lasts": {"days": 2}}, "2026-03-16", "；公示2天（首日不计），至 2026-03-16，期满逢休息日顺延"),
        ({"lasts": {"working_days": 5}}, "2026-03-20", "；公示5个工作日（首日不计），至 2026-03-20"),
        ({"first_day_counts": True}, "2026-03-16", "；公示3天（含首日），至 2026-03-16，期满逢休息日顺延"),
        ({"time": {"from": "2026-03-13", "to": "2026-03-17"}}, "2026-03-17", "—2026-03-17"),
    ],
)
def test_a_notice_counts_its_own_days(more: dict[str, Any], closes: str, said: str) -> None:
    step = only({"id": "n", "time": {"on": "2026-03-13"}} | NOTICE | more)
    written = "方案写明 2026-03-13"
    assert (str(step.opens_on), str(step.closes_on), step.explanation.zh) == (
        "2026-03-13",
        closes,
        written + said,
    )


def test_a_notice_without_time_has_no_end() -> None:
    assert days((only({"id": "n"} | NOTICE),)) == [(None, None)]


def test_a_notice_into_a_year_without_announced_holidays_is_provisional() -> None:
    step = only({"id": "n"} | NOTICE | {"time": {"on": "2026-12-28"}, "lasts": {"working_days": 5}})
    assert step.provisional


TRIAL = {"id": "t", "kind": "probation", "length": {"months": 3}}


@pytest.mark.parametrize(
    ("stages", "expected", "said"),
    [
        ((TRIAL,), (None, None), "方案未写时间"),
        (
            (TRIAL | {"time": {"on": "2026-03-30"}},),
            ("2026-03-30", "2026-06-30"),
            "自 2026-03-30 起试用3个月，2026-06-30 期满",
        ),
        (
            (talk("a", on="2026-03-30"), TRIAL),
            ("2026-03-30", "2026-06-30"),
            "自 2026-03-30 起试用3个月，2026-06-30 期满",
        ),
        (
            (talk("a", on="2026-03-30"), TRIAL | {"time": {"after": "a", "by": {"months": 2}}}),
            ("2026-03-30", "2026-05-30"),
            "自 2026-03-30 起试用3个月，2026-06-30 期满；“环节a”（2026-03-30）后2个月",
        ),
    ],
)
def test_a_trial_runs_from_the_appointment(
    stages: tuple[dict[str, Any], ...], expected: tuple[str | None, str | None], said: str
) -> None:
    step = only(*stages)
    assert (days((step,)), step.explanation.zh) == ([expected], said)


def test_another_start_moves_written_days_but_no_events() -> None:
    made = plan(
        talk("a", on="2026-03-10"),
        talk("b", **{"from": "2026-03-14", "to": "2026-03-16"}),
        talk("c", after="b", by={"days": 1}),
        talk("d", before="e", by={"days": 1}),
        talk("m", monthly_on=1),
        begins_on="2026-03-06",
        events={"e": "2026-09-01"},
    )
    assert days(timeline(made, date(2026, 3, 6))) == days(timeline(made))
    steps = timeline(made, date(2026, 4, 27))  # 52 days on
    assert days(steps) == [
        ("2026-05-06", "2026-05-06"),  # 1 to 5 May 2026 are holidays
        ("2026-05-06", "2026-05-07"),  # a Saturday stays where it falls, but not before what came earlier
        ("2026-05-08", "2026-05-08"),
        ("2026-08-31", "2026-08-31"),
        ("2026-09-01", "2026-09-01"),
    ]
    assert steps[0].explanation == Text(
        "方案写明 2026-03-10，随起始日移动 +52 天，遇休息日顺延至工作日",
        "the plan says 2026-03-10, moved +52 days with the start, on to a working day",
    )


def test_where_a_plan_begins() -> None:
    assert begins_on(plan(talk("a", on="2026-03-10"), begins_on="2026-03-06")) == date(2026, 3, 6)
    assert begins_on(plan(talk("a", on="2026-03-10"), talk("b", on="2026-03-09"))) == date(2026, 3, 9)
    assert begins_on(plan(talk("a", monthly_on=3))) == date(2026, 3, 1)
    assert days(timeline(plan(talk("a", monthly_on=3)), date(2026, 5, 4))) == [("2026-06-03", "2026-06-03")]


def refusal(made: Plan) -> Refused:
    """The refusal of a plan's timeline."""
    with pytest.raises(Refused) as caught:
        timeline(made)
    return caught.value


def test_an_unknown_name_is_refused_with_its_path() -> None:
    found = refusal(plan(talk("a", on="2026-03-10"), talk("b", after="z"), events={"spring": "2027-02-06"}))
    assert (found.code, found.where) == ("timeline_unknown", "stages.1.time.after")
    assert found.remedy == Text("可用：a、b、spring。", "Known: a, b, spring.")


def test_a_circle_is_refused_with_its_way() -> None:
    found = refusal(
        plan(talk("x", on="2026-03-10"), talk("a", after="b"), talk("b", after="c"), talk("c", before="a"))
    )
    assert found.code == "timeline_circle"
    assert found.text.zh == "环节的时间互相依赖，无法推算：a → b → c → a。"
    assert found.where == "stages.1.time"
    assert (
        refusal(plan(talk("a", after="a"))).text.en
        == "The times of these stages depend on one another: a → a."
    )


def test_days_off_the_calendar_are_refused_with_their_path() -> None:
    found = refusal(plan(talk("a", on="2026-03-10"), talk("b", after="a", by={"days": 99999999})))
    assert (found.code, found.where) == ("calendar_range", "stages.1.time")


WORKDAYS = st.integers(0, 1000).map(lambda n: date(2024, 1, 2) + timedelta(days=n))


@given(WORKDAYS, st.integers(0, 40), st.sampled_from(["days", "working_days"]))
def test_back_and_forth_is_the_same_day(day: date, n: int, unit: str) -> None:
    """A stage n days before one that is n days after a working day falls on that day."""
    base = Calendar().next_working_day(day).day
    steps = timeline(
        plan(talk("a", on=base), talk("b", after="a", by={unit: n}), talk("c", before="b", by={unit: n}))
    )
    assert steps[2].opens_on == base


@given(WORKDAYS, st.integers(-300, 300))
def test_moving_keeps_the_order(day: date, by: int) -> None:
    made = plan(
        talk("a", on=day), talk("b", on=day + timedelta(days=1)), talk("c", on=day + timedelta(days=9))
    )
    moved = [s.opens_on for s in timeline(made, day + timedelta(days=by)) if s.opens_on]
    assert moved == sorted(moved)
