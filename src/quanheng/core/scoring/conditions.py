"""Conditions (条件): whether a plan's condition holds for one post or candidate, and what number it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Cases, Condition, Threshold
from quanheng.core.values import Refused, Slate

COUNTED = frozenset(
    {"applicants", "candidates", "seats", "ratio", "posts", "people", "present", "mean", "best"}
)
"""What a condition may always compare, beside the parameters of a post; the last two once points stand."""


@dataclass(frozen=True)
class Situation:
    """What a condition may look at: the post, its class, and named quantities."""

    post: str
    cls: str | None
    quantities: Mapping[str, Decimal]

    def quantity(self, name: str) -> Decimal:
        """One quantity, or the sum of several joined by +; Errors: Refused(unknown_quantity)."""
        if name in self.quantities:
            return self.quantities[name]
        if "+" in name:
            return sum((self.quantity(part.strip()) for part in name.split("+")), Decimal(0))
        known = sorted(self.quantities)
        raise Refused(
            "unknown_quantity",
            f"条件中的“{name}”在此处无从计算。",
            f"The quantity '{name}' cannot be worked out here.",
            where=self.post,
            remedy_zh=f"可用：{'、'.join(known)}。",
            remedy_en=f"Known: {', '.join(known)}.",
        )

    def with_quantities(self, more: Mapping[str, Decimal]) -> Situation:
        """The same post with more quantities."""
        return Situation(self.post, self.cls, {**self.quantities, **more})


def situation_of(post: str, slate: Slate, inputs: Inputs, values: tuple[Decimal, ...] = ()) -> Situation:
    """The field of one post: people, seats, ratio, those present, their mean and best, the post's parameters.

    Shapes: `values` are the points of those present; applicants counts who entered the first stage.
    """
    candidates = len(slate.of(post))
    seats = slate.seats.get(post, 0)
    first = next(iter(inputs.earlier.values()), None)
    own = inputs.frame.posts.get(post)
    quantities = {
        "applicants": Decimal(len(first.entered.of(post)) if first else candidates),
        "candidates": Decimal(candidates),
        "seats": Decimal(seats),
        "ratio": Decimal(candidates) / seats if seats else Decimal(0),
        "posts": Decimal(len(slate.seats)),
        "people": Decimal(len(slate.people())),
        "present": Decimal(len(values)),
        **(own.parameters if own else {}),
    }
    if values:
        quantities |= {"mean": sum(values, Decimal(0)) / len(values), "best": max(values)}
    return Situation(post, own.cls if own else None, quantities)


def is_met(condition: Condition, situation: Situation) -> bool:
    """Whether the condition holds.

    Errors: Refused(unknown_quantity).
    """
    if condition.posts is not None and situation.post not in condition.posts:
        return False
    if condition.classes is not None and situation.cls not in condition.classes:
        return False
    quantity, bound = condition.quantity, condition.is_  # the two stand together
    if quantity is not None and bound is not None and not bound.holds(situation.quantity(quantity)):
        return False
    if condition.all is not None and not all(is_met(c, situation) for c in condition.all):
        return False
    if condition.any is not None and not any(is_met(c, situation) for c in condition.any):
        return False
    return condition.not_ is None or not is_met(condition.not_, situation)


def threshold_value(threshold: Threshold | None, situation: Situation) -> Decimal | None:
    """The number that a threshold comes to here; None when there is none (or no case applies)."""
    if isinstance(threshold, Cases):
        threshold = next((c.then for c in threshold.cases if is_met(c.when, situation)), threshold.otherwise)
    if threshold == "mean":
        return situation.quantity("mean")
    return threshold if isinstance(threshold, Decimal) else None
