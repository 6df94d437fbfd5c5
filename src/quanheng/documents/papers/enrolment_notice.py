"""Enrolment notice (报名公告): posts, conditions, how to enrol and what follows, all from the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import enrolment
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.plan_words import (
    choices_of,
    conditions_of,
    how_many,
    ratios_of,
    seats_of,
    terms_of,
    titles_of,
    when_held,
)
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence, zh_schedule

ID = "enrolment_notice"


@dataclass(frozen=True)
class PostLine:
    """One post that is open."""

    number: Annotated[str, Told("序号", "Number", "1")]
    title: Annotated[str, Told("职位", "Post", "办公室主任", needed=True)]
    unit: Annotated[str, Told("所在单位", "Unit", "党政办公室")]
    level: Annotated[str, Told("层级", "Level", "中层正职")]
    seats: Annotated[str, Told("职数", "Seats", "1", needed=True)]


@dataclass(frozen=True)
class StepLine:
    """One step of what follows."""

    number: Annotated[str, Told("序号", "Number", "1")]
    title: Annotated[str, Told("环节", "Step", "竞聘演讲")]
    time: Annotated[str, Told("时间", "When", "2026年3月9日")]


@dataclass(frozen=True)
class EnrolmentNotice(PaperFields):
    """A call for applications."""

    opening: Annotated[str, Told("开头", "Opening words", "根据《公务员法》和《实施方案》，现公告如下。")]
    how_many: Annotated[
        str, Told("职位概况", "How many posts and seats", "本次竞争职位3个，共4名，具体如下：")
    ]
    posts: Annotated[tuple[PostLine, ...], Told("职位表", "Posts")]
    post_notes: Annotated[tuple[str, ...], Told("职位说明", "Notes on posts", ("园区主任：须有驾驶证。",))]
    as_of: Annotated[str, Told("计算截止", "Counted up to", "2026年3月1日")]
    conditions: Annotated[
        tuple[str, ...], Told("报名条件", "Conditions", ("1.在编在岗的机关干部。",), needed=True)
    ]
    time: Annotated[str, Told("报名时间", "When to enrol", "至2026年3月5日17:00截止。", needed=True)]
    manner: Annotated[str, Told("报名方式", "How to enrol", "个人自荐、群众推荐。")]
    recommenders: Annotated[
        tuple[str, ...], Told("推荐人要求", "Recommenders", ("群众推荐须有3名以上推荐人。",))
    ]
    choices: Annotated[str, Told("限报职位", "How many posts", "每人最多报2个职位。")]
    statement: Annotated[str, Told("报名陈述", "Statement", "报名时须提交不少于300字的报名陈述。")]
    must_enrol: Annotated[str, Told("必须报名", "Who must enrol", "现任中层职务的人员。")]
    note: Annotated[str, Told("报名说明", "A word of the plan", "报名表到党政办领取。")]
    steps: Annotated[tuple[StepLine, ...], Told("程序", "Steps")]
    ratios: Annotated[
        tuple[str, ...], Told("开考比例", "Ratio of candidates", ("报名人数与职位数之比须达到1.5:1。",))
    ]
    terms: Annotated[str, Told("任期和试用", "Term and trial", "任职人员任期3年，试用期3个月。")]
    discipline: Annotated[tuple[str, ...], Told("工作纪律", "Discipline", ("不准拉票贿选。",))]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("{{ 开头 }}")
    .heading("竞争职位")
    .paragraph("{{ 职位概况 }}")
    .table(
        [
            Column("序号", 2),
            Column("职位", 6, "left"),
            Column("所在单位", 5, "left"),
            Column("层级", 3),
            Column("职数", 2),
        ],
        [("{{ 位.序号 }}", "{{ 位.职位 }}", "{{ 位.所在单位 }}", "{{ 位.层级 }}", "{{ 位.职数 }}")],
        each="位 in 职位表",
    )
    .each("句 in 职位说明")
    .paragraph("{{ 句 }}")
    .done()
    .when("报名条件")
    .heading("报名条件")
    .paragraph("年龄、任职年限等计算截至{{ 计算截止 }}。")
    .each("句 in 报名条件")
    .paragraph("{{ 句 }}")
    .done()
    .end()
    .heading("报名办法")
    .paragraph("{{ 报名时间 }}", "报名时间：")
    .paragraph("{{ 报名方式 }}", "报名方式：")
    .each("句 in 推荐人要求")
    .paragraph("{{ 句 }}")
    .done()
    .paragraph("{{ 限报职位 }}", "限报职位：")
    .when("报名陈述")
    .paragraph("{{ 报名陈述 }}")
    .end()
    .when("必须报名")
    .paragraph("{{ 必须报名 }}", "必须报名：")
    .end()
    .when("报名说明")
    .paragraph("{{ 报名说明 }}")
    .end()
    .heading("竞争程序")
    .table(
        [Column("序号", 2), Column("环节", 5, "left"), Column("时间", 8, "left")],
        [("{{ 步.序号 }}", "{{ 步.环节 }}", "{{ 步.时间 }}")],
        each="步 in 程序",
    )
    .each("句 in 开考比例")
    .paragraph("{{ 句 }}")
    .done()
    .when("任期和试用")
    .heading("任期和试用")
    .paragraph("{{ 任期和试用 }}")
    .end()
    .when("工作纪律")
    .heading("工作纪律")
    .each("句 in 工作纪律")
    .paragraph("{{ 句 }}")
    .done()
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def enrolment_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one notice that opens an enrolment."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, enrolment.Settings)
    plan = proceedings.plan
    parts = (f"关于{proceedings.subject}", "报名的公告")
    posts = [p for p in plan.posts if not p.excluded]
    conditions = tuple(conditions_of(proceedings))
    notice = EnrolmentNotice(
        **common(proceedings, parts, proceedings.opened_on(stage) or plan.begins_on),
        opening=_opening_words(proceedings),
        how_many=how_many(posts),
        posts=tuple(
            PostLine(str(n), p.title.zh, p.unit or "—", p.level or "—", seats_of(p))
            for n, p in enumerate(posts, 1)
        ),
        post_notes=tuple(f"{p.title.zh}：{sentence(p.note.zh)}" for p in posts if p.note),
        as_of=zh_date(plan.as_of),
        conditions=conditions,
        time=_time(proceedings, settings),
        manner=sentence("、".join(enrolment.CHANNELS.say(c).zh for c in settings.channels)),
        recommenders=tuple(_recommenders(settings)),
        choices=choices_of(proceedings),
        statement=f"报名时须提交不少于{settings.statement_at_least}字的报名陈述。"
        if settings.statement_at_least
        else "",
        must_enrol=_must_enrol(proceedings, settings),
        note=sentence(settings.note.zh) if settings.note else "",
        steps=tuple(
            StepLine(
                str(n),
                proceedings.stage_title(s),
                when_held(proceedings, s) or zh_schedule(s.time, titles_of(proceedings)),
            )
            for n, s in enumerate(plan.stages, 1)
        ),
        ratios=tuple(ratios_of(proceedings)),
        terms=terms_of(proceedings),
        discipline=tuple(sentence(t.zh) for t in plan.discipline),
    )
    title = Text("".join(parts), f"Call for applications: {plan.title.say('en')}")
    return (Written(ID, title, notice),)


def _opening_words(proceedings: Proceedings) -> str:
    plan = proceedings.plan
    purpose = sentence(plan.purpose.zh) if plan.purpose else ""
    basis = f"根据{'、'.join(t.zh for t in plan.basis)}和" if plan.basis else "根据"
    return f"{purpose}{basis}《{plan.title.zh}》，现将报名有关事项公告如下。"


def _time(proceedings: Proceedings, settings: enrolment.Settings) -> str:
    hour = f" {settings.time.at}" if settings.time and settings.time.at else ""
    deadline = settings.deadline()
    if deadline is None:
        return sentence(zh_schedule(settings.time, titles_of(proceedings)))
    first = settings.time.from_ if settings.time else None
    since = f"自{zh_date(first)}起" if first else ""
    return f"{since}至{zh_date(deadline)}{hour}截止。"


def _recommenders(settings: enrolment.Settings) -> Iterator[str]:
    for channel in settings.channels:
        needed = settings.recommenders_of(channel)
        if needed > 1:
            yield f"{enrolment.CHANNELS.say(channel).zh}须有 {needed} 名以上推荐人。"


def _must_enrol(proceedings: Proceedings, settings: enrolment.Settings) -> str:
    if settings.must_enrol is None:
        return ""
    titles = {p.id: p.title.zh for p in proceedings.plan.posts}
    held = "、".join(titles.get(name, name) for name in settings.must_enrol.incumbents_of)
    return f"现任{held}职务的人员。{sentence(settings.must_enrol.otherwise.zh)}"


ENROLMENT_NOTICE = PaperKind(
    ID, Text("报名公告", "Enrolment notice"), ("enrolment",), EnrolmentNotice, LAYOUT, enrolment_notices
)
