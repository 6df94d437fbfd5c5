"""Drawing a paper (抽题): which questions follow from a seed, so that anybody can draw it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from quanheng.core.stages.integrity_exam.tables import Question, Settings
from quanheng.core.values import Text


def drawn(bank: Mapping[str, Question], settings: Settings, seed: str) -> tuple[str, ...]:
    """The questions of one paper: of each category as many as the plan says, in the order of the seed.

    Shapes: questions are put in order by the SHA-256 of the seed and their id, and the first are taken.
    """
    ordered = sorted(bank, key=lambda question: _place(seed, question))
    if not settings.draws:
        return tuple(ordered[: settings.asks])
    return tuple(
        question
        for category, number in settings.draws.items()
        for question in [q for q in ordered if bank[q].category == category][:number]
    )


def _place(seed: str, question: str) -> str:
    return hashlib.sha256(f"{seed}\n{question}".encode()).hexdigest()


def lacks(bank: Mapping[str, Question], settings: Settings) -> tuple[Text, ...]:
    """What the bank is short of for one paper, each category by itself."""
    if not settings.draws:
        wanted = settings.asks or 1
        return () if len(bank) >= wanted else (_short(Text("题库", "the bank"), wanted, len(bank)),)
    held = [q.category for q in bank.values()]
    return tuple(
        _short(Text(f"“{category}”类", f"category '{category}'"), number, held.count(category))
        for category, number in settings.draws.items()
        if held.count(category) < number
    )


def _short(what: Text, wanted: int, held: int) -> Text:
    return Text(
        f"{what.zh}须有 {wanted} 题，只有 {held} 题", f"{what.say('en')} needs {wanted} questions, has {held}"
    )
