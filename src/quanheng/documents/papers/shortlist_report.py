"""Shortlist report (考察对象名单): who is to be inspected, in which order, and who stands in reserve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages.shortlist import ShortlistRecord
from quanheng.core.values import Outcome, Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "shortlist_report"


@dataclass(frozen=True)
class Line:
    """One candidate."""

    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    points: Annotated[str, Told("得分", "Points", "90.25")]
    rank: Annotated[str, Told("名次", "Rank", "1")]
    result: Annotated[str, Told("结果", "Result", "考察对象", needed=True)]


@dataclass(frozen=True)
class ShortlistReport(PaperFields):
    """A list of those to be inspected."""

    lines: Annotated[tuple[Line, ...], Told("名单", "List")]
    deviations: Annotated[
        tuple[str, ...],
        Told("不按得分的说明", "Why not by points", ("园区主任：列入李敏，理由：专业对口。",)),
    ]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，经研究，确定考察对象如下：")
    .listing("人 in 名单", 职位=6, 姓名=3, 得分=3, 名次=2, 结果=6)
    .each("句 in 不按得分的说明")
    .paragraph("{{ 句 }}")
    .done()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def shortlist_reports(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one list; none before the stage is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, ShortlistRecord):
        return ()
    parts = (proceedings.subject, "考察对象名单")
    said = ShortlistReport(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        lines=tuple(_lines(proceedings, outcome, outcome.record)),
        deviations=tuple(
            f"{proceedings.post_title(d.post)}：列入{proceedings.name(d.person_in)}，不列入"
            f"{proceedings.name(d.person_out)}，理由：{d.reason}（{d.resolution}）。"
            for d in outcome.record.exceptions
        ),
    )
    return (Written(ID, Text("".join(parts), "Shortlist"), said),)


def _lines(proceedings: Proceedings, outcome: Outcome, record: ShortlistRecord) -> Iterator[Line]:
    places = {s.candidate: s for standings in record.orders.values() for s in standings}
    reserve = {s.candidate: n for line in record.reserve.values() for n, s in enumerate(line, 1)}
    settings = proceedings.plan.stage(outcome.stage)
    digits = digits_of(settings, (s for standings in record.orders.values() for s in standings))
    for post, own in proceedings.posts_in_order(outcome.entered.candidates):
        for candidate in sorted(own, key=lambda c: places[c].rank if c in places else len(own) + 1):
            place, departure = places.get(candidate), outcome.departure_of(candidate)
            result = departure.finding.text.zh if departure else "考察对象"
            if departure and candidate in reserve:
                result = f"递补第{reserve[candidate]}"
            yield Line(
                post=post.title.zh,
                name=proceedings.name(candidate.person),
                points=shown(place.value, digits) if place else "—",
                rank=str(place.rank) if place else "—",
                result=result,
            )


SHORTLIST_REPORT = PaperKind(
    ID,
    Text("考察对象名单", "Shortlist"),
    ("shortlist",),
    ShortlistReport,
    LAYOUT,
    shortlist_reports,
    "closed",
)
