"""Scores: trimming, means, rounding, folding, ranks, each with its working."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import D, leaf

from quanheng.core.language.scoring import RankPoints, Trim
from quanheng.core.language.terms import Rounding
from quanheng.core.scoring.scores import (
    DROPPED_HIGH,
    DROPPED_LOW,
    counted,
    folded,
    held_within,
    mean_of,
    plain,
    points_for_rank,
    rounded_at,
    rounding_words,
    shared_ranks,
    sum_of,
    trimmed,
    value_of,
    weighted_mean,
)
from quanheng.core.values import Refused, Text, Working

MARKS = st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=12)
LABEL = Text("平均", "mean")


def marks(*values):
    return [leaf(v, f"m{i}") for i, v in enumerate(values)]


def test_numbers_read_as_people_write_them():
    assert [plain(D(v)) for v in ("85.50", "100", "0", "0.3333333333", "1E+2")] == [
        "85.5", "100", "0", "0.333333…", "100",
    ]  # fmt: skip


def test_one_highest_and_one_lowest_do_not_count():
    mean = mean_of(LABEL, marks("90", "80", "85", "95", "70"), Trim())
    assert mean.value == D(85)
    assert [p.rule for p in mean.parts] == [Text(""), Text(""), Text(""), DROPPED_HIGH, DROPPED_LOW]
    assert mean.rule == Text("255 ÷ 3（计 3 个，去掉 2 个）", "255 ÷ 3 (3 counted, 2 dropped)")


def test_trimming_only_above_a_number_of_marks():
    trim = Trim(only_if_more_than=5)
    assert mean_of(LABEL, marks("90", "80", "85", "95", "70"), trim).value == D(84)
    assert mean_of(LABEL, marks("90", "80", "85", "95", "70", "84"), trim).value == D("84.75")


def test_trimming_everything_away_is_refused():
    with pytest.raises(Refused) as refused:
        trimmed(marks("90", "80"), Trim())
    assert refused.value.code == "too_few_marks_to_trim"


def test_an_endless_mean_does_not_leak_into_truncation():
    mean = mean_of(LABEL, marks("83", "83", "84"))
    share = folded(mean, D(60), D(100))
    assert rounded_at(share, (Rounding(at="total", digits=2, mode="truncate"),), "total").value == D("50.00")


def test_rounding_keeps_what_was_rounded():
    mean = mean_of(LABEL, marks("85", "86", "86"))
    done = rounded_at(mean, (Rounding(at="component"),), "component")
    assert (done.value, done.parts, done.rule.zh) == (D("85.67"), (mean,), "保留 2 位小数，四舍五入")
    assert rounded_at(mean, (Rounding(at="component"),), "total") == mean
    even = rounded_at(leaf("85.5"), (Rounding(at="mark"),), "mark")
    assert (str(even.value), even.parts, even.source) == ("85.50", (), "row")


def test_rounding_words():
    assert rounding_words(Rounding(step=D("0.5"), mode="floor")).en == "to steps of 0.5, downwards"


def test_weighted_mean_divides_by_the_weights_there():
    parts = [(leaf("90"), D(20)), (leaf("80"), D(40))]
    whole = weighted_mean(LABEL, parts)
    assert (whole.value, whole.rule.zh) == (D(5000) / 60, "(90×20 + 80×40) ÷ 60")
    assert weighted_mean(LABEL, parts[:1]) == Working(LABEL, D(90), source="row")


def test_sums_folds_and_limits():
    assert sum_of(LABEL, marks("1", "2.5")).value == D("3.5")
    assert folded(leaf("8"), D(30), D(10)).value == D(24)
    assert folded(leaf("8"), D(10), D(10)) == leaf("8")
    assert [held_within(leaf(v), D(0), D(5)).value for v in ("-3", "4", "7")] == [D(0), D(4), D(5)]
    assert value_of(Working(LABEL, None)) == 0


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    assert shared_ranks([D("90"), D("85.0"), D("85"), D("80")]) == (1, 2, 2, 4)


def test_rank_points_of_a_plan_with_two_hundred_points():
    points = RankPoints(first=200, step=4)
    assert [points_for_rank(leaf("1"), r, points).value for r in (1, 2, 11, 60)] == [200, 196, 160, 0]


@given(MARKS)
def test_law_a_trimmed_mean_lies_between_the_lowest_and_the_highest(values):
    mean = value_of(mean_of(LABEL, marks(*values), Trim()))
    assert min(values) <= mean <= max(values)


@given(MARKS, st.randoms(use_true_random=False))
def test_law_a_mean_is_unchanged_by_order(values, chance):
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert mean_of(LABEL, marks(*values), Trim()).value == mean_of(LABEL, marks(*shuffled), Trim()).value


@given(MARKS, st.data())
def test_law_raising_one_mark_never_lowers_the_mean(values, data):
    index = data.draw(st.integers(0, len(values) - 1))
    raised = [*values]
    raised[index] += data.draw(st.decimals(0, 50, places=2))
    assert value_of(mean_of(LABEL, marks(*raised), Trim())) >= value_of(
        mean_of(LABEL, marks(*values), Trim())
    )


@given(MARKS, st.integers(0, 2), st.integers(0, 2), st.integers(0, 12))
def test_law_trimming_drops_exactly_what_the_plan_says(values, high, low, floor):
    trim = Trim(high=high, low=low, only_if_more_than=floor)
    if not trim.applies_to(len(values)):
        assert all(counted(p) for p in trimmed(marks(*values), trim))
    elif len(values) > high + low:
        kept = [value_of(p) for p in trimmed(marks(*values), trim) if counted(p)]
        assert sorted(kept) == sorted(values)[low : len(values) - high]


@given(
    st.decimals(0, 1000, places=7),
    st.integers(0, 4),
    st.sampled_from(["half_up", "half_even", "truncate", "up", "floor", "ceiling"]),
    st.sampled_from([None, D("0.5"), D("0.05")]),
)
def test_law_rounding_is_idempotent(value, digits, mode, step):
    rule = (Rounding(at="total", digits=digits, mode=mode, step=step),)
    once = rounded_at(leaf(value), rule, "total")
    twice = rounded_at(once, rule, "total")
    assert (twice.value, twice.parts) == (once.value, once.parts)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 200))
def test_law_the_order_of_division_does_not_matter(count, weight, total):
    rule = (Rounding(at="total", digits=1, mode="truncate"),)
    one = rounded_at(leaf(D(total) / count * weight), rule, "total").value
    other = rounded_at(leaf(D(total) * weight / count), rule, "total").value
    assert one == other
