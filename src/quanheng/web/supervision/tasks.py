"""Tasks of supervision (监督待办): duties that are due, alerts to explain or close, reports to handle."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from quanheng.core.authority import Actor, may
from quanheng.core.report_line import CONCLUDED
from quanheng.core.values import Text
from quanheng.web.supervision import reports
from quanheng.web.supervision.desk import shown_today
from quanheng.web.supervision.duties import duty_tasks
from quanheng.web.tasks import Task

WHERE = Text("监督", "Supervision")


def supervision_tasks(actor: Actor, today: date) -> list[Task]:
    """What the reader has to do in supervision, by their roles outside of any run."""
    found = duty_tasks(actor, today) if may(actor, "record_duty") else []
    for act, state, title in (
        ("explain_alert", "open", Text("预警：待说明", "Alerts to explain")),
        ("close_alert", "explained", Text("预警：已说明，待核销", "Alerts explained, to close")),
    ):
        count = sum(s.state == state for s in shown_today(actor)) if may(actor, act) else 0
        if count:
            said = Text(f"{title.zh}（{count} 条）", f"{title.en} ({count})")
            href = f"{reverse('supervision')}?state={state}"
            found.append(Task(said, WHERE, "", href, None, is_late=False))
    if may(actor, "handle_report"):
        found += _reports(actor)
    return found


def _reports(actor: Actor) -> list[Task]:
    waiting = [s for s in reports.shown_to(actor) if s.report.state not in CONCLUDED]
    return [
        Task(
            Text(f"举报 {s.report.number}：{s.state.zh}", f"Report {s.report.number}: {s.state.en}"),
            Text("举报线", "Report line"),
            "",
            reverse("report", args=[s.report.number]),
            s.deadline.on if s.deadline else None,
            is_late=s.is_overdue,
        )
        for s in waiting
    ]
