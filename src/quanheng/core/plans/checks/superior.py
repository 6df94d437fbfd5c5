"""Checks of voices and superiors (推荐与报批检查): votes that advise, days of nomination, replies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from quanheng.core.language.terms import Span
from quanheng.core.plans.checks.eligibility import all_conditions
from quanheng.core.plans.checks.ground import Breach, Ground
from quanheng.core.plans.timeline import said_span
from quanheng.core.regulations import Rule
from quanheng.core.stages import approval, recommendation
from quanheng.core.values import Text

_WORKED_OF_WEEK = Decimal(5) / Decimal(7)
_WORKED_OF_MONTH = Decimal(21)


def reference(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A recommendation advises; votes alone do not choose."""
    for number, stage in ground.of(recommendation.Settings):
        decided = any(kind in ("decision", "composite", "shortlist") for kind in _kinds_after(ground, number))
        if stage.effect == "decides" and not decided:
            yield Breach(
                ("stages", number),
                Text("推荐票直接决定人选", "the votes of a recommendation decide by themselves"),
                Text(
                    "写明 effect: reference，由会议讨论决定。",
                    "Say effect: reference and let a meeting decide.",
                ),
                most="warning",
            )


def _kinds_after(ground: Ground, number: int) -> list[str]:
    return [s.kind for s in ground.plan.stages[number + 1 :]]


def validity(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """What a recommendation brought holds for a year at most."""
    asked = rules[0].bound()
    for number, stage in ground.of(recommendation.Settings):
        months = stage.valid_for.whole_months()
        if months is not None and asked is not None and months > asked:
            zh, en = said_span(stage.valid_for)
            yield Breach(
                ("stages", number, "valid_for"),
                Text(
                    f"推荐结果有效期{zh}，规定为一年内",
                    f"a recommendation holds for {en}; a year is the most",
                ),
                Text("改为 valid_for: {years: 1}。", "Write valid_for: {years: 1}."),
            )


def nomination_days(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Names for an election are put forward and talked over for some days."""
    asked = rules[0].bound()
    for step in ground.steps:
        if step.kind != "nomination" or step.opens_on is None or step.closes_on is None or asked is None:
            continue
        days = (step.closes_on - step.opens_on).days + 1
        if days < asked:
            yield Breach(
                step.path,
                Text(
                    f"提名、酝酿只有 {days} 天，规定不少于 {asked} 天",
                    f"nomination lasts {days} day; {asked} are asked",
                ),
                Text("延长提名的时间。", "Give it longer."),
            )


def reply(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A superior replies within the working days asked."""
    asked = rules[0].bound()
    for number, stage in ground.of(approval.Settings):
        days = _working_days(stage.reply_within)
        if days is not None and asked is not None and days > asked:
            yield Breach(
                ("stages", number, "reply_within"),
                Text(
                    f"答复期限约 {days} 个工作日，规定为 {asked} 个工作日内",
                    f"about {days} working days for a reply; {asked} are asked",
                ),
                Text(
                    f"改为 reply_within: {{working_days: {asked}}}。",
                    f"Write reply_within: {{working_days: {asked}}}.",
                ),
            )


def _working_days(span: Span | None) -> int | None:
    if span is None:
        return None
    if span.working_days is not None:
        return span.working_days
    months = span.whole_months()
    return int((span.days or 0) * _WORKED_OF_WEEK if months is None else months * _WORKED_OF_MONTH)


def exceptions(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Where conditions may be waived, the superior personnel department agrees first."""
    approved = ground.plan.approval is not None or ground.has("approval")
    waivable = next((path for path, rule in all_conditions(ground) if rule.waivable), None)
    if waivable is None or approved:
        return
    yield Breach(
        waivable,
        Text(
            "条件可以破格，而方案没有报上级批准的环节",
            "conditions may be waived, and nothing goes to the superior",
        ),
        Text(
            "加上 approval 环节，或写明 approval: {by: superior}。",
            "Add a stage of kind approval, or approval: {by: superior}.",
        ),
        most="warning",
    )
