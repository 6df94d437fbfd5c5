"""Hours on screen (领票、投票时间的显示): as published, and whether the clock is before or past them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.ballots.hours import Hours, Part, hours_of
from quanheng.core.values import Text
from quanheng.store.elections import Phase


@dataclass(frozen=True, slots=True)
class ToldHours:
    """The hours in words, where they were named; `mind` says that it is too early or past."""

    collect: Text | None
    cast: Text | None
    mind: Text | None


def told_hours(times: Mapping[str, str], phase: Phase, at: datetime) -> ToldHours:
    """What an election's page says about its hours now."""
    collect, cast = hours_of(times, "collect"), hours_of(times, "cast")
    clock = at.replace(tzinfo=None)
    mind = None
    if phase == "collect" and collect:
        mind = _mind_end("领票", "Collecting", collect, clock)
    elif phase == "waiting" and cast and clock < cast.opens_at:
        mind = Text(
            f"公布的投票时间还没有到（{cast.said().zh}）。",
            f"The published hours begin later: {cast.said().say('en')}.",
        )
    elif phase == "cast" and cast:
        mind = _mind_end("投票", "Voting", cast, clock)
    return ToldHours(collect.said() if collect else None, cast.said() if cast else None, mind)


def _mind_end(zh: str, en: str, hours: Hours, clock: datetime) -> Text | None:
    said = hours.said()
    if clock < hours.closes_at:
        return Text(
            f"公布的{zh}时间还没有结束（{said.zh}）：提前结束，还没来的人就不能{zh}了。",
            f"{en} was announced until later ({said.say('en')}): who has not come yet would be shut out.",
        )
    return Text(f"公布的{zh}时间已过（{said.zh}）。", f"The published hours are over ({said.say('en')}).")


def due_of(times: Mapping[str, str], part: Part) -> datetime | None:
    """Until when a voter may collect or vote; None where no hours were named."""
    hours = hours_of(times, part)
    return hours.closes_at if hours else None
