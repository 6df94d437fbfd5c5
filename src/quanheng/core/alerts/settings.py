"""Settings of the alerts (预警设定): windows and counts that no regulation fixes, with source."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from quanheng.core.language.terms import Strict


class Change(Strict):
    """A change that is known from outside the archive (机构变动、主要领导变动)."""

    on: date
    words: str = Field(min_length=1, max_length=200)


class AlertSettings(Strict):
    """What counts as sudden, as many and as near.

    Units: days, months, people. Shapes: `area` is where the organisation lies (地域回避); `changes` are
    reorganisations and changes of leaders that are known already; `source` says what the numbers rest on.
    """

    window_days: int = Field(default=90, ge=1, le=730)
    mass_count: int = Field(default=5, ge=2, le=1000)
    batch_days: int = Field(default=30, ge=1, le=365)
    batch_count: int = Field(default=10, ge=2, le=1000)
    close_months: int = Field(default=12, ge=1, le=60)
    close_count: int = Field(default=1, ge=1, le=100)
    near_months: int = Field(default=6, ge=1, le=36)
    look_back_months: int = Field(default=36, ge=1, le=240)
    area: str = Field(default="", max_length=100)
    changes: tuple[Change, ...] = ()
    source: str = "条例只说“突击”“数量较大”，没有写数目；以上为出厂设定，请本单位写明依据后改定。"
