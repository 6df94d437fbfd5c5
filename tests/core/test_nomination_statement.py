"""Nomination's story (提名情况说明): told to every meeting that the plan wants to hear it, or the meeting stays open."""

from datetime import date

import pytest
from core.stage_ground import codes, earlier_outcome, inputs, slate

from quanheng.core.kinds import KINDS, TOLD
from quanheng.core.nomination_statement import (
    TABLE,
    Statement,
    refused_statements,
    statements_due,
    with_statements,
)
from quanheng.core.stages.nomination import NominationRecord, Standing
from quanheng.core.stages.talks import Settings
from quanheng.core.values import Candidate, Outcome, Refused, Text

DAY = date(2026, 3, 20)
STORY = Text("2026-03-05 领导推荐：委员1；实绩突出", "2026-03-05 by leader: 委员1; 实绩突出")
RECORD = NominationRecord((Standing(Candidate("p1", "park"), True, DAY, (STORY,)),), ())
PLAN = {"id": "talks", "kind": "talks", "groups": [{"id": "all", "title": "全体", "weight": 100}]}


def plan(**more):
    return Settings.model_validate(PLAN | more)


def told(who="p1", by="m1", on=DAY):
    return Statement(person=who, post="park", told_by=by, told_on=on, summary="全面介绍")


def ground(*rows):
    return inputs({TABLE: rows}, earlier={"nomination": earlier_outcome(RECORD)})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (told(), ()),
        (told("p2"), ((0, "not_a_candidate"),)),
        (told(by="p1"), ((0, "told_by_nominee"),)),
        (told(by="nobody"), ((0, "unknown_person"),)),
        (told(on=date(2027, 1, 1)), ((0, "dated_in_future"),)),
    ],
)
def test_who_tells_it(row, code):
    assert codes(refused_statements([row], slate("p1@park"), ground())) == code


def test_it_is_due_for_whoever_was_nominated_where_the_plan_wants_it():
    standing = slate("p1@park", "p2@park")
    wanted = plan(nomination_told=True)
    assert [(d.person, d.table) for d in statements_due(standing, ground(), wanted)] == [("p1", TABLE)]
    assert statements_due(standing, ground(told()), wanted) == ()
    assert statements_due(standing, ground(), plan()) == ()


def test_a_meeting_does_not_close_without_it():
    kind, wanted = KINDS["talks"], plan(nomination_told=True)
    assert TABLE in [d.table for d in kind.due(slate("p1@park"), ground(), wanted)]
    with pytest.raises(Refused, match="向会议说明赵一的提名情况"):
        kind.close(slate("p1@park"), ground(), wanted)
    assert kind.admit(TABLE, [told()], slate("p1@park"), ground(), wanted) == ()


def test_what_was_told_stands_in_the_outcome():
    standing = slate("p1@park")
    outcome = with_statements(Outcome("talks", standing, standing), ground(told()), plan())
    (note,) = outcome.findings
    assert (note.code, note.state, note.source.ref) == ("nomination_told", "note", "talks.statements:p1|park")
    assert note.text.zh == "2026-03-20 由委员1向会议说明提名情况：全面介绍"
    assert [e.value for e in note.evidence] == [STORY]
    untold = Outcome("talks", standing, standing)
    assert with_statements(untold, ground(), plan()) is untold


def test_the_kinds_that_hear_a_story():
    assert {k for k, kind in KINDS.items() if TABLE in [t.name for t in kind.tables]} == TOLD
