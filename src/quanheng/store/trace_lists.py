"""Lists of the trace (纪实查阅): entries across books, narrowed by person, act, role, stage, day and run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from quanheng.core.person_named import Bearer, bearers_of
from quanheng.store import models


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the trace; '' and None ask nothing. Shapes: `stage` is the id of a stage."""

    run: str = ""
    person: str = ""
    act: str = ""
    role: str = ""
    stage: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


def entries_found(books: Collection[str], asked: Asked) -> QuerySet[models.TraceEntry]:
    """The entries of these books that fit, the latest first.

    Shapes: instants of one house bear one offset, so that they compare as text.
    """
    found = models.TraceEntry.objects.filter(book__in=books).order_by("-at", "book", "-number")
    if asked.run:
        found = found.filter(book=asked.run)
    if asked.person:
        found = found.filter(Q(line__contains=asked.person))
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.role:
        found = found.filter(actor__in=_accounts_of(asked.role))
    if asked.stage:
        found = found.filter(Q(subject=asked.stage) | Q(subject__startswith=f"{asked.stage}."))
    if asked.since:
        found = found.filter(at__gte=asked.since.isoformat())
    if asked.until:
        found = found.filter(at__lt=(asked.until + timedelta(days=1)).isoformat())
    if asked.words:
        words = asked.words
        found = found.filter(Q(subject__icontains=words) | Q(actor=words) | Q(line__icontains=words))
    return found


def _accounts_of(role: str) -> list[str]:
    """Everybody who holds or held a role."""
    grants = models.RoleGrant.objects.filter(role=role)
    return sorted(set(grants.values_list("account__username", flat=True)))


def acts_found(books: Collection[str]) -> list[str]:
    """The acts that occur in these books."""
    found = models.TraceEntry.objects.filter(book__in=books).order_by("act").values_list("act", flat=True)
    return list(found.distinct())


def people_of_words(words: str) -> tuple[Bearer, ...]:
    """The person that somebody names by code, else everybody of that whole name."""
    found = models.Person.objects.filter(Q(code=words) | Q(name=words)).values_list("code", "name", "unit")
    units = dict(models.Unit.objects.values_list("code", "name"))
    return bearers_of(words, ((code, name, units.get(unit or "", unit or "")) for code, name, unit in found))
