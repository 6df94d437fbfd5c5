"""Decided forms (决定时的审批表): forms as they stood at a decision, kept for good."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.values import Candidate
from quanheng.store import models

BATCH = 500


@dataclass(frozen=True, slots=True)
class DecidedForm:
    """One form of a decision. Shapes: `is_latest` until the decision is taken again."""

    number: int
    stage: str
    person: str
    name: str
    post: str
    digest: str
    drawn_up_by: str
    drawn_up_at: datetime
    content: bytes
    is_latest: bool = True


def keep_decided_forms(
    run: str, stage: str, drawn: Sequence[tuple[Candidate, str, bytes]], by: str, at: datetime
) -> dict[str, str]:
    """Keep forms for good, each with its candidate and the name on it; the digests by candidate."""
    digests = {str(candidate): hashlib.sha256(content).hexdigest() for candidate, _, content in drawn}
    models.DecidedForm.objects.bulk_create(
        [
            models.DecidedForm(
                run=run,
                stage=stage,
                person=candidate.person,
                name=name,
                post=candidate.post,
                content=content,
                digest=digests[str(candidate)],
                drawn_up_by=by,
                drawn_up_at=at,
            )
            for candidate, name, content in drawn
        ],
        batch_size=BATCH,
    )
    return digests


def decided_forms(run: str, stage: str = "") -> list[DecidedForm]:
    """The forms of a run, of one stage where it is named, in the order in which they were drawn up."""
    found = models.DecidedForm.objects.filter(run=run).order_by("pk")
    rows = list(found.filter(stage=stage) if stage else found)
    newest = {row.stage: row.drawn_up_at for row in rows}
    return [_value(row, row.drawn_up_at == newest[row.stage]) for row in rows]


def decided_form(run: str, number: int) -> DecidedForm | None:
    """One form of a run."""
    return next((form for form in decided_forms(run) if form.number == number), None)


def _value(row: models.DecidedForm, is_latest: bool) -> DecidedForm:
    return DecidedForm(
        row.pk,
        row.stage,
        row.person,
        row.name,
        row.post,
        row.digest,
        row.drawn_up_by,
        row.drawn_up_at,
        bytes(row.content),
        is_latest,
    )
