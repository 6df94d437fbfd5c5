"""Record a step of a case (办理追责案件): a statement, a finding, the decision, a consequence, an appeal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.accountability.access import states_own
from quanheng.core.accountability.admission import refuse_concerned, refused_step
from quanheng.core.accountability.case import Case
from quanheng.core.accountability.steps import STEPS, Appeal, Statement, StepKind
from quanheng.core.authority import Actor, require
from quanheng.core.inputs import Row
from quanheng.core.values import Refused
from quanheng.core.workdays import Calendar
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.cases import case_of, keep_step


def record_case_step(actor: Actor, code: str, kind: StepKind, row: Row, at: datetime) -> None:
    """Enter one step; somebody concerned enters their own statement and nothing else.

    Errors: Refused by authority, by recusal, out of order, or for what the plan does not have.
    """
    with transaction.atomic():
        lock_book(HOUSE)
        case = case_of(code)
        refuse_hand(case, actor, kind, row)
        refuse_step(case, kind, row, at)
        digest = keep_step(code, kind, row, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act=STEPS[kind].act,
            subject=code,
            body={"case": code, "step": kind, "row": digest},
        )


def refuse_hand(case: Case, actor: Actor, kind: StepKind, row: Row) -> None:
    """Refuse a step by somebody who may not take it. Errors: Refused."""
    if isinstance(row, Statement | Appeal) and states_own(case, actor):
        if row.party == actor.person:
            return
        raise Refused(
            "not_own_statement",
            "只能为本人陈述、申请复核或申诉。",
            "You may speak and ask for yourself only.",
            where=case.code,
            remedy_zh="他人的陈述由其本人作出，或由纪检监察干部据书面材料录入。",
            remedy_en="Others make their own, or a discipline officer enters it from paper.",
        )
    require(actor, "record_case_step" if kind in ("statement", "appeal") else STEPS[kind].act)
    refuse_concerned(case, actor.person)


def refuse_step(case: Case, kind: StepKind, row: Row, at: datetime) -> None:
    """Refuse a step that may not be taken now. Errors: Refused."""
    refusal = refused_step(case, kind, row, at.date(), Calendar())
    if refusal is not None:
        raise refusal
