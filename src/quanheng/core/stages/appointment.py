"""Appointment (任职): the talk, the document, the first day, and what becomes of holders who lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, Protocol, runtime_checkable

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import in_future, later_than_today, out_of_order, while_it_runs
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, Span, StageSettings, Words
from quanheng.core.spans import full_on
from quanheng.core.term import extension, term_case, term_end
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PersonCell, PostCell

TITLE = Text("任职", "Appointment")


@runtime_checkable
class EndsNotice(Protocol):
    """A record that fixes the last day of a public notice."""

    @property
    def notice_last_on(self) -> date: ...


@runtime_checkable
class HoldsMeeting(Protocol):
    """A record that says on which day a meeting decided."""

    @property
    def held_on(self) -> date: ...


class Settings(StageSettings):
    """What a plan says about appointment.

    Shapes: `holders_lose_post` applies to holders of posts on the levels of this plan, or to those whom
    `holders_of` names; `term` and `trial` stand in where the plan gives no term or probation stage; `reviews`
    are due so long after taking office, half a year and a year where the plan does not say;
    `serves_at_least` is how long whoever is appointed has to stay (最低服务年限).
    """

    kind: Literal["appointment"]
    talk: bool = True
    pledge: bool = False
    filed_with: Words | None = None
    holders_lose_post: bool = False
    holders_of: Names = ()
    term: Span | None = None
    trial: Span | None = None
    reviews: tuple[Span, ...] = ()
    serves_at_least: Span | None = None


class Talk(Row):
    """The talk with a person before the appointment (任职谈话)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    talked_by: Annotated[
        str,
        Field(min_length=1),
        Column("谈话人", "Talked by", Text("指定的谈话人", "Who was named for it"), "HW001"),
    ]
    talked_on: Annotated[
        date, Column("谈话日期", "Talked on", Text("谈话之日", "Day of the talk"), "2026-03-25")
    ]


class Document(Row):
    """The document that appoints (任职文件)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    number: Annotated[
        str,
        Field(min_length=1),
        Column("文号", "Number", Text("任职文件的文号", "Its number"), "河街工委〔2026〕12号"),
    ]
    issued_on: Annotated[
        date, Column("印发日期", "Issued on", Text("须在公示期满后", "After the notice"), "2026-03-25")
    ]
    effective_on: Annotated[
        date,
        Column(
            "任职起算日", "Effective on", Text("不早于讨论决定之日", "Not before the decision"), "2026-03-20"
        ),
    ]
    filed_on: Annotated[
        date | None,
        Column("备案日期", "Filed on", Text("报备案之日，可后补", "May be added later"), "2026-03-27"),
    ] = None


class Pledge(Row):
    """The pledge of integrity (廉政承诺书)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    signed_on: Annotated[date, Column("签订日期", "Signed on", Text("签字之日", "Day signed"), "2026-03-25")]


TABLES = (
    InputTable("talks", Text("任职谈话", "Appointment talks"), Talk, "record_appointment", required=False),
    InputTable("documents", Text("任职文件", "Documents"), Document, "record_appointment"),
    InputTable("pledges", Text("廉政承诺", "Pledges"), Pledge, "record_appointment", required=False),
)


@dataclass(frozen=True, slots=True)
class Appointed:
    """One appointment. Shapes: the ends are the days on which trial and term are full."""

    person: str
    post: str
    number: str
    issued_on: date
    effective_on: date
    trial_ends_on: date | None
    term_ends_on: date | None
    filed_on: date | None = None
    serves_until: date | None = None


@dataclass(frozen=True, slots=True)
class AppointmentRecord:
    """Who was appointed, whose posts ended with the competition, and where it is filed."""

    appointments: tuple[Appointed, ...]
    lost_post: tuple[tuple[str, str], ...]
    filed_with: Text | None = None


RECORD = AppointmentRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of talks, documents and pledges: for others than the candidates, or out of order."""
    on_slate = slate_check(slate, inputs)
    if table == "talks":
        return refused_rows(
            rows,
            Talk,
            lambda row: (
                on_slate(row.person, "")
                or _refused_talk(row)
                or while_it_runs(row.key(), row.talked_on, inputs)
            ),
        )
    if table == "pledges":
        return refused_rows(
            rows,
            Pledge,
            lambda row: on_slate(row.person, "") or while_it_runs(row.key(), row.signed_on, inputs),
        )
    last = notice_end(inputs)
    return refused_rows(
        rows,
        Document,
        lambda row: (
            on_slate(row.person, row.post)
            or _refused_early(row, last)
            or _refused_dates(row, inputs)
            or later_than_today(row.key(), row.issued_on, inputs)
        ),
    )


def notice_end(inputs: Inputs) -> date | None:
    """The last day of the last public notice of this run, None when there was none."""
    return max(
        (o.record.notice_last_on for o in inputs.earlier.values() if isinstance(o.record, EndsNotice)),
        default=None,
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """The talks, pledges and documents that are missing, and documents older than the end of the notice."""
    wanted: list[tuple[bool, str, Text, set[str]]] = [
        (
            settings.talk,
            "talks",
            Text("任职谈话", "appointment talk"),
            {t.person for t in inputs.table("talks", Talk)},
        ),
        (
            settings.pledge,
            "pledges",
            Text("廉政承诺书", "pledge"),
            {p.person for p in inputs.table("pledges", Pledge)},
        ),
    ]
    missing = [
        Due(Text(f"{inputs.name_of(p)}的{what.zh}", f"{what.en} with {inputs.name_of(p)}"), table, p)
        for asked, table, what, done in wanted
        for p in slate.people()
        if asked and p not in done
    ]
    return (*missing, *_documents_due(slate, inputs))


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everyone is appointed by their document; holders who were not may lose the old post."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    documents = _documents(inputs)
    made = [_appointed(documents[c], inputs, settings) for c in slate.candidates]
    findings = [
        _finding(c, documents[c], a, inputs, settings) for c, a in zip(slate.candidates, made, strict=True)
    ]
    lost = _lost(slate, inputs, settings)
    record = AppointmentRecord(
        tuple(made),
        tuple((f.candidate.person, f.evidence[0].value.zh) for f in lost if f.candidate),
        settings.filed_with,
    )
    return outcome_of(settings, slate, (), findings + lost, record)


def _documents(inputs: Inputs) -> dict[Candidate, Document]:
    return {Candidate(d.person, d.post): d for d in inputs.table("documents", Document)}


def _documents_due(slate: Slate, inputs: Inputs) -> list[Due]:
    documents, last = _documents(inputs), notice_end(inputs)
    missing = []
    for candidate in slate.candidates:
        document = documents.get(candidate)
        if document is not None and (last is None or document.issued_on > last):
            continue
        name, title = inputs.name_of(candidate.person), title_of(candidate.post, inputs)
        zh = "尚无任职文件" if document is None else f"的任职文件早于公示届满日 {last}"
        en = (
            "no document yet"
            if document is None
            else f"the document is not later than the notice's end {last}"
        )
        missing.append(
            Due(
                Text(f"{name}任“{title.zh}”{zh}", f"{name}, {title.say('en')}: {en}"),
                "documents",
                candidate.person,
            )
        )
    return missing


def _refused_talk(row: Talk) -> Refused | None:
    if row.talked_by != row.person:
        return None
    return Refused(
        "own_talk",
        "谈话人不能是本人。",
        "Nobody talks with themselves.",
        where=row.key(),
        remedy_zh="请填写指定的谈话人。",
        remedy_en="Name who held the talk.",
    )


def _refused_early(row: Document, last: date | None) -> Refused | None:
    if last is None or row.issued_on > last:
        return None
    return Refused(
        "document_before_notice_end",
        f"任职文件日期 {row.issued_on} 不晚于公示届满日 {last}。",
        f"The document is dated {row.issued_on}; the notice runs through {last}.",
        where=row.key(),
        remedy_zh="公示期满无影响任用的情况，方可印发任职文件。",
        remedy_en="Issue it after the notice has ended with nothing against the appointment.",
    )


def _refused_dates(row: Document, inputs: Inputs) -> Refused | None:
    """A refusal of a filing before the document, or of an office that begins before it was decided on."""
    issued = (Text("印发日期", "the document"), row.issued_on)
    filed = (Text("备案日期", "the filing"), row.filed_on or row.issued_on)
    refusal = out_of_order(row.key(), issued, filed) or in_future(row.key(), *filed, inputs)
    decided = _decided_on(Candidate(row.person, row.post), inputs)
    if refusal is not None or decided is None:
        return refusal
    first = (Text("讨论决定之日", "the day of the decision"), decided)
    return out_of_order(row.key(), first, (Text("任职起算日", "the first day in office"), row.effective_on))


def _decided_on(candidate: Candidate, inputs: Inputs) -> date | None:
    """The day of the last meeting that decided on a candidate; for a post given later, on the person."""
    met = [
        (o.findings, o.record.held_on) for o in inputs.earlier.values() if isinstance(o.record, HoldsMeeting)
    ]
    own = [day for findings, day in met if any(f.candidate == candidate for f in findings)]
    person = [
        day
        for findings, day in met
        if any(f.candidate and f.candidate.person == candidate.person for f in findings)
    ]
    return max(own or person, default=None)


def _appointed(document: Document, inputs: Inputs, settings: Settings) -> Appointed:
    frame, calendar = inputs.frame, inputs.calendar
    trial = frame.trial.length if frame.trial else settings.trial
    counts_effective = frame.trial is not None and frame.trial.counts_from == "effective"
    begins = document.effective_on if counts_effective else document.issued_on
    trial_ends = full_on(begins, trial, calendar) if trial else None
    case = term_case(Candidate(document.person, document.post), inputs)
    length = frame.term.length if frame.term else settings.term
    term = case.length if case is not None else length
    after_trial = frame.term is not None and frame.term.counts_from == "probation_end"
    stay = settings.serves_at_least
    start = trial_ends if after_trial and trial_ends else document.effective_on
    return Appointed(
        document.person,
        document.post,
        document.number,
        document.issued_on,
        document.effective_on,
        trial_ends,
        term_end(start, term, inputs) if term else None,
        document.filed_on,
        full_on(document.effective_on, stay, calendar) if stay else None,
    )


def _finding(
    candidate: Candidate, document: Document, made: Appointed, inputs: Inputs, settings: Settings
) -> Finding:
    title = title_of(candidate.post, inputs)
    talks = {t.person: t for t in inputs.table("talks", Talk)}
    evidence = [
        fact("文号", "Document", document.number),
        fact("印发日期", "Issued on", document.issued_on),
        fact("任职起算日", "Effective on", document.effective_on),
    ]
    if candidate.person in talks:
        evidence.append(fact("任职谈话", "Appointment talk", talks[candidate.person].talked_on))
    if made.trial_ends_on is not None:
        evidence.append(fact("试用期满", "Trial ends on", made.trial_ends_on))
    if made.term_ends_on is not None:
        evidence.append(fact("任期届满", "Term ends on", made.term_ends_on))
    if made.serves_until is not None:
        evidence.append(fact("最低服务期至", "Serves at least until", made.serves_until))
    evidence += extension(candidate, made.term_ends_on, inputs)
    if settings.filed_with is not None:
        evidence.append(fact("报备案机关", "Filed with", settings.filed_with))
    return found(
        "appointed",
        "met",
        Text(f"任“{title.zh}”", f"Appointed: {title.say('en')}"),
        by_row(settings, "documents", document, "decision"),
        candidate,
        evidence,
    )


def _lost(slate: Slate, inputs: Inputs, settings: Settings) -> list[Finding]:
    """Holders of such posts who competed and were not appointed, in the order in which they entered."""
    if not settings.holders_lose_post:
        return []
    names = settings.holders_of or tuple(
        dict.fromkeys(p.level for p in inputs.frame.posts.values() if p.level)
    )
    entered = dict.fromkeys(p for o in inputs.earlier.values() for p in o.entered.people())
    lost = []
    for person_id in entered:
        person = inputs.people.get(person_id)
        held = posts_held_of(person, names, inputs.frame.as_of) if person else ()
        if not held or person_id in slate.people():
            continue
        lost.append(
            found(
                "post_lost",
                "note",
                Text(
                    f"{inputs.name_of(person_id)}原任{held[0].name}，参加竞争未获任用，原职务自然免除",
                    f"{inputs.name_of(person_id)} held {held[0].name} and was not appointed: that post ends",
                ),
                by_plan(settings, "holders_lose_post"),
                Candidate(person_id, ""),
                [fact("原任职务", "Post held", held[0].name)],
            )
        )
    return lost
