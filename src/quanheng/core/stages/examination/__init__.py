"""Examination (考试): subjects, interviews and panels are marked; the points make the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.scoring import bench
from quanheng.core.scoring.keeping import (
    PassMark,
    below_cut,
    below_pass,
    each_once,
    scores_by_order,
    scores_by_post,
)
from quanheng.core.scoring.ranks import TieFacts, standings
from quanheng.core.scoring.scores import value_of
from quanheng.core.scoring.sheets import check_due, refused_check, refused_own
from quanheng.core.stages.examination.examining import (
    Hall,
    names_drawn,
    reader_of,
    sheets_given,
    subject_points,
    totals,
)
from quanheng.core.stages.examination.tables import (
    ACTIONS,
    TABLES,
    Breach,
    ExamAbsence,
    ExamCheck,
    ExamNumber,
    ExamRecusal,
    ExamRoom,
    JudgeMark,
    Settings,
    Subject,
    SubjectMark,
)
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Score, Slate, Text, Working

__all__ = ["RECORD", "TABLES", "TITLE", "ExamRoom", "Settings", "admit", "close", "due"]

TITLE = Text("考试", "Examination")


@dataclass(frozen=True)
class ExaminationRecord:
    """The points by subject and person, who was away, and what breaches led to."""

    points: Mapping[str, Mapping[str, Working]]
    judges: Mapping[str, tuple[str, ...]]
    absences: tuple[ExamAbsence, ...]
    breaches: tuple[Breach, ...]
    numbers: tuple[ExamNumber, ...]
    recusals: tuple[ExamRecusal, ...] = ()


RECORD = ExaminationRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    kind = {t.name: t.row for t in TABLES}[table]
    hall = Hall.of(slate, inputs, settings)
    on_slate = slate_check(slate, inputs)
    if table in ("marks", "judge_marks"):
        return refused_rows(rows, kind, _mark_check(hall, inputs, settings))
    if table == "checks":
        return refused_rows(rows, kind, _sheet_check(inputs, settings))
    held = {(r.subject, r.number): r.person for r in inputs.table("numbers", ExamNumber)}

    def check(row: Any) -> Refused | None:
        if settings.subject(row.subject) is None:
            return _unknown_subject(row, settings)
        refusal = on_slate(row.person, "")
        if refusal is None and row.person not in hall.taken[row.subject]:
            refusal = _not_taken(row, row.person, inputs)
        if refusal is None and isinstance(row, ExamRecusal) and row.judge not in hall.sitting[row.subject]:
            refusal = bench.no_judge(row.judge, inputs)
        if refusal is None and isinstance(row, ExamNumber):
            holder = held.setdefault((row.subject, row.number), row.person)
            if holder != row.person:
                refusal = _number_taken(row, holder, inputs)
        return refusal

    return refused_rows(rows, kind, check)


def _mark_check(hall: Hall, inputs: Inputs, settings: Settings) -> Callable[[Any], Refused | None]:
    barred = hall.barred()
    standing = {person for taken in hall.taken.values() for person in taken}
    readers = {p.id: reader_of(p, inputs) for p in settings.subjects}

    def check(row: Any) -> Refused | None:
        subject = settings.subject(row.subject)
        if subject is None or (subject.judges is None) != isinstance(row, SubjectMark):
            return _unknown_subject(row, settings)
        person = readers[subject.id](row.examinee)
        if person not in hall.taken[subject.id]:
            return _not_taken(row, person or row.examinee, inputs)
        if (subject.id, person) in hall.away or person in barred:
            return bench.marked_though_absent(row.examinee, inputs)
        item = ""
        if isinstance(row, JudgeMark):
            item = row.item
            if row.judge in standing:
                return bench.judge_is_candidate(row.judge, inputs)
            if row.judge not in hall.sitting[subject.id]:
                return bench.no_judge(row.judge, inputs)
            aside = hall.aside.get((row.judge, subject.id, person))
            if aside is not None:
                return bench.recused(row.judge, person, aside.reason, inputs)
            if item not in ({i.id for i in subject.items} or {""}):
                return bench.unknown_item(row.key(), item, subject.items)
        return bench.out_of_range(row.key(), row.mark, *subject.bounds(item)) or refused_own(
            subject.entry, row.key(), inputs
        )

    return check


def _sheet_check(inputs: Inputs, settings: Settings) -> Callable[[Any], Refused | None]:
    given = sheets_given(inputs)

    def check(row: Any) -> Refused | None:
        subject = settings.subject(row.subject)
        if subject is None or subject.judges is None:
            return _unknown_subject(row, settings)
        held = given.get((subject.id, row.judge, row.examinee), {})
        return refused_check(row.key(), row.total, held, len(subject.items) or 1)

    return check


def _unknown_subject(row: Any, settings: Settings) -> Refused:
    judged = isinstance(row, JudgeMark | ExamCheck)
    marks = isinstance(row, SubjectMark)
    known = [p.id for p in settings.subjects if not (judged or marks) or (p.judges is not None) == judged]
    return Refused(
        "unknown_subject",
        f"此表没有科目“{row.subject}”。",
        f"This table has no subject '{row.subject}'.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _not_taken(row: Row, who: str, inputs: Inputs) -> Refused:
    return Refused(
        "subject_not_taken",
        f"{inputs.name_of(who)}不参加这一科目，或考号无人抽到。",
        f"{inputs.name_of(who)} does not take this subject, or nobody drew the number.",
        where=row.key(),
        remedy_zh="请核对科目、人员与考号。",
        remedy_en="Check subject, person and number.",
    )


def _number_taken(row: ExamNumber, holder: str, inputs: Inputs) -> Refused:
    return Refused(
        "number_drawn_twice",
        f"考号 {row.number} 已为{inputs.name_of(holder)}所有。",
        f"Number {row.number} is {inputs.name_of(holder)}'s already.",
        where=row.key(),
        remedy_zh="请核对抽签记录。",
        remedy_en="Check the record of the draw.",
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Numbers, rooms, marks and judges that are still missing."""
    hall = Hall.of(slate, inputs, settings)
    return tuple(d for subject in settings.subjects for d in _subject_due(subject, hall, inputs))


def _subject_due(subject: Subject, hall: Hall, inputs: Inputs) -> list[Due]:
    present = hall.present(subject.id)
    if subject.anonymous:
        drawn = set(names_drawn(subject, inputs).values())
        missing = [
            _due(p, subject, Text("尚未抽考号", "no number"), "numbers", inputs)
            for p in present
            if p not in drawn
        ]
        if missing:
            return missing
    found = []
    if subject.normalise is not None:
        roomed = {r.person for r in inputs.table("rooms", ExamRoom) if r.subject == subject.id}
        found = [
            _due(p, subject, Text("未登记考场", "no room"), "rooms", inputs)
            for p in present
            if p not in roomed
        ]
    if subject.judges is None:
        who = reader_of(subject, inputs)
        marked = {who(r.examinee) for r in inputs.table("marks", SubjectMark) if r.subject == subject.id}
        return found + [
            _due(p, subject, Text("没有成绩", "no mark"), "marks", inputs) for p in present if p not in marked
        ]
    return found + _judges_due(subject, present, hall, inputs)


def _judges_due(subject: Subject, present: Sequence[str], hall: Hall, inputs: Inputs) -> list[Due]:
    sitting = hall.sitting[subject.id]
    found = (
        bench.bench_dues({subject.judges or "": sitting}, inputs, subject.min_judges, False)
        if present
        else []
    )
    who = reader_of(subject, inputs)
    given = {
        (judge, who(examinee)): marks
        for (name, judge, examinee), marks in sheets_given(inputs).items()
        if name == subject.id
    }
    checked = {
        (c.judge, who(c.examinee)): c.total
        for c in inputs.table("checks", ExamCheck)
        if c.subject == subject.id
    }
    wanted = len(subject.items) or 1
    for person in present:
        marking = [j for j in sitting if (j, subject.id, person) not in hall.aside]
        if len(marking) < subject.min_judges <= len(sitting):
            few = bench.too_few_due(
                subject.judges or "", Candidate(person, ""), subject.min_judges, len(marking), inputs
            )
            found.append(replace(few, table="recusals"))
        for judge in marking:
            marks = given.get((judge, person), {})
            lack = wanted - len(marks)
            if lack > 0:
                late = bench.mark_due(judge, Candidate(person, ""), lack, inputs)
                found.append(replace(late, table="judge_marks"))
            elif subject.entry == "paper_twice" and checked.get((judge, person)) != sum(marks.values()):
                found.append(check_due(judge, person, inputs))
    return found


def _due(person: str, subject: Subject, what: Text, table: str, inputs: Inputs) -> Due:
    name, title = inputs.name_of(person), subject.title
    return Due(Text(f"{name}“{title.zh}”{what.zh}", f"{name}, '{title.say('en')}': {what.en}"), table, person)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """The points of everyone who took all their subjects, pass marks, and the cut where the plan has one."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    hall = Hall.of(slate, inputs, settings)
    points = {p.id: subject_points(p, hall, inputs, settings) for p in settings.subjects}
    away, gone = _sent_away(slate, hall, settings)
    whole = totals(points, slate, inputs, settings)
    barred = hall.barred()
    scores = _ordered({c: w for c, w in whole.items() if c.person not in barred}, points, inputs, settings)
    standing = slate.without(c for c in slate.candidates if c.person in barred)
    gone += _failed(points, standing, hall, inputs, settings)
    absent = frozenset(f.candidate for f in away if f.candidate is not None)
    line = PassMark(settings.pass_, settings.pass_boundary)
    gone += below_pass(settings, scores, line, slate, inputs, absent)
    left = slate.without(f.candidate for f in gone if f.candidate is not None)
    cut, seats = below_cut(settings, scores, settings.keep, left, inputs)
    record = ExaminationRecord(
        points=points,
        judges={p: sat for p, sat in hall.sitting.items() if sat},
        absences=tuple(hall.away.values()),
        breaches=tuple(hall.breaches.values()),
        numbers=inputs.table("numbers", ExamNumber),
        recusals=inputs.table("recusals", ExamRecusal),
    )
    notes = [f for f in away if settings.absent == "zero"] + _deductions(slate, hall, settings)
    return outcome_of(settings, slate, each_once((*gone, *cut)), notes, record, scores, seats)


def _sent_away(slate: Slate, hall: Hall, settings: Settings) -> tuple[list[Finding], list[Finding]]:
    """Findings on the absent, and the reasons of those who leave for a breach or an absence."""
    barred = hall.barred()
    gone = [
        found(
            "disqualified",
            "not_met",
            Text(
                f"考试违纪，取消资格：{barred[c.person].reason}", f"Disqualified: {barred[c.person].reason}"
            ),
            by_row(settings, "breaches", barred[c.person], "decision"),
            c,
            [fact("记录", "Record", barred[c.person].document)],
        )
        for c in slate.candidates
        if c.person in barred
    ]
    away = []
    for c in slate.candidates:
        row = next((r for (p, who), r in hall.away.items() if who == c.person and who in hall.taken[p]), None)
        if row is not None:
            text = Text(f"缺考：{row.reason}", f"Did not attend: {row.reason}")
            away.append(found("absent", "not_met", text, by_row(settings, "absences", row), c))
    return away, gone + (away if settings.absent == "depart" else [])


def _deductions(slate: Slate, hall: Hall, settings: Settings) -> list[Finding]:
    return [
        found(
            f"breach_{row.action}",
            "note",
            Text(
                f"{ACTIONS.say(row.action).zh}：{row.reason}", f"{ACTIONS.say(row.action).en}: {row.reason}"
            ),
            by_row(settings, "breaches", row, "decision"),
            c,
            [fact("扣分", "Points", row.points), fact("记录", "Record", row.document)],
        )
        for c in slate.candidates
        for row in hall.breaches.values()
        if row.person == c.person and row.action != "disqualify"
    ]


def _ordered(
    whole: Mapping[Candidate, Working],
    points: Mapping[str, Mapping[str, Working]],
    inputs: Inputs,
    settings: Settings,
) -> tuple[Score, ...]:
    by_subject = {
        subject: {Candidate(p, ""): value_of(w) for p, w in own.items()} for subject, own in points.items()
    }
    earlier = {stage: {s.candidate: s.value for s in o.scores} for stage, o in inputs.earlier.items()}
    facts = TieFacts({**earlier, **by_subject}, inputs.people)
    orders = {
        post: standings({c: value_of(w) for c, w in whole.items() if c.post == post}, settings.ties, facts)
        for post in dict.fromkeys(c.post for c in whole)
    }
    return scores_by_order(whole, orders)


def _failed(
    points: Mapping[str, Mapping[str, Working]], slate: Slate, hall: Hall, inputs: Inputs, settings: Settings
) -> list[Finding]:
    """Those who miss the pass mark of one subject."""
    posts, gone = inputs.frame.posts, []
    for number, subject in enumerate(settings.subjects):
        marked = points[subject.id]
        own = {
            c: marked[c.person]
            for c in slate.candidates
            if c.person in marked and subject.is_for(c.post, posts[c.post].cls)
        }
        absent = frozenset(c for c in own if (subject.id, c.person) in hall.away)
        line = PassMark(subject.pass_, subject.pass_boundary)
        title, source = subject.title, by_plan(settings, f"subjects.{number}.pass")
        for f in below_pass(settings, scores_by_post(own), line, slate, inputs, absent):
            text = Text(f"“{title.zh}”{f.text.zh}", f"'{title.say('en')}': {f.text.say('en')}")
            gone.append(replace(f, text=text, source=source))
    return gone
