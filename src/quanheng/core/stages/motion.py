"""Motion (动议): analysis first, then a signed proposal for every post, and the leaders consulted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, unknown_person, unknown_post
from quanheng.core.dating import in_future, out_of_order
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, StageSettings
from quanheng.core.newcomers import posts_inside
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import AnyPostCell, Options, PostCell, YesNo

TITLE = Text("动议", "Motion")

Need = Literal["conditions", "scope", "way", "work_plan", "basis"]
NEEDS: dict[Need, Text] = {
    "conditions": Text("任职条件", "conditions"),
    "scope": Text("范围", "scope"),
    "way": Text("方式", "way"),
    "work_plan": Text("工作方案", "work plan"),
    "basis": Text("动议缘由", "basis"),
}
RESULTS = Options({"start": Text("启动", "start"), "not_start": Text("不启动", "do not start")})
OPINIONS = Options(
    {
        "agree": Text("同意", "agree"),
        "disagree": Text("不同意", "disagree"),
        "reserved": Text("保留意见", "reserved"),
    }
)


class Settings(StageSettings):
    """What a plan says about the motion.

    Shapes: `needs` are the parts a proposal must fill; `ways` the ways of selection it may choose from; every
    member of the bodies in `consults` is consulted on every post; `proposed_by` names bodies, or is empty.
    `ways_by_scope` is a decision table: which ways of selection fit which scope.
    """

    kind: Literal["motion"]
    analyses: int = Field(default=1, ge=1)
    needs: tuple[Need, ...] = ("conditions", "scope", "way", "work_plan")
    ways: Names = ()
    ways_by_scope: Mapping[str, Names] = Field(default_factory=dict)
    proposed_by: Names = ()
    consults: Names = ()
    disagreement: Literal["stop", "note"] = "note"


_Day = Annotated[date, Column("日期", "Date", Text("办理之日", "The day it was done"), "2026-03-02")]
_Filled = Annotated[str, Field(min_length=1)]


class Analysis(Row):
    """One analysis of a leading body or unit (分析研判)."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject",)
    subject: Annotated[
        _Filled, Column("研判对象", "Subject", Text("班子或单位", "The body or unit"), "园区领导班子")
    ]
    content: Annotated[
        _Filled,
        Column("研判情况", "Content", Text("结构、空缺与需要", "Structure, gaps, needs"), "空缺副职1名"),
    ]
    done_on: _Day
    done_by: Annotated[
        _Filled, Column("研判人", "Done by", Text("机构或人员", "Who analysed"), "组织人事部门")
    ]


class Proposal(Row):
    """The proposal for one post (动议)."""

    key_fields: ClassVar[tuple[str, ...]] = ("post",)
    post: PostCell
    basis: Annotated[str, Column("动议缘由", "Basis", Text("为何此时选拔", "Why now"), "原任调出")] = ""
    conditions: Annotated[
        str, Column("任职条件", "Conditions", Text("职位要求", "What the post asks"), "熟悉园区工作")
    ] = ""
    scope: Annotated[str, Column("范围", "Scope", Text("人选范围", "Among whom"), "本单位中层")] = ""
    way: Annotated[str, Column("方式", "Way", Text("选拔方式", "How to select"), "竞争上岗")] = ""
    work_plan: Annotated[
        str, Column("工作方案", "Work plan", Text("方案名称或文号", "Its title or number"), "工作方案1号")
    ] = ""
    proposer: Annotated[
        _Filled, Column("动议人", "Proposer", Text("提出者的人员编号", "Code of the proposer"), "HW001")
    ]
    proposed_on: _Day
    signed: Annotated[YesNo, Column("是否签字", "Signed", Text("动议人已签字", "The proposer signed"), "是")]
    result: Annotated[
        Literal["start", "not_start"],
        RESULTS,
        Column("结果", "Result", Text("是否启动", "Whether the selection starts"), "start"),
    ] = "start"


class Consulted(Row):
    """One leader consulted on the motion (听取意见)."""

    key_fields: ClassVar[tuple[str, ...]] = ("leader", "post")
    leader: Annotated[
        _Filled, Column("领导成员", "Leader", Text("人员编号", "A code in the roster"), "HW001")
    ]
    post: AnyPostCell = ""
    opinion: Annotated[
        Literal["agree", "disagree", "reserved"],
        OPINIONS,
        Column("意见", "Opinion", Text("对动议的意见", "On the motion"), "agree"),
    ]
    consulted_on: _Day
    note: Annotated[str, Column("说明", "Note", Text("意见内容", "What was said"), "")] = ""


TABLES = (
    InputTable("analyses", Text("分析研判", "Analyses"), Analysis, "record_motion"),
    InputTable("proposals", Text("动议", "Proposals"), Proposal, "record_motion"),
    InputTable(
        "consulted", Text("听取意见", "Leaders consulted"), Consulted, "record_motion", required=False
    ),
)


@dataclass(frozen=True)
class MotionRecord:
    """The analyses, the proposals, who was consulted, and the posts whose selection starts."""

    analyses: tuple[Analysis, ...]
    proposals: tuple[Proposal, ...]
    consulted: tuple[Consulted, ...]
    started: tuple[str, ...]


RECORD = MotionRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: days ahead, a proposal before any analysis, unsigned or incomplete, by the wrong hand."""
    if table == "analyses":
        return refused_rows(
            rows,
            Analysis,
            lambda row: in_future(row.key(), Text("研判日期", "The analysis"), row.done_on, inputs),
        )
    if table == "proposals":
        return refused_rows(rows, Proposal, lambda row: _refused_proposal(row, inputs, settings))
    return refused_rows(rows, Consulted, lambda row: _refused_consulted(row, inputs, settings))


def _refused_proposal(row: Proposal, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = unknown_post(row.post, inputs) or unknown_person(row.proposer, inputs)
    if refusal is not None:
        return refusal
    analysed = [a.done_on for a in inputs.table("analyses", Analysis)]
    if not analysed:
        return Refused(
            "no_analysis_no_start",
            "尚无分析研判，不得提出启动意见。",
            "There is no analysis yet; nothing may be proposed.",
            where=row.key(),
            remedy_zh="请先录入分析研判。",
            remedy_en="Record the analysis first.",
        )
    proposed = (Text("动议日期", "The proposal"), row.proposed_on)
    return (
        in_future(row.key(), *proposed, inputs)
        or out_of_order(row.key(), (Text("首次研判日期", "the first analysis"), min(analysed)), proposed)
        or _refused_hand(row.key(), row.proposer, settings.proposed_by, inputs)
        or _refused_content(row, settings)
    )


def _refused_content(row: Proposal, settings: Settings) -> Refused | None:
    lacking = [NEEDS[n] for n in settings.needs if not getattr(row, n)]
    if not row.signed:
        lacking.append(Text("动议人签字", "the proposer's signature"))
    if lacking:
        zh, en = "、".join(t.zh for t in lacking), ", ".join(t.en for t in lacking)
        return Refused(
            "proposal_incomplete",
            f"动议缺少：{zh}。",
            f"The proposal lacks: {en}.",
            row.key(),
            "请补齐。",
            "Add it.",
        )
    if settings.ways and row.way and row.way not in settings.ways:
        return Refused(
            "way_not_allowed",
            f"方案没有“{row.way}”这一选拔方式。",
            f"The plan knows no way '{row.way}'.",
            row.key(),
            f"可填：{'、'.join(settings.ways)}。",
            f"Known: {', '.join(settings.ways)}.",
        )
    return _refused_way(row, settings.ways_by_scope) if settings.ways_by_scope else None


def _refused_way(row: Proposal, table: Mapping[str, Names]) -> Refused | None:
    """A refusal of a way of selection that does not fit the scope of the post, by the plan's own table."""
    fitting = table.get(row.scope)
    if fitting is not None and row.way in fitting:
        return None
    if fitting is None:
        words = f"方案的方式表没有范围“{row.scope}”。", f"The table of ways knows no scope '{row.scope}'."
        known = tuple(table)
    else:
        words = f"范围“{row.scope}”不用“{row.way}”。", f"'{row.way}' is no way for the scope '{row.scope}'."
        known = fitting
    remedy = f"可填：{'、'.join(known)}。", f"Known: {', '.join(known)}."
    return Refused("way_does_not_fit", *words, row.key(), *remedy)


def _refused_hand(where: str, who: str, bodies: Sequence[str], inputs: Inputs) -> Refused | None:
    if not bodies or any(inputs.frame.is_member(b, who) for b in bodies):
        return None
    name = inputs.name_of(who)
    return Refused(
        "not_a_member",
        f"{name}不是方案写明的机构（{'、'.join(bodies)}）的成员。",
        f"{name} sits in none of the bodies that the plan names ({', '.join(bodies)}).",
        where=where,
        remedy_zh="请核对人员，或先确定机构成员。",
        remedy_en="Check the person, or name the members first.",
    )


def _refused_consulted(row: Consulted, inputs: Inputs, settings: Settings) -> Refused | None:
    return (
        unknown_person(row.leader, inputs)
        or (unknown_post(row.post, inputs) if row.post else None)
        or in_future(row.key(), Text("听取意见日期", "The consultation"), row.consulted_on, inputs)
        or _refused_hand(row.key(), row.leader, settings.consults, inputs)
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Analyses, a proposal for every post, and the leaders who are still to be consulted."""
    done = len(inputs.table("analyses", Analysis))
    missing = []
    if done < settings.analyses:
        zh = f"分析研判须 {settings.analyses} 份，现有 {done} 份"
        missing.append(
            Due(Text(zh, f"{settings.analyses} analyses are needed, {done} are there"), "analyses")
        )
    proposals = {p.post: p for p in inputs.table("proposals", Proposal)}
    heard = {(c.leader, c.post) for c in inputs.table("consulted", Consulted)}
    leaders = dict.fromkeys(m for body in settings.consults for m in inputs.frame.members.get(body, ()))
    for post in posts_inside(slate, settings, inputs):
        title = title_of(post, inputs)
        if post not in proposals:
            text = Text(f"“{title.zh}”尚无动议", f"no proposal for '{title.say('en')}'")
            missing.append(Due(text, "proposals"))
        elif proposals[post].result == "start":
            for leader in leaders:
                if not {(leader, post), (leader, "")} & heard:
                    name = inputs.name_of(leader)
                    text = Text(
                        f"未听取{name}对“{title.zh}”动议的意见",
                        f"{name} is not consulted on '{title.say('en')}'",
                    )
                    missing.append(Due(text, "consulted", by=leader))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Posts whose selection starts keep their seats; the others are closed and nobody stands for them."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    proposals = {p.post: p for p in inputs.table("proposals", Proposal)}
    seats, findings, reasons = dict(slate.seats), [], []
    started = []
    for post in posts_inside(slate, settings, inputs):
        finding = _finding(proposals[post], inputs, settings)
        if finding.state == "met":
            started.append(post)
            findings.append(finding)
            continue
        seats[post] = 0
        own = slate.of(post)
        reasons += [_about(finding, c) for c in own]
        findings += [] if own else [finding]
    record = MotionRecord(
        analyses=inputs.table("analyses", Analysis),
        proposals=inputs.table("proposals", Proposal),
        consulted=inputs.table("consulted", Consulted),
        started=tuple(started),
    )
    return outcome_of(settings, slate, reasons, findings, record, seats=seats)


def _about(finding: Finding, candidate: Candidate) -> Finding:
    return found(finding.code, finding.state, finding.text, finding.source, candidate, finding.evidence)


def _finding(row: Proposal, inputs: Inputs, settings: Settings) -> Finding:
    """Whether the selection starts: the proposal's result, and disagreement where the plan heeds it."""
    title = title_of(row.post, inputs)
    against = [
        c
        for c in inputs.table("consulted", Consulted)
        if c.post in ("", row.post) and c.opinion == "disagree"
    ]
    evidence: list[Evidence] = [
        fact("动议人", "Proposer", inputs.name_of(row.proposer)),
        fact("动议日期", "Proposed on", row.proposed_on),
        *(fact(NEEDS[n].zh, NEEDS[n].en, getattr(row, n)) for n in NEEDS if getattr(row, n)),
        *(fact("不同意", "Disagreed", inputs.name_of(c.leader)) for c in against),
    ]
    if row.result == "not_start":
        text = Text(f"“{title.zh}”不启动", f"{title.say('en')}: the selection does not start")
        return found(
            "not_started", "not_met", text, by_row(settings, "proposals", row, "decision"), None, evidence
        )
    if against and settings.disagreement == "stop":
        text = Text(
            f"“{title.zh}”意见不一致，不启动", f"{title.say('en')}: leaders disagree, it does not start"
        )
        return found("not_agreed", "not_met", text, by_plan(settings, "disagreement"), None, evidence)
    text = Text(f"“{title.zh}”启动选拔", f"{title.say('en')}: the selection starts")
    return found("started", "met", text, by_row(settings, "proposals", row, "decision"), None, evidence)
