"""The calendar of a plan (方案月历): the months of its stages, rest days and make-up days marked.

Pure: values in, values out.
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.plans.timeline import Step
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar

DayKind = Literal["work", "rest", "holiday", "make_up"]
SATURDAY = 5
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: whether people work, and what opens, goes on and closes on it."""

    day: date
    kind: DayKind
    in_month: bool
    opens: tuple[Step, ...] = ()
    closes: tuple[Step, ...] = ()
    goes_on: bool = False
    events: tuple[str, ...] = ()

    @property
    def words(self) -> Text:
        """The day in words, for those who do not see the grid."""
        zh = [f"{s.title.zh}{'' if s in self.closes else '开始'}" for s in self.opens]
        zh += [f"{s.title.zh}结束" for s in self.closes if s not in self.opens] + list(self.events)
        en = [f"{s.title.say('en')}{'' if s in self.closes else ' begins'}" for s in self.opens]
        en += [f"{s.title.say('en')} ends" for s in self.closes if s not in self.opens] + list(self.events)
        kind = KINDS[self.kind]
        return Text(
            "；".join([*([kind.zh] if kind.zh else []), *zh]),
            "; ".join([*([kind.en] if kind.en else []), *en]),
        )


KINDS: Mapping[DayKind, Text] = {
    "work": Text(""),
    "rest": Text("周末", "weekend"),
    "holiday": Text("放假", "holiday"),
    "make_up": Text("调休上班", "worked to make up"),
}


WEEKDAYS = tuple(
    Text(zh, en) for zh, en in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)
)
"""The heads of the columns, Monday first."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month in weeks that begin on Monday."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]
    provisional: bool


def months_of(steps: Sequence[Step], calendar: Calendar, events: Mapping[str, date]) -> tuple[Month, ...]:
    """The months in which a stage opens or closes or an event lies, in order."""
    days = {d for s in steps for d in (s.opens_on, s.closes_on) if d is not None} | set(events.values())
    firsts = sorted({d.replace(day=1) for d in days})[:MOST_MONTHS]
    return tuple(_month(first, steps, calendar, events) for first in firsts)


def _month(first: date, steps: Sequence[Step], calendar: Calendar, events: Mapping[str, date]) -> Month:
    weeks = Weeks().monthdatescalendar(first.year, first.month)
    cells = tuple(tuple(_cell(d, first.month, steps, calendar, events) for d in week) for week in weeks)
    return Month(first, cells, calendar.is_provisional(first))


def _cell(
    day: date, month: int, steps: Iterable[Step], calendar: Calendar, events: Mapping[str, date]
) -> DayCell:
    if day.month != month:
        return DayCell(day, "work", in_month=False)
    listed = tuple(steps)
    return DayCell(
        day,
        kind_of(day, calendar),
        in_month=True,
        opens=tuple(s for s in listed if s.opens_on == day),
        closes=tuple(s for s in listed if s.closes_on == day),
        goes_on=any(
            s.opens_on < day < s.closes_on
            for s in listed
            if s.opens_on and s.closes_on and s.kind != "probation"
        ),
        events=tuple(name for name, on in events.items() if on == day),
    )


def kind_of(day: date, calendar: Calendar) -> DayKind:
    """Whether a day is worked, and whether that is unusual for its weekday."""
    is_weekend = day.weekday() >= SATURDAY
    if calendar.is_working_day(day):
        return "make_up" if is_weekend else "work"
    return "rest" if is_weekend else "holiday"
