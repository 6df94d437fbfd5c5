"""Reviews of plans (方案报批) in the database: what was handed in, said and decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from django.db.models import Count, Exists, OuterRef

from quanheng.core.plans.reading import Path
from quanheng.store import models

Standing = Literal["in_use", "approved", "submitted", "returned", "saved"]


@dataclass(frozen=True, slots=True)
class OpenReview:
    """One version that waits for a body."""

    plan: str
    number: int
    title_zh: str
    title_en: str
    body: str
    submitted_by: str
    submitted_at: datetime


def reviews_of(version: models.PlanVersion) -> list[models.PlanReview]:
    """The reviews of a version, the last first, each with its comments at hand."""
    found = models.PlanReview.objects.filter(version=version).prefetch_related("comments")
    return list(found.order_by("-id"))


def review_state(version: models.PlanVersion) -> str:
    """How the last review of a version stands, '' where it was never submitted."""
    found = models.PlanReview.objects.filter(version=version).order_by("-id").values_list("state", flat=True)
    return found.first() or ""


def standings() -> Mapping[tuple[str, int], Standing]:
    """How every version stands: in use where a run follows it, else as its last review left it."""
    made: dict[tuple[str, int], Standing] = {}
    counted = models.PlanVersion.objects.annotate(started=Count("runs")).values_list(
        "plan", "number", "started"
    )
    for plan, number, started in counted:
        made[plan, number] = "in_use" if started else "saved"
    reviewed = models.PlanReview.objects.order_by("id").values_list(
        "version__plan", "version__number", "state"
    )
    for plan, number, state in reviewed:
        if made[plan, number] != "in_use":
            made[plan, number] = cast(Standing, state)
    return made


def open_reviews(bodies: Iterable[str]) -> list[OpenReview]:
    """The versions that wait for any of these bodies, the longest waiting first."""
    found = models.PlanReview.objects.filter(state="submitted", body__in=list(bodies))
    return [
        OpenReview(
            r.version.plan, r.version.number, r.version.title_zh, r.version.title_en, r.body, r.submitted_by,
            r.submitted_at,
        )
        for r in found.select_related("version").order_by("submitted_at")
    ]  # fmt: skip


def returned_to(account: str) -> list[models.PlanVersion]:
    """The newest versions that somebody submitted and that came back."""
    found = models.PlanReview.objects.filter(state="returned", submitted_by=account).select_related("version")
    later = models.PlanVersion.objects.filter(
        plan=OuterRef("version__plan"), number__gt=OuterRef("version__number")
    )
    again = models.PlanReview.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
    return [r.version for r in found.filter(~Exists(later), ~Exists(again)).order_by("decided_at")]


def open_review(version: models.PlanVersion) -> models.PlanReview | None:
    """The review of a version that waits for its decision."""
    return models.PlanReview.objects.filter(version=version, state="submitted").first()


def submit_version(
    version: models.PlanVersion, body: str, message: str, by: str, at: datetime
) -> models.PlanReview:
    """A review begins."""
    return models.PlanReview.objects.create(
        version=version, body=body, state="submitted", message=message, submitted_by=by, submitted_at=at
    )


def decide_review(review: models.PlanReview, state: str, decision: str, by: str, at: datetime) -> None:
    """A review ends."""
    review.state, review.decision, review.decided_by, review.decided_at = state, decision, by, at
    review.save(update_fields=["state", "decision", "decided_by", "decided_at"])


def write_comment(review: models.PlanReview, path: Path, line: int, text: str, by: str, at: datetime) -> None:
    """A comment on one place."""
    models.PlanComment.objects.create(
        review=review,
        path=json.dumps(path, ensure_ascii=False),
        line=line,
        text=text,
        written_by=by,
        written_at=at,
    )
