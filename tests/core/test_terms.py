"""The small words of the plan language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from quanheng.core.language.terms import (
    Bound,
    Condition,
    Keep,
    Number,
    Rounding,
    Schedule,
    Span,
    Words,
    rounded,
)
from quanheng.core.values import Text

WORDS = TypeAdapter(Words)
NUMBER = TypeAdapter(Number)


def said(thing, value) -> str:
    with pytest.raises(ValidationError) as refused:
        (thing if isinstance(thing, TypeAdapter) else TypeAdapter(thing)).validate_python(value)
    error = refused.value.errors()[0]
    return error.get("ctx", {}).get("en", error["msg"])


def test_words_are_a_sentence_or_two_languages():
    assert WORDS.validate_python("甲") == Text("甲")
    assert WORDS.validate_python({"zh": "甲", "en": "A"}) == Text("甲", "A")
    assert WORDS.validate_python(Text("甲")) == Text("甲")
    assert said(WORDS, {"en": "A"}) == (
        "a text is a sentence, or {zh: …, en: …}; quote one that holds a comma or a colon"
    )
    assert said(WORDS, {"zh": "甲", "fr": "A"}) == (
        "a text is a sentence, or {zh: …, en: …}; quote one that holds a comma or a colon"
    )


def test_numbers_are_exact():
    assert NUMBER.validate_python("2/3") == Decimal(2) / 3
    assert NUMBER.validate_python(0.1) == Decimal("0.1")
    assert NUMBER.validate_python("1.50") == Decimal("1.50")
    assert said(NUMBER, "1/0") == "'1/0' is no fraction"
    assert said(NUMBER, "a/2") == "'a/2' is no fraction"
    assert said(NUMBER, True) == "a number is needed here, not yes or no"


@pytest.mark.parametrize(
    ("rule", "value", "result"),
    [
        ({"digits": 2, "mode": "half_up"}, "1.005", "1.01"),
        ({"digits": 2, "mode": "half_even"}, "1.005", "1.00"),
        ({"digits": 2, "mode": "truncate"}, "1.009", "1.00"),
        ({"digits": 0, "mode": "up"}, "1.1", "2"),
        ({"digits": 0, "mode": "floor"}, "-1.1", "-2"),
        ({"digits": 0, "mode": "ceiling"}, "-1.1", "-1"),
        ({"step": "0.5"}, "1.3", "1.5"),
    ],
)
def test_rounding_is_the_plans_own(rule, value, result):
    assert Rounding(**rule).apply(Decimal(value)) == Decimal(result)


def test_only_the_named_step_is_rounded():
    rules = (Rounding(digits=0, at="mark"), Rounding(digits=1, at="total"))
    assert rounded(Decimal("1.26"), rules, "total") == Decimal("1.3")
    assert rounded(Decimal("1.26"), rules, "judge") == Decimal("1.26")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**6), max_value=10**6))
def test_rounding_twice_is_rounding_once(value):
    rule = Rounding(digits=3)
    assert rule.apply(rule.apply(value)) == rule.apply(value)


@pytest.mark.parametrize(
    ("bound", "holds", "fails"),
    [
        ({"at_least": 2}, 2, 1),
        ({"over": 2}, 3, 2),
        ({"at_most": 2}, 2, 3),
        ({"under": 2}, 1, 2),
    ],
)
def test_a_boundary_says_on_which_side_its_number_falls(bound, holds, fails):
    assert Bound(**bound).holds(Decimal(holds))
    assert not Bound(**bound).holds(Decimal(fails))


def test_a_boundary_is_said_in_words():
    assert Bound(over="2/3", at_most=1).say() == Text("超过2/3且不超过1", "over 2/3 and at most 1")
    assert said(Bound, {}) == "one of at_least, over, at_most, under is needed"


@pytest.mark.parametrize(
    ("thing", "value", "reason"),
    [
        (Condition, {}, "an empty condition says nothing"),
        (Condition, {"quantity": "seats"}, "quantity and is belong together"),
        (Span, {}, "one of days, working_days, months, years is needed"),
        (Span, {"days": 1, "months": 1}, "one of days, working_days, months, years is needed"),
        (
            Schedule,
            {"from": "2026-03-02", "to": "2026-03-01"},
            "it ends on 2026-03-01, before it begins on 2026-03-02",
        ),
        (Schedule, {"on": "2026-03-02", "to": "2026-03-01"}, "to needs from"),
        (Schedule, {}, "a time is one of: on, from (with to or lasts), after, before, monthly_on"),
        (Keep, {}, "one of per_seat, top, drop_last, passed, share, table is needed"),
    ],
)
def test_what_does_not_fit_together_is_refused(thing, value, reason):
    assert said(thing, value).startswith(reason)


def test_a_span_in_months():
    assert Span(months=3).whole_months() == 3
    assert Span(years="1.5").whole_months() == 18
    assert Span(days=3).whole_months() is None
    assert Condition.model_validate(Condition(posts=("x",))) == Condition(posts=("x",))
