"""Grid of a panel (评分总表): judges across, candidates down; what is missing, left out, or far off.

Pure: values in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Literal

from django.urls import reverse

from quanheng.core.recusal import is_related
from quanheng.core.scoring.scores import DROPPED_HIGH, DROPPED_LOW, plain, trimmed
from quanheng.core.values import Candidate, Refused, Text, Working
from quanheng.web.stages.score_sheets import Panel, Stage

State = Literal["done", "part", "none", "aside", "away", "no_number"]
MISSING: tuple[State, ...] = ("none", "part")
"""The states of a sheet that has still to be keyed."""
FAR = Decimal("0.1")
"""A sheet is far off where it differs from the others' median by more of the full mark than this."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One sheet in the grid.

    Shapes: `dropped` says that trimming leaves the sheet out; `is_far` that it lies far from the others;
    `check` is the address where it is to be keyed again, '' where it is not.
    """

    judge: str
    name: str
    state: State
    total: str
    href: str
    dropped: Text | None = None
    is_far: bool = False
    is_kin: bool = False
    is_checked: bool = False
    check: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GridLine:
    """One candidate: the sheets, their mean as it counts so far, and the distance of highest and lowest."""

    number: int
    unit: Candidate
    name: str
    cells: tuple[Cell, ...]
    mean: str
    spread: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One panel. Shapes: `counts` are the sheets that each judge has done, of those wanted."""

    panel: Panel
    judges: tuple[tuple[str, str], ...]
    lines: tuple[GridLine, ...]
    counts: tuple[tuple[int, int], ...]
    trim: Text | None
    far: Text
    done: int
    wanted: int
    unchecked: int


def grid_of(view: Stage, panel: Panel, *, sees_marks: bool) -> Grid:
    """A panel's sheets at a glance; without marks only what is done and what is not."""
    lines = tuple(_line(view, panel, unit, n, sees_marks) for n, unit in enumerate(panel.units, start=1))
    cells = [cell for line in lines for cell in line.cells]
    counts = []
    for place in range(len(panel.judges)):
        own = [line.cells[place] for line in lines]
        wanted = [c for c in own if c.state == "done" or c.state in MISSING]
        counts.append((sum(c.state == "done" for c in wanted), len(wanted)))
    far = plain(panel.most * FAR)
    return Grid(
        panel=panel,
        judges=tuple((judge, view.name(judge)) for judge in panel.judges),
        lines=lines,
        counts=tuple(counts),
        trim=_trim_words(panel),
        far=Text(
            f"与其余评委的中位数相差超过 {far} 分（满分的一成），请核对原表；不影响计分",
            f"more than {far} from the median of the others: look at the paper; it counts all the same",
        ),
        done=sum(done for done, _ in counts),
        wanted=sum(wanted for _, wanted in counts),
        unchecked=sum(c.state == "done" and bool(c.check) for c in cells),
    )


def _line(view: Stage, panel: Panel, unit: Candidate, number: int, sees: bool) -> GridLine:
    whole = {j: panel.total(j, unit) for j in panel.judges if state_of(panel, j, unit) == "done"}
    dropped = _dropped(panel, unit, whole)
    cells = tuple(_cell(view, panel, j, unit, number, sees, whole, dropped) for j in panel.judges)
    kept = [v for j, v in whole.items() if j not in dropped]
    mean = plain((sum(kept, Decimal(0)) / len(kept)).quantize(Decimal("0.01"))) if kept and sees else ""
    spread = plain(max(whole.values()) - min(whole.values())) if len(whole) > 1 and sees else ""
    return GridLine(number, unit, panel.labels[unit], cells, mean, spread)


def _cell(
    view: Stage,
    panel: Panel,
    judge: str,
    unit: Candidate,
    number: int,
    sees: bool,
    whole: dict[str, Decimal],
    dropped: dict[str, Text],
) -> Cell:
    state = state_of(panel, judge, unit)
    total = panel.total(judge, unit)
    others = [value for j, value in whole.items() if j != judge]
    is_far = judge in whole and bool(others) and abs(total - median(others)) > panel.most * FAR
    args = [view.code, view.id, panel.id, judge, number]
    twice = panel.entry == "paper_twice" and state == "done"
    checked = twice and panel.is_checked(judge, unit)
    return Cell(
        judge=judge,
        name=view.name(judge),
        state=state,
        total=plain(total) if sees and state in ("done", "part") else "",
        href=reverse("desk-sheet", args=args),
        dropped=dropped.get(judge) if sees else None,
        is_far=is_far and sees,
        is_kin=is_related(judge, unit.person, view.inputs.people) and state not in ("aside", "away"),
        is_checked=checked,
        check=reverse("check-sheet", args=args) if twice and not checked else "",
        reason=panel.aside.get((judge, unit.person)) or panel.away.get(unit, ""),
    )


def state_of(panel: Panel, judge: str, unit: Candidate) -> State:
    """How far one sheet is, or why there is none."""
    if unit in panel.away:
        return "away"
    if not panel.labels[unit]:
        return "no_number"
    if (judge, unit.person) in panel.aside:
        return "aside"
    if panel.is_whole(judge, unit):
        return "done"
    return "part" if panel.marks.get((judge, unit)) else "none"


def _dropped(panel: Panel, unit: Candidate, whole: dict[str, Decimal]) -> dict[str, Text]:
    """Which whole sheets trimming leaves out, once everybody of the group who marks has marked."""
    found: dict[str, Text] = {}
    for judges, trim in panel.groups:
        marking = [j for j in judges if (j, unit.person) not in panel.aside]
        if trim is None or trim.level == "item" or any(j not in whole for j in marking):
            continue
        try:
            parts = trimmed([Working(Text(j), whole[j], source=j) for j in marking], trim)
        except Refused:
            continue
        found |= {p.source: p.rule for p in parts if p.rule in (DROPPED_HIGH, DROPPED_LOW)}
    return found


def _trim_words(panel: Panel) -> Text | None:
    trims = [trim for _, trim in panel.groups if trim is not None]
    if not trims:
        return None
    trim = trims[0]
    level = Text("每个要素分别", "of each item ") if trim.level == "item" else Text("", "")
    more = (
        Text("", "")
        if trim.only_if_more_than is None
        else Text(
            f"（多于 {trim.only_if_more_than} 人时）", f" where more than {trim.only_if_more_than} mark"
        )
    )
    return Text(
        f"{level.zh}去掉 {trim.high} 个最高分、{trim.low} 个最低分{more.zh}",
        f"{level.en}{trim.high} highest and {trim.low} lowest left out{more.en}",
    )
