"""Values to rows (存): the only place that writes tables of plans, runs and the roster."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Max
from pydantic import TypeAdapter
from pydantic_core import to_json

from quanheng.core.competition_share import CompetitionShare
from quanheng.core.engine import Amendment, Closing
from quanheng.core.inputs import Row, keys_of
from quanheng.core.members import Member
from quanheng.core.people import Person
from quanheng.core.plans.rescheduling import Rescheduling
from quanheng.store import models
from quanheng.store.many_rows import insert_rows

PERSON = TypeAdapter(Person)
SHARE = TypeAdapter(CompetitionShare)
BLOCK = 2_000
BATCH = 500


def digest_of_lines(lines: Sequence[str]) -> str:
    """SHA-256 over lines in sorted order: the same rows give the same digest however they were entered."""
    return _digest(sorted(line.encode() for line in lines))


def _digest(lines: Sequence[bytes]) -> str:
    """SHA-256 over lines as they stand, each with its line end."""
    summed = hashlib.sha256()
    for start in range(0, len(lines), BLOCK):
        summed.update(b"\n".join(lines[start : start + BLOCK]) + b"\n")
    return summed.hexdigest()


def save_plan_version(
    plan: str, title: tuple[str, str], text: str, saved_by: str, saved_at: datetime, copied_from: str = ""
) -> models.PlanVersion:
    """A new version of a plan, numbered after the last."""
    last = models.PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    return models.PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        title_zh=title[0],
        title_en=title[1],
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        saved_by=saved_by,
        saved_at=saved_at,
        copied_from=copied_from,
    )


def save_run(code: str, version: models.PlanVersion, started_by: str, started_on: date) -> models.Run:
    """A new run of a plan version."""
    return models.Run.objects.create(
        code=code, plan_version=version, started_by=started_by, started_on=started_on
    )


def save_people_facts(run: models.Run, people: Mapping[str, Person]) -> str:
    """Take down everyone's facts as they stand now; the digest of all of them."""
    lines = {code: PERSON.dump_json(person).decode() for code, person in people.items()}
    models.PersonFacts.objects.filter(run=run).delete()
    models.PersonFacts.objects.bulk_create(
        [
            models.PersonFacts(run=run, person=code, name=people[code].name, facts=line)
            for code, line in lines.items()
        ],
        batch_size=BATCH,
    )
    return digest_of_lines(list(lines.values()))


def save_members(run: models.Run, members: Sequence[Member]) -> None:
    """The members of the run's bodies, in the order given."""
    models.Membership.objects.filter(run=run).delete()
    models.Membership.objects.bulk_create(
        [
            models.Membership(run=run, body=m.body, person=m.person, principal=m.principal, order=i)
            for i, m in enumerate(members)
        ]
    )


def save_rows(
    run: models.Run, stage: str, table: str, rows: Sequence[Row], entered_by: str, entered_at: datetime
) -> str:
    """Enter rows, each replacing the live row of the same key; the digest of what was entered."""
    keys = keys_of(rows)
    for start in range(0, len(keys), BATCH):
        models.InputRow.objects.filter(
            run=run, stage=stage, table=table, replaced_at=None, key__in=keys[start : start + BATCH]
        ).update(replaced_at=entered_at)
    lines = [row.model_dump_json() for row in rows]
    stored_at = connection.ops.adapt_datetimefield_value(entered_at)
    insert_rows(
        models.InputRow,
        ("run_id", "stage", "table", "key", "payload", "entered_by", "entered_at"),
        [
            (run.pk, stage, table, key, line, entered_by, stored_at)
            for key, line in zip(keys, lines, strict=True)
        ],
    )
    return digest_of_lines(lines)


def remove_row(run: models.Run, stage: str, table: str, key: str, removed_at: datetime) -> bool:
    """Take a live row out; it stays in the table as replaced. False when there was none."""
    found = models.InputRow.objects.filter(run=run, stage=stage, table=table, key=key, replaced_at=None)
    return bool(found.update(replaced_at=removed_at))


def save_secret_rows(run: models.Run, stage: str, table: str, rows: Sequence[Row]) -> str:
    """Enter rows of a secret table in sorted blocks; the digest of what was entered."""
    lines = sorted(to_json(row) for row in rows)
    blocks = (b"\n".join(lines[i : i + BLOCK]).decode() for i in range(0, len(lines), BLOCK))
    models.SecretBlock.objects.bulk_create(
        [models.SecretBlock(run=run, stage=stage, table=table, payload=block) for block in blocks]
    )
    return _digest(lines)


def save_closing(run: models.Run, closing: Closing, outcome: str) -> None:
    """That a stage was closed, with the digest of its outcome."""
    models.StageClosing.objects.create(
        run=run,
        stage=closing.stage,
        opened_on=closing.opened_on,
        closed_on=closing.closed_on,
        outcome=outcome,
        share=SHARE.dump_json(closing.share).decode() if closing.share else "",
    )


def void_closings(run: models.Run, stages: Sequence[str], voided_at: datetime) -> None:
    """That the run went back before these stages."""
    models.StageClosing.objects.filter(run=run, stage__in=stages, voided_at=None).update(voided_at=voided_at)


def save_outcome_digest(run: models.Run, stage: str, outcome: str) -> None:
    """The digest of a stage's outcome after a replay changed it."""
    models.StageClosing.objects.filter(run=run, stage=stage, voided_at=None).update(outcome=outcome)


def save_amendment(run: models.Run, amendment: Amendment) -> None:
    """A fact that changes the run after the event."""
    models.AmendmentRow.objects.create(
        run=run,
        code=amendment.id,
        kind=amendment.kind,
        person=amendment.person,
        post=amendment.post,
        stage=amendment.stage,
        reason=amendment.reason,
        source=amendment.source,
    )


def save_rescheduling(run: models.Run, change: Rescheduling) -> None:
    """A decision that a stage is held on other days."""
    models.StageRescheduling.objects.create(
        run=run,
        code=change.id,
        stage=change.stage,
        opens_on=change.opens_on,
        closes_on=change.closes_on,
        with_later=change.with_later,
        reason=change.reason,
        decided_by=change.decided_by,
        decided_on=change.decided_on,
        source=change.source,
        was_opens_on=change.was_opens_on,
        was_closes_on=change.was_closes_on,
    )
