"""Truth (三值): met, not met and unknown are TRUE, FALSE and NULL, and SQL's own logic joins them.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64; SQL's AND, OR and NOT follow it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add, and_, or_
from typing import Any, TypeAlias

import ibis

Column: TypeAlias = Any
"""A value of one row: an Ibis expression, deferred until the table is known."""

MET = ibis.literal(True)
NOT_MET = ibis.literal(False)
UNKNOWN = ibis.null("boolean")
NO_DAY = ibis.null("date")


def every(states: Iterable[Column]) -> Column:
    """Whether all hold."""
    asked = [state for state in states if state is not MET]
    return reduce(and_, asked) if asked else MET


def some(states: Iterable[Column]) -> Column:
    """Whether any holds."""
    asked = [state for state in states if state is not NOT_MET]
    return reduce(or_, asked) if asked else NOT_MET


def at_least(n: int, states: Iterable[Column]) -> Column:
    """Whether at least n hold: those that surely do suffice, or those that may do not."""
    listed = tuple(states)
    sure = reduce(add, (ibis.ifelse(s.fill_null(False), 1, 0) for s in listed))
    possible = reduce(add, (ibis.ifelse(s.fill_null(True), 1, 0) for s in listed))
    return ibis.cases((sure >= n, MET), (possible >= n, UNKNOWN), else_=NOT_MET)


def known(condition: Column, state: Column) -> Column:
    """The state where the facts it needs are there, else unknown."""
    return ibis.ifelse(condition, state, UNKNOWN)


def agreed(one: Column, other: Column) -> Column:
    """The state on which two readings agree, else unknown."""
    return ibis.ifelse(one == other, one, UNKNOWN)
