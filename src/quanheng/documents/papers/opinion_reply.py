"""Opinion reply (廉政意见): what each body answered about each person, as its written opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import clearance
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "opinion_reply"


@dataclass(frozen=True)
class Line:
    """One opinion on one person."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    posts: Annotated[str, Told("职位", "Post", "办公室主任")]
    must: Annotated[str, Told("事项", "Matter", "纪检监察机关意见必听")]
    result: Annotated[str, Told("结论", "Result", "不影响任用", needed=True)]
    document: Annotated[str, Told("文号", "Document", "纪函〔2026〕7号")]
    given_on: Annotated[str, Told("日期", "Date", "2026年3月13日")]
    signed: Annotated[str, Told("签字人", "Signed by", "周平")]
    note: Annotated[str, Told("说明", "Note", "")]


@dataclass(frozen=True)
class OpinionReply(PaperFields):
    """The written opinions of one body."""

    giver: Annotated[str, Told("出具机关", "Which body answers", "镇纪委")]
    lines: Annotated[tuple[Line, ...], Told("意见", "Opinions")]


LAYOUT = (
    Draft(ID, TITLE)
    .addressee("{{ 单位 }}")
    .paragraph("你单位关于征求{{ 事由 }}人选意见的来函收悉。经核查，现将有关意见回复如下：")
    .listing("人 in 意见", 姓名=3, 职位=5, 事项=4, 结论=4, 文号=6, 签字人=3, 说明=4)
    .signature("{{ 出具机关 }}", "{{ 成文日期 }}")
    .paper()
)


def opinion_replies(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One reply of every body that has given an opinion."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, clearance.Settings)
    rows = proceedings.rows(stage, "opinions", clearance.Opinion)
    givers = dict.fromkeys(settings.giver_of(row.must) for row in rows)
    return tuple(
        _reply(proceedings, stage, giver, [r for r in rows if settings.giver_of(r.must) == giver])
        for giver in givers
    )


def _reply(proceedings: Proceedings, stage: str, giver: str, rows: list[clearance.Opinion]) -> Written:
    parts = (f"关于{proceedings.subject}人选", "有关意见的复函")
    body = proceedings.body_title(giver) or "出具机关"
    said = OpinionReply(
        **common(proceedings, parts, max(r.given_on for r in rows), ""),
        giver=body,
        lines=tuple(_lines(proceedings, stage, rows)),
    )
    return Written(ID, Text(f"{''.join(parts)}（{body}）", "Reply with opinions"), said)


def _lines(proceedings: Proceedings, stage: str, rows: list[clearance.Opinion]) -> Iterator[Line]:
    candidates = proceedings.slate_before(stage).candidates
    for row in rows:
        signed = [proceedings.name(s) for s in (row.signed_by, row.second_signature) if s]
        yield Line(
            name=proceedings.name(row.person),
            posts="、".join(proceedings.post_title(c.post) for c in candidates if c.person == row.person),
            must=clearance.MUSTS.say(row.must).zh,
            result=clearance.RESULTS.say(row.result).zh,
            document=row.document or "—",
            given_on=zh_date(row.given_on),
            signed="、".join(signed),
            note=row.note,
        )


OPINION_REPLY = PaperKind(
    ID,
    Text("廉政意见复函", "Reply with opinions"),
    ("clearance",),
    OpinionReply,
    LAYOUT,
    opinion_replies,
    while_open="record_opinion",
)
