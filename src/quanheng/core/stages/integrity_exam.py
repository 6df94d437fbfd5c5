"""Integrity examination (廉政考试): questions answered against the clock, and again if failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Number, Rounding, Slug, StageSettings, Strict, Words, wrong
from quanheng.core.listing import names_in
from quanheng.core.scoring.keeping import scores_by_post
from quanheng.core.scoring.scores import plain, rounded_at, value_of
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, Working
from quanheng.core.words import PersonCell

TITLE = Text("廉政考试", "Integrity examination")


class Question(Strict):
    """One question of the bank (试题). Shapes: `answer` holds the letters of all right options, as in AC."""

    id: Slug
    text: Words
    options: Mapping[str, Words] = Field(min_length=2)
    answer: str = Field(min_length=1)
    points: Number = Field(default=Decimal(1), gt=0)

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if letters_of(self.answer, frozenset(self.options)) is None:
            known = ", ".join(self.options)
            raise wrong(
                f"答案须为选项之一：{known}。", f"the answer is made of the options: {known}", "answer"
            )
        return self

    def right(self) -> frozenset[str]:
        """The right options."""
        return letters_of(self.answer, frozenset(self.options)) or frozenset()


def letters_of(said: str, options: frozenset[str]) -> frozenset[str] | None:
    """The options that an answer names, as A、C or AC; None when it names anything else."""
    names = names_in(said)
    if not set(names) <= options:
        names = tuple("".join(names))
    return frozenset(names) if set(names) <= options else None


class Settings(StageSettings):
    """What a plan says about the integrity examination.

    Shapes: questions stand in the plan or in the questions table; `asks` is how many of the bank one attempt
    has, all of them if not written; an attempt longer than `minutes` earns nothing, or counts by `overtime`.
    """

    kind: Literal["integrity_exam"]
    questions: tuple[Question, ...] = ()
    asks: int | None = Field(default=None, ge=1)
    full_mark: Number = Field(default=Decimal(100), gt=0)
    pass_: Number = Field(default=Decimal(60), alias="pass")
    attempts: int = Field(default=1, ge=1)
    counts: Literal["best", "last", "first"] = "best"
    partial: Literal["none", "share"] = "none"
    overtime: Literal["void", "count"] = "void"
    fails: Literal["depart", "note"] = "depart"
    absent: Literal["wait", "fail"] = "wait"
    rounding: tuple[Rounding, ...] = ()


class QuestionRow(Row):
    """One question of the bank, where the plan does not hold it."""

    key_fields: ClassVar[tuple[str, ...]] = ("question",)
    question: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]*$"),
        Column("题号", "Question", Text("编号", "Its id"), "q12"),
    ]
    text: Annotated[
        str, Field(min_length=1), Column("题目", "Text", Text("题干", "What is asked"), "下列哪些应当报告？")
    ]
    options: Annotated[
        str,
        Field(min_length=1),
        Column(
            "选项",
            "Options",
            Text("每项“字母=内容”，以 | 分开", "Each letter=text, parted by |"),
            "A=婚姻变化|B=收入",
        ),
    ]
    answer: Annotated[
        str, Field(min_length=1), Column("答案", "Answer", Text("正确选项", "Right options"), "AB")
    ]
    points: Annotated[Decimal, Field(gt=0), Column("分值", "Points", Text("本题分值", "Its points"), "5")] = (
        Decimal(1)
    )

    def choices(self) -> dict[str, str]:
        """The options by letter."""
        pairs = (part.partition("=") for part in self.options.split("|"))
        return {letter.strip(): text.strip() for letter, _, text in pairs if letter.strip() and text.strip()}


class Answer(Row):
    """One answer in one attempt (答题)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "attempt", "question")
    person: PersonCell
    attempt: Annotated[
        int, Field(ge=1), Column("第几次", "Attempt", Text("第几次考试", "Which attempt"), "1")
    ] = 1
    question: Annotated[str, Column("题号", "Question", Text("试题编号", "The question's id"), "q12")]
    answer: Annotated[
        str, Column("作答", "Answer", Text("所选选项，未答留空", "Options chosen, or empty"), "AB")
    ] = ""
    seconds: Annotated[
        int, Field(ge=0), Column("用时（秒）", "Seconds", Text("本题用时", "Time on the question"), "35")
    ]


TABLES = (
    InputTable("questions", Text("题库", "Questions"), QuestionRow, "record_integrity_exam", required=False),
    InputTable("attempts", Text("答题记录", "Answers"), Answer, "take_integrity_exam"),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as it was marked. Units: points, seconds."""

    person: str
    number: int
    points: Working
    seconds: int
    passed: bool


@dataclass(frozen=True)
class IntegrityExamRecord:
    """Every attempt, in order, and how often the examination was taken again."""

    attempts: tuple[Attempt, ...]
    retakes: int


RECORD = IntegrityExamRecord


def _bank(inputs: Inputs, settings: Settings) -> dict[str, Question]:
    rows = inputs.table("questions", QuestionRow)
    own = {
        r.question: Question(
            id=r.question,
            text=Text(r.text, r.text),
            options={k: Text(v, v) for k, v in r.choices().items()},
            answer=r.answer,
            points=r.points,
        )
        for r in rows
    }
    return {q.id: q for q in settings.questions} | own


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: questions that cannot be answered, answers outside the options, attempts too many."""
    if table == "questions":
        in_plan = {q.id for q in settings.questions}
        return refused_rows(rows, QuestionRow, lambda row: _refused_question(row, in_plan))
    on_slate = slate_check(slate, inputs)
    check = _answer_check(inputs, settings)
    return refused_rows(rows, Answer, lambda row: on_slate(row.person, "") or check(row))


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code, f"{zh}。", f"{en}.", row.key(), "请核对试题与答题记录。", "Check question and answer."
    )


def _refused_question(row: QuestionRow, in_plan: set[str]) -> Refused | None:
    if row.question in in_plan:
        return _refused(
            row, "question_in_plan", f"题号“{row.question}”方案中已有", f"The plan has '{row.question}'"
        )
    options = frozenset(row.choices())
    if len(options) < 2 or letters_of(row.answer, options) is None:
        return _refused(
            row,
            "question_unanswerable",
            "须有两个以上选项，答案须在选项之中",
            "Two options are needed, and an answer among them",
        )
    return None


def _answer_check(inputs: Inputs, settings: Settings) -> Callable[[Answer], Refused | None]:
    bank = _bank(inputs, settings)
    marked = _marked(inputs, settings)

    def check(row: Answer) -> Refused | None:
        if row.question not in bank:
            return _refused(
                row, "unknown_question", f"题库中没有“{row.question}”", f"The bank has no '{row.question}'"
            )
        options = frozenset(bank[row.question].options)
        if letters_of(row.answer, options) is None:
            known = "、".join(sorted(options))
            return _refused(row, "no_such_option", f"作答须为：{known}", f"Answer with: {known}")
        if row.attempt > settings.attempts:
            most = settings.attempts
            return _refused(
                row, "too_many_attempts", f"最多考 {most} 次", f"At most {most} attempts are allowed"
            )
        before = marked.get(row.person, {})
        if row.attempt > 1 and row.attempt - 1 not in before:
            return _refused(
                row, "attempt_out_of_order", "前一次考试没有记录", "The attempt before is not on record"
            )
        if any(a.passed and a.number < row.attempt for a in before.values()):
            return _refused(row, "passed_already", "已经合格，不再补考", "Passed already: there is no retake")
        return None

    return check


def _marked(inputs: Inputs, settings: Settings) -> dict[str, dict[int, Attempt]]:
    """Every attempt with its points, by person and number."""
    bank = _bank(inputs, settings)
    answers: dict[tuple[str, int], dict[str, Answer]] = {}
    for row in inputs.table("attempts", Answer):
        answers.setdefault((row.person, row.attempt), {})[row.question] = row
    found: dict[str, dict[int, Attempt]] = {}
    for (person, number), given in sorted(answers.items(), key=lambda item: item[0]):
        found.setdefault(person, {})[number] = _attempt(person, number, given, bank, settings)
    return found


def _attempt(
    person: str, number: int, given: Mapping[str, Answer], bank: Mapping[str, Question], settings: Settings
) -> Attempt:
    asked = [q for q in bank.values() if settings.asks is None or q.id in given]
    parts = tuple(_points(q, given.get(q.id), settings) for q in asked)
    seconds = sum(a.seconds for a in given.values())
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
    return Attempt(person, number, total, seconds, value_of(total) >= settings.pass_)


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


def _counting(attempts: Mapping[int, Attempt], settings: Settings) -> Attempt:
    """The attempt that counts; of equal ones the earlier."""
    if settings.counts == "best":
        return max(attempts.values(), key=lambda a: (value_of(a.points), -a.number))
    return attempts[max(attempts) if settings.counts == "last" else min(attempts)]


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """A bank with enough questions, people who have not sat, attempts that are not finished."""
    bank, people = _bank(inputs, settings), slate.people()
    if people and len(bank) < (settings.asks or 1):
        zh, en = f"题库只有 {len(bank)} 题", f"the bank has {len(bank)} questions"
        return (Due(Text(zh, en), "questions"),)
    answered: dict[str, dict[int, int]] = {}
    for row in inputs.table("attempts", Answer):
        own = answered.setdefault(row.person, {})
        own[row.attempt] = own.get(row.attempt, 0) + 1
    missing = []
    for person in people:
        name, attempts = inputs.name_of(person), answered.get(person, {})
        if not attempts and settings.absent == "wait":
            missing.append(Due(Text(f"{name}尚未考试", f"{name} has not sat"), "attempts", person))
        for number, count in sorted(attempts.items()):
            if settings.asks is not None and count != settings.asks:
                zh = f"{name}第 {number} 次须答 {settings.asks} 题，已有 {count} 题"
                en = f"{name}, attempt {number}: {settings.asks} questions, {count} on record"
                missing.append(Due(Text(zh, en), "attempts", person))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The points of everyone's counting attempt; whoever fails leaves, or is noted."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    marked = _marked(inputs, settings)
    best = {p: _counting(marked[p], settings) for p in slate.people() if p in marked}
    scores = scores_by_post({c: best[c.person].points for c in slate.candidates if c.person in best})
    found_ = [_finding(c, best.get(c.person), marked.get(c.person, {}), settings) for c in slate.candidates]
    attempts = tuple(a for p in slate.people() for a in marked.get(p, {}).values())
    record = IntegrityExamRecord(attempts, len(attempts) - len(best))
    reasons = [f for f in found_ if f.state == "not_met"]
    return outcome_of(settings, slate, reasons, [f for f in found_ if f.state != "not_met"], record, scores)


def _finding(
    candidate: Candidate, attempt: Attempt | None, attempts: Mapping[int, Attempt], settings: Settings
) -> Finding:
    worse: Literal["not_met", "note"] = "not_met" if settings.fails == "depart" else "note"
    if attempt is None:
        return found(
            "absent", worse, Text("未参加廉政考试", "did not sit"), by_plan(settings, "absent"), candidate
        )
    evidence = [
        fact("得分", "Points", plain(value_of(attempt.points))),
        fact("用时（秒）", "Seconds", attempt.seconds),
        fact("考试次数", "Attempts", len(attempts)),
    ]
    line, shown = plain(settings.pass_), plain(value_of(attempt.points))
    text = Text(f"得 {shown} 分，合格线 {line} 分", f"{shown} points; the pass mark is {line}")
    code, state = ("passed", "met") if attempt.passed else ("failed", worse)
    return found(
        code, "met" if state == "met" else worse, text, by_plan(settings, "pass"), candidate, evidence
    )
