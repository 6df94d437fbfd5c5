"""Checks of nominations (提名检查): stories are told where there are some, and somebody may nominate."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.kinds import TOLD
from quanheng.core.plans.checks.ground import Breach, Ground
from quanheng.core.plans.timeline import name_of
from quanheng.core.regulations import Rule
from quanheng.core.stages.nomination.tables import Settings
from quanheng.core.values import Text


def told(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A story is told only after a nomination, and at a kind of stage that hears one."""
    nominated = False
    for number, stage in enumerate(ground.plan.stages):
        nominated = nominated or isinstance(stage, Settings)
        if not stage.nomination_told or (nominated and stage.kind in TOLD):
            continue
        name = name_of(stage)
        yield Breach(
            ("stages", number, "nomination_told"),
            Text(
                f"“{name.zh}”不能说明提名情况：此前没有提名环节，或这类环节不听取说明",
                f"'{name.say('en')}' cannot hear the story of a nomination: none comes before it, or such a "
                "stage hears none",
            ),
            Text("去掉 nomination_told，或写在提名之后的会议环节。", "Take nomination_told off, or move it."),
        )


def rights(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Where rights are stated, every channel has one, and every level that is opened is covered."""
    levels = {p.level for p in ground.plan.posts if p.level and not p.excluded}
    for number, stage in enumerate(ground.plan.stages):
        if not isinstance(stage, Settings) or not stage.rights:
            continue
        lacking = [c for c in stage.channels if not any(c in r.channels for r in stage.rights)]
        covered = {w for r in stage.rights for w in r.levels or levels}
        missing = [*lacking, *sorted(levels - covered)]
        if missing:
            listed = "、".join(missing)
            yield Breach(
                ("stages", number, "rights"),
                Text(f"没有人可以提名：{listed}", f"nobody may nominate for: {', '.join(missing)}"),
                Text("在 rights 中写明由谁提名。", "Say under rights who may."),
            )
