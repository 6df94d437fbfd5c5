"""Settling (定序): equals parted by a recorded act, and what may not be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from quanheng.core.scoring.ranks import Standing
from quanheng.core.values import Refused, Text


class RecordedPlace(Protocol):
    """What settling needs of a row: the place among equals, how it was given, and the record."""

    @property
    def place(self) -> int: ...
    @property
    def way(self) -> str: ...
    @property
    def record(self) -> str: ...


def by_recorded_place(
    tier: Sequence[Standing], rows: Mapping[str, RecordedPlace], ahead: int
) -> tuple[Standing, ...]:
    """Equals in their recorded order when all have a place, else as they are; `ahead` stand before."""
    shared = tuple(replace(s, rank=ahead + 1) for s in tier)
    own = [(rows[s.candidate.person], s) for s in tier if s.candidate.person in rows]
    if len(tier) < 2 or len(own) < len(tier) or len({row.place for row, _ in own}) < len(tier):
        return shared
    own.sort(key=lambda pair: pair[0].place)
    return tuple(
        replace(
            s,
            rank=ahead + index,
            parted_by=Text(
                f"同分，按记录的次序第 {row.place}（{row.record}）",
                f"equal points, place {row.place} on record ({row.record})",
            ),
        )
        for index, (row, s) in enumerate(own, start=1)
    )


def score_decides(where: str) -> Refused:
    """An exception where the plan lets the points decide."""
    return Refused(
        "score_decides",
        "方案规定按得分确定，不能另作决议改变次序。",
        "The plan lets the points decide; no resolution may change the order.",
        where=where,
        remedy_zh="方案写明得分作为参考（decides: reference）时，才能记录此类决议。",
        remedy_en="Such a resolution needs a plan that says: decides: reference.",
    )


def wrong_way(where: str, words: Mapping[str, Text], way: str, last_word: str) -> Refused:
    """A tie parted in another way than the plan says."""
    planned = words.get(last_word)
    zh, en = (planned.zh, planned.say("en")) if planned else ("不再区分", "not parted at all")
    return Refused(
        "wrong_way_to_part",
        f"方案规定同分者由“{zh}”确定，不能用“{words[way].zh}”。",
        f"The plan parts equals by {en}, not by {words[way].say('en')}.",
        where=where,
        remedy_zh="请按方案规定的方式确定次序。",
        remedy_en="Part them as the plan says.",
    )


def place_taken(where: str, place: int, holder: str) -> Refused:
    """A place among equals that somebody else already has."""
    return Refused(
        "place_taken",
        f"同分者中的次序 {place} 已为{holder}所有。",
        f"Place {place} among these equals is {holder}'s already.",
        where=where,
        remedy_zh="请核对记录。",
        remedy_en="Check the record.",
    )


def tie_refused(post: str, names: Sequence[str]) -> Refused:
    """Equals across the cut where the plan knows no way to part them."""
    return Refused(
        "tie_not_parted",
        f"职位“{post}”入围线上同分：{'、'.join(names)}；方案没有区分办法。",
        f"Post '{post}': equal across the cut: {', '.join(names)}; the plan has no way to part them.",
        where=post,
        remedy_zh="请报请修订方案，补充同分的处理办法。",
        remedy_en="Have the plan amended to say how equals are parted.",
    )


def nobody_gives_way(where: str, name: str) -> Refused:
    """An exception that takes out somebody who is not kept."""
    return Refused(
        "exception_does_not_apply",
        f"{name}按得分并未列入该职位，无从调出。",
        f"{name} is not kept for this post and cannot give way.",
        where=where,
        remedy_zh="请核对决议所列人员与当前排名。",
        remedy_en="Check the resolution against the order as it stands.",
    )


def kept_already(where: str, name: str) -> Refused:
    """An exception that takes in somebody who is kept already."""
    return Refused(
        "exception_does_not_apply",
        f"{name}已列为考察对象，不能再次列入。",
        f"{name} is kept already and cannot be taken again.",
        where=where,
        remedy_zh="请核对决议所列人员与当前排名。",
        remedy_en="Check the resolution against the order as it stands.",
    )
