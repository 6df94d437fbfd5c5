"""Lists for screens (列表): each is one query, scoped by what the reader may see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from quanheng.core.authority import Actor, may
from quanheng.core.inputs import Row
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.timeline import name_of
from quanheng.core.values import Text
from quanheng.store import models
from quanheng.store.archive_history import dossier_known, person_known


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in a list of runs."""

    code: str
    title_zh: str
    title_en: str
    plan: str
    version: int
    started_on: date
    closed: int
    stages: int = 0
    open_stage: Text | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list of plans: its newest version."""

    plan: str
    number: int
    title_zh: str
    title_en: str
    saved_by: str
    saved_at: datetime
    runs: int
    copied_from: str = ""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the trace in a list."""

    number: int
    at: str
    actor: str
    act: str
    subject: str
    digest: str
    line: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One entered row with who entered it and when; replaced rows say until when they stood."""

    key: str
    payload: str
    entered_by: str
    entered_at: datetime
    replaced_at: datetime | None


def runs_for(actor: Actor, codes: Iterable[str] | None = None) -> list[RunLine]:
    """The runs that a reader may see: all of them with a role that sees runs, else only those named."""
    found = models.Run.objects.select_related("plan_version").order_by("-started_on", "-id")
    if not may(actor, "view_run"):
        found = found.filter(code__in=list(codes or ()))
    return [_run_line(run, run.closed) for run in found.annotate(closed=_closed_stages())]


def _run_line(run: models.Run, closed: int) -> RunLine:
    version = run.plan_version
    stages = read_plan(version.text).plan.stages
    return RunLine(
        run.code,
        version.title_zh,
        version.title_en,
        version.plan,
        version.number,
        run.started_on,
        closed,
        len(stages),
        name_of(stages[closed]) if closed < len(stages) else None,
    )


def run_codes_by_role(account: str, roles: Iterable[str]) -> list[str]:
    """The runs in which an account holds one of these roles for that run alone."""
    held = models.RoleGrant.objects.filter(
        account__username=account, role__in=list(roles), revoked_at=None, run_code__isnull=False
    )
    return sorted(code for code in held.values_list("run_code", flat=True) if code)


def _closed_stages() -> Count:
    return Count("closings", filter=Q(closings__voided_at=None))


def run_codes_of_person(person: str) -> list[str]:
    """The runs in which a person has applied or named an office, or sits in a body."""
    seats = models.Membership.objects.filter(person=person).values_list("run__code", flat=True)
    applied = models.InputRow.objects.filter(
        table__in=("applications", "preferences"), replaced_at=None, key__startswith=f"{person}|"
    ).values_list("run__code", flat=True)
    return sorted({*seats, *applied})


def plans() -> list[PlanLine]:
    """Every plan by its newest version."""
    newest = models.PlanVersion.objects.values("plan").annotate(last=Max("number")).values("plan", "last")
    wanted = Q(pk=None)
    for row in newest:
        wanted |= Q(plan=row["plan"], number=row["last"])
    found = models.PlanVersion.objects.filter(wanted).annotate(started=Count("runs")).order_by("plan")
    return [
        PlanLine(v.plan, v.number, v.title_zh, v.title_en, v.saved_by, v.saved_at, v.started, v.copied_from)
        for v in found
    ]


def plan_version(plan: str, number: int | None = None) -> models.PlanVersion | None:
    """A version of a plan, the newest unless one is named."""
    versions = models.PlanVersion.objects.filter(plan=plan).order_by("-number")
    return versions.first() if number is None else versions.filter(number=number).first()


def plan_versions(plan: str) -> list[models.PlanVersion]:
    """All versions of a plan, newest first."""
    return list(models.PlanVersion.objects.filter(plan=plan).order_by("-number"))


def runs_of_plan(plan: str) -> dict[int, list[str]]:
    """The runs that follow each version of a plan, by its number."""
    found: dict[int, list[str]] = {}
    rows = models.Run.objects.filter(plan_version__plan=plan).order_by("pk")
    for number, code in rows.values_list("plan_version__number", "code"):
        found.setdefault(number, []).append(code)
    return found


def version_of_run(run_code: str) -> tuple[str, int] | None:
    """The plan and the number of the version that a run follows."""
    found = models.Run.objects.filter(code=run_code)
    return found.values_list("plan_version__plan", "plan_version__number").first()


def plan_text_of_run(run_code: str) -> str | None:
    """The text of the plan that a run follows, none where there is no such run."""
    return models.Run.objects.filter(code=run_code).values_list("plan_version__text", flat=True).first()


def entries(book: str, act: str = "", words: str = "") -> QuerySet[models.TraceEntry]:
    """The entries of a book, newest first, narrowed by act and by words in subject, actor or text."""
    found = models.TraceEntry.objects.filter(book=book).order_by("-number")
    if act:
        found = found.filter(act=act)
    if words:
        found = found.filter(
            Q(subject__icontains=words) | Q(actor__icontains=words) | Q(line__icontains=words)
        )
    return found


def books() -> list[tuple[str, int]]:
    """Every book with the number of its entries."""
    counted = models.TraceEntry.objects.values("book").annotate(n=Count("pk")).order_by("book")
    return [(row["book"], row["n"]) for row in counted]


def rows_entered(run_code: str, stage: str, table: str, *, with_replaced: bool = False) -> list[RowLine]:
    """What was entered into a table, in the order of entry."""
    found = models.InputRow.objects.filter(run__code=run_code, stage=stage, table=table).order_by("id")
    if not with_replaced:
        found = found.filter(replaced_at=None)
    return [RowLine(r.key, r.payload, r.entered_by, r.entered_at, r.replaced_at) for r in found]


def units() -> dict[str, str]:
    """Unit names by code."""
    return dict(models.Unit.objects.order_by("code").values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class BookLine:
    """One book in the list of books: how many entries, and the digest of the last."""

    book: str
    count: int
    digest: str
    at: str


def book_heads() -> list[BookLine]:
    """Every book with its last entry."""
    last = models.TraceEntry.objects.filter(book=OuterRef("book")).order_by("-number").values("number")[:1]
    found = models.TraceEntry.objects.filter(number=Subquery(last)).order_by("book")
    return [BookLine(e.book, e.number, e.digest, e.at) for e in found]


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """A document that went out: when, by whom, and the entry's own body."""

    at: str
    actor: str
    body: Mapping[str, Any]


def issued_documents(run_code: str, stage: str) -> list[IssuedLine]:
    """The documents issued from a stage, newest first."""
    found = models.TraceEntry.objects.filter(
        book=run_code, act="issue_document", subject__startswith=f"{stage}."
    ).order_by("-number")
    return [IssuedLine(e.at, e.actor, json.loads(e.line)["body"]) for e in found]


def person_line(code: str, on: date | None = None) -> models.Person | None:
    """One person of the roster, as entered; with a day, as known when that day ended."""
    return person_known(code, on)


def dossier(code: str, on: date | None = None) -> dict[str, tuple[Row, ...]]:
    """Every history of one person, table by table, in the order of entry; with a day, as known then."""
    return dossier_known(code, on)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Names by code, for those the roster knows."""
    return dict(models.Person.objects.filter(code__in=list(codes)).values_list("code", "name"))


def last_entry_of(book: str, acts: Iterable[str]) -> models.TraceEntry | None:
    """The last entry of a book by one of these acts."""
    return models.TraceEntry.objects.filter(book=book, act__in=list(acts)).order_by("-number").first()


def moments_of(book: str, act: str, subject: str, stage: str) -> list[datetime]:
    """When an act was done about a subject and a stage, the earliest first. Units: seconds."""
    found = models.TraceEntry.objects.filter(book=book, act=act, subject=subject).order_by("number")
    return [datetime.fromisoformat(e.at) for e in found if json.loads(e.line)["body"]["stage"] == stage]
