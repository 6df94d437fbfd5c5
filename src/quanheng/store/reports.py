"""Reports (举报) in the database: how they come in, their steps and files; nothing about who sent them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from quanheng.core.report_line import State, StepKind
from quanheng.store import models

BOOK = "reports"
"""The book of the report line, which only those who handle reports may open."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a report; `by` is '' for a word of whoever reported."""

    kind: StepKind
    on: date
    note: str
    answer: str
    by: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that came with a report."""

    id: str
    name: str
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as those who handle it see it."""

    number: str
    received_on: date
    signed: bool
    from_whom: str
    about: str
    text: str
    state: State
    run: str
    person: str
    steps: tuple[StepLine, ...]
    files: tuple[FileLine, ...]

    def registered_on(self) -> date | None:
        """The day on which it was registered."""
        return next((s.on for s in self.steps if s.kind == "register"), None)


def hash_of_code(code: str) -> str:
    """What is kept of the code by which a report is followed up; blanks, dashes and case do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def save_report(
    number: str,
    code: str,
    received_on: date,
    from_whom: str,
    about: str,
    text: str,
    files: Sequence[tuple[str, str, bytes]],
) -> None:
    """Keep a report with its files."""
    report = models.Report.objects.create(
        number=number,
        code_hash=hash_of_code(code),
        received_on=received_on,
        signed=bool(from_whom),
        from_whom=from_whom,
        about=about,
        text=text,
    )
    for name, media_type, content in files:
        digest = hashlib.sha256(content).hexdigest()
        report.files.create(name=name, media_type=media_type, content=content, digest=digest)


def reports() -> list[ReportLine]:
    """Every report, those received last first."""
    found = models.Report.objects.prefetch_related("steps").order_by("-received_on", "number")
    return [_line(report) for report in found]


def report_numbered(number: str) -> ReportLine | None:
    """One report by its number."""
    found = models.Report.objects.filter(number=number).first()
    return _line(found) if found else None


def report_by_code(code: str) -> ReportLine | None:
    """The report that a code follows up."""
    found = models.Report.objects.filter(code_hash=hash_of_code(code)).first()
    return _line(found) if found else None


def _line(report: models.Report) -> ReportLine:
    steps = sorted(report.steps.all(), key=lambda s: s.pk)
    files = report.files.order_by("name").values_list("id", "name", "media_type", "digest")
    return ReportLine(
        report.number,
        report.received_on,
        report.signed,
        report.from_whom,
        report.about,
        report.text,
        cast(State, report.state),
        report.run,
        report.person,
        tuple(StepLine(cast(StepKind, s.kind), s.on, s.note, s.answer, s.by) for s in steps),
        tuple(FileLine(str(pk), *rest) for pk, *rest in files),
    )


def save_step(
    number: str,
    kind: StepKind,
    on: date,
    *,
    note: str = "",
    answer: str = "",
    by: str = "",
    state: State | None = None,
    run: str = "",
    person: str = "",
) -> None:
    """Keep a step and the state it leads to; run and person once they are known."""
    report = models.Report.objects.get(number=number)
    report.steps.create(kind=kind, on=on, note=note, answer=answer, by=by)
    report.state = state or report.state
    report.run, report.person = run or report.run, person or report.person
    report.save(update_fields=["state", "run", "person"])


def file_content(file: str) -> tuple[str, str, str, bytes] | None:
    """A file of a report: the report's number, its name, its kind and its bytes."""
    found = models.ReportFile.objects.select_related("report").filter(id=file).first()
    return (found.report.number, found.name, found.media_type, bytes(found.content)) if found else None
