"""Notes on alerts and their settings (预警办理与设定) in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from quanheng.core.alerts.settings import AlertSettings
from quanheng.core.alerts.terms import Alert, State
from quanheng.store import models


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What somebody wrote about an alert. Shapes: `is_current` while the alert rests on the same facts."""

    state: State
    reason: str
    by: str
    at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One version of the settings."""

    settings: AlertSettings
    set_by: str
    set_at: datetime


def notes_of(keys: Collection[str]) -> Mapping[str, tuple[NoteLine, ...]]:
    """What was written about these alerts, oldest first."""
    found: dict[str, list[NoteLine]] = {}
    for note in models.AlertNote.objects.filter(key__in=keys).order_by("pk"):
        line = NoteLine(cast(State, note.state), note.reason, note.written_by, note.written_at, note.mark)
        found.setdefault(note.key, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def state_of(alert: Alert, notes: Collection[NoteLine]) -> State:
    """Where the alert stands: the last note about the facts as they are, else open."""
    return next((n.state for n in reversed(tuple(notes)) if n.mark == alert.mark), "open")


def save_note(alert: Alert, state: State, reason: str, by: str, at: datetime) -> None:
    """Keep a note; it can never be changed."""
    models.AlertNote.objects.create(
        key=alert.key,
        mark=alert.mark,
        kind=alert.kind,
        state=state,
        text=alert.text.zh,
        reason=reason,
        written_by=by,
        written_at=at,
    )


def alert_settings() -> AlertSettings:
    """The settings that count now."""
    last = models.AlertSetting.objects.order_by("-pk").values_list("payload", flat=True).first()
    return AlertSettings() if last is None else AlertSettings.model_validate_json(last)


def save_settings(settings: AlertSettings, by: str, at: datetime) -> None:
    """Set the settings from now on; earlier ones stay."""
    models.AlertSetting.objects.create(payload=settings.model_dump_json(), set_by=by, set_at=at)


def setting_lines() -> list[SettingLine]:
    """Every version of the settings, the last first."""
    rows = models.AlertSetting.objects.order_by("-pk")
    return [SettingLine(AlertSettings.model_validate_json(r.payload), r.set_by, r.set_at) for r in rows]
