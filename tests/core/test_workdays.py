"""Working days, age and tenure (工作日、周岁、任职年限)."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.values import Refused
from quanheng.core.workdays import (
    ANNOUNCED_YEARS,
    AgeRange,
    Calendar,
    Interval,
    NoticePeriod,
    PartialDate,
    Span,
    WorkdayResult,
    add_calendar_days,
    add_months,
    add_years,
    age_on,
    age_range_on,
    is_full_years,
    months_between,
    tenure_days,
    tenure_months,
    union,
)

CN = Calendar()
some_days = st.dates(date(2001, 1, 1), date(2028, 12, 31))
any_days = st.dates(date(1952, 1, 1), date(2090, 12, 31))
intervals = st.builds(
    lambda since, days: Interval(since, None if days is None else since + timedelta(days=days)),
    some_days,
    st.none() | st.integers(0, 3000),
)


def refusal(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    assert caught.value.text.zh and caught.value.text.en
    return caught.value.code


# The working calendar


def test_make_up_days_are_worked_and_holidays_are_not():
    # 2026 notice: Spring Festival 15-23 February, worked on 14 and 28 February (both Saturdays).
    worked = [d for d in range(13, 29) if CN.is_working_day(date(2026, 2, d))]
    assert worked == [13, 14, 24, 25, 26, 27, 28]


def test_a_december_sunday_worked_for_next_january_is_known_in_its_own_year():
    assert CN.is_working_day(date(2006, 12, 31))  # a Sunday, moved by the notice for 2007
    assert not CN.is_working_day(date(2018, 12, 31))  # a Monday, off by the notice for 2019


def test_the_announced_years_are_those_the_library_holds_make_up_days_for():
    first, last = ANNOUNCED_YEARS
    with_make_up_days = {
        day.year
        for year in range(first - 3, last + 6)
        for day in holidays.country_holidays("CN", years=year).weekend_workdays
        if day.month < 12
    }
    assert with_make_up_days == set(range(first, last + 1))


def test_days_of_a_year_not_announced_are_provisional():
    days = [date(2000, 12, 31), date(2001, 1, 1), date(2026, 12, 28), date(2026, 12, 29), date(2027, 1, 4)]
    assert [CN.is_provisional(d) for d in days] == [True, False, False, True, True]


def test_an_organisation_adds_what_the_library_does_not_know():
    here = Calendar(
        announced=(2001, 2027),
        extra_rest_days=frozenset({date(2026, 4, 20)}),
        extra_workdays=frozenset({date(2027, 2, 20)}),
    )
    assert not here.is_working_day(date(2026, 4, 20))
    assert here.is_working_day(date(2027, 2, 20))
    assert not here.is_provisional(date(2027, 2, 20))
    assert refusal(
        Calendar, "CN", (2001, 2026), frozenset({date(2026, 4, 20)}), frozenset({date(2026, 4, 20)})
    ) == ("calendar_contradiction")


def test_adding_and_counting_working_days_over_a_festival():
    assert CN.add_working_days(date(2026, 2, 13), 2) == WorkdayResult(date(2026, 2, 24), False)
    assert CN.add_working_days(date(2026, 2, 24), -2) == WorkdayResult(date(2026, 2, 13), False)
    assert CN.add_working_days(date(2026, 2, 15), 0) == WorkdayResult(date(2026, 2, 15), False)
    assert CN.working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == Span(
        date(2026, 2, 13), date(2026, 2, 24), 2, False
    )
    assert CN.next_working_day(date(2026, 2, 15)) == WorkdayResult(date(2026, 2, 24), False)
    assert CN.add_working_days(date(2026, 12, 25), 5) == WorkdayResult(date(2027, 1, 4), True)


def test_a_year_outside_the_calendar_is_refused():
    assert refusal(CN.is_working_day, date(2100, 1, 4)) == "calendar_range"
    assert refusal(CN.is_working_day, date(1949, 10, 1)) == "calendar_range"
    assert refusal(add_calendar_days, date(9999, 12, 31), 1) == "calendar_range"
    assert refusal(add_months, date(9999, 12, 31), 1) == "calendar_range"


@given(some_days, st.integers(-60, 60))
def test_counting_undoes_adding(start, n):
    assert CN.working_days_between(start, CN.add_working_days(start, n).day).days == n


@given(some_days, st.integers(-40, 40), st.integers(0, 20))
def test_adding_more_never_lands_earlier(start, n, more):
    assert CN.add_working_days(start, n).day <= CN.add_working_days(start, n + more).day


@given(some_days, st.integers(1, 40))
def test_what_is_added_lands_on_a_worked_day(start, n):
    assert CN.is_working_day(CN.add_working_days(start, n).day)
    assert CN.is_working_day(CN.add_working_days(start, -n).day)


@given(some_days, st.integers(0, 90), st.integers(0, 90))
def test_working_days_add_up_over_a_day_between(start, one, two):
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    parts = CN.working_days_between(start, middle).days + CN.working_days_between(middle, end).days
    assert CN.working_days_between(start, end).days == parts


# Notices


def test_five_working_days_posted_before_a_long_holiday():
    # Posted on Tuesday 29 September 2026: the 30th counts, then 8 to 10 October (the 10th is worked).
    assert CN.notice_end(date(2026, 9, 29), 5) == NoticePeriod(
        start=date(2026, 9, 29),
        last=date(2026, 10, 12),
        next_on=date(2026, 10, 13),
        next_working_on=date(2026, 10, 13),
        counted=(date(2026, 9, 30), *(date(2026, 10, d) for d in (8, 9, 10, 12))),
        moved=False,
        provisional=False,
    )


def test_seven_calendar_days_that_end_in_a_holiday_are_put_off():
    period = CN.notice_end(date(2026, 9, 25), 7, calendar="calendar")
    assert period == NoticePeriod(
        start=date(2026, 9, 25),
        last=date(2026, 10, 8),
        next_on=date(2026, 10, 9),
        next_working_on=date(2026, 10, 9),
        counted=tuple(date(2026, 9, 25) + timedelta(days=i) for i in range(1, 14)),
        moved=True,
        provisional=False,
    )


def test_the_day_of_posting_counts_only_where_the_plan_says_so():
    monday = date(2026, 5, 11)
    assert CN.notice_end(monday, 5).last == date(2026, 5, 18)
    assert CN.notice_end(monday, 5, first_day_counts=True).last == date(2026, 5, 15)
    assert CN.notice_end(monday, 5, "calendar", first_day_counts=True).last == date(2026, 5, 15)
    assert CN.notice_end(date(2026, 5, 16), 5, first_day_counts=True).last == date(2026, 5, 22)


def test_the_next_step_waits_for_a_worked_day():
    period = CN.notice_end(date(2026, 5, 8), 5)
    assert (period.last, period.next_on, period.next_working_on) == (
        date(2026, 5, 14),
        date(2026, 5, 15),
        date(2026, 5, 15),
    )


def test_a_notice_into_a_year_not_announced_says_so():
    assert CN.notice_end(date(2026, 12, 28), 5).provisional
    assert CN.notice_end(date(2026, 12, 18), 5).provisional is False


def test_a_notice_of_no_day_is_refused():
    assert refusal(CN.notice_end, date(2026, 5, 11), 0) == "period_too_short"


@given(some_days, st.integers(1, 30), st.sampled_from(["working", "calendar"]), st.booleans())
def test_a_notice_counts_what_it_says(start, days, calendar, first_day_counts):
    period = CN.notice_end(start, days, calendar, first_day_counts)
    assert len(period.counted) >= days
    assert (len(period.counted) > days) == period.moved
    assert period.counted[-1] == period.last < period.next_on <= period.next_working_on
    assert (start in period.counted) <= first_day_counts
    assert CN.is_working_day(period.last)


# Dates and age


def test_months_are_clamped_to_the_end_of_the_month():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 30), 14) == date(2028, 1, 30)
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1
    assert months_between(date(2026, 1, 31), date(2026, 1, 1)) == 0
    assert (
        is_full_years(date(2021, 3, 2), date(2026, 3, 1), 5),
        is_full_years(date(2021, 3, 2), date(2026, 3, 2), 5),
    ) == (False, True)


@given(any_days, st.integers(0, 400))
def test_months_added_are_months_between(day, months):
    assert months_between(day, add_months(day, months)) == months


@given(any_days, st.integers(0, 20000), st.integers(0, 400))
def test_months_between_grow_with_the_end(day, days, more):
    assert months_between(day, day + timedelta(days=days)) <= months_between(
        day, day + timedelta(days=days + more)
    )


def test_age_grows_on_the_birthday():
    born = date(1980, 5, 12)
    assert [age_on(born, d) for d in (date(1980, 5, 12), date(2026, 5, 11), date(2026, 5, 12))] == [0, 45, 46]


def test_born_on_29_february_ages_on_28_february_of_a_common_year():
    born = date(2000, 2, 29)
    days = [date(2025, 2, 27), date(2025, 2, 28), date(2028, 2, 28), date(2028, 2, 29)]
    assert [age_on(born, d) for d in days] == [24, 25, 27, 28]


def test_a_birth_known_to_the_month_gives_a_range_in_that_month_only():
    born = PartialDate(1980, 5)
    assert [age_range_on(born, d) for d in (date(2026, 4, 30), date(2026, 5, 15), date(2026, 5, 31))] == [
        AgeRange(45, 45),
        AgeRange(45, 46),
        AgeRange(46, 46),
    ]
    assert [age_range_on(born, date(2026, 5, d)).is_certain for d in (15, 31)] == [False, True]
    assert age_range_on(born, date(1980, 5, 2)) == AgeRange(0, 0)
    assert refusal(age_range_on, born, date(1980, 4, 30)) == "not_born"


@pytest.mark.parametrize(
    ("text", "date_"),
    [
        ("198005", PartialDate(1980, 5)),
        ("1980-05", PartialDate(1980, 5)),
        ("1980.5", PartialDate(1980, 5)),
        ("1980年5月", PartialDate(1980, 5)),
        ("1980年5月12日", PartialDate(1980, 5, 12)),
        ("19800512", PartialDate(1980, 5, 12)),
        (" 1980/05/12 ", PartialDate(1980, 5, 12)),
    ],
)
def test_dates_are_read_as_archives_write_them(text, date_):
    assert PartialDate.of(text) == date_


@pytest.mark.parametrize("text", ["", "1980", "80-05", "1980051", "May 1980", "1980-05-12T00:00", "1980-05/"])
def test_what_is_no_date_is_refused(text):
    assert refusal(PartialDate.of, text) == "date_unreadable"


@pytest.mark.parametrize("text", ["1980-13", "198000", "1981-02-29", "1980-05-00"])
def test_an_impossible_date_is_refused(text):
    assert refusal(PartialDate.of, text) == "date_impossible"


@given(any_days, st.booleans())
def test_a_partial_date_reads_back(day, exact):
    partial = PartialDate(day.year, day.month, day.day if exact else None)
    assert PartialDate.of(str(partial)) == partial
    assert partial.precision == ("day" if exact else "month")
    assert partial.earliest() <= day <= partial.latest()


# Tenure


@dataclass(frozen=True)
class Post:
    since: date
    until: date | None = None


def test_two_posts_at_once_are_not_counted_twice():
    held = [
        Post(date(2018, 1, 1), date(2021, 1, 1)),
        Interval(date(2020, 1, 1)),
        Post(date(2015, 3, 1), date(2015, 9, 1)),
    ]
    as_of = date(2024, 1, 1)
    assert union(held, as_of) == (
        Interval(date(2015, 3, 1), date(2015, 9, 1)),
        Interval(date(2018, 1, 1), date(2024, 1, 1)),
    )
    assert tenure_months(held, as_of) == 6 + 72


def test_posts_that_touch_are_one_unbroken_piece():
    held = [Interval(date(2020, 1, 16), date(2020, 2, 10)), Interval(date(2020, 2, 10), date(2020, 3, 16))]
    assert tenure_months(held, date(2026, 1, 1)) == 2


def test_days_left_over_in_several_pieces_are_added_up():
    held = [Interval(date(2020, 1, 1), date(2020, 2, 16)), Interval(date(2021, 1, 1), date(2021, 1, 16))]
    assert tenure_months(held, date(2026, 1, 1)) == 2
    assert tenure_months(held[:1], date(2026, 1, 1)) == 1


def test_time_after_the_day_of_reckoning_does_not_count():
    assert tenure_months([Interval(date(2025, 1, 1))], date(2024, 1, 1)) == 0
    assert tenure_months([Interval(date(2023, 1, 1), date(2030, 1, 1))], date(2024, 1, 1)) == 12


def test_an_interval_that_ends_before_it_begins_is_refused():
    assert refusal(tenure_months, [Interval(date(2024, 1, 2), date(2024, 1, 1))], date(2026, 1, 1)) == (
        "interval_reversed"
    )


@given(st.lists(intervals, max_size=6), some_days)
def test_a_union_is_never_longer_than_its_parts_nor_shorter_than_any(held, as_of):
    parts = [tenure_days([i], as_of) for i in held]
    assert max(parts, default=0) <= tenure_days(held, as_of) <= sum(parts)


@given(st.lists(intervals, max_size=6), some_days)
def test_a_union_keeps_exactly_the_covered_days_apart_and_in_order(held, as_of):
    pieces = union(held, as_of)
    assert all(a.until < b.since for a, b in pairwise(pieces))
    assert union(pieces, as_of) == pieces
    assert union(reversed(held), as_of) == pieces


@given(st.lists(intervals, max_size=5), some_days, st.integers(0, 800))
def test_tenure_never_shrinks_as_time_passes(held, as_of, more):
    assert tenure_months(held, as_of) <= tenure_months(held, as_of + timedelta(days=more))
