"""Documents and photographs as kept (材料与照片): current ones, or those that were kept when a day ended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from quanheng.store import models
from quanheng.store.archive_history import end_of


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document without its content."""

    number: int
    person: str
    kind: str
    name: str
    media_type: str
    entered_by: str
    known_from: datetime
    known_until: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with its content."""

    line: DocumentLine
    content: bytes
    digest: str


def documents_of(person: str, on: date | None = None) -> list[DocumentLine]:
    """The documents of a person, newest first; with a day, those kept when it ended."""
    kept = models.PersonDocument.objects.filter(person=person).order_by("-known_from", "-pk")
    return [_line(document) for document in _standing(kept, on).defer("content")]


def document(number: int) -> Kept | None:
    """One document, also one that was taken down."""
    found = models.PersonDocument.objects.filter(pk=number).first()
    return Kept(_line(found), bytes(found.content), found.digest) if found else None


def keep_document(
    person: str, kind: str, name: str, media_type: str, content: bytes, by: str, at: datetime
) -> DocumentLine:
    """Keep a document; its digest is worked out here."""
    return _line(
        models.PersonDocument.objects.create(
            person=person,
            kind=kind,
            name=name,
            media_type=media_type,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            entered_by=by,
            known_from=at,
        )
    )


def take_down(numbers: list[int], at: datetime) -> None:
    """Mark documents as taken down; their rows stay."""
    models.PersonDocument.objects.filter(pk__in=numbers, known_until=None).update(known_until=at)


def _standing(kept: QuerySet[models.PersonDocument], on: date | None) -> QuerySet[models.PersonDocument]:
    if on is None:
        return kept.filter(known_until=None)
    end = end_of(on)
    return kept.filter(Q(known_until=None) | Q(known_until__gte=end), known_from__lt=end)


def _line(found: models.PersonDocument) -> DocumentLine:
    return DocumentLine(
        found.pk,
        found.person,
        found.kind,
        found.name,
        found.media_type,
        found.entered_by,
        found.known_from,
        found.known_until,
    )
