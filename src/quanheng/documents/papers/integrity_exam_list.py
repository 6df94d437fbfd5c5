"""List of the integrity examination (廉政考试成绩): who sat it how often, with which points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import integrity_exam
from quanheng.core.values import Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import plain

ID = "integrity_exam_list"


@dataclass(frozen=True)
class Line:
    """One attempt."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    attempt: Annotated[str, Told("次数", "Attempt", "1")]
    points: Annotated[str, Told("得分", "Points", "92")]
    minutes: Annotated[str, Told("用时", "Time taken", "18分钟")]
    passed: Annotated[str, Told("结果", "Result", "合格", needed=True)]


@dataclass(frozen=True)
class IntegrityExamList(PaperFields):
    """The results of an integrity examination."""

    full: Annotated[str, Told("满分", "Full marks", "100")]
    pass_mark: Annotated[str, Told("合格分", "Pass mark", "80")]
    lines: Annotated[tuple[Line, ...], Told("成绩", "Attempts")]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph(
        "根据《{{ 方案 }}》，对拟任人选进行了任前廉政考试，满分{{ 满分 }}分，"
        "{{ 合格分 }}分以上为合格。成绩如下："
    )
    .listing("人 in 成绩", 姓名=4, 次数=2, 得分=3, 用时=4, 结果=3)
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def integrity_exam_lists(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one list; none before the stage is closed."""
    settings, outcome = proceedings.plan.stage(stage), proceedings.outcomes.get(stage)
    assert isinstance(settings, integrity_exam.Settings)
    if outcome is None or not isinstance(outcome.record, integrity_exam.IntegrityExamRecord):
        return ()
    parts = (proceedings.subject, "任前廉政考试成绩")
    digits = digits_of(settings, outcome.scores)
    said = IntegrityExamList(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        full=plain(settings.full_mark),
        pass_mark=plain(settings.pass_),
        lines=tuple(
            Line(
                proceedings.name(a.person),
                str(a.number),
                shown(a.points.value, digits),
                f"{-(-a.seconds // 60)}分钟",
                "合格" if a.passed else "不合格",
            )
            for a in outcome.record.attempts
        ),
    )
    return (Written(ID, Text("".join(parts), "Results of the integrity examination"), said),)


INTEGRITY_EXAM_LIST = PaperKind(
    ID,
    Text("廉政考试成绩", "Results of the integrity examination"),
    ("integrity_exam",),
    IntegrityExamList,
    LAYOUT,
    integrity_exam_lists,
    "closed",
)
