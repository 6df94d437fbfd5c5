"""Keying paper (纸质票录入): what the screens of assessment and recommendation sheets have in common.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, QueryDict

from quanheng.core.language.scoring import VoterGroup
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Refused, Text

COUNTS = ("should_attend", "present", "issued", "returned")


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """One group of voters: its turnout, if it is entered, and how many of its sheets are keyed."""

    id: str
    title: Text
    turnout: Turnout | None
    keyed: int
    typed: Mapping[str, str]
    error: Text | None = None

    @property
    def left(self) -> int | None:
        """How many returned sheets are still to be keyed."""
        return None if self.turnout is None else max(0, self.turnout.returned - self.keyed)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person on the sheet, the cells as they were typed, and what is wrong with them."""

    person: str
    name: str
    posts: tuple[Text, ...]
    cells: tuple[tuple[str, Text, str], ...]
    error: Text | None = None


def progress_of(
    groups: Sequence[VoterGroup], keyed: Mapping[str, Collection[str]], came: Mapping[str, Turnout]
) -> tuple[GroupProgress, ...]:
    """Every group with its turnout and how many of its sheets are keyed."""
    return tuple(
        GroupProgress(g.id, g.title, came.get(g.id), len(keyed.get(g.id, ())), _counts(came.get(g.id)))
        for g in groups
    )


def _counts(turnout: Turnout | None) -> Mapping[str, str]:
    return {name: str(getattr(turnout, name)) if turnout else "" for name in COUNTS}


def picked(groups: Sequence[GroupProgress], asked: str) -> GroupProgress:
    """The group asked for, else the first that has sheets to key. Errors: 404."""
    if not asked:
        return next((g for g in groups if g.left != 0), groups[0])
    found = next((g for g in groups if g.id == asked), None)
    if found is None:
        raise Http404(asked)
    return found


def first_free(taken: Collection[str]) -> str:
    """The lowest number that is not keyed."""
    number = 1
    while str(number) in taken:
        number += 1
    return str(number)


def typed_turnout(groups: Sequence[VoterGroup], posted: QueryDict) -> dict[str, dict[str, str]]:
    """The four numbers of each group, as typed."""
    return {g.id: {name: posted.get(f"{g.id}|{name}", "").strip() for name in COUNTS} for g in groups}


def as_typed(group: GroupProgress, typed: Mapping[str, str], refusals: Sequence[Refused]) -> GroupProgress:
    """A group with what was typed for it, and what is wrong with that."""
    wrong = next((r.text for r in refusals if group.id in r.where.split("|")), None)
    return replace(group, typed=typed, error=wrong)


def counted(groups: Sequence[VoterGroup], typed: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """The numbers of each group that has any. Errors: Refused where there are none or some are missing."""
    rows = [_row(g.id, g.title, typed[g.id]) for g in groups if any(typed[g.id].values())]
    if not rows:
        raise Refused(
            "nothing_entered",
            "还没有填写任何人数或票数，没有登记任何内容。",
            "No number is given; nothing was entered.",
            remedy_zh="请至少填写一个测评组的应到、实到、发出和收回。",
            remedy_en="Give the four numbers of one group at least.",
        )
    return rows


def _row(group: str, title: Text, said: Mapping[str, str]) -> dict[str, str]:
    if all(value.isdecimal() for value in said.values()):
        return {"group": group, **said}
    raise Refused(
        "turnout_incomplete",
        f"“{title.zh}”组的应到、实到、发出、收回须都填人数或票数。",
        f"Group '{title.say('en')}' needs all four numbers.",
        where=group,
        remedy_zh="没有的填 0。",
        remedy_en="Write 0 where there are none.",
    )


def sheet_without_number() -> Refused:
    """A sheet of which nobody said which it is."""
    return Refused(
        "sheet_without_number",
        "请填票号。",
        "Give the number of the sheet.",
        "sheet",
        "票号印在票面上。",
        "It is printed on the sheet.",
    )
