"""Rehearsing what an appraisal comes to (演练：评定等次、后果、奖金)."""

from __future__ import annotations

from decimal import Decimal

from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import consequence, follow_up, pay
from quanheng.core.stages.grading import tables as grading


def grading_rows(scene: Scene[grading.Settings]) -> Written:
    """Means above the plan's are approved."""
    return {
        "exceptions": [grading.MeanException(field=due.by, basis=BY) for due in scene.due_in("exceptions")]
    }


def consequence_rows(scene: Scene[consequence.Settings]) -> Written:
    """Whatever has to be found is not found of anybody."""
    return {
        "findings": [
            consequence.InspectionFinding(person=person, rule=rule.id, holds=False, document=BY)
            for person in dict.fromkeys(due.person for due in scene.due_in("findings"))
            for rule in scene.settings.rules
            if rule.finding is not None
        ]
    }


def follow_up_rows(scene: Scene[follow_up.Settings]) -> Written:
    """Everything is done by its day, or on the day of the close where that comes first."""
    return {
        "reports": [
            follow_up.Report(
                person=person,
                task=task,
                number=number,
                result="done",
                reported_on=min(by, scene.inputs.closed_on),
                document=BY,
            )
            for (person, task, number), by in {
                (d.candidate.person, d.task.id, d.number): d.by
                for d in follow_up.duties_of(scene.slate, scene.inputs, scene.settings)
            }.items()
        ]
    }


def pay_rows(scene: Scene[pay.Settings]) -> Written:
    """A round sum for every pot that is left open."""
    return {
        "amounts": [
            pay.Amount(pot=pot.id, amount=Decimal(100000), document=BY)
            for pot in scene.settings.pots
            if pot.each is None and pot.amount is None and not pot.ranks
        ]
    }
