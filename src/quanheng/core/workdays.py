"""Working days, age and tenure (工作日、周岁、任职年限): date arithmetic that says what it rests on.

Source: 民法典 201 (the first day is not counted), 202 (no matching day: last day of the month), 203 (an end
on a rest day moves to the next working day); the yearly 放假通知 as carried by the `holidays` library.
"""

from __future__ import annotations

import calendar as gregorian
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Protocol

import holidays

from quanheng.core.values import Refused, Text

Counting = Literal["working", "calendar"]

ANNOUNCED_YEARS = (2001, 2026)
"""First and last year whose 放假通知 of the State Council General Office stands in holidays 0.109.

Source: 国务院办公厅关于2026年部分节假日安排的通知 (November 2025). 2027 is still an estimate there: festivals
without make-up workdays.
"""
KNOWN_YEARS = (1950, 2099)
_YEAR_END = (12, 29)  # a notice for January has moved days as early as 29 December of the year before (2002)

PROVISIONAL = Text(
    "所涉年度的放假调休安排尚未公布（或早于可核对的年份），日期为推算，公布后须重新计算。",
    "The holiday calendar of a year concerned is not announced (or is older than can be checked): "
    "the dates are estimates and must be counted again once it is.",
)


@dataclass(frozen=True, slots=True)
class WorkdayResult:
    """A day found on the calendar; provisional when a year it rests on is not announced."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the calendar and how much of it was counted.

    Units: `days` are working days; negative when the end lies before the start.
    """

    first: date
    last: date
    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """A period counted out day by day (公示期).

    Shapes: `counted` is every day that counts, in order; `last` ends the period at 24:00; `next_on` is the
    day after, when the next step may happen, `next_working_on` the first working day from then; `moved` says
    that the end was put off because it fell on a rest day (民法典 203).
    """

    start: date
    last: date
    next_on: date
    next_working_on: date
    counted: tuple[date, ...]
    moved: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar (工作日历) of one country, with what an organisation adds to it by hand.

    Shapes: `announced` is the first and last year whose holidays are official; `extra_rest_days` and
    `extra_workdays` override the library (a regional festival, a notice published after its release).
    """

    country: str = "CN"
    announced: tuple[int, int] = ANNOUNCED_YEARS
    extra_rest_days: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        both = self.extra_rest_days & self.extra_workdays
        if both:
            days = "、".join(d.isoformat() for d in sorted(both))
            zh, en = f"{days} 既列为休息日又列为工作日。", f"{days} stands as a rest day and a working day."
            raise Refused("calendar_contradiction", zh, en, "", "请只保留一处。", "Keep one of the two.")

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on that day; make-up Saturdays and Sundays (调休上班日) count."""
        if day in self.extra_rest_days:
            return False
        return day in self.extra_workdays or day in _working_days(self.country, day.year)

    def is_provisional(self, day: date) -> bool:
        """Whether the standing of that day may still change with a 放假通知 not yet published."""
        first, last = self.announced
        if not first <= day.year <= last:
            return True
        return day.year == last and (day.month, day.day) >= _YEAR_END

    def next_working_day(self, day: date) -> WorkdayResult:
        """That day if it is worked, else the first working day after it."""
        found = day
        while not self.is_working_day(found):
            found = _shifted(found, 1)
        return WorkdayResult(found, self._touches(day, found))

    def add_working_days(self, start: date, n: int) -> WorkdayResult:
        """The n-th working day after the start, or before it when n is negative; the start is not counted.

        Units: n in working days; n = 0 is the start itself, worked or not.
        """
        step, left, day = (1 if n > 0 else -1), abs(n), start
        while left:
            day = _shifted(day, step)
            left -= self.is_working_day(day)
        return WorkdayResult(day, self._touches(start, day))

    def working_days_between(self, start: date, end: date) -> Span:
        """Working days from the start (not counted) to the end (counted).

        Units: working days; negative for an end before the start, so that
        `working_days_between(s, add_working_days(s, n).day).days == n` for every n.
        """
        if end >= start:
            days = sum(map(self.is_working_day, _days_after(start, end)))
        else:
            days = -sum(map(self.is_working_day, _days_after(_shifted(end, -1), _shifted(start, -1))))
        return Span(start, end, days, self._touches(start, end))

    def notice_end(
        self, start: date, days: int, calendar: Counting = "working", first_day_counts: bool = False
    ) -> NoticePeriod:
        """The period of a notice put up on `start`.

        Units: `days` in working days or calendar days as `calendar` says. `first_day_counts` departs from
        民法典 201 and counts the day of posting itself (where it is a day that counts).
        Errors: Refused(period_too_short) for fewer than one day.
        """
        if days < 1:
            zh, en = f"期限为 {days} 天，至少应为 1 天。", f"A period of {days} days: it needs at least 1."
            raise Refused("period_too_short", zh, en)
        before = _shifted(start, -1) if first_day_counts else start
        if calendar == "working":
            last = full = self.add_working_days(before, days).day
            counted = tuple(d for d in _days_after(before, last) if self.is_working_day(d))
        else:
            full = _shifted(before, days)
            last = self.next_working_day(full).day
            counted = tuple(_days_after(before, last))
        next_on = _shifted(last, 1)
        next_working_on = self.next_working_day(next_on).day
        return NoticePeriod(
            start,
            last,
            next_on,
            next_working_on,
            counted,
            moved=last != full,
            provisional=self._touches(start, next_working_on),
        )

    def _touches(self, one: date, other: date) -> bool:
        # Announced years are one unbroken run, so the two ends tell for everything between them.
        return self.is_provisional(one) or self.is_provisional(other)


@lru_cache(maxsize=512)
def _working_days(country: str, year: int) -> frozenset[date]:
    """All working days of a year; the year after is asked too, for its notice may move days in December."""
    if not KNOWN_YEARS[0] <= year <= KNOWN_YEARS[1]:
        raise _out_of_range(f"{year}")
    known = holidays.country_holidays(country, years=(year, year + 1))
    days = _days_after(date(year - 1, 12, 31), date(year, 12, 31))
    return frozenset(d for d in days if known.is_working_day(d))


def _days_after(start: date, end: date) -> Iterable[date]:
    """Every day after the start through the end."""
    return (start + timedelta(days=i) for i in range(1, (end - start).days + 1))


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _out_of_range(f"{day} {days:+d}d") from None


def _out_of_range(what: str) -> Refused:
    first, last = KNOWN_YEARS
    return Refused(
        "calendar_range",
        f"{what} 超出日历范围（工作日历为 {first}—{last} 年）。",
        f"{what} runs off the calendar (working days are known for {first} to {last}).",
        remedy_zh="请核对日期。",
        remedy_en="Check the date.",
    )


def add_calendar_days(start: date, days: int) -> date:
    """The day so many calendar days later (earlier when negative); the start is not counted.

    Units: days. Errors: Refused(calendar_range).
    """
    return _shifted(start, days)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where there is none (民法典 202).

    Units: calendar months, negative goes back. Errors: Refused(calendar_range).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise _out_of_range(f"{day} {months:+d}m")
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February in a common year. Units: years."""
    return add_months(day, 12 * years)


def months_between(since: date, until: date) -> int:
    """Full calendar months from one day to another (满 n 个月: the same day n months later).

    Units: months, 0 when `until` is not after `since`.
    """
    if until <= since:
        return 0
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if add_months(since, months) <= until else months - 1


def is_full_years(since: date, as_of: date, years: int) -> bool:
    """Whether `years` are full (满 n 年): the same day n years later has come. Units: years."""
    return as_of >= add_years(since, years)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as an archive gives it (出生年月): to the day, or only to the month.

    Shapes: `day` None means that only the month is known. Errors: Refused(date_impossible).
    """

    year: int
    month: int
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            date(self.year, self.month, 1 if self.day is None else self.day)
        except ValueError:
            shown = f"{self.year}-{self.month}" + ("" if self.day is None else f"-{self.day}")
            zh, en = f"没有 {shown} 这个日期。", f"There is no such date as {shown}."
            raise Refused("date_impossible", zh, en) from None

    @classmethod
    def of(cls, text: str) -> PartialDate:
        """Read 198005, 1980-05, 1980.05, 1980年5月, or the same to the day.

        Errors: Refused(date_unreadable), Refused(date_impossible).
        """
        shape = re.fullmatch(
            r"\s*(\d{4})(?:(\d{2})(\d{2})?|[-./年](\d{1,2})月?(?:[-./]?(\d{1,2})日?)?)\s*", text, re.ASCII
        )
        if shape is None:
            raise Refused(
                "date_unreadable",
                f"“{text}”不是日期。",
                f"“{text}” is not a date.",
                remedy_zh="请写成 1980-05 或 1980-05-12。",
                remedy_en="Write 1980-05 or 1980-05-12.",
            )
        year, month, day = shape[1], shape[2] or shape[4], shape[3] or shape[5]
        return cls(int(year), int(month), int(day) if day else None)

    @property
    def precision(self) -> Literal["day", "month"]:
        """How exactly the date is known."""
        return "month" if self.day is None else "day"

    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month, self.day or 1)

    def latest(self) -> date:
        """The last day it can be."""
        return date(self.year, self.month, self.day or gregorian.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return self.earliest().isoformat() if self.day else self.earliest().isoformat()[:7]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """The age that a birth date allows. Units: completed years (周岁)."""

    least: int
    most: int

    @property
    def is_certain(self) -> bool:
        """Whether the birth date settles the age."""
        return self.least == self.most


def age_on(born_on: date, as_of: date) -> int:
    """Completed years (周岁): one more on each birthday itself.

    Units: years. Someone born on 29 February completes a year on 28 February of a common year.
    Errors: Refused(not_born) when the birth lies after `as_of`.
    """
    if as_of < born_on:
        zh, en = f"出生日期 {born_on} 晚于计算日期 {as_of}。", f"Born on {born_on}, after {as_of}."
        raise Refused("not_born", zh, en)
    return months_between(born_on, as_of) // 12


def age_range_on(born: PartialDate, as_of: date) -> AgeRange:
    """The completed years that a birth date known to the day or month allows. Errors: Refused(not_born)."""
    most = age_on(born.earliest(), as_of)
    return AgeRange(age_on(min(born.latest(), as_of), as_of), most)


class Dated(Protocol):
    """Anything held from a day until a day; `until` None means still held."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time (起止时间). Shapes: `until` is the first day it is over; None means not over."""

    since: date
    until: date | None = None


def union(intervals: Iterable[Dated], as_of: date) -> tuple[Interval, ...]:
    """The time covered by any of the intervals up to `as_of`, in order, each day once.

    Shapes: pieces that touch become one; every piece of the result has an end.
    Errors: Refused(interval_reversed) when an interval ends before it begins.
    """
    return tuple(Interval(since, until) for since, until in _merged(intervals, as_of))


def tenure_days(intervals: Iterable[Dated], as_of: date) -> int:
    """Days covered by any of the intervals up to `as_of`, each once. Units: days."""
    return sum((until - since).days for since, until in _merged(intervals, as_of))


def tenure_months(intervals: Iterable[Dated], as_of: date) -> int:
    """Full months held up to `as_of` (累计任职月数); two posts held at once count once.

    Units: months. An unbroken piece counts by calendar months; where there are several pieces, the days left
    over in them are added up and every 30 make one more month.
    """
    pieces = _merged(intervals, as_of)
    full = [months_between(since, until) for since, until in pieces]
    left = [(until - add_months(since, n)).days for (since, until), n in zip(pieces, full, strict=True)]
    return sum(full) + (sum(left) // 30 if len(pieces) > 1 else 0)


def _merged(intervals: Iterable[Dated], as_of: date) -> list[tuple[date, date]]:
    pieces: list[tuple[date, date]] = []
    for since, until in sorted(_cut(i, as_of) for i in intervals):
        if since >= until:
            continue
        if pieces and since <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], until))
        else:
            pieces.append((since, until))
    return pieces


def _cut(interval: Dated, as_of: date) -> tuple[date, date]:
    if interval.until is not None and interval.until < interval.since:
        zh = f"起止时间颠倒：{interval.since} 至 {interval.until}。"
        en = f"An interval ends before it begins: {interval.since} to {interval.until}."
        raise Refused("interval_reversed", zh, en, "", "请更正任职起止时间。", "Correct the dates.")
    return interval.since, as_of if interval.until is None else min(interval.until, as_of)
