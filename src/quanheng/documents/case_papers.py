"""Papers of a case (追责文书): the opening with the facts as frozen, the notice to state, the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quanheng.core.accountability.case import Case, deadlines, effects_of, present_at
from quanheng.core.accountability.grounds import Ground
from quanheng.core.accountability.parties import ROLES, Party
from quanheng.core.accountability.steps import (
    MANNERS,
    RESULTS,
    SCOPES,
    WAYS,
    Answer,
    Appeal,
    Finding,
    Imposed,
    Statement,
)
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.documents.paper import Column, Draft, Paper, zh_date

Write = Callable[[Case, Ground, Calendar], Paper]


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One kind of paper of a case."""

    title: Text
    write: Write


def opening_paper(case: Case, ground: Ground, calendar: Calendar) -> Paper:
    """Why the case is opened, and what the record said on that day."""
    draft = _draft("case_opening", case, "立案审批表")
    draft.heading("案由")
    draft.paragraph(f"{case.facts.name}，{case.facts.post_title.zh}。", "被提名人：")
    draft.paragraph(f"{ground.text.zh}（{ground.cite}）", "情形：")
    draft.paragraph(case.opening.evidence, "线索和证据：")
    draft.paragraph(zh_date(case.opening.known_on), "发现日期：")
    draft.paragraph(SCOPES.say(case.opening.scope).zh, "追究范围：")
    draft.heading("纪实记载的提名经过")
    draft.paragraphs(told.zh for told in case.facts.story)
    _record(draft, case)
    draft.heading("时限")
    until = deadlines(case, calendar)
    draft.paragraph(
        f"陈述至{zh_date(until['statements'])}，认定至{zh_date(until['finding'])}，"
        f"决定至{zh_date(until['decision'])}，结案至{zh_date(until['closing'])}。"
    )
    return draft.signature("", case.opened_on).paper()


def _record(draft: Draft, case: Case) -> None:
    draft.heading("纪实记载的有关人员")
    columns = [Column("姓名", 2), Column("身份", 4), Column("所办事项", 6, "left"), Column("日期", 3)]
    rows = [
        (p.name, ROLES[part.role].zh, part.text.zh, part.on.isoformat() if part.on else "")
        for p in case.facts.parties
        for part in p.parts
    ]
    draft.table(columns, rows)
    draft.paragraph(
        f"以上由运行“{case.facts.run}”的纪实形成，纪实首码 {case.facts.head[:40]}，"
        f"事实摘要（SHA-256）{case.digest[:32]}。"
    )


def statement_notice(case: Case, ground: Ground, calendar: Calendar) -> Paper:
    """The notice to those concerned: on what, and until when they may speak; no evidence in it."""
    draft = _draft("case_notice", case, "陈述申辩告知书")
    names = "、".join(p.name for p in case.concerned())
    draft.addressee(names)
    until = deadlines(case, calendar)["statements"]
    draft.paragraph(
        f"因{case.facts.name}（{case.facts.post_title.zh}）的推荐提名，现按“{ground.text.zh.rstrip('。')}”"
        f"立案（{ground.cite}）。你可在{zh_date(until)}前作出陈述和申辩；逾期未陈述的，不影响认定。"
    )
    draft.paragraph("陈述可登录系统在“我的工作”中提交，也可书面提交。你看得到本人的陈述，看不到案卷。")
    return draft.signature("", case.opened_on).paper()


def decision_paper(case: Case, ground: Ground, calendar: Calendar) -> Paper:
    """What was found, who decided, with what consequence and what effect."""
    draft = _draft("case_decision", case, "决定书")
    draft.heading("事实和陈述")
    draft.paragraph(f"{case.facts.name}，{case.facts.post_title.zh}。{ground.text.zh}（{ground.cite}）")
    said = {s.party: s for s in case.rows(Statement)}
    for party in case.concerned():
        words = said[party.person].text if party.person in said else "未在规定期限内陈述。"
        draft.paragraph(words, f"{party.name}陈述：")
    draft.heading("认定")
    for finding in case.rows(Finding):
        draft.paragraph(
            f"{MANNERS.say(finding.manner).zh}。{finding.reasons}", f"{_name(case, finding.party)}："
        )
    draft.heading("决定")
    _decided(draft, case)
    effects = {e.person: e for e in effects_of(case, calendar)}
    for row in case.rows(Imposed):
        rule = case.rules.consequence(row.consequence)
        title = rule.title.zh if rule else row.consequence
        effect = effects.get(row.party)
        until = f"，影响期至{zh_date(effect.effect_until)}" if effect else ""
        draft.paragraph(
            f"{title}（{row.paper}，{zh_date(row.imposed_on)}）{until}。", f"{_name(case, row.party)}："
        )
    closing = case.closing()
    return draft.signature("", closing.closed_on if closing else None).paper()


def answer_paper(case: Case, ground: Ground, calendar: Calendar) -> Paper:
    """How reviews and appeals were answered, and what of the consequence stands."""
    draft = _draft("case_answer", case, "复核申诉决定书")
    asked = {a.key(): a for a in case.rows(Appeal)}
    for row in case.rows(Answer):
        draft.heading(f"{_name(case, row.party)}的{WAYS.say(row.way).zh}")
        appeal = asked[row.key()]
        draft.paragraph(f"{appeal.text}（{zh_date(appeal.asked_on)}）", "请求和理由：")
        draft.paragraph(row.reasons, "查明：")
        rule = case.rules.consequence(row.consequence)
        changed = f"为{rule.title.zh}" if rule else ""
        draft.paragraph(
            f"{RESULTS.say(row.result).zh}{changed}（{row.by}，{row.paper}，{zh_date(row.answered_on)}）。",
            "决定：",
        )
    last = max(a.answered_on for a in case.rows(Answer))
    return draft.signature("", last).paper()


def _decided(draft: Draft, case: Case) -> None:
    decision = case.decision()
    if decision is None:
        draft.paragraph("尚未作出决定。")
        return
    if decision.higher:
        draft.paragraph(
            f"决定机构应回避者过半，由上级于{zh_date(decision.held_on)}决定（{decision.paper}）。"
        )
        return
    recused = [m for m in case.facts.members if case.must_recuse(m)]
    names = "、".join(_name(case, m) for m in present_at(decision))
    draft.paragraph(
        f"{zh_date(decision.held_on)}会议（{decision.paper}）：应到{len(case.voters())}人，到会{names}；"
        f"同意{decision.agree}票，不同意{decision.against}票，弃权{decision.abstain}票。"
    )
    if recused:
        draft.paragraph(f"{'、'.join(_name(case, m) for m in recused)}回避。")


def _draft(kind: str, case: Case, title: str) -> Draft:
    parts = ("首提责任追究", title)
    draft = Draft(kind, Text("".join(parts), f"Case {case.code}"), parts)
    return draft.paragraph(case.code, "案件编号：")


def _name(case: Case, person: str) -> str:
    return case.facts.names.get(person, person)


def party_line(party: Party) -> Text:
    """The roles of somebody in one line."""
    roles = [ROLES[r] for r in party.roles()]
    return Text("、".join(r.zh for r in roles), ", ".join(r.en for r in roles))


CASE_PAPERS: Mapping[str, CasePaper] = {
    "opening": CasePaper(Text("立案审批表", "Opening"), opening_paper),
    "notice": CasePaper(Text("陈述申辩告知书", "Notice to state"), statement_notice),
    "decision": CasePaper(Text("责任追究决定书", "Decision"), decision_paper),
    "answer": CasePaper(Text("复核申诉决定书", "Answer to a review or an appeal"), answer_paper),
}
"""The papers of a case by name."""


def is_ready(case: Case, paper: str) -> bool:
    """Whether there is something to say: a decision needs to have been taken, an appeal to be answered."""
    if paper == "answer":
        return bool(case.rows(Answer))
    return paper != "decision" or case.decision() is not None
