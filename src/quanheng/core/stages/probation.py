"""Probation (试用期): the trial runs its time and ends with a review, or early after a sanction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Protocol, runtime_checkable

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, Span, StageSettings, Words
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.voting import WHOLES, Enough
from quanheng.core.words import Options, PersonCell, PostCell

TITLE = Text("试用期", "Probation")

Result = Literal["passed", "failed", "ended_early"]
RESULTS = Options(
    {
        "passed": Text("合格", "passed"),
        "failed": Text("不合格", "not passed"),
        "ended_early": Text("提前结束", "ended early"),
    }
)


@runtime_checkable
class HasAppointments(Protocol):
    """A record of appointments, each with person, post, issued_on and effective_on."""

    @property
    def appointments(self) -> tuple[Any, ...]: ...


class EndVote(Enough):
    """The vote at the end of a trial (期满测评): the share of favourable ballots that is asked for."""

    def holds(self, favourable: int, ballots: int) -> bool:
        """Whether the favourable ballots are enough."""
        return favourable >= self.least(ballots)


class Settings(StageSettings):
    """What a plan says about the trial period.

    Shapes: `counts_from` is the day of the document or of taking office; `ends_early_on` names the sanctions
    that end it; `vote` is asked for at the end; `counts` says whether a trial passed is part of the tenure.
    """

    kind: Literal["probation"]
    length: Span
    counts_from: Literal["document", "effective"] = "document"
    ends_early_on: Names = ()
    vote: EndVote | None = None
    counts: bool = True
    failed: Words = Text(
        "免去试任职务，一般按试任前的职务职级安排", "Leaves the post; placed as before the trial"
    )


class Review(Row):
    """The review of one trial (试用期满考核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    result: Annotated[
        Result, RESULTS, Column("考核结果", "Result", Text("是否合格", "Whether passed"), "passed")
    ]
    reviewed_on: Annotated[
        date, Column("考核日期", "Reviewed on", Text("考核之日", "Day of review"), "2026-06-25")
    ]
    favourable: Annotated[
        int | None, Field(ge=0), Column("赞成票", "Favourable", Text("优秀与称职票", "Good ballots"), "31")
    ] = None
    ballots: Annotated[
        int | None, Field(ge=1), Column("总票数", "Ballots", Text("收回的测评票", "Ballots returned"), "40")
    ] = None
    note: Annotated[str, Column("说明", "Note", Text("不合格或提前结束须说明", "Why, unless passed"), "")] = (
        ""
    )


class Event(Row):
    """What happened during a trial (试用期间的处分等)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "kind", "on")
    person: PersonCell
    kind: Annotated[
        str, Field(min_length=1), Column("事由", "Kind", Text("处分或事件", "What it was"), "记大过")
    ]
    on: Annotated[date, Column("日期", "On", Text("作出决定之日", "Day of the decision"), "2026-05-06")]
    document: Annotated[
        str,
        Field(min_length=1),
        Column("文号", "Document", Text("决定的文号", "Its number"), "河纪〔2026〕3号"),
    ]


TABLES = (
    InputTable("reviews", Text("试用期满考核", "Reviews"), Review, "review_probation"),
    InputTable("events", Text("试用期间事件", "Events"), Event, "review_probation", required=False),
)


@dataclass(frozen=True, slots=True)
class TrialEnd:
    """How one trial ended. Shapes: `tenure_counts_from` is None unless the trial was passed."""

    person: str
    post: str
    began_on: date
    full_on: date
    result: Result
    tenure_counts_from: date | None


@dataclass(frozen=True, slots=True)
class ProbationRecord:
    """Every trial of this run, in slate order."""

    trials: tuple[TrialEnd, ...]


RECORD = ProbationRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of reviews and events: not on trial, outside its time, or without the reason they need."""
    on_slate, begins = slate_check(slate, inputs), began_on(slate, inputs, settings)
    first = {p: min(d for c, d in begins.items() if c.person == p) for p in slate.people()}
    if table == "events":
        return refused_rows(
            rows,
            Event,
            lambda row: on_slate(row.person, "") or _refused_day(row, row.on, first[row.person], inputs),
        )
    return refused_rows(
        rows,
        Review,
        lambda row: (
            on_slate(row.person, row.post)
            or _refused_day(row, row.reviewed_on, begins[Candidate(row.person, row.post)], inputs)
            or _refused_review(row, inputs, settings)
        ),
    )


def began_on(slate: Slate, inputs: Inputs, settings: Settings) -> dict[Candidate, date]:
    """The first day of each trial: from the appointment, else from the opening of this stage."""
    begins = dict.fromkeys(slate.candidates, inputs.opened_on)
    for outcome in inputs.earlier.values():
        made = outcome.record.appointments if isinstance(outcome.record, HasAppointments) else ()
        for one in made:
            candidate = Candidate(one.person, one.post)
            if candidate in begins:
                begins[candidate] = one.issued_on if settings.counts_from == "document" else one.effective_on
    return begins


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Trials that still run, and reviews that are missing; a trial that ended early waits for nothing."""
    reviews, begins = _reviews(inputs), began_on(slate, inputs, settings)
    missing = []
    for candidate in slate.candidates:
        review = reviews.get(candidate)
        if _ending_event(candidate, inputs, settings) or (review and review.result == "ended_early"):
            continue
        name = inputs.name_of(candidate.person)
        full = full_on(begins[candidate], settings.length, inputs.calendar)
        if inputs.closed_on < full:
            text = Text(f"{name}的试用期到 {full} 才满", f"the trial of {name} is full on {full}")
            missing.append(Due(text, "reviews", candidate.person, until=full))
        elif review is None:
            text = Text(f"{name}的试用期满考核", f"the review of {name}")
            missing.append(Due(text, "reviews", candidate.person))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever passed is formally appointed; whoever failed or was sanctioned leaves the post."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    reviews, begins = _reviews(inputs), began_on(slate, inputs, settings)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    trials: list[TrialEnd] = []
    for candidate in slate.candidates:
        began = begins[candidate]
        full = full_on(began, settings.length, inputs.calendar)
        event = _ending_event(candidate, inputs, settings)
        result: Result = "ended_early" if event else reviews[candidate].result
        finding = (
            _ended(candidate, event, settings)
            if event
            else _reviewed(candidate, reviews[candidate], (began, full), settings)
        )
        (findings if result == "passed" else reasons).append(finding)
        counts = began if result == "passed" and settings.counts else full if result == "passed" else None
        trials.append(TrialEnd(candidate.person, candidate.post, began, full, result, counts))
    findings += _noted(slate, inputs, settings)
    return outcome_of(settings, slate, reasons, findings, ProbationRecord(tuple(trials)))


def _reviews(inputs: Inputs) -> Mapping[Candidate, Review]:
    return {Candidate(r.person, r.post): r for r in inputs.table("reviews", Review)}


def _ends(event: Event, settings: Settings) -> bool:
    return any(kind in event.kind for kind in settings.ends_early_on)


def _ending_event(candidate: Candidate, inputs: Inputs, settings: Settings) -> Event | None:
    """The first event that ends this person's trial, if there is one."""
    ending = [e for e in inputs.table("events", Event) if e.person == candidate.person and _ends(e, settings)]
    return min(ending, key=lambda e: e.on, default=None)


def _refused_day(row: Row, day: date, begins: date, inputs: Inputs) -> Refused | None:
    if begins <= day <= inputs.closed_on:
        return None
    return Refused(
        "outside_trial",
        f"日期 {day} 不在试用期内（{begins} 起，至今 {inputs.closed_on}）。",
        f"The date {day} is outside the trial (from {begins}, now {inputs.closed_on}).",
        where=row.key(),
        remedy_zh="请核对日期。",
        remedy_en="Check the date.",
    )


def _refused_review(row: Review, inputs: Inputs, settings: Settings) -> Refused | None:
    name = inputs.name_of(row.person)
    if row.result != "passed" and not row.note:
        return _incomplete(row, f"{name}的考核结果须说明原因。", f"Say why {name} did not pass.")
    if (row.favourable or 0) > (row.ballots or row.favourable or 0):
        return _incomplete(row, "赞成票多于总票数。", "There are more favourable ballots than ballots.")
    if settings.vote is None or row.result != "passed":
        return None
    if row.favourable is None or row.ballots is None:
        return _incomplete(
            row, f"{name}的期满测评票数未填。", f"The ballots at the end of {name}'s trial are missing."
        )
    if settings.vote.holds(row.favourable, row.ballots) or row.note:
        return None
    share = settings.vote.said(WHOLES["ballots"])
    return _incomplete(
        row,
        f"{name}的赞成票为 {row.favourable}/{row.ballots}，未达到“{share.zh}”，原则上不予转正。",
        f"{row.favourable} of {row.ballots} is not {share.en}: in principle not confirmed.",
    )


def _incomplete(row: Review, zh: str, en: str) -> Refused:
    return Refused(
        "review_incomplete",
        zh,
        en,
        row.key(),
        "请补充或在“说明”中写明理由。",
        "Add it, or give the reason as a note.",
    )


def _ended(candidate: Candidate, event: Event, settings: Settings) -> Finding:
    return found(
        "trial_ended_early",
        "not_met",
        Text(f"试用期间{event.kind}，试用终止", f"{event.kind} during the trial, which ends it"),
        by_plan(settings, "ends_early_on"),
        candidate,
        [fact("日期", "On", event.on), fact("文号", "Document", event.document)],
    )


def _reviewed(candidate: Candidate, review: Review, trial: tuple[date, date], settings: Settings) -> Finding:
    result, note = RESULTS.say(review.result), f"：{review.note}" if review.note else ""
    zh, en = f"试用期满考核{result.zh}{note}", f"Review: {result.en}{note.replace('：', ', ')}"
    if review.result == "passed":
        zh, en = f"{zh}，正式任职", f"{en}; formally appointed"
    else:
        zh, en = f"{zh}。{settings.failed.zh}", f"{en}. {settings.failed.say('en')}"
    evidence = [
        fact("试用起算", "Began on", trial[0]),
        fact("试用期满", "Full on", trial[1]),
        fact("考核日期", "Reviewed on", review.reviewed_on),
    ]
    if review.ballots is not None:
        evidence.append(fact("赞成票", "Favourable", f"{review.favourable or 0}/{review.ballots}"))
    return found(
        f"trial_{review.result}",
        "met" if review.result == "passed" else "not_met",
        Text(zh, en),
        by_row(settings, "reviews", review, "decision"),
        candidate,
        evidence,
    )


def _noted(slate: Slate, inputs: Inputs, settings: Settings) -> list[Finding]:
    """Events that do not end a trial stay on the record."""
    return [
        found(
            "trial_event",
            "note",
            Text(f"试用期间：{e.kind}", f"During the trial: {e.kind}"),
            by_row(settings, "events", e, "fact"),
            candidate,
            [fact("日期", "On", e.on), fact("文号", "Document", e.document)],
        )
        for e in inputs.table("events", Event)
        if not _ends(e, settings)
        for candidate in slate.candidates
        if candidate.person == e.person
    ]
