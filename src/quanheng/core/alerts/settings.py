"""Settings of the alerts (预警设定): windows and counts that no regulation fixes, with source."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from quanheng.core.language.terms import Strict

REPORTS = (
    "受理期限参照《纪检监察机关处理检举控告工作规则》（2020）第29条（收到之日起15个工作日内告知受理情况，条号待核）；"
    "核查期限由本单位定。"
)
"""What the deadlines of reports rest on until the office says otherwise."""


class Change(Strict):
    """A change that is known from outside the archive (机构变动、主要领导变动)."""

    on: date
    words: str = Field(min_length=1, max_length=200)


class AlertSettings(Strict):
    """What counts as sudden, as many and as near.

    Units: days, months, people. Shapes: `area` is where the organisation lies (地域回避); `changes` are
    reorganisations and changes of leaders that are known already; `source` says what the numbers rest on.
    A report is registered within `report_days` working days of receipt and concluded within `report_months`
    of registration, by `report_source`; talk and pledge are due `pledge_days` after taking office.
    """

    window_days: int = Field(default=90, ge=1, le=730)
    mass_count: int = Field(default=5, ge=2, le=1000)
    batch_days: int = Field(default=30, ge=1, le=365)
    batch_count: int = Field(default=10, ge=2, le=1000)
    close_months: int = Field(default=12, ge=1, le=60)
    close_count: int = Field(default=1, ge=1, le=100)
    near_months: int = Field(default=6, ge=1, le=36)
    look_back_months: int = Field(default=36, ge=1, le=240)
    report_days: int = Field(default=15, ge=1, le=60)
    report_months: int = Field(default=3, ge=1, le=24)
    report_source: str = Field(default=REPORTS, max_length=300)
    pledge_days: int = Field(default=30, ge=1, le=365)
    area: str = Field(default="", max_length=100)
    changes: tuple[Change, ...] = ()
    source: str = "条例只说“突击”“数量较大”，没有写数目；以上为出厂设定，请本单位写明依据后改定。"
