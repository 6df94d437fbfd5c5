"""Report line (举报线): states of a report, the steps that lead from one to the next, and their deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.alerts.settings import AlertSettings
from quanheng.core.person_documents import media_type_of
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar, add_months

State = Literal["received", "registered", "examining", "upheld", "not_upheld", "no_lead", "transferred"]
StepKind = Literal[
    "register", "examine", "uphold", "not_uphold", "no_lead", "transfer", "answer", "disqualify", "word"
]

STATES: Mapping[State, Text] = {
    "received": Text("已收到，待受理", "Received"),
    "registered": Text("已受理", "Registered"),
    "examining": Text("正在核查", "Being examined"),
    "upheld": Text("查实", "Upheld"),
    "not_upheld": Text("不实", "Not upheld"),
    "no_lead": Text("线索不足，予以了结", "Closed for want of a lead"),
    "transferred": Text("已转有权机关", "Handed on"),
}
CONCLUDED: frozenset[State] = frozenset({"upheld", "not_upheld", "no_lead", "transferred"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, from which states it may be taken, the state it leads to ('' for none)."""

    title: Text
    since: frozenset[State]
    state: State | None = None


_OPEN: frozenset[State] = frozenset({"registered", "examining"})
STEPS: Mapping[StepKind, Step] = {
    "register": Step(Text("受理登记", "Register"), frozenset({"received"}), "registered"),
    "examine": Step(Text("开始核查", "Begin to examine"), frozenset({"registered"}), "examining"),
    "uphold": Step(Text("结论：查实", "Conclude: upheld"), frozenset({"examining"}), "upheld"),
    "not_uphold": Step(Text("结论：不实", "Conclude: not upheld"), frozenset({"examining"}), "not_upheld"),
    "no_lead": Step(Text("结论：线索不足", "Conclude: no lead"), _OPEN, "no_lead"),
    "transfer": Step(Text("转有权机关", "Hand on"), _OPEN | {"received"}, "transferred"),
    "answer": Step(Text("答复举报人", "Answer whoever reported"), frozenset(STATES)),
    "disqualify": Step(Text("取消资格", "Disqualify"), frozenset({"upheld"})),
    "word": Step(Text("举报人补充", "Added by whoever reported"), frozenset()),
}
"""Every step; `word` is the reporter's own, `disqualify` is taken together with the run's amendment."""

MOST_TEXT, MOST_FILES, MOST_FILE_BYTES = 5000, 3, 5 * 1024 * 1024
LONGEST_NOTE = 3000
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when the next step is due."""

    on: date
    what: Text

    def is_past(self, today: date) -> bool:
        """Whether it is overdue."""
        return today > self.on


def deadline_of(
    state: State, received_on: date, registered_on: date | None, settings: AlertSettings
) -> Deadline | None:
    """The next deadline of a report, as the office has set it; None once it is concluded."""
    if state in CONCLUDED:
        return None
    if registered_on is None:
        due = Calendar().add_working_days(received_on, settings.report_days).day
        return Deadline(due, Text("受理登记", "to be registered"))
    return Deadline(add_months(registered_on, settings.report_months), Text("作出结论", "to be concluded"))


def refuse_step(kind: StepKind, state: State, note: str) -> None:
    """Refuse a step that does not follow from the state, or one without its reason.

    Errors: Refused(step_out_of_order), Refused(reason_missing).
    """
    step = STEPS[kind]
    if state not in step.since:
        allowed = "、".join(s.title.zh for s in STEPS.values() if state in s.since) or "无"
        offered = ", ".join(s.title.en for s in STEPS.values() if state in s.since) or "none"
        raise Refused(
            "step_out_of_order",
            f"“{STATES[state].zh}”之后不能“{step.title.zh}”。",
            f"'{step.title.en}' does not follow '{STATES[state].en}'.",
            where=kind,
            remedy_zh=f"可办：{allowed}。",
            remedy_en=f"What may follow: {offered}.",
        )
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise Refused(
            "reason_missing",
            f"须写明情况，不超过 {LONGEST_NOTE} 字。",
            f"Say what was done, in up to {LONGEST_NOTE} characters.",
            where=kind,
            remedy_zh="只有纪检监察干部看得到。",
            remedy_en="Only discipline officers see it.",
        )


def is_kept_from(about: str, names: tuple[str, ...]) -> bool:
    """Whether a report is about the reader: they do not see it, and a colleague handles it."""
    return any(name and name in about for name in names)


def file_of(content: bytes, number: int) -> tuple[str, str]:
    """Our own name for a file and what it is, by its bytes; nothing else about it is looked at.

    Errors: Refused for an empty or too large file, or one that is no PDF, JPEG or PNG.
    """
    if len(content) > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES >> 20
        raise Refused(
            "document_size",
            f"附件 {number} 超过 {most} MB。",
            f"File {number} is larger than {most} MB.",
            where=str(number),
            remedy_zh="请压缩后再传，或在正文中写明线索。",
            remedy_en="Make it smaller, or tell the lead in words.",
        )
    media_type = media_type_of("other", content)
    return f"附件{number}.{_ENDINGS[media_type]}", media_type
