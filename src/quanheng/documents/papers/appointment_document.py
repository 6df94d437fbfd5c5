"""Appointment document (任职通知): who takes which post, from when, for how long, and on what trial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.stages import appointment
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_span

ID = "appointment_document"
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


@dataclass(frozen=True)
class Appointee:
    """One appointment."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    post: Annotated[str, Told("职务", "Post", "办公室主任", needed=True)]
    since: Annotated[str, Told("任职起算", "Counts from", "2026年3月16日")]
    trial_ends: Annotated[str, Told("试用期满", "Trial ends", "2026年6月25日")]
    term_ends: Annotated[str, Told("任期届满", "Term ends", "2029年3月16日")]


@dataclass(frozen=True)
class AppointmentDocument(PaperFields):
    """A document that appoints."""

    decided: Annotated[str, Told("决定", "Who decided when", "镇党委会2026年3月16日研究决定")]
    people: Annotated[tuple[Appointee, ...], Told("任职", "Appointments")]
    terms: Annotated[str, Told("任期和试用", "Term and trial", "任期3年，试用期自任职通知印发之日起3个月。")]
    dates: Annotated[tuple[Appointee, ...], Told("起止时间", "Dates, where they differ")]
    lost: Annotated[
        tuple[str, ...],
        Told("自然免除", "Posts that ended", ("王强同志参加竞争未获任用，原任职务自然免除。",)),
    ]
    filed: Annotated[str, Told("备案机关", "Filed with", "县委组织部")]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 单位 }}文件", number="{{ 字号 }}")
    .paragraph("经{{ 决定 }}：")
    .each("人 in 任职")
    .paragraph("{{ 人.姓名 }}同志任{{ 人.职务 }}。")
    .done()
    .when("任期和试用")
    .paragraph("{{ 任期和试用 }}")
    .end()
    .when("起止时间")
    .table(
        [
            Column("姓名", 2),
            Column("职务", 4, "left"),
            Column("任职起算", 3),
            Column("试用期满", 3),
            Column("任期届满", 3),
        ],
        [
            (
                "{{ 人.姓名 }}",
                "{{ 人.职务 }}",
                "{{ 人.任职起算 }}",
                "{{ 人.试用期满 }}",
                "{{ 人.任期届满 }}",
            )
        ],
        each="人 in 起止时间",
    )
    .end()
    .each("句 in 自然免除")
    .paragraph("{{ 句 }}")
    .done()
    .when("备案机关")
    .paragraph("以上任职报{{ 备案机关 }}备案。")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .when("备案机关")
    .copy_to("{{ 备案机关 }}")
    .end()
    .paper()
)


def appointment_documents(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One document for every number under which people are appointed; a draft while the stage is open."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, appointment.Settings)
    entries = _entries(proceedings, stage)
    numbers = dict.fromkeys((e.number, e.issued_on) for e in entries)
    return tuple(
        _document(proceedings, settings, [e for e in entries if (e.number, e.issued_on) == key], n == 0)
        for n, key in enumerate(numbers)
    )


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
) -> Written:
    people = list(dict.fromkeys(e.person for e in entries))
    who = proceedings.names(people[:MOST_NAMES])
    who += f"等{len(people)}名同志" if len(people) > MOST_NAMES else "同志"
    parts = (f"关于{who}", "任职的通知")
    spans = _spans(proceedings, settings, entries[0].issued_on)
    differ = len({(e.effective_on, e.trial_ends_on, e.term_ends_on) for e in entries}) > 1
    filed = settings.filed_with or (proceedings.plan.term.filed_with if proceedings.plan.term else None)
    appointees = tuple(_appointee(proceedings, e) for e in entries)
    said = AppointmentDocument(
        **common(proceedings, parts, entries[0].issued_on, entries[0].number),
        decided=_decided(proceedings, settings.id),
        people=appointees,
        terms=_terms(entries, spans, differ),
        dates=appointees if differ else (),
        lost=tuple(_lost(proceedings, settings.id)) if is_first else (),
        filed=filed.zh if filed else "",
    )
    return Written(ID, Text("".join(parts), "Notice of appointment"), said)


def _appointee(proceedings: Proceedings, entry: Entry) -> Appointee:
    return Appointee(
        proceedings.name(entry.person),
        proceedings.post_title(entry.post),
        *(zh_date(d) if d else "—" for d in (entry.effective_on, entry.trial_ends_on, entry.term_ends_on)),
    )


def _decided(proceedings: Proceedings, stage: str) -> str:
    """Which body decided, and on which day, as far as the run has it."""
    decided = proceedings.outcome_of_kind("decision", before=stage)
    if decided is None:
        return "研究决定"
    body = proceedings.body_title(getattr(proceedings.plan.stage(decided.stage), "body", ""))
    closing = proceedings.closing(decided.stage)
    on = f"{zh_date(closing.closed_on)}" if closing else ""
    return f"{body}{on}研究决定"


def _terms(entries: Sequence[Entry], spans: Sequence[str], differ: bool) -> str:
    """Term and trial in one sentence; where dates differ the table below tells them."""
    if not any(e.effective_on for e in entries):
        return f"{'，'.join(spans)}。任职时间：{NOT_ENTERED}。" if spans else ""
    if not differ:
        return _dated_sentence(entries[0], spans)
    return f"{'，'.join(spans)}，起止时间如下：" if spans else ""


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


def _lost(proceedings: Proceedings, stage: str) -> Iterator[str]:
    """Whose posts ended because they were not appointed; why they were not is no matter of this paper."""
    outcome = proceedings.outcomes.get(stage)
    record = outcome.record if outcome else None
    if isinstance(record, appointment.AppointmentRecord):
        for person, post in record.lost_post:
            yield f"{proceedings.name(person)}同志参加竞争未获任用，原任{post}职务自然免除。"


APPOINTMENT_DOCUMENT = PaperKind(
    ID,
    Text("任职通知", "Appointment document"),
    ("appointment",),
    AppointmentDocument,
    LAYOUT,
    appointment_documents,
    "closed",
)
