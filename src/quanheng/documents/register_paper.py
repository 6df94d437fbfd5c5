"""Register paper (首提台账): the register of nominations as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.channels import CHANNELS
from quanheng.core.nomination_register import STATES, RegisterLine
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written
from quanheng.documents.templates.fields import PaperFields, Told

ID = "nomination_register"
NAME = Text("首提台账", "Register of nominations")


@dataclass(frozen=True)
class Line:
    """One nomination."""

    name: Annotated[str, Told("被提名人", "Nominee", "张伟", needed=True)]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    channel: Annotated[str, Told("方式", "Channel", "领导推荐")]
    nominators: Annotated[str, Told("首提责任人", "First nominators", "周平", needed=True)]
    nominated_on: Annotated[str, Told("提名日期", "Nominated on", "2026-03-02")]
    valid_until: Annotated[str, Told("有效期至", "Valid until", "2027-03-02")]
    state: Annotated[str, Told("状态", "State", "已任用")]
    decided_on: Annotated[str, Told("决定日期", "Decided on", "2026-04-20")]


@dataclass(frozen=True)
class RegisterPaper(PaperFields):
    """The register as it stands on a day."""

    on: Annotated[str, Told("截至", "As it stands on", "2026年4月30日", needed=True)]
    count: Annotated[str, Told("提名人次", "Nominations", "12")]
    decided: Annotated[str, Told("决定任用", "Decided upon", "5")]
    liable: Annotated[str, Told("责任人次", "Nominators involved", "6")]
    lines: Annotated[tuple[Line, ...], Told("提名", "Nominations", needed=True)]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph(
        "截至{{ 截至 }}，共提名{{ 提名人次 }}人次，讨论决定任用{{ 决定任用 }}人，"
        "首提责任人{{ 责任人次 }}人次。"
    )
    .listing(
        "项 in 提名", 被提名人=3, 职位=4, 方式=3, 首提责任人=3, 提名日期=5, 有效期至=5, 状态=3, 决定日期=5
    )
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def register_paper(lines: Sequence[RegisterLine], on: date) -> Written:
    """The register as it stands on a day."""
    decided = [x for x in lines if x.decided_on is not None]
    said = RegisterPaper(
        title=NAME.zh,
        organisation="",
        subject=NAME.zh,
        plan="",
        number="",
        dated=zh_date(on),
        on=zh_date(on),
        count=str(len(lines)),
        decided=str(len(decided)),
        liable=str(sum(len(x.nominators) for x in decided)),
        lines=tuple(_line(x) for x in lines),
    )
    return Written(ID, NAME, said)


def _line(line: RegisterLine) -> Line:
    return Line(
        line.name,
        line.title.zh,
        CHANNELS.say(line.channel).zh,
        "、".join(n.name for n in line.nominators),
        line.nominated_on.isoformat(),
        line.valid_until.isoformat(),
        STATES[line.state].zh,
        line.decided_on.isoformat() if line.decided_on else "",
    )


NOMINATION_REGISTER = PaperKind(
    ID, NAME, (), RegisterPaper, LAYOUT, lambda proceedings, stage: (), of_house=True
)
