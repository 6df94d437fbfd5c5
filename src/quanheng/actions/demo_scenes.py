"""Scenes of the demonstration (演示场景): one entry a run: plan, inputs, the stage where it stands."""

from __future__ import annotations

from quanheng.actions.demo_nominations import ACCOUNTS as NOMINATORS
from quanheng.actions.demo_nominations import nominating
from quanheng.actions.demo_runs import (
    Scene,
    finished,
    in_notice,
    next_working_day,
    open_for_enrolment,
    standing_at,
    without_judge,
)
from quanheng.core.values import Text

STREET = ("s10-street-office", "s10")
NOMINATING = ("s3-first-nominator", "s3-first-nominator")

SCENES: tuple[Scene, ...] = (
    Scene("s10-finished", Text("已办结的运行", "A run that is finished"), *STREET, finished),
    Scene(
        "s10-speech",
        Text("演讲打分中的运行", "A run with speeches being marked"),
        *STREET,
        standing_at("speech", entered=without_judge("speech", "HW007")),
    ),
    Scene(
        "s10-decision",
        Text("讨论决定中的运行", "A run before its decision"),
        *STREET,
        standing_at("decision", on=next_working_day),
    ),
    Scene(
        "s10-notice",
        Text("正在公示的运行", "A run in public notice"),
        *STREET,
        in_notice("notice", "decision"),
    ),
    Scene("s3-finished", Text("首提责任制：已办结", "Nominations: finished"), *NOMINATING, finished),
    Scene(
        "s3-nomination",
        Text("首提责任制：正在提名", "Nominations: being made"),
        *NOMINATING,
        standing_at("nomination", on=next_working_day, entered=nominating),
        accounts=NOMINATORS,
    ),
    Scene(
        "s10-open",
        Text("正在报名的运行", "A run open for enrolment"),
        *STREET,
        open_for_enrolment("enrolment"),
    ),
)
"""Every run of the demonstration; the first must be one that is finished."""
