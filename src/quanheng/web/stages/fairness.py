"""Judge fairness (评委评分分析): how a panel marked, and the order under other methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.scoring.fairness import (
    ON_THE_PLANS_SCALE,
    Fairness,
    Group,
    JudgeLine,
    Marks,
    MethodLine,
    fairness_of,
    ranks_by_post,
)
from quanheng.core.scoring.scores import counted, plain, value_of
from quanheng.core.stages.speech import Settings, panel_totals
from quanheng.core.values import Candidate, Text
from quanheng.documents.list_workbook import Cell
from quanheng.documents.points import digits_of, shown
from quanheng.web.lists import as_file, wants_file
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

DIGITS = 2
PERCENT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on the chart: how far along, and what it says. Units: hundredths of its width."""

    x: Decimal
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate: marks in the order of the judges, the plan's points and rank, ranks by other methods.

    Shapes: `stands_as` is one candidacy whose evidence opens the points; `marks` are pairs of the mark and
    whether the plan left it out; `ranks` pairs of the rank and whether it is another than the plan's; `at` is
    where the plan's points lie on the chart, None where they are on another scale.
    """

    stands_as: Candidate
    name: str
    posts: tuple[Text, ...]
    marks: tuple[tuple[str, bool], ...]
    points: str
    rank: int
    ranks: tuple[tuple[int, bool], ...]
    dots: tuple[Dot, ...]
    at: Decimal | None


@dataclass(frozen=True, slots=True)
class JudgeShown:
    """One judge's figures as they are shown."""

    name: str
    line: JudgeLine
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a judge's figures or a method's order: a line for each candidate.

    Shapes: of a judge the cells are the own mark, the others' mean, by how much it lies below, the place that
    each gives; of a method the points, on the plan's scale the change, both ranks, then every judge's number.
    `struck` are the places of numbers that were left out.
    """

    name: str
    post: Text | None
    cells: tuple[str, ...]
    struck: frozenset[int]
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """From which mark to which the chart reaches."""

    low: Decimal
    high: Decimal

    def ends(self) -> tuple[str, str]:
        """The two ends as they are written."""
        return plain(self.low), plain(self.high)

    def place(self, value: Decimal) -> Decimal | None:
        """Where a number lies on the chart; None outside of it. Units: hundredths of its width."""
        if not self.low <= value <= self.high:
            return None
        return ((value - self.low) * 100 / (self.high - self.low)).quantize(PERCENT)


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
    chosen = next((j for j in found.judges if j.judge == request.GET.get("judge")), None)
    method = next((m for m in found.methods if m.id == request.GET.get("method")), None)
    if wants_file(request):
        header = ("姓名", *names, "方案得分", "方案名次", *(m.title.zh for m in found.methods))
        rows: list[tuple[Cell, ...]] = [
            (x.name, *(mark for mark, _ in x.marks), x.points, x.rank, *(rank for rank, _ in x.ranks))
            for x in lines
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
        "methods": [(m, _farthest(m, ranks_by_post(plan))) for m in found.methods],
        "trimming": _trimming(found, groups),
        "lines": lines,
        "axis": axis,
        "chosen": _judge(view, chosen) if chosen else None,
        "judge_marks": _judge_marks(view, chosen) if chosen else (),
        "method": method,
        "is_on_scale": method is not None and method.id in ON_THE_PLANS_SCALE,
        "method_lines": _method_lines(view, method, plan, [j.judge for j in found.judges]) if method else (),
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
    dropped = {(m.candidate, line.judge) for line in found.judges for m in line.marks if m.is_dropped}
    ranks = ranks_by_post(plan)
    return [
        Line(
            stands_as=next(c for c in view.slate.candidates if unit in (c, Candidate(c.person, ""))),
            name=view.name(unit.person),
            posts=(view.post(unit.post),) if unit.post else view.posts_of(unit.person),
            marks=tuple(
                (plain(marks[unit][j]) if j in marks[unit] else "—", (unit, j) in dropped) for j in judges
            ),
            points=shown(plan[unit], digits),
            rank=ranks[unit],
            ranks=tuple((m.ranks[unit], unit in m.moved) for m in found.methods),
            dots=tuple(
                Dot(axis.place(value) or Decimal(0), f"{view.name(judge)} {plain(value)}")
                for judge, value in marks[unit].items()
            ),
            at=axis.place(plan[unit]),
        )
        for unit in sorted(ranks, key=lambda u: (u.post, ranks[u]))
    ]


def _trimming(found: Fairness, groups: Sequence[Group]) -> Text | None:
    """What trimming does to this order; None where nothing can be compared."""
    other = {m.id: len(m.moved) for m in found.methods}
    if not other:
        return None
    if any(g.trim is not None and g.trim.level == "item" for g in groups):
        return Text(
            f"方案逐项去掉最高、最低分（见每人得分明细）；不去掉的话，{other['mean']} 人名次不同。",
            f"The plan trims item by item (see the workings); untrimmed, {other['mean']} stand elsewhere.",
        )
    left_out = sum(line.dropped for line in found.judges)
    if left_out:
        return Text(
            f"方案去掉了 {left_out} 个分（下表划线的）；不去掉的话，{other['mean']} 人名次不同。",
            f"The plan left out {left_out} marks (struck below); untrimmed, {other['mean']} stand elsewhere.",
        )
    return Text(
        f"方案没有去掉分数；如果去掉一个最高、一个最低，{other['trimmed']} 人名次不同。",
        f"No mark was left out; without the highest and the lowest, {other['trimmed']} stand elsewhere.",
    )


def _farthest(method: MethodLine, by_plan: Mapping[Candidate, int]) -> int:
    """By how many places somebody stands elsewhere, at most."""
    return max(
        (abs(method.ranks[unit] - by_plan[unit]) for unit in method.moved if unit in by_plan), default=0
    )


def _judge_marks(view: StageInView[Settings], line: JudgeLine) -> list[Opened]:
    """One judge's single marks beside the others', the highest first."""
    return [
        Opened(
            view.name(m.candidate.person),
            view.post(m.candidate.post) if m.candidate.post else None,
            (
                plain(m.mark),
                _said(m.others),
                _said(m.others - m.mark if m.others is not None else None),
                plain(m.rank),
                plain(m.others_rank) if m.others_rank is not None else "—",
            ),
            frozenset({0}) if m.is_dropped else frozenset(),
            m.rank != m.others_rank,
        )
        for m in sorted(line.marks, key=lambda m: m.rank)
    ]


def _method_lines(
    view: StageInView[Settings], method: MethodLine, plan: Mapping[Candidate, Decimal], judges: Sequence[str]
) -> list[Opened]:
    """The numbers that a method reckons with, its points and its order beside the plan's."""
    by_plan = ranks_by_post(plan)
    # Places are reckoned with as negative numbers, so that more is better; they are read as places.
    sign = -1 if method.id == "ranks" else 1
    found = []
    for unit in sorted(method.ranks, key=lambda u: (u.post, method.ranks[u])):
        parts = {part.source: part for part in method.parts[unit]}
        numbers = tuple(_said(sign * value_of(parts[j])) if j in parts else "—" for j in judges)
        points = method.points[unit]
        change: tuple[str, ...] = ()
        if method.id in ON_THE_PLANS_SCALE:
            change = (_signed(points - plan[unit]) if unit in plan else "—",)
        ranks = str(method.ranks[unit]), str(by_plan.get(unit, "—"))
        result = (_said(sign * points), *change, *ranks)
        left_out = frozenset(
            place for place, j in enumerate(judges, start=len(result)) if j in parts and not counted(parts[j])
        )
        post = view.post(unit.post) if unit.post else None
        found.append(
            Opened(view.name(unit.person), post, (*result, *numbers), left_out, unit in method.moved)
        )
    return found


def _signed(number: Decimal) -> str:
    said = _said(number)
    return f"+{said}" if number > 0 else said


def _judge(view: StageInView[Settings], line: JudgeLine) -> JudgeShown:
    figures = (line.mean, line.severity, line.spread, line.agreement)
    return JudgeShown(view.name(line.judge), line, tuple(_said(figure) for figure in figures))


def _said(figure: Decimal | None) -> str:
    return shown(figure, DIGITS)
