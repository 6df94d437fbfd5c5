"""Meeting notice (会议通知): who is called to which meeting, when, and what is voted or spoken on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import assessment, recommendation, speech
from quanheng.core.values import Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.plan_words import when_held
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "meeting_notice"
UNTOLD = "近日"
"""When a meeting is held whose day the plan does not say."""


@dataclass(frozen=True)
class MeetingNotice(PaperFields):
    """A notice that calls a meeting."""

    meeting: Annotated[str, Told("会议", "The meeting", "民主推荐会")]
    time: Annotated[str, Told("时间", "When", "2026年4月7日", needed=True)]
    who: Annotated[str, Told("参加人员", "Who is called", "职能部门负责人、部门骨干以上人员、一线职工代表")]
    what: Annotated[str, Told("内容", "What it is about", "就运营部经理（1名）进行民主推荐")]
    manner: Annotated[str, Told("方式", "How", "无记名投票")]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 单位 }}文件", number="{{ 字号 }}")
    .paragraph("根据《{{ 方案 }}》，定于{{ 时间 }}召开{{ 会议 }}，现将有关事项通知如下。")
    .paragraph("　　　　　　　　　　", "会议地点：")
    .paragraph("{{ 参加人员 }}。", "参加人员：")
    .paragraph("{{ 内容 }}。", "会议内容：")
    .paragraph("{{ 方式 }}。", "会议方式：")
    .paragraph("请参加人员安排好工作，按时到会，不得无故缺席；确因特殊情况不能到会的，须事先履行请假手续。")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def meeting_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one notice that calls the meeting of a stage."""
    settings = proceedings.plan.stage(stage)
    title = proceedings.stage_title(settings)
    name = title.partition("（")[0]
    meeting = name if name.endswith("会") else f"{name}会"
    parts = ("关于召开", meeting, "的通知")
    said = MeetingNotice(
        **common(proceedings, parts, proceedings.opened_on(stage)),
        meeting=meeting,
        time=when_held(proceedings, settings) or UNTOLD,
        who=_who(proceedings, settings),
        what=_what(proceedings, settings, title),
        manner="无记名投票"
        if not isinstance(settings, speech.Settings)
        else "演讲人按签号依次演讲，评委现场评分",
    )
    return (Written(ID, Text("".join(parts), "Notice of a meeting"), said),)


def _who(proceedings: Proceedings, settings: StageSettings) -> str:
    if isinstance(settings, recommendation.Settings | assessment.Settings):
        return "、".join(g.title.zh for g in settings.groups)
    if isinstance(settings, speech.Settings):
        bodies = [settings.judges] if settings.judges else [g.body for g in settings.groups]
        judges = "、".join(proceedings.body_title(b) for b in bodies)
        return f"参加{proceedings.stage_title(settings)}的人员和{judges}"
    return "有关人员"


def _what(proceedings: Proceedings, settings: StageSettings, title: str) -> str:
    posts = [p for p in proceedings.plan.posts if not p.excluded]
    told = "、".join(
        f"{p.title.zh}（{p.fixed_seats()}名）" if isinstance(p.seats, int) else p.title.zh for p in posts
    )
    return f"就{told}进行{title.removesuffix('会')}"


MEETING_NOTICE = PaperKind(
    ID,
    Text("会议通知", "Notice of a meeting"),
    ("recommendation", "assessment", "speech"),
    MeetingNotice,
    LAYOUT,
    meeting_notices,
)
