"""Void rounds (作废的投票): a round of a vote that did not count, why, and that it was held again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refused_rows
from quanheng.core.dating import in_future
from quanheng.core.findings import by_row, fact, found
from quanheng.core.inputs import Column, Inputs, InputTable, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.scoring.polling import unknown_group
from quanheng.core.values import Finding, Refused, Text
from quanheng.core.words import Options

REASONS = Options(
    {
        "more_returned": Text("收回多于发出", "more returned than issued"),
        "quorum": Text("到会不足", "too few present"),
        "other": Text("其他原因", "another reason"),
    }
)


class VoidRound(Row):
    """One round that did not count (作废的一次投票)."""

    key_fields: ClassVar[tuple[str, ...]] = ("group", "held_on", "number")
    group: Annotated[str, Column("组别", "Group", Text("方案中的组别编号", "The group's id"), "staff")]
    held_on: Annotated[date, Column("日期", "Held on", Text("投票之日", "Its day"), "2026-03-10")]
    number: Annotated[
        int, Field(ge=1), Column("当日第几次", "Number", Text("只有一次的不填", "Which that day"), "1")
    ] = 1
    issued: Annotated[int, Field(ge=0), Column("发出", "Issued", Text("发出票数", "Sheets given out"), "40")]
    returned: Annotated[
        int, Field(ge=0), Column("收回", "Returned", Text("收回票数", "Sheets returned"), "41")
    ]
    reason: Annotated[
        Literal["more_returned", "quorum", "other"],
        REASONS,
        Column("原因", "Reason", Text("为何作废", "Why it is void"), "more_returned"),
    ]
    document: Annotated[
        str,
        Field(min_length=1),
        Column("依据", "Document", Text("监票记录", "The scrutineers' paper"), "监票记录1号"),
    ]


TABLE = InputTable(
    "void_rounds", Text("作废的投票", "Void rounds"), VoidRound, "record_sheets", required=False
)


def refused_void(
    rows: Sequence[Row], groups: Iterable[str], inputs: Inputs
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: groups that the plan lacks, counts that give no such reason, days ahead."""
    known = set(groups)

    def check(row: VoidRound) -> Refused | None:
        if row.group not in known:
            return unknown_group(row.group, known)
        if row.reason == "more_returned" and row.returned <= row.issued:
            return Refused(
                "round_not_void",
                f"收回 {row.returned} 张，不多于发出的 {row.issued} 张，该次投票不因此作废。",
                f"{row.returned} returned of {row.issued} issued: the round is not void for that.",
                where=row.key(),
                remedy_zh="请核对票数；另有原因的选“其他原因”。",
                remedy_en="Check the counts, or choose another reason.",
            )
        return in_future(row.key(), Text("投票日期", "The vote"), row.held_on, inputs)

    return refused_rows(rows, VoidRound, check)


def void_findings(settings: StageSettings, inputs: Inputs) -> list[Finding]:
    """A note of each round that did not count."""
    return [_finding(row, settings) for row in inputs.table("void_rounds", VoidRound)]


def _finding(row: VoidRound, settings: StageSettings) -> Finding:
    why = REASONS.words[row.reason]
    text = Text(
        f"{row.held_on}“{row.group}”组的投票作废（{why.zh}），重新投票",
        f"the vote of '{row.group}' on {row.held_on} is void ({why.say('en')}) and was held again",
    )
    counts = [fact("发出", "Issued", row.issued), fact("收回", "Returned", row.returned)]
    return found("round_void", "note", text, by_row(settings, "void_rounds", row, "fact"), None, counts)
