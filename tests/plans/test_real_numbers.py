"""Ready-made numbers of published plans (现成的数), worked out with the settings of their files.

The two rooms of P116 stand in core/test_stage_speech.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from plans.real_plans import read
from scored_stage import D, inputs, points_of, scored, slate

from quanheng.core.language.terms import StageSettings
from quanheng.core.scoring.conditions import Situation
from quanheng.core.scoring.keeping import Cut, chosen, cut_of, standings_of
from quanheng.core.stages import assessment, composite, grading
from quanheng.core.stages.assessment import GroupTurnout, Sheet
from quanheng.core.voting import Count, Turnout


def stage(name: str, stage_id: str) -> Any:
    """The settings of one stage of a real plan."""
    found: StageSettings = read(name).plan.stage(stage_id)
    return found


def sheets(group: str, marks: list[dict[str, str]], returned: int | None = None) -> dict[str, list[Any]]:
    """A sheet on p for every mark, all by one group, and how many came back."""
    count = len(marks)
    rows = [Sheet(sheet=str(n), group=group, person="p", marks=m) for n, m in enumerate(marks, start=1)]
    whole = returned or count
    turnout = GroupTurnout(group=group, should_attend=whole, present=whole, issued=whole, returned=whole)
    return {"sheets": rows, "turnout": [turnout]}


def marked(how: assessment.Settings, *grades: tuple[str, int]) -> list[dict[str, str]]:
    """So many cells of each grade."""
    [dimension] = how.dimensions
    return [{dimension.id: grade} for grade, number in grades for _ in range(number)]


ONE = slate("p@a")


def test_p10_abstentions_are_taken_out_and_half_is_out() -> None:
    how = stage("P10", "vote")
    rows = sheets("meeting", marked(how, ("approve", 60), ("disapprove", 20), ("abstain", 15)))
    vote = assessment.close(ONE, inputs("p", rows), how)
    assert points_of(vote) == {"p@a": "75"}
    before = {"vote": vote, "interview": scored("interview", ONE, {"p@a": 0})}
    assert points_of(composite.close(ONE, inputs("p", earlier=before), stage("P10", "total"))) == {
        "p@a": "22.5"
    }
    rows = sheets("meeting", marked(how, ("approve", 40), ("disapprove", 40)))
    assert [str(d.candidate) for d in assessment.close(ONE, inputs("p", rows), how).departures] == ["p@a"]


def test_p220_every_ballot_stays_in_the_divisor() -> None:
    how = stage("P220", "rating")
    rows = sheets("raters", marked(how, ("excellent", 24), ("competent", 10), ("basic", 6)))
    assert points_of(assessment.close(ONE, inputs("p", rows), how)) == {"p@a": "20"}


def test_p150_thirteen_due_nine_there_seven_for() -> None:
    how = stage("P150", "decision")
    turnout = Turnout(13, 13, 9)
    assert [q.needed(turnout) for q in how.quorum] == [9]
    assert how.majority.needed(turnout, Count(agree=7)) == 7


def situation(seats: int, candidates: int) -> Situation:
    """One post with so many seats and candidates."""
    return Situation(
        "a", None, {"seats": D(seats), "candidates": D(candidates), "ratio": D(candidates) / seats}
    )


@pytest.mark.parametrize(("seats", "places"), [(10, 30), (5, 15)])
def test_p92_ten_and_five_posts_at_one_to_three(seats: int, places: int) -> None:
    cut = cut_of(stage("P92", "targets").keep, situation(seats, 100))
    assert (cut.places, cut.seats) == (places, seats)


def test_p90_forty_by_the_ratio_and_forty_one_with_a_tie() -> None:
    keep = stage("P90", "written").keep
    tables = [{f"{n}@{post}": 90 - n for n in range(6)} for post in "abcdefgh"]
    tables[0]["5@a"] = tables[0]["4@a"]
    kept = 0
    for table in tables:
        everybody = slate(*table)
        outcome = scored("written", everybody, table)
        post = everybody.candidates[0].post
        order = standings_of(outcome.scores, everybody, post)
        cut: Cut = cut_of(keep, situation(1, 6))
        kept += len(chosen(order, cut.places, keep.ties).kept)
    assert kept == 41


def test_p72_a_unit_of_eight_may_have_640() -> None:
    how = stage("P72", "grades")
    everybody = slate(*(f"{n}@a" for n in "pqrstuvw"))
    for total, waits in ((640, 0), (641, 1)):
        table = {f"{n}@a": 80 for n in "pqrstuvw"} | {"p@a": 80 + total - 640}
        before = {"points": scored("points", everybody, table)}
        assert len(grading.due(everybody, inputs(everybody.people(), earlier=before), how)) == waits


def test_p72_one_of_five_and_two_of_six_are_outstanding() -> None:
    how = stage("P72", "grades").model_copy(update={"mean_at_most": None})
    for people, outstanding in (("pqrst", 1), ("pqrstu", 2)):
        everybody = slate(*(f"{n}@a" for n in people))
        before = {"points": scored("points", everybody, {f"{n}@a": 99 - i for i, n in enumerate(people)})}
        outcome = grading.close(everybody, inputs(everybody.people(), earlier=before), how)
        assert sum(g.grade == "special" for g in outcome.record.graded) == outstanding
