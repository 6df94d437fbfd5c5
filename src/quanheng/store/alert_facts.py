"""Facts of the alerts (预警所据): one query each over the archive, narrowed to what its alert looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quanheng.core.alerts.standing import Kinsman, UnitLine, Worker
from quanheng.core.establishment import HeldPost
from quanheng.core.kinship import kin_of
from quanheng.core.language.scales import RANK
from quanheng.core.people import Person
from quanheng.core.values import Text
from quanheng.store import models
from quanheng.store.dossiers import dossiers_of

_HELD = ("person_id", "person__name", "name", "unit", "level", "leading", "since", "until", "post")
COUNTY = 4
"""The rung of 县处级副职: from there terms are limited."""


def promoted_people(since: date) -> Mapping[str, Person]:
    """Everybody who began a leading post since a day, with posts, ranks and sanctions."""
    began = models.Tenure.objects.filter(kind="post", leading=True, since__gte=since)
    codes = sorted(set(began.values_list("person__code", flat=True)))
    return {d.person.id: d.person for d in dossiers_of(codes, ("tenures", "sanctions"))}


def unit_lines() -> tuple[UnitLine, ...]:
    """Every unit with its kind."""
    return tuple(
        UnitLine(*row)
        for row in models.Unit.objects.order_by("pk").values_list("code", "name", "parent", "kind")
    )


def kin_at_work(on: date) -> tuple[tuple[Kinsman, ...], Mapping[str, Worker]]:
    """Every tie of kin that calls for recusal, and where the people in them work on a day."""
    rows = models.Relation.objects.order_by("person_id", "to", "pk").values_list("person__code", "to", "kind")
    ties = tuple(Kinsman(*row) for row in rows if kin_of(row[2]) is not None)
    return ties, _workers_among({code for tie in ties for code in (tie.person, tie.to)}, on)


def _workers_among(codes: Collection[str], on: date) -> Mapping[str, Worker]:
    """Where these people work and what posts they hold on a day."""
    held: dict[str, list[HeldPost]] = {}
    for post in _held(Q(person_id__in=codes), on):
        held.setdefault(post.person, []).append(post)
    names = dict(models.Unit.objects.values_list("code", "name"))
    rows = models.Person.objects.filter(code__in=codes).values_list("code", "name", "unit")
    return {
        code: Worker(code, name, unit or "", names.get(unit or "", ""), tuple(held.get(code, ())))
        for code, name, unit in rows
    }


def _held(which: Q, on: date) -> Iterable[HeldPost]:
    open_then = Q(until=None) | Q(until__gt=on)
    rows = models.Tenure.objects.filter(which, open_then, kind="post", since__lte=on)
    return (HeldPost(*row) for row in rows.order_by("pk").values_list(*_HELD))


def county_leaders(on: date) -> tuple[HeldPost, ...]:
    """All leading posts, past and present, of people who lead at division level or above."""
    words = [word for rung in RANK.levels[COUNTY:] for word in rung]
    present = models.Tenure.objects.filter(
        Q(until=None) | Q(until__gt=on), kind="post", leading=True, level__in=words, since__lte=on
    )
    rows = models.Tenure.objects.filter(
        person_id__in=present.values("person_id"), kind="post", leading=True, level__in=words
    )
    return tuple(HeldPost(*row) for row in rows.order_by("person_id", "since", "pk").values_list(*_HELD))


def posts_now(codes: Collection[str], on: date) -> frozenset[tuple[str, str]]:
    """Who of these people holds which post on a day, by the post's code and by its name."""
    found = set()
    for held in _held(Q(person_id__in=codes), on):
        found |= {(held.person, held.post), (held.person, held.title)}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding of the archive check that nobody has settled."""

    person: str
    name: str
    code: str
    text: Text


def open_findings(codes: Collection[str]) -> tuple[OpenFinding, ...]:
    """The open findings about these people, notes left out."""
    names = dict(models.Person.objects.filter(code__in=codes).values_list("code", "name"))
    rows = models.ArchiveFinding.objects.filter(
        person__in=codes, is_settled=False, severity__in=("error", "warning")
    ).order_by("person", "pk")
    return tuple(
        OpenFinding(f.person, names.get(f.person, f.person), f.code, Text(f.text_zh, f.text_en)) for f in rows
    )


def runs_since(day: date) -> list[str]:
    """The runs started since a day, oldest first."""
    found = models.Run.objects.filter(started_on__gte=day).order_by("started_on", "pk")
    return list(found.values_list("code", flat=True))
