"""Dating (日期核对): refusals of days that lie ahead, before the plan begins, or in the wrong order."""

from __future__ import annotations

from datetime import date

from quanheng.core.inputs import Inputs
from quanheng.core.values import Refused, Text


def in_future(where: str, what: Text, day: date, inputs: Inputs) -> Refused | None:
    """A refusal of a day after the stage's own."""
    if day <= inputs.closed_on:
        return None
    return Refused(
        "dated_in_future",
        f"{what.zh} {day} 晚于 {inputs.closed_on}。",
        f"{what.say('en')} {day} is after {inputs.closed_on}.",
        where=where,
        remedy_zh="请核对日期。",
        remedy_en="Check the date.",
    )


def out_of_order(where: str, first: tuple[Text, date], then: tuple[Text, date]) -> Refused | None:
    """A refusal when what has to come second is dated before the first; the same day is in order."""
    (what, day), (next_what, next_day) = first, then
    if day <= next_day:
        return None
    return Refused(
        "dated_out_of_order",
        f"{next_what.zh} {next_day} 早于{what.zh} {day}。",
        f"{next_what.say('en')} {next_day} is before {what.say('en')} {day}.",
        where=where,
        remedy_zh="请核对两个日期；属实的，程序倒置，须重新办理。",
        remedy_en="Check both days; if they are right, the step was taken out of order: take it again.",
    )


def later_than_today(where: str, day: date, inputs: Inputs) -> Refused | None:
    """A refusal of a row whose one date lies ahead."""
    return in_future(where, Text("日期", "The date"), day, inputs)


def before_plan(where: str, what: Text, day: date, inputs: Inputs) -> Refused | None:
    """A refusal of a day before the plan begins, where the plan says when that is."""
    begun = inputs.frame.begins_on
    if begun is None or day >= begun:
        return None
    return Refused(
        "dated_before_plan",
        f"{what.zh} {day} 早于方案开始之日 {begun}（方案 begins_on）。",
        f"{what.say('en')} {day} is before the plan begins, {begun} (begins_on).",
        where=where,
        remedy_zh="请核对日期；方案开始之前所作的，不能用于本次选拔，须重新办理。",
        remedy_en="Check the date; what was done before the plan began does not serve it: do it anew.",
    )


def before_stage(where: str, what: Text, day: date, inputs: Inputs) -> Refused | None:
    """A refusal of a day on which the stage before had not ended."""
    ended = (Text("上一环节结束之日", "the end of the stage before"), inputs.opened_on)
    return out_of_order(where, ended, (what, day))


def while_it_runs(where: str, day: date, inputs: Inputs) -> Refused | None:
    """A refusal of a row whose one date lies ahead, or before the plan begins."""
    return later_than_today(where, day, inputs) or before_plan(where, Text("日期", "The date"), day, inputs)
