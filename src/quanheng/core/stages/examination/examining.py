"""Examining (考试计分): marks of subjects become points, by person and subject, with their working."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from quanheng.core.inputs import Inputs
from quanheng.core.scoring.judging import Marking, judged, normalised
from quanheng.core.scoring.scores import folded, rounded_at, sum_of, value_of
from quanheng.core.stages.examination.tables import (
    Breach,
    ExamAbsence,
    ExamNumber,
    ExamRecusal,
    ExamRoom,
    JudgeMark,
    Settings,
    Subject,
    SubjectMark,
)
from quanheng.core.values import Candidate, Slate, Text, Working


@dataclass(frozen=True)
class Hall:
    """One examination as it was held: who takes which subject, who was away, who broke the rules.

    Shapes: `taken` lists persons by subject; `away` and `breaches` are by subject and person, `aside` by
    judge, subject and person.
    """

    taken: Mapping[str, tuple[str, ...]]
    away: Mapping[tuple[str, str], ExamAbsence]
    breaches: Mapping[tuple[str, str], Breach]
    sitting: Mapping[str, tuple[str, ...]]
    aside: Mapping[tuple[str, str, str], ExamRecusal]

    @classmethod
    def of(cls, slate: Slate, inputs: Inputs, settings: Settings) -> Hall:
        """The examination of everyone on the slate."""
        posts, people = inputs.frame.posts, slate.people()
        taken = {
            p.id: tuple(
                dict.fromkeys(c.person for c in slate.candidates if p.is_for(c.post, posts[c.post].cls))
            )
            for p in settings.subjects
        }
        sitting = {
            p.id: tuple(m for m in inputs.frame.members.get(p.judges or "", ()) if m not in people)
            for p in settings.subjects
        }
        return cls(
            taken,
            {(r.subject, r.person): r for r in inputs.table("absences", ExamAbsence)},
            {(r.subject, r.person): r for r in inputs.table("breaches", Breach)},
            sitting,
            {(r.judge, r.subject, r.person): r for r in inputs.table("recusals", ExamRecusal)},
        )

    def barred(self) -> dict[str, Breach]:
        """Those who lose their place for a breach, with the first breach that says so."""
        found: dict[str, Breach] = {}
        for row in self.breaches.values():
            if row.action == "disqualify":
                found.setdefault(row.person, row)
        return found

    def present(self, subject: str) -> tuple[str, ...]:
        """Those whose subject has a mark: not away, not zeroed, not barred."""
        barred = self.barred()
        return tuple(
            p
            for p in self.taken[subject]
            if (subject, p) not in self.away
            and p not in barred
            and not ((subject, p) in self.breaches and self.breaches[subject, p].action == "zero")
        )


def sheets_given(inputs: Inputs) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """The marks on every judge's sheet, by subject, judge and examinee, then by item."""
    given: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    for row in inputs.table("judge_marks", JudgeMark):
        given.setdefault((row.subject, row.judge, row.examinee), {})[row.item] = row.mark
    return given


def names_drawn(subject: Subject, inputs: Inputs) -> dict[str, str]:
    """Whose number is whose, on a subject marked by numbers."""
    return {r.number: r.person for r in inputs.table("numbers", ExamNumber) if r.subject == subject.id}


def reader_of(subject: Subject, inputs: Inputs) -> Callable[[str], str]:
    """The person behind each entry of a subject; '' for a number that nobody drew."""
    drawn = names_drawn(subject, inputs)
    return (lambda number: drawn.get(number, "")) if subject.anonymous else str


def subject_points(subject: Subject, hall: Hall, inputs: Inputs, settings: Settings) -> dict[str, Working]:
    """The points of everyone who has any on one subject, before weights.

    Errors: Refused(too_few_marks_to_trim), Refused(room_mean_zero).
    """
    present = hall.present(subject.id)
    given = (
        _judged(subject, present, hall, inputs, settings)
        if subject.judges
        else _written(subject, inputs, settings)
    )
    units = {Candidate(p, ""): given[p] for p in present}
    if subject.normalise is not None:
        rooms = {
            Candidate(r.person, ""): r.room
            for r in inputs.table("rooms", ExamRoom)
            if r.subject == subject.id
        }
        units = normalised(units, rooms, subject.normalise, settings.rounding)
    found = {}
    for person in hall.taken[subject.id]:
        found[person] = _after_breach(
            person, units.get(Candidate(person, "")), hall.breaches.get((subject.id, person)), settings
        )
    away = [p for p in hall.taken[subject.id] if (subject.id, p) in hall.away and settings.absent == "zero"]
    for person in away:
        zero = Text("缺考，计零分", "absent: zero")
        found[person] = Working(
            subject.title, Decimal(0), zero, source=f"{settings.id}.absences:{subject.id}|{person}"
        )
    return {p: w for p, w in found.items() if w is not None}


def _after_breach(
    person: str, points: Working | None, breach: Breach | None, settings: Settings
) -> Working | None:
    if breach is None or breach.action == "disqualify":
        return points
    source = f"{settings.id}.breaches:{breach.key()}"
    if points is None:
        return Working(Text("违纪", "breach"), Decimal(0), Text("该科记零分", "zero"), source=source)
    taken = Working(Text("违纪扣分", "deducted"), -breach.points, source=source)
    value = max(Decimal(0), value_of(points) - breach.points)
    return Working(
        points.label, value, Text("扣除违纪分，不低于零", "less the deduction, not below 0"), (points, taken)
    )


def _written(subject: Subject, inputs: Inputs, settings: Settings) -> dict[str, Working]:
    found, who = {}, reader_of(subject, inputs)
    for row in inputs.table("marks", SubjectMark):
        if row.subject == subject.id:
            leaf = Working(subject.title, row.mark, source=f"{settings.id}.marks:{row.key()}")
            found[who(row.examinee)] = rounded_at(leaf, settings.rounding, "mark")
    return found


def _judged(
    subject: Subject, present: Iterable[str], hall: Hall, inputs: Inputs, settings: Settings
) -> dict[str, Working]:
    sitting = hall.sitting[subject.id]
    titles = {i.id: i.title for i in subject.items}
    marks: dict[Candidate, dict[str, dict[str, Working]]] = {Candidate(p, ""): {} for p in present}
    who = reader_of(subject, inputs)
    for row in inputs.table("judge_marks", JudgeMark):
        unit = Candidate(who(row.examinee), "")
        aside = (row.judge, row.subject, unit.person) in hall.aside
        if row.subject == subject.id and unit in marks and row.judge in sitting and not aside:
            name = inputs.name_of(row.judge)
            label = titles.get(row.item, Text(name, name))
            leaf = Working(label, row.mark, source=f"{settings.id}.judge_marks:{row.key()}")
            marks[unit].setdefault(row.judge, {})[row.item] = leaf
    marking = Marking(
        items=subject.items,
        groups=subject.groups(),
        judges={subject.groups()[0].body: sitting},
        trim=subject.trim,
        rank_points=None,
        rounding=settings.rounding,
    )
    names = {j: inputs.name_of(j) for j in sitting}
    return {unit.person: w for unit, w in judged(marks, marking, names).items()}


def totals(
    points: Mapping[str, Mapping[str, Working]], slate: Slate, inputs: Inputs, settings: Settings
) -> dict[Candidate, Working]:
    """The total of every candidate whose subjects all have points: weighed, or added without weights."""
    found = {}
    for c in slate.candidates:
        subjects = [p for p in settings.subjects if p.is_for(c.post, inputs.frame.posts[c.post].cls)]
        if not subjects or any(c.person not in points[p.id] for p in subjects):
            continue
        parts = [_part(p, points[p.id][c.person], settings) for p in subjects]
        whole = parts[0] if len(parts) == 1 else sum_of(settings.title or Text("考试", "Examination"), parts)
        found[c] = rounded_at(whole, settings.rounding, "total")
    return found


def _part(subject: Subject, points: Working, settings: Settings) -> Working:
    part = points if subject.weight is None else folded(points, subject.weight, subject.full_mark)
    return replace(rounded_at(part, settings.rounding, "component"), label=subject.title)
