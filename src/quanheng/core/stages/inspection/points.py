"""Points of an inspection (考察计分): by the report, or the mean of the marks that members gave."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Number, Rounding, Strict, rounded
from quanheng.core.stages.inspection.tables import Mark, Report
from quanheng.core.values import Candidate, Score, Slate, Text, Working

TITLE = Text("考察得分", "Inspection score")


class InspectionScore(Strict):
    """Points for the inspection, where the plan scores it: by the report, or the mean of a body's marks."""

    full_mark: Number
    by: Literal["report", "members"] = "report"
    body: str | None = None
    least_marks: int = Field(default=1, ge=1)
    rounding: tuple[Rounding, ...] = ()


def reports_of(slate: Slate, inputs: Inputs) -> dict[Candidate, Report]:
    """The report on each candidate: for the post, else the one on the person as such."""
    written = {(r.person, r.post): r for r in inputs.table("reports", Report)}
    own = ((c, written.get((c.person, c.post)) or written.get((c.person, ""))) for c in slate.candidates)
    return {candidate: report for candidate, report in own if report is not None}


def points_of(slate: Slate, inputs: Inputs, rule: InspectionScore) -> dict[Candidate, Working]:
    """The working of each candidate's points, for those who have what the plan asks for."""
    if rule.by == "report":
        reports = reports_of(slate, inputs)
        return {
            c: Working(TITLE, rounded(r.score, rule.rounding, "total"), source=f"reports:{r.key()}")
            for c, r in reports.items()
            if r.score is not None
        }
    points = {}
    for candidate in slate.candidates:
        marks = [m for m in inputs.table("marks", Mark) if m.person == candidate.person]
        if len(marks) < rule.least_marks:
            continue
        mean = sum((m.mark for m in marks), Decimal(0)) / len(marks)
        parts = tuple(
            Working(Text(inputs.name_of(m.judge), inputs.name_of(m.judge)), m.mark, source=f"marks:{m.key()}")
            for m in marks
        )
        value = rounded(mean, rule.rounding, "total")
        points[candidate] = Working(
            TITLE, value, Text("各成员评分的平均", "mean of the members' marks"), parts
        )
    return points


def scores_of(slate: Slate, inputs: Inputs, rule: InspectionScore | None) -> list[Score]:
    """The points with their rank inside the post; equal points share a rank."""
    if rule is None:
        return []
    points = points_of(slate, inputs, rule)
    values = {c: w.value for c, w in points.items() if w.value is not None}
    return [
        Score(c, value, points[c], 1 + sum(o.post == c.post and v > value for o, v in values.items()))
        for c, value in values.items()
    ]
