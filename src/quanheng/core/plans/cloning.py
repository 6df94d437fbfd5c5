"""Cloning a plan (沿用旧方案): its text for another year, on working days, posts kept or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quanheng.core.plans.reading import Path, read_plan, read_written
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import begins_on, moved_days, round_days
from quanheng.core.plans.writing import Change, rewritten, thinned, written
from quanheng.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class MovedDay:
    """One date of the plan and the day to which it goes; `is_certain` unless people must look at it."""

    path: Path
    old: date
    new: date
    is_certain: bool = True


WEEK = 7


def a_year_later(day: date, years: int) -> date:
    """The same day of another year, the last of February where there is none."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def _same_day(day: date, first: date, start: date) -> date:
    """The same day of the new year where the plan begins at the same time of it, else as many days on."""
    by_days, by_years = day + (start - first), a_year_later(day, start.year - first.year)
    return by_years if abs((by_days - by_years).days) <= WEEK else by_days


def next_start(plan: Plan, calendar: Calendar) -> date:
    """The day on which the plan would begin a year later: a working day."""
    return calendar.next_working_day(a_year_later(begins_on(plan), 1)).day


def moved(plan: Plan, start: date, calendar: Calendar) -> tuple[MovedDay, ...]:
    """Every date of a plan that begins on another day.

    Shapes: days of stages move by as much as the start does, on to a working day and never past one another;
    the as-of date and outside events go to the same day of another year where they can, and are not certain.
    """
    first = begins_on(plan)
    by_day = moved_days(plan, start, calendar)
    as_of = start if plan.as_of == first else _same_day(plan.as_of, first, start)
    found = [MovedDay(("as_of",), plan.as_of, as_of, plan.as_of == first)]
    if plan.begins_on is not None:
        found.append(MovedDay(("begins_on",), plan.begins_on, start))
    for name, day in plan.events.items():
        found.append(MovedDay(("events", name), day, _same_day(day, first, start), is_certain=False))
    for number, stage in enumerate(plan.stages):
        time = stage.time
        written = () if time is None else (("on", time.on), ("from", time.from_), ("to", time.to))
        for key, named in written:
            if named is not None:
                found.append(MovedDay(("stages", number, "time", key), named, by_day[named]))
        for place, key, day in round_days(stage):
            found.append(MovedDay(("stages", number, "rounds", place, key), day, by_day[day]))
    return tuple(found)


def left_alone(text: str) -> tuple[tuple[Path, date], ...]:
    """The dates of a plan's text that a clone does not move, for people to look at."""
    plan = read_plan(text).plan
    known = {d.path for d in moved(plan, begins_on(plan), Calendar())}
    return tuple((p, d) for p, d in _dates(read_written(text).data, ()) if p not in known)


def _dates(value: Any, path: Path) -> list[tuple[Path, date]]:
    if isinstance(value, Mapping):
        return [found for k, v in value.items() for found in _dates(v, (*path, k))]
    if isinstance(value, list):
        return [found for i, v in enumerate(value) for found in _dates(v, (*path, i))]
    try:
        return [(path, date.fromisoformat(str(value)))] if len(str(value)) == 10 else []
    except ValueError:
        return []


def cloned(text: str, plan_id: str, title: Mapping[str, str], start: date, posts: frozenset[str]) -> str:
    """The text of a plan for another year.

    Shapes: `posts` are the ids of those that are kept; where none is, the last stays as a sample.
    """
    calendar = Calendar()
    plan = read_plan(text).plan
    by_start = calendar.next_working_day(start).day
    values: dict[Path, Any] = {d.path: d.new.isoformat() for d in moved(plan, by_start, calendar)}
    made = rewritten(text, {**values, ("id",): plan_id})
    made = written(made, Change("set", ("title",), dict(title)))
    dropped = [n for n, post in enumerate(plan.posts) if post.id not in posts]
    return thinned(made, ("posts",), dropped[:-1] if len(dropped) == len(plan.posts) else dropped)
