"""Checks of time in two-way selection (双向选择的时限核对): what comes too late or too early."""

from __future__ import annotations

from datetime import date, datetime

from quanheng.core.findings import by_plan, title_of
from quanheng.core.inputs import Inputs, Row
from quanheng.core.stages.matching.rounds import Deadlines, deadlines_of, round_now
from quanheng.core.stages.matching.tables import Choice, Preference
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Refused, Source


def refused_row(
    code: str, row: Row, said: tuple[str, str], remedy: tuple[str, str], rule: Source | None = None
) -> Refused:
    """A refusal placed at its row; `rule` is the place in the plan that it rests on."""
    zh, en = remedy
    if rule is not None:
        zh, en = f"{zh}依据：方案 {rule.ref}。", f"{en} Basis: the plan, {rule.ref}."
    return Refused(code, *said, row.key(), zh, en)


def refused_round_over(row: Preference | Choice, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of what belongs to a round before the one that is open."""
    now = round_now(inputs, settings)
    if row.round >= now:
        return None
    return refused_row(
        "round_over",
        row,
        (
            f"第 {row.round} 轮已经结束，现在是第 {now} 轮。",
            f"Round {row.round} is over; this is round {now}.",
        ),
        (
            "请填在本轮；前一轮确有错误的，先撤回本轮的“轮次安排”。",
            "Use this round; to mend an earlier one, first take out the call of this round.",
        ),
        by_plan(settings, "rounds"),
    )


def refused_late_wish(row: Preference, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of a wish stated after its last day; for oneself the clock decides, and the day is today."""
    deadlines = deadlines_of(row.round, inputs, settings)
    if inputs.own_at is not None:
        return _refused_own_wish(row, deadlines, inputs.own_at, settings)
    written = deadlines.wishes or (settings.time and (settings.time.to or settings.time.on))
    last = min(written or inputs.closed_on, inputs.closed_on)
    if row.stated_on > last and last < (written or last):
        return _ahead(row, last, settings)
    return _late(row, row.stated_on, last, settings) if row.stated_on > last else None


def _ahead(row: Preference, today: date, settings: Settings) -> Refused:
    return refused_row(
        "after_deadline",
        row,
        (
            f"申请日期 {row.stated_on} 还没有到，今天是 {today}。",
            f"Stated on {row.stated_on}, which has not come; it is {today}.",
        ),
        ("请填收到申请表之日。", "Give the day on which the form came in."),
        by_plan(settings, "time"),
    )


def _late(row: Preference, stated_on: date, last: date, settings: Settings) -> Refused:
    return refused_row(
        "after_deadline",
        row,
        (
            f"申请日期 {stated_on} 晚于截止日期 {last}。",
            f"Stated on {stated_on}, after the last day {last}.",
        ),
        (
            "逾期申请不予受理；如日期有误，请更正。",
            "Late wishes are not taken; correct the date if it is wrong.",
        ),
        by_plan(settings, "time"),
    )


def _refused_own_wish(
    row: Preference, deadlines: Deadlines, at: datetime, settings: Settings
) -> Refused | None:
    if not deadlines.takes_wishes(at):
        end = deadlines.wishes_end()
        return refused_row(
            "after_deadline",
            row,
            (
                f"志愿填报已于 {end:%Y-%m-%d %H:%M} 截止。",
                f"Offices could be named until {end:%Y-%m-%d %H:%M}.",
            ),
            (
                "逾期不能修改；确有特殊情况的，请向领导小组说明，由其调配。",
                "It cannot be changed now; explain it to the leading group, which may adjust.",
            ),
            by_plan(settings, "rounds"),
        )
    if row.stated_on == at.date():
        return None
    return refused_row(
        "not_today",
        row,
        ("本人填报的，申请日期为当天。", "Whoever states a wish for themselves states it today."),
        (f"请填 {at.date()}。", f"Give {at.date()}."),
    )


def refused_untimely_choice(
    row: Choice, choosers: frozenset[str] | None, inputs: Inputs, settings: Settings
) -> Refused | None:
    """A refusal of somebody who chooses for themselves where the plan names no head, or out of time."""
    if inputs.own_at is None:
        return None
    title = title_of(row.office, inputs)
    if choosers is None:
        return refused_row(
            "not_a_chooser",
            row,
            (
                f"方案没有写明谁为“{title.zh}”选人。",
                f"The plan does not say who chooses for '{title.say('en')}'.",
            ),
            ("由组织人事干部据纸质材料录入。", "The organiser enters the choice from paper."),
            by_plan(settings, "heads"),
        )
    deadlines = deadlines_of(row.round, inputs, settings)
    if deadlines.takes_choices(inputs.own_at):
        return None
    if deadlines.phase(inputs.own_at) == "wishing":
        end = deadlines.wishes_end()
        said = (
            f"志愿填报 {end:%Y-%m-%d %H:%M} 截止，之后才开始选人。",
            f"Offices may be named until {end:%Y-%m-%d %H:%M}; choosing begins then.",
        )
        return refused_row(
            "choosing_not_begun",
            row,
            said,
            ("请在截止后选人。", "Choose after that."),
            by_plan(settings, "rounds"),
        )
    said = (
        f"选人已于 {deadlines.choices} 截止。",
        f"Offices could choose until {deadlines.choices}.",
    )
    remedy = ("请向领导小组说明，由其调配。", "Explain it to the leading group, which may adjust.")
    return refused_row("choosing_over", row, said, remedy, by_plan(settings, "rounds"))
