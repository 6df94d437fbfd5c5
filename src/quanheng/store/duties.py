"""Duties after appointment (任后监督) in the database: what was recorded, and who leads now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from quanheng.core.alerts.standing import LEADING_BODY
from quanheng.core.alerts.steps import rung_of
from quanheng.core.duties import Duty, Leader
from quanheng.core.establishment import HeldPost
from quanheng.core.workdays import PartialDate
from quanheng.store import models

GREW_UP_IN = "成长地"
"""The attribute of the archive that says where somebody grew up."""
_HELD = ("person__code", "person__name", "name", "unit", "level", "leading", "since", "until", "post")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record: what was done when, how it ended, what was written and the file that came with it."""

    id: int
    key: str
    person: str
    kind: str
    due_on: date
    done_on: date
    result: str
    text: str
    file_name: str
    digest: str
    by: str
    at: datetime


def records_of(keys: Collection[str]) -> Mapping[str, RecordLine]:
    """The last record of each of these duties."""
    rows = models.DutyRecord.objects.filter(key__in=keys).order_by("pk").defer("content")
    return {r.key: _line(r) for r in rows}


def file_of(number: int) -> tuple[str, str, bytes] | None:
    """The file of a record: name, kind and bytes."""
    found = models.DutyRecord.objects.filter(pk=number).exclude(file_name="").first()
    return (found.file_name, found.media_type, bytes(found.content)) if found else None


def _line(r: models.DutyRecord) -> RecordLine:
    return RecordLine(
        r.pk, r.key, r.person, r.kind, r.due_on, r.done_on, r.result, r.text, r.file_name, r.digest,
        r.recorded_by, r.recorded_at,
    )  # fmt: skip


def save_record(
    duty: Duty,
    done_on: date,
    result: str,
    text: str,
    file: tuple[str, str, bytes] | None,
    by: str,
    at: datetime,
) -> str:
    """Keep that a duty was done; the digest of its file, '' without one."""
    name, media_type, content = file or ("", "", b"")
    digest = hashlib.sha256(content).hexdigest() if content else ""
    models.DutyRecord.objects.create(
        key=duty.key,
        run=duty.run,
        person=duty.person,
        kind=duty.kind,
        due_on=duty.due_on,
        done_on=done_on,
        result=result,
        text=text,
        file_name=name,
        media_type=media_type,
        content=content,
        digest=digest,
        recorded_by=by,
        recorded_at=at,
    )
    return digest


def leaders(on: date, left_since: date | None = None) -> tuple[Leader, ...]:
    """Everybody who holds a leading post on a day; one query, and one for where they grew up.

    Shapes: with `left_since` also those who gave one up since then.
    """
    still = Q(until=None) | Q(until__gt=on)
    bodies = models.Unit.objects.filter(kind=LEADING_BODY).values_list("code", "name")
    units = {name for pair in bodies for name in pair}
    rows = models.Tenure.objects.filter(
        still | Q(until__gte=left_since) if left_since else still,
        kind="post",
        leading=True,
        since__lte=on,
    ).order_by("person_id", "pk")
    home = dict(models.Attribute.objects.filter(name=GREW_UP_IN).values_list("person__code", "value"))
    found = [
        (HeldPost(*values), born, sex, identity)
        for *values, born, sex, identity in rows.values_list(
            *_HELD, "person__born", "person__sex", "person__identity"
        )
    ]
    top: dict[str, int] = {}
    for post, *_ in found:
        top[post.unit] = max(top.get(post.unit, -1), rung_of(post.level) or 0)
    return tuple(
        Leader(
            post,
            PartialDate.of(born) if born else None,
            sex or "",
            identity or "",
            heads=post.unit in units and (rung_of(post.level) or 0) == top[post.unit],
            grew_up_in=home.get(post.person, ""),
        )
        for post, born, sex, identity in found
    )
