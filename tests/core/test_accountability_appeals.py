"""Reviews and appeals of a case: asked in time, once, answered by other hands; the effect follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from core.test_accountability import (
    AT,
    CALENDAR,
    OPENED,
    PRINCIPAL,
    case_on,
    closing,
    decision,
    finding,
    imposed,
    said,
    with_steps,
)

from quanheng.core.accountability.admission import refused_step
from quanheng.core.accountability.appeals import may_ask, refuse_handled
from quanheng.core.accountability.case import Step, answered_until, asked_until, effects_of
from quanheng.core.accountability.steps import Answer, Appeal
from quanheng.core.values import Refused

LATER = OPENED + timedelta(days=20)
CLOSED = with_steps(case_on(), said(), finding(), decision(), imposed(), closing())


def asked(way="review", on=LATER, who=PRINCIPAL):
    return Appeal(party=who, way=way, text="提名前已如实说明", asked_on=on)


def answer(way="review", result="upheld", on=LATER, consequence="", who=PRINCIPAL):
    return Answer(
        party=who, way=way, result=result, consequence=consequence,
        reasons="复核认定", by="区纪委", paper="复决1号", answered_on=on,
    )  # fmt: skip


def after(case, *rows):
    kinds = {Appeal: "appeal", Answer: "answer"}
    return replace(case, steps=(*case.steps, *(Step(kinds[type(r)], r, "other", AT) for r in rows)))


def code_of(case, row, on=LATER):
    refusal = refused_step(case, "answer" if isinstance(row, Answer) else "appeal", row, on, CALENDAR)
    return refusal.code if refusal else None


def until(case):
    return [effect.effect_until for effect in effects_of(case, CALENDAR)]


def test_a_review_is_asked_for_and_answered_within_the_plans_time():
    assert code_of(CLOSED, asked()) is None
    waiting = after(CLOSED, asked())
    assert waiting.phase(LATER, CALENDAR) == "review"
    assert waiting.due_on(LATER, CALENDAR) == answered_until(waiting, asked(), CALENDAR) == date(2026, 10, 21)
    assert code_of(waiting, answer()) is None
    over = after(waiting, answer())
    assert (over.phase(LATER, CALENDAR), over.due_on(LATER, CALENDAR)) == ("closed", None)
    assert until(over) == until(CLOSED)


@pytest.mark.parametrize(
    ("case", "row", "code"),
    [
        (with_steps(case_on(), said(), finding()), asked(), "step_out_of_order"),
        (CLOSED, asked(who="HW012"), "nothing_imposed"),
        (CLOSED, asked(on=OPENED + timedelta(days=31)), "asked_too_late"),
        (CLOSED, asked(on=OPENED - timedelta(days=1)), "day_outside_case"),
        (with_steps(case_on(), said(), finding(), decision(), imposed(on=LATER), closing(LATER)), asked(on=OPENED), "day_outside_case"),
        (after(CLOSED, asked()), asked(), "asked_before"),
        (after(CLOSED, asked()), asked("appeal"), "asked_before"),
        (after(CLOSED, asked("appeal"), answer("appeal")), asked(), "asked_before"),
        (after(CLOSED, asked(), answer(result="revoked")), asked("appeal"), "nothing_imposed"),
        (CLOSED, answer(), "step_out_of_order"),
        (after(CLOSED, asked()), answer("appeal"), "not_asked"),
        (after(CLOSED, asked()), answer(on=OPENED), "day_outside_case"),
        (after(CLOSED, asked()), answer(result="changed"), "consequence_unclear"),
        (after(CLOSED, asked()), answer(consequence="talk"), "consequence_unclear"),
        (after(CLOSED, asked()), answer(result="changed", consequence="exile"), "unknown_consequence"),
        (after(CLOSED, asked()), answer(result="changed", consequence="criticism"), None),
    ],
)  # fmt: skip
def test_what_is_refused(case, row, code):
    assert code_of(case, row, LATER + timedelta(days=40)) == code


def test_after_a_review_the_time_to_appeal_runs_from_its_answer():
    reviewed = after(CLOSED, asked(), answer(on=LATER + timedelta(days=10)))
    assert asked_until(CLOSED, PRINCIPAL, "appeal", CALENDAR) == date(2026, 10, 1)
    assert asked_until(reviewed, PRINCIPAL, "appeal", CALENDAR) == date(2026, 10, 16)
    assert asked_until(CLOSED, "HW012", "review", CALENDAR) is None
    assert asked_until(with_steps(case_on(), imposed()), PRINCIPAL, "review", CALENDAR) is None
    assert [a.way for a in may_ask(reviewed, PRINCIPAL, CALENDAR)] == ["appeal"]
    assert [a.way for a in may_ask(CLOSED, PRINCIPAL, CALENDAR)] == ["review", "appeal"]
    assert may_ask(after(CLOSED, asked()), PRINCIPAL, CALENDAR) == ()
    late = after(reviewed, asked("appeal", on=LATER + timedelta(days=12)))
    assert late.due_on(LATER, CALENDAR) == LATER + timedelta(days=12 + 60)


def test_the_effect_follows_the_answer():
    changed = after(CLOSED, asked(), answer(result="changed", consequence="criticism"))
    [effect] = effects_of(changed, CALENDAR)
    assert effect.source == "通报批评，责追1号，复决1号，案件2026-001"
    kept = after(changed, asked("appeal"), answer("appeal"))
    assert effects_of(kept, CALENDAR) == (effect,)
    assert (until(kept), kept.liable()) == (until(changed), (PRINCIPAL,))
    freed = after(changed, asked("appeal"), answer("appeal", result="revoked"))
    assert (until(freed), freed.liable()) == ([], ())


def test_whoever_found_does_not_review_but_may_enter_the_answer_of_a_higher_body():
    with pytest.raises(Refused) as refusal:
        refuse_handled(CLOSED, "officer", answer())
    assert refusal.value.code == "handled_case"
    refuse_handled(CLOSED, "other", answer())
    refuse_handled(CLOSED, "officer", answer("appeal"))
