"""Checks of the judges (评委检查): enough, an odd number, and bodies large enough for what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.language.posts import Body
from quanheng.core.plans.checks.ground import Breach, Ground
from quanheng.core.regulations import Rule
from quanheng.core.stages.inspection import Settings as Inspection
from quanheng.core.stages.speech import Settings
from quanheng.core.values import Text


def panel(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A panel has the members that the rule asks, and an odd number of them."""
    asked = rules[0].bound()
    bodies = {b.id: (i, b) for i, b in enumerate(ground.plan.bodies)}
    for _, stage in ground.of(Settings):
        for name in (g.body for g in stage.judge_groups()):
            if name not in bodies or asked is None:
                continue
            place, body = bodies[name]
            least = max(body.members or body.at_least or 1, stage.min_judges)
            odd = stage.odd or body.odd or (body.members or 0) % 2 == 1
            faults = [
                (
                    least < asked,
                    f"只要求 {least} 人，一般不少于 {asked} 人",
                    f"is asked to have {least} members only, where {asked} are usual",
                ),
                (not odd, "没有要求单数", "is not asked to have an odd number of members"),
            ]
            said = [(zh, en) for broken, zh, en in faults if broken]
            if said:
                yield Breach(
                    ("bodies", place),
                    Text(
                        f"“{body.title.zh}”{'，'.join(zh for zh, _ in said)}",
                        f"'{body.title.say('en')}' {' and '.join(en for _, en in said)}",
                    ),
                    Text(f"写明 at_least: {asked}, odd: true。", f"Write at_least: {asked}, odd: true."),
                )


def sizes(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A body has as many members as the stages ask of it."""
    bodies = {b.id: b for b in ground.plan.bodies}
    for number, body in enumerate(ground.plan.bodies):
        if body.members is not None and (body.at_least or 0) > body.members:
            yield _size(("bodies", number), body, body.at_least or 0)
    for number, stage in ground.of(Settings):
        for name in (g.body for g in stage.judge_groups()):
            least = bodies[name].members if name in bodies else None
            if least is not None and least < stage.min_judges:
                yield _size(("stages", number, "min_judges"), bodies[name], stage.min_judges)
            if least is not None and least % 2 == 0 and (stage.odd or bodies[name].odd):
                yield Breach(
                    ("stages", number),
                    Text(
                        f"要求单数评委，而“{bodies[name].title.zh}”有 {least} 人",
                        f"an odd number is asked; '{bodies[name].title.say('en')}' has {least}",
                    ),
                    Text("增减一人。", "Add one or take one away."),
                )
    for number, inspection in ground.of(Inspection):
        source = bodies.get(inspection.team.from_ or "")
        if source is not None and source.members is not None and source.members < inspection.team.at_least:
            yield _size(("stages", number, "team"), source, inspection.team.at_least)


def _size(path: tuple[str | int, ...], body: Body, asked: int) -> Breach:
    return Breach(
        path,
        Text(
            f"要求至少 {asked} 人，而“{body.title.zh}”只有 {body.members} 人",
            f"{asked} are asked; '{body.title.say('en')}' has {body.members}",
        ),
        Text("核对人数。", "Check the numbers."),
    )
