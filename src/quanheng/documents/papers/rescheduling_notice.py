"""Rescheduling notice (延期公告): tells those concerned that a stage is held on other days, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.plans.rescheduling import Rescheduling, rescheduled, shifts
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_range

ID = "rescheduling_notice"
UNSET = "未定"


@dataclass(frozen=True)
class MovedStep:
    """One stage whose days change with it."""

    title: Annotated[str, Told("环节", "The stage", "竞聘演讲", needed=True)]
    was: Annotated[str, Told("原定时间", "When it was to be", "2026年3月13日")]
    now: Annotated[str, Told("调整后时间", "When it is now", "2026年3月20日", needed=True)]


@dataclass(frozen=True)
class ReschedulingNotice(PaperFields):
    """A notice that a stage is put off, or held earlier."""

    stage: Annotated[str, Told("环节", "The stage", "竞聘演讲", needed=True)]
    was: Annotated[str, Told("原定时间", "When it was to be", "2026年3月13日")]
    now: Annotated[str, Told("调整后时间", "When it is now", "2026年3月20日", needed=True)]
    verb: Annotated[str, Told("调整方式", "Put off or changed", "延期至")]
    reason: Annotated[str, Told("理由", "Why", "部分评委因公外出，到会人数不足")]
    decided_by: Annotated[str, Told("决定机构", "Who decided", "领导小组", needed=True)]
    decided_on: Annotated[str, Told("决定日期", "When it was decided", "2026年3月11日")]
    source: Annotated[str, Told("依据", "Source", "领导小组会议纪要")]
    others: Annotated[tuple[MovedStep, ...], Told("其他环节", "Other stages that move")]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph(
        "根据《{{ 方案 }}》，{% if 原定时间 %}原定于{{ 原定时间 }}进行的{% endif %}{{ 环节 }}，"
        "因{{ 理由 }}，经{{ 决定机构 }}{{ 决定日期 }}研究决定{% if 依据 %}（{{ 依据 }}）{% endif %}，"
        "{{ 调整方式 }}{{ 调整后时间 }}。"
    )
    .when("其他环节")
    .paragraph("以下环节的时间相应调整：")
    .listing("步 in 其他环节", 环节=5, 原定时间=8, 调整后时间=8)
    .end()
    .paragraph("其他事项仍按原方案办理。请有关单位和人员相互转告，按调整后的时间参加。")
    .paragraph("特此公告。")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def rescheduling_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One notice for each decision that changed the days of a stage."""
    facts = proceedings.facts
    found, before = [], facts.approved
    for change in facts.reschedulings:
        after = rescheduled(before, (change,), facts.calendar)
        found.append(_notice(proceedings, change, before, after))
        before = after
    return tuple(found)


def _notice(proceedings: Proceedings, change: Rescheduling, before: Plan, after: Plan) -> Written:
    title = proceedings.stage_title(proceedings.plan.stage(change.stage))
    parts = ("关于", f"{title}延期的公告" if change.is_later else f"调整{title}时间的公告")
    moved = {s.stage: s for s in shifts(before, after, proceedings.facts.calendar)}
    own = moved.pop(change.stage, None)
    said = ReschedulingNotice(
        **common(proceedings, parts, proceedings.issued_on or change.decided_on),
        stage=title,
        was=_days(change.was_opens_on, change.was_closes_on),
        now=_days(change.opens_on, own.closes_on if own else change.closes_on),
        verb="延期至" if change.is_later else "调整为",
        reason=change.reason.strip().removeprefix("因").rstrip("。；，"),
        decided_by=change.decided_by,
        decided_on=zh_date(change.decided_on),
        source=change.source,
        others=tuple(
            MovedStep(
                s.title.zh,
                _days(s.was_opens_on, s.was_closes_on) or UNSET,
                _days(s.opens_on, s.closes_on) or UNSET,
            )
            for s in moved.values()
        ),
    )
    return Written(ID, Text("".join(parts), "Notice of other days"), said)


def _days(first: date | None, last: date | None) -> str:
    return zh_range(first, last or first) if first else ""


RESCHEDULING_NOTICE = PaperKind(
    ID,
    Text("延期公告", "Notice of other days"),
    (),
    ReschedulingNotice,
    LAYOUT,
    rescheduling_notices,
)
