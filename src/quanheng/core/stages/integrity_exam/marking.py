"""Marking an examination (评卷): answers -> points of every attempt, with their working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.inputs import Inputs
from quanheng.core.listing import names_in
from quanheng.core.scoring.scores import plain, rounded_at, value_of
from quanheng.core.stages.integrity_exam.tables import (
    Answer,
    Paper,
    Question,
    QuestionRow,
    Settings,
    letters_of,
)
from quanheng.core.values import Text, Working

TITLE = Text("廉政考试", "Integrity examination")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as it was marked. Units: points, seconds."""

    person: str
    number: int
    points: Working
    seconds: int
    passed: bool


Marked = Mapping[str, Mapping[int, Attempt]]


def bank_of(inputs: Inputs, settings: Settings) -> dict[str, Question]:
    """The questions of the plan and of the table."""
    own = {r.question: r.as_question() for r in inputs.table("questions", QuestionRow)}
    return {q.id: q for q in settings.questions} | own


def marked(inputs: Inputs, settings: Settings, more: Sequence[Answer] = ()) -> Marked:
    """Every attempt with its points, by person and number; with `more` answers that stand beside the rows."""
    bank = bank_of(inputs, settings)
    papers = {(p.person, p.attempt): p for p in inputs.table("papers", Paper)}
    answers: dict[tuple[str, int], dict[str, Answer]] = {}
    for row in (*inputs.table("attempts", Answer), *more):
        answers.setdefault((row.person, row.attempt), {})[row.question] = row
    found: dict[str, dict[int, Attempt]] = {}
    for (person, number), given in sorted(answers.items(), key=lambda item: item[0]):
        paper = papers.get((person, number))
        found.setdefault(person, {})[number] = _attempt((person, number), given, paper, bank, settings)
    return found


def _attempt(
    whose: tuple[str, int],
    given: Mapping[str, Answer],
    paper: Paper | None,
    bank: Mapping[str, Question],
    settings: Settings,
) -> Attempt:
    asked = _asked(given, paper, bank, settings)
    parts = tuple(_points(q, given.get(q.id), settings) for q in asked)
    seconds = sum(a.seconds for a in given.values())
    if paper is not None and paper.seconds is not None:
        seconds = paper.seconds
    possible = sum((q.points for q in asked), Decimal(0))
    earned = sum((value_of(p) for p in parts), Decimal(0))
    words = f"{plain(earned)} ÷ {plain(possible)} × {plain(settings.full_mark)}"
    total = Working(
        settings.title or TITLE, _share(earned, possible) * settings.full_mark, Text(words, words), parts
    )
    if settings.overtime == "void" and settings.minutes is not None and seconds > settings.minutes * 60:
        rule = Text(f"超过 {settings.minutes} 分钟，计零分", f"longer than {settings.minutes} minutes: zero")
        total = Working(total.label, Decimal(0), rule, (total,))
    total = rounded_at(total, settings.rounding, "total")
    return Attempt(*whose, total, seconds, value_of(total) >= settings.pass_)


def _asked(
    given: Mapping[str, Answer], paper: Paper | None, bank: Mapping[str, Question], settings: Settings
) -> list[Question]:
    """The questions of one attempt: those of its paper, else those answered, else the whole bank."""
    if paper is not None:
        return [bank[q] for q in names_in(paper.questions) if q in bank]
    return [q for q in bank.values() if settings.length() is None or q.id in given]


def _share(earned: Decimal, possible: Decimal) -> Decimal:
    return earned / possible if possible else Decimal(0)


def _points(question: Question, answer: Answer | None, settings: Settings) -> Working:
    """The points of one answer: all right options and no wrong one, or a share where the plan says so."""
    right = question.right()
    said = (
        frozenset[str]()
        if answer is None
        else letters_of(answer.answer, frozenset(question.options)) or frozenset()
    )
    source = f"{settings.id}.attempts:{answer.key()}" if answer else ""
    if said == right:
        return Working(question.text, question.points, Text("答对", "right"), source=source)
    if settings.partial == "share" and said and said < right:
        rule = Text(f"选对 {len(said)}/{len(right)}", f"{len(said)} of {len(right)} right")
        return Working(question.text, question.points * len(said) / len(right), rule, source=source)
    return Working(question.text, Decimal(0), Text("答错或未答", "wrong or not answered"), source=source)


def counting(attempts: Mapping[int, Attempt], settings: Settings) -> Attempt:
    """The attempt that counts; of equal ones the earlier."""
    if settings.counts == "best":
        return max(attempts.values(), key=lambda a: (value_of(a.points), -a.number))
    return attempts[max(attempts) if settings.counts == "last" else min(attempts)]
