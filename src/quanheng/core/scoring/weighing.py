"""Weighing (综合计分): a tree of components becomes one total, for the candidates of one post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import Rounding
from quanheng.core.scoring.conditions import Situation, is_met, threshold_value
from quanheng.core.scoring.scores import (
    folded,
    held_within,
    plain,
    points_for_rank,
    rounded_at,
    shared_ranks,
    value_of,
)
from quanheng.core.values import Candidate, Text, Working

Raw = Mapping[str, Mapping[Candidate, Working]]
"""The values of the leaf components, by component id; a candidate without a value is missing."""


@dataclass(frozen=True)
class Scales:
    """One post's way of weighing: its components, the full total, rounding, and the field as it stands.

    Shapes: `fields` tells, by component, with whom somebody is compared; `rates` are a candidate's own shares
    of votes in earlier stages, `targets` those revised, by component and person.
    """

    components: tuple[Component, ...]
    full: Decimal
    rounding: tuple[Rounding, ...]
    situation: Situation
    fields: Mapping[str, Mapping[Candidate, str]] = field(default_factory=dict)
    rates: Mapping[Candidate, Mapping[str, Decimal]] = field(default_factory=dict)
    targets: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    person: str = ""

    def weight_of(self, component: Component) -> Decimal | None:
        """The weight, where it may be a parameter of the post; Errors: Refused(unknown_quantity)."""
        if component.weight_from is not None:
            return self.situation.quantity(component.weight_from)
        return component.weight


def title_of(component: Component) -> Text:
    """What a component is called."""
    return component.title or Text(component.id, component.id)


def measured(
    component: Component, raw: Mapping[Candidate, Working], fields: Mapping[Candidate, str] | None = None
) -> dict[Candidate, Working]:
    """The values as the component measures them: as they are, against best or mean of a field, or by rank.

    Shapes: without `fields` everybody stands in one.
    """
    own = {c: (fields or {}).get(c, "") for c in raw}
    if component.measure in ("best", "mean"):
        peers = {f: [value_of(raw[c]) for c in raw if own[c] == f] for f in dict.fromkeys(own.values())}
        return {c: _against(component, w, peers[own[c]]) for c, w in raw.items()}
    if component.rank_points is not None:
        ranks = shared_ranks(value_of(w) for w in raw.values())
        points = component.rank_points
        return {c: points_for_rank(w, rank, points) for (c, w), rank in zip(raw.items(), ranks, strict=True)}
    return dict(raw)


def _against(component: Component, working: Working, peers: Sequence[Decimal]) -> Working:
    """The ratio to the best or the mean of a field; nobody is measured against nothing."""
    is_best = component.measure == "best"
    measure = max(peers) if is_best else sum(peers, Decimal(0)) / len(peers)
    if measure <= 0:
        return working
    zh, en = ("最高", "best") if is_best else ("平均", "mean")
    return Working(
        working.label,
        value_of(working) / measure * component.full_mark,
        Text(f"÷ {zh} {plain(measure)} × {plain(component.full_mark)}", f"/ {en} {plain(measure)}"),
        (working,),
    )


def weighed(scales: Scales, raw: Raw, candidates: Sequence[Candidate]) -> dict[Candidate, Working]:
    """The total of each candidate, before floor, cap and rounding of the total."""
    leaves = [leaf for c in scales.components for leaf in c.leaves()]
    values = {leaf.id: measured(leaf, raw.get(leaf.id, {}), scales.fields.get(leaf.id)) for leaf in leaves}
    places = {name: _places(column) for name, column in values.items()}
    shares = {
        f"share.{name}": Decimal(sum(value_of(w) != 0 for w in column.values())) / len(candidates)
        for name, column in values.items()
        if candidates
    }
    found = {}
    for candidate in candidates:
        own = {name: column[candidate] for name, column in values.items() if candidate in column}
        more = {**shares, **scales.rates.get(candidate, {})}
        more |= {name: value_of(w) for name, w in own.items()}
        more |= {
            f"rank.{name}": Decimal(place[candidate]) for name, place in places.items() if candidate in place
        }
        here = replace(scales, situation=scales.situation.with_quantities(more), person=candidate.person)
        found[candidate] = _total(
            scales.components, scales.full, Text("综合得分", "composite"), here, own, "component"
        )
    return found


def _places(column: Mapping[Candidate, Working]) -> dict[Candidate, int]:
    return dict(zip(column, shared_ranks(value_of(w) for w in column.values()), strict=True))


def _total(
    components: Sequence[Component],
    full: Decimal,
    label: Text,
    scales: Scales,
    own: Mapping[str, Working],
    step: str,
) -> Working:
    """The sum of the components' contributions; those left out hand their weight to the rest."""
    weights = {c.id: w for c in components if c.effect == "score" and (w := scales.weight_of(c)) is not None}
    values = {c.id: v for c in components if (v := _value(c, scales, own)) is not None}
    scale = weight_scale(list(weights.values()), full)
    present = sum((w for name, w in weights.items() if name in values), Decimal(0))
    stretch = sum(weights.values(), Decimal(0)) / present if present else Decimal(1)
    parts = []
    for component in components:
        value = values.get(component.id)
        if value is None:
            parts.append(
                Working(
                    title_of(component),
                    None,
                    Text("缺项，权重由其余各项分担", "left out; the others carry its weight"),
                )
            )
            continue
        weight = weights.get(component.id)
        if weight is not None:
            value = folded(value, weight * scale * stretch, _scale_of(component))
        parts.append(_signed(component, rounded_at(value, scales.rounding, step)))
    total = sum((value_of(p) for p in parts), Decimal(0))
    return Working(label, total, Text("各项相加", "sum of the components"), tuple(parts))


def weight_scale(weights: Sequence[Decimal], full: Decimal) -> Decimal:
    """What weights are multiplied by: weights that add up to 1 or 10 are shares, others are points.

    Shapes: 40 + 60 are points of 100; 0.4 + 0.6 and 4 : 6 say the same; 60 + 50 stay 110 points as written.
    """
    total = sum(weights, Decimal(0))
    return full / total if total in (Decimal(1), Decimal(10)) else Decimal(1)


def _scale_of(component: Component) -> Decimal:
    return component.full if component.components else component.full_mark


def _signed(component: Component, value: Working) -> Working:
    if component.effect != "penalty":
        return value
    return Working(value.label, -value_of(value), Text("扣分", "deducted"), (value,))


def converted(component: Component, value: Working, target: Decimal | None = None) -> Working:
    """A quantity made into points as the component says (折算), against a revised target if there is one."""
    converts = component.converts
    if converts is None:
        return value
    if target is not None:
        converts = converts.with_target(target)
    quantity = value_of(value)
    points = converts.points(quantity)
    return Working(
        value.label,
        points,
        Text(f"{plain(quantity)} 折 {plain(points)} 分", f"{plain(quantity)} makes {plain(points)} points"),
        (value,),
    )


def _taken(component: Component, whole: Working) -> Working:
    """The sum of the parts, or the one of them that counts alone (就高、就低)."""
    if component.take == "sum":
        return whole
    values = [p.value for p in whole.parts if p.value is not None] or [Decimal(0)]
    if component.take == "highest":
        return Working(whole.label, max(values), Text("各项取最高", "the highest of them"), whole.parts)
    return Working(whole.label, min(values), Text("各项取最低", "the lowest of them"), whole.parts)


def _value(component: Component, scales: Scales, own: Mapping[str, Working]) -> Working | None:
    """A component's value before its weight; None when it is left out and the others carry its weight."""
    title = title_of(component)
    if component.when is not None and not is_met(component.when, scales.situation):
        return Working(title, Decimal(0), Text("不符合计分条件，计零分", "its condition does not hold: zero"))
    if component.components:
        whole = _total(component.components, component.full, title, scales, own, "item")
        return held_within(_taken(component, whole), component.floor, component.cap)
    if component.fixed is not None:
        return Working(title, component.fixed, Text("基础分", "base points"))
    if component.parameter is not None:
        points = scales.situation.quantity(component.parameter)
        given = Working(title, points, Text("取自职位的参数", "a number of the post"))
        return held_within(given, component.floor, component.cap)
    if component.cases is not None:
        points = threshold_value(component.cases, scales.situation) or Decimal(0)
        return held_within(
            Working(title, points, Text("按情形计分", "by the case that holds")),
            component.floor,
            component.cap,
        )
    value = own.get(component.id)
    if value is not None:
        target = scales.targets.get((component.id, scales.person))
        return held_within(converted(component, value, target), component.floor, component.cap)
    if component.when_missing() == "renormalise":
        return None
    if component.default is not None:
        return Working(
            title, component.default, Text("缺项，按规定分值计", "missing: the plan's fixed points")
        )
    return Working(title, Decimal(0), Text("无此项，计零分", "nothing entered: zero"))
