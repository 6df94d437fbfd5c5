"""Quantities (条件中的数): whatever a condition compares can be worked out where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.checks.references import asked, components, unknown
from quanheng.core.regulations import Rule
from quanheng.core.scoring.conditions import COUNTED
from quanheng.core.scoring.given import PLACED, quantities_in
from quanheng.core.stages.composite import Settings as Composite
from quanheng.core.stages.grading.tables import Settings as Grading
from quanheng.core.stages.pay import Settings as Pay


def known(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every quantity of a condition is counted, a parameter of a post, or something that a composite gives.

    A grading may also look at figures that are entered later under any name, so it is not asked.
    """
    parameters = {name for post in ground.plan.posts for name in post.parameters}
    given = {c.id for i, stage in ground.of(Composite) for _, c in components(("stages", i), stage)}
    for number, stage in enumerate(ground.plan.stages):
        at: Path = ("stages", number)
        here = {*COUNTED, *parameters}
        yield from _unknown((*at, "when"), quantities_in(stage.when), here)
        if isinstance(stage, Grading):
            continue
        here |= given | {"zero_items"}
        if isinstance(stage, Composite):
            here |= {f"{word}.{name}" for name in given for word in ("rank", "share")}
        else:
            here |= PLACED
        for path, condition in asked(at, stage):
            yield from _unknown(path, quantities_in(condition), here)
        for i, pot in enumerate(stage.pots) if isinstance(stage, Pay) else ():
            yield from _unknown((*at, "pots", i, "who"), quantities_in(pot.who), here)


def _unknown(path: Path, names: Iterator[str], here: set[str]) -> Iterator[Breach]:
    for name in names:
        if not name.startswith(("rate.", "grade.")):
            yield from unknown(path, name, here, "可比较的数", "quantity to compare")
