"""Training (任前培训): courses done before the post, found in the archive, or made up by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import in_future
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Number, Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.people import Training
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Source, Text
from quanheng.core.words import PersonCell, YesNo

TITLE = Text("任前培训", "Training")


class Course(Strict):
    """One course that is asked for (培训课程).

    Shapes: a training in the archive counts by its name (the title) or by `archive_kind`, when it has the
    hours and is not older than `valid_for`.
    """

    id: Slug
    title: Words
    hours: Number = Field(default=Decimal(0), ge=0)
    archive_kind: str = ""
    valid_for: Span | None = None


class Settings(StageSettings):
    """What a plan says about training.

    Shapes: `missing` wait holds the stage, depart sends people away, make_up lets them go on with a condition
    that follows them for `make_up_within`, counted from the day the stage closes.
    """

    kind: Literal["training"]
    courses: tuple[Course, ...] = Field(min_length=1)
    missing: Literal["wait", "depart", "make_up"] = "wait"
    make_up_within: Span | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if (self.missing == "make_up") != (self.make_up_within is not None):
            raise wrong(
                "missing: make_up 须配 make_up_within。", "make_up and make_up_within belong together"
            )
        ids = [c.id for c in self.courses]
        if len(set(ids)) < len(ids):
            raise wrong("课程编号重复。", "a course's id is used twice")
        return self


class CourseResult(Row):
    """How one person did in one course (培训结果)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "course")
    person: PersonCell
    course: Annotated[str, Column("课程", "Course", Text("方案中的课程编号", "The course's id"), "pre-post")]
    hours: Annotated[Decimal, Field(ge=0), Column("学时", "Hours", Text("完成的学时", "Hours done"), "40")]
    passed: Annotated[YesNo, Column("是否合格", "Passed", Text("结业考核合格", "Passed at the end"), "是")]
    finished_on: Annotated[
        date, Column("结业日期", "Finished on", Text("结业之日", "Last day"), "2026-03-20")
    ]
    document: Annotated[str, Column("证明", "Document", Text("结业证号", "Its certificate"), "结业12号")] = ""


TABLES = (
    InputTable("results", Text("培训结果", "Results"), CourseResult, "record_training", required=False),
)


@dataclass(frozen=True, slots=True)
class ToMakeUp:
    """A course that follows a person until it is done (待补训)."""

    candidate: Candidate
    course: str
    by: date


@dataclass(frozen=True)
class TrainingRecord:
    """Who has done which course, and what is still to be made up."""

    done: tuple[tuple[str, str], ...]
    to_make_up: tuple[ToMakeUp, ...]


RECORD = TrainingRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: courses that are not asked for, days ahead, people who are no candidates."""
    on_slate = slate_check(slate, inputs)
    known = [c.id for c in settings.courses]

    def check(row: CourseResult) -> Refused | None:
        if row.course not in known:
            return Refused(
                "unknown_course",
                f"方案没有课程“{row.course}”。",
                f"The plan has no course '{row.course}'.",
                where=row.key(),
                remedy_zh=f"可填：{'、'.join(known)}。",
                remedy_en=f"Known: {', '.join(known)}.",
            )
        return on_slate(row.person, "") or in_future(
            row.key(), Text("结业日期", "The course"), row.finished_on, inputs
        )

    return refused_rows(rows, CourseResult, check)


def _result(person: str, course: Course, inputs: Inputs) -> CourseResult | None:
    rows = inputs.table("results", CourseResult)
    return next((r for r in rows if (r.person, r.course) == (person, course.id)), None)


def _archived(person: str, course: Course, inputs: Inputs) -> Training | None:
    """The latest training in the archive that counts for a course."""
    known = inputs.people.get(person)
    counting = [
        t
        for t in (known.trainings if known else ())
        if (t.name == course.title.zh or (course.archive_kind and t.kind == course.archive_kind))
        and t.hours >= course.hours
        and (
            course.valid_for is None
            or full_on(t.finished_on, course.valid_for, inputs.calendar) >= inputs.closed_on
        )
    ]
    return max(counting, key=lambda t: t.finished_on, default=None)


def _finding(candidate: Candidate, course: Course, inputs: Inputs, settings: Settings) -> Finding:
    """Whether one course is done, by this stage's results or the archive."""
    title, row = course.title, _result(candidate.person, course, inputs)
    if row is not None and row.passed and row.hours >= course.hours:
        evidence = [fact("学时", "Hours", row.hours), fact("结业日期", "Finished on", row.finished_on)]
        text = Text(f"“{title.zh}”合格", f"'{title.say('en')}' passed")
        return found("trained", "met", text, by_row(settings, "results", row, "fact"), candidate, evidence)
    archived = _archived(candidate.person, course, inputs)
    if archived is not None:
        evidence = [
            fact("学时", "Hours", archived.hours),
            fact("结业日期", "Finished on", archived.finished_on),
        ]
        text = Text(
            f"“{title.zh}”已有培训：{archived.name}", f"'{title.say('en')}': done before, {archived.name}"
        )
        source = Source("fact", f"people.{candidate.person}.trainings")
        return found("trained_before", "met", text, source, candidate, evidence)
    if row is not None:
        why = (
            Text("考核不合格", "not passed")
            if not row.passed
            else Text(f"学时不足 {course.hours}", f"fewer than {course.hours} hours")
        )
        text = Text(f"“{title.zh}”{why.zh}", f"'{title.say('en')}': {why.en}")
        return found("training_failed", "not_met", text, by_row(settings, "results", row, "fact"), candidate)
    text = Text(f"“{title.zh}”未参加", f"'{title.say('en')}' not done")
    return found("training_missing", "not_met", text, by_plan(settings, "courses"), candidate)


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Courses still to be done, where the plan waits for them."""
    if settings.missing != "wait":
        return ()
    lacking = {
        (c.person, course.id): f
        for c in slate.candidates
        for course in settings.courses
        if (f := _finding(c, course, inputs, settings)).state == "not_met"
    }
    return tuple(
        Due(
            Text(f"{inputs.name_of(p)}：{f.text.zh}", f"{inputs.name_of(p)}: {f.text.say('en')}"),
            "results",
            p,
        )
        for (p, _), f in lacking.items()
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever lacks a course leaves, or goes on with a day by which it is made up."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    reasons, findings, done, owed = [], [], [], []
    for c in slate.candidates:
        own = {course: _finding(c, course, inputs, settings) for course in settings.courses}
        lacking = {course: f for course, f in own.items() if f.state == "not_met"}
        done += [(c.person, course.id) for course in own if course not in lacking]
        findings += [f for course, f in own.items() if course not in lacking]
        if settings.make_up_within is None:
            reasons += list(lacking.values())[:1]
            findings += list(lacking.values())[1:]
            continue
        by = full_on(inputs.closed_on, settings.make_up_within, inputs.calendar)
        for course, f in lacking.items():
            owed.append(ToMakeUp(c, course.id, by))
            text = Text(f"{f.text.zh}，须于 {by} 前补训", f"{f.text.say('en')}; to be made up by {by}")
            findings.append(found("to_make_up", "note", text, by_plan(settings, "make_up_within"), c))
    record = TrainingRecord(tuple(dict.fromkeys(done)), tuple(owed))
    return outcome_of(settings, slate, reasons, findings, record)
