"""Dates (日期): limits in time as bounds on the day itself, and months between days, for whole columns.

A limit such as "at most 45 on that day" is turned round once, in Python and by the core's own arithmetic,
into "born on or after this day"; what is left for each row is a comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import ibis

from quanheng.core.eligibility.facts import Fixed, first_day
from quanheng.core.eligibility.ground import after_span
from quanheng.core.language.terms import Span
from quanheng.core.values import Refused
from quanheng.screening.truth import MET, NOT_MET, UNKNOWN, Column

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
FOREVER = date.max
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Range:
    """The days that fit, both ends included. Units: ordinals of days."""

    first: int = _FIRST
    last: int = _LAST

    def since(self, day: int) -> Range:
        """The part of it from that day on."""
        return replace(self, first=max(self.first, day))

    def until(self, day: int) -> Range:
        """The part of it up to that day."""
        return replace(self, last=min(self.last, day))

    def holds(self, first: Column, last: Column) -> Column:
        """Whether a date between two days fits; unknown while some of its days do and some do not."""
        if self.first > self.last:
            return ibis.ifelse(first.notnull(), NOT_MET, UNKNOWN)
        low, high = date.fromordinal(self.first), date.fromordinal(self.last)
        inside = (first >= low) & (last <= high)
        outside = (last < low) | (first > high)
        return ibis.cases((inside, MET), (outside, NOT_MET), else_=UNKNOWN)


def last_before(change: Callable[[date], date], as_of: date) -> int:
    """The last day whose `change` has come by the as-of date; the later the day, the later its change.

    Units: ordinal of the day, 0 when there is none.
    """
    low, high = _FIRST - 1, _LAST
    while low < high:
        middle = (low + high + 1) // 2
        if _has_come(change, date.fromordinal(middle), as_of):
            low = middle
        else:
            high = middle - 1
    return low


def _has_come(change: Callable[[date], date], day: date, as_of: date) -> bool:
    try:
        return change(day) <= as_of
    except (Refused, ValueError, OverflowError):  # runs off the calendar, on whichever side the day lies
        return day <= as_of


def fitting(bounds: Fixed, counting: str, as_of: date) -> Range:
    """The days from which the years up to the as-of date lie within the bounds."""
    found = Range()
    for name, bound in bounds.bounds:
        reached = last_before(lambda day, n=name, b=bound: first_day(n, b, counting, day), as_of)  # type: ignore[misc]
        found = found.until(reached) if name in ("at_least", "over") else found.since(reached + 1)
    return found


def recent(within: Span | None, as_of: date) -> Range:
    """The days that lie no longer back than the span; without one, any day up to the as-of date."""
    past = Range().until(as_of.toordinal())
    if within is None:
        return past
    return past.since(last_before(lambda day: after_span(day, within), as_of) + 1)


def first_day_of(name: str, bound: Decimal, counting: str, born: Column) -> Column:
    """As `first_day` of the core, for a column: when a lower bound begins to hold, or an upper one ends."""
    if counting == "calendar_year":
        step = 1 if name in ("over", "at_most") else 0
        return ibis.date(born.year() + (int(bound) + step), 1, 1)
    months = int(bound * 12)
    if name in ("at_least", "under"):
        return born + ibis.interval(months=months)
    if counting == "exact":
        return born + ibis.interval(months=months) + ibis.interval(days=1)
    return born + ibis.interval(months=(months // 12 + 1) * 12)


def later(day: Column, span: Span) -> Column:
    """The day so long after another."""
    months = span.whole_months()
    if months is None:
        return day + ibis.interval(days=span.days or 0)
    return day + ibis.interval(months=months)


def add_months(day: Column, months: Column) -> Column:
    """The same day so many months later, or the last of the month, where the number differs by row."""
    return day + months.cast("int32").as_interval("M")


def add_days(day: Column, days: Column) -> Column:
    """The day so many days later, where the number differs by row."""
    return day + days.cast("int32").as_interval("D")


def months_between(since: Column, until: Column) -> Column:
    """Full months from one day to a later one; one is full on the same day, or on the last of a month."""
    months = (until.year() - since.year()) * 12 + until.month() - since.month()
    return months - ibis.ifelse(_is_full(since, until), 0, 1)


def days_over(since: Column, until: Column) -> Column:
    """The days left over after the full months."""
    before = _last_of_month_before(until)
    return ibis.ifelse(
        _is_full(since, until),
        ibis.greatest(until.day() - since.day(), 0),
        until.day() + ibis.greatest(before - since.day(), 0),
    )


def _is_full(since: Column, until: Column) -> Column:
    return (since.day() <= until.day()) | ((until + ibis.interval(days=1)).day() == 1)


def _last_of_month_before(day: Column) -> Column:
    return (day.truncate("M") - ibis.interval(days=1)).day()


def latest(days: Sequence[Column]) -> Column:
    """The last of some days."""
    return days[0] if len(days) == 1 else ibis.greatest(*days)


def earliest(days: Sequence[Column]) -> Column:
    """The first of those days that there are."""
    return days[0] if len(days) == 1 else ibis.least(*days)


def a_day(day: date) -> Column:
    """A day as a literal."""
    return ibis.literal(day)
