"""Spans (期限): the day on which a stretch of time is full, counted as the plan counts."""

from __future__ import annotations

from datetime import date

from quanheng.core.language.terms import Span
from quanheng.core.workdays import Calendar, add_calendar_days, add_months


def full_on(start: date, span: Span, calendar: Calendar) -> date:
    """The day on which the span is full; the start is not counted, months clamp to their last day."""
    months = span.whole_months()
    if months is not None:
        return add_months(start, months)
    if span.working_days is not None:
        return calendar.add_working_days(start, span.working_days).day
    return add_calendar_days(start, span.days or 0)
