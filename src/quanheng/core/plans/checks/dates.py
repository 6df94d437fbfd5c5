"""Checks of the dates (日期检查): order, rest days, circles, years without announced holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.timeline import Step, round_days
from quanheng.core.regulations import Rule
from quanheng.core.values import Text


def circle(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The times of the stages can be worked out."""
    refusal = ground.refusal
    if (
        refusal is None or refusal.code == "timeline_unknown"
    ):  # the check of names reports unknown ones, all of them
        return
    path: Path = tuple(int(p) if p.isdigit() else p for p in refusal.where.split("."))
    yield Breach(path, Text(refusal.text.zh.rstrip("。"), refusal.text.say("en").rstrip(".")), refusal.remedy)


def order(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """No stage opens before the one ahead of it has opened, nor before that one is over."""
    before: Step | None = None
    for step in ground.steps:
        if step.opens_on is None:
            continue
        if before is not None and _end(before) > step.opens_on:
            yield Breach(
                step.path,
                Text(
                    f"“{step.title.zh}”（{step.opens_on}）早于前一环节“{before.title.zh}”结束之日 "
                    f"{_end(before)}",
                    f"'{step.title.say('en')}' ({step.opens_on}) comes before "
                    f"'{before.title.say('en')}' is over ({_end(before)})",
                ),
                Text("核对日期，或调整环节的先后。", "Check the dates or the order of the stages."),
            )
        before = step


def rounds(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The last days of a round lie within its stage: people cannot name offices before it has begun."""
    for number, (step, stage) in enumerate(zip(ground.steps, ground.plan.stages, strict=False)):
        for place, key, day in round_days(stage):
            is_early = step.opens_on is not None and day < step.opens_on
            if is_early or (step.closes_on is not None and day > step.closes_on):
                yield Breach(
                    ("stages", number, "rounds", place, key),
                    Text(
                        f"第 {place + 1} 轮的截止日 {day} 不在“{step.title.zh}”的起止之间"
                        f"（{step.opens_on} 至 {_end(step)}）",
                        f"round {place + 1} ends on {day}, outside '{step.title.say('en')}' "
                        f"({step.opens_on} to {_end(step)})",
                    ),
                    Text(
                        "核对志愿截止、选人截止和环节的起止。",
                        "Check the last days of the round against those of the stage.",
                    ),
                )


def validity(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """No stage is held after the plan has ceased to be valid."""
    until = ground.plan.valid.until if ground.plan.valid else None
    for step in ground.steps if until is not None else ():
        if step.opens_on is not None and until is not None and step.opens_on > until:
            yield Breach(
                step.path,
                Text(
                    f"“{step.title.zh}”（{step.opens_on}）在方案有效期（{until}）之后",
                    f"'{step.title.say('en')}' ({step.opens_on}) comes after the plan is valid ({until})",
                ),
                Text("提前该环节，或延长 valid.until。", "Hold it earlier, or extend valid.until."),
            )


def _end(step: Step) -> date:
    return step.closes_on or step.opens_on or date.min


def rest_days(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Stages are held on days that people work; public notices have a check of their own."""
    for step in ground.steps:
        if step.rest_days and step.kind not in ("public_notice", "probation"):
            days = "、".join(d.isoformat() for d in step.rest_days)
            yield Breach(
                step.path,
                Text(
                    f"“{step.title.zh}”排在休息日（{days}）",
                    f"'{step.title.say('en')}' falls on a rest day ({days})",
                ),
                Text(
                    "改在工作日，或按调休安排核对。", "Choose a working day, or check the holiday calendar."
                ),
            )


def provisional(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Days in a year whose holidays are not announced must be counted again."""
    for step in ground.steps:
        if step.provisional:
            yield Breach(
                step.path,
                Text(
                    f"“{step.title.zh}”涉及放假安排尚未公布的年份，日期为推算",
                    f"'{step.title.say('en')}' runs into a year without announced "
                    "holidays: its days are estimates",
                ),
                Text("放假通知公布后重新检查。", "Check again when the holidays are announced."),
            )
