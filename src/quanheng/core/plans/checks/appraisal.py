"""Checks of appraisals and reference lists (考核与参考人选检查): how many excellent, how many named."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.checks.results import appraises
from quanheng.core.regulations import Rule
from quanheng.core.stages import grading, recommendation, talks
from quanheng.core.values import Text


def excellent_share(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """No more people are given the best grade of an appraisal than the rule lets be.

    Shapes: a rule that speaks of consent (经同意) says how far the others may then be gone beyond.
    """
    consents = [rule for rule in rules if "when" in rule.machine]
    binding = [rule for rule in rules if rule not in consents and _speaks_of(ground, rule)]
    for number, stage in ground.of(grading.Settings):
        for place, grade in enumerate(stage.grades):
            share = Fraction(grade.share.share) if grade.share is not None else Fraction(0)
            for rule in binding:
                best, most = str(rule.machine.get("enum", ["优秀"])[0]), rule.bound() or Fraction(1)
                if grade.title.zh.removesuffix("等次") == best and share > most:
                    yield _too_many(("stages", number, "grades", place, "share"), best, share, rule, consents)


def _speaks_of(ground: Ground, rule: Rule) -> bool:
    """Whether the rule is about what the plan appraises: people, or bodies (领导班子)."""
    about_bodies = "bodies" in str(rule.machine["field"])
    are_bodies = all("班子" in post.title.zh for _, post in ground.posts)
    return appraises(ground, rule) and about_bodies == are_bodies


def _too_many(path: Path, best: str, share: Fraction, rule: Rule, consents: list[Rule]) -> Breach:
    most = rule.bound() or Fraction(1)
    agreed = [bound for c in consents if c.scope & rule.scope and (bound := c.bound()) is not None]
    agreed += [Fraction(str(rule.machine.get("max_when_outstanding", most)))]
    return Breach(
        path,
        Text(
            f"{best}等次占 {_percent(share)}，一般不超过 {_percent(most)}",
            f"{_percent(share)} may be {best}; {_percent(most)} is the rule",
        ),
        Text(
            f"降低比例；经同意到 {_percent(max(agreed))} 的，在依据中写明。",
            f"Lower it; say in basis who agreed to {_percent(max(agreed))}.",
        ),
        rule=rule.id,
        most="warning" if share <= max(agreed) else "error",
    )


def _percent(share: Fraction) -> str:
    return f"{Decimal(share.numerator) * 100 / share.denominator:f}%"


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
