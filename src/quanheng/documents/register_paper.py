"""Register paper (首提台账): the register of nominations as one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quanheng.core.channels import CHANNELS
from quanheng.core.nomination_register import STATES, RegisterLine
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date

KIND = "nomination_register"


def register_paper(lines: Sequence[RegisterLine], on: date) -> Paper:
    """The register as it stands on a day."""
    draft = Draft(KIND, Text("首提台账", "Register of nominations"), ("首提台账",))
    decided = [x for x in lines if x.decided_on is not None]
    times = sum(len(x.nominators) for x in decided)
    draft.paragraph(
        f"截至{zh_date(on)}，共提名{len(lines)}人次，讨论决定任用{len(decided)}人，首提责任人{times}人次。"
    )
    columns = [
        Column("被提名人", 3), Column("职位", 5, "left"), Column("方式", 3), Column("首提责任人", 4),
        Column("提名日期", 4), Column("有效期至", 4), Column("状态", 4), Column("决定日期", 4),
    ]  # fmt: skip
    rows = [_row(x) for x in lines]
    if rows:
        draft.table(columns, rows)
    return draft.signature("", on).paper()


def _row(line: RegisterLine) -> tuple[str, ...]:
    return (
        line.name,
        line.title.zh,
        CHANNELS.say(line.channel).zh,
        "、".join(n.name for n in line.nominators),
        line.nominated_on.isoformat(),
        line.valid_until.isoformat(),
        STATES[line.state].zh,
        line.decided_on.isoformat() if line.decided_on else "",
    )
