"""Establishment (编制、职数) from the archive: one query for each table, nothing worked out here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from quanheng.core.establishment import (
    ApprovedNumber,
    Establishment,
    HeldPost,
    Place,
    PostSeats,
    UnitPlace,
)
from quanheng.store import models


def approved_establishment() -> Establishment:
    """Units, posts and approved numbers, without who holds what."""
    return Establishment(
        units=[
            UnitPlace(*unit)
            for unit in models.Unit.objects.order_by("pk").values_list("code", "name", "parent")
        ],
        posts=[
            PostSeats(post.code, post.title, Place(post.unit, post.level, post.leading), post.seats)
            for post in models.EstablishedPost.objects.order_by("pk")
        ],
        numbers=[
            ApprovedNumber(Place(row.unit, row.level, row.leading), row.seats, row.approved_on, row.paper)
            for row in models.ApprovedSeats.objects.order_by("pk")
        ],
    )


def establishment(on: date) -> Establishment:
    """Units, posts, approved numbers and the posts held on a day."""
    held = models.Tenure.objects.filter(Q(until=None) | Q(until__gt=on), kind="post", since__lte=on)
    rows: Iterable[Any] = (
        held.exclude(post="", level="")
        .order_by("pk")
        .values_list(
            "person_id", "person__name", "name", "unit", "level", "leading", "since", "until", "post"
        )
    )
    return replace(approved_establishment(), held=[HeldPost(*row) for row in rows])


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """One person of a unit as a list shows them."""

    code: str
    name: str
    identity: str
    establishment: str


def people_of(unit: str) -> list[UnitPerson]:
    """The people whose unit this is now."""
    found = models.Person.objects.filter(unit=unit).order_by("code")
    return [UnitPerson(p.code, p.name, p.identity or "", p.establishment or "") for p in found]
