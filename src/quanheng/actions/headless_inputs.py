"""Inputs of a run without a screen (文件录入): a folder of tables, read whole before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.engine import AMENDMENTS, Amendment
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import MEMBERS, Member
from quanheng.core.plans.rescheduling import Rescheduling
from quanheng.core.plans.schema import Plan
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_tables import TABLES
from quanheng.core.stages import assessment
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.core.words import Options
from quanheng.documents.tables import ReadTable, read_folder, read_workbook
from quanheng.documents.tables_wording import Problems

ROSTER_FOLDER = "roster"
ROSTER_WORKBOOK = "roster.xlsx"
STAGE_MEANS = Text("方案中环节的编号", "A stage's id in the plan")

Filled = Annotated[str, Field(min_length=1)]


class ClosingDate(Row):
    """On which day a stage is closed, where it is not the plan's own."""

    key_fields: ClassVar[tuple[str, ...]] = ("stage",)
    stage: Annotated[Filled, Column("环节", "Stage", STAGE_MEANS, "enrolment")]
    closed_on: Annotated[
        date, Column("结束日期", "Closed on", Text("环节结束之日", "The day it was closed"), "2026-03-10")
    ]


class AmendmentEntry(Row):
    """A fact that changes the run after the event: a withdrawal, a disqualification, an objection upheld."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)
    code: Annotated[Filled, Column("编号", "Code", Text("自定，不重复", "Of your own, unique"), "bg-1")]
    kind: Annotated[
        Literal["withdrawal", "disqualification", "objection_upheld"],
        Options(AMENDMENTS),
        Column(
            "种类",
            "Kind",
            Text("、".join(t.zh for t in AMENDMENTS.values()), ", ".join(AMENDMENTS)),
            "本人退出",
        ),
    ]
    person: Annotated[
        Filled, Column("人员编号", "Person", Text("名册中的编号", "The code in the roster"), "HW012")
    ]
    post: Annotated[
        str,
        Column(
            "职位",
            "Post",
            Text("不填为此人所报的全部职位", "Empty: every post of the person"),
            "office-director",
        ),
    ] = ""
    stage: Annotated[
        Filled,
        Column(
            "自环节",
            "From stage",
            Text("自哪个环节起退出", "The stage from which the person is out"),
            "inspection",
        ),
    ]
    reason: Annotated[Filled, Column("理由", "Reason", Text("为什么", "Why"), "本人书面申请退出")]
    source: Annotated[
        str, Column("依据", "Source", Text("文书与日期", "The paper and its date"), "2026-03-17 退出申请书")
    ] = ""
    after_stage: Annotated[
        Filled,
        Column(
            "在环节之后",
            "After stage",
            Text("哪个环节结束后发生", "It happened once this stage was closed"),
            "inspection",
        ),
    ]

    def amendment(self) -> Amendment:
        """The amendment as the engine takes it."""
        return Amendment(self.code, self.kind, self.person, self.post, self.stage, self.reason, self.source)


class ReschedulingEntry(Row):
    """A stage held on other days than the plan says, as it was decided while the run was on."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)
    code: Annotated[Filled, Column("编号", "Code", Text("自定，不重复", "Of your own, unique"), "gq-1")]
    stage: Annotated[Filled, Column("环节", "Stage", STAGE_MEANS, "speech")]
    opens_on: Annotated[
        date, Column("新的开始日期", "Opens on", Text("改到哪一天", "The new first day"), "2026-03-20")
    ]
    closes_on: Annotated[
        date | None,
        Column(
            "新的结束日期",
            "Closes on",
            Text("不填为历时不变；公示、试用不填", "Empty: as long as before; empty for notices and trials"),
            "2026-03-20",
        ),
    ] = None
    with_later: Annotated[
        bool,
        Column(
            "后面的一并顺延",
            "Later ones too",
            Text("后面写明日期的环节是否同样移动", "Whether written dates of later stages move along"),
            "是",
        ),
    ] = False
    reason: Annotated[Filled, Column("理由", "Reason", Text("为什么", "Why"), "报名人数不足")]
    decided_by: Annotated[
        Filled, Column("决定机构", "Decided by", Text("由谁决定", "Who decided"), "领导小组")
    ]
    decided_on: Annotated[
        date, Column("决定日期", "Decided on", Text("何日决定", "The day of the decision"), "2026-03-12")
    ]
    source: Annotated[str, Column("依据", "Source", Text("会议纪要等", "The minutes"), "会议纪要")] = ""

    def rescheduling(self) -> Rescheduling:
        """The rescheduling as the run takes it."""
        return Rescheduling(
            self.code,
            self.stage,
            self.opens_on,
            self.closes_on,
            self.with_later,
            self.reason,
            self.decided_by,
            self.decided_on,
            self.source,
        )


DATES = InputTable("dates", Text("结束日期", "Closing dates"), ClosingDate, "close_stage", required=False)
CHANGES = InputTable(
    "amendments", Text("变更", "Amendments"), AmendmentEntry, "withdraw_candidate", required=False
)
RESCHEDULINGS = InputTable(
    "reschedulings", Text("改期", "Reschedulings"), ReschedulingEntry, "reschedule_stage", required=False
)


@dataclass(frozen=True)
class GivenInputs:
    """Everything that a run is given in files.

    Shapes: `stages` holds `<stage>.<table>`, only those given; `boards` the lines of a stage's board.
    """

    roster: Mapping[str, ReadTable]
    members: ReadTable | None = None
    dates: ReadTable | None = None
    amendments: ReadTable | None = None
    reschedulings: ReadTable | None = None
    stages: Mapping[str, ReadTable] = field(default_factory=dict)
    boards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def seats(self) -> tuple[Member, ...]:
        """The members of the plan's bodies."""
        return tuple(r for r in self.members.rows if isinstance(r, Member)) if self.members else ()

    def closing_days(self) -> dict[str, date]:
        """The days of closing that were given."""
        held = self.dates.rows if self.dates else ()
        return {r.stage: r.closed_on for r in held if isinstance(r, ClosingDate)}

    def amendments_after(self, stage: str) -> tuple[tuple[str, Amendment], ...]:
        """What changed once this stage was closed, in the order given, each with its place."""
        if self.amendments is None:
            return ()
        held = zip(self.amendments.places, self.amendments.rows, strict=True)
        return tuple(
            (p, r.amendment()) for p, r in held if isinstance(r, AmendmentEntry) and r.after_stage == stage
        )

    def rescheduled(self) -> tuple[tuple[str, Rescheduling], ...]:
        """The stages that were held on other days, in the order of the decisions, each with its place."""
        if self.reschedulings is None:
            return ()
        held = zip(self.reschedulings.places, self.reschedulings.rows, strict=True)
        found = [(p, r.rescheduling()) for p, r in held if isinstance(r, ReschedulingEntry)]
        return tuple(sorted(found, key=lambda pair: pair[1].decided_on))


def tables_of(plan: Plan) -> dict[str, InputTable]:
    """Every table that a run of this plan may be given, by the name of its file."""
    tables = {"members": MEMBERS, "dates": DATES, "amendments": CHANGES, "reschedulings": RESCHEDULINGS}
    for stage in plan.stages:
        tables |= {f"{stage.id}.{table.name}": table for table in KINDS[stage.kind].tables}
    return tables


def spread_columns(plan: Plan) -> dict[str, tuple[Column, ...]]:
    """The columns that a plan adds to its tables: one for each dimension of an assessment."""
    found = {}
    for stage in plan.stages:
        for table in KINDS[stage.kind].tables:
            if table.spread and isinstance(stage, assessment.Settings):
                named = tuple(Column(d.title.zh, d.id, d.title) for d in stage.dimensions)
                found[f"{stage.id}.{table.name}"] = named
    return found


def read_inputs(plan: Plan, folder: Path, roster: Path | None = None) -> GivenInputs:
    """What a folder gives to a run of the plan.

    Shapes: the roster stands in `roster/` or `roster.xlsx` inside the folder, or beside it, unless named.
    Errors: Refused and RefusedMany for everything in any file that does not fit.
    """
    problems = Problems()
    tables: dict[str, ReadTable] = {}
    people: dict[str, ReadTable] = {}
    try:
        beside = (ROSTER_FOLDER, ROSTER_WORKBOOK, *(board_file(stage.id) for stage in plan.stages))
        tables = read_folder(folder, tables_of(plan), beside=beside)
    except Refused as refusal:
        problems.add(refusal)
    try:
        people = read_roster(roster or _found_roster(folder))
    except Refused as refusal:
        problems.add(refusal)
    _check_stages(plan, tables, problems)
    problems.refuse(folder.name)
    return GivenInputs(
        roster=people,
        members=tables.pop("members", None),
        dates=tables.pop("dates", None),
        amendments=tables.pop("amendments", None),
        reschedulings=tables.pop("reschedulings", None),
        stages=tables,
        boards=_boards(plan, folder),
    )


def board_file(stage: str) -> str:
    """The name of the file that gives a stage its board of secret ballots."""
    return f"{stage}.board.jsonl"


def _boards(plan: Plan, folder: Path) -> dict[str, tuple[str, ...]]:
    files = {stage.id: folder / board_file(stage.id) for stage in plan.stages}
    return {
        stage: tuple(file.read_text("utf-8", "replace").splitlines())
        for stage, file in files.items()
        if file.is_file()
    }


def _found_roster(folder: Path) -> Path:
    places = [place / name for place in (folder, folder.parent) for name in (ROSTER_FOLDER, ROSTER_WORKBOOK)]
    found = next((place for place in places if place.exists()), None)
    if found is None:
        raise Refused(
            "no_roster",
            "没有名册。",
            "There is no roster.",
            where=str(folder),
            remedy_zh="请放入 roster/ 文件夹或 roster.xlsx；可先用 quanheng inputs 写出空表。",
            remedy_en="Put a roster/ folder or roster.xlsx there; quanheng inputs writes empty tables.",
        )
    return found


def read_roster(place: Path) -> dict[str, ReadTable]:
    """The tables of a roster, from a folder or a workbook.

    Errors: Refused for what cannot be read; RefusedMany with every column, row and cell that does not fit.
    """
    if not place.exists():
        raise Refused(
            "no_roster",
            "没有这个文件夹或工作簿。",
            "There is no such folder or workbook.",
            where=str(place),
            remedy_zh="请核对路径；可先用 quanheng inputs 写出空表。",
            remedy_en="Check the path; quanheng inputs writes empty tables.",
        )
    if place.is_dir():
        found = read_folder(place, BY_NAME)
    else:
        found = read_workbook(place.read_bytes(), place.name, BY_NAME)
    absent = [t for t in TABLES if t.required and not (t.name in found and found[t.name].rows)]
    if absent:
        raise RefusedMany(
            Refused(
                "roster_table_missing",
                f"名册的“{table.title.zh}”表（{table.name}）没有内容。",
                f"The roster's table '{table.name}' ({table.title.say('en')}) is absent or empty.",
                where=place.name,
                remedy_zh="请填写这张表。",
                remedy_en="Fill in this table.",
            )
            for table in absent
        )
    return found


def _check_stages(plan: Plan, tables: Mapping[str, ReadTable], problems: Problems) -> None:
    """Stages named in the dates, the amendments and the reschedulings must be the plan's."""
    known = [stage.id for stage in plan.stages]
    for name in ("dates", "amendments", "reschedulings"):
        held = tables.get(name)
        for place, row in zip(held.places, held.rows, strict=True) if held else ():
            named = [getattr(row, field) for field in ("stage", "after_stage") if hasattr(row, field)]
            for stage in (stage for stage in named if stage not in known):
                problems.add(_unknown_stage(stage, known, place))


def _unknown_stage(stage: str, known: list[str], place: str) -> Refused:
    return Refused(
        "unknown_stage",
        f"方案中没有环节“{stage}”。",
        f"The plan has no stage '{stage}'.",
        where=place,
        remedy_zh=f"环节为：{'、'.join(known)}。",
        remedy_en=f"Its stages are: {', '.join(known)}.",
    )
