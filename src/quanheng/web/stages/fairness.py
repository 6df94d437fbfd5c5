"""Judge fairness (评委评分分析): how a panel marked, and the order under other methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.scoring.fairness import Fairness, JudgeLine, Marks, fairness_of, ranks_by_post
from quanheng.core.scoring.scores import plain, value_of
from quanheng.core.stages.speech import Settings, panel_totals
from quanheng.core.values import Candidate, Text
from quanheng.documents.list_workbook import Cell
from quanheng.documents.points import digits_of, shown
from quanheng.web.lists import as_file, wants_file
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

DIGITS = 2
TOP, ROW = 24, 44
"""Height of the axis and of one candidate's line on the chart. Units: pixels."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on the chart: how far along, and what it says. Units: percent."""

    x: float
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate: marks in the order of the judges, the plan's points and rank, ranks by other methods.

    Shapes: `stands_as` is one candidacy whose evidence opens the points; `ranks` are pairs of
    the rank and whether it is another than the plan's; `at` is where the plan's points lie on the chart, None
    where they are on another scale.
    """

    stands_as: Candidate
    name: str
    posts: tuple[Text, ...]
    marks: tuple[str, ...]
    points: str
    rank: int
    ranks: tuple[tuple[int, bool], ...]
    dots: tuple[Dot, ...]
    at: float | None
    y: int


@dataclass(frozen=True, slots=True)
class JudgeShown:
    """One judge's figures as they are shown."""

    name: str
    line: JudgeLine
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """From which mark to which the chart reaches."""

    low: Decimal
    high: Decimal

    def ends(self) -> tuple[str, str]:
        """The two ends as they are written."""
        return plain(self.low), plain(self.high)

    def place(self, value: Decimal) -> float | None:
        """Where a number lies on the chart; None outside of it. Units: percent."""
        if not self.low <= value <= self.high:
            return None
        return float(round((value - self.low) * 100 / (self.high - self.low), 1))


@require_GET
def fairness(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The panel of a closed stage, for everyone who sees the run."""
    view = stage_for(run_for(request, run), stage, Settings)
    if not view.is_closed:
        raise Http404(stage)
    totals, groups = panel_totals(view.slate, view.inputs, view.settings)
    marks = {unit: {j: value_of(w) for j, w in given.items()} for unit, given in totals.items()}
    plan = _plan_points(view, tuple(marks))
    found = fairness_of(marks, groups, plan)
    axis = axis_of(marks)
    lines = _lines(view, marks, plan, found, axis)
    names = [view.name(line.judge) for line in found.judges]
    if wants_file(request):
        header = ("姓名", *names, "方案得分", "方案名次", *(m.title.zh for m in found.methods))
        rows: list[tuple[Cell, ...]] = [
            (x.name, *x.marks, x.points, x.rank, *(rank for rank, _ in x.ranks)) for x in lines
        ]
        return as_file(f"{view.title.zh}-评委评分分析", header, rows)
    context = {
        "run": run,
        "stage": view.settings,
        "title": view.title,
        "trail_title": view.run.state.facts.plan.title,
        "judges": [_judge(view, line) for line in found.judges],
        "names": names,
        "agreement": _said(found.agreement),
        "methods": found.methods,
        "lines": lines,
        "axis": axis,
        "height": TOP + ROW * len(lines) + 6,
    }
    return render(request, "web/fairness/fairness.html", context)


def _plan_points(view: StageInView[Settings], units: Sequence[Candidate]) -> dict[Candidate, Decimal]:
    """The points that the plan gave; whoever was marked once for several posts has the same in each."""
    scores = view.run.state.outcomes[view.id].scores
    given = {s.candidate: s.value for s in scores} | {
        Candidate(s.candidate.person, ""): s.value for s in scores
    }
    return {unit: given[unit] for unit in units if unit in given}


def axis_of(marks: Marks) -> Axis:
    """From the lowest mark to the highest."""
    values = [v for given in marks.values() for v in given.values()]
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    return Axis(low, high if high > low else low + 1)


def _lines(
    view: StageInView[Settings],
    marks: Marks,
    plan: Mapping[Candidate, Decimal],
    found: Fairness,
    axis: Axis,
) -> list[Line]:
    """The candidates by post and by the plan's rank."""
    digits = digits_of(view.settings, view.run.state.outcomes[view.id].scores)
    judges = [line.judge for line in found.judges]
    ranks = ranks_by_post(plan)
    return [
        Line(
            stands_as=next(c for c in view.slate.candidates if unit in (c, Candidate(c.person, ""))),
            name=view.name(unit.person),
            posts=(view.post(unit.post),) if unit.post else view.posts_of(unit.person),
            marks=tuple(plain(marks[unit][j]) if j in marks[unit] else "—" for j in judges),
            points=shown(plan[unit], digits),
            rank=ranks[unit],
            ranks=tuple((m.ranks[unit], unit in m.moved) for m in found.methods),
            dots=tuple(
                Dot(axis.place(value) or 0, f"{view.name(judge)} {plain(value)}")
                for judge, value in marks[unit].items()
            ),
            at=axis.place(plan[unit]),
            y=TOP + ROW * index,
        )
        for index, unit in enumerate(sorted(ranks, key=lambda u: (u.post, ranks[u])))
    ]


def _judge(view: StageInView[Settings], line: JudgeLine) -> JudgeShown:
    figures = (line.mean, line.severity, line.spread, line.agreement)
    return JudgeShown(view.name(line.judge), line, tuple(_said(figure) for figure in figures))


def _said(figure: Decimal | None) -> str:
    return shown(figure, DIGITS)
