"""Establishment (职数): no more seats than vacancies, by unit and level, with their documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, unknown_post
from quanheng.core.dating import in_future
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Span, StageSettings
from quanheng.core.newcomers import posts_inside
from quanheng.core.seat_bounds import OpenedShare, SeatBound, bounds_broken, shares_broken
from quanheng.core.spans import full_on
from quanheng.core.values import Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PostCell

TITLE = Text("职数审核", "Establishment")

Key = tuple[str, str]
"""Unit and level; one of them is '' where the plan counts by the other alone."""


class Settings(StageSettings):
    """What a plan says about the establishment.

    Shapes: `count_by` says what a number stands for; `counted_on` is the one day that numbers must be of,
    `not_older_than` how long they hold; `counts_leaving` frees the seats of those about to leave; `binds`
    lets the bindings table say the seats of late-bound posts; `bounds` are held by the seats as they then
    stand, `opens` by their share of the vacancies.
    """

    kind: Literal["establishment"]
    count_by: Literal["unit_level", "unit", "level"] = "unit_level"
    counted_on: date | None = None
    not_older_than: Span | None = None
    counts_leaving: bool = False
    over: Literal["refuse", "superior_approval"] = "refuse"
    binds: bool = False
    bounds: tuple[SeatBound, ...] = ()
    opens: OpenedShare | None = None

    def key_of(self, unit: str, level: str) -> Key:
        """What a post or a number is counted under."""
        return (
            unit if self.count_by != "level" else "",
            level if self.count_by != "unit" else "",
        )


_Unit = Annotated[
    str, Column("单位", "Unit", Text("只按层级核定时留空", "Empty when counted by level"), "园区")
]
_Level = Annotated[
    str, Column("层级", "Level", Text("只按单位核定时留空", "Empty when counted by unit"), "中层副职")
]
_Count = Annotated[int, Field(ge=0)]
_Document = Annotated[
    str,
    Field(min_length=1),
    Column("文号", "Document", Text("核定文件的文号", "Its number"), "编办〔2025〕3号"),
]


class StaffNumber(Row):
    """The numbers of one unit and level (职数)."""

    key_fields: ClassVar[tuple[str, ...]] = ("unit", "level")
    unit: _Unit = ""
    level: _Level = ""
    approved: Annotated[_Count, Column("核定职数", "Approved", Text("文件核定的数", "As approved"), "5")]
    actual: Annotated[_Count, Column("实有人数", "Actual", Text("现有在职人数", "As filled now"), "3")]
    leaving: Annotated[
        _Count, Column("即将空出", "Leaving", Text("已定离任的人数", "Those about to leave"), "0")
    ] = 0
    counted_on: Annotated[
        date,
        Column("统计日期", "Counted on", Text("数字截至之日", "The day the numbers are of"), "2026-03-01"),
    ]
    document: _Document


class SuperiorApproval(Row):
    """Seats beyond the vacancies that a superior approved (超职数审批)."""

    key_fields: ClassVar[tuple[str, ...]] = ("unit", "level")
    unit: _Unit = ""
    level: _Level = ""
    extra: Annotated[int, Field(ge=1), Column("批准增加", "Extra", Text("批准超出的数", "Seats beyond"), "1")]
    approved_by: Annotated[
        str,
        Field(min_length=1),
        Column("批准机关", "Approved by", Text("上级机关", "The superior"), "区委组织部"),
    ]
    approved_on: Annotated[
        date, Column("批准日期", "Approved on", Text("批复之日", "Day of the reply"), "2026-03-01")
    ]
    document: _Document


class SeatBinding(Row):
    """The seats of a post whose number the plan left open (后定职数)."""

    key_fields: ClassVar[tuple[str, ...]] = ("post",)
    post: PostCell
    seats: Annotated[_Count, Column("职数", "Seats", Text("本次使用的职数", "Seats opened now"), "2")]
    document: _Document


TABLES = (
    InputTable("numbers", Text("职数表", "Numbers"), StaffNumber, "record_establishment"),
    InputTable(
        "approvals",
        Text("超职数审批", "Superior approvals"),
        SuperiorApproval,
        "record_establishment",
        required=False,
    ),
    InputTable(
        "bindings", Text("后定职数", "Seats bound late"), SeatBinding, "record_establishment", required=False
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit and level as it stands. Units: posts."""

    unit: str
    level: str
    approved: int
    actual: int
    vacant: int
    opened: int
    extra: int
    document: str

    @property
    def over(self) -> int:
        """Seats opened beyond what is vacant or approved on top."""
        return max(0, self.opened - max(self.vacant, 0) - self.extra)


@dataclass(frozen=True, slots=True)
class EstablishmentRecord:
    """The numbers that the plan was held against, and the seats that follow."""

    lines: tuple[Line, ...]
    seats: tuple[tuple[str, int], ...]


RECORD = EstablishmentRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: numbers under no post's key or out of date, approvals and bindings the plan does not take."""
    if table == "bindings":
        return refused_rows(rows, SeatBinding, lambda row: _refused_binding(row, inputs, settings))
    if table == "approvals":
        return refused_rows(
            rows, SuperiorApproval, lambda row: _refused_approval(row, slate, inputs, settings)
        )
    return refused_rows(
        rows,
        StaffNumber,
        lambda row: (
            _refused_key(row.key(), row.unit, row.level, slate, inputs, settings)
            or _refused_day(row, inputs, settings)
        ),
    )


def _refused_key(
    where: str, unit: str, level: str, slate: Slate, inputs: Inputs, settings: Settings
) -> Refused | None:
    known = _keys(slate, inputs, settings)
    if (unit, level) in known:
        return None
    names = [" ".join(k).strip() or "（均留空）" for k in known]
    return Refused(
        "not_counted_here",
        f"方案没有单位“{unit}”、层级“{level}”的职位。",
        f"The plan opens no post of unit '{unit}' and level '{level}'.",
        where=where,
        remedy_zh=f"可填：{'；'.join(names)}。",
        remedy_en=f"Known: {'; '.join(names)}.",
    )


def _refused_day(row: StaffNumber, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = in_future(row.key(), Text("统计日期", "The count"), row.counted_on, inputs)
    if refusal is not None:
        return refusal
    wanted, span = settings.counted_on, settings.not_older_than
    late = span is not None and full_on(row.counted_on, span, inputs.calendar) < inputs.closed_on
    if not late and wanted in (None, row.counted_on):
        return None
    return Refused(
        "numbers_out_of_date",
        f"职数截至 {row.counted_on}，不是方案要求的日期，或已过期。",
        f"The numbers are of {row.counted_on}: not the day that the plan names, or too old.",
        where=row.key(),
        remedy_zh=f"请按 {wanted or inputs.closed_on} 的数字重新填报。",
        remedy_en=f"Give the numbers of {wanted or inputs.closed_on}.",
    )


def _refused_approval(
    row: SuperiorApproval, slate: Slate, inputs: Inputs, settings: Settings
) -> Refused | None:
    if settings.over == "refuse":
        return Refused(
            "no_exception_here",
            "方案不允许超职数配备。",
            "The plan allows no seats beyond the establishment.",
            where=row.key(),
            remedy_zh="请核减职数。",
            remedy_en="Reduce the seats.",
        )
    return _refused_key(row.key(), row.unit, row.level, slate, inputs, settings) or in_future(
        row.key(), Text("批准日期", "The approval"), row.approved_on, inputs
    )


def _refused_binding(row: SeatBinding, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = unknown_post(row.post, inputs)
    if refusal is not None or (settings.binds and inputs.frame.posts[row.post].late_bound):
        return refusal
    return Refused(
        "seats_are_fixed",
        f"职位“{row.post}”的职数由方案写定，不在此处确定。",
        f"The seats of '{row.post}' are fixed by the plan.",
        where=row.key(),
        remedy_zh="只有 late_bound 的职位，且本环节写明 binds，才在此处确定职数。",
        remedy_en="Only late-bound posts are bound here, where the stage says binds.",
    )


def _seats(slate: Slate, inputs: Inputs) -> dict[str, int]:
    return {**slate.seats, **{r.post: r.seats for r in inputs.table("bindings", SeatBinding)}}


def _keys(slate: Slate, inputs: Inputs, settings: Settings) -> dict[Key, list[str]]:
    """The posts counted under each unit and level."""
    found: dict[Key, list[str]] = {}
    for post_id in posts_inside(slate, settings, inputs):
        post = inputs.frame.posts[post_id]
        found.setdefault(settings.key_of(post.unit, post.level), []).append(post_id)
    return found


def _lines(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Line, ...]:
    numbers = {(r.unit, r.level): r for r in inputs.table("numbers", StaffNumber)}
    extra = {(r.unit, r.level): r.extra for r in inputs.table("approvals", SuperiorApproval)}
    seats = _seats(slate, inputs)
    lines = []
    for (unit, level), posts in _keys(slate, inputs, settings).items():
        row = numbers.get((unit, level))
        if row is not None:
            vacant = row.approved - row.actual + (row.leaving if settings.counts_leaving else 0)
            opened = sum(seats[p] for p in posts)
            more = extra.get((unit, level), 0)
            lines.append(Line(unit, level, row.approved, row.actual, vacant, opened, more, row.document))
    return tuple(lines)


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Numbers of every unit and level, seats still to be bound, and superior approvals that are needed."""
    have = {(r.unit, r.level) for r in inputs.table("numbers", StaffNumber)}
    missing = []
    for key in _keys(slate, inputs, settings):
        if key not in have:
            said = " ".join(key).strip()
            missing.append(Due(Text(f"“{said}”的职数", f"the numbers of '{said}'"), "numbers"))
    bound = {r.post for r in inputs.table("bindings", SeatBinding)}
    for post in posts_inside(slate, settings, inputs):
        if settings.binds and inputs.frame.posts[post].late_bound and post not in bound:
            title = title_of(post, inputs)
            missing.append(
                Due(Text(f"“{title.zh}”的职数待定", f"the seats of '{title.say('en')}'"), "bindings")
            )
    if settings.over == "superior_approval":
        for line in _lines(slate, inputs, settings):
            if line.over:
                said = f"{line.unit} {line.level}".strip()
                zh, en = (
                    f"“{said}”超职数 {line.over} 个，须上级批准",
                    f"'{said}': {line.over} beyond, to be approved",
                )
                missing.append(Due(Text(zh, en), "approvals"))
    seats = _seats(slate, inputs)
    opened = [(inputs.frame.posts[p], seats[p]) for p in posts_inside(slate, settings, inputs)]
    missing += [Due(text, "bindings") for text in bounds_broken(settings.bounds, opened)]
    if settings.opens is not None and settings.opens.strength == "hard":
        missing += [Due(text, "bindings") for text in _shares_broken(slate, inputs, settings)]
    return tuple(missing)


def _shares_broken(slate: Slate, inputs: Inputs, settings: Settings) -> list[Text]:
    lines = _lines(slate, inputs, settings)
    return shares_broken(settings.opens, [(f"{x.unit} {x.level}".strip(), x.opened, x.vacant) for x in lines])


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The gate: everybody passes when the seats fit.

    Errors: Refused(over_establishment), Refused(stage_closed_too_early).
    """
    lines = _lines(slate, inputs, settings)
    for line in lines:
        if line.over and settings.over == "refuse":
            raise _over(line, settings)
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    rows = {(r.unit, r.level): r for r in inputs.table("numbers", StaffNumber)}
    findings = [_finding(line, rows[line.unit, line.level], settings) for line in lines]
    findings += [
        found("share_opened", "note", text, by_plan(settings, "opens"))
        for text in _shares_broken(slate, inputs, settings)
    ]
    seats = _seats(slate, inputs)
    record = EstablishmentRecord(lines, tuple((p, seats[p]) for p in posts_inside(slate, settings, inputs)))
    return outcome_of(settings, slate, (), findings, record, seats=seats)


def _over(line: Line, settings: Settings) -> Refused:
    said = f"{line.unit} {line.level}".strip()
    return Refused(
        "over_establishment",
        f"“{said}”核定 {line.approved}，实有 {line.actual}，空缺 {line.vacant}，方案使用 {line.opened}，"
        f"超出 {line.over} 个。",
        f"'{said}': {line.approved} approved, {line.actual} filled, {line.vacant} vacant; "
        f"the plan opens {line.opened}, {line.over} too many.",
        where=f"stages.{settings.id}",
        remedy_zh="没有空缺不得启动：请核减职数。",
        remedy_en="No vacancy, no selection: reduce the seats.",
    )


def _finding(line: Line, row: StaffNumber, settings: Settings) -> Finding:
    said = f"{line.unit} {line.level}".strip()
    return found(
        "over_with_approval" if line.extra else "within_establishment",
        "note" if line.extra else "met",
        Text(
            f"“{said}”空缺 {line.vacant} 个，使用 {line.opened} 个",
            f"'{said}': {line.vacant} vacant, {line.opened} opened",
        ),
        by_row(settings, "numbers", row, "fact"),
        None,
        [
            fact("核定职数", "Approved", line.approved),
            fact("实有人数", "Actual", line.actual),
            fact("上级批准增加", "Approved beyond", line.extra),
            fact("统计日期", "Counted on", row.counted_on),
            fact("文号", "Document", line.document),
        ],
    )
