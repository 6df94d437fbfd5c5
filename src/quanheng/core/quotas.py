"""Quotas (结构比例): the best list of so many that keeps every quota, or quotas that contradict.

People who count alike for every quota form a class, and of a class only the best are ever taken; so the
choice is how many of each class, worked out by HiGHS and checked again in whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import highspy

Kind = tuple[tuple[bool, int], ...]
"""What everybody of a class counts for each quota: whether counted, and the weight in its share."""
TRIES = 2_000
"""So many sets of quotas are tried for a smaller contradiction than the one that was found first."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One quota over a list.

    Shapes: `members` are the people it counts, by number; `at_most` None is no limit; with `share` those
    counted are at least that part of the chosen among `within`.
    """

    members: frozenset[int]
    at_least: int = 0
    at_most: int | None = None
    share: Fraction = Fraction(0)
    within: frozenset[int] = frozenset()

    def weight(self, person: int) -> int:
        """What one person adds to the share's balance, which may not be negative."""
        counted, base = person in self.members, person in self.within
        return self.share.denominator * counted - self.share.numerator * base

    def holds(self, chosen: Iterable[int]) -> bool:
        """Whether a list keeps the quota."""
        listed = tuple(chosen)
        count = sum(p in self.members for p in listed)
        enough = self.at_least <= count and (self.at_most is None or count <= self.at_most)
        return enough and (not self.share or sum(self.weight(p) for p in listed) >= 0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best list. Shapes: `people` by number, in order; `total` the sum of their points."""

    people: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Quotas that no list of this length can keep together: take any of them away and it can."""

    quotas: tuple[int, ...]


def best_list(
    points: Sequence[int], count: int, quotas: Sequence[Quota], tries: int = TRIES
) -> Chosen | Contradiction:
    """The list of `count` people with the most points that keeps every quota.

    Shapes: people are numbered in their order, the best first, equals already parted; of lists with equal
    totals the one that has the earlier person where they first differ.
    """
    classes = _Classes(points, count, quotas)
    every = range(len(quotas))
    first = classes.solve(every, classes.free())
    if first is None:
        return _contradiction(classes, len(quotas), tries)
    people = _earliest(classes, first)
    return Chosen(people, sum(points[p] for p in people))


Bounds = list[tuple[int, int]]
"""For each class, how many of it at least and at most."""


class _Classes:
    """People by what they count for; a solution is how many of each class, the best of it first."""

    def __init__(self, points: Sequence[int], count: int, quotas: Sequence[Quota]) -> None:
        self.points, self.count, self.quotas = points, count, quotas
        found: dict[Kind, list[int]] = {}
        for person in range(len(points)):
            kind = tuple((person in q.members, q.weight(person)) for q in quotas)
            own = found.setdefault(kind, [])
            if len(own) < count:
                own.append(person)
        self.kinds, self.people = tuple(found), tuple(found.values())

    def free(self) -> Bounds:
        """No bound but the size of each class."""
        return [(0, len(own)) for own in self.people]

    def solve(self, kept: Iterable[int], bounds: Bounds, total: int | None = None) -> list[int] | None:
        """How many of each class are in the best list that keeps these quotas, None where there is none.

        Shapes: with `total` any list of that many points will do. Which people of a class the solver takes is
        of no matter: as many of its best have at least as many points.
        """
        model, columns = self._model(kept, bounds, total, whole=True)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = model.getSolution().col_value
        return [
            low + sum(round(values[c]) for c in own) for (low, _), own in zip(bounds, columns, strict=True)
        ]

    def bounds_of_best(self, total: int) -> Bounds:
        """Bounds that every list with the best total keeps, by the prices of the relaxed problem.

        Shapes: whoever would cost more than the relaxed problem is better than the best list stays in or out.
        """
        free = self.free()
        model, columns = self._model(range(len(self.quotas)), free, None, whole=False)
        model.run()
        room = model.getInfo().objective_function_value - total + 0.5
        solution = model.getSolution()
        bounds = []
        for own in columns:
            firm = [abs(solution.col_dual[c]) > room for c in own]
            inside = [f and solution.col_value[c] > 0.5 for c, f in zip(own, firm, strict=True)]
            outside = [f and solution.col_value[c] < 0.5 for c, f in zip(own, firm, strict=True)]
            low = max((i + 1 for i, there in enumerate(inside) if there), default=0)
            bounds.append((low, min((i for i, gone in enumerate(outside) if gone), default=len(own))))
        return bounds

    def _model(
        self, kept: Iterable[int], bounds: Bounds, total: int | None, *, whole: bool
    ) -> tuple[highspy.Highs, list[list[int]]]:
        """The problem with a column for every place that is open between the bounds."""
        model = _Solver()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            model.setOptionValue(name, value)
        columns: list[list[int]] = []
        for own, (low, high) in zip(self.people, bounds, strict=True):
            columns.append([model.getNumCol() + n for n in range(high - low)])
            for person, column in zip(own[low:high], columns[-1], strict=True):
                model.addCol(0.0 if total is not None else float(self.points[person]), 0.0, 1.0, 0, [], [])
                if whole:
                    model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._add(model, columns, bounds, lambda kind: 1, self.count, self.count)
        for number in kept:
            quota = self.quotas[number]
            self._add(model, columns, bounds, _counts(number), quota.at_least, quota.at_most)
            if quota.share:
                self._add(model, columns, bounds, _weighs(number), 0, None)
        if total is not None:
            points = {
                c: self.points[p]
                for own, people, (low, _) in zip(columns, self.people, bounds, strict=True)
                for c, p in zip(own, people[low:], strict=False)
            }
            fixed = sum(
                self.points[p] for own, (low, _) in zip(self.people, bounds, strict=True) for p in own[:low]
            )
            _row(model, points, total - fixed, total - fixed)
        return model, columns

    def _add(
        self,
        model: highspy.Highs,
        columns: list[list[int]],
        bounds: Bounds,
        weight: Callable[[Kind], int],
        low: int,
        high: int | None,
    ) -> None:
        """One row over all classes; those who are in for certain are taken off its sides."""
        weights = {c: weight(kind) for own, kind in zip(columns, self.kinds, strict=True) for c in own}
        fixed = sum(weight(kind) * at for kind, (at, _) in zip(self.kinds, bounds, strict=True))
        _row(model, weights, low - fixed, None if high is None else high - fixed)

    def listed(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """The people of a solution, in order."""
        return tuple(sorted(p for own, n in zip(self.people, numbers, strict=True) for p in own[:n]))


class _Solver(highspy.Highs):
    """HiGHS without its callbacks and its banner, which would be printed among the output of a command."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def _counts(number: int) -> Callable[[Kind], int]:
    return lambda kind: int(kind[number][0])


def _weighs(number: int) -> Callable[[Kind], int]:
    return lambda kind: kind[number][1]


def _row(model: highspy.Highs, weights: Mapping[int, int], low: int, high: int | None) -> None:
    used = [(c, float(w)) for c, w in weights.items() if w]
    if not used and low <= 0 and (high is None or high >= 0):
        return
    top = highspy.kHighsInf if high is None else float(high)
    model.addRow(float(low), top, len(used), [c for c, _ in used], [w for _, w in used])


def _earliest(classes: _Classes, first: list[int]) -> tuple[int, ...]:
    """Of the lists with the best total, the one with the earlier person where they first differ."""
    every = range(len(classes.quotas))
    total = sum(classes.points[p] for p in classes.listed(first))
    bounds, best = classes.bounds_of_best(total), first
    open_places = sorted(
        (p, n, i)
        for n, own in enumerate(classes.people)
        for i, p in enumerate(own)
        if bounds[n][0] <= i < bounds[n][1]
    )
    for _, number, place in open_places:
        low, high = bounds[number]
        if not low <= place < high:
            continue
        bounds[number] = (place + 1, high)
        if best[number] <= place:
            other = classes.solve(every, bounds, total)
            if other is None:
                bounds[number] = (low, place)
                continue
            best = other
    return classes.listed(best)


def _contradiction(classes: _Classes, number: int, tries: int) -> Contradiction:
    """A smallest set of quotas that contradict: first one from which nothing can go, then smaller ones."""
    found = list(range(number))
    for quota in range(number):
        rest = [q for q in found if q != quota]
        if classes.solve(rest, classes.free()) is None:
            found = rest
    for size in range(len(found)):
        for some in combinations(range(number), size):
            if tries <= 0:
                return Contradiction(tuple(found))
            tries -= 1
            if classes.solve(some, classes.free()) is None:
                return Contradiction(some)
    return Contradiction(tuple(found))
