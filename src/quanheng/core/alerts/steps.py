"""Steps up (提拔): each move to a higher post in somebody's tenures, and those that a run proposes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quanheng.core.language.scales import RANK
from quanheng.core.people import Tenure
from quanheng.core.values import Text
from quanheng.core.workdays import tenure_months

INTERNAL = {"中层副职": 1, "股级副职": 1, "中层正职": 2, "股级正职": 2}
"""Levels inside a unit, below the ladder of ranks: they count as steps, never as rungs skipped."""
_RUNG = 10


def height_of(level: str) -> int | None:
    """How high a level is; None for a word that no ladder knows.

    Shapes: rungs of the ladder of ranks lie ten apart, so that levels inside a unit fit between them.
    """
    if level in INTERNAL:
        return _RUNG + INTERNAL[level]
    rung = RANK.height(level)
    return None if rung is None else rung * _RUNG


def rung_of(level: str) -> int | None:
    """The rung of the ladder of ranks on which a level stands; levels inside a unit stand with 科员."""
    height = height_of(level)
    return None if height is None else height // _RUNG


@dataclass(frozen=True, slots=True)
class Step:
    """One move up to a leading post.

    Shapes: `before` is the highest post (else rank) held until then, None where none is known; `rung` the
    highest rung stood on until then in posts and ranks; `run` names the run that made or proposes it;
    `is_contested` while more people stand for the post than it has seats. Units: `served` are full months
    on the next lower rung.
    """

    person: str
    name: str
    post: str
    unit: str
    level: str
    on: date
    before: Tenure | None = None
    rung: int | None = None
    served: int = 0
    run: str = ""
    is_proposed: bool = False
    is_contested: bool = False

    @property
    def subject(self) -> str:
        """What tells steps apart."""
        return f"{self.person}|{self.unit}|{self.post}"

    def said(self) -> Text:
        """The step in words."""
        was = "—" if self.before is None else _told(self.before)
        zh = f"{was} → {self.post}（{self.level}）" + ("，拟任" if self.is_proposed else "")
        en = f"{was} → {self.post} ({self.level})" + (", proposed" if self.is_proposed else "")
        return Text(zh, en)


def _told(tenure: Tenure) -> str:
    return f"{tenure.name}（{tenure.level}）" if tenure.level else tenure.name


def steps_of(person: str, name: str, tenures: Iterable[Tenure]) -> Iterator[Step]:
    """Every step up to a leading post in the tenures, in the order of time."""
    held = tuple(sorted(tenures, key=lambda t: t.since))
    for tenure in held:
        if tenure.kind == "post" and tenure.leading:
            step = step_to(person, name, tenure, held)
            if step is not None:
                yield step


def step_to(person: str, name: str, to: Tenure, tenures: Iterable[Tenure]) -> Step | None:
    """The step to a post after what was held before it; None where so high a post was held already."""
    height = height_of(to.level)
    # What is told as work alone names no post: a step from it is a step from nothing known.
    earlier = [t for t in tenures if t.since < to.since and t.kind in ("post", "rank")]
    posts = sorted((t for t in earlier if t.kind == "post"), key=_order)
    ranks = sorted((t for t in earlier if t.kind == "rank"), key=_order)
    if height is None or any(t.leading and (height_of(t.level) or 0) >= height for t in posts):
        return None
    rungs = [rung for t in earlier if (rung := rung_of(t.level)) is not None]
    below = height // _RUNG - 1
    counted = [t for t in earlier if rung_of(t.level) == below and (t.leading or t.kind == "rank")]
    return Step(
        person, name, to.name, to.unit, to.level, to.since,
        before=next(reversed(posts or ranks), None),
        rung=max(rungs, default=None),
        served=tenure_months(counted, to.since),
    )  # fmt: skip


def _order(tenure: Tenure) -> tuple[int, date, bool, str, str]:
    height = height_of(tenure.level) or 0
    return height, tenure.since, tenure.leading, tenure.name, tenure.unit


def by_day(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps in the order of their days, each person once for a day and post."""
    found: Mapping[tuple[object, ...], Step] = {(s.person, s.unit, s.post, s.level, s.on): s for s in steps}
    return tuple(sorted(found.values(), key=lambda s: (s.on, s.person, s.post, s.unit, s.level)))
