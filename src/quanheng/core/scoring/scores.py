"""Scores (得分): marks become points, each number with the working that opens it down to the marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from quanheng.core.language.scoring import RankPoints, Trim
from quanheng.core.language.terms import Rounding, rounded, settled
from quanheng.core.values import Refused, Text, Working

DROPPED_HIGH = Text("去掉的最高分", "dropped as highest")
DROPPED_LOW = Text("去掉的最低分", "dropped as lowest")

_MODES = {
    "half_up": ("四舍五入", "half up"),
    "half_even": ("四舍六入五成双", "half even"),
    "truncate": ("截尾", "truncated"),
    "up": ("进位", "away from zero"),
    "floor": ("向下取整", "downwards"),
    "ceiling": ("向上取整", "upwards"),
}


def plain(value: Decimal) -> str:
    """The number as a person writes it: no trailing zeros, an endless one cut after six decimals."""
    exact = settled(value).normalize()
    cut = exact.quantize(Decimal("1e-6")).normalize()
    return f"{exact:f}" if cut == exact else f"{cut:f}…"


def value_of(working: Working) -> Decimal:
    """The number of a working that has one."""
    return Decimal(0) if working.value is None else working.value


def counted(working: Working) -> bool:
    """Whether a part of a mean counts (it was not trimmed away)."""
    return working.rule not in (DROPPED_HIGH, DROPPED_LOW)


def rounding_words(rule: Rounding) -> Text:
    """The rounding in words."""
    zh, en = _MODES[rule.mode]
    if rule.step is not None:
        return Text(f"按 {plain(rule.step)} 的倍数{zh}", f"to steps of {plain(rule.step)}, {en}")
    return Text(f"保留 {rule.digits} 位小数，{zh}", f"{rule.digits} decimals, {en}")


def rounded_at(working: Working, rules: tuple[Rounding, ...], at: str) -> Working:
    """The working after the plan's rounding for this step; a step the plan does not name changes nothing."""
    for rule in rules:
        if rule.at != at:
            continue
        value = rounded(value_of(working), (rule,), at)
        if value == settled(value_of(working)):
            working = replace(working, value=value)
        else:
            working = Working(working.label, value, rounding_words(rule), (working,))
    return working


def trimmed(parts: Sequence[Working], trim: Trim | None) -> tuple[Working, ...]:
    """The marks in the order given, with those that do not count marked as dropped.

    Errors: Refused(too_few_marks_to_trim) when nothing would be left.
    """
    if trim is None or not trim.applies_to(len(parts)):
        return tuple(parts)
    if len(parts) <= trim.high + trim.low:
        raise Refused(
            "too_few_marks_to_trim",
            f"只有 {len(parts)} 个分数，不能去掉 {trim.high} 个最高分和 {trim.low} 个最低分。",
            f"{len(parts)} marks are too few to drop {trim.high} highest and {trim.low} lowest.",
            remedy_zh="请补齐评分，或在方案中写明评委多于几人时才去掉（only_if_more_than）。",
            remedy_en="Complete the marks, or let the plan say when it trims (only_if_more_than).",
        )
    order = sorted(range(len(parts)), key=lambda i: (value_of(parts[i]), parts[i].source, i))
    low, high = set(order[: trim.low]), set(order[len(order) - trim.high :])
    return tuple(
        replace(p, rule=DROPPED_LOW) if i in low else replace(p, rule=DROPPED_HIGH) if i in high else p
        for i, p in enumerate(parts)
    )


def mean_of(label: Text, parts: Sequence[Working], trim: Trim | None = None) -> Working:
    """The mean of the marks that count; Errors: Refused(too_few_marks_to_trim)."""
    shown = trimmed(parts, trim)
    values = [value_of(p) for p in shown if counted(p)]
    total = sum(values, Decimal(0))
    rule = Text(
        f"{plain(total)} ÷ {len(values)}（计 {len(values)} 个，去掉 {len(shown) - len(values)} 个）",
        f"{plain(total)} ÷ {len(values)} ({len(values)} counted, {len(shown) - len(values)} dropped)",
    )
    return Working(label, total / len(values), rule, shown)


def sum_of(label: Text, parts: Sequence[Working]) -> Working:
    """The parts added up."""
    return Working(
        label, sum((value_of(p) for p in parts), Decimal(0)), Text("各项相加", "sum"), tuple(parts)
    )


def weighted_mean(label: Text, parts: Sequence[tuple[Working, Decimal]]) -> Working:
    """The parts by weight, divided by the weights that are there."""
    weights = sum((w for _, w in parts), Decimal(0))
    total = sum((value_of(p) * w for p, w in parts), Decimal(0))
    if len(parts) == 1:
        return replace(parts[0][0], label=label)
    terms = " + ".join(f"{plain(value_of(p))}×{plain(w)}" for p, w in parts)
    return Working(
        label,
        total / weights,
        Text(f"({terms}) ÷ {plain(weights)}", f"({terms}) ÷ {plain(weights)}"),
        tuple(p for p, _ in parts),
    )


def folded(part: Working, weight: Decimal, full: Decimal) -> Working:
    """A value on one scale carried to another: value x weight / full."""
    if weight == full:
        return part
    words = f"{plain(value_of(part))} × {plain(weight)} ÷ {plain(full)}"
    return Working(part.label, value_of(part) * weight / full, Text(words, words), (part,))


def held_within(part: Working, floor: Decimal | None, cap: Decimal | None) -> Working:
    """The value held between a floor and a cap (封顶、保底)."""
    value = value_of(part)
    if cap is not None and value > cap:
        return Working(part.label, cap, Text(f"封顶 {plain(cap)}", f"capped at {plain(cap)}"), (part,))
    if floor is not None and value < floor:
        return Working(part.label, floor, Text(f"保底 {plain(floor)}", f"not below {plain(floor)}"), (part,))
    return part


def shared_ranks(values: Iterable[Decimal]) -> tuple[int, ...]:
    """The rank of each value, the highest first; equal values share a rank and the next ranks are skipped."""
    numbers = [settled(v) for v in values]
    first: dict[Decimal, int] = {}
    for place, value in enumerate(sorted(numbers, reverse=True), start=1):
        first.setdefault(value, place)
    return tuple(first[v] for v in numbers)


def points_for_rank(part: Working, rank: int, points: RankPoints) -> Working:
    """The points of a rank: first - step x (rank - 1), never under the floor."""
    value = max(points.first - points.step * (rank - 1), points.floor)
    words = f"{plain(points.first)} − {plain(points.step)} × ({rank} − 1)"
    return Working(
        part.label,
        value,
        Text(f"第 {rank} 名：{words}", f"rank {rank}: {words}"),
        (part,),
    )
