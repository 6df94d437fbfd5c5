"""Public notice (任前公示): who is to hold which post, how long the notice stands, and where to object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.engine import Closing, inputs_for
from quanheng.core.people import Person
from quanheng.core.stages import public_notice
from quanheng.core.stages.public_notice.period import notice_period
from quanheng.core.values import Text
from quanheng.core.workdays import NoticePeriod
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import month_of, present_posts, said, sentence, zh_span

ID = "public_notice"


@dataclass(frozen=True)
class Line:
    """One person who is to be appointed."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    sex: Annotated[str, Told("性别", "Sex", "男")]
    born: Annotated[str, Told("出生年月", "Born", "1985.04")]
    education: Annotated[str, Told("学历", "Education", "本科")]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    intended: Annotated[str, Told("拟任职务", "Intended post", "办公室主任", needed=True)]


@dataclass(frozen=True)
class PublicNotice(PaperFields):
    """A notice before appointment."""

    decided_by: Annotated[str, Told("决定机构", "Which body considered it", "镇党委会研究")]
    count: Annotated[str, Told("人数", "How many", "2")]
    people: Annotated[tuple[Line, ...], Told("人选", "Candidates")]
    content: Annotated[
        tuple[str, ...], Told("公示内容", "What the plan adds", ("公示方式为张榜和网上公布。",))
    ]
    period: Annotated[
        str, Told("公示期限", "Period", "2026年3月17日发布，至2026年3月24日24:00止", needed=True)
    ]
    places: Annotated[str, Told("公示地点", "Places", "镇公示栏、镇政府网")]
    objections: Annotated[
        str, Told("意见反映", "Where to object", "公示期内对公示对象有异议的，可向镇纪委反映。", needed=True)
    ]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，经{{ 决定机构 }}，拟任用{{ 人数 }}名同志。现将有关情况公示如下：")
    .table(
        [
            Column("姓名", 3),
            Column("性别", 3),
            Column("出生年月", 4),
            Column("学历", 4),
            Column("现任职务", 6, "left"),
            Column("拟任职务", 6, "left"),
        ],
        [
            (
                "{{ 人.姓名 }}",
                "{{ 人.性别 }}",
                "{{ 人.出生年月 }}",
                "{{ 人.学历 }}",
                "{{ 人.现任职务 }}",
                "{{ 人.拟任职务 }}",
            )
        ],
        each="人 in 人选",
    )
    .each("句 in 公示内容")
    .paragraph("{{ 句 }}")
    .done()
    .paragraph("{{ 公示期限 }}", "公示期限：")
    .paragraph("{{ 公示地点 }}。", "公示地点：")
    .when("意见反映")
    .paragraph("{{ 意见反映 }}", "意见反映：")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def public_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one notice that is put up; none when nobody is to be appointed."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, public_notice.Settings)
    slate = proceedings.slate_before(stage)
    if not slate.candidates:
        return ()
    period = _period(proceedings, settings)
    on = period.start if period else proceedings.opened_on(stage)
    parts = (f"关于{proceedings.subject}", "拟任人选的任前公示")
    decided = decided_by(proceedings, stage)
    notice = PublicNotice(
        **common(proceedings, parts, on),
        decided_by=f"{decided.zh if decided else ''}研究",
        count=str(len(slate.people())),
        people=tuple(
            line_of(proceedings.person(c.person), on or proceedings.plan.as_of, post.title.zh)
            for post, own in proceedings.posts_in_order(slate.candidates)
            for c in own
        ),
        content=tuple(sentence(t.zh) for t in settings.content),
        period=_period_words(period, settings),
        places="、".join(p.zh for p in settings.places),
        objections=_objections(proceedings, settings) if settings.objections_to else "",
    )
    return (Written(ID, Text("".join(parts), "Notice before appointment"), notice),)


def line_of(person: Person, on: date, intended: str) -> Line:
    """One person as the notice tells of them, on the board as on the public page."""
    return Line(
        name=person.name,
        sex=said(person.sex),
        born=month_of(person.born),
        education=_education(person),
        present=present_posts(person, on),
        intended=intended,
    )


def _education(person: Person) -> str:
    """The course that was finished last, or the only ones known."""
    if not person.educations:
        return NOT_ENTERED if "educations" in person.missing else "—"
    dated = [e for e in person.educations if e.finished_on]
    last = max(dated, key=lambda e: e.finished_on or date.min) if dated else person.educations[-1]
    return last.level


def decided_by(proceedings: Proceedings, stage: str) -> Text | None:
    """The body whose decision the notice tells of, None where the plan has no decision before it."""
    decided = proceedings.outcome_of_kind("decision", before=stage)
    if decided is None:
        return None
    body = getattr(proceedings.plan.stage(decided.stage), "body", "")
    known = next((b for b in proceedings.plan.bodies if b.id == body), None)
    return known.title if known else Text(proceedings.body_title(body))


def _period(proceedings: Proceedings, settings: public_notice.Settings) -> NoticePeriod | None:
    """The period as it runs once the notice is up, else as it would run from the day of issue."""
    up = [p.published_on for p in proceedings.rows(settings.id, "publications", public_notice.Publication)]
    day = proceedings.opened_on(settings.id) or max(up, default=None)
    if day is None:
        return None
    at = proceedings.closing(settings.id) or Closing(settings.id, day, day)
    inputs = inputs_for(proceedings.facts, proceedings.outcomes, at)
    running = notice_period(inputs, settings)
    if running is not None:
        return running
    return settings.period(day, settings.lasts, inputs)


def _period_words(period: NoticePeriod | None, settings: public_notice.Settings) -> str:
    lasts = zh_span(settings.lasts)
    if period is None:
        return f"自公示之日起{lasts}。"
    first = "发布当日计入" if settings.first_day_counts else "发布当日不计入"
    return f"{zh_date(period.start)}发布，至{zh_date(period.last)}24:00止（不少于{lasts}，{first}）。"


def _objections(proceedings: Proceedings, settings: public_notice.Settings) -> str:
    to = proceedings.body_title(settings.objections_to)
    unsigned = (
        "署名和匿名反映均予核查" if settings.anonymous == "examined" else "匿名反映只作登记，提倡署名反映"
    )
    return f"公示期内对公示对象有异议的，可向{to}反映。{unsigned}。"


PUBLIC_NOTICE = PaperKind(
    ID, Text("任前公示", "Public notice"), ("public_notice",), PublicNotice, LAYOUT, public_notices
)
