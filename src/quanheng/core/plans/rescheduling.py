"""Rescheduling (改期): a stage of a run held on other days than the plan says, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from quanheng.core.language.terms import Schedule, StageSettings
from quanheng.core.plans.lint import Check, check_plan
from quanheng.core.plans.reading import ReadPlan
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, begins_on, name_of, timeline, written_days
from quanheng.core.regulations import Catalogue
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.core.workdays import Calendar, add_calendar_days

OWN_LENGTH = frozenset({"public_notice", "probation"})
"""Kinds whose last day follows from the length that the plan gives."""
ORDER = "dates.order"


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """A decision that a stage is held on other days: which, why, and who decided.

    Shapes: `closes_on` None keeps the stage as long as it was; `with_later` moves the dates written for later
    stages by as many days; `was_opens_on` and `was_closes_on` are the days until then, None for none.
    """

    id: str
    stage: str
    opens_on: date
    closes_on: date | None
    with_later: bool
    reason: str
    decided_by: str
    decided_on: date
    source: str = ""
    was_opens_on: date | None = None
    was_closes_on: date | None = None

    @property
    def is_later(self) -> bool:
        """Whether the stage is put off (延期), not held earlier."""
        return (self.was_closes_on or date.min) < (self.closes_on or self.opens_on)


@dataclass(frozen=True, slots=True)
class Shift:
    """A stage whose days change: the days until now, and those from now on."""

    stage: str
    title: Text
    was_opens_on: date | None
    was_closes_on: date | None
    opens_on: date | None
    closes_on: date | None
    rest_days: tuple[date, ...] = ()
    provisional: bool = False


def placed(plan: Plan, asked: Rescheduling, calendar: Calendar) -> Rescheduling:
    """The rescheduling with the days until now, and with its own last day.

    Errors: Refused(unknown_stage), Refused(rescheduling_length).
    """
    step = _step(plan, asked.stage, calendar)
    known = replace(asked, was_opens_on=step.opens_on, was_closes_on=step.closes_on)
    if step.kind in OWN_LENGTH:
        if asked.closes_on is not None:
            raise _own_length(step)
        return known
    if asked.closes_on is not None:
        return known
    length = (step.closes_on - step.opens_on).days if step.opens_on and step.closes_on else 0
    return replace(known, closes_on=add_calendar_days(asked.opens_on, length))


def rescheduled(plan: Plan, changes: Iterable[Rescheduling], calendar: Calendar) -> Plan:
    """The plan with the days of its stages as they stand after these changes."""
    for change in changes:
        plan = _rescheduled(plan, change, calendar)
    return plan


def _rescheduled(plan: Plan, change: Rescheduling, calendar: Calendar) -> Plan:
    order = [s.id for s in plan.stages]
    place = order.index(change.stage)
    by = _moved_by(change)
    stages: list[StageSettings] = list(plan.stages[:place])
    stages.append(_with_time(plan.stages[place], _time_of(plan.stages[place], change)))
    for stage in plan.stages[place + 1 :]:
        moves = change.with_later and by and written_days(stage.time)
        stages.append(_with_time(stage, _moved(stage.time, by, calendar)) if moves and stage.time else stage)
    return plan.model_copy(update={"stages": tuple(stages)})


def _moved_by(change: Rescheduling) -> int:
    """By how many days what comes after moves: as the last day does, where both are said."""
    if change.closes_on is not None and change.was_closes_on is not None:
        return (change.closes_on - change.was_closes_on).days
    return (change.opens_on - change.was_opens_on).days if change.was_opens_on is not None else 0


def _with_time(stage: StageSettings, time: Schedule) -> StageSettings:
    return stage.model_copy(update={"time": time})


def _time_of(stage: StageSettings, change: Rescheduling) -> Schedule:
    said: dict[str, Any] = {"on": change.opens_on}
    if change.closes_on is not None and change.closes_on != change.opens_on:
        said = {"from": change.opens_on, "to": change.closes_on}
    return Schedule.model_validate({**said, "at": stage.time.at if stage.time else None})


def _moved(time: Schedule, by: int, calendar: Calendar) -> Schedule:
    """The time with its written dates moved, on to a working day where they were one."""
    moved: dict[str, date] = {}
    for name in ("on", "from_", "to"):
        day = getattr(time, name)
        if day is not None:
            found = add_calendar_days(day, by)
            is_worked = calendar.is_working_day(day)
            moved[name] = calendar.next_working_day(found).day if is_worked else found
    return time.model_copy(update=moved)


def shifts(before: Plan, after: Plan, calendar: Calendar) -> tuple[Shift, ...]:
    """The stages whose days differ, in the plan's order."""
    known = {step.stage: step for step in timeline(before, calendar=calendar)}
    found = []
    for step in timeline(after, calendar=calendar):
        was = known[step.stage]
        if (was.opens_on, was.closes_on) != (step.opens_on, step.closes_on):
            days = (was.opens_on, was.closes_on, step.opens_on, step.closes_on)
            found.append(Shift(step.stage, step.title, *days, step.rest_days, step.provisional))
    return tuple(found)


def new_checks(
    read: ReadPlan, before: Plan, after: Plan, catalogue: Catalogue, calendar: Calendar
) -> tuple[Check, ...]:
    """What the checks of plans find only since the days changed; `read` says where the parts stand."""
    as_of = begins_on(read.plan)
    known = {_key(c) for c in check_plan(replace(read, plan=before), catalogue, as_of, calendar)}
    found = check_plan(replace(read, plan=after), catalogue, as_of, calendar)
    return tuple(c for c in found if c.level != "note" and _key(c) not in known)


def _key(check: Check) -> tuple[Any, ...]:
    return check.code, check.path, check.rule


def refuse_broken_rules(checks: Iterable[Check], file: str) -> None:
    """Refuse days that break a rule in force, or that put a later stage before an earlier one.

    Errors: RefusedMany with the article and the line of the plan.
    """
    broken = [c for c in checks if c.level == "error" or c.code == ORDER]
    if broken:
        raise RefusedMany(
            Refused(
                "rescheduling_order" if c.code == ORDER else "rescheduling_rule",
                c.text.zh,
                c.text.say("en"),
                where=f"{file}:{c.place.line}",
                remedy_zh=_BY_ORDER.zh if c.code == ORDER else c.remedy.zh,
                remedy_en=_BY_ORDER.en if c.code == ORDER else c.remedy.say("en"),
            )
            for c in broken
        )


_BY_ORDER = Text(
    "勾选“后面写明日期的环节一并顺延”，或先调整那个环节的日期。",
    "Move the dates of later stages along, or change that stage's days first.",
)


def refuse_impossible(
    plan: Plan, change: Rescheduling, closed: Mapping[str, date], begun: bool, today: date
) -> None:
    """Refuse a rescheduling that cannot be: of a stage that is over, into the past, or without cause.

    Shapes: `closed` are the days on which stages were closed; `begun` whether the stage has rows of its own.
    Errors: RefusedMany with every such fault.
    """
    found = [*_about_stage(plan.stage(change.stage), change, closed, begun, today)]
    found += _about_words(change, today)
    found += _about_days(change, max(closed.values(), default=date.min))
    if found:
        raise RefusedMany(found)


def _about_stage(
    stage: StageSettings, change: Rescheduling, closed: Mapping[str, date], begun: bool, today: date
) -> Iterator[Refused]:
    title = name_of(stage)
    has_begun = begun and change.was_opens_on is not None and change.was_opens_on <= today
    if stage.id in closed:
        yield _closed(title)
    elif begun and stage.kind == "public_notice":
        yield _hangs(title)
    elif has_begun and change.opens_on != change.was_opens_on:
        yield _begun(title, change)


def _about_words(change: Rescheduling, today: date) -> Iterator[Refused]:
    if not change.reason.strip():
        zh, en = "须写明改期的理由。", "Say why the days change."
        remedy = Text("理由写入公告和纪实。", "The reason stands in the announcement and in the trace.")
        yield _said("reason", Text(zh, en), remedy)
    if not change.decided_by.strip():
        zh, en = "须写明由谁决定。", "Say who decided."
        yield _said("decided_by", Text(zh, en), Text("如：领导小组会议。", "For example the leading group."))
    if change.decided_on > today:
        zh = f"决定日期 {change.decided_on} 在今天（{today}）之后。"
        en = f"The decision of {change.decided_on} lies after today ({today})."
        remedy = Text("请写作出决定的日期。", "Give the day on which it was decided.")
        yield _said("decided_on", Text(zh, en), remedy)


def _about_days(change: Rescheduling, last: date) -> Iterator[Refused]:
    ends, decided = change.closes_on or change.opens_on, change.decided_on
    moves = change.opens_on != change.was_opens_on
    earliest = max(last, decided)
    if ends < change.opens_on:
        zh = f"结束日期 {ends} 早于开始日期 {change.opens_on}。"
        en = f"It would end on {ends}, before it begins on {change.opens_on}."
        yield _said("closes_on", Text(zh, en), Text("请核对两个日期。", "Check the two days."))
    elif moves and change.opens_on < earliest:
        zh = f"新的日期 {change.opens_on} 早于 {earliest}（作出决定、前一环节结束之日中较晚的），不能倒排。"
        en = f"{change.opens_on} lies before {earliest}, the later of the decision and the stage before."
        remedy = Text(f"请写 {earliest} 或以后的日期。", f"Choose {earliest} or later.")
        yield _said("opens_on", Text(zh, en), remedy)
    elif not moves and change.closes_on in (None, change.was_closes_on):
        zh, en = "新的日期与原来相同。", "The days are the same as before."
        yield _said("opens_on", Text(zh, en), Text("请写新的日期。", "Give other days."))
    elif not moves and ends < decided:
        zh = f"新的结束日期 {ends} 早于作出决定的 {decided}。"
        en = f"It would end on {ends}, before this was decided on {decided}."
        remedy = Text(f"请写 {decided} 或以后的日期。", f"Choose {decided} or later.")
        yield _said("closes_on", Text(zh, en), remedy)


def _said(where: str, text: Text, remedy: Text) -> Refused:
    return Refused("rescheduling_days", text.zh, text.say("en"), where, remedy.zh, remedy.say("en"))


def _closed(title: Text) -> Refused:
    return Refused(
        "stage_closed",
        f"环节“{title.zh}”已经结束，不能改期。",
        f"Stage '{title.say('en')}' is closed; its days cannot change.",
        where="stage",
        remedy_zh="改期只用于还没有结束的环节；确需重办的，先“退回”。",
        remedy_en="Only a stage that is not closed can be rescheduled; go back first if it must be redone.",
    )


def _hangs(title: Text) -> Refused:
    return Refused(
        "notice_hangs",
        f"“{title.zh}”已经张贴，公示期自张贴之日起算，不能改期。",
        f"'{title.say('en')}' hangs already; its period runs from the day it went up.",
        where="stage",
        remedy_zh="有异议正在核查的，公示环节自会等待核查结果。",
        remedy_en="While objections are examined the stage waits by itself.",
    )


def _begun(title: Text, change: Rescheduling) -> Refused:
    return Refused(
        "stage_begun",
        f"“{title.zh}”已于 {change.was_opens_on} 开始，并已有录入，只能改结束日期。",
        f"'{title.say('en')}' began on {change.was_opens_on} and has entries; only its last day can change.",
        where="opens_on",
        remedy_zh=f"开始日期仍写 {change.was_opens_on}，另写新的结束日期。",
        remedy_en=f"Keep {change.was_opens_on} as the first day and give another last day.",
    )


def _own_length(step: Step) -> Refused:
    return Refused(
        "rescheduling_length",
        f"“{step.title.zh}”的结束日期由方案写的期限推算，不能另写。",
        f"The last day of '{step.title.say('en')}' follows from the length in the plan.",
        where="closes_on",
        remedy_zh="只写新的开始日期，结束日期留空。",
        remedy_en="Give the new first day alone and leave the last day empty.",
    )


def _step(plan: Plan, stage: str, calendar: Calendar) -> Step:
    steps = {step.stage: step for step in timeline(plan, calendar=calendar)}
    if stage not in steps:
        raise Refused(
            "unknown_stage",
            f"方案中没有环节“{stage}”。",
            f"The plan has no stage '{stage}'.",
            where="stage",
            remedy_zh=f"环节为：{'、'.join(steps)}。",
            remedy_en=f"Its stages are: {', '.join(steps)}.",
        )
    return steps[stage]
