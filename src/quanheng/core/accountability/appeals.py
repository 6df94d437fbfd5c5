"""Reviews and appeals (复核、申诉): who may ask, until when, and what an answer may be."""

from __future__ import annotations

from quanheng.core.accountability.case import Case, asked_until
from quanheng.core.accountability.steps import WAYS, Answer, Appeal, Finding, Imposed
from quanheng.core.values import Refused
from quanheng.core.workdays import Calendar


def refused_appeal(case: Case, row: Appeal | Answer, calendar: Calendar) -> Refused | None:
    """Why a review or an appeal may not be asked for, or answered like this, if so."""
    return _refused_answer(case, row) if isinstance(row, Answer) else _refused_asking(case, row, calendar)


def may_ask(case: Case, person: str, calendar: Calendar) -> tuple[Appeal, ...]:
    """The reviews and appeals that somebody has not asked for yet, whatever the day."""
    asked = {a.way for a in case.rows(Appeal) if a.party == person}
    waits = any(a.party == person for a in case.open_appeals())
    until = {way: asked_until(case, person, way, calendar) for way in ("review", "appeal")}
    if waits or person not in case.liable():
        return ()
    return tuple(
        Appeal(party=person, way=way, text="-", asked_on=day)
        for way, day in until.items()
        if day is not None and way not in asked and not (way == "review" and "appeal" in asked)
    )


def refuse_handled(case: Case, account: str, row: Answer) -> None:
    """Refuse a review to the account that opened the case or found in it: others look at it again.

    Errors: Refused(handled_case).
    """
    hands = {case.opened_by} | {s.by for s in case.steps if isinstance(s.row, Finding)}
    if row.way == "review" and account in hands:
        raise Refused(
            "handled_case",
            "您办理过本案，不能再办理对它的复核。",
            "You handled this case and may not handle its review.",
            where=case.code,
            remedy_zh="请由其他纪检监察干部办理；或者当事人向上级申诉后，录入上级的决定。",
            remedy_en="Let another discipline officer handle it; a higher body's answer you may enter.",
        )


def _refused_asking(case: Case, row: Appeal, calendar: Calendar) -> Refused | None:
    way = WAYS.say(row.way)
    imposed = next((r for r in case.rows(Imposed) if r.party == row.party), None)
    if imposed is None or row.party not in case.liable():
        return _no(
            case,
            "nothing_imposed",
            "没有对其作出的追究决定",
            "Nothing was imposed on them",
            "只有受到追究的可以提出。",
            "Only who bears a consequence may ask.",
        )
    fitting = {a.way: a.asked_on for a in may_ask(case, row.party, calendar)}
    if row.way not in fitting:
        zh, en = f"已经提出过{way.zh}，或者尚有未答复的", f"A {way.en} was asked for before, or one waits"
        return _no(
            case, "asked_before", zh, en, "对复核决定不服的，可以申诉。", "After a review one may appeal."
        )
    if row.asked_on > fitting[row.way]:
        zh = f"提出{way.zh}的期限是 {fitting[row.way]}，已经过了"
        en = f"The time for a {way.en} ended on {fitting[row.way]}"
        return _no(
            case,
            "asked_too_late",
            zh,
            en,
            "期限见方案 accountability；公务员法第95条。",
            "See accountability in the plan; article 95 of the Civil Servants Law.",
        )
    if row.asked_on < imposed.imposed_on:
        return _no(
            case,
            "day_outside_case",
            "提出日期早于追究决定",
            "Asked before it was imposed",
            "请核对日期。",
            "Check the day.",
        )
    return None


def _refused_answer(case: Case, row: Answer) -> Refused | None:
    asked = next((a for a in case.open_appeals() if a.key() == row.key()), None)
    if asked is None:
        return _no(
            case,
            "not_asked",
            "没有待答复的这项申请",
            "No such review or appeal waits",
            "请核对人员和方式。",
            "Check the person and the way.",
        )
    if row.answered_on < asked.asked_on:
        return _no(
            case,
            "day_outside_case",
            "决定日期早于提出日期",
            "Answered before it was asked",
            "请核对日期。",
            "Check the day.",
        )
    if (row.result == "changed") != bool(row.consequence):
        return _no(
            case,
            "consequence_unclear",
            "变更的须填变更后的方式，其他的不填",
            "A change names its consequence, others name none",
            "请核对结果。",
            "Check the result.",
        )
    if row.consequence and case.rules.consequence(row.consequence) is None:
        known = "、".join(f"{c.id}（{c.title.zh}）" for c in case.rules.consequences)
        return _no(
            case,
            "unknown_consequence",
            f"方案没有追究方式“{row.consequence}”",
            f"The plan has no consequence '{row.consequence}'",
            f"可填：{known}。",
            f"Known: {known}.",
        )
    return None


def _no(case: Case, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", case.code, remedy_zh, remedy_en)
