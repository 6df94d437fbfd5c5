"""Documents of people (人员材料): photographs and files, each with since when and until when it stood."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quanheng.store import models

LRMX, PHOTOGRAPH = "lrmx", "photograph"
"""Kinds of document: the form that the person's data came in, the photograph."""


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
    digest = hashlib.sha256(document.content).hexdigest()
    standing = models.PersonDocument.objects.filter(
        person=document.person, kind=document.kind, known_until=None
    )
    if standing.filter(digest=digest).exists():
        return False
    standing.update(known_until=at)
    models.PersonDocument.objects.create(
        person=document.person,
        kind=document.kind,
        name=document.name,
        media_type=document.media_type,
        content=document.content,
        digest=digest,
        entered_by=by,
        known_from=at,
    )
    return True


def standing_documents(kind: str, people: Sequence[str]) -> Mapping[str, models.PersonDocument]:
    """The document of a kind that stands for each of these people; who has none is left out."""
    found = models.PersonDocument.objects.filter(kind=kind, person__in=people, known_until=None)
    return {document.person: document for document in found.order_by("pk")}
