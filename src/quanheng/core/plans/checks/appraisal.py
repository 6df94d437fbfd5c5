"""Checks of appraisals and reference lists (考核与参考人选检查): how many excellent, how many named."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from quanheng.core.plans.checks.ground import Breach, Ground
from quanheng.core.regulations import Rule
from quanheng.core.stages import grading, recommendation, talks
from quanheng.core.values import Text

EXCELLENT = "优秀"
WITH_CONSENT = Decimal("0.25")
"""The share that the authority may agree to. Source: rules KH-17-2, SK-1."""


def excellent_share(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """No more people are graded excellent in a yearly appraisal than the rule lets be."""
    bounds = [bound for rule in rules if (bound := rule.bound()) is not None]
    for number, stage in ground.of(grading.Settings) if bounds and "年度考核" in ground.plan.title.zh else ():
        for place, grade in enumerate(stage.grades):
            share = grade.share.share if grade.share is not None else None
            if grade.title.zh != EXCELLENT or share is None or share <= min(bounds):
                continue
            most = Decimal(min(bounds).numerator) / min(bounds).denominator
            yield Breach(
                ("stages", number, "grades", place, "share"),
                Text(
                    f"优秀等次占 {share * 100:f}%，一般不超过 {most * 100:f}%",
                    f"{share * 100:f}% may be excellent; {most * 100:f}% is the rule",
                ),
                Text(
                    "降低比例；经同意到 25% 的，在依据中写明。", "Lower it; say in basis who agreed to 25%."
                ),
                most="warning" if share <= WITH_CONSENT else "error",
            )


def reference_candidates(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Where talks come first and name those for the meeting, more are named than there are seats."""
    first, meeting = ground.first("talks"), ground.first("recommendation")
    if first is None or meeting is None or first > meeting:
        return
    for number, stage in ground.of(talks.Settings):
        keep = stage.keep
        if number < meeting and keep is not None and keep.per_seat is not None and keep.per_seat <= 1:
            yield Breach(
                ("stages", number, "keep", "per_seat"),
                Text("谈话推荐后提出的参考人选须差额", "after the talks more are named than there are seats"),
                Text("改为多于 1，如 per_seat: 2。", "Write more than 1, such as per_seat: 2."),
            )


def talks_first(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """At a change of term the talks come before the meeting that recommends."""
    meetings = ground.of(recommendation.Settings)
    if not meetings:
        return
    number, talked = meetings[0][0], ground.first("talks")
    if talked is None or talked > number:
        yield Breach(
            ("stages", number),
            Text("换届推荐先谈话、后会议", "at a change of term talks come before the meeting"),
            Text("在会议推荐之前设谈话推荐（talks）环节。", "Put a stage of talks before the meeting."),
        )
