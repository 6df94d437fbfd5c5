"""Judging (评委评分): marks become one number for each candidate: trimmed, grouped, made comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.language.scoring import Item, JudgeGroup, Normalise, RankPoints, Trim
from quanheng.core.language.terms import Rounding
from quanheng.core.scoring.scores import (
    folded,
    mean_of,
    points_for_rank,
    rounded_at,
    shared_ranks,
    sum_of,
    value_of,
    weighted_mean,
)
from quanheng.core.values import Candidate, Refused, Text, Working

COEFFICIENT = Text("修正系数", "coefficient")
OVERALL_BY_MEAN = Text("总平均分 ÷ 本组平均分", "overall mean ÷ room mean")
"""What the coefficient of a room is called in its working, and its rule."""

Leaves = Mapping[str, Working]
"""One judge's marks on one candidate, by item ('' when there are no items)."""


@dataclass(frozen=True)
class Marking:
    """How a plan turns marks into a number: items, groups and their judges, trimming, rounding."""

    items: tuple[Item, ...]
    groups: tuple[JudgeGroup, ...]
    judges: Mapping[str, tuple[str, ...]]
    trim: Trim | None
    rank_points: RankPoints | None
    rounding: tuple[Rounding, ...]


def judged(
    marks: Mapping[Candidate, Mapping[str, Leaves]], marking: Marking, names: Mapping[str, str]
) -> dict[Candidate, Working]:
    """The number of every candidate that was marked; `names` are the judges' names.

    Errors: Refused(too_few_marks_to_trim).
    """
    totals = judge_totals(marks, marking, names)
    return {unit: _combined(unit, totals[unit], marks[unit], marking) for unit in marks}


def judge_totals(
    marks: Mapping[Candidate, Mapping[str, Leaves]], marking: Marking, names: Mapping[str, str]
) -> dict[Candidate, dict[str, Working]]:
    """Each judge's own number on every candidate, before judges are taken together."""
    totals = {
        unit: {judge: _judge_total(leaves, marking, names[judge]) for judge, leaves in given.items()}
        for unit, given in marks.items()
    }
    if marking.rank_points is None:
        return totals
    return _as_rank_points(totals, marking.rank_points)


def _item_mark(item: Item, leaf: Working, rounding: tuple[Rounding, ...]) -> Working:
    part = rounded_at(leaf, rounding, "mark")
    return part if item.weight is None else folded(part, item.weight, item.max)


def _judge_total(leaves: Leaves, marking: Marking, name: str) -> Working:
    label = Text(name, name)
    if not marking.items:
        total = rounded_at(leaves[""], marking.rounding, "mark")
        return rounded_at(
            Working(label, total.value, total.rule, total.parts, total.source), marking.rounding, "judge"
        )
    parts = [
        rounded_at(_item_mark(i, leaves[i.id], marking.rounding), marking.rounding, "item")
        for i in marking.items
    ]
    return rounded_at(sum_of(label, parts), marking.rounding, "judge")


def _as_rank_points(
    totals: Mapping[Candidate, Mapping[str, Working]], points: RankPoints
) -> dict[Candidate, dict[str, Working]]:
    """Each judge's totals turned into points for the rank, inside each post ('' is one field for all)."""
    found: dict[Candidate, dict[str, Working]] = {unit: {} for unit in totals}
    pairs = {(judge, unit.post) for unit, given in totals.items() for judge in given}
    for judge, post in sorted(pairs):
        units = [u for u in totals if u.post == post and judge in totals[u]]
        values = [value_of(totals[u][judge]) for u in units]
        ranks = [int(v) for v in values] if points.given == "ranks" else shared_ranks(values)
        for unit, rank in zip(units, ranks, strict=True):
            found[unit][judge] = points_for_rank(totals[unit][judge], rank, points)
    return found


def _combined(
    unit: Candidate, totals: Mapping[str, Working], marks: Mapping[str, Leaves], marking: Marking
) -> Working:
    parts = []
    for group in marking.groups:
        judges = [j for j in marking.judges[group.body] if j in totals]
        trim = group.trim or marking.trim
        title = group.title or Text("评委平均分", "judges' mean")
        try:
            if trim is not None and trim.level == "item":
                mean = _mean_by_item(
                    title, [marks[j] for j in judges], [totals[j].label for j in judges], trim, marking
                )
            else:
                mean = mean_of(title, [totals[j] for j in judges], trim)
        except Refused as refusal:
            raise refusal.at(str(unit).rstrip("@")) from None
        parts.append((rounded_at(mean, marking.rounding, "group"), group.weight))
    if len(parts) == 1:
        return parts[0][0]
    weighed = [(part, weight) for part, weight in parts if weight is not None]
    if not weighed:
        return sum_of(Text("各组平均分之和", "sum of the groups' means"), [part for part, _ in parts])
    return weighted_mean(Text("各组加权平均分", "weighted mean of the groups"), weighed)


def _mean_by_item(
    title: Text, sheets: Sequence[Leaves], labels: Sequence[Text], trim: Trim, marking: Marking
) -> Working:
    means = []
    for item in marking.items:
        column = [_item_mark(item, s[item.id], marking.rounding) for s in sheets]
        named = [
            Working(label, c.value, c.rule, c.parts, c.source)
            for label, c in zip(labels, column, strict=True)
        ]
        means.append(rounded_at(mean_of(item.title, named, trim), marking.rounding, "item"))
    return sum_of(title, means)


def normalised(
    raw: Mapping[Candidate, Working],
    rooms: Mapping[Candidate, str],
    rule: Normalise,
    rounding: tuple[Rounding, ...],
) -> dict[Candidate, Working]:
    """Raw points x (overall mean / mean of the own room), in each field.

    Shapes: `raw` holds those present only: the absent are in no divisor.
    Errors: Refused(too_few_marks_to_trim), Refused(room_mean_zero).
    """
    fields: dict[str, list[Candidate]] = {}
    for unit in raw:
        fields.setdefault(unit.post if rule.within == "post" else "", []).append(unit)
    found = {}
    for units in fields.values():
        coefficients = _coefficients({u: raw[u] for u in units}, rooms, rule, rounding)
        for unit in units:
            coefficient = coefficients[rooms[unit]]
            found[unit] = Working(
                Text("修正后得分", "normalised points"),
                value_of(raw[unit]) * value_of(coefficient),
                Text("原始分 × 修正系数", "raw points × coefficient"),
                (raw[unit], coefficient),
            )
    return {unit: found[unit] for unit in raw}


def _coefficients(
    raw: Mapping[Candidate, Working],
    rooms: Mapping[Candidate, str],
    rule: Normalise,
    rounding: tuple[Rounding, ...],
) -> dict[str, Working]:
    leaves = {u: Working(Text(str(u).rstrip("@")), w.value, source=f"score:{u}") for u, w in raw.items()}
    means = {}
    for room in dict.fromkeys(rooms[u] for u in raw):
        label = Text(f"“{room}”平均分", f"mean of room '{room}'")
        inside = [leaves[u] for u in raw if rooms[u] == room]
        means[room] = rounded_at(mean_of(label, inside, rule.drop), rounding, "group")
    label = Text("总平均分", "overall mean")
    if rule.overall == "candidates":
        overall = mean_of(label, list(leaves.values()), rule.drop)
    else:
        overall = mean_of(label, list(means.values()))
    overall = rounded_at(overall, rounding, "group")
    return {room: _coefficient(room, overall, mean, rounding) for room, mean in means.items()}


def _coefficient(room: str, overall: Working, mean: Working, rounding: tuple[Rounding, ...]) -> Working:
    if value_of(mean) == Decimal(0):
        raise Refused(
            "room_mean_zero",
            f"“{room}”的平均分为零，无法计算修正系数。",
            f"The mean of room '{room}' is zero; no coefficient can be worked out.",
            where=room,
            remedy_zh="请核对该组的评分与缺考登记。",
            remedy_en="Check the marks and the absences of this room.",
        )
    coefficient = Working(
        COEFFICIENT,
        value_of(overall) / value_of(mean),
        OVERALL_BY_MEAN,
        (overall, mean),
    )
    return rounded_at(coefficient, rounding, "coefficient")
