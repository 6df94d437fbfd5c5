"""Notice report (公示情况报告) and objection record (异议调查表): how a notice ran, what was objected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import public_notice
from quanheng.core.stages.public_notice import NoticeRecord
from quanheng.core.stages.public_notice.tables import RESULTS, Objection, Settlement
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, people_lines
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_range


@dataclass(frozen=True)
class NoticeReport(PaperFields):
    """How a notice ran. Shapes: it tells how many objected, and never who."""

    days: Annotated[str, Told("公示时间", "When it stood", "2026年3月17日至24日", needed=True)]
    places: Annotated[str, Told("公示地点", "Where", "镇公示栏、镇政府网")]
    people: Annotated[tuple[PersonLine, ...], Told("公示对象", "Who was named")]
    objections: Annotated[str, Told("收到反映", "Objections", "1")]
    signed: Annotated[str, Told("其中署名", "Signed", "1")]
    upheld: Annotated[str, Told("查实", "Upheld", "0")]
    not_upheld: Annotated[str, Told("不实", "Not upheld", "1")]
    kept: Annotated[str, Told("继续任用人数", "How many go on", "2")]


@dataclass(frozen=True)
class ObjectionRecord(PaperFields):
    """One objection and how it was looked into."""

    entry: Annotated[str, Told("编号", "Number", "1")]
    name: Annotated[str, Told("反映对象", "About whom", "张伟", needed=True)]
    posts: Annotated[str, Told("拟任职务", "Intended post", "办公室主任")]
    received: Annotated[str, Told("收到日期", "Received on", "2026年3月18日")]
    signed: Annotated[str, Told("署名情况", "Signed or not", "署名")]
    text: Annotated[str, Told("反映内容", "What is said", "学历与档案不符")]
    finding: Annotated[str, Told("核查情况", "What was found", "档案齐全", needed=True)]
    result: Annotated[str, Told("处理结果", "Result", "不影响任用", needed=True)]
    settled: Annotated[str, Told("处理日期", "Settled on", "2026年3月23日")]
    by: Annotated[str, Told("处理人", "By", "周平")]


REPORT_LAYOUT = (
    Draft("notice_report", TITLE)
    .paragraph("根据《{{ 方案 }}》，下列人选于{{ 公示时间 }}在{{ 公示地点 }}进行了任前公示。")
    .listing("人 in 公示对象", 序号=2, 姓名=3, 现任职务=6, 职位=6)
    .paragraph(
        "公示期间共收到反映{{ 收到反映 }}件，其中署名{{ 其中署名 }}件；经核查，"
        "查实并影响任用的{{ 查实 }}件，不影响任用的{{ 不实 }}件。"
    )
    .paragraph("公示结果不影响任用的人选{{ 继续任用人数 }}人次，建议按规定办理任职手续。")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)
RECORD_LAYOUT = (
    Draft("objection_record", TITLE)
    .form(
        ("编号", "{{ 编号 }}", "收到日期", "{{ 收到日期 }}", "署名情况", "{{ 署名情况 }}"),
        ("反映对象", "{{ 反映对象 }}", "拟任职务", "{{ 拟任职务 }}"),
        ("反映内容", "{{ 反映内容 }}"),
        ("核查情况", "{{ 核查情况 }}"),
        ("处理结果", "{{ 处理结果 }}"),
        ("处理人", "{{ 处理人 }}", "处理日期", "{{ 处理日期 }}"),
        ("审核意见", "\n　　　　　　　　签名：　　　　　　年　　月　　日"),
        heights=(1, 1, 4, 5, 2, 1, 2),
    )
    .paper()
)


def notice_reports(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one report; none before the notice has ended."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, NoticeRecord):
        return ()
    record = outcome.record
    on = proceedings.signed_on(stage)
    parts = (f"关于{proceedings.subject}", "任前公示情况的报告")
    said = NoticeReport(
        **common(proceedings, parts, on),
        days=zh_range(record.notice_first_on, record.notice_last_on),
        places="、".join(record.places),
        people=people_lines(proceedings, outcome.entered.candidates, on),
        objections=str(record.objections),
        signed=str(record.signed),
        upheld=str(record.upheld),
        not_upheld=str(record.not_upheld),
        kept=str(len(outcome.remaining.candidates)),
    )
    return (Written("notice_report", Text("".join(parts), "Report on the notice"), said),)


def objection_records(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One record of every objection, without the name of whoever objected."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, public_notice.Settings)
    settled = {s.number: s for s in proceedings.rows(stage, "settlements", Settlement)}
    return tuple(
        _record(proceedings, stage, objection, settled.get(objection.number))
        for objection in proceedings.rows(stage, "objections", Objection)
    )


def _record(
    proceedings: Proceedings, stage: str, objection: Objection, settled: Settlement | None
) -> Written:
    candidates = proceedings.slate_before(stage).candidates
    own = [c for c in candidates if c.person == objection.person and objection.post in ("", c.post)]
    on = settled.settled_on if settled else objection.received_on
    said = ObjectionRecord(
        **common(proceedings, ("任前公示异议调查表",), on),
        entry=objection.number,
        name=proceedings.name(objection.person),
        posts="、".join(proceedings.post_title(c.post) for c in own),
        received=zh_date(objection.received_on),
        signed="署名" if objection.signed else "匿名",
        text=objection.text,
        finding=settled.finding if settled else "",
        result=RESULTS.say(settled.result).zh if settled else "",
        settled=zh_date(settled.settled_on) if settled else "",
        by=proceedings.name(settled.by) if settled else "",
    )
    title = Text(f"任前公示异议调查表（{objection.number}）", "Record of an objection")
    return Written("objection_record", title, said)


NOTICE_REPORT = PaperKind(
    "notice_report", Text("公示情况报告", "Report on the notice"), ("public_notice",),
    NoticeReport, REPORT_LAYOUT, notice_reports, "closed",
)  # fmt: skip
OBJECTION_RECORD = PaperKind(
    "objection_record", Text("异议调查表", "Record of an objection"), ("public_notice",),
    ObjectionRecord, RECORD_LAYOUT, objection_records, read_by="settle_objection",
)  # fmt: skip
