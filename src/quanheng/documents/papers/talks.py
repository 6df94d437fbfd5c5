"""Talks (谈话): the summary of recommending talks, and the blank record of one talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import talks
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence, zh_range


@dataclass(frozen=True)
class GroupLine:
    """One group talked to."""

    group: Annotated[str, Told("组别", "Group", "部门骨干")]
    due: Annotated[str, Told("应谈人数", "Due", "30")]
    talked: Annotated[str, Told("实谈人数", "Talked to", "28")]
    talks: Annotated[str, Told("谈话人次", "Talks", "31")]
    days: Annotated[str, Told("时间", "When", "2026年3月5日至6日")]


@dataclass(frozen=True)
class NamedLine:
    """One person named in talks."""

    post: Annotated[str, Told("职位", "Post", "运营部经理")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    times: Annotated[str, Told("推荐人数", "Named by", "12")]
    points: Annotated[str, Told("得分", "Points", "78.50")]
    result: Annotated[str, Told("结果", "Result", "列为人选")]


@dataclass(frozen=True)
class TalksSummary(PaperFields):
    """The result of the talks."""

    stage: Annotated[str, Told("环节", "Stage", "个别谈话推荐")]
    groups: Annotated[tuple[GroupLine, ...], Told("谈话情况", "Groups")]
    named: Annotated[tuple[NamedLine, ...], Told("推荐结果", "Who was named")]
    summary: Annotated[str, Told("综述", "Summary", "意见集中。", needed=True)]


@dataclass(frozen=True)
class TalkRecord(PaperFields):
    """A record of one talk, to fill in by hand."""

    stage: Annotated[str, Told("环节", "Stage", "考察谈话")]
    subjects: Annotated[str, Told("考察对象", "About whom", "张伟、李敏")]


SUMMARY_LAYOUT = (
    Draft("talks_summary", TITLE)
    .heading("谈话情况")
    .listing("组 in 谈话情况", 组别=5, 应谈人数=3, 实谈人数=3, 谈话人次=3, 时间=6)
    .heading("推荐结果")
    .listing("人 in 推荐结果", 职位=6, 姓名=3, 推荐人数=3, 得分=3, 结果=5)
    .heading("综述")
    .paragraph("{{ 综述 }}")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)
RECORD_LAYOUT = (
    Draft("talk_record", TITLE)
    .form(
        ("谈话时间", "", "谈话地点", ""),
        ("谈话人", "", "记录人", ""),
        ("谈话对象", "", "单位职务", ""),
        ("考察对象", "{{ 考察对象 }}"),
        ("德、能、勤、绩、廉的主要表现", ""),
        ("主要不足", ""),
        ("对任用的意见", ""),
        ("谈话对象签名", "", "记录人签名", ""),
        heights=(1, 1, 1, 1, 6, 3, 2, 1),
    )
    .paper()
)


def talks_summaries(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one summary; none before the stage is closed."""
    settings, outcome = proceedings.plan.stage(stage), proceedings.outcomes.get(stage)
    assert isinstance(settings, talks.Settings)
    if outcome is None or not isinstance(outcome.record, talks.TalksRecord):
        return ()
    title = proceedings.stage_title(settings)
    parts = (proceedings.subject, f"{title}情况汇总")
    titles = {g.id: g.title.zh for g in settings.groups}
    said = TalksSummary(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=title,
        groups=tuple(
            GroupLine(
                titles.get(g.group, g.group),
                str(g.due),
                str(g.talked),
                str(g.talks),
                zh_range(g.began_on, g.ended_on),
            )
            for g in outcome.record.groups
        ),
        named=tuple(_named(proceedings, settings)),
        summary=sentence(outcome.record.summary),
    )
    return (Written("talks_summary", Text("".join(parts), "Summary of the talks"), said),)


def _named(proceedings: Proceedings, settings: talks.Settings) -> Iterator[NamedLine]:
    found = proceedings.outcomes[settings.id]
    digits = digits_of(settings, found.scores)
    record = found.record
    assert isinstance(record, talks.TalksRecord)

    def times(candidate: Candidate) -> int:
        return sum(record.named.get(candidate, {}).values())

    for post, own in proceedings.posts_in_order(found.entered.candidates):
        for candidate in sorted(own, key=times, reverse=True):
            score, departure = found.score_of(candidate), found.departure_of(candidate)
            yield NamedLine(
                post=post.title.zh,
                name=proceedings.name(candidate.person),
                times=str(times(candidate)),
                points=shown(score.value, digits) if score else "—",
                result=departure.finding.text.zh if departure else "列为人选",
            )


def talk_records(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One blank record."""
    title = f"{proceedings.stage_title(proceedings.plan.stage(stage)).removesuffix('谈话')}谈话记录"
    people = proceedings.slate_before(stage).people()
    said = TalkRecord(
        **common(proceedings, (title,), None),
        stage=proceedings.stage_title(proceedings.plan.stage(stage)),
        subjects=proceedings.names(people),
    )
    return (Written("talk_record", Text(title, "Record of a talk"), said),)


TALKS_SUMMARY = PaperKind(
    "talks_summary", Text("谈话推荐情况汇总", "Summary of the talks"), ("talks",),
    TalksSummary, SUMMARY_LAYOUT, talks_summaries, "closed",
)  # fmt: skip
TALK_RECORD = PaperKind(
    "talk_record", Text("谈话记录", "Record of a talk"), ("talks", "inspection"),
    TalkRecord, RECORD_LAYOUT, talk_records, "blank",
)  # fmt: skip
