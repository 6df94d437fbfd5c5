"""Documents of people (人员材料): photographs and files, each with since when and until when it stood."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from quanheng.store import models
from quanheng.store.archive_history import end_of


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is to be kept."""

    person: str
    kind: str
    name: str
    media_type: str
    content: bytes


def keep_document(document: Document, by: str, at: datetime) -> bool:
    """Keep a document in place of the one of its kind that stands; False where that one is the same."""
    digest = digest_of(document.content)
    standing = models.PersonDocument.objects.filter(
        person=document.person, kind=document.kind, known_until=None
    )
    if standing.filter(digest=digest).exists():
        return False
    standing.update(known_until=at)
    add_document(document, by, at)
    return True


def add_document(document: Document, by: str, at: datetime) -> int:
    """Keep a document beside those that stand; its number."""
    return models.PersonDocument.objects.create(
        person=document.person,
        kind=document.kind,
        name=document.name,
        media_type=document.media_type,
        content=document.content,
        digest=digest_of(document.content),
        entered_by=by,
        known_from=at,
    ).pk


def digest_of(content: bytes) -> str:
    """SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def standing_documents(kind: str, people: Sequence[str]) -> Mapping[str, models.PersonDocument]:
    """The document of a kind that stands for each of these people; who has none is left out."""
    found = models.PersonDocument.objects.filter(kind=kind, person__in=people, known_until=None)
    return {document.person: document for document in found.order_by("pk")}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list, without its content."""

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


def documents_of(person: str, on: date | None = None) -> list[DocumentLine]:
    """The documents of a person, newest first; with a day, those that stood when it ended."""
    kept = models.PersonDocument.objects.filter(person=person).order_by("-known_from", "-pk")
    if on is None:
        kept = kept.filter(known_until=None)
    else:
        end = end_of(on)
        kept = kept.filter(Q(known_until=None) | Q(known_until__gte=end), known_from__lt=end)
    return [_line(document) for document in kept.defer("content")]


def document_numbered(number: int) -> Kept | None:
    """One document, also one that was taken down."""
    found = models.PersonDocument.objects.filter(pk=number).first()
    return Kept(_line(found), bytes(found.content)) if found else None


def take_down(numbers: Sequence[int], at: datetime) -> None:
    """Mark documents as taken down; their rows stay."""
    models.PersonDocument.objects.filter(pk__in=numbers, known_until=None).update(known_until=at)


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
