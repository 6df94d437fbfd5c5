"""Appointment document (任职通知): who takes which post, from when, for how long, and on what trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.stages import appointment
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.wording import zh_span

KIND = "appointment_document"
MOST_NAMES = 3
"""A title names so many people; more are counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the document. Shapes: dates are None as long as the record has none."""

    person: str
    post: str
    number: str
    issued_on: date | None
    effective_on: date | None = None
    trial_ends_on: date | None = None
    term_ends_on: date | None = None


def appointment_documents(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """One document for every number under which people are appointed; a draft while the stage is open."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, appointment.Settings)
    entries = _entries(proceedings, stage)
    numbers = dict.fromkeys((e.number, e.issued_on) for e in entries)
    made = [
        _document(proceedings, settings, [e for e in entries if (e.number, e.issued_on) == key], key == first)
        for key in numbers
        for first in [next(iter(numbers))]
    ]
    return tuple(made)


def _entries(proceedings: Proceedings, stage: str) -> list[Entry]:
    outcome = proceedings.outcomes.get(stage)
    if outcome is not None and isinstance(outcome.record, appointment.AppointmentRecord):
        return [
            Entry(a.person, a.post, a.number, a.issued_on, a.effective_on, a.trial_ends_on, a.term_ends_on)
            for a in outcome.record.appointments
        ]
    slate = proceedings.slate_before(stage)
    groups = proceedings.posts_in_order(slate.candidates)
    return [
        Entry(c.person, c.post, proceedings.number, proceedings.issued_on) for _, own in groups for c in own
    ]


def _document(
    proceedings: Proceedings, settings: appointment.Settings, entries: Sequence[Entry], is_first: bool
) -> Paper:
    people = list(dict.fromkeys(e.person for e in entries))
    who = proceedings.names(people[:MOST_NAMES])
    who += f"等 {len(people)} 名同志" if len(people) > MOST_NAMES else "同志"
    title = f"关于{who}任职的通知"
    draft = Draft(KIND, Text(title, "Notice of appointment"), (f"关于{who}", "任职的通知"))
    first = entries[0]
    draft.letterhead(f"{proceedings.organisation}文件", number=first.number)
    draft.paragraph(f"经{_decided(proceedings, settings.id)}：")
    for entry in entries:
        draft.paragraph(f"{proceedings.name(entry.person)}同志任{proceedings.post_title(entry.post)}。")
    _from_when(draft, proceedings, settings, entries)
    if is_first:
        _lost(draft, proceedings, settings.id)
    filed = settings.filed_with or (proceedings.plan.term.filed_with if proceedings.plan.term else None)
    if filed is not None:
        draft.paragraph(f"以上任职报{filed.zh}备案。")
    draft.signature(proceedings.organisation, first.issued_on)
    if filed is not None:
        draft.copy_to(filed.zh)
    return draft.paper()


def _decided(proceedings: Proceedings, stage: str) -> str:
    """Which body decided, and on which day, as far as the run has it."""
    decided = proceedings.outcome_of_kind("decision", before=stage)
    if decided is None:
        return "研究决定"
    body = proceedings.body_title(getattr(proceedings.plan.stage(decided.stage), "body", ""))
    closing = proceedings.closing(decided.stage)
    on = f"{zh_date(closing.closed_on)}" if closing else ""
    return f"{body}{on}研究决定"


def _from_when(
    draft: Draft, proceedings: Proceedings, settings: appointment.Settings, entries: Sequence[Entry]
) -> None:
    """Term and trial in one sentence where they are the same for all, else in a table."""
    spans = _spans(proceedings, settings, entries[0].issued_on)
    if not any(e.effective_on for e in entries):
        if spans:
            draft.paragraph(f"{'，'.join(spans)}。任职时间：{NOT_ENTERED}。")
        return
    if len({(e.effective_on, e.trial_ends_on, e.term_ends_on) for e in entries}) == 1:
        draft.paragraph(_dated_sentence(entries[0], spans))
        return
    if spans:
        draft.paragraph(f"{'，'.join(spans)}，起止时间如下：")
    columns = [
        Column("姓名", 2),
        Column("职务", 4, "left"),
        Column("任职起算", 3),
        Column("试用期满", 3),
        Column("任期届满", 3),
    ]
    rows = [
        (
            proceedings.name(e.person),
            proceedings.post_title(e.post),
            *(zh_date(d) if d else "—" for d in (e.effective_on, e.trial_ends_on, e.term_ends_on)),
        )
        for e in entries
    ]
    draft.table(columns, rows)


def _dated_sentence(entry: Entry, spans: Sequence[str]) -> str:
    said = [f"任职时间自{zh_date(entry.effective_on)}起计算"] if entry.effective_on else []
    said += spans
    said += [f"{zh_date(entry.trial_ends_on)}期满"] if entry.trial_ends_on else []
    said += [f"{zh_date(entry.term_ends_on)}任期届满"] if entry.term_ends_on else []
    return "，".join(said) + "。"


def _spans(proceedings: Proceedings, settings: appointment.Settings, issued_on: date | None) -> list[str]:
    """The length of term and trial as the plan gives them, and from which day the trial counts."""
    planned = proceedings.plan.trial()
    trial = planned.length if planned else settings.trial
    issued = f"（{zh_date(issued_on)}）" if issued_on else ""
    is_by_office = planned is not None and planned.counts_from == "effective"
    begins = "任职时间起算之日" if is_by_office else f"任职通知印发之日{issued}"
    term = proceedings.plan.term.length if proceedings.plan.term else settings.term
    said = [f"任期{zh_span(term)}"] if term else []
    return said + ([f"试用期自{begins}起{zh_span(trial)}"] if trial else [])


def _lost(draft: Draft, proceedings: Proceedings, stage: str) -> None:
    """Whose posts ended because they were not appointed; why they were not is no matter of this paper."""
    outcome = proceedings.outcomes.get(stage)
    record = outcome.record if outcome else None
    if not isinstance(record, appointment.AppointmentRecord):
        return
    for person, post in record.lost_post:
        draft.paragraph(f"{proceedings.name(person)}同志参加竞争未获任用，原任{post}职务自然免除。")
