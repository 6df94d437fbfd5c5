"""Hours (领票、投票时间): from when until when people collect and vote, as published with the election.

Units: minutes of the local clock, as ISO texts by name (`collect_from`, `collect_until`, `cast_from` ...).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from quanheng.core.values import Refused, Text

Part = Literal["collect", "cast"]
PARTS: Final[Mapping[Part, Text]] = {
    "collect": Text("领票时间", "Hours of collecting"),
    "cast": Text("投票时间", "Hours of voting"),
}
HOUR_NAMES: Final = tuple(f"{part}_{end}" for part in PARTS for end in ("from", "until"))


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, by the local clock."""

    opens_at: datetime
    closes_at: datetime

    def said(self) -> Text:
        """The hours in words: the day once where both ends lie on it."""
        first, last = _instant(self.opens_at), _instant(self.closes_at)
        if self.opens_at.date() == self.closes_at.date():
            same = f"{first}–{last.rpartition(' ')[2]}"
            return Text(same, same)
        return Text(f"{first} 至 {last}", f"{first} to {last}")


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d} {at.hour}:{at:%M}"


def hours_of(times: Mapping[str, str], part: Part) -> Hours | None:
    """The hours of collecting or of voting; None where none were named.

    Errors: Refused(election_hours) for half of them, for what is no instant, for an end before the beginning.
    """
    ends = [times.get(f"{part}_{end}", "") for end in ("from", "until")]
    if not any(ends):
        return None
    if not all(ends):
        raise _refused(part, "请同时写明开始和结束", "name both beginning and end")
    try:
        found = Hours(*(datetime.fromisoformat(end) for end in ends))
    except ValueError:
        raise _refused(part, "有读不懂的日期时间", "an instant cannot be read") from None
    if found.opens_at.tzinfo or found.closes_at.tzinfo:
        raise _refused(part, "请写本地时间，不写时区", "give local time, without a zone")
    if found.opens_at >= found.closes_at:
        raise _refused(part, "结束不晚于开始", "the end is not after the beginning")
    return found


def check_hours(times: Mapping[str, str]) -> None:
    """Refuse hours that cannot be kept.

    Errors: Refused(election_hours), also where voting begins before collecting is over: the gap between the
    two is what keeps who collected apart from what is cast.
    """
    collect, cast = hours_of(times, "collect"), hours_of(times, "cast")
    if collect and cast and cast.opens_at < collect.closes_at:
        raise _refused(
            "cast",
            "领票还没有结束，投票就开始了",
            "voting begins before collecting is over: leave time between",
        )


def _refused(part: Part, zh: str, en: str) -> Refused:
    return Refused(
        "election_hours",
        f"{PARTS[part].zh}不能用：{zh}。",
        f"{PARTS[part].say('en')} cannot be used: {en}.",
        where=f"{part}_from",
        remedy_zh="请改正后再提交；领票和投票之间要隔开一段时间。",
        remedy_en="Mend them and send again; leave time between collecting and voting.",
    )
