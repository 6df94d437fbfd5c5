"""The question bank (题库) in the database: kept and read by whoever may keep questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.stages.integrity_exam import QuestionRow
from quanheng.store.models import BankQuestion


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """One question as it is kept. Shapes: `retired_at` is None while papers may draw it."""

    row: QuestionRow
    kept_by: str
    kept_at: datetime
    retired_at: datetime | None


def kept_questions() -> tuple[KeptQuestion, ...]:
    """Every question, those retired too, in the order of their ids."""
    return tuple(
        KeptQuestion(_row(q), q.kept_by, q.kept_at, q.retired_at)
        for q in BankQuestion.objects.order_by("code")
    )


def questions_in_use() -> tuple[QuestionRow, ...]:
    """The questions that papers may draw."""
    return tuple(_row(q) for q in BankQuestion.objects.filter(retired_at=None).order_by("code"))


def save_questions(rows: Iterable[QuestionRow], by: str, at: datetime) -> None:
    """Keep these questions, each in place of the one of its id; a retired one is in use again."""
    for row in rows:
        said = {name: value for name, value in row if name != "question"}
        BankQuestion.objects.update_or_create(
            code=row.question, defaults={**said, "kept_by": by, "kept_at": at, "retired_at": None}
        )


def retire(code: str, at: datetime | None) -> bool:
    """Take a question out of use, or with None into use again; whether there is one of this id."""
    return bool(BankQuestion.objects.filter(code=code).update(retired_at=at))


def _row(kept: BankQuestion) -> QuestionRow:
    return QuestionRow(
        question=kept.code,
        category=kept.category,
        form=kept.form,
        text=kept.text,
        options=kept.options,
        answer=kept.answer,
        points=kept.points.normalize(),
        text_en=kept.text_en,
        options_en=kept.options_en,
    )
