"""Handle a report (办理举报): register, examine, conclude, answer; disqualify at once where it is upheld."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from quanheng.actions.go_back import amend_run
from quanheng.actions.receive_report import no_report
from quanheng.core.authority import Actor, require
from quanheng.core.engine import Amendment
from quanheng.core.report_line import STEPS, StepKind, is_kept_from, refuse_step
from quanheng.store.books import append, lock_book
from quanheng.store.reports import BOOK, ReportLine, report_numbered, save_step
from quanheng.store.save import digest_of_lines
from quanheng.store.work_lists import names_of_people


def report_for(actor: Actor, number: str) -> ReportLine:
    """A report for somebody who handles reports and whom it is not about.

    Errors: Refused by authority; Refused(no_report) alike for none and for one about the reader.
    """
    require(actor, "handle_report")
    found = report_numbered(number)
    if found is None or is_kept_from(found.about, own_names(actor)):
        raise no_report(number)
    return found


def own_names(actor: Actor) -> tuple[str, ...]:
    """What the reader is called in account and roster."""
    return (actor.name, *names_of_people([actor.person] if actor.person else ()).values())


def handle_report(actor: Actor, number: str, kind: StepKind, note: str, answer: str, at: datetime) -> None:
    """Take a step.

    Shapes: `note` stays among discipline officers, `answer` is shown to whoever holds the code.
    Errors: Refused by authority, for a step out of order, without a note.
    """
    require(actor, "handle_report")
    with transaction.atomic():
        lock_book(BOOK)
        found = report_for(actor, number)
        refuse_step(kind, found.state, note)
        save_step(
            number, kind, at.date(), note=note.strip(), answer=answer.strip(), by=actor.account,
            state=STEPS[kind].state,
        )  # fmt: skip
        _record(actor, found, kind, note, answer, at)


def disqualify_for_report(
    actor: Actor, number: str, run: str, amendment: Amendment, at: datetime
) -> tuple[str, ...]:
    """Take a candidate out of a run for a report that was upheld; the stages that must be done again.

    Errors: as `amend_run`; Refused for a report that is not upheld. Both happen, or neither.
    """
    require(actor, "handle_report")
    with transaction.atomic():
        lock_book(BOOK)
        found = report_for(actor, number)
        refuse_step("disqualify", found.state, amendment.reason)
        reopened = amend_run(actor, run, amendment, at)
        save_step(
            number, "disqualify", at.date(), note=amendment.reason, by=actor.account, run=run,
            person=amendment.person,
        )  # fmt: skip
        _record(actor, found, "disqualify", amendment.reason, "", at)
    return reopened


def _record(actor: Actor, found: ReportLine, kind: StepKind, note: str, answer: str, at: datetime) -> None:
    """The entry tells of the step and the digests of the words, never the words."""
    came = [found.received_on.isoformat(), found.about, found.text, *(f.digest for f in found.files)]
    append(
        BOOK,
        at=at,
        actor=actor.account,
        act="handle_report",
        subject=found.number,
        body={
            "report": found.number,
            "step": kind,
            "state": STEPS[kind].state or found.state,
            "came": digest_of_lines(came),
            "note": hashlib.sha256(note.encode()).hexdigest(),
            "answer": hashlib.sha256(answer.encode()).hexdigest(),
        },
    )
