"""Supervision in the demonstration (演示：监督): settings, an alert, talks, reviews, two reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from quanheng.actions.find_alerts import alerts_on
from quanheng.actions.find_duties import duties_on
from quanheng.actions.handle_report import handle_report
from quanheng.actions.note_alert import note_alert, set_alert_settings
from quanheng.actions.receive_report import receive_report
from quanheng.actions.record_duty import record_duty
from quanheng.core.alerts.settings import AlertSettings, Change
from quanheng.core.authority import Actor
from quanheng.core.duties import Duty
from quanheng.core.report_line import StepKind

FINISHED = "s10-finished"
TALKED, REVIEWED = 6, 4
"""How many of those appointed had their talk and their review already."""


def watch(organiser: Actor, officer: Actor, now: datetime) -> None:
    """What the discipline officer and the organiser did in supervision, up to now."""
    duties = [d for d in duties_on(now.date()) if d.run == FINISHED]
    begun = max((d.begins_on for d in duties), default=now.date())
    changed = Change(on=min(begun + timedelta(days=20), now.date()), words="街道机构改革方案批复")
    source = "街道纪工委与党工委会商确定：条例没有写明数目（演示）"
    set_alert_settings(officer, AlertSettings(changes=(changed,), area="望山县河湾街道", source=source), now)
    for alert in alerts_on(now.date()):
        if alert.kind == "notice_short":
            note_alert(organiser, alert.key, "explained", "按街道惯例公示三天，今后改为五个工作日。", now)
    _record(officer, _late(duties, "integrity_talk", now)[:TALKED], "done", "谈话一小时，提出三点要求。", now)
    said = "回访 12 名同事和服务对象，测评优秀、称职占九成，工作适应较快。"
    _record(organiser, _late(duties, "review", now)[:REVIEWED], "fit", said, now)
    _report(officer, now)


def _late(duties: list[Duty], kind: str, now: datetime) -> list[Duty]:
    return sorted(
        (d for d in duties if d.kind == kind and d.standing(now.date()) == "overdue"),
        key=lambda d: d.person,
        reverse=True,
    )


def _record(actor: Actor, duties: list[Duty], result: str, text: str, now: datetime) -> None:
    for duty in duties:
        if duty.person != actor.person:
            record_duty(actor, duty.key, duty.due_on, result, text, None, now)


def _report(officer: Actor, now: datetime) -> None:
    """One report that waits to be registered, and one that is being examined."""
    receive_report(
        "农办副主任人选",
        "考察谈话前有人挨个打招呼，希望推荐时多说好话，至少三名同事接到过电话。",
        "",
        [],
        now.date() - timedelta(days=9),
    )
    number, _ = receive_report(
        "社区主任工作中的采购",
        "去年社区活动物资没有比价，请核查发票和合同。",
        "社区居民，电话已留",
        [],
        now.date() - timedelta(days=30),
    )
    steps: tuple[tuple[StepKind, str, str], ...] = (
        ("register", "内容具体，予以受理。", "已受理，将在三个月内答复。"),
        ("examine", "调取采购台账和合同，约谈经办人。", ""),
    )
    for kind, note, answer in steps:
        handle_report(officer, number, kind, note, answer, now)
