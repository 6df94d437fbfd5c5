"""Suppression: what may be shown of small groups, by themselves and by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.ballots.suppression import Disclosure, merged_groups
from quanheng.core.values import Refused

RULES = Disclosure()


@pytest.mark.parametrize(
    ("ballots", "shown"), [(0, "nothing"), (4, "nothing"), (5, "mean"), (9, "mean"), (10, "distribution")]
)
def test_a_group_by_itself(ballots: int, shown: str) -> None:
    assert RULES.shown_of(ballots) == shown


@pytest.mark.parametrize(("ballots", "shown"), [(9, "nothing"), (10, "distribution")])
def test_comments_need_ten(ballots: int, shown: str) -> None:
    assert RULES.shown_of(ballots, "comment") == shown


@pytest.mark.parametrize(
    ("ballots", "shown"),
    [
        ({"a": 40}, {"a": "distribution"}),
        ({"a": 40, "b": 12}, {"a": "distribution", "b": "distribution"}),
        ({"a": 40, "b": 3}, {"a": "nothing", "b": "nothing"}),
        ({"a": 40, "b": 12, "c": 3}, {"a": "distribution", "b": "nothing", "c": "nothing"}),
        ({"a": 40, "b": 2, "c": 2}, {"a": "nothing", "b": "nothing", "c": "nothing"}),
        ({"a": 40, "b": 3, "c": 3}, {"a": "mean", "b": "nothing", "c": "nothing"}),
        (
            {"a": 40, "b": 4, "c": 4, "d": 12},
            {"a": "distribution", "b": "nothing", "c": "nothing", "d": "mean"},
        ),
        ({"a": 40, "b": 7}, {"a": "mean", "b": "mean"}),
        ({"a": 40, "b": 7, "c": 6}, {"a": "distribution", "b": "mean", "c": "mean"}),
        ({"a": 40, "b": 0}, {"a": "distribution", "b": "nothing"}),
        ({"a": 0}, {"a": "nothing"}),
        ({}, {}),
    ],
)
def test_no_group_can_be_worked_out_from_the_others(ballots: dict[str, int], shown: dict[str, str]) -> None:
    assert RULES.shown(ballots) == shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30)))
def test_withheld_groups_are_never_alone_and_never_too_few(ballots: dict[str, int]) -> None:
    shown = RULES.shown(ballots)
    cast = {g: n for g, n in ballots.items() if n}
    for levels, least in ((("nothing",), 5), (("nothing", "mean"), 10)):
        below = [n for g, n in cast.items() if shown[g] in levels]
        if below and len(below) < len(cast):
            assert len(below) > 1
            assert sum(below) >= least


def test_remarks_of_one_group_say_nothing_of_another() -> None:
    assert RULES.shown({"a": 40, "b": 3}, "comment") == {"a": "distribution", "b": "nothing"}


def test_small_groups_are_merged_before_opening() -> None:
    electorate = {"leaders": 5, "chiefs": 12, "staff": 40}
    placed = merged_groups(electorate, "chiefs", RULES)
    assert placed == {"leaders": "chiefs", "chiefs": "chiefs", "staff": "staff"}
    assert merged_groups({"staff": 10}, None, RULES) == {"staff": "staff"}
    assert merged_groups({"leaders": 5, "chiefs": 6}, "chiefs", RULES) == dict.fromkeys(
        ("leaders", "chiefs"), "chiefs"
    )


@pytest.mark.parametrize(
    ("electorate", "into"),
    [({"leaders": 5, "staff": 40}, None), ({"leaders": 5, "chiefs": 4}, "chiefs"), ({"staff": 9}, None)],
)
def test_a_small_group_without_a_target_is_refused(electorate: dict[str, int], into: str | None) -> None:
    with pytest.raises(Refused) as refused:
        merged_groups(electorate, into, RULES)
    assert refused.value.code == "group_too_small"
