"""Inspection notice (考察预告): who is inspected, when, by whom, and how to tell the team what one knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import inspection
from quanheng.core.values import Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, people_lines
from quanheng.documents.papers.plan_words import titles_of, when_held
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_schedule

ID = "inspection_notice"


@dataclass(frozen=True)
class InspectionNotice(PaperFields):
    """A notice before an inspection."""

    time: Annotated[str, Told("考察时间", "When", "2026年3月10日至12日", needed=True)]
    people: Annotated[tuple[PersonLine, ...], Told("考察对象", "Who is inspected")]
    team: Annotated[str, Told("考察组", "Team", "赵明（组长）、钱进")]
    covers: Annotated[str, Told("考察内容", "What is looked at", "德、能、勤、绩、廉")]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，经研究，确定对下列同志进行考察。现予预告：")
    .listing("人 in 考察对象", 序号=2, 姓名=3, 性别=2, 出生年月=4, 现任职务=6, 职位=6)
    .paragraph("{{ 考察时间 }}。", "考察时间：")
    .paragraph("{{ 考察内容 }}等方面的现实表现。", "考察内容：")
    .when("考察组")
    .paragraph("{{ 考察组 }}。", "考察组：")
    .end()
    .paragraph(
        "考察期间，干部群众可以通过个别谈话、来信、来电等方式向考察组反映考察对象的有关情况。反映情况应当实事求是，提倡署名。",
        "反映情况：",
    )
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def inspection_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one notice; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, inspection.Settings)
    candidates = proceedings.slate_before(stage).candidates
    if not candidates:
        return ()
    on = proceedings.opened_on(stage)
    parts = (proceedings.subject, "考察预告")
    team = proceedings.rows(stage, "team", inspection.TeamMember)
    said = InspectionNotice(
        **common(proceedings, parts, on),
        time=when_held(proceedings, settings) or zh_schedule(settings.time, titles_of(proceedings)),
        people=people_lines(proceedings, candidates, on),
        team="、".join(proceedings.name(m.person) + ("（组长）" if m.leads else "") for m in team),
        covers="、".join(inspection.PARTS[part].zh for part in settings.covers),
    )
    return (Written(ID, Text("".join(parts), "Notice before inspection"), said),)


INSPECTION_NOTICE = PaperKind(
    ID,
    Text("考察预告", "Notice before inspection"),
    ("inspection",),
    InspectionNotice,
    LAYOUT,
    inspection_notices,
)
