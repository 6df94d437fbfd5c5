"""Checks of fallbacks (接续检查): those without a place come from a stage before, not in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.plans.checks.ground import Breach, Ground
from quanheng.core.regulations import Rule
from quanheng.core.stages.matching import Settings as Matching
from quanheng.core.values import Text


def unplaced(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """`unplaced_of` names a two-way selection that stands before the stage."""
    kinds = {s.id: s.kind for s in ground.plan.stages}
    for number, stage in ground.of(Matching):
        name = stage.takers.unplaced_of
        if name is None or name not in kinds:
            continue
        earlier = {s.id for s in ground.plan.stages[:number]}
        if name in earlier and kinds[name] == "matching":
            continue
        why = (
            "不在此环节之前，会互相等待",
            "does not stand before this stage: each would wait for the other",
        )
        if name in earlier:
            why = ("不是双向选择", "is no two-way selection")
        yield Breach(
            ("stages", number, "takers", "unplaced_of"),
            Text(
                f"未上岗人员取自“{name}”，而它{why[0]}",
                f"those without a place come from '{name}', which {why[1]}",
            ),
            Text("改为在前的 matching 环节。", "Name a matching stage that stands before."),
        )
