"""Enrolment form (报名登记表): who applies for which posts, as the archive and the application say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.listing import names_in
from quanheng.core.stages import enrolment
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, person_line
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence, zh_month

ID = "enrolment_form"


@dataclass(frozen=True)
class EnrolmentForm(PaperFields):
    """The form of one applicant."""

    person: Annotated[tuple[PersonLine, ...], Told("人员", "The applicant, one row")]
    posts: Annotated[str, Told("报考职位", "Posts applied for", "1.办公室主任", needed=True)]
    channel: Annotated[str, Told("报名方式", "How the person came forward", "个人自荐")]
    recommenders: Annotated[str, Told("推荐人", "Recommenders", "赵明、钱进")]
    career: Annotated[str, Told("工作经历", "Career", "2018年3月至今，办公室副主任")]
    statement: Annotated[str, Told("报名陈述", "Statement", "熟悉园区工作。")]
    applied_on: Annotated[str, Told("报名日期", "Applied on", "2026年3月5日")]


LAYOUT = (
    Draft(ID, TITLE)
    .each("人 in 人员")
    .form(
        ("姓名", "{{ 人.姓名 }}", "性别", "{{ 人.性别 }}", "出生年月", "{{ 人.出生年月 }}"),
        ("民族", "{{ 人.民族 }}", "政治面貌", "{{ 人.政治面貌 }}", "入党时间", "{{ 人.入党时间 }}"),
        ("参加工作时间", "{{ 人.参加工作时间 }}", "学历学位", "{{ 人.学历学位 }}"),
        ("院校及专业", "{{ 人.毕业院校及专业 }}"),
        ("单位及职务", "{{ 人.单位 }}{{ 人.现任职务 }}"),
        ("报考职位", "{{ 报考职位 }}"),
        ("报名方式", "{{ 报名方式 }}", "推荐人", "{{ 推荐人 }}"),
        ("工作经历", "{{ 工作经历 }}"),
        ("年度考核", "{{ 人.年度考核 }}"),
        ("报名陈述", "{{ 报名陈述 }}"),
        ("本人承诺", "以上情况属实，愿意服从组织安排。\n\n　　　　　　　　签名：　　　　　　{{ 报名日期 }}"),
        ("审查意见", "\n　　　　　　　　审查人签名：　　　　　　年　　月　　日"),
        heights=(1, 1, 1, 1, 1, 1, 1, 2, 1, 3, 2, 2),
    )
    .done()
    .paper()
)


def enrolment_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One form for everyone who applied, in the order of application."""
    rows = proceedings.rows(stage, "applications", enrolment.Application)
    people = dict.fromkeys(row.person for row in rows)
    return tuple(_form(proceedings, stage, p, [r for r in rows if r.person == p]) for p in people)


def _form(proceedings: Proceedings, stage: str, person: str, rows: list[enrolment.Application]) -> Written:
    rows = sorted(rows, key=lambda r: r.choice)
    posts = "；".join(f"{n}.{proceedings.post_title(r.post)}" for n, r in enumerate(rows, 1))
    name = proceedings.name(person)
    helpers = dict.fromkeys(h for r in rows for h in names_in(r.recommended_by))
    said = EnrolmentForm(
        **common(proceedings, (proceedings.subject, "报名登记表"), rows[0].applied_on),
        person=(person_line(proceedings, 1, person, posts, rows[0].applied_on),),
        posts=posts,
        channel="、".join(dict.fromkeys(enrolment.CHANNELS.say(r.channel).zh for r in rows)),
        recommenders=proceedings.names(helpers) or "—",
        career=_career(proceedings, person),
        statement="\n".join(sentence(r.statement) for r in rows if r.statement),
        applied_on=zh_date(rows[0].applied_on),
    )
    return Written(ID, Text(f"报名登记表：{name}", f"Enrolment form: {name}"), said)


def _career(proceedings: Proceedings, person: str) -> str:
    posts = [t for t in proceedings.person(person).tenures if t.kind == "post"]
    return (
        "\n".join(
            f"{zh_month(t.since)}{f'至{zh_month(t.until)}' if t.until else '至今'}　"
            f"{'' if t.unit and t.name.startswith(t.unit) else t.unit}{t.name}"
            for t in sorted(posts, key=lambda t: t.since)
        )
        or NOT_ENTERED
    )


ENROLMENT_FORM = PaperKind(
    ID,
    Text("报名登记表", "Enrolment form"),
    ("enrolment",),
    EnrolmentForm,
    LAYOUT,
    enrolment_forms,
    each_person=True,
    read_by="view_roster",
    while_open="record_enrolment",
)
