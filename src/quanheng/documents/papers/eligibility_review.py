"""Eligibility review (资格审查): what was found about everyone, and the list that is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages.eligibility import EligibilityRecord
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, person_line
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence

STATES = {"met": "符合", "not_met": "不符合", "unknown": "待查", "note": "说明"}


@dataclass(frozen=True)
class Condition:
    """What was found about one condition."""

    text: Annotated[str, Told("情况", "What was found", "年龄41周岁，不超过45周岁")]
    state: Annotated[str, Told("结论", "Met or not", "符合")]


@dataclass(frozen=True)
class EligibilityForm(PaperFields):
    """The review of one person for one post."""

    person: Annotated[tuple[PersonLine, ...], Told("人员", "The person, one row")]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    as_of: Annotated[str, Told("计算截止", "Counted up to", "2026年3月1日")]
    conditions: Annotated[tuple[Condition, ...], Told("条件", "Conditions")]
    duties: Annotated[str, Told("待补事项", "Duties that follow", "任职后一年内补训")]
    result: Annotated[str, Told("审查结论", "Result", "符合资格", needed=True)]


@dataclass(frozen=True)
class Line:
    """One person on the list."""

    number: Annotated[str, Told("序号", "Number", "1")]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    result: Annotated[str, Told("结论", "Result", "符合", needed=True)]
    reason: Annotated[str, Told("说明", "Reason or duty", "任职后一年内补训")]


@dataclass(frozen=True)
class EligibilityList(PaperFields):
    """The list of results."""

    as_of: Annotated[str, Told("计算截止", "Counted up to", "2026年3月1日")]
    total: Annotated[str, Told("人次", "How many", "12")]
    qualified: Annotated[str, Told("符合人次", "How many qualify", "9")]
    lines: Annotated[tuple[Line, ...], Told("结果", "Results")]


FORM_LAYOUT = (
    Draft("eligibility_form", TITLE)
    .each("人 in 人员")
    .form(
        ("姓名", "{{ 人.姓名 }}", "性别", "{{ 人.性别 }}", "出生年月", "{{ 人.出生年月 }}"),
        ("民族", "{{ 人.民族 }}", "政治面貌", "{{ 人.政治面貌 }}", "参加工作时间", "{{ 人.参加工作时间 }}"),
        ("学历学位", "{{ 人.学历学位 }}", "院校及专业", "{{ 人.毕业院校及专业 }}"),
        ("现任职务", "{{ 人.现任职务 }}"),
        ("年度考核", "{{ 人.年度考核 }}"),
        ("报考职位", "{{ 职位 }}"),
    )
    .done()
    .listing("项 in 条件", "资格条件审查（截至{{ 计算截止 }}）", 情况=14, 结论=3)
    .form(
        ("待补事项", "{{ 待补事项 }}"),
        ("审查结论", "{{ 审查结论 }}"),
        ("审查人签名", "", "复核人签名", ""),
        heights=(1, 2, 1),
    )
    .paper()
)
LIST_LAYOUT = (
    Draft("eligibility_list", TITLE)
    .paragraph(
        "根据《{{ 方案 }}》规定的资格条件（计算截至{{ 计算截止 }}），共审查{{ 人次 }}人次，"
        "其中符合资格{{ 符合人次 }}人次。现将结果公布如下："
    )
    .listing("人 in 结果", 序号=2, 职位=6, 姓名=3, 结论=3, 说明=8)
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def eligibility_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One form for everyone and every post; none before the stage is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, EligibilityRecord):
        return ()
    return tuple(_form(proceedings, outcome, c) for c in outcome.entered.candidates)


def _form(proceedings: Proceedings, outcome: Outcome, candidate: Candidate) -> Written:
    name, post = proceedings.name(candidate.person), proceedings.post_title(candidate.post)
    on = proceedings.signed_on(outcome.stage)
    said = EligibilityForm(
        **common(proceedings, (f"{proceedings.subject}", "资格审查表"), on),
        person=(person_line(proceedings, 1, candidate.person, post, on),),
        post=post,
        as_of=zh_date(outcome.record.as_of),
        conditions=tuple(
            Condition(sentence(f.text.zh), STATES[f.state])
            for f in outcome.findings
            if f.candidate == candidate
        ),
        duties=_duties(outcome, candidate) or "无",
        result=_result(outcome, candidate),
    )
    return Written(
        "eligibility_form", Text(f"资格审查表：{name}（{post}）", f"Eligibility form: {name}"), said
    )


def _duties(outcome: Outcome, candidate: Candidate) -> str:
    standing = next((s for s in outcome.record.standings if s.candidate == candidate), None)
    return "；".join(t.zh for t in standing.duties) if standing else ""


def _result(outcome: Outcome, candidate: Candidate) -> str:
    departure = outcome.departure_of(candidate)
    return f"不符合资格：{departure.finding.text.zh}" if departure else "符合资格"


def eligibility_lists(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The list that is published; none before the stage is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, EligibilityRecord):
        return ()
    parts = (proceedings.subject, "资格审查结果公告")
    candidates = [c for _, own in proceedings.posts_in_order(outcome.entered.candidates) for c in own]
    said = EligibilityList(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        as_of=zh_date(outcome.record.as_of),
        total=str(len(candidates)),
        qualified=str(len(outcome.remaining.candidates)),
        lines=tuple(_line(proceedings, outcome, n, c) for n, c in enumerate(candidates, 1)),
    )
    return (Written("eligibility_list", Text("".join(parts), "Results of the eligibility review"), said),)


def _line(proceedings: Proceedings, outcome: Outcome, number: int, candidate: Candidate) -> Line:
    departure = outcome.departure_of(candidate)
    return Line(
        number=str(number),
        post=proceedings.post_title(candidate.post),
        name=proceedings.name(candidate.person),
        result="不符合" if departure else "符合",
        reason=departure.finding.text.zh if departure else _duties(outcome, candidate),
    )


ELIGIBILITY_FORM = PaperKind(
    "eligibility_form", Text("资格审查表", "Eligibility form"), ("eligibility",),
    EligibilityForm, FORM_LAYOUT, eligibility_forms, "closed", each_person=True, read_by="view_roster",
)  # fmt: skip
ELIGIBILITY_LIST = PaperKind(
    "eligibility_list", Text("资格审查结果公告", "Results of the eligibility review"), ("eligibility",),
    EligibilityList, LIST_LAYOUT, eligibility_lists, "closed",
)  # fmt: skip
