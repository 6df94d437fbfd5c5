"""Admission of steps (追责核对): recusal, order, a body that may decide, the plan's consequences."""

from __future__ import annotations

from datetime import date

from quanheng.core.accountability.appeals import refused_appeal
from quanheng.core.accountability.case import PHASES, Case, Phase, deadlines, present_at
from quanheng.core.accountability.steps import (
    Answer,
    Appeal,
    Closing,
    Decision,
    Finding,
    Imposed,
    Statement,
    StepKind,
)
from quanheng.core.inputs import Row
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar

RECUSAL = Text(
    "《党政领导干部选拔任用工作条例》（2019）回避规定（条号待核）",
    "Regulations on selecting and appointing leading cadres (2019), recusal; article to be verified",
)
IN_PHASE: dict[StepKind, frozenset[Phase]] = {
    "statement": frozenset({"statements", "finding"}),
    "finding": frozenset({"finding", "decision"}),
    "decision": frozenset({"decision"}),
    "consequence": frozenset({"consequence", "closing"}),
    "closing": frozenset({"closing"}),
    "appeal": frozenset({"closed", "review"}),
    "answer": frozenset({"review"}),
}


def refuse_concerned(case: Case, person: str | None) -> None:
    """Refuse a hand in the case to somebody whom it concerns or who is related to them.

    Errors: Refused(concerned_acts).
    """
    if not case.must_recuse(person):
        return
    raise Refused(
        "concerned_acts",
        f"您是本案有关人员或其亲属，应当回避，不能办理或签署本案（{RECUSAL.zh}）。",
        f"You are concerned in this case or related to somebody who is: recusal ({RECUSAL.en}).",
        where=case.code,
        remedy_zh="请由无关的纪检监察干部办理；本人只可陈述。",
        remedy_en="Let a discipline officer who has no part in it act; you may make your own statement.",
    )


def refused_step(case: Case, kind: StepKind, row: Row, on: date, calendar: Calendar) -> Refused | None:
    """Why a step may not be taken now, if so."""
    refusal = _refused_phase(case, kind, on, calendar) or _refused_day(case, row, on)
    if refusal is None and isinstance(row, Appeal | Answer):
        return refused_appeal(case, row, calendar)
    return refusal or _refused_row(case, row)


def _refused_phase(case: Case, kind: StepKind, on: date, calendar: Calendar) -> Refused | None:
    phase = case.phase(on, calendar)
    if phase in IN_PHASE[kind]:
        return None
    zh, en = f"案件现处于“{PHASES[phase].zh}”，不能办理这一步", f"the case is at '{PHASES[phase].en}'"
    waits = deadlines(case, calendar)["statements"]
    remedy = Text("请按立案、陈述、认定、决定、追究、结案的次序办理。", "Take the steps in their order.")
    if phase == "statements":
        remedy = Text(
            f"待有关人员全部陈述，或过了 {waits}（方案 accountability.statements_within）再认定。",
            f"Wait until everybody was heard, or until after {waits} (accountability.statements_within).",
        )
    return _no(case, "step_out_of_order", Text(zh, en), remedy)


def _refused_day(case: Case, row: Row, on: date) -> Refused | None:
    fields = ("stated_on", "found_on", "held_on", "imposed_on", "closed_on", "asked_on", "answered_on")
    day: date = next(getattr(row, name) for name in fields if hasattr(row, name))
    if case.opened_on <= day <= on:
        return None
    said = Text(
        f"日期 {day} 不在立案（{case.opened_on}）与今天（{on}）之间",
        f"the day {day} does not lie between the opening ({case.opened_on}) and today ({on})",
    )
    return _no(case, "day_outside_case", said, Text("请核对日期。", "Check the day."))


def _refused_row(case: Case, row: Row) -> Refused | None:
    if isinstance(row, Statement | Finding) and not case.is_concerned(row.party):
        return _not_concerned(case, row.party)
    if isinstance(row, Finding):
        return _refused_finding(case, row)
    if isinstance(row, Decision):
        return _refused_decision(case, row)
    if isinstance(row, Imposed):
        return _refused_consequence(case, row)
    return _refused_closing(case, row) if isinstance(row, Closing) else None


def _not_concerned(case: Case, person: str) -> Refused:
    names = "、".join(p.name for p in case.concerned())
    return _no(
        case,
        "not_concerned",
        Text(f"“{person}”不是纪实记载的本案有关人员", f"the record does not name '{person}' in this case"),
        Text(f"有关人员：{names}。", f"Concerned: {names}."),
    )


def _refused_finding(case: Case, row: Finding) -> Refused | None:
    """Joint responsibility takes at least two."""
    if row.manner != "joint" or len(case.concerned()) > 1:
        return None
    said = Text("本案只有一名有关人员，不成立共同责任", "one person alone cannot be jointly responsible")
    return _no(case, "joint_alone", said, Text("请认定为个人责任或不承担责任。", "Find individually."))


def _refused_decision(case: Case, row: Decision) -> Refused | None:
    voters = case.voters()
    can_decide = len(voters) * 2 > len(case.facts.members)
    line = Text("方案 accountability.decided_by", "plan line accountability.decided_by")
    if row.higher:
        if not can_decide:
            return None
        said = Text(
            "决定机构未回避的成员过半，不须由上级决定", "most members need not recuse: the body decides"
        )
        return _no(
            case, "body_can_decide", said, Text(f"请由该机构决定（{line.zh}）。", f"Let it ({line.en}).")
        )
    if not can_decide:
        zh = f"决定机构 {len(case.facts.members)} 人中只有 {len(voters)} 人不须回避，不足半数"
        en = f"only {len(voters)} of the {len(case.facts.members)} members need not recuse"
        remedy = Text(f"请报上级决定，并填上级文号（{line.zh}）。", f"Let a higher body decide ({line.en}).")
        return _no(case, "body_must_recuse", Text(zh, en), remedy)
    present = present_at(row)
    recused = [p for p in present if p in case.facts.members and case.must_recuse(p)]
    if recused:
        names = "、".join(case.facts.names.get(p, p) for p in recused)
        said = Text(f"{names}与本案有关，应当回避（{RECUSAL.zh}）", f"{names} must recuse ({RECUSAL.en})")
        return _no(case, "voter_must_recuse", said, Text("请由其他成员表决。", "Let the others vote."))
    strange = [p for p in present if p not in voters]
    if strange:
        said = Text(
            f"{'、'.join(strange)}不是决定机构的成员", f"{', '.join(strange)} are no members of the body"
        )
        return _no(case, "not_a_member", said, Text(f"见{line.zh}。", f"See {line.en}."))
    total = row.agree + row.against + row.abstain
    if total != len(present) or len(present) * 2 <= len(voters):
        zh = f"到会 {len(present)} 人、票数 {total}；应到 {len(voters)} 人，须过半数到会，票数与到会人数相同"
        en = f"{len(present)} present, {total} votes, {len(voters)} due: over half must come, one vote each"
        return _no(case, "votes_do_not_fit", Text(zh, en), Text("请核对会议记录。", "Check the minutes."))
    return None


def _refused_consequence(case: Case, row: Imposed) -> Refused | None:
    if row.party not in case.liable():
        said = Text(f"“{row.party}”没有被认定承担责任", f"'{row.party}' was not found responsible")
        return _no(case, "not_liable", said, Text("请核对责任认定。", "Check the findings."))
    if case.rules.consequence(row.consequence) is None:
        known = "、".join(f"{c.id}（{c.title.zh}）" for c in case.rules.consequences)
        said = Text(
            f"方案没有追究方式“{row.consequence}”", f"the plan has no consequence '{row.consequence}'"
        )
        remedy = Text(f"可填：{known}（方案 accountability.consequences）。", f"Known: {known}.")
        return _no(case, "unknown_consequence", said, remedy)
    decided = case.decision()
    if decided is not None and row.imposed_on < decided.held_on:
        said = Text("追究日期早于处理决定", "imposed before it was decided")
        return _no(case, "day_outside_case", said, Text("请核对日期。", "Check the day."))
    return None


def _refused_closing(case: Case, row: Closing) -> Refused | None:
    latest = max((r.imposed_on for r in case.rows(Imposed)), default=case.opened_on)
    if row.closed_on >= latest:
        return None
    said = Text(f"结案日期早于追究日期 {latest}", f"closed before the consequence of {latest}")
    return _no(case, "day_outside_case", said, Text("请核对日期。", "Check the day."))


def _no(case: Case, code: str, said: Text, remedy: Text) -> Refused:
    return Refused(
        code, f"{said.zh}。", f"{said.en[0].upper()}{said.en[1:]}.", case.code, remedy.zh, remedy.en
    )
