"""Two-way selection (双向选择文书): wishes, what came of them, and the notice to those who wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import matching
from quanheng.core.stages.matching import MatchingRecord
from quanheng.core.stages.matching.tables import Preference
from quanheng.core.values import Outcome, Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, person_line
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence, zh_span


@dataclass(frozen=True)
class Wish:
    """One office wished for."""

    order: Annotated[str, Told("志愿", "Which wish", "第1志愿")]
    office: Annotated[str, Told("岗位", "Office", "党政综合办公室岗位")]


@dataclass(frozen=True)
class PreferenceForm(PaperFields):
    """The application of one person."""

    person: Annotated[tuple[PersonLine, ...], Told("人员", "The person, one row")]
    round: Annotated[str, Told("轮次", "Round", "1")]
    wishes: Annotated[tuple[Wish, ...], Told("志愿", "Wishes", needed=True)]
    stated_on: Annotated[str, Told("申请日期", "Stated on", "2026年3月13日")]


@dataclass(frozen=True)
class OfficeLine:
    """One office and who works in it."""

    office: Annotated[str, Told("岗位", "Office", "党政综合办公室岗位")]
    seats: Annotated[str, Told("职数", "Seats", "18")]
    people: Annotated[str, Told("人员", "People", "张伟、李敏", needed=True)]
    vacant: Annotated[str, Told("空缺", "Vacant", "2")]


@dataclass(frozen=True)
class MatchingResult(PaperFields):
    """What came of two-way selection."""

    stage: Annotated[str, Told("环节", "Stage", "双向选择")]
    offices: Annotated[tuple[OfficeLine, ...], Told("结果", "Offices")]
    placed: Annotated[str, Told("上岗人数", "Placed", "46")]
    unplaced: Annotated[str, Told("待岗人员", "Who waits", "王强")]
    adjusted: Annotated[
        tuple[str, ...], Told("调配", "Placed otherwise", ("王强调配到农办岗位，理由：专业对口。",))
    ]


@dataclass(frozen=True)
class WaitingNotice(PaperFields):
    """The notice to one person who waits."""

    name: Annotated[str, Told("姓名", "Name", "王强", needed=True)]
    length: Annotated[str, Told("待岗时间", "How long", "3个月")]
    until: Annotated[str, Told("待岗期满", "Until", "2026年6月14日", needed=True)]
    pay: Annotated[str, Told("待遇", "Pay", "待岗期间只发基本工资。")]
    then: Annotated[str, Told("期满安排", "What follows", "期满后再次参加双向选择。")]
    registered: Annotated[bool, Told("已报名", "Whether they registered", True)]


FORM_LAYOUT = (
    Draft("preference_form", TITLE)
    .each("人 in 人员")
    .form(
        ("姓名", "{{ 人.姓名 }}", "性别", "{{ 人.性别 }}", "出生年月", "{{ 人.出生年月 }}"),
        ("学历学位", "{{ 人.学历学位 }}", "政治面貌", "{{ 人.政治面貌 }}"),
        ("现任职务", "{{ 人.现任职务 }}"),
        ("年度考核", "{{ 人.年度考核 }}"),
    )
    .done()
    .listing("愿 in 志愿", "申请岗位（第{{ 轮次 }}轮）", 志愿=4, 岗位=14)
    .form(
        ("个人专长和申请理由", ""),
        ("是否服从调配", "", "申请人签名", ""),
        ("用人机构意见", "\n　　　　　　　　负责人签名：　　　　　　年　　月　　日"),
        ("领导小组意见", "\n　　　　　　　　　　　　　　　　　　　　年　　月　　日"),
        heights=(3, 1, 2, 2),
    )
    .paper()
)
RESULT_LAYOUT = (
    Draft("matching_result", TITLE)
    .paragraph("根据《{{ 方案 }}》，{{ 环节 }}已经完成，共上岗{{ 上岗人数 }}人。现将结果公布如下：")
    .listing("岗 in 结果", 岗位=5, 职数=2, 人员=10, 空缺=2)
    .each("句 in 调配")
    .paragraph("{{ 句 }}")
    .done()
    .when("待岗人员")
    .paragraph("{{ 待岗人员 }}。", "待岗人员：")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)
WAITING_LAYOUT = (
    Draft("waiting_notice", TITLE)
    .letterhead("{{ 单位 }}文件", number="{{ 字号 }}")
    .addressee("{{ 姓名 }}同志")
    .paragraph(
        "根据《{{ 方案 }}》，"
        "{% if 已报名 %}你在本轮双向选择中未能上岗{% else %}你未报名参加双向选择{% endif %}，"
        "经研究，现作待岗处理{% if 待岗时间 %}，待岗时间{{ 待岗时间 }}{% endif %}"
        "{% if 待岗期满 %}，至{{ 待岗期满 }}止{% endif %}。"
    )
    .when("待遇")
    .paragraph("{{ 待遇 }}")
    .end()
    .when("期满安排")
    .paragraph("{{ 期满安排 }}")
    .end()
    .paragraph("待岗期间请遵守工作纪律，参加组织安排的学习培训。对本通知有异议的，可以向本单位书面提出。")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def preference_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One form for everyone who named an office, in every round."""
    rows = proceedings.rows(stage, "preferences", Preference)
    keys = dict.fromkeys((r.person, r.round) for r in rows)
    return tuple(_form(proceedings, [r for r in rows if (r.person, r.round) == key]) for key in keys)


def _form(proceedings: Proceedings, rows: list[Preference]) -> Written:
    first = rows[0]
    line = person_line(proceedings, 1, first.person, "", first.stated_on)
    said = PreferenceForm(
        **common(proceedings, (proceedings.subject, "职位申请表"), first.stated_on),
        person=(line,),
        round=str(first.round),
        wishes=tuple(
            Wish(f"第{r.order}志愿", proceedings.post_title(r.office))
            for r in sorted(rows, key=lambda r: r.order)
        ),
        stated_on=zh_date(first.stated_on),
    )
    return Written(
        "preference_form", Text(f"双向选择职位申请表：{line.name}", f"Application: {line.name}"), said
    )


def matching_results(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one result; none before the stage is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, MatchingRecord):
        return ()
    record = outcome.record
    title = proceedings.stage_title(proceedings.plan.stage(stage))
    parts = (proceedings.subject, "结果公布" if title in proceedings.subject else f"{title}结果公布")
    said = MatchingResult(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=title,
        offices=tuple(
            OfficeLine(
                proceedings.post_title(o.office),
                str(o.seats),
                proceedings.names(o.people) or "—",
                str(o.vacant),
            )
            for o in record.offices
        ),
        placed=str(record.placed),
        unplaced=proceedings.names(record.unplaced),
        adjusted=tuple(
            f"{proceedings.name(person)}"
            f"{f'调配到{proceedings.post_title(office)}' if office else '不安排岗位'}，"
            f"理由：{reason}（{decided}）。"
            for person, office, reason, decided in record.adjusted
        ),
    )
    return (Written("matching_result", Text("".join(parts), "Result of two-way selection"), said),)


def waiting_notices(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One notice to everyone who waits; none before the stage is closed."""
    outcome, settings = proceedings.outcomes.get(stage), proceedings.plan.stage(stage)
    assert isinstance(settings, matching.Settings)
    if outcome is None or not isinstance(outcome.record, MatchingRecord):
        return ()
    return tuple(_waiting(proceedings, settings, outcome, person) for person in outcome.record.unplaced)


def _waiting(proceedings: Proceedings, settings: matching.Settings, outcome: Outcome, person: str) -> Written:
    name, waiting, record = proceedings.name(person), settings.waiting, outcome.record
    parts = (f"关于{name}同志", "待岗的通知")
    said = WaitingNotice(
        **common(proceedings, parts, proceedings.signed_on(outcome.stage)),
        name=name,
        length=zh_span(waiting.length) if waiting else "",
        until=zh_date(record.waits_until) if record.waits_until else "",
        pay=sentence(waiting.pay.zh) if waiting and waiting.pay.zh else "",
        then=sentence(waiting.then.zh) if waiting and waiting.then.zh else "",
        registered=person not in record.not_registered,
    )
    return Written("waiting_notice", Text("".join(parts), f"Notice to wait: {name}"), said)


PREFERENCE_FORM = PaperKind(
    "preference_form", Text("双向选择职位申请表", "Application for offices"), ("matching",),
    PreferenceForm, FORM_LAYOUT, preference_forms,
    each_person=True, read_by="view_roster", while_open="record_matching",
)  # fmt: skip
MATCHING_RESULT = PaperKind(
    "matching_result", Text("双向选择结果", "Result of two-way selection"), ("matching",),
    MatchingResult, RESULT_LAYOUT, matching_results, "closed",
)  # fmt: skip
WAITING_NOTICE = PaperKind(
    "waiting_notice", Text("待岗通知", "Notice to wait"), ("matching",),
    WaitingNotice, WAITING_LAYOUT, waiting_notices, "closed",
)  # fmt: skip
