"""Remembered votes: whom the body turned down twice, in whichever run, is not put to it again."""

from datetime import date, datetime

import pytest
from small_run import ALL, TZ, application, roster

from quanheng.actions.close_stage import close_stage
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.members import Member
from quanheng.core.stages.decision.tables import Attendance, Meeting, Vote
from quanheng.store.books import entries_of
from quanheng.store.load import fresh_run_state, run_state

pytestmark = pytest.mark.django_db

PLAN = """\
language: 1
id: memory
version: "1"
title: {zh: 再次提名, en: Put again}
organisation: {name: 小街道, kind: street_office, scopes: [internal_unit_posts]}
as_of: 2026-03-10
begins_on: 2026-03-10
bodies: [{id: committee, title: 党工委}]
posts:
  - {id: POST, title: 办公室主任, unit: U, seats: 1}
  - {id: area, title: 工作片主任, unit: U, seats: 1}
choices: {max: 2, mode: parallel}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
  - {id: decision, kind: decision, time: {on: 2026-03-12}, body: committee,
     quorum: {share: 2/3, of: members}, majority: {over: 1/2, of: due}, never_after: 2}
"""


def late(post):
    """P1 enrols for a post and is entered after the last day."""
    return application("P1", post).model_copy(update={"late_because": "按纸质报名表补录"})


def put(code, post, day, vote="disagree"):
    """A run in which P1 stands for the office and for the area; the committee votes on the office."""
    at = datetime(2026, 3, day, 9, tzinfo=TZ)
    text = PLAN.replace("POST", post).replace("id: memory", f"id: memory-{post}")
    version = save_plan(ALL, text, "memory.yaml", at)
    start_run(ALL, version, code, at)
    appoint_members(ALL, code, [Member(body="committee", person=p) for p in ("J1", "J2")], at)
    record_rows(ALL, code, "enrolment", "applications", [late(post)], at)
    close_stage(ALL, code, "enrolment", at, date(2026, 3, day))
    meeting = Meeting(held_on=date(2026, 3, day), place="会议室", chair="J1", recorder="甲", agenda="任用")
    there = [Attendance(member=m, present=True) for m in ("J1", "J2")]
    record_rows(ALL, code, "decision", "meeting", [meeting], at)
    record_rows(ALL, code, "decision", "attendance", there, at)
    if vote:
        votes = [
            Vote(member=m, person="P1", post=post, vote=vote, order=n) for n, m in enumerate(("J1", "J2"), 1)
        ]
        record_rows(ALL, code, "decision", "votes", votes, at)
    return at


def closed(code, at):
    return close_stage(ALL, code, "decision", at, at.date())


def test_the_third_meeting_is_not_asked_again_whichever_run_turned_somebody_down():
    start = datetime(2026, 3, 10, 9, tzinfo=TZ)
    import_roster(ALL, roster(), start)
    for code, post, day in (("first", "office", 10), ("second", "chief", 11)):
        at = put(code, post, day)
        assert [d.finding.code for d in closed(code, at).departures] == ["not_adopted"]
    at = put("third", "head", 12, vote="")
    rows = run_state("third").facts.rows["decision"]["earlier_votes"]
    assert [(r.post, r.held_on, r.document) for r in rows] == [
        ("head", date(2026, 3, 10), "first 讨论决定"),
        ("head", date(2026, 3, 11), "second 讨论决定"),
    ]
    outcome = closed("third", at)
    [gone] = outcome.departures
    assert gone.finding.code == "turned_down_before"
    assert gone.finding.text.zh == "此前 2 次提名该职务未获通过，不再提名同一职务"
    closing = next(e for e in entries_of("third") if e.act == "close_stage")
    assert closing.body["earlier_votes"] == 2
    assert fresh_run_state("third").outcomes["decision"] == outcome


def test_a_vote_for_another_post_does_not_count():
    start = datetime(2026, 3, 10, 9, tzinfo=TZ)
    import_roster(ALL, roster(), start)
    closed("first", put("first", "office", 10))
    at = put("second", "office", 11, vote="agree")
    rows = run_state("second").facts.rows["decision"]["earlier_votes"]
    assert [(r.held_on, r.result) for r in rows] == [(date(2026, 3, 10), "not_adopted")]
    assert closed("second", at).departures == ()
    other = "third"
    version = save_plan(ALL, PLAN.replace("POST", "office"), "memory.yaml", at)
    start_run(ALL, version, other, at)
    appoint_members(ALL, other, [Member(body="committee", person=p) for p in ("J1", "J2")], at)
    record_rows(ALL, other, "enrolment", "applications", [late("area")], at)
    close_stage(ALL, other, "enrolment", at, at.date())
    state = run_state(other)
    assert "earlier_votes" not in state.facts.rows.get("decision", {})
