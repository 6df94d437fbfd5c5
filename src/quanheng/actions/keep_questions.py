"""Keep questions (保管题库): put questions into the bank, retire them, hand the bank over to a stage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.record_rows import record_rows, remove_row
from quanheng.core.authority import Actor, require
from quanheng.core.stages.integrity_exam import QuestionRow, refused_question
from quanheng.core.values import Refused, RefusedMany
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.load import run_state
from quanheng.store.question_bank import questions_in_use, retire, save_questions


def keep_questions(
    actor: Actor, rows: Sequence[QuestionRow], at: datetime, places: Sequence[str] = ()
) -> None:
    """Put questions into the bank, all of them or none; the trace names ids and a digest, never a text.

    Errors: Refused by authority; RefusedMany for questions that cannot be answered, with their places.
    """
    require(actor, "keep_questions")
    refusals = refusals_of_questions(rows)
    if refusals:
        raise RefusedMany(
            refusal.at(places[index] if index < len(places) else refusal.where) for index, refusal in refusals
        )
    with transaction.atomic():
        lock_book(HOUSE)
        save_questions(rows, actor.account, at)
        summed = hashlib.sha256("\n".join(sorted(r.model_dump_json() for r in rows)).encode()).hexdigest()
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="keep_questions",
            subject="question bank",
            body={"count": len(rows), "questions": [row.question for row in rows][:50], "rows": summed},
        )


def refusals_of_questions(rows: Sequence[QuestionRow]) -> tuple[tuple[int, Refused], ...]:
    """Which questions cannot be answered as they stand, by index, and why."""
    found = ((index, refused_question(row)) for index, row in enumerate(rows))
    return tuple((index, refusal) for index, refusal in found if refusal is not None)


def retire_question(actor: Actor, code: str, at: datetime, *, back: bool = False) -> None:
    """Take a question out of use, or back into it; papers drawn before keep it.

    Errors: Refused by authority; Refused(unknown_question).
    """
    require(actor, "keep_questions")
    with transaction.atomic():
        lock_book(HOUSE)
        if not retire(code, None if back else at):
            raise Refused(
                "unknown_question",
                f"题库中没有“{code}”。",
                f"The bank has no '{code}'.",
                where=code,
                remedy_zh="请刷新题库后再办理。",
                remedy_en="Reload the bank and try again.",
            )
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="keep_questions",
            subject="question bank",
            body={"used_again" if back else "retired": code},
        )


def hand_over_bank(actor: Actor, run: str, stage: str, at: datetime) -> int:
    """Enter the questions in use into a stage, where papers are drawn from them; how many they are.

    Errors: Refused by authority, or when the stage is closed; Refused(bank_empty).
    """
    require(actor, "keep_questions")
    rows = questions_in_use()
    if not rows:
        raise Refused(
            "bank_empty",
            "题库中没有在用的试题。",
            "The bank has no question in use.",
            where="question bank",
            remedy_zh="请先录入或导入试题。",
            remedy_en="Enter or import questions first.",
        )
    held = run_state(run).facts.rows.get(stage, {}).get("questions", ())
    gone = {row.key() for row in held} - {row.key() for row in rows}
    with transaction.atomic():
        for key in sorted(gone):
            remove_row(actor, run, stage, "questions", key, at)
        return record_rows(actor, run, stage, "questions", rows, at)
