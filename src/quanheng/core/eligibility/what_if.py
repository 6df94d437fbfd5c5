"""What if (假设): a rule with other numbers, or without one of its conditions; the plan stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from quanheng.core.language.overlays import regrouped
from quanheng.core.language.rules import Rule
from quanheng.core.values import Refused

Numbers = Mapping[str, Decimal]
"""The numbers of a predicate by where they stand in it: `at_most`, `at_least.years`, `at_most.values.男`."""


def numbers_of(rule: Rule) -> Numbers:
    """Every number that a predicate says; none of a group."""
    return (
        {} if rule.parts() else dict(_numbers(rule.predicate().model_dump(by_alias=True, exclude_none=True)))
    )


def _numbers(value: Any, place: str = "") -> Iterator[tuple[str, Decimal]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _numbers(inner, f"{place}.{key}" if place else str(key))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        yield place, Decimal(value)


def with_numbers(rule: Rule, path: str, numbers: Numbers) -> Rule:
    """The tree in which the predicate at a path says these numbers. Errors: Refused(number_unfit)."""
    found = _changed(rule, path, "eligibility", lambda at: _renumbered(at, numbers))
    return rule if found is None else found


def without(rule: Rule, path: str) -> Rule | None:
    """The tree without the rule at a path; None when nothing is left."""
    return _changed(rule, path, "eligibility", lambda _rule: None)


def _changed(rule: Rule, path: str, here: str, change: Any) -> Rule | None:
    if here == path:
        found: Rule | None = change(rule)
        return found
    form = rule.form()
    places = [f"{here}.{form}.{number}" for number, _part in enumerate(rule.parts())]
    parts = [
        _changed(part, path, place, change) if path == place or path.startswith(f"{place}.") else part
        for place, part in zip(places, rule.parts(), strict=True)
    ]
    return regrouped(rule, tuple(part for part in parts if part is not None)) if parts else rule


def _renumbered(rule: Rule, numbers: Numbers) -> Rule:
    form, asked = rule.form(), rule.predicate()
    said = asked.model_dump(by_alias=True, exclude_none=True)
    for place, number in numbers.items():
        *way, last = place.split(".")
        at = said
        for step in way:
            at = at[step]
        at[last] = number if number % 1 else int(number)
    try:
        new = type(asked).model_validate(said)
    except ValidationError as error:
        raise Refused(
            "number_unfit",
            "这个数不能用在这项条件里。",
            "This number does not fit the condition.",
            where=", ".join(f"{place}={number}" for place, number in numbers.items()),
            remedy_zh="请改用合适的数，如不小于 0 的整数。",
            remedy_en="Use another, such as a whole number that is not negative.",
        ) from error
    return rule.model_copy(update={form: new, "title": None})
