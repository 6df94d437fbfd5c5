"""A rule with other numbers, or without one of its conditions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quanheng.core.eligibility.what_if import numbers_of, with_numbers, without
from quanheng.core.language.rules import Rule
from quanheng.core.values import Refused

AGE = {"age": {"at_most": {"by": "sex", "values": {"男": 45, "女": 42}}}, "title": "年龄"}
YEARS = {"tenure": {"kind": ["post"], "at_least": {"years": 2}}}
RULE = Rule.model_validate({"all": [AGE, {"any": [YEARS, {"sex": {"in": ["女"]}}]}]})


def test_every_number_of_a_predicate_has_a_place() -> None:
    age, group = RULE.parts()
    assert numbers_of(age) == {"at_most.values.男": Decimal(45), "at_most.values.女": Decimal(42)}
    assert numbers_of(group) == {}
    assert numbers_of(group.parts()[0]) == {"at_least.years": Decimal(2)}


def test_other_numbers_stand_in_the_place_of_the_old_and_the_title_goes() -> None:
    changed = with_numbers(RULE, "eligibility.all.0", {"at_most.values.男": Decimal(50)})
    wanted = {"age": {"at_most": {"by": "sex", "values": {"男": 50, "女": 42}}}}
    assert changed == Rule.model_validate({"all": [wanted, {"any": [YEARS, {"sex": {"in": ["女"]}}]}]})
    changed = with_numbers(RULE, "eligibility.all.1.any.0", {"at_least.years": Decimal("1.5")})
    assert numbers_of(changed.parts()[1].parts()[0]) == {"at_least.years": Decimal("1.5")}


def test_a_condition_dropped_takes_its_empty_group_along() -> None:
    assert without(RULE, "eligibility.all.0") == Rule.model_validate(
        {"all": [{"any": [YEARS, {"sex": {"in": ["女"]}}]}]}
    )
    one = Rule.model_validate({"all": [AGE]})
    assert without(one, "eligibility.all.0") is None
    assert without(one, "eligibility") is None


def test_a_path_that_leads_nowhere_changes_nothing() -> None:
    assert without(RULE, "eligibility.all.7") == RULE
    assert with_numbers(RULE, "elsewhere", {}) == RULE


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        with_numbers(RULE, "eligibility.all.1.any.0", {"at_least.years": Decimal(-1)})
    assert (refused.value.code, refused.value.where) == ("number_unfit", "at_least.years=-1")
