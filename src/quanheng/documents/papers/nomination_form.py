"""Nomination form (首提人推荐表): who nominates whom and why, signed; what was decided on it stands below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.channels import CHANNELS
from quanheng.core.engine import Closing, inputs_for
from quanheng.core.inputs import Inputs
from quanheng.core.nomination_register import RegisterLine, register_of
from quanheng.core.stages.nomination.checks import is_withdrawn, signed_on, still_liable
from quanheng.core.stages.nomination.tables import (
    RELATIONS,
    Agreement,
    Nomination,
    Review,
    Settings,
    Withdrawal,
)
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import month_of, present_posts, said

ID = "nomination_form"


@dataclass(frozen=True)
class Hand:
    """Somebody who answers for the nomination, and their signature."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    share: Annotated[str, Told("责任", "Responsibility", "共同责任")]
    signed: Annotated[str, Told("签名", "Signature", "已签")]
    on: Annotated[str, Told("日期", "Date", "2026年4月2日")]


@dataclass(frozen=True)
class NominationForm(PaperFields):
    """What the form says."""

    name: Annotated[str, Told("姓名", "Name", "李敏", needed=True)]
    sex: Annotated[str, Told("性别", "Sex", "女")]
    born: Annotated[str, Told("出生年月", "Born", "1985.04")]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    post: Annotated[str, Told("提名职位", "Post", "办公室主任（中层正职）", needed=True)]
    channel: Annotated[str, Told("提名方式", "Channel", "联名推荐")]
    unit: Annotated[str, Told("提名单位", "Unit", "党政综合办公室")]
    nominated_on: Annotated[str, Told("提名日期", "Nominated on", "2026年4月2日")]
    relation: Annotated[str, Told("关系", "Relation", "上下级")]
    reasons: Annotated[str, Told("提名理由", "Reasons", "长期在一线工作，群众基础好", needed=True)]
    performance: Annotated[str, Told("工作实绩", "Performance", "完成三个老旧小区改造")]
    integrity: Annotated[str, Told("廉洁情况", "Integrity", "未发现问题")]
    problems: Annotated[str, Told("已知问题", "Known problems", "无")]
    hands: Annotated[tuple[Hand, ...], Told("责任人", "First nominators")]
    consent: Annotated[str, Told("同意情况", "Agreements", "本人同意（2026年4月3日）")]
    review: Annotated[str, Told("综合审核", "Review", "采纳：人岗相适（2026年4月8日）")]
    valid_until: Annotated[str, Told("有效期至", "Valid until", "2027年4月2日")]
    decided_on: Annotated[str, Told("决定任用时间", "Decided on", "2026年4月20日")]


LAYOUT = (
    Draft(ID, TITLE)
    .form(
        ("姓名", "{{ 姓名 }}", "性别", "{{ 性别 }}", "出生年月", "{{ 出生年月 }}"),
        ("现任职务", "{{ 现任职务 }}"),
        ("提名职位", "{{ 提名职位 }}"),
        ("提名方式", "{{ 提名方式 }}", "提名单位", "{{ 提名单位 }}"),
        ("提名日期", "{{ 提名日期 }}", "与人选关系", "{{ 关系 }}"),
        ("提名理由", "{{ 提名理由 }}"),
        ("工作实绩", "{{ 工作实绩 }}"),
        ("廉洁情况", "{{ 廉洁情况 }}"),
        ("已知问题", "{{ 已知问题 }}"),
        heights=(1, 1, 1, 1, 1, 2, 2, 1, 1),
    )
    .paragraph("本人对上述推荐提名负首提责任，所填内容属实；违规提名、提名失误的，愿按规定接受责任追究。")
    .table(
        [Column("首提责任人", 3), Column("责任", 3), Column("签名", 3), Column("日期", 4)],
        [("{{ 人.姓名 }}", "{{ 人.责任 }}", "{{ 人.签名 }}", "{{ 人.日期 }}")],
        each="人 in 责任人",
    )
    .form(
        ("同意情况", "{{ 同意情况 }}"),
        ("综合审核", "{{ 综合审核 }}"),
        ("有效期至", "{{ 有效期至 }}"),
        ("决定任用时间", "{{ 决定任用时间 }}"),
    )
    .paper()
)


def nomination_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One form a nomination, with what was decided on it since."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, Settings)
    rows = proceedings.rows(stage, "nominations", Nomination)
    if not rows:
        return ()
    closed = proceedings.closing(stage)
    on = closed.closed_on if closed else max(r.nominated_on for r in rows)
    inputs = inputs_for(proceedings.facts, proceedings.outcomes, Closing(stage, on, on))
    lines = register_of("", proceedings.facts, proceedings.outcomes, on)
    return tuple(_form(proceedings, settings, row, _line(row, lines), inputs) for row in rows)


def _line(row: Nomination, lines: tuple[RegisterLine, ...]) -> RegisterLine:
    own = (row.person, row.post, row.channel, row.nominated_on)
    return next(x for x in lines if (x.person, x.post, x.channel, x.nominated_on) == own)


def _form(
    proceedings: Proceedings, settings: Settings, row: Nomination, line: RegisterLine, inputs: Inputs
) -> Written:
    person, post = proceedings.person(row.person), proceedings.post(row.post)
    parts = ("首提人推荐表", f"（{person.name}）")
    form = NominationForm(
        **common(proceedings, parts, row.nominated_on),
        name=person.name,
        sex=said(person.sex),
        born=month_of(person.born),
        present=present_posts(person, row.nominated_on),
        post=f"{post.title.zh}（{post.level}）" if post.level else post.title.zh,
        channel=CHANNELS.say(row.channel).zh,
        unit=row.unit,
        nominated_on=zh_date(row.nominated_on),
        relation=RELATIONS.say(row.relation).zh,
        reasons=row.reasons,
        performance=row.performance,
        integrity=row.integrity,
        problems=row.problems,
        hands=tuple(_hand(row, p, inputs) for p in row.liable()),
        consent=_agreed(row, settings, inputs),
        review=_reviewed(row, settings, inputs),
        valid_until=zh_date(line.valid_until),
        decided_on=zh_date(line.decided_on) if line.decided_on else "",
    )
    return Written(ID, Text("".join(parts), f"Nomination form: {person.name}"), form)


def _hand(row: Nomination, person: str, inputs: Inputs) -> Hand:
    withdrawn = [w for w in inputs.table("withdrawals", Withdrawal) if w.nominator == person]
    gone = next((w for w in withdrawn if (w.person, w.post) == (row.person, row.post)), None)
    on = gone.withdrawn_on if gone else signed_on(row, person, inputs)
    return Hand(
        name=inputs.name_of(person),
        share="共同责任" if len(still_liable(row, inputs)) > 1 else "个人责任",
        signed="已撤回" if gone else "已签" if on else "",
        on=zh_date(on) if on else "",
    )


def _agreed(row: Nomination, settings: Settings, inputs: Inputs) -> str:
    gates = {g.id: g.title.zh for g in settings.gates}
    given = [a for a in inputs.table("agreements", Agreement) if a.person == row.person]
    told = (
        f"{gates.get(a.gate, a.gate)}：{'同意' if a.agrees else '不同意'}（{zh_date(a.given_on)}）"
        for a in given
    )
    return "；".join(told)


def _reviewed(row: Nomination, settings: Settings, inputs: Inputs) -> str:
    if is_withdrawn(row, inputs, settings):
        return "提名已撤回"
    own = (r for r in inputs.table("reviews", Review) if (r.person, r.post) == (row.person, row.post))
    review = next(own, None)
    if review is None:
        return ""
    taken = "采纳" if review.taken_up else "未采纳"
    return f"{taken}：{review.reason}（{zh_date(review.reviewed_on)}）"


NOMINATION_FORM = PaperKind(
    ID,
    Text("首提人推荐表", "Nomination form"),
    ("nomination",),
    NominationForm,
    LAYOUT,
    nomination_forms,
)
