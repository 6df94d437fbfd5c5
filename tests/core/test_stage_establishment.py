"""Establishment (职数): no vacancy, no plan."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.language.posts import Post
from quanheng.core.stages.establishment import (
    EstablishmentRecord,
    Line,
    SeatBinding,
    Settings,
    StaffNumber,
    SuperiorApproval,
    admit,
    close,
    due,
)
from quanheng.core.values import Refused, Text

DAY = date(2026, 3, 2)
ONE = {"only_posts": ["park"]}


def settings(**more):
    return Settings.model_validate({"id": "quota", "kind": "establishment"} | ONE | more)


def number(unit="园区", level="中层副职", approved=5, actual=3, **more):
    return StaffNumber(
        unit=unit,
        level=level,
        approved=approved,
        actual=actual,
        **({"counted_on": DAY, "document": "3号"} | more),
    )


def approval(unit="园区", level="中层副职", extra=1, **more):
    return SuperiorApproval(
        unit=unit,
        level=level,
        extra=extra,
        approved_by="区委",
        **({"approved_on": DAY, "document": "批1号"} | more),
    )


def numbers(*rows, **more):
    return inputs({"numbers": rows, **more})


def test_a_plan_that_fits_passes():
    result = close(slate("p1@park"), numbers(number()), settings())
    assert said(result.remaining.candidates) == ("p1@park",)
    assert result.record == EstablishmentRecord(
        (Line("园区", "中层副职", 5, 3, 2, 2, 0, "3号"),), (("park", 2),)
    )
    assert [(f.code, f.text.en, f.source.ref) for f in result.findings] == [
        ("within_establishment", "'园区 中层副职': 2 vacant, 2 opened", "quota.numbers:园区|中层副职")
    ]


def test_one_seat_too_many_is_refused():
    with pytest.raises(Refused) as refused:
        close(slate(), numbers(number(actual=4)), settings())
    assert (refused.value.code, refused.value.text.zh) == (
        "over_establishment",
        "“园区 中层副职”核定 5，实有 4，空缺 1，方案使用 2，超出 1 个。",
    )


def test_over_establishment_has_no_vacancy_at_all():
    with pytest.raises(Refused, match="超出 2 个"):
        close(slate(), numbers(number(actual=7)), settings())


def test_a_superior_may_approve_more():
    plan = settings(over="superior_approval")
    assert [(d.text.zh, d.table) for d in due(slate(), numbers(number(actual=4)), plan)] == [
        ("“园区 中层副职”超职数 1 个，须上级批准", "approvals")
    ]
    with pytest.raises(Refused, match="须上级批准"):
        close(slate(), numbers(number(actual=4)), plan)
    at = numbers(number(actual=4), approvals=[approval()])
    assert [f.code for f in close(slate(), at, plan).findings] == ["over_with_approval"]


def test_those_about_to_leave_count_where_the_plan_says():
    at = numbers(number(actual=4, leaving=1))
    assert close(slate(), at, settings(counts_leaving=True)).record.lines[0].vacant == 2
    with pytest.raises(Refused):
        close(slate(), at, settings())


@pytest.mark.parametrize(
    ("by", "row", "opened"),
    [
        ("unit", number(level="", approved=9), 2),
        ("level", number(unit="", approved=9), 3),
        ("unit_level", number(approved=9), 2),
    ],
)
def test_what_numbers_stand_for(by, row, opened):
    posts = ["park", "farm"] if by == "level" else ["park"]
    result = close(slate(), numbers(row), settings(count_by=by, only_posts=posts))
    assert result.record.lines[0].opened == opened


LATE = {
    "posts": {
        "late": Post(
            id="late", title=Text("待定", "Late"), unit="园区", level="中层副职", seats=None, late_bound=True
        )
    }
}
BOUND = SeatBinding(post="late", seats=2, document="4号")


def test_late_bound_seats_are_bound_here():
    plan = settings(only_posts=["late"], binds=True)
    at = inputs({"numbers": [number()]}, **LATE)
    field = slate(seats={"late": 0})
    assert [d.text.en for d in due(field, at, plan)] == ["the seats of 'Late'"]
    assert admit("bindings", [BOUND], field, at, plan) == ()
    bound = inputs({"numbers": [number()], "bindings": [BOUND]}, **LATE)
    assert close(field, bound, plan).remaining.seats["late"] == 2
    with pytest.raises(Refused, match="超出 1 个"):
        close(field, inputs({"numbers": [number(approved=4)], "bindings": [BOUND]}, **LATE), plan)


def test_what_is_due():
    dues = due(slate(), inputs(), settings(only_posts=["park", "farm"]))
    assert [(d.text.en, d.table) for d in dues] == [
        ("the numbers of '园区 中层副职'", "numbers"),
        ("the numbers of '农办 中层副职'", "numbers"),
    ]


@pytest.mark.parametrize(
    ("table", "row", "plan", "code"),
    [
        ("numbers", number(unit="月球"), settings(), "not_counted_here"),
        ("numbers", number(counted_on=date(2027, 1, 1)), settings(), "dated_in_future"),
        ("numbers", number(), settings(counted_on=date(2026, 3, 3)), "numbers_out_of_date"),
        ("numbers", number(), settings(not_older_than={"days": 10}), "numbers_out_of_date"),
        ("approvals", approval(), settings(), "no_exception_here"),
        ("approvals", approval(unit="月球"), settings(over="superior_approval"), "not_counted_here"),
        (
            "approvals",
            approval(approved_on=date(2027, 1, 1)),
            settings(over="superior_approval"),
            "dated_in_future",
        ),
        (
            "bindings",
            SeatBinding(post="park", seats=1, document="x"),
            settings(binds=True),
            "seats_are_fixed",
        ),
        ("bindings", SeatBinding(post="moon", seats=1, document="x"), settings(binds=True), "unknown_post"),
    ],
)
def test_rows_that_are_refused(table, row, plan, code):
    assert codes(admit(table, [row], slate(), inputs(), plan)) == ((0, code),)


def test_rows_that_enter():
    plan = settings(counted_on=DAY, not_older_than={"months": 1}, over="superior_approval")
    assert admit("numbers", [number()], slate(), inputs(), plan) == ()
    assert admit("approvals", [approval()], slate(), inputs(), plan) == ()


@chances(deadline=None)
@given(st.integers(0, 9), st.integers(0, 9))
def test_the_gate_opens_exactly_when_the_seats_are_vacant(approved, actual):
    """Law: two seats pass exactly when two are vacant."""
    at = numbers(number(approved=approved, actual=actual))
    if approved - actual >= 2:
        assert close(slate(), at, settings()).record.lines[0].over == 0
    else:
        with pytest.raises(Refused):
            close(slate(), at, settings())


def test_posts_of_a_unit_have_a_least_and_a_greatest_number():
    """P170: at least one secretary and two members, at most five, for each village."""
    bounds = [
        {"title": "副职", "levels": ["中层副职"], "at_least": 2, "at_most": 5},
        {"title": "全部", "per": "plan", "at_least": 6},
        {"title": "正职", "classes": ["area"], "at_most": 0},
        {"title": "园区", "posts": ["park"], "at_least": 1},
    ]
    at = numbers(number())
    assert [d.text.zh for d in due(slate(), at, settings(bounds=bounds, only_posts=None))][-4:] == [
        "农办副职：1 个，须最少 2、最多 5 个",
        "全部：5 个，须最少 6 个",
        "东片正职：1 个，须最少 0、最多 0 个",
        "西片正职：1 个，须最少 0、最多 0 个",
    ]


@pytest.mark.parametrize(
    ("per", "said_"),
    [
        ("line", ["“园区 中层副职”空缺 4 个，使用 2 个；使用的比例须不低于0.9"]),
        ("plan", ["“全部”空缺 4 个，使用 2 个；使用的比例须不低于0.9"]),
    ],
)
def test_a_share_of_the_vacancies_is_opened(per, said_):
    """P14: about nine in ten of the vacancies of a unit are opened."""
    at, only = numbers(number(approved=6, actual=2)), slate()
    plan = {"only_posts": ["park"], "opens": {"is": {"at_least": 0.9}, "per": per}}
    assert [d.text.zh for d in due(only, at, settings(**plan))] == said_
    soft = {**plan, "opens": {**plan["opens"], "strength": "soft"}}
    assert due(only, at, settings(**soft)) == ()
    notes = [f.text.zh for f in close(only, at, settings(**soft)).findings if f.code == "share_opened"]
    assert notes == said_
    assert due(only, numbers(number(approved=5, actual=3)), settings(**plan)) == ()


def test_bounds_that_contradict_themselves():
    with pytest.raises(ValueError, match="at_least"):
        settings(bounds=[{"title": "副职", "at_least": 3, "at_most": 2}])
