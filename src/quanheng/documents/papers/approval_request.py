"""Approval request (请示、备案报告): candidates sent up to the body that approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.stages import approval
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, people_lines
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "approval_request"


@dataclass(frozen=True)
class ApprovalRequest(PaperFields):
    """A request or a report for the file."""

    to: Annotated[str, Told("主送", "Addressed to", "区公务员局", needed=True)]
    filed: Annotated[bool, Told("备案", "Whether it is for the file alone", False)]
    told: Annotated[str, Told("经过", "What was done so far", "民主推荐、集体研究")]
    people: Annotated[tuple[PersonLine, ...], Told("人选", "Candidates")]
    attachments: Annotated[
        tuple[str, ...], Told("附件", "What is attached", ("民主推荐情况汇总", "会议纪要"))
    ]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 单位 }}文件", number="{{ 字号 }}")
    .addressee("{{ 主送 }}")
    .paragraph(
        "根据《{{ 方案 }}》，{% if 经过 %}经{{ 经过 }}，{% endif %}现将下列人选"
        "{% if 备案 %}情况报告如下：{% else %}情况报上，请予审批：{% endif %}"
    )
    .listing("人 in 人选", 序号=2, 姓名=3, 性别=2, 出生年月=4, 学历学位=5, 现任职务=6, 职位=6)
    .when("备案")
    .paragraph("特此报告。")
    .end()
    .when("not 备案")
    .paragraph("妥否，请批示。")
    .end()
    .each("件 in 附件")
    .paragraph("{% if loop.first %}附件：{% else %}　　　{% endif %}{{ loop.index }}.{{ 件 }}")
    .done()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def approval_requests(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One paper for every number under which something was sent up; a draft to each body before that."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, approval.Settings)
    candidates = proceedings.slate_before(stage).candidates
    rows = proceedings.rows(stage, "requests", approval.ApprovalRequest)
    if not candidates:
        return ()
    if not rows:
        bodies = [proceedings.body_title(b) for b in settings.by]
        return tuple(
            _paper(proceedings, settings, body, proceedings.number, proceedings.opened_on(stage), candidates)
            for body in bodies
        )
    numbers = dict.fromkeys((r.number, r.to, r.sent_on) for r in rows)
    return tuple(
        _paper(
            proceedings, settings, proceedings.body_title(to), number, on, _meant(rows, number, candidates)
        )
        for number, to, on in numbers
    )


def _meant(
    rows: tuple[approval.ApprovalRequest, ...], number: str, candidates: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """The candidates that the rows of one number speak of; an empty code means all."""
    own = [r for r in rows if r.number == number]
    return tuple(
        c for c in candidates if any(r.person in ("", c.person) and r.post in ("", c.post) for r in own)
    )


def _paper(
    proceedings: Proceedings,
    settings: approval.Settings,
    to: str,
    number: str,
    on: date | None,
    candidates: tuple[Candidate, ...],
) -> Written:
    filed = settings.mode == "file"
    parts = (f"关于{proceedings.subject}人选", "有关情况的报告" if filed else "审批的请示")
    before = [s for s in proceedings.plan.stages if s.id in proceedings.outcomes]
    done = before[: before.index(settings)] if settings in before else before
    said = ApprovalRequest(
        **common(proceedings, parts, on, number),
        to=to,
        filed=filed,
        told="、".join(proceedings.stage_title(s) for s in done),
        people=people_lines(proceedings, candidates, on),
        attachments=tuple(t.zh for t in settings.papers_needed()),
    )
    return Written(ID, Text("".join(parts), "Request for approval"), said)


APPROVAL_REQUEST = PaperKind(
    ID,
    Text("请示（备案报告）", "Request for approval"),
    ("approval",),
    ApprovalRequest,
    LAYOUT,
    approval_requests,
)
