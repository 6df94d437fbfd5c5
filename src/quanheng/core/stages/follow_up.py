"""Follow-up (督办落实): tasks with a term, once, every so often, or whenever something happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, Protocol, runtime_checkable

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import in_future
from quanheng.core.findings import by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.scoring.given import grades_of
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import Options, PersonCell

TITLE = Text("督办落实", "Follow-up")
State = Literal["done", "late", "unmet"]


class Task(Strict):
    """One thing that is to be done by a day (任务).

    Shapes: `within` counts from the day this stage opens, or with `on` from each time that this happens;
    `every` is due again and again until the stage ends. `follows` narrows it to those whom an earlier
    consequence or grade concerns ('measures.high'), `classes` to posts of these classes.
    """

    id: Slug
    title: Words
    within: Span | None = None
    every: Span | None = None
    on: Words | None = None
    follows: Names = ()
    classes: Names = ()

    @model_validator(mode="after")
    def _one_term(self) -> Task:
        if (self.within is None) == (self.every is None):
            raise wrong("within 与 every 须且只须写一项。", "one of within, every is needed")
        if self.on is not None and self.within is None:
            raise wrong("on 须配 within，写明发生之后多久办好。", "on needs within, how long after it", "on")
        every = self.every
        if every is not None and not (every.days or every.working_days or every.whole_months()):
            raise wrong("every 不能为零。", "every is not nothing", "every")
        if any("." not in name for name in self.follows):
            raise wrong(
                "follows 写成 环节.编号，如 measures.high。",
                "follows is stage.id, such as measures.high",
                "follows",
            )
        return self


class Settings(StageSettings):
    """What a plan says about a follow-up.

    Shapes: `unmet` says what becomes of whoever is late or does not do it: noted, or leaves. What somebody
    came to is the grade `done`, `late` or `unmet` of this stage, at which later conditions may look.
    """

    kind: Literal["follow_up"]
    tasks: tuple[Task, ...] = Field(min_length=1)
    unmet: Literal["note", "depart"] = "note"

    @model_validator(mode="after")
    def _named_once(self) -> Settings:
        ids = [t.id for t in self.tasks]
        if len(set(ids)) < len(ids):
            raise wrong("任务编号重复。", "a task's id is used twice", "tasks")
        return self


_Task = Annotated[str, Column("任务", "Task", Text("方案中的任务编号", "The task's id"), "correct")]
RESULTS = Options({"done": Text("已落实", "done"), "not_done": Text("未落实", "not done")})


class Event(Row):
    """Something that sets a task going (触发情形): a post changed, a problem was found."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "task", "happened_on")
    person: PersonCell
    task: _Task
    happened_on: Annotated[
        date, Column("发生日期", "Happened on", Text("情形发生之日", "Its day"), "2026-03-10")
    ]
    what: Annotated[
        str, Field(min_length=1), Column("情形", "What", Text("发生了什么", "What happened"), "岗位变动")
    ]


class Report(Row):
    """What was done about one task (落实情况)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "task", "number")
    person: PersonCell
    task: _Task
    number: Annotated[
        int,
        Field(ge=1),
        Column("第几次", "Number", Text("第几期或第几次，只有一次的不填", "Which time"), "1"),
    ] = 1
    result: Annotated[
        Literal["done", "not_done"],
        RESULTS,
        Column("结果", "Result", Text("是否落实", "Whether it was done"), "done"),
    ]
    reported_on: Annotated[
        date, Column("日期", "Reported on", Text("办结或报告之日", "Its day"), "2026-03-20")
    ]
    document: Annotated[
        str,
        Field(min_length=1),
        Column("依据", "Document", Text("报告或文号", "The paper"), "整改报告3号"),
    ]


TABLES = (
    InputTable("events", Text("触发情形", "What happened"), Event, "record_follow_up", required=False),
    InputTable("reports", Text("落实情况", "What was done"), Report, "record_follow_up", required=False),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One task of one candidate with its day (应办事项), the first, second … of its kind."""

    candidate: Candidate
    task: Task
    number: int
    by: date


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a duty (办理结果)."""

    candidate: Candidate
    task: str
    number: int
    by: date
    on: date
    state: State


@dataclass(frozen=True)
class FollowUpRecord:
    """Every duty with what became of it; the grade of each candidate is the worst of theirs."""

    duties: tuple[Done, ...]
    grades: Mapping[Candidate, str]


RECORD = FollowUpRecord


@runtime_checkable
class _NamesWhom(Protocol):
    """A record of consequences: whom each rule concerned."""

    @property
    def follows(self) -> Sequence[_Followed]: ...


class _Followed(Protocol):
    @property
    def candidate(self) -> Candidate: ...
    @property
    def rule(self) -> str: ...


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: tasks that the plan lacks or that no event sets going, times beyond, days ahead."""
    on_slate = slate_check(slate, inputs)
    if table == "events":
        sparked = [t.id for t in settings.tasks if t.on is not None]
        return refused_rows(
            rows,
            Event,
            lambda row: (
                on_slate(row.person, "")
                or (None if row.task in sparked else _unknown_task(row.key(), row.task, sparked))
                or in_future(row.key(), Text("发生日期", "The event"), row.happened_on, inputs)
            ),
        )
    duties = {(d.candidate.person, d.task.id, d.number) for d in duties_of(slate, inputs, settings)}
    known = [t.id for t in settings.tasks]

    def check(row: Report) -> Refused | None:
        refusal = on_slate(row.person, "")
        if refusal is not None or row.task not in known:
            return refusal or _unknown_task(row.key(), row.task, known)
        if (row.person, row.task, row.number) not in duties:
            return _not_due(row, inputs)
        return in_future(row.key(), Text("日期", "The report"), row.reported_on, inputs)

    return refused_rows(rows, Report, check)


def _unknown_task(where: str, task: str, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_task",
        f"此处没有任务“{task}”。",
        f"There is no task '{task}' here.",
        where=where,
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _not_due(row: Report, inputs: Inputs) -> Refused:
    name = inputs.name_of(row.person)
    return Refused(
        "task_not_due",
        f"{name}没有第 {row.number} 次“{row.task}”。",
        f"{name} has no '{row.task}' number {row.number} to do.",
        where=row.key(),
        remedy_zh="请核对任务、次数；由情形触发的，先录入触发情形。",
        remedy_en="Check the task and its number; what an event sets going needs the event first.",
    )


def duties_of(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Duty, ...]:
    """Everything that everybody has to do, with its day; what comes again counts to the stage's day."""
    return tuple(
        Duty(candidate, task, number, day)
        for candidate in slate.candidates
        for task in settings.tasks
        if _concerns(task, candidate, inputs)
        for number, day in enumerate(_days(task, candidate, inputs), start=1)
    )


def _concerns(task: Task, candidate: Candidate, inputs: Inputs) -> bool:
    post = inputs.frame.posts.get(candidate.post)
    if task.classes and (post is None or post.cls not in task.classes):
        return False
    return not task.follows or any(_is_followed(name, candidate, inputs) for name in task.follows)


def _is_followed(name: str, candidate: Candidate, inputs: Inputs) -> bool:
    """Whether an earlier consequence or grade ('stage.id') concerns the candidate."""
    stage, _, wanted = name.partition(".")
    outcome = inputs.earlier.get(stage)
    if outcome is not None and isinstance(outcome.record, _NamesWhom):
        return any(f.candidate == candidate and f.rule == wanted for f in outcome.record.follows)
    return f"grade.{name}" in grades_of(candidate, inputs)


def _days(task: Task, candidate: Candidate, inputs: Inputs) -> list[date]:
    """The days by which a task is done: one, one for each event, or one for each period that is full."""
    if task.every is not None:
        days: list[date] = []
        day = full_on(inputs.opened_on, task.every, inputs.calendar)
        while day <= inputs.closed_on:
            days.append(day)
            day = full_on(day, task.every, inputs.calendar)
        return days
    events = inputs.table("events", Event) if task.on is not None else ()
    mine = sorted(e.happened_on for e in events if (e.person, e.task) == (candidate.person, task.id))
    starts = mine if task.on is not None else [inputs.opened_on]
    return [full_on(start, task.within or Span(days=0), inputs.calendar) for start in starts]


def _report(duty: Duty, inputs: Inputs) -> Report | None:
    wanted = (duty.candidate.person, duty.task.id, duty.number)
    rows = inputs.table("reports", Report)
    return next((r for r in rows if (r.person, r.task, r.number) == wanted), None)


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Duties of which nothing was reported, and the last day of a stage whose tasks come again."""
    dues = []
    for duty in duties_of(slate, inputs, settings):
        if _report(duty, inputs) is None:
            name, title = inputs.name_of(duty.candidate.person), duty.task.title
            zh = f"{name}：“{title.zh}”{_which(duty).zh}，{duty.by} 前"
            en = f"{name}: '{title.say('en')}'{_which(duty).say('en')}, by {duty.by}"
            dues.append(Due(Text(zh, en), "reports", duty.candidate.person))
    until = settings.time.to if settings.time is not None else None
    if until is not None and inputs.closed_on < until and any(t.every for t in settings.tasks):
        dues.append(Due(Text(f"本环节至 {until} 止", f"this stage runs to {until}"), until=until))
    return tuple(dues)


def _which(duty: Duty) -> Text:
    once = duty.task.every is None and duty.task.on is None
    return Text("") if once else Text(f"第 {duty.number} 次", f" number {duty.number}")


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Every duty with what became of it; whoever is late or failed leaves where the plan says so."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    done: list[Done] = []
    reasons: dict[Candidate, Finding] = {}
    notes: list[Finding] = []
    told = [(duty, _report(duty, inputs)) for duty in duties_of(slate, inputs, settings)]
    for duty, row in ((d, r) for d, r in told if r is not None):
        state = _state(duty, row)
        done.append(Done(duty.candidate, duty.task.id, duty.number, duty.by, row.reported_on, state))
        finding = _finding(duty, row, state, settings)
        if state == "done" or settings.unmet == "note" or duty.candidate in reasons:
            notes.append(finding)
        else:
            reasons[duty.candidate] = finding
    own: dict[Candidate, list[str]] = {}
    for d in done:
        own.setdefault(d.candidate, []).append(d.state)
    order: tuple[State, ...] = ("unmet", "late", "done")
    grades = {c: next(state for state in order if state in states) for c, states in own.items()}
    return outcome_of(settings, slate, reasons.values(), notes, FollowUpRecord(tuple(done), grades))


def _state(duty: Duty, row: Report) -> State:
    if row.result == "not_done":
        return "unmet"
    return "done" if row.reported_on <= duty.by else "late"


SAID: Mapping[State, Text] = {
    "done": Text("按期落实", "done in time"),
    "late": Text("逾期落实", "done late"),
    "unmet": Text("没有落实", "not done"),
}
"""What became of a duty, in words."""


def _finding(duty: Duty, row: Report, state: State, settings: Settings) -> Finding:
    title, said = duty.task.title, SAID[state]
    text = Text(
        f"“{title.zh}”{_which(duty).zh}{said.zh}", f"'{title.say('en')}'{_which(duty).say('en')}: {said.en}"
    )
    evidence = [fact("期限", "By", duty.by), fact("日期", "Reported on", row.reported_on)]
    source = by_row(settings, "reports", row, "fact")
    failed: Literal["not_met", "note"] = "not_met" if settings.unmet == "depart" else "note"
    holds: Literal["met", "not_met", "note"] = "met" if state == "done" else failed
    return found(f"task_{state}", holds, text, source, duty.candidate, evidence)
