"""Training while waiting (待岗培训): who waits for a post is trained before the next choosing ends."""

from __future__ import annotations

from collections.abc import Callable

from quanheng.core.findings import by_plan
from quanheng.core.inputs import Due, Inputs
from quanheng.core.stages.matching.checks import refused_taker
from quanheng.core.stages.matching.field import Field, pool_of
from quanheng.core.stages.matching.lateness import refused_row
from quanheng.core.stages.matching.tables import Course
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Refused, Slate, Text


def hours_wanted(inputs: Inputs, settings: Settings) -> int:
    """How many hours those who take part were to be trained while they waited; 0 where the plan asks none."""
    before = inputs.earlier.get(settings.takers.unplaced_of or "")
    wanted: int = before.record.training_hours if before else 0
    return wanted


def hours_of(person: str, inputs: Inputs) -> int:
    """How many hours somebody has done."""
    return sum(c.hours for c in inputs.table("courses", Course) if c.person == person)


def course_check(field: Field, inputs: Inputs, settings: Settings) -> Callable[[Course], Refused | None]:
    """Training of those who wait, where the plan asks for it, finished by now."""

    def check(row: Course) -> Refused | None:
        if not hours_wanted(inputs, settings):
            said = ("方案没有规定待岗培训。", "The plan asks for no training while waiting.")
            remedy = ("须在前一环节的 waiting 中写 training_hours。", "It needs training_hours in waiting.")
            return refused_row("no_training", row, said, remedy, by_plan(settings, "takers"))
        if row.finished_on > inputs.closed_on:
            said = (f"结业日期 {row.finished_on} 尚未到来。", f"{row.finished_on} has not come.")
            return refused_row(
                "dated_in_future", row, said, ("请在结业后录入。", "Enter it when it is over.")
            )
        return refused_taker(row, row.person, 1, field, inputs, settings)

    return check


def training_due(slate: Slate, inputs: Inputs, settings: Settings) -> list[Due]:
    """Who still lacks hours and is not excused."""
    wanted = hours_wanted(inputs, settings)
    if not wanted:
        return []
    excused = {c.person for c in inputs.table("courses", Course) if c.excused}
    dues = []
    for person in sorted(pool_of(slate, inputs, settings) - excused):
        done = hours_of(person, inputs)
        if done < wanted:
            name = inputs.name_of(person)
            text = Text(
                f"{name}的待岗培训 {done}/{wanted} 学时",
                f"{name}: training while waiting, {done} of {wanted} hours",
            )
            dues.append(Due(text, "courses", person))
    return dues
