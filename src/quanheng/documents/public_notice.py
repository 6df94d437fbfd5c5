"""Public notice (任前公示): who is to hold which post, how long the notice stands, and where to object."""

from __future__ import annotations

from datetime import date

from quanheng.core.engine import Closing, inputs_for
from quanheng.core.people import Person
from quanheng.core.stages import public_notice
from quanheng.core.stages.public_notice.period import notice_period
from quanheng.core.values import Text
from quanheng.core.workdays import NoticePeriod
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.wording import month_of, present_posts, said, sentence, zh_span

KIND = "public_notice"


def public_notices(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """The one notice that is put up; none when nobody is to be appointed."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, public_notice.Settings)
    slate = proceedings.slate_before(stage)
    if not slate.candidates:
        return ()
    period = _period(proceedings, settings)
    on = period.start if period else proceedings.opened_on(stage)
    parts = (f"关于{proceedings.subject}", "拟任人选的任前公示")
    draft = Draft(KIND, Text("".join(parts), "Notice before appointment"), parts)
    draft.paragraph(
        f"根据《{proceedings.plan.title.zh}》，经{_decided_by(proceedings, stage)}，"
        f"拟任用 {len(slate.people())} 名同志。现将有关情况公示如下："
    )
    groups = proceedings.posts_in_order(slate.candidates)
    rows = [
        (*_facts(proceedings.person(c.person), on or proceedings.plan.as_of), post.title.zh)
        for post, own in groups
        for c in own
    ]
    draft.table(
        [
            Column("姓名", 3),
            Column("性别", 3),
            Column("出生年月", 4),
            Column("学历", 4),
            Column("现任职务", 6, "left"),
            Column("拟任职务", 6, "left"),
        ],
        rows,
    )
    draft.paragraphs(sentence(t.zh) for t in settings.content)
    draft.paragraph(_period_words(period, settings), "公示期限：")
    draft.paragraph(f"{'、'.join(p.zh for p in settings.places)}。", "公示地点：")
    if settings.objections_to:
        draft.paragraph(_objections(proceedings, settings), "意见反映：")
    return (draft.signature(proceedings.organisation, on).paper(),)


def _facts(person: Person, on: date) -> tuple[str, ...]:
    return (
        person.name,
        said(person.sex),
        month_of(person.born),
        _education(person),
        present_posts(person, on),
    )


def _education(person: Person) -> str:
    """The course that was finished last, or the only ones known."""
    if not person.educations:
        return NOT_ENTERED if "educations" in person.missing else "—"
    dated = [e for e in person.educations if e.finished_on]
    last = max(dated, key=lambda e: e.finished_on or date.min) if dated else person.educations[-1]
    return last.level


def _decided_by(proceedings: Proceedings, stage: str) -> str:
    decided = proceedings.outcome_of_kind("decision", before=stage)
    if decided is None:
        return "研究"
    settings = proceedings.plan.stage(decided.stage)
    return f"{proceedings.body_title(getattr(settings, 'body', ''))}研究"


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
