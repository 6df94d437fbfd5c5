"""Rehearsing what an appraisal comes to (演练：评定等次、后果)."""

from __future__ import annotations

from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import consequence
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
