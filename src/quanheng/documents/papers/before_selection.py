"""Papers before a selection (动议和核定职数文书): the motion, and the seats that are free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import establishment, motion
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence


@dataclass(frozen=True)
class SeatLine:
    """The numbers of one unit and level."""

    unit: Annotated[str, Told("单位", "Unit", "局机关")]
    level: Annotated[str, Told("层级", "Level", "主任科员")]
    approved: Annotated[str, Told("核定职数", "Approved", "5", needed=True)]
    actual: Annotated[str, Told("实有人数", "Actual", "3")]
    leaving: Annotated[str, Told("即将空出", "Leaving", "0")]
    vacant: Annotated[str, Told("空缺", "Vacant", "2", needed=True)]
    document: Annotated[str, Told("核定文号", "Document", "编办〔2025〕3号")]


@dataclass(frozen=True)
class UseLine:
    """One post that the plan opens."""

    post: Annotated[str, Told("职位", "Post", "主任科员")]
    unit: Annotated[str, Told("单位", "Unit", "局机关")]
    seats: Annotated[str, Told("使用职数", "Seats used", "1")]


@dataclass(frozen=True)
class EstablishmentForm(PaperFields):
    """The seats that are free and those asked for."""

    counted_on: Annotated[str, Told("统计日期", "Counted on", "2026年12月9日")]
    seats: Annotated[tuple[SeatLine, ...], Told("职数", "Seats")]
    uses: Annotated[tuple[UseLine, ...], Told("使用", "Posts opened")]


@dataclass(frozen=True)
class Proposal:
    """The proposal for one post."""

    post: Annotated[str, Told("职位", "Post", "办公室主任", needed=True)]
    basis: Annotated[str, Told("动议缘由", "Why now", "原任调出。")]
    conditions: Annotated[str, Told("任职条件", "Conditions", "熟悉园区工作。")]
    scope: Annotated[str, Told("范围", "Scope", "本单位中层。")]
    way: Annotated[str, Told("方式", "Way", "竞争上岗。")]
    work_plan: Annotated[str, Told("工作方案", "Work plan", "工作方案1号。")]
    proposer: Annotated[str, Told("动议人", "Proposer", "赵明")]
    proposed_on: Annotated[str, Told("动议日期", "Proposed on", "2026年3月2日")]
    heard: Annotated[str, Told("听取意见", "Leaders consulted", "钱进同意，孙红同意")]
    result: Annotated[str, Told("结果", "Result", "启动")]


@dataclass(frozen=True)
class MotionPaper(PaperFields):
    """The motion that begins a selection."""

    analyses: Annotated[tuple[str, ...], Told("分析研判", "Analyses", ("园区领导班子：空缺副职1名。",))]
    proposals: Annotated[tuple[Proposal, ...], Told("动议", "Proposals")]


SEATS_LAYOUT = (
    Draft("establishment_form", TITLE)
    .paragraph("{{ 统计日期 }}", "统计日期：")
    .listing(
        "行 in 职数", "职数核定情况", 单位=5, 层级=4, 核定职数=2, 实有人数=2, 即将空出=2, 空缺=2, 核定文号=5
    )
    .listing("行 in 使用", "本次拟使用职数", 职位=6, 单位=6, 使用职数=3)
    .form(
        ("申请单位意见", "\n　　　　　　　　（盖章）　　　　　　年　　月　　日"),
        ("审核机关意见", "\n　　　　　　　　（盖章）　　　　　　年　　月　　日"),
        heights=(3, 3),
    )
    .paper()
)
MOTION_LAYOUT = (
    Draft("motion_paper", TITLE)
    .heading("分析研判")
    .each("句 in 分析研判")
    .paragraph("{{ 句 }}")
    .done()
    .heading("动议意见")
    .each("议 in 动议")
    .form(
        ("职位", "{{ 议.职位 }}", "结果", "{{ 议.结果 }}"),
        ("动议缘由", "{{ 议.动议缘由 }}"),
        ("任职条件", "{{ 议.任职条件 }}"),
        ("范围", "{{ 议.范围 }}", "方式", "{{ 议.方式 }}"),
        ("工作方案", "{{ 议.工作方案 }}"),
        ("听取意见", "{{ 议.听取意见 }}"),
        ("动议人", "{{ 议.动议人 }}", "动议日期", "{{ 议.动议日期 }}"),
    )
    .done()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def establishment_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one form, once numbers are entered."""
    rows = proceedings.rows(stage, "numbers", establishment.StaffNumber)
    if not rows:
        return ()
    bound = {b.post: b.seats for b in proceedings.rows(stage, "bindings", establishment.SeatBinding)}
    posts = [p for p in proceedings.plan.posts if not p.excluded]
    said = EstablishmentForm(
        **common(proceedings, (proceedings.subject, "职数审核表"), proceedings.opened_on(stage)),
        counted_on=zh_date(max(r.counted_on for r in rows)),
        seats=tuple(
            SeatLine(
                r.unit or "—",
                r.level or "—",
                str(r.approved),
                str(r.actual),
                str(r.leaving),
                str(r.approved - r.actual),
                r.document,
            )
            for r in rows
        ),
        uses=tuple(UseLine(p.title.zh, p.unit or "—", str(bound.get(p.id, p.fixed_seats()))) for p in posts),
    )
    return (Written("establishment_form", Text("职数审核表", "Seats asked for"), said),)


def motion_papers(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one motion, once something is entered."""
    analyses = proceedings.rows(stage, "analyses", motion.Analysis)
    proposals = proceedings.rows(stage, "proposals", motion.Proposal)
    if not analyses and not proposals:
        return ()
    parts = (f"关于{proceedings.subject}", "的动议")
    said = MotionPaper(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        analyses=tuple(
            f"{a.subject}：{sentence(a.content)}（{a.done_by}，{zh_date(a.done_on)}）" for a in analyses
        ),
        proposals=tuple(_proposal(proceedings, stage, p) for p in proposals),
    )
    return (Written("motion_paper", Text("".join(parts), "Motion"), said),)


def _proposal(proceedings: Proceedings, stage: str, row: motion.Proposal) -> Proposal:
    heard = [c for c in proceedings.rows(stage, "consulted", motion.Consulted) if c.post in ("", row.post)]
    return Proposal(
        post=proceedings.post_title(row.post),
        basis=row.basis,
        conditions=row.conditions,
        scope=row.scope,
        way=row.way,
        work_plan=row.work_plan,
        proposer=proceedings.name(row.proposer),
        proposed_on=zh_date(row.proposed_on),
        heard="，".join(f"{proceedings.name(c.leader)}{motion.OPINIONS.say(c.opinion).zh}" for c in heard)
        or "—",
        result=motion.RESULTS.say(row.result).zh,
    )


ESTABLISHMENT_FORM = PaperKind(
    "establishment_form", Text("职数审核表", "Seats asked for"), ("establishment",),
    EstablishmentForm, SEATS_LAYOUT, establishment_forms,
)  # fmt: skip
MOTION_PAPER = PaperKind(
    "motion_paper", Text("动议", "Motion"), ("motion",), MotionPaper, MOTION_LAYOUT, motion_papers
)
