"""Process record (纪实表): every step of the selection, when it was taken, who came and who left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_range

ID = "process_record"


@dataclass(frozen=True)
class Step:
    """One step."""

    number: Annotated[str, Told("序号", "Number", "1")]
    title: Annotated[str, Told("环节", "Step", "报名", needed=True)]
    days: Annotated[str, Told("时间", "When", "2026年3月5日")]
    entered: Annotated[str, Told("进入", "Entered", "12")]
    left: Annotated[str, Told("退出", "Left", "3")]
    stay: Annotated[str, Told("留下", "Remain", "9")]


@dataclass(frozen=True)
class Gone:
    """One person who left, and why."""

    name: Annotated[str, Told("姓名", "Name", "王强")]
    post: Annotated[str, Told("职位", "Post", "园区主任")]
    step: Annotated[str, Told("环节", "Step", "综合评价")]
    reason: Annotated[str, Told("原因", "Reason", "未入围：得70.10分")]


@dataclass(frozen=True)
class Moved:
    """One stage that was held on other days than the plan says."""

    title: Annotated[str, Told("环节", "Step", "竞聘演讲")]
    was: Annotated[str, Told("原定时间", "When it was to be", "2026年3月13日")]
    now: Annotated[str, Told("调整后时间", "When it was held instead", "2026年3月20日")]
    reason: Annotated[str, Told("理由", "Why", "部分评委因公外出")]
    decided: Annotated[str, Told("决定", "Who decided, and when", "领导小组，2026年3月11日")]


@dataclass(frozen=True)
class ProcessRecord(PaperFields):
    """The record of a selection."""

    steps: Annotated[tuple[Step, ...], Told("程序", "Steps")]
    gone: Annotated[tuple[Gone, ...], Told("退出人员", "Who left")]
    moved: Annotated[tuple[Moved, ...], Told("改期", "Stages on other days")]
    posts: Annotated[str, Told("职位", "Posts", "办公室主任、农业办副主任")]


LAYOUT = (
    Draft(ID, TITLE)
    .form(("方案", "{{ 方案 }}"), ("职位", "{{ 职位 }}"), ("办理单位", "{{ 单位 }}"))
    .listing("步 in 程序", "办理过程", 序号=2, 环节=6, 时间=9, 进入=2, 退出=2, 留下=2)
    .when("改期")
    .listing("步 in 改期", "改期", 环节=4, 原定时间=6, 调整后时间=6, 理由=5, 决定=5)
    .end()
    .when("退出人员")
    .listing("人 in 退出人员", "退出人员", 姓名=3, 职位=5, 环节=4, 原因=8)
    .end()
    .form(("填表人", "", "审核人", "", "填表日期", "{{ 成文日期 }}"))
    .paper()
)


def process_records(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The record of the run, once a stage is closed."""
    if not proceedings.outcomes:
        return ()
    plan = proceedings.plan
    last = max(c.closed_on for c in proceedings.facts.closings if c.stage in proceedings.outcomes)
    parts = (proceedings.subject, "工作纪实表")
    said = ProcessRecord(
        **common(proceedings, parts, proceedings.issued_on or last),
        steps=tuple(_steps(proceedings)),
        gone=tuple(_gone(proceedings)),
        moved=tuple(_moved(proceedings)),
        posts="、".join(p.title.zh for p in plan.posts if not p.excluded),
    )
    return (Written(ID, Text("".join(parts), "Process record"), said),)


def _steps(proceedings: Proceedings) -> Iterator[Step]:
    for n, stage in enumerate(proceedings.plan.stages, 1):
        outcome, closing = proceedings.outcomes.get(stage.id), proceedings.closing(stage.id)
        title = proceedings.stage_title(stage)
        if outcome is None or closing is None:
            yield Step(str(n), title, "未结束", "—", "—", "—")
            continue
        entered, left = len(outcome.entered.candidates), len(outcome.departures)
        days = zh_range(closing.opened_on, closing.closed_on)
        yield Step(str(n), title, days, str(entered), str(left), str(entered - left))


def _moved(proceedings: Proceedings) -> Iterator[Moved]:
    for change in proceedings.facts.reschedulings:
        first, last = change.was_opens_on, change.was_closes_on
        yield Moved(
            proceedings.stage_title(proceedings.plan.stage(change.stage)),
            zh_range(first, last or first) if first else "未定",
            zh_range(change.opens_on, change.closes_on or change.opens_on),
            change.reason,
            f"{change.decided_by}，{zh_date(change.decided_on)}",
        )


def _gone(proceedings: Proceedings) -> Iterator[Gone]:
    for stage in proceedings.plan.stages:
        outcome = proceedings.outcomes.get(stage.id)
        for departure in outcome.departures if outcome else ():
            candidate = departure.candidate
            yield Gone(
                proceedings.name(candidate.person),
                proceedings.post_title(candidate.post),
                proceedings.stage_title(stage),
                departure.finding.text.zh,
            )


PROCESS_RECORD = PaperKind(
    ID, Text("工作纪实表", "Process record"), (), ProcessRecord, LAYOUT, process_records, "closed"
)
