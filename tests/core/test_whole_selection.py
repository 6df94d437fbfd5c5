"""A whole selection by nomination (从动议到培训): every stage admits its rows, closes, and replays the same."""

from datetime import date

from core_plan import plan_of

from quanheng.core.engine import Closing, Replay, RunFacts, advance, dues_of, refusals_of, replay
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.stages.approval import ApprovalReply, ApprovalRequest
from quanheng.core.stages.assign_posts import Assignment
from quanheng.core.stages.consultation import Asked, PartyOpinion
from quanheng.core.stages.establishment import StaffNumber
from quanheng.core.stages.examination.tables import SubjectMark
from quanheng.core.stages.integrity_exam import Answer
from quanheng.core.stages.motion import Analysis, Proposal
from quanheng.core.stages.nomination.tables import Agreement, Nomination
from quanheng.core.stages.recommendation.tables import Ballot, GroupTurnout
from quanheng.core.stages.talks import NamedInTalks, Summary, TalkGroup
from quanheng.core.stages.training import CourseResult
from quanheng.core.values import Candidate
from quanheng.core.workdays import Calendar

DAY = date(2026, 3, 10)
PEOPLE = {code: Person(code, code) for code in ("a", "b", "c", "d", "m", "n")}
POSTS = """
posts:
  - {id: level, title: 中层副职, level: 中层副职, seats: 2, pool: true}
  - {id: park, title: 园区副主任, level: 中层副职, seats: 1}
  - {id: farm, title: 农办副主任, level: 中层副职, seats: 1}
bodies: [{id: party, title: 党委}]
"""
STAGES = """
stages:
  - {id: motion, kind: motion, consults: [], only_posts: [level]}
  - {id: quota, kind: establishment, count_by: level, only_posts: [level]}
  - {id: nominate, kind: nomination, channels: [leader], gates: [{id: own, title: 本人同意, own: true}]}
  - {id: meeting, kind: recommendation, form: naming, names: open, most: 2, denominator: returned,
     groups: [{id: staff, title: 职工, weight: 1}], needed: [{is: {at_least: 1/4}}], only_posts: [level]}
  - {id: talks, kind: talks, groups: [{id: staff, title: 职工, weight: 1}], only_posts: [level],
     with_meeting: {stage: meeting, meeting: 60, talks: 40}, keep: {top: 3}}
  - {id: exam, kind: examination, subjects: [{id: law, title: 法律, pass: 60}], only_posts: [level]}
  - {id: consult, kind: consultation, parties: [{id: head, title: 分管领导, body: party}]}
  - {id: assign, kind: assign_posts, places: {level: [park, farm]}}
  - {id: approval, kind: approval, by: [上级], attachments: []}
  - {id: integrity, kind: integrity_exam, pass: 60, questions: [
      {id: q, text: 礼金应当, options: {A: 上交, B: 留下}, answer: A}]}
  - {id: training, kind: training, courses: [{id: pre, title: 任职培训}],
     missing: make_up, make_up_within: {years: 1}}
"""


def nomination(who: str) -> Nomination:
    return Nomination(
        person=who,
        post="level",
        channel="leader",
        nominators="m",
        reasons="好",
        signed=True,
        nominated_on=DAY,
    )


def ballot(sheet: int, who: str) -> Ballot:
    return Ballot(sheet=str(sheet), group="staff", post="level", person=who)


ROWS: dict[str, dict[str, tuple[Row, ...]]] = {
    "motion": {
        "analyses": (Analysis(subject="班子", content="空缺", done_on=DAY, done_by="组织办"),),
        "proposals": (
            Proposal(
                post="level",
                conditions="懂农业",
                scope="全街道",
                way="推荐",
                work_plan="1号",
                proposer="m",
                proposed_on=DAY,
                signed=True,
            ),
        ),
    },
    "quota": {
        "numbers": (StaffNumber(level="中层副职", approved=6, actual=4, counted_on=DAY, document="3号"),)
    },
    "nominate": {
        "nominations": (nomination("a"), nomination("b")),
        "agreements": tuple(
            Agreement(person=p, gate="own", agrees=True, given_by=p, given_on=DAY) for p in ("a", "b")
        ),
    },
    "meeting": {
        "turnout": (GroupTurnout(group="staff", should_attend=4, present=4, issued=4, returned=4),),
        "sheets": (
            ballot(1, "a"),
            ballot(1, "c"),
            ballot(2, "a"),
            ballot(2, "b"),
            ballot(3, "b"),
            Ballot(sheet="4", group="staff"),
        ),
    },
    "talks": {
        "groups": (TalkGroup(group="staff", due=4, talked=4, talks=4, began_on=DAY, ended_on=DAY),),
        "named": (
            NamedInTalks(group="staff", post="level", person="d", times=1),
            NamedInTalks(group="staff", post="level", person="a", times=4),
        ),
        "summary": (Summary(text="集中", written_by="组织办"),),
    },
    "exam": {
        "marks": tuple(
            SubjectMark(subject="law", examinee=p, mark=m) for p, m in (("a", 80), ("b", 70), ("c", 59))
        )
    },
    "consult": {
        "asked": (Asked(party="head", asked_on=DAY),),
        "opinions": tuple(
            PartyOpinion(party="head", person=p, opinion="agree", given_on=DAY, given_by="m")
            for p in ("a", "b")
        ),
    },
    "assign": {
        "assignments": tuple(
            Assignment(person=p, pool="level", post=post, reason="对口", resolution="6号", decided_on=DAY)
            for p, post in (("a", "farm"), ("b", "park"))
        )
    },
    "approval": {
        "requests": (ApprovalRequest(number="8号", to="上级", sent_on=DAY),),
        "replies": (
            ApprovalReply(number="8号", result="approve", replied_by="上级", replied_on=DAY, document="5号"),
        ),
    },
    "integrity": {
        "attempts": (
            Answer(person="a", question="q", answer="A", seconds=9),
            Answer(person="b", question="q", answer="B", seconds=9),
        )
    },
    "training": {"results": (CourseResult(person="a", course="pre", hours=8, passed=True, finished_on=DAY),)},
}
PLAN = plan_of(posts=POSTS, stages=STAGES)


def facts(rows: dict[str, dict[str, tuple[Row, ...]]], done: int) -> RunFacts:
    closings = tuple(Closing(s.id, DAY, DAY) for s in PLAN.stages[:done])
    return RunFacts(PLAN, PEOPLE, Calendar(), {"party": ("m", "n")}, {}, rows, closings)


def live() -> Replay:
    """The run as people make it: table by table, each row admitted against what is there, then closed."""
    rows: dict[str, dict[str, tuple[Row, ...]]] = {}
    outcomes = {}
    for number, stage in enumerate(PLAN.stages):
        closing = Closing(stage.id, DAY, DAY)
        for table, own in ROWS[stage.id].items():
            assert refusals_of(facts(rows, number), outcomes, closing, table, own) == ()
            rows[stage.id] = {**rows.get(stage.id, {}), table: own}
        assert dues_of(facts(rows, number), outcomes, closing) == ()
        outcomes[stage.id] = advance(facts(rows, number), outcomes, closing)
    return Replay(outcomes)


def test_everyone_leaves_with_a_reason_and_the_replay_is_the_same():
    run = live()
    assert run == replay(facts(ROWS, len(PLAN.stages)))
    assert {
        stage: {str(d.candidate): d.finding.code for d in outcome.departures}
        for stage, outcome in run.outcomes.items()
        if outcome.departures
    } == {
        "talks": {"d@level": "below_cut"},
        "exam": {"c@level": "below_pass_mark"},
        "assign": {"a@level": "assigned", "b@level": "assigned"},
        "integrity": {"b@park": "failed"},
    }
    last = run.outcomes["training"]
    assert last.remaining.candidates == (Candidate("a", "farm"),)
    assert last.record.to_make_up == ()


def test_every_departure_has_a_source():
    departures = [d for outcome in live().outcomes.values() for d in outcome.departures]
    assert len(departures) == 5
    assert all(d.finding.source.ref and d.finding.text.zh and d.finding.text.en for d in departures)


def test_the_story_of_a_nomination_reaches_the_meetings():
    record = live().outcomes["nominate"].record
    assert [t.zh for t in record.story_of(Candidate("a", "level"))] == ["2026-03-10 领导推荐：m；好"]
    assert [(x.candidate.person, x.person) for x in record.liable] == [("a", "m"), ("b", "m")]
