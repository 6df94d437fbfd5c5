"""Examination notice (考试、面试通知): tells each candidate what they sit, when, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import examination, integrity_exam, speech
from quanheng.core.stages.examination.tables import ExamNumber, ExamRoom
from quanheng.core.stages.speech.tables import Draw, Room
from quanheng.core.values import Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.plan_words import titles_of, when_held
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import plain, zh_schedule

ID = "examination_notice"
FORMS = {"written": "笔试", "interview": "面试", "panel": "小组讨论"}


@dataclass(frozen=True)
class SubjectLine:
    """One subject that the candidate sits."""

    subject: Annotated[str, Told("科目", "Subject", "综合知识", needed=True)]
    form: Annotated[str, Told("形式", "Form", "笔试")]
    full_mark: Annotated[str, Told("满分", "Full mark", "100分")]
    number: Annotated[str, Told("考号", "Number", "07")]
    room: Annotated[str, Told("考场", "Room", "第一组")]


@dataclass(frozen=True)
class ExaminationNotice(PaperFields):
    """A notice to one candidate."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    posts: Annotated[str, Told("职位", "Posts stood for", "办公室主任")]
    stage: Annotated[str, Told("环节", "The stage", "笔试", needed=True)]
    time: Annotated[str, Told("时间", "When", "2026年4月7日", needed=True)]
    subjects: Annotated[tuple[SubjectLine, ...], Told("科目", "Subjects", needed=True)]
    rules: Annotated[
        tuple[str, ...], Told("规定", "Rules", ("未按时参加的，视为自动放弃。", "合格分数为60分。"))
    ]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 单位 }}", "letter", "{{ 字号 }}")
    .addressee("{{ 姓名 }}同志")
    .paragraph(
        "根据《{{ 方案 }}》，你作为{% if 职位 %}{{ 职位 }}{% else %}本次选拔{% endif %}人选，"
        "请按时参加{{ 环节 }}。现将有关事项通知如下。"
    )
    .paragraph("{{ 时间 }}。", "时间：")
    .paragraph("　　　　　　　　　　", "地点：")
    .listing("项 in 科目", 科目=8, 形式=4, 满分=3, 考号=3, 考场=4)
    .each("句 in 规定")
    .paragraph("{{ loop.index }}.{{ 句 }}")
    .done()
    .paragraph("请携带身份证和本通知，提前到场。")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def examination_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One notice to everyone who stands when the stage begins."""
    settings = proceedings.plan.stage(stage)
    slate = proceedings.slate_before(stage)
    return tuple(_notice(proceedings, settings, person) for person in slate.people())


def _notice(proceedings: Proceedings, settings: StageSettings, person: str) -> Written:
    candidates = proceedings.slate_before(settings.id).candidates
    posts = [c.post for c in candidates if c.person == person]
    title, name = proceedings.stage_title(settings), proceedings.name(person)
    parts = (f"关于参加{title}", "的通知")
    said = ExaminationNotice(
        **common(proceedings, parts, proceedings.opened_on(settings.id)),
        name=name,
        posts="、".join(proceedings.post_title(p) for p in posts),
        stage=title,
        time=when_held(proceedings, settings) or zh_schedule(settings.time, titles_of(proceedings)),
        subjects=_subjects(proceedings, settings, person, posts),
        rules=_rules(settings),
    )
    return Written(ID, Text(f"{''.join(parts)}：{name}", f"Notice to sit: {name}"), said)


def _subjects(
    proceedings: Proceedings, settings: StageSettings, person: str, posts: list[str]
) -> tuple[SubjectLine, ...]:
    if isinstance(settings, examination.Settings):
        drawn = proceedings.rows(settings.id, "numbers", ExamNumber)
        numbers = {(r.subject, r.person): r.number for r in drawn}
        rooms = {(r.subject, r.person): r.room for r in proceedings.rows(settings.id, "rooms", ExamRoom)}
        classes = {p: proceedings.post(p).cls for p in posts}
        return tuple(
            SubjectLine(
                s.title.zh, FORMS[s.form], f"{plain(s.full_mark)}分",
                numbers.get((s.id, person), ""), rooms.get((s.id, person), ""),
            )
            for s in settings.subjects
            if any(s.is_for(p, classes[p]) for p in posts)
        )  # fmt: skip
    title = proceedings.stage_title(settings)
    if isinstance(settings, speech.Settings):
        order = [str(r.number) for r in proceedings.rows(settings.id, "draw", Draw) if r.person == person]
        rooms_of = [r.room for r in proceedings.rows(settings.id, "rooms", Room) if r.person == person]
        full = f"{plain(settings.full_mark)}分"
        return (SubjectLine(title, "现场评分", full, "、".join(order), "、".join(rooms_of)),)
    assert isinstance(settings, integrity_exam.Settings)
    return (SubjectLine(title, "答题", f"{plain(settings.full_mark)}分", "", ""),)


def _rules(settings: StageSettings) -> tuple[str, ...]:
    """What the plan says of those who do not come or do not pass."""
    said = [f"每人限时{settings.minutes}分钟。"] if settings.minutes else []
    if isinstance(settings, integrity_exam.Settings):
        said.append(f"合格分数为{plain(settings.pass_)}分，可以参加{settings.attempts}次。")
        return tuple(said)
    absent = getattr(settings, "absent", "depart")
    said.append("未按时参加的，视为自动放弃。" if absent == "depart" else "未按时参加的，该项记零分。")
    if isinstance(settings, speech.Settings) and settings.draw:
        said.append("顺序由现场抽签确定。")
    return tuple(said)


EXAMINATION_NOTICE = PaperKind(
    ID,
    Text("考试（面试）通知", "Notice to sit"),
    ("examination", "speech", "integrity_exam"),
    ExaminationNotice,
    LAYOUT,
    examination_notices,
    each_person=True,
)
