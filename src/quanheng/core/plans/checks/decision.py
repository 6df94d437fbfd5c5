"""Checks of the decision (讨论决定检查): who must be there, how many agree, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.language.posts import Body
from quanheng.core.parts import exact, said
from quanheng.core.plans.checks.ground import Breach, Ground, lacking
from quanheng.core.regulations import Rule
from quanheng.core.stages.decision.votes import Settings
from quanheng.core.stages.shortlist import Settings as Shortlist
from quanheng.core.values import Text
from quanheng.core.voting import Enough


def _is_more_than(enough: Enough, share: object) -> bool:
    return enough.fraction() >= share if enough.over is not None else enough.fraction() > share  # type: ignore[operator]


def quorum(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Enough of all members are there."""
    asked = rules[0].bound()
    for number, stage in ground.of(Settings):
        for part in stage.quorum:
            if asked is None or (part.fraction() >= asked and part.of == "members"):
                continue
            yield Breach(
                ("stages", number, "quorum"),
                Text(
                    f"到会要求为{part.say().zh}，规定为不少于成员总数的 {asked}",
                    f"the quorum is {part.say().en}; at least {asked} of all members is asked",
                ),
                Text(
                    f"改为 quorum: {{share: {asked}, of: members}}。",
                    f"Write quorum: {{share: {asked}, of: members}}.",
                ),
            )


def majority(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """More than the share of those due agree; who is recused stays in the whole."""
    asked = rules[0].bound()
    for number, stage in ground.of(Settings) if asked is not None else ():
        if stage.majority.of not in ("due", "members") or not _is_more_than(stage.majority, asked):
            words = stage.majority.say()
            yield Breach(
                ("stages", number, "majority"),
                Text(
                    f"赞成票要求为{words.zh}，规定为超过应到会成员的 {asked}",
                    f"{words.en} must agree; more than {asked} of the members due is asked",
                ),
                Text(
                    f"改为 majority: {{over: {asked}, of: due}}。",
                    f"Write majority: {{over: {asked}, of: due}}.",
                ),
            )
        elif stage.recusal_base == "reduce":
            yield Breach(
                ("stages", number, "recusal_base"),
                Text("回避的成员从应到会人数中扣除", "members who are recused are taken out of those due"),
                Text("改为 recusal_base: keep。", "Write recusal_base: keep."),
            )


def principal_last(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Members speak one by one, the principal last."""
    for number, stage in ground.of(Settings):
        if not stage.principal_last:
            yield Breach(
                ("stages", number, "principal_last"),
                Text("没有规定主要负责人最后表态", "the principal need not speak last"),
                Text("写明 principal_last: true。", "Write principal_last: true."),
            )


def collective(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A body decides, not one person or a round of signatures."""
    number = ground.first("appointment")
    if number is not None and not ground.has("decision"):
        yield Breach(
            ("stages", number),
            Text("任职之前没有集体讨论决定", "no body decides before the appointment"),
            Text("加上 decision 环节。", "Add a decision stage."),
        )


def scores_alone(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Points help to choose; they do not choose by themselves."""
    if not ground.has("appointment") or ground.has("inspection", "decision"):
        return
    for number, stage in ground.of(Shortlist):
        if stage.decides == "score":
            yield Breach(
                ("stages", number, "decides"),
                Text(
                    "仅凭得分确定人选，没有考察，也没有讨论决定",
                    "points alone choose: no inspection, no decision",
                ),
                Text("加上 inspection 与 decision 环节。", "Add inspection and decision stages."),
            )


def inspected_first(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Nobody is discussed who was not inspected."""
    for number, _ in ground.of(Settings):
        before = [s.kind for s in ground.plan.stages[:number]]
        if "inspection" not in before:
            yield Breach(
                ("stages", number),
                Text("讨论决定之前没有考察环节", "nothing is inspected before the decision"),
                Text("在讨论决定之前加上 inspection 环节。", "Add an inspection before it."),
            )


def recommended_first(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Selection goes through democratic recommendation."""
    number = ground.first("decision")
    kinds = ("recommendation", "talks")
    if number is None or ground.has(*kinds):
        return
    instead = ground.has("assessment")
    more = (
        Text("（方案以民主测评听取群众意见）", " (the plan hears people by a democratic assessment)")
        if instead
        else Text("")
    )
    yield Breach(
        ("stages", number),
        Text(f"没有民主推荐环节{more.zh}", f"there is no democratic recommendation{more.en}"),
        Text(
            "加上 recommendation 或 talks 环节；竞争上岗的，民主测评须先于考察。",
            "Add a recommendation or talks stage; in a competition the assessment comes "
            "before the inspection.",
        ),
        most="note" if instead else lacking(kinds),
    )


def consulted_first(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Leaders are consulted before the body meets."""
    number = ground.first("decision")
    if number is not None and not ground.has("consultation"):
        yield Breach(
            ("stages", number),
            Text("没有酝酿环节", "there is no consultation before the decision"),
            Text(
                "在讨论决定之前加上 consultation 环节。",
                "Add a consultation stage before the decision.",
            ),
            most=lacking(["consultation"]),
        )


def moved(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Selection begins with a motion that rests on an analysis."""
    if ground.settles_office() and not ground.has("motion"):
        yield Breach(
            ("stages", 0),
            Text(
                "没有动议环节（分析研判、职数核实、初步建议）",
                "there is no motion (analysis, vacancies, proposal)",
            ),
            Text(
                "加上 motion 环节；动议已另行办理的，在 basis 中写明依据与日期。",
                "Add a motion stage; if it was made apart, say in basis when and on what it rests.",
            ),
            most=lacking(["motion"]),
        )


def body_size(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A body is large enough for what is asked of it."""
    bodies = {b.id: (i, b) for i, b in enumerate(ground.plan.bodies)}
    for number, stage in ground.of(Settings):
        if any(exact_share > 1 for exact_share in (p.fraction() for p in stage.quorum)):
            yield _size(
                ("stages", number, "quorum"), "到会要求超过全体成员", "the quorum is more than all members"
            )
        elif stage.body in bodies and _at_most_two(bodies[stage.body][1]):
            title = bodies[stage.body][1].title
            yield _size(
                ("bodies", bodies[stage.body][0], "members"),
                f"“{title.zh}”不足三人，不能集体讨论决定",
                f"'{title.say('en')}' has fewer than three members and cannot decide as a body",
            )


def _at_most_two(body: Body) -> bool:
    return body.members is not None and body.members <= 2


def _size(path: tuple[str | int, ...], zh: str, en: str) -> Breach:
    return Breach(path, Text(zh, en), Text("请核对人数。", "Check the numbers."))


def attendance(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Enough of those who should attend a vote by meeting are there."""
    asked = rules[0].bound()
    for number, stage in enumerate(ground.plan.stages):
        for place, group in enumerate(getattr(stage, "groups", ()) if stage.kind == "assessment" else ()):
            bound = group.quorum
            least = None if bound is None else bound.at_least if bound.at_least is not None else bound.over
            if asked is None or (least is not None and exact(least) >= asked):
                continue
            found = (
                Text("未写到会要求", "no turnout is asked")
                if least is None
                else Text(f"到会要求为 {said(exact(least))}", f"the turnout asked is {said(exact(least))}")
            )
            yield Breach(
                ("stages", number, "groups", place),
                Text(
                    f"测评组“{group.title.zh}”{found.zh}，参照做法为 {asked} 以上",
                    f"group '{group.title.say('en')}': {found.en}; practice asks {asked}",
                ),
                Text(f"写明 quorum: {{at_least: {asked}}}。", f"Write quorum: {{at_least: {asked}}}."),
            )
