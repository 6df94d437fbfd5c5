"""Days at the post (在岗比例): the share of the months entered that somebody was there."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from quanheng.core.scoring.scores import plain
from quanheng.core.stages.secondment.tables import AtPost, Days
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Attended:
    """The days somebody was at the post, of so many. Units: days."""

    present: Decimal
    whole: Decimal

    @property
    def share(self) -> Decimal:
        """The share of the days."""
        return self.present / self.whole

    def say(self) -> Text:
        """The days and their share in per cent, to one decimal."""
        present, whole = plain(self.present), plain(self.whole)
        rate = plain((self.share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
        return Text(f"{present}/{whole} 天（{rate}%）", f"{present} of {whole} days ({rate}%)")


def attended(days: Sequence[Days], asked: AtPost | None, calendar: Calendar) -> Attended | None:
    """The days at the post; None where nothing was asked or entered."""
    if asked is None or not days:
        return None
    whole = sum((_whole(row, asked, calendar) for row in days), Decimal(0))
    return Attended(sum((row.present for row in days), Decimal(0)), whole) if whole else None


def _whole(row: Days, asked: AtPost, calendar: Calendar) -> Decimal:
    if row.whole is not None:
        return row.whole
    year, month = (int(part) for part in row.month.split("-"))
    first = date(year, month, 1)
    every = [first + timedelta(days=n) for n in range(monthrange(year, month)[1])]
    return Decimal(len(every) if asked.of == "days" else sum(map(calendar.is_working_day, every)))
