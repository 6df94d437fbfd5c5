"""Integrity examination (廉政考试): questions answered against the clock, and again if failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, fact, found, outcome_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.listing import names_in
from quanheng.core.scoring.keeping import scores_by_post
from quanheng.core.scoring.scores import plain, value_of
from quanheng.core.stages.integrity_exam.drawing import drawn, lacks
from quanheng.core.stages.integrity_exam.marking import TITLE, Attempt, bank_of, counting, marked
from quanheng.core.stages.integrity_exam.tables import (
    TABLES,
    Answer,
    Paper,
    Question,
    QuestionRow,
    Settings,
    letters_of,
)
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text

__all__ = ["RECORD", "TABLES", "TITLE", "Answer", "Paper", "Question", "QuestionRow", "Settings"]


@dataclass(frozen=True)
class IntegrityExamRecord:
    """Every attempt, in order, and how often the examination was taken again."""

    attempts: tuple[Attempt, ...]
    retakes: int


RECORD = IntegrityExamRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: questions without answer, papers not by the rule, answers off the paper, too often."""
    if table == "questions":
        in_plan = {q.id for q in settings.questions}
        is_drawn = bool(inputs.table("papers", Paper))
        return refused_rows(rows, QuestionRow, lambda row: _refused_question(row, in_plan, is_drawn))
    on_slate = slate_check(slate, inputs)
    if table == "papers":
        bank = bank_of(inputs, settings)
        return refused_rows(
            rows, Paper, lambda row: on_slate(row.person, "") or _refused_paper(row, bank, settings)
        )
    check = _answer_check(rows, inputs, settings)
    return refused_rows(rows, Answer, lambda row: on_slate(row.person, "") or check(row))


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code, f"{zh}。", f"{en}.", row.key(), "请核对试题与答题记录。", "Check question and answer."
    )


def _refused_question(row: QuestionRow, in_plan: set[str], is_drawn: bool) -> Refused | None:
    if is_drawn:
        return _refused(
            row,
            "papers_drawn",
            "已有人按现有题库抽题，题库不能再改",
            "Papers were drawn from the bank as it stands; it cannot be changed",
        )
    if row.question in in_plan:
        return _refused(
            row, "question_in_plan", f"题号“{row.question}”方案中已有", f"The plan has '{row.question}'"
        )
    return refused_question(row)


def refused_question(row: QuestionRow) -> Refused | None:
    """Why a question cannot be answered as it stands, if so."""
    options = frozenset(row.choices())
    right = letters_of(row.answer, options)
    if len(options) < 2 or not right:
        return _refused(
            row,
            "question_unanswerable",
            "须有两个以上选项，答案须在选项之中",
            "Two options are needed, and an answer among them",
        )
    if row.form in ("single", "true_false") and len(right) > 1:
        return _refused(
            row, "question_form", "单选题、判断题只有一个答案", "A single choice has one right option"
        )
    if row.form == "true_false" and len(options) != 2:
        return _refused(
            row, "question_form", "判断题只有两个选项", "A question of true or false has two options"
        )
    english = row.choices_in_english()
    if (row.text_en or english) and not (row.text_en and frozenset(english) == options):
        return _refused(
            row,
            "question_english",
            "英文题目和英文选项须一并填写，选项字母与中文相同",
            "English needs both text and options, with the letters of the Chinese ones",
        )
    return None


def _refused_paper(row: Paper, bank: Mapping[str, Question], settings: Settings) -> Refused | None:
    if row.attempt > settings.attempts:
        return _too_many(row, settings)
    by_rule = drawn(bank, settings, row.seed)
    if tuple(names_in(row.questions)) == by_rule:
        return None
    return _refused(
        row,
        "paper_not_by_rule",
        f"由种子“{row.seed}”按规则应抽到：{'、'.join(by_rule)}",
        f"From the seed '{row.seed}' follows: {', '.join(by_rule)}",
    )


def _too_many(row: Row, settings: Settings) -> Refused:
    most = settings.attempts
    return _refused(row, "too_many_attempts", f"最多考 {most} 次", f"At most {most} attempts are allowed")


def _answer_check(
    rows: Sequence[Row], inputs: Inputs, settings: Settings
) -> Callable[[Answer], Refused | None]:
    """A check of answers against those entered before and those of the same batch."""
    bank = bank_of(inputs, settings)
    batch = [row for row in rows if isinstance(row, Answer) and row.question in bank]
    known = marked(inputs, settings, batch)
    papers = {(p.person, p.attempt): names_in(p.questions) for p in inputs.table("papers", Paper)}

    def check(row: Answer) -> Refused | None:
        paper = papers.get((row.person, row.attempt))
        if row.question not in bank:
            return _refused(
                row, "unknown_question", f"题库中没有“{row.question}”", f"The bank has no '{row.question}'"
            )
        if paper is not None and row.question not in paper:
            return _refused(
                row, "not_on_paper", f"试卷上没有“{row.question}”", f"'{row.question}' is not on the paper"
            )
        options = frozenset(bank[row.question].options)
        if letters_of(row.answer, options) is None:
            letters = "、".join(sorted(options))
            return _refused(row, "no_such_option", f"作答须为：{letters}", f"Answer with: {letters}")
        return _refused_attempt(row, known.get(row.person, {}), settings)

    return check


def _refused_attempt(row: Answer, known: Mapping[int, Attempt], settings: Settings) -> Refused | None:
    if row.attempt > settings.attempts:
        return _too_many(row, settings)
    if row.attempt > 1 and row.attempt - 1 not in known:
        return _refused(
            row, "attempt_out_of_order", "前一次考试没有记录", "The attempt before is not on record"
        )
    if any(a.passed and a.number < row.attempt for a in known.values()):
        return _refused(row, "passed_already", "已经合格，不再补考", "Passed already: there is no retake")
    return None


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """A bank with enough questions, people who have not sat, attempts that are not finished."""
    bank, people = bank_of(inputs, settings), slate.people()
    short = lacks(bank, settings)
    if people and short:
        return tuple(Due(text, "questions") for text in short)
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
            if settings.length() is not None and count != settings.length():
                zh = f"{name}第 {number} 次须答 {settings.length()} 题，已有 {count} 题"
                en = f"{name}, attempt {number}: {settings.length()} questions, {count} on record"
                missing.append(Due(Text(zh, en), "attempts", person))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The points of everyone's counting attempt; whoever fails leaves, or is noted."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    known = marked(inputs, settings)
    best = {p: counting(known[p], settings) for p in slate.people() if p in known}
    scores = scores_by_post({c: best[c.person].points for c in slate.candidates if c.person in best})
    found_ = [_finding(c, best.get(c.person), known.get(c.person, {}), settings) for c in slate.candidates]
    attempts = tuple(a for p in slate.people() for a in known.get(p, {}).values())
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
