"""Judge fairness (评委评分分析): severity, spread, agreement, and the order under other methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from quanheng.core.language.scoring import Trim
from quanheng.core.scoring.scores import counted, shared_ranks, trimmed, value_of
from quanheng.core.values import Candidate, Text, Working

Marks = Mapping[Candidate, Mapping[str, Decimal]]
"""Each judge's total on each candidate; a judge who gave none is not there."""


@dataclass(frozen=True)
class Group:
    """Judges whose points count together, with their weight among the groups and what is trimmed."""

    judges: tuple[str, ...]
    weight: Decimal | None = None
    trim: Trim | None = None


@dataclass(frozen=True, slots=True)
class JudgeMark:
    """One mark of a judge beside the others' on the same candidate.

    Shapes: `others` is the mean of the other judges and `others_rank` the place that it gives among the
    candidates of this judge, None where nobody else marked; equal numbers share the mean of their places.
    """

    candidate: Candidate
    mark: Decimal
    rank: Decimal
    others: Decimal | None
    others_rank: Decimal | None
    is_dropped: bool


@dataclass(frozen=True)
class JudgeLine:
    """What one judge's marks look like beside those of the others.

    Shapes: None where there are too few marks to say. Units: `severity` is points below the others' mean on
    the same candidates (negative: more generous); `spread` the sample standard deviation of the own marks;
    `agreement` Spearman's rank correlation with the others' mean. `marks` are the single marks behind them.
    """

    judge: str
    marked: int
    mean: Decimal
    severity: Decimal | None
    spread: Decimal | None
    agreement: Decimal | None
    marks: tuple[JudgeMark, ...]

    @property
    def dropped(self) -> int:
        """How many of the marks the plan's trimming left out."""
        return sum(mark.is_dropped for mark in self.marks)


@dataclass(frozen=True)
class MethodLine:
    """The order that another way of reckoning gives, and who stands elsewhere than by the plan's.

    Shapes: `parts` are the numbers that were reckoned with, each under its judge, those left out marked so.
    """

    id: str
    title: Text
    points: Mapping[Candidate, Decimal]
    ranks: Mapping[Candidate, int]
    moved: tuple[Candidate, ...]
    parts: Mapping[Candidate, tuple[Working, ...]]


@dataclass(frozen=True)
class Fairness:
    """A panel looked at whole; `agreement` is Kendall's W over the candidates whom every judge marked."""

    judges: tuple[JudgeLine, ...]
    methods: tuple[MethodLine, ...]
    agreement: Decimal | None


TITLES: Mapping[str, Text] = {
    "mean": Text("全部平均（不去掉）", "Mean of all marks"),
    "trimmed": Text("去掉一个最高、一个最低", "One highest, one lowest dropped"),
    "median": Text("中位数", "Median"),
    "ranks": Text("各评委名次的平均", "Mean of each judge's ranks"),
    "standardised": Text("每名评委标准化后平均", "Marks standardised by judge"),
}


def fairness_of(marks: Marks, groups: Sequence[Group], plan: Mapping[Candidate, Decimal]) -> Fairness:
    """The panel's figures, and the order under other methods beside the plan's own points.

    Shapes: candidates are compared inside their post.
    Source: Spearman 1904; Kendall and Babington Smith 1939.
    """
    judges = tuple(dict.fromkeys(j for group in groups for j in group.judges))
    dropped = _dropped(marks, groups)
    sat = [judge for judge in judges if any(judge in given for given in marks.values())]
    return Fairness(
        tuple(_line(judge, marks, dropped) for judge in sat),
        tuple(_methods(marks, groups, plan)),
        kendalls_w([[given[j] for j in judges] for given in marks.values() if set(judges) <= set(given)]),
    )


def _line(judge: str, marks: Marks, dropped: frozenset[tuple[Candidate, str]]) -> JudgeLine:
    own = {unit: given[judge] for unit, given in marks.items() if judge in given}
    others = {
        unit: _mean([v for j, v in marks[unit].items() if j != judge]) for unit in own if len(marks[unit]) > 1
    }
    ranks = dict(zip(own, mean_ranks(list(own.values())), strict=True))
    others_ranks = dict(zip(others, mean_ranks(list(others.values())), strict=True))
    return JudgeLine(
        judge,
        len(own),
        _mean(list(own.values())),
        _mean([others[unit] - own[unit] for unit in others]) if others else None,
        standard_deviation(list(own.values())),
        correlation([own[u] for u in others], list(others.values())),
        tuple(
            JudgeMark(
                unit, value, ranks[unit], others.get(unit), others_ranks.get(unit), (unit, judge) in dropped
            )
            for unit, value in own.items()
        ),
    )


def _dropped(marks: Marks, groups: Sequence[Group]) -> frozenset[tuple[Candidate, str]]:
    """The marks that the plan's trimming left out whole; where it trims item by item, none is."""
    found = set()
    for unit, given in marks.items():
        for group in groups:
            parts = _parts(given, group)
            if group.trim is None or group.trim.level == "item":
                continue
            if len(parts) > group.trim.high + group.trim.low:
                found |= {(unit, p.source) for p in trimmed(parts, group.trim) if not counted(p)}
    return frozenset(found)


def _parts(given: Mapping[str, Decimal], group: Group) -> list[Working]:
    return [Working(Text(j), given[j], source=j) for j in group.judges if j in given]


def _methods(
    marks: Marks, groups: Sequence[Group], plan: Mapping[Candidate, Decimal]
) -> Iterable[MethodLine]:
    if any(not _parts(given, group) for given in marks.values() for group in groups):
        return
    by_plan = ranks_by_post(plan)
    for name, (scaled, trim, fold) in _METHODS.items():
        grouped = {
            unit: [_kept(_parts(given, group), trim) for group in groups]
            for unit, given in scaled(marks).items()
        }
        points = {unit: _combined(parts, groups, fold) for unit, parts in grouped.items()}
        ranks = ranks_by_post(points)
        moved = tuple(unit for unit in points if ranks[unit] != by_plan.get(unit))
        shown = {unit: tuple(part for parts in given for part in parts) for unit, given in grouped.items()}
        yield MethodLine(name, TITLES[name], points, ranks, moved, shown)


def _kept(parts: list[Working], trim: Trim | None) -> tuple[Working, ...]:
    """A group's numbers with those that the method leaves out marked; two or fewer are not trimmed."""
    return trimmed(parts, trim if len(parts) > 2 else None)


def _combined(
    grouped: Sequence[Sequence[Working]], groups: Sequence[Group], fold: Callable[[list[Decimal]], Decimal]
) -> Decimal:
    """The groups' numbers by their weights, or added up where the plan gives none."""
    numbers = [fold([value_of(p) for p in parts if counted(p)]) for parts in grouped]
    weights = [group.weight for group in groups]
    whole = sum((w for w in weights if w is not None), Decimal(0))
    if not whole:
        return sum(numbers, Decimal(0))
    return sum((n * (w or 0) for n, w in zip(numbers, weights, strict=True)), Decimal(0)) / whole


def _as_given(marks: Marks) -> Marks:
    return marks


def _as_ranks(marks: Marks) -> Marks:
    """Each judge's marks as places inside the post, negative so that more is better."""
    return _by_judge(marks, lambda values: [-rank for rank in mean_ranks(values)])


def _standardised(marks: Marks) -> Marks:
    """Each judge's marks less their mean, in standard deviations; a judge who parts nobody gives 0 to all."""

    def scaled(values: list[Decimal]) -> list[Decimal]:
        mean, spread = _mean(values), standard_deviation(values)
        return [(v - mean) / spread if spread else Decimal(0) for v in values]

    return _by_judge(marks, scaled)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


_METHODS: Mapping[str, tuple[Callable[[Marks], Marks], Trim | None, Callable[[list[Decimal]], Decimal]]] = {
    "mean": (_as_given, None, _mean),
    "trimmed": (_as_given, Trim(), _mean),
    "median": (_as_given, None, median),
    "ranks": (_as_ranks, None, _mean),
    "standardised": (_standardised, None, _mean),
}
ON_THE_PLANS_SCALE = frozenset({"mean", "trimmed", "median"})
"""Methods whose points may be set beside the plan's own."""


def _by_judge(marks: Marks, change: Callable[[list[Decimal]], list[Decimal]]) -> Marks:
    changed: dict[Candidate, dict[str, Decimal]] = {unit: {} for unit in marks}
    fields = dict.fromkeys((judge, unit.post) for unit, given in marks.items() for judge in given)
    for judge, post in fields:
        units = [unit for unit, given in marks.items() if unit.post == post and judge in given]
        for unit, value in zip(units, change([marks[u][judge] for u in units]), strict=True):
            changed[unit][judge] = value
    return changed


def ranks_by_post(points: Mapping[Candidate, Decimal]) -> dict[Candidate, int]:
    """The rank of each candidate inside the own post; equal points share one."""
    found: dict[Candidate, int] = {}
    for post in dict.fromkeys(unit.post for unit in points):
        units = [unit for unit in points if unit.post == post]
        found.update(zip(units, shared_ranks(points[u] for u in units), strict=True))
    return found


def standard_deviation(values: Sequence[Decimal]) -> Decimal | None:
    """The sample standard deviation, None for fewer than two values."""
    if len(values) < 2:
        return None
    mean = _mean(values)
    return (sum(((v - mean) ** 2 for v in values), Decimal(0)) / (len(values) - 1)).sqrt()


def mean_ranks(values: Sequence[Decimal]) -> list[Decimal]:
    """Ranks from 1, the highest first; equal values share the mean of their places."""
    first = shared_ranks(values)
    return [Decimal(2 * rank + first.count(rank) - 1) / 2 for rank in first]


def correlation(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal | None:
    """Spearman's rank correlation, None for fewer than three pairs or where one side parts nobody."""
    if len(one) < 3:
        return None
    a, b = mean_ranks(one), mean_ranks(other)
    mean = Decimal(len(one) + 1) / 2
    covariance = sum(((x - mean) * (y - mean) for x, y in zip(a, b, strict=True)), Decimal(0))
    squares = sum(((x - mean) ** 2 for x in a), Decimal(0)) * sum(((y - mean) ** 2 for y in b), Decimal(0))
    return covariance / squares.sqrt() if squares else None


def kendalls_w(rows: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """Kendall's coefficient of concordance with its correction for ties; rows are candidates, columns judges.

    Shapes: None for fewer than three candidates or two judges, or where nobody parts anybody.
    """
    if len(rows) < 3 or len(rows[0]) < 2:
        return None
    columns = [mean_ranks(column) for column in zip(*rows, strict=True)]
    n, m = Decimal(len(rows)), Decimal(len(columns))
    sums = [sum(ranks, Decimal(0)) for ranks in zip(*columns, strict=True)]
    mean = _mean(sums)
    squares = sum(((s - mean) ** 2 for s in sums), Decimal(0))
    ties = sum(
        (Decimal(c**3 - c) for ranks in columns for c in (ranks.count(r) for r in set(ranks))), Decimal(0)
    )
    whole = m * m * (n**3 - n) - m * ties
    return 12 * squares / whole if whole else None
