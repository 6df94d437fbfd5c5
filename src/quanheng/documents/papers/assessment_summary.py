"""Assessment summary (民主测评情况汇总): turnout by group, points, and the share of each grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import assessment
from quanheng.core.values import Outcome, Text
from quanheng.documents.paper import Column, Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.recommendation_summary import GroupLine
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "assessment_summary"


@dataclass(frozen=True)
class Line:
    """One person as assessed."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    posts: Annotated[str, Told("职位", "Posts", "办公室主任")]
    rates: Annotated[
        tuple[str, ...], Told("各档得票率", "Share of each grade", ("78.9%", "15.8%", "5.3%", "0%"))
    ]
    points: Annotated[str, Told("得分", "Points", "93.40")]
    result: Annotated[str, Told("结果", "Result", "通过")]


@dataclass(frozen=True)
class AssessmentSummary(PaperFields):
    """The result of an assessment."""

    stage: Annotated[str, Told("环节", "Stage", "民主测评")]
    groups: Annotated[tuple[GroupLine, ...], Told("到会和票数", "Turnout")]
    grades: Annotated[tuple[str, ...], Told("档次", "Grades", ("好", "较好", "一般", "差"))]
    lines: Annotated[tuple[Line, ...], Told("测评结果", "Result")]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，{{ 环节 }}已经完成，现将情况汇总如下。")
    .heading("到会和票数")
    .listing("组 in 到会和票数", 组别=6, 应到=2, 实到=2, 发出=2, 收回=2)
    .heading("测评结果")
    .table(
        [
            Column("姓名", 3),
            Column("职位", 6, "left"),
            Column("{%tc for 档 in 档次 %}"),
            Column("{{ 档 }}", 3),
            Column("{%tc endfor %}"),
            Column("得分", 3),
            Column("结果", 4),
        ],
        [
            (
                "{{ 人.姓名 }}",
                "{{ 人.职位 }}",
                "{%tc for 率 in 人.各档得票率 %}",
                "{{ 率 }}",
                "{%tc endfor %}",
                "{{ 人.得分 }}",
                "{{ 人.结果 }}",
            )
        ],
        each="人 in 测评结果",
    )
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def assessment_summaries(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one summary; none before the stage is closed."""
    settings, outcome = proceedings.plan.stage(stage), proceedings.outcomes.get(stage)
    assert isinstance(settings, assessment.Settings)
    if outcome is None or not isinstance(outcome.record, assessment.AssessmentRecord):
        return ()
    title = proceedings.stage_title(settings)
    parts = (proceedings.subject, f"{title}情况汇总")
    titles = {g.id: g.title.zh for g in settings.groups}
    grades = [g for g in settings.grades if outcome.record.rates]
    said = AssessmentSummary(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=title,
        groups=tuple(
            GroupLine(
                "", titles.get(g, g), str(t.should_attend), str(t.present), str(t.issued), str(t.returned)
            )
            for g, t in outcome.record.turnouts.items()
        ),
        grades=tuple(g.title.zh for g in grades),
        lines=tuple(_lines(proceedings, settings, outcome, [g.id for g in grades])),
    )
    return (Written(ID, Text("".join(parts), "Summary of the assessment"), said),)


def _lines(
    proceedings: Proceedings, settings: assessment.Settings, outcome: Outcome, grades: list[str]
) -> Iterator[Line]:
    digits = digits_of(settings, outcome.scores)
    for person in outcome.entered.people():
        own = [c for c in outcome.entered.candidates if c.person == person]
        score = next((s for c in own if (s := outcome.score_of(c))), None)
        departure = next((d for c in own if (d := outcome.departure_of(c))), None)
        rates = outcome.record.rates.get(person, {})
        yield Line(
            name=proceedings.name(person),
            posts="、".join(proceedings.post_title(c.post) for c in own),
            rates=tuple(f"{rates[g] * 100:.1f}%" if g in rates else "—" for g in grades),
            points=shown(score.value, digits) if score else "—",
            result=departure.finding.text.zh if departure else "通过",
        )


ASSESSMENT_SUMMARY = PaperKind(
    ID,
    Text("民主测评情况汇总", "Summary of the assessment"),
    ("assessment",),
    AssessmentSummary,
    LAYOUT,
    assessment_summaries,
    "closed",
)
