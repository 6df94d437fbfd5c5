"""Share of competition (竞争性选拔比例): of the newly promoted division-level leaders, how many competed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quanheng.core.language.scales import RANK
from quanheng.core.people import Person
from quanheng.core.values import Refused, Text

DIVISION = ("副处级", "正处级")
FLOOR = 50
"""Units: percent, where the organisation has set nothing else."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """One newly promoted leader and how it came about.

    Shapes: `source` is the run's code or the paper of a promotion recorded otherwise; `is_pending` when it is
    decided in a run and the appointment is still to come.
    """

    person: str
    name: str
    post: str
    unit: str
    level: str
    on: date
    competed: bool
    source: str
    is_run: bool = True
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class CompetitionShare:
    """The share of a period. Units: `floor` in percent."""

    since: date
    until: date
    floor: int
    promotions: tuple[Promotion, ...]

    @property
    def total(self) -> int:
        """All newly promoted."""
        return len(self.promotions)

    @property
    def competed(self) -> int:
        """Those who came through competition."""
        return sum(p.competed for p in self.promotions)

    def holds_with(self, more: int) -> bool:
        """Whether the share holds once so many more are promoted without competition."""
        return self.competed * 100 >= self.floor * (self.total + more)

    def room(self) -> int | None:
        """How many may still be promoted without competition; None without a floor."""
        return max(0, self.competed * 100 // self.floor - self.total) if self.floor else None

    def said(self, more: int = 0) -> Text:
        """The share in words, with so many more who did not compete."""
        total = self.total + more
        part = f"{self.competed * 100 / total:.1f} %" if total else "—"
        return Text(
            f"{self.competed}/{total} = {part}，下限 {self.floor} %",
            f"{self.competed}/{total} = {part}, floor {self.floor} %",
        )


def is_division(level: str) -> bool:
    """Whether a level is of division rank (处级), whatever it is called."""
    height = RANK.height(level)
    return height is not None and height in {RANK.height(word) for word in DIVISION}


def is_newly_promoted(person: Person | None, level: str, on: date) -> bool:
    """Whether a division-level leading post is a step up for the person: no leading post so high was held.

    Shapes: somebody of whom nothing is known counts as newly promoted.
    """
    wanted = RANK.height(level)
    held = (
        RANK.height(t.level)
        for t in (person.tenures if person else ())
        if t.kind == "post" and t.leading and t.since < on
    )
    return is_division(level) and not any(h is not None and wanted is not None and h >= wanted for h in held)


def share_of(promotions: Iterable[Promotion], since: date, until: date, floor: int) -> CompetitionShare:
    """The share of a period, both days included, in the order of the days."""
    inside = (p for p in promotions if since <= p.on <= until)
    ordered = tuple(sorted(inside, key=lambda p: (p.on, p.person, p.post)))
    return CompetitionShare(since, until, floor, ordered)


def refuse_below(share: CompetitionShare, proposed: Iterable[str], where: str) -> None:
    """Refuse promotions without competition that bring the share below its floor, with who it is made of.

    Errors: Refused(below_competition_share).
    """
    names = tuple(proposed)
    if not names or share.holds_with(len(names)):
        return
    yes = "、".join(p.name for p in share.promotions if p.competed) or "无"
    no = "、".join(p.name for p in share.promotions if not p.competed) or "无"
    said, new = share.said(len(names)), "、".join(names)
    raise Refused(
        "below_competition_share",
        f"批准后，{share.since} 至 {share.until} 新提拔处级领导干部经竞争产生的比例为 {said.zh}："
        f"竞争产生：{yes}；非竞争：{no}；本次非竞争：{new}。",
        f"With these, the share of newly promoted division-level leaders who competed from {share.since} to "
        f"{share.until} is {said.en}: competed: {yes}; did not: {no}; now without competition: {new}.",
        where=where,
        remedy_zh="低于下限不予批准：请改用竞争方式，或待竞争产生的任用到位后再办。",
        remedy_en="Below the floor nothing is approved: let people compete, or wait until more who competed "
        "are in post.",
    )
