"""What a closed case does to the nominator's own appraisal: points and a cap on the grade, as a plan says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from composite_stage import FIELD, closed, entered, points, settings
from scored_stage import inputs

from quanheng.core.people import Person, Sanction
from quanheng.core.stages import grading

RESPONSIBILITY = {
    "id": "responsibility",
    "title": "首提责任",
    "effect": "penalty",
    "record": {
        "cases": [
            {"when": {"not": {"sanction": {"kinds": ["首提责任追究"], "in_effect": False}}}, "points": 5}
        ]
    },
}
GRADES = [
    {"id": "excellent", "title": "优秀", "is": {"at_least": 80}, "needs": {"quantity": "responsibility", "is": {"at_most": 0}}},
    {"id": "competent", "title": "称职", "is": {"at_least": 60}},
    {"id": "other", "title": "不称职"},
]  # fmt: skip


def held(until):
    case = Sanction("首提责任追究", date(2025, 6, 1), until, "诫勉，案件2025-001")
    return (replace(Person("p", "甲"), sanctions=(case,)), Person("q", "乙"))


@pytest.mark.parametrize(
    ("until", "total", "grade"),
    [(date(2099, 1, 1), 88, "competent"), (date(2025, 7, 1), 93, "excellent")],
)
def test_points_are_taken_and_the_best_grade_is_out_of_reach_while_it_has_effect(until, total, grade):
    people = held(until)
    plan = settings(entered("work", 100), RESPONSIBILITY)
    outcome = closed(plan, rows=points("work", {"p@a": 93, "q@a": 85}), people=people)
    p, q = FIELD.candidates
    assert (outcome.score_of(p).value, outcome.score_of(q).value) == (Decimal(total), Decimal(85))
    rules = grading.Settings.model_validate(
        {"id": "grade", "kind": "grading", "by": "composite", "grades": GRADES}
    )
    known = inputs(people, earlier={"composite": outcome})
    graded = grading.close(FIELD, known, rules)
    assert graded.record.grades == {p: grade, q: "excellent"}
