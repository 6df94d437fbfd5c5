"""Void rounds (作废的投票): what is refused of them, and how they stand in the outcome."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, slate

from quanheng.core.stages import assessment, recommendation
from quanheng.core.void_rounds import VoidRound

AT = slate("p1@park")
GROUP = {"id": "staff", "title": "职工", "weight": 1}
GRADES = [{"id": "a", "title": "好", "value": 100}, {"id": "b", "title": "差", "value": 0}]
KINDS = {
    "assessment": (assessment, {"grades": GRADES, "denominator": "valid"}),
    "recommendation": (recommendation, {"form": "approval", "denominator": "valid", "effect": "reference"}),
}


def void(**more):
    given = {"group": "staff", "held_on": date(2026, 3, 10), "issued": 40, "returned": 41}
    return VoidRound(**(given | {"reason": "more_returned", "document": "监票记录1号"} | more))


@pytest.mark.parametrize("name", KINDS)
def test_void_rounds_that_are_refused(name):
    kind, how = KINDS[name]
    settings = kind.Settings.model_validate({"id": "vote", "kind": name, "groups": [GROUP]} | how)
    rows = [
        void(),
        void(group="heads"),
        void(number=2, returned=40),
        void(number=3, returned=20, reason="quorum"),
        void(number=4, held_on=date(2026, 5, 1)),
    ]
    assert codes(kind.admit("void_rounds", rows, AT, inputs(), settings)) == (
        (1, "unknown_group"),
        (2, "round_not_void"),
        (4, "dated_in_future"),
    )


def test_a_void_round_is_on_record():
    """P194, P140: more sheets came back than were given out, and the vote was held again."""
    settings = assessment.Settings.model_validate(
        {"id": "vote", "kind": "assessment", "groups": [GROUP]} | KINDS["assessment"][1]
    )
    sheet = assessment.Sheet(sheet="1", group="staff", person="p1", marks={"overall": "好"})
    outcome = assessment.close(AT, inputs({"sheets": [sheet], "void_rounds": [void()]}), settings)
    (note,) = [f for f in outcome.findings if f.code == "round_void"]
    assert (note.text.zh, note.candidate) == ("2026-03-10“staff”组的投票作废（收回多于发出），重新投票", None)
    assert [(e.label.zh, e.value.zh) for e in note.evidence] == [("发出", "40"), ("收回", "41")]
