"""Approval and filing (报批、备案): a request with its papers goes up, and what comes back decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import before_stage, in_future, out_of_order
from quanheng.core.findings import by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, Span, StageSettings, Words
from quanheng.core.listing import names_in
from quanheng.core.share_gate import share_findings
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import Options

TITLE = Text("报批、备案", "Approval and filing")

SEVEN: tuple[Text, ...] = (
    Text("请示", "request"),
    Text("干部任免审批表", "approval form"),
    Text("考察材料", "inspection report"),
    Text("本人档案", "personal file"),
    Text("会议纪要", "minutes"),
    Text("讨论记录", "record of the discussion"),
    Text("民主推荐情况", "result of the recommendation"),
)
RESULTS = Options(
    {
        "approve": Text("同意", "approve"),
        "reject": Text("不同意", "reject"),
        "return": Text("退回补正", "return"),
    }
)


class Settings(StageSettings):
    """What a plan says about the approval.

    Shapes: `by` names the bodies that may approve; `mode` file asks for no reply; `attachments` seven are
    those of the regulations; `reply_within` is the span in which a reply is expected.
    """

    kind: Literal["approval"]
    mode: Literal["approve", "file"] = "approve"
    by: Names = Field(min_length=1)
    attachments: Literal["seven"] | tuple[Words, ...] = "seven"
    reply_within: Span | None = None

    def papers_needed(self) -> tuple[Text, ...]:
        """The papers that go with a request."""
        return SEVEN if self.attachments == "seven" else tuple(self.attachments)


_Person = Annotated[
    str, Column("人员编号", "Person", Text("空白指全部人选", "Blank means everybody"), "HW012")
]
_Post = Annotated[
    str, Column("职位", "Post", Text("空白指此人的全部职位", "Blank means every post"), "park-deputy")
]
_Filled = Annotated[str, Field(min_length=1)]


class ApprovalRequest(Row):
    """One request sent up, on everybody or on one person (请示、备案报告)."""

    key_fields: ClassVar[tuple[str, ...]] = ("number", "person", "post")
    number: Annotated[
        _Filled, Column("文号", "Number", Text("请示或报告的文号", "Its number"), "党组〔2026〕8号")
    ]
    person: _Person = ""
    post: _Post = ""
    to: Annotated[
        _Filled, Column("报送机关", "Sent to", Text("有权审批的机关", "The body that approves"), "区委组织部")
    ]
    sent_on: Annotated[date, Column("报送日期", "Sent on", Text("发文之日", "Day it was sent"), "2026-03-21")]
    attachments: Annotated[
        str, Column("附件", "Attachments", Text("以顿号分开", "Parted by commas"), "请示、考察材料")
    ] = ""


class ApprovalReply(Row):
    """What came back on a request (批复)."""

    key_fields: ClassVar[tuple[str, ...]] = ("number", "person", "post")
    number: Annotated[
        _Filled, Column("请示文号", "Request", Text("所答复的请示", "The request"), "党组〔2026〕8号")
    ]
    person: _Person = ""
    post: _Post = ""
    result: Annotated[
        Literal["approve", "reject", "return"],
        RESULTS,
        Column("结果", "Result", Text("同意、不同意或退回", "What they say"), "approve"),
    ]
    replied_by: Annotated[
        _Filled,
        Column("批复机关", "Replied by", Text("须为所报送的机关", "The body it was sent to"), "区委组织部"),
    ]
    replied_on: Annotated[date, Column("批复日期", "Replied on", Text("批复之日", "Its date"), "2026-03-26")]
    document: Annotated[
        str, Column("批复文号", "Document", Text("同意时须填", "Needed to approve"), "组〔2026〕5号")
    ] = ""
    note: Annotated[
        str, Column("说明", "Note", Text("不同意、退回的理由", "Why rejected or returned"), "")
    ] = ""


TABLES = (
    InputTable("requests", Text("请示与报告", "Requests"), ApprovalRequest, "record_approval"),
    InputTable("replies", Text("批复", "Replies"), ApprovalReply, "record_approval", required=False),
)


@dataclass(frozen=True)
class ApprovalRecord:
    """The requests and replies in the order they were entered, and the day of the last reply."""

    requests: tuple[ApprovalRequest, ...]
    replies: tuple[ApprovalReply, ...]
    replied_on: date | None


RECORD = ApprovalRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: bodies that may not approve, missing papers, replies to nothing or by somebody else."""
    on_slate = slate_check(slate, inputs)
    if table == "requests":
        return refused_rows(
            rows,
            ApprovalRequest,
            lambda row: (
                (on_slate(row.person, row.post) if row.person else None)
                or _refused_request(row, inputs, settings)
            ),
        )
    return refused_rows(
        rows,
        ApprovalReply,
        lambda row: (
            (on_slate(row.person, row.post) if row.person else None) or _refused_reply(row, inputs, settings)
        ),
    )


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", row.key(), "请核对文件。", "Check the papers.")


def _refused_request(row: ApprovalRequest, inputs: Inputs, settings: Settings) -> Refused | None:
    if row.to not in settings.by:
        zh, en = "、".join(settings.by), ", ".join(settings.by)
        return _refused(
            row,
            "may_not_approve",
            f"“{row.to}”无权审批，应报：{zh}（方案 stages.{settings.id}.by）",
            f"'{row.to}' may not approve; send it to: {en} (stages.{settings.id}.by)",
        )
    have = names_in(row.attachments)
    lacking = [p for p in settings.papers_needed() if p.zh not in have and p.en not in have]
    if lacking:
        zh, en = "、".join(p.zh for p in lacking), ", ".join(p.say("en") for p in lacking)
        return _refused(
            row,
            "attachments_missing",
            f"缺少附件：{zh}（方案 stages.{settings.id}.attachments）",
            f"Attachments are missing: {en} (stages.{settings.id}.attachments)",
        )
    sent = (Text("报送日期", "the request"), row.sent_on)
    return in_future(row.key(), *sent, inputs) or before_stage(row.key(), *sent, inputs)


def _refused_reply(row: ApprovalReply, inputs: Inputs, settings: Settings) -> Refused | None:
    if settings.mode == "file":
        return _refused(row, "filing_needs_no_reply", "备案不须批复", "A filing gets no reply")
    sent = [r for r in inputs.table("requests", ApprovalRequest) if r.number == row.number]
    if not sent:
        return _refused(
            row, "no_such_request", f"没有文号为“{row.number}”的请示", f"There is no request '{row.number}'"
        )
    if row.replied_by != sent[0].to:
        return _refused(
            row,
            "reply_by_other_body",
            f"请示报送“{sent[0].to}”，不能由“{row.replied_by}”批复",
            f"It was sent to '{sent[0].to}', not to '{row.replied_by}'",
        )
    if row.result == "approve" and not row.document:
        return _refused(row, "reply_incomplete", "同意的批复须填文号", "An approval needs its number")
    if row.result != "approve" and not row.note:
        return _refused(
            row, "reply_incomplete", "不同意或退回须写明理由", "A rejection or return needs its reason"
        )
    replied = (Text("批复日期", "The reply"), row.replied_on)
    return in_future(row.key(), *replied, inputs) or out_of_order(
        row.key(), (Text("报送日期", "the request"), sent[0].sent_on), replied
    )


def _is_on(row: ApprovalRequest | ApprovalReply, candidate: Candidate) -> bool:
    return row.person in ("", candidate.person) and row.post in ("", candidate.post)


def latest_request(candidate: Candidate, inputs: Inputs) -> ApprovalRequest | None:
    """The latest request on a candidate; of one day the last entered."""
    own = [r for r in inputs.table("requests", ApprovalRequest) if _is_on(r, candidate)]
    return max(enumerate(own), key=lambda pair: (pair[1].sent_on, pair[0]))[1] if own else None


def reply_on(candidate: Candidate, request: ApprovalRequest, inputs: Inputs) -> ApprovalReply | None:
    """The reply on a candidate: the one that names them most exactly."""
    own = [
        r
        for r in inputs.table("replies", ApprovalReply)
        if r.number == request.number and _is_on(r, candidate)
    ]
    return max(own, key=lambda r: (bool(r.person), bool(r.post)), default=None)


def expected_by(request: ApprovalRequest, inputs: Inputs, settings: Settings) -> date | None:
    """The day by which the plan expects the reply to a request."""
    span = settings.reply_within
    return None if span is None else full_on(request.sent_on, span, inputs.calendar)


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Requests not sent, replies not come (and since when they are overdue), returned requests."""
    missing = []
    for c in slate.candidates:
        name, request = inputs.name_of(c.person), latest_request(c, inputs)
        if request is None:
            missing.append(
                Due(Text(f"{name}尚未报送", f"nothing is sent up on {name}"), "requests", c.person)
            )
            continue
        reply = reply_on(c, request, inputs)
        if settings.mode == "file" or (reply is not None and reply.result != "return"):
            continue
        if reply is not None:
            zh, en = (
                f"{name}的请示已退回，须补正后重新报送",
                f"the request on {name} was returned: send it again",
            )
            missing.append(Due(Text(zh, en), "requests", c.person))
            continue
        until = expected_by(request, inputs, settings)
        late = until is not None and until < inputs.closed_on
        more_zh, more_en = (
            (f"（应于 {until} 前答复，已逾期）", f" (overdue since {until})") if late else ("", "")
        )
        text = Text(f"{name}的批复{more_zh}", f"the reply on {name}{more_en}")
        missing.append(Due(text, "replies", c.person, request.to))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever is rejected leaves; those approved or filed stay, with number and date.

    Errors: Refused(below_competition_share).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    for c in slate.candidates:
        request = latest_request(c, inputs)
        finding = _finding(c, request, inputs, settings) if request is not None else None
        if finding is not None:
            (reasons if finding.state == "not_met" else findings).append(finding)
    findings += share_findings([f.candidate for f in findings if f.candidate], inputs, settings)
    replies = inputs.table("replies", ApprovalReply)
    last = max((r.replied_on for r in replies), default=None)
    record = ApprovalRecord(inputs.table("requests", ApprovalRequest), replies, last)
    return outcome_of(settings, slate, reasons, findings, record)


def _finding(candidate: Candidate, request: ApprovalRequest, inputs: Inputs, settings: Settings) -> Finding:
    evidence: list[Evidence] = [
        fact("请示文号", "Request", request.number),
        fact("报送机关", "Sent to", request.to),
        fact("报送日期", "Sent on", request.sent_on),
    ]
    reply = reply_on(candidate, request, inputs)
    if reply is None:
        text = Text(
            f"已向“{request.to}”备案（{request.number}）", f"filed with '{request.to}' ({request.number})"
        )
        return found("filed", "met", text, by_row(settings, "requests", request), candidate, evidence)
    said, until = RESULTS.say(reply.result), expected_by(request, inputs, settings)
    evidence.append(fact("批复日期", "Replied on", reply.replied_on))
    if until is not None:
        evidence.append(fact("应答复日期", "Reply expected by", until))
    told = reply.document or reply.note
    text = Text(f"“{reply.replied_by}”{said.zh}：{told}", f"'{reply.replied_by}': {said.en}, {told}")
    good = reply.result == "approve"
    return found(
        "approved" if good else "rejected",
        "met" if good else "not_met",
        text,
        by_row(settings, "replies", reply, "decision"),
        candidate,
        evidence,
    )
