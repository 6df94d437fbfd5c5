"""Open a case (立案): against those whom the record names; the facts are frozen under a digest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.accountability.admission import refuse_concerned
from quanheng.core.accountability.case import Case, CaseFacts
from quanheng.core.accountability.freezing import frozen_facts, nomination_stage
from quanheng.core.accountability.grounds import Ground, grounds_of, refused_ground
from quanheng.core.accountability.steps import Opening
from quanheng.core.authority import Actor, require
from quanheng.core.nomination_register import PROMOTED, RegisterLine, register_of
from quanheng.core.stages.nomination.tables import Accountability
from quanheng.core.values import Candidate, Refused
from quanheng.store.books import HOUSE, append, head_of, lock_book
from quanheng.store.cases import all_cases, keep_case, next_code, outcome_digests
from quanheng.store.load import RunState, run_state


def grounds() -> tuple[Ground, ...]:
    """The grounds on which a case may be opened."""
    return grounds_of(load_catalogue())


def open_case(actor: Actor, run: str, candidate: Candidate, opening: Opening, at: datetime) -> str:
    """Open a case about one nomination; its code.

    Errors: Refused by authority, by recusal, for a ground that does not fit, a day to come, an open case.
    """
    require(actor, "open_case")
    with transaction.atomic():
        lock_book(HOUSE)
        state = run_state(run)
        facts, rules = facts_now(state, candidate)
        code = next_code(at.year)
        case = Case(code, opening, actor.account, at.date(), facts, "", rules)
        refuse_concerned(case, actor.person)
        _refuse_ground(state, candidate, opening, at)
        _refuse_open_already(run, candidate, opening)
        digest = keep_case(code, facts, opening, rules, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="open_case",
            subject=code,
            body={"case": code, "facts": digest, "of": facts.head},
        )
    return code


def facts_now(state: RunState, candidate: Candidate) -> tuple[CaseFacts, Accountability]:
    """What the record says of a nomination now, and the plan's rules. Errors: as `frozen_facts`."""
    stage = nomination_stage(state.facts, state.outcomes, candidate)
    head = head_of(state.code)
    said = f"{head.number}:{head.digest}" if head else ""
    digests = outcome_digests(state.code)
    facts = frozen_facts(state.code, state.facts, state.outcomes, candidate, said, digests)
    assert stage.accountability is not None
    return facts, stage.accountability


def _refuse_ground(state: RunState, candidate: Candidate, opening: Opening, at: datetime) -> None:
    known = {g.id: g for g in grounds()}
    ground = known.get(opening.ground)
    if ground is None:
        raise Refused(
            "unknown_ground",
            f"没有情形“{opening.ground}”。",
            f"There is no ground '{opening.ground}'.",
            where="ground",
            remedy_zh=f"可填：{'、'.join(known)}。",
            remedy_en=f"Known: {', '.join(known)}.",
        )
    if opening.known_on > at.date():
        raise Refused(
            "dated_in_future",
            f"发现日期 {opening.known_on} 在今天之后。",
            f"The day {opening.known_on} lies ahead.",
            where="known_on",
            remedy_zh="请核对日期。",
            remedy_en="Check the day.",
        )
    lines = lines_of(state, candidate, at)
    refusals = [refused_ground(ground, x.channel, x.state in PROMOTED) for x in lines]
    first = next((r for r in refusals if r is not None), None)
    if first is not None and None not in refusals:
        raise first


def lines_of(state: RunState, candidate: Candidate, at: datetime) -> list[RegisterLine]:
    """The lines of the register about one nominee."""
    found = register_of(state.code, state.facts, state.outcomes, at.date())
    return [line for line in found if line.candidate == candidate]


def _refuse_open_already(run: str, candidate: Candidate, opening: Opening) -> None:
    for case in all_cases():
        same = case.facts.run == run and case.facts.candidate == candidate
        if same and case.opening.ground == opening.ground and case.closing() is None:
            raise Refused(
                "case_open_already",
                f"对这一提名的同一情形已有未结案件 {case.code}。",
                f"Case {case.code} on the same ground is open already.",
                where=case.code,
                remedy_zh="请在该案中补充证据和陈述。",
                remedy_en="Add to that case.",
            )
