"""Checks of the inspection (考察检查): candidates, the notice, the team, the talks and the report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from quanheng.core.plans.checks.ground import Breach, Ground, joined
from quanheng.core.regulations import Rule
from quanheng.core.stages.inspection import PARTS, Settings
from quanheng.core.stages.shortlist import Settings as Shortlist
from quanheng.core.values import Text

_REPORT = {"缺点不足": "weaknesses", "推荐测评谈话情况": "recommendation_results"}
"""The sections of an inspection report that the rule names, and the fixed parts of ours that hold them."""


def candidates(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """More candidates are inspected than there are posts."""
    inspected = ground.last("inspection")
    before = [(i, s) for i, s in ground.of(Shortlist) if inspected is not None and i < inspected]
    for number, stage in before[-1:]:
        seats = sum(post.fixed_seats() for _, post in ground.posts)
        most = max((post.fixed_seats() for _, post in ground.posts), default=0)
        keep = stage.keep
        equal = keep.per_seat is not None and keep.per_seat * seats <= seats
        if not equal and (keep.top is None or keep.top > most):
            continue
        said = f"1∶{keep.per_seat.normalize():f}" if isinstance(keep.per_seat, Decimal) else f"{keep.top}"
        yield Breach(
            ("stages", number, "keep"),
            Text(
                f"考察对象（{said}）不多于职位数",
                f"no more candidates are inspected than there are posts ({said})",
            ),
            Text(
                "一般实行差额考察；等额的，写明理由。",
                "Inspect more than there are posts, or give the reason.",
            ),
        )


def notice(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The inspection is announced before it begins; for posts in internal units less may do."""
    simplified = len(rules) > 1 and "leading_cadres" not in ground.plan.organisation.scopes
    for number, stage in ground.of(Settings):
        if stage.notice is None:
            yield Breach(
                ("stages", number),
                Text("没有写考察预告", "no notice of the inspection is provided for"),
                Text(
                    "写明 notice，例如 notice: {working_days: 2}。",
                    "Say notice, as notice: {working_days: 2}.",
                ),
                rule=rules[0].id,
                most="warning" if simplified else "error",
                because=Text(
                    "内设机构领导职务的考察可以简化", "it may be simpler for posts in internal units"
                ),
            )


def team(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The team has the members that the rule asks."""
    asked = rules[0].bound()
    for number, stage in ground.of(Settings):
        if asked is not None and stage.team.at_least < asked:
            yield Breach(
                ("stages", number, "team"),
                Text(
                    f"考察组不少于 {stage.team.at_least} 人，规定为 {asked} 人",
                    f"a team of {stage.team.at_least}; {asked} are asked",
                ),
                Text(f"写明 team: {{at_least: {asked}}}。", f"Write team: {{at_least: {asked}}}."),
            )


def talks(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The team talks with people who know the candidate."""
    for number, stage in ground.of(Settings):
        if stage.talks is None:
            yield Breach(
                ("stages", number),
                Text("没有写个别谈话的人数", "no number of talks about each candidate is given"),
                Text("写明 talks: {at_least: …}。", "Say talks: {at_least: …}."),
                most="note",
            )


def report(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The report speaks of every part and of what is weak."""
    sections = [str(s) for s in next(r.machine["sections"] for r in rules if "sections" in r.machine)]
    covered = [p for p, text in PARTS.items() if text.zh in sections[0]]
    fixed = [part for section, part in _REPORT.items() if section in sections]
    for number, stage in ground.of(Settings):
        absent = [p for p in covered if p not in stage.covers] + [p for p in fixed if p not in stage.fixed]
        if absent:
            words = joined(PARTS[p] for p in absent)
            yield Breach(
                ("stages", number, "covers"),
                Text(f"考察材料没有要求：{words.zh}", f"the report need not speak of: {words.en}"),
                Text("在 covers 与 fixed 中补上。", "Add them to covers and fixed."),
                most="error" if stage.covers else "warning",
            )
