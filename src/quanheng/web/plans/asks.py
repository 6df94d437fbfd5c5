"""What a plan asks of a row (方案要求的内容): fields that must be filled in here, and those with no use here.

Pure: values in, values out; what is marked as needed on the screen is what the stage would refuse without.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from quanheng.core.inputs import InputTable
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import approval, clearance, consultation, inspection, pay, probation, secondment


def needed_fields(stage: StageSettings, table: InputTable) -> tuple[str, ...]:
    """The fields without which the stage refuses every row of the table."""
    match stage:
        case inspection.Settings() if table.name == "reports":
            points = ("score",) if _is_scored_by_report(stage) else ()
            return (*stage.covers, *stage.fixed, *points)
        case approval.Settings() if table.name == "requests" and stage.papers_needed():
            return ("attachments",)
        case consultation.Settings() if table.name == "opinions" and stage.written:
            return ("document",)
        case clearance.Settings() if table.name == "opinions" and stage.written:
            return ("document",)
        case probation.Settings() if table.name == "reviews" and stage.vote is not None:
            return ("favourable", "ballots")
        case secondment.Settings() if table.name == "days" and _enters_whole(stage):
            return ("whole",)
    return ()


def useless_fields(stage: StageSettings, table: InputTable) -> tuple[str, ...]:
    """The fields that the plan has no use for."""
    if isinstance(stage, inspection.Settings) and table.name == "reports" and not _is_scored_by_report(stage):
        return ("score",)
    if isinstance(stage, secondment.Settings) and table.name == "postings" and not stage.kinds:
        return ("sort",)
    return ()


def known_values(stage: StageSettings, table: InputTable, today: str) -> dict[str, str]:
    """What a new row may begin with: the papers that are asked for, the only body there is, today."""
    known = {name: today for name in table.row.model_fields if name in DAYS.get(stage.kind, ())}
    if isinstance(stage, approval.Settings):
        papers = "、".join(paper.zh for paper in stage.papers_needed())
        known |= {"attachments": papers} if table.name == "requests" else {}
        known |= {"to": stage.by[0], "replied_by": stage.by[0]} if len(stage.by) == 1 else {}
    if isinstance(stage, consultation.Settings) and len(stage.parties) == 1:
        known["party"] = stage.parties[0].id
    if isinstance(stage, pay.Settings):
        pots = [pot.id for pot in stage.pots if pay.is_open(pot)]
        known |= {"pot": pots[0]} if len(pots) == 1 else {}
    return {name: value for name, value in known.items() if name in table.row.model_fields}


DAYS = {
    "approval": ("sent_on", "replied_on"),
    "assign_posts": ("decided_on",),
    "consultation": ("asked_on", "given_on"),
    "inspection": ("written_on",),
    "probation": ("reviewed_on",),
    "secondment": ("given_on",),
}
"""Days on which something is mostly entered, by kind of stage."""


def fit(form: forms.Form, stage: StageSettings, table: InputTable) -> None:
    """Mark what the plan asks for as needed, and leave out what it has no use for."""
    _mark(form, needed_fields(stage, table))
    if isinstance(stage, clearance.Settings) and table.name == "opinions":
        _leave_pending(form)
    for name in useless_fields(stage, table):
        form.fields.pop(name, None)


def _mark(form: forms.Form, names: Iterable[str]) -> None:
    for name in names:
        if name in form.fields:
            form.fields[name].required = True


def _leave_pending(form: forms.Form) -> None:
    """An opinion that is still being examined has no number yet."""
    form.use_required_attribute = False
    if form.data.get(form.add_prefix("result")) == "pending":
        form.fields["document"].required = False


def _enters_whole(stage: secondment.Settings) -> bool:
    return stage.attendance is not None and stage.attendance.of == "entered"


def _is_scored_by_report(stage: inspection.Settings) -> bool:
    return stage.score is not None and stage.score.by == "report"
