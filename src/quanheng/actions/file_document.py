"""File a document (归入材料): a photograph or paper is added to somebody's archive, or taken down again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.person_documents import LONGEST_NAME, PHOTOGRAPH, media_type_of
from quanheng.core.values import Refused
from quanheng.store import queries
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.person_documents import Document, add_document, document_numbered, documents_of, take_down


def file_document(actor: Actor, person: str, kind: str, name: str, content: bytes, at: datetime) -> int:
    """Keep a file; a new photograph takes the place of the old one, which stays readable by its day.

    Errors: Refused by authority, for somebody unknown, for a file that does not do.
    """
    require(actor, "file_document")
    media_type = media_type_of(kind, content)
    with transaction.atomic():
        lock_book(HOUSE)
        if queries.person_line(person) is None:
            raise _refused("unknown_person", "名册中没有这个人。", "The roster knows no such person.")
        if kind == PHOTOGRAPH:
            take_down([d.number for d in documents_of(person) if d.kind == PHOTOGRAPH], at)
        named = name.strip()[:LONGEST_NAME] or kind
        number = add_document(Document(person, kind, named, media_type, content), actor.account, at)
        _note(
            actor,
            person,
            at,
            {"filed": number, "kind": kind, "bytes": len(content), "media": media_type},
        )
    return number


def remove_document(actor: Actor, number: int, at: datetime) -> str:
    """Take a document down; the code of whose it was. Errors: Refused where it is not kept."""
    require(actor, "file_document")
    with transaction.atomic():
        lock_book(HOUSE)
        found = document_numbered(number)
        if found is None or found.line.known_until is not None:
            raise _refused(
                "unknown_document", "没有这份材料，或已撤下。", "It is not there, or was taken down."
            )
        take_down([number], at)
        _note(actor, found.line.person, at, {"removed": number, "kind": found.line.kind})
    return found.line.person


def _note(actor: Actor, person: str, at: datetime, body: dict[str, object]) -> None:
    append(HOUSE, at=at, actor=actor.account, act="file_document", subject=person, body=body)


def _refused(code: str, zh: str, en: str) -> Refused:
    return Refused(code, zh, en, remedy_zh="请刷新页面后重试。", remedy_en="Reload the page and try again.")
