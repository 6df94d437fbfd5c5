"""Promotions and the floor of their share (提拔记录、比例下限) in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quanheng.core.competition_share import FLOOR
from quanheng.core.promotion_rows import PromotionRow
from quanheng.store import models


@dataclass(frozen=True, slots=True)
class FloorLine:
    """One setting of the floor: when, by whom, why. Units: percent."""

    percent: int
    reason: str
    set_by: str
    set_at: datetime


def recorded_promotions(since: date, until: date) -> list[PromotionRow]:
    """The promotions recorded for a period, both days included."""
    found = models.PromotionRecord.objects.filter(
        removed_at=None, appointed_on__gte=since, appointed_on__lte=until
    ).order_by("appointed_on", "pk")
    return [PromotionRow.model_validate_json(p) for p in found.values_list("payload", flat=True)]


def is_recorded(key: str) -> bool:
    """Whether a promotion of this key stands."""
    return models.PromotionRecord.objects.filter(key=key, removed_at=None).exists()


def save_promotion(row: PromotionRow, by: str, at: datetime) -> None:
    """Keep a promotion."""
    models.PromotionRecord.objects.create(
        payload=row.model_dump_json(),
        key=row.key(),
        appointed_on=row.appointed_on,
        recorded_by=by,
        recorded_at=at,
    )


def remove_recorded(key: str, at: datetime) -> bool:
    """Take a promotion out; it stays in the table as removed. False when there was none."""
    return bool(models.PromotionRecord.objects.filter(key=key, removed_at=None).update(removed_at=at))


def share_floor() -> int:
    """The floor that counts now. Units: percent."""
    last = models.ShareFloor.objects.order_by("-pk").values_list("percent", flat=True).first()
    return FLOOR if last is None else last


def save_floor(percent: int, reason: str, by: str, at: datetime) -> None:
    """Set the floor from now on."""
    models.ShareFloor.objects.create(percent=percent, reason=reason, set_by=by, set_at=at)


def floors() -> list[FloorLine]:
    """Every setting of the floor, the last first."""
    return [
        FloorLine(f.percent, f.reason, f.set_by, f.set_at) for f in models.ShareFloor.objects.order_by("-pk")
    ]


def run_texts() -> list[tuple[str, str]]:
    """Every run with the text of its plan."""
    return list(models.Run.objects.order_by("pk").values_list("code", "plan_version__text"))
