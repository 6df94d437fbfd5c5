"""Score summary (评分汇总表): what every judge gave every candidate, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from quanheng.core.stages import speech
from quanheng.core.stages.speech.tables import Mark
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.documents.paper import Column, Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import plain

ID = "score_summary"


@dataclass(frozen=True)
class Line:
    """One candidate."""

    rank: Annotated[str, Told("名次", "Rank", "1")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    marks: Annotated[tuple[str, ...], Told("各评委", "Marks of each judge", ("92", "88", "90"))]
    points: Annotated[str, Told("得分", "Points", "90.00", needed=True)]


@dataclass(frozen=True)
class ScoreSummary(PaperFields):
    """All marks of a stage. Shapes: judges are numbered, not named."""

    stage: Annotated[str, Told("环节", "Stage", "竞聘演讲")]
    judges: Annotated[tuple[str, ...], Told("评委", "Judges by number", ("评委1", "评委2", "评委3"))]
    lines: Annotated[tuple[Line, ...], Told("成绩", "Candidates")]


LAYOUT = (
    Draft(ID, TITLE)
    .table(
        [
            Column("名次", 2),
            Column("姓名", 4),
            Column("职位", 7, "left"),
            Column("{%tc for 人 in 评委 %}"),
            Column("{{ 人 }}", 3),
            Column("{%tc endfor %}"),
            Column("得分", 4),
        ],
        [
            (
                "{{ 行.名次 }}",
                "{{ 行.姓名 }}",
                "{{ 行.职位 }}",
                "{%tc for 分 in 行.各评委 %}",
                "{{ 分 }}",
                "{%tc endfor %}",
                "{{ 行.得分 }}",
            )
        ],
        each="行 in 成绩",
    )
    .form(("计分人", "", "复核人", "", "监督人", ""))
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def score_summaries(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one summary; none before the stage is closed."""
    settings, outcome = proceedings.plan.stage(stage), proceedings.outcomes.get(stage)
    assert isinstance(settings, speech.Settings)
    if outcome is None or not outcome.scores:
        return ()
    marks = proceedings.rows(stage, "marks", Mark)
    judges = list(dict.fromkeys(m.judge for m in marks))
    title = proceedings.stage_title(settings)
    parts = (proceedings.subject, f"{title}评分汇总表")
    said = ScoreSummary(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=title,
        judges=tuple(f"评委{n}" for n in range(1, len(judges) + 1)),
        lines=tuple(_lines(proceedings, settings, outcome, marks, judges)),
    )
    return (Written(ID, Text("".join(parts), "Summary of marks"), said),)


def _lines(
    proceedings: Proceedings,
    settings: speech.Settings,
    outcome: Outcome,
    marks: tuple[Mark, ...],
    judges: list[str],
) -> Iterator[Line]:
    digits = digits_of(settings, outcome.scores)
    for _, own in proceedings.posts_in_order(s.candidate for s in outcome.scores):
        for score in sorted(
            (s for s in outcome.scores if s.candidate in own), key=lambda s: s.rank or len(own) + 1
        ):
            given = [_given(settings, marks, judge, score.candidate) for judge in judges]
            yield Line(
                rank="—" if score.rank is None else str(score.rank),
                name=proceedings.name(score.candidate.person),
                post=proceedings.post_title(score.candidate.post),
                marks=tuple("—" if g is None else plain(g) for g in given),
                points=shown(score.value, digits),
            )


def _given(
    settings: speech.Settings, marks: tuple[Mark, ...], judge: str, candidate: Candidate
) -> Decimal | None:
    """What one judge gave: the one mark, or the items together as the plan weighs them."""
    own = [
        m
        for m in marks
        if m.judge == judge and m.person == candidate.person and m.post in ("", candidate.post)
    ]
    if not own:
        return None
    weights = {i.id: (i.weight / i.max if i.weight is not None else Decimal(1)) for i in settings.items}
    return sum((m.mark * weights.get(m.item, Decimal(1)) for m in own), Decimal(0))


SCORE_SUMMARY = PaperKind(
    ID, Text("评分汇总表", "Summary of marks"), ("speech",), ScoreSummary, LAYOUT, score_summaries, "closed"
)
