"""Checks of adjustments (岗位调配的录入核对): who may be placed otherwise, where, and within which seats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from quanheng.core.findings import by_plan, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.stages.matching.checks import refused_office, refused_taker
from quanheng.core.stages.matching.field import Field, field_of, offices_of
from quanheng.core.stages.matching.lateness import refused_row
from quanheng.core.stages.matching.tables import Adjustment
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Refused, Slate, how_many


def adjustment_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings, waits: Sequence[Due]
) -> Callable[[Adjustment], Refused | None]:
    """An adjustment that the plan allows, within the seats once all rows of the batch are in.

    Shapes: `waits` is what both sides still have to do before anybody is adjusted.
    """
    new = {row.key() for row in rows}
    kept = [r for r in inputs.table("adjustments", Adjustment) if r.key() not in new]
    mains = {r.person for r in kept if not r.concurrent}
    sound = [r for r in rows if isinstance(r, Adjustment) and r.office in (*offices_of(inputs, settings), "")]
    after = replace(inputs, rows={**inputs.rows, "adjustments": (*kept, *sound)})
    field = field_of(slate, after, settings)

    def check(row: Adjustment) -> Refused | None:
        refusal = _refused_adjuster(row, settings) or (
            refused_office(row.office, row, inputs, settings) if row.office else None
        )
        refusal = (
            refusal
            or _refused_early(row, waits)
            or refused_taker(row, row.person, 1, field, inputs, settings)
            or _refused_twice(row, mains, inputs)
            or _refused_concurrent(row, field, settings)
            or _refused_full(row, field, inputs)
        )
        if refusal is None and not row.concurrent:
            mains.add(row.person)
        return refusal

    return check


def _refused_adjuster(row: Adjustment, settings: Settings) -> Refused | None:
    if settings.adjusted_by is not None:
        return None
    return refused_row(
        "no_adjustments",
        row,
        ("方案没有规定岗位调配。", "The plan provides for no adjustments."),
        ("方案写明 adjusted_by 时，才能录入。", "They need a plan that says adjusted_by."),
        by_plan(settings, "adjusted_by"),
    )


def _refused_early(row: Adjustment, waits: Sequence[Due]) -> Refused | None:
    if not waits:
        return None
    first = waits[0].text
    more = len(waits) - 1
    zh = f"{first.zh}，另有 {more} 项" if more else first.zh
    en = f"{first.say('en')}, and {more} more" if more else first.say("en")
    return refused_row(
        "choosing_not_over",
        row,
        ("个人和机构还没有选完，暂不能调配。", "Both sides are still choosing; nothing can be adjusted yet."),
        (f"机构全部选完之后再调配；尚缺：{zh}。", f"Adjust once every office has chosen; missing: {en}."),
    )


def _refused_twice(row: Adjustment, mains: set[str], inputs: Inputs) -> Refused | None:
    if row.concurrent or row.person not in mains:
        return None
    name = inputs.name_of(row.person)
    return refused_row(
        "adjusted_twice",
        row,
        (f"{name}已有一项调配。", f"{name} is placed by another adjustment already."),
        ("请只保留一项；兼任其他岗位的，注明兼岗。", "Keep one; mark further posts as concurrent."),
    )


def _refused_concurrent(row: Adjustment, field: Field, settings: Settings) -> Refused | None:
    own = field.placed.get(row.person, ())
    if not row.concurrent or (row.office and 1 < len(own) <= settings.posts_per_person):
        return None
    most = settings.posts_per_person
    return refused_row(
        "too_many_posts",
        row,
        (
            f"兼岗须在已有岗位之外，且每人最多 {most} 个岗位。",
            f"A concurrent post comes beside another, and one person has {most} at most.",
        ),
        ("请核对本人已有的岗位和方案规定。", "Check the posts the person has, and the plan."),
        by_plan(settings, "posts_per_person"),
    )


def _refused_full(row: Adjustment, field: Field, inputs: Inputs) -> Refused | None:
    if not row.office or not row.accepted or field.filled()[row.office] <= field.seats[row.office]:
        return None
    title, filled = title_of(row.office, inputs), field.filled()[row.office]
    return refused_row(
        "over_seats",
        row,
        (
            f"“{title.zh}”只有 {field.seats[row.office]} 个岗位，调配后有 {filled} 人。",
            f"'{title.say('en')}' has {how_many(field.seats[row.office], 'seat')} and would hold {filled}.",
        ),
        ("请先调出他人，或改调有空缺的岗位。", "Move somebody out first, or use an office with vacancies."),
    )
