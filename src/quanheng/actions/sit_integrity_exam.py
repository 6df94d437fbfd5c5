"""Sit the integrity examination (参加廉政考试): draw a paper, keep answers, hand in by the server's clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from quanheng.actions.acting import Act, acting, refuse_closed
from quanheng.actions.record_rows import joined
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor, require
from quanheng.core.engine import inputs_for, refusals_of, slate_of
from quanheng.core.inputs import Row
from quanheng.core.stages.integrity_exam import TABLES, Answer, Paper, Settings
from quanheng.core.stages.integrity_exam.drawing import drawn, lacks
from quanheng.core.stages.integrity_exam.marking import bank_of, marked
from quanheng.core.values import Refused, RefusedMany
from quanheng.store import sittings
from quanheng.store.save import save_rows
from quanheng.store.sittings import SittingState

_TABLES = {table.name: table for table in TABLES}


def begin_sitting(actor: Actor, run: str, stage: str, seed: str, at: datetime) -> None:
    """Draw the actor's own paper from a seed and let the time run.

    Errors: Refused by authority; for somebody who is no candidate, sits already, has passed or sat as often
    as may be; Refused(bank_short).
    """
    with acting(actor, "take_integrity_exam", run, at) as act:
        refuse_closed(act, stage)
        settings = _settings(act, stage)
        closing = closing_now(act.facts, act.outcomes, stage, at.date())
        inputs = inputs_for(act.facts, act.outcomes, closing)
        person = actor.person or ""
        if person not in slate_of(act.facts, act.outcomes, closing).people():
            raise _refused("not_a_candidate", "您不是本环节的应试人员。", "You do not sit here.", stage)
        if sittings.sitting_of(run, stage, person) is not None:
            raise _refused("sitting_under_way", "您正在考试。", "You are sitting already.", stage)
        known = marked(inputs, settings).get(person, {})
        attempt = max(known, default=0) + 1
        if any(a.passed for a in known.values()):
            raise _refused("passed_already", "您已经合格，不再补考。", "You have passed already.", stage)
        if attempt > settings.attempts:
            zh, en = f"最多考 {settings.attempts} 次。", f"At most {settings.attempts} attempts."
            raise _refused("too_many_attempts", zh, en, stage)
        bank = bank_of(inputs, settings)
        short = lacks(bank, settings)
        if short:
            zh, en = "；".join(t.zh for t in short), "; ".join(t.say("en") for t in short)
            raise _refused("bank_short", f"{zh}。", f"{en}.", stage)
        asked = drawn(bank, settings, seed)
        ends = at + timedelta(minutes=settings.minutes) if settings.minutes is not None else None
        begun = SittingState(person, attempt, seed, asked, {}, at, ends, None)
        digest = _enter(act, actor, stage, "papers", [_paper(begun)], at)
        sittings.begin_sitting(act.run, stage, begun)
        act.subject = stage
        act.body = {"stage": stage, "began": attempt, "seed": seed, "papers": digest}


def keep_answers(actor: Actor, run: str, stage: str, answers: Mapping[str, str], at: datetime) -> None:
    """Keep the actor's own answers so far; nothing counts before the paper is handed in.

    Errors: Refused by authority; Refused(not_sitting); Refused(time_is_up).
    """
    require(actor, "take_integrity_exam")
    with transaction.atomic():
        sitting = _own(actor, run, stage)
        if sitting.is_over(at):
            raise _refused("time_is_up", "考试时间已到。", "The time is up.", stage)
        known = {q: said for q, said in answers.items() if q in sitting.questions}
        if not sittings.keep_answers(run, stage, sitting.person, known):
            raise _not_sitting(stage)


def hand_in(actor: Actor, run: str, stage: str, at: datetime) -> None:
    """Hand in the actor's own paper with the answers that were kept in time.

    Errors: Refused by authority; Refused(not_sitting).
    """
    with acting(actor, "take_integrity_exam", run, at) as act:
        refuse_closed(act, stage)
        _hand_in(act, actor, stage, _own(actor, run, stage), at)


def collect_papers(actor: Actor, run: str, stage: str, at: datetime) -> int:
    """Hand in every paper whose time is up, for those who lost their connection; how many there were.

    Errors: Refused by authority.
    """
    require(actor, "record_integrity_exam")
    over = [s for s in sittings.sittings_of(run, stage) if s.handed_in_at is None and s.is_over(at)]
    for sitting in over:
        with acting(actor, "record_integrity_exam", run, at) as act:
            refuse_closed(act, stage)
            _hand_in(act, actor, stage, sitting, at)
    return len(over)


def _hand_in(act: Act, actor: Actor, stage: str, sitting: SittingState, at: datetime) -> None:
    ended = at if sitting.ends_at is None else min(at, sitting.ends_at)
    paper = _paper(sitting, int((ended - sitting.started_at).total_seconds()))
    answers = [
        Answer(person=sitting.person, attempt=sitting.attempt, question=q, answer=sitting.answers.get(q, ""))
        for q in sitting.questions
    ]
    digests = {
        "papers": _enter(act, actor, stage, "papers", [paper], at),
        "attempts": _enter(act, actor, stage, "attempts", answers, at),
    }
    sittings.end_sitting(act.run.code, stage, sitting.person, ended)
    act.subject = stage
    act.body = {"stage": stage, "person": sitting.person, "handed_in": sitting.attempt, **digests}


def _paper(sitting: SittingState, seconds: int | None = None) -> Paper:
    return Paper(
        person=sitting.person,
        attempt=sitting.attempt,
        seed=sitting.seed,
        questions="、".join(sitting.questions),
        seconds=seconds,
    )


def _enter(act: Act, actor: Actor, stage: str, table: str, rows: list[Any], at: datetime) -> str:
    typed: list[Row] = rows
    closing = closing_now(act.facts, act.outcomes, stage, at.date())
    refused = refusals_of(act.facts, act.outcomes, closing, table, typed)
    if refused:
        raise RefusedMany(refusal for _, refusal in refused)
    digest = save_rows(act.run, stage, table, typed, actor.account, at)
    act.become(rows=joined(act, stage, _TABLES[table], typed))
    return digest


def _own(actor: Actor, run: str, stage: str) -> SittingState:
    found = sittings.sitting_of(run, stage, actor.person or "")
    if found is None:
        raise _not_sitting(stage)
    return found


def _not_sitting(stage: str) -> Refused:
    return _refused("not_sitting", "您没有正在进行的考试。", "You are not sitting now.", stage)


def _settings(act: Act, stage: str) -> Settings:
    found = act.facts.plan.stage(stage)
    if isinstance(found, Settings):
        return found
    raise _refused("not_an_exam", "本环节不是廉政考试。", "This stage is no integrity examination.", stage)


def _refused(code: str, zh: str, en: str, stage: str) -> Refused:
    return Refused(
        code,
        zh,
        en,
        where=stage,
        remedy_zh="如有疑问，请联系组织人事部门。",
        remedy_en="Ask the personnel office if this seems wrong.",
    )
