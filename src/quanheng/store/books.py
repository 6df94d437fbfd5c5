"""Books (纪实账册): the trace in the database, appended under a lock and read in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import connection

from quanheng.core.trace import Algorithm, Entry, Head, from_line, next_entry, to_line
from quanheng.store.models import TraceEntry

HOUSE = "house"
"""The book of what belongs to no run: plans, roster, accounts."""


def lock_book(book: str) -> None:
    """Hold a book until the transaction ends, so that acts on one run come one after another.

    SQLite needs nothing here: its write transactions begin IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [book])


def head_of(book: str) -> Head | None:
    """Where a book stands."""
    last = (
        TraceEntry.objects.filter(book=book)
        .order_by("-number")
        .values("number", "digest", "algorithm")
        .first()
    )
    if last is None:
        return None
    return Head(book, last["number"], last["digest"], cast(Algorithm, last["algorithm"]))


def last_written() -> tuple[int, str] | None:
    """The entry written last in any book: its row and digest; None while there is none."""
    return TraceEntry.objects.order_by("-pk").values_list("pk", "digest").first()


def append(
    book: str,
    *,
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    body: Mapping[str, Any],
    algorithm: Algorithm | None = None,
) -> Entry:
    """Write the next entry of a book, in the transaction of the act that it records."""
    entry = next_entry(
        head_of(book),
        at=at.isoformat(timespec="seconds"),
        actor=actor,
        act=act,
        subject=subject,
        body=body,
        book=book,
        algorithm=algorithm,
    )
    TraceEntry.objects.create(
        book=entry.book,
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        subject=entry.subject[:200],
        digest=entry.digest,
        algorithm=entry.algorithm,
        line=to_line(entry),
    )
    return entry


def lines_of(book: str) -> Iterator[str]:
    """The lines of a book in order, for export."""
    yield from (
        TraceEntry.objects.filter(book=book).order_by("number").values_list("line", flat=True).iterator()
    )


def entries_of(book: str) -> Iterator[Entry]:
    """The entries of a book in order, parsed from the lines as they stand."""
    for number, line in enumerate(lines_of(book), start=1):
        yield from_line(line, number)
