"""Days at the post (在岗比例): the share of the months entered that somebody was there."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from quanheng.core.stages.secondment.tables import AtPost, Days
from quanheng.core.workdays import Calendar


def attended(days: Sequence[Days], asked: AtPost | None, calendar: Calendar) -> Decimal | None:
    """The share of the days; None where nothing was asked or entered."""
    if asked is None or not days:
        return None
    whole = sum((_whole(row, asked, calendar) for row in days), Decimal(0))
    return sum((row.present for row in days), Decimal(0)) / whole if whole else None


def _whole(row: Days, asked: AtPost, calendar: Calendar) -> Decimal:
    if row.whole is not None:
        return row.whole
    year, month = (int(part) for part in row.month.split("-"))
    first = date(year, month, 1)
    every = [first + timedelta(days=n) for n in range(monthrange(year, month)[1])]
    return Decimal(len(every) if asked.of == "days" else sum(map(calendar.is_working_day, every)))
