"""Dry run: a plan on the inputs of a run that is over, and on a roster."""

from __future__ import annotations

from datetime import date
from typing import Any

from core_plan import plan_of

from quanheng.core.engine import Amendment, Closing, RunFacts, replay
from quanheng.core.people import Person, Tenure
from quanheng.core.rehearsal.dry_run import HIDDEN, DryRun, Fate, Qualified, dry_run, qualified, withheld
from quanheng.core.stages.assessment import GroupTurnout, Sheet
from quanheng.core.stages.enrolment import Application
from quanheng.core.stages.speech import Mark
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Candidate, Text
from quanheng.core.workdays import Calendar, PartialDate

DAY = date(2026, 3, 10)
STAGES = """
bodies: [{id: judges, title: 评委}]
choices: {max: 2, mode: parallel}
eligibility: {age: {at_most: 50}}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
  - {id: review, kind: eligibility}
  - {id: speech, kind: speech, judges: judges, full_mark: 100, per: person}
  - {id: composite, kind: composite, full: 100, components: [{id: s, from: speech, weight: 100}]}
  - {id: shortlist, kind: shortlist, by: composite, keep: {per_seat: 1, ties: include}}
"""
PEOPLE = {
    code: Person(code, f"某{code}", born=PartialDate(year, 1, 1))
    for code, year in {"a": 1984, "b": 1982, "c": 1978, "j": 1960}.items()
}
MARKS = tuple(Mark(judge="j", person=who, mark=mark) for who, mark in (("a", "90"), ("b", "80"), ("c", "70")))


def applied(who: str, post: str) -> Application:
    return Application(person=who, post=post, channel="self", applied_on=DAY)


def then(stages: str = STAGES, **more: Any) -> RunFacts:
    plan = plan_of(stages=stages)
    given = {
        "plan": plan,
        "people": PEOPLE,
        "calendar": Calendar(),
        "members": {"judges": ("j",)},
        "principals": {"judges": "j"},
        "rows": {
            "enrolment": {"applications": (applied("a", "x"), applied("b", "x"), applied("c", "y"))},
            "speech": {"marks": MARKS},
        },
        "closings": tuple(Closing(s.id, DAY, DAY) for s in plan.stages),
    }
    return RunFacts(**{**given, **more})


def played(stages: str, facts: RunFacts | None = None, **more: Any) -> DryRun:
    facts = facts or then(**more)
    outcomes = replay(facts)
    assert outcomes.refusal is None, outcomes.refusal
    return dry_run(plan_of(stages=stages), facts, outcomes.outcomes)


def changed(found: DryRun) -> dict[str, str]:
    return {str(f.candidate): f.change for f in found.fates}


def test_the_same_plan_comes_to_the_same() -> None:
    found = played(STAGES)
    assert changed(found) == {"a@x": "same", "b@x": "same", "c@y": "same"}
    assert [(s.stage, s.how, s.came, s.stay) for s in found.stages] == [
        ("enrolment", "played", 3, 3), ("review", "played", 3, 3), ("speech", "played", 3, 3),
        ("composite", "played", 3, 3), ("shortlist", "played", 3, 2),
    ]  # fmt: skip


def test_this_years_plan_takes_the_rows_of_last_year() -> None:
    found = played(f"begins_on: 2027-03-01\n{STAGES.replace('2026-03-10', '2027-03-10')}")
    assert changed(found) == {"a@x": "same", "b@x": "same", "c@y": "same"}


def test_another_condition_and_another_cut_show_who_is_in_and_out_and_why() -> None:
    found = played(STAGES.replace("at_most: 50", "at_most: 45").replace("per_seat: 1", "per_seat: 2"))
    assert changed(found) == {"b@x": "newly_in", "c@y": "newly_out", "a@x": "same"}
    [gone] = [f for f in found.fates if f.change == "newly_out"]
    assert (gone.name, gone.then, gone.now.title) == ("某c", Fate(), Text("资格审查", "Eligibility review"))
    assert gone.now.why.zh.startswith("资格条件不符")


def test_whoever_leaves_in_another_stage_or_stands_no_more() -> None:
    fewer = STAGES.replace("per: person", "per: person, pass: 85")
    assert changed(played(fewer)) == {"b@x": "elsewhere", "c@y": "newly_out", "a@x": "same"}
    one_post = plan_of(stages=STAGES, posts="posts: [{id: x, title: 甲岗, seats: 1}]\n")
    facts = then()
    found = dry_run(one_post, facts, replay(facts).outcomes)
    assert changed(found)["c@y"] == "only_then"
    assert found.stages[0].left_out == 1


def test_who_did_not_stand_then() -> None:
    barred = STAGES.replace("kind: enrolment,", "kind: enrolment, only_posts: [x],")
    facts = then(
        barred, rows={"enrolment": {"applications": (applied("a", "x"),)}, "speech": {"marks": MARKS[:1]}}
    )
    wider = {**facts.rows, "enrolment": {"applications": (applied("a", "x"), applied("c", "y"))}}
    outcomes = replay(facts).outcomes
    found = dry_run(plan_of(stages=STAGES), then(barred, rows=wider), outcomes)
    assert changed(found)["c@y"] == "only_now"


def test_a_new_stage_is_passed_by_and_says_so() -> None:
    asked = STAGES.replace(
        "  - {id: composite", "  - {id: talk, kind: clearance, musts: [archive]}\n  - {id: composite"
    )
    [talk] = [s for s in played(asked).stages if s.stage == "talk"]
    assert (talk.how, talk.came, talk.stay) == ("no_inputs", 3, 3)
    assert talk.why.zh


def test_inputs_that_are_not_enough_choose_nobody_and_whoever_left_then_leaves_again() -> None:
    more = STAGES.replace("per: person", "per: person, min_judges: 2")
    [speech] = [s for s in played(more).stages if s.stage == "speech"]
    assert (speech.how, speech.rows) == ("passed_by", 3)
    strict = STAGES.replace("per: person", "per: person, pass: 75")
    found = played(strict.replace("pass: 75", "pass: 75, min_judges: 2"), then(strict))
    assert changed(found)["c@y"] == "same"


def test_whoever_comes_further_than_then_is_followed_as_far_as_anything_was_entered() -> None:
    old = STAGES.replace("at_most: 50", "at_most: 45")
    rows = {**then().rows, "speech": {"marks": MARKS[:2]}}
    found = played(STAGES, then(old, rows=rows))
    [further] = [f for f in found.fates if f.change == "goes_further"]
    assert (str(further.candidate), further.now) == (
        "c@y", Fate(unheard_since=Text("演讲（面试）", "Speech (interview)"))
    )  # fmt: skip


def test_a_stage_is_found_by_its_kind_and_a_run_that_goes_on_ends_where_it_stands() -> None:
    renamed = STAGES.replace("id: speech, kind", "id: talk, kind").replace("from: speech", "from: talk")
    assert changed(played(renamed)) == {"a@x": "same", "b@x": "same", "c@y": "same"}
    facts = then(closings=(Closing("enrolment", DAY, DAY), Closing("review", DAY, DAY)))
    assert [s.stage for s in played(STAGES, facts).stages] == ["enrolment", "review"]


def test_who_withdrew_then_withdraws_again() -> None:
    left = Amendment("A1", "withdrawal", "a", "", "speech", "本人申请", "申请书")
    assert changed(played(STAGES, then(amendments=(left,)))) == {"a@x": "same", "b@x": "same", "c@y": "same"}


VOTED = """
choices: {max: 2, mode: parallel}
stages:
  - {id: enrolment, kind: enrolment}
  - id: vote
    kind: assessment
    grades: [{id: good, title: 好, value: 100}, {id: poor, title: 差, value: 0}]
    groups: [{id: all, title: 全体, weight: 100}]
    denominator: valid
    pass: 60
"""


def test_secret_sheets_are_counted_as_they_were_then() -> None:
    marks = enumerate(("good", "good", "poor"), 1)
    sheets = tuple(Sheet(sheet=str(n), group="all", person="a", marks={"overall": g}) for n, g in marks)
    rows = {
        "enrolment": {"applications": (applied("a", "x"),)},
        "vote": {
            "sheets": sheets,
            "turnout": (GroupTurnout(group="all", should_attend=3, present=3, issued=3, returned=3),),
        },
    }
    told = {"vote": Disclosure(0, 0, 0, 0)}
    run = then(VOTED, rows=rows, members={}, principals={}, disclosures=told)
    found = played(VOTED.replace("pass: 60", "pass: 90"), run)
    assert [(s.stage, s.how) for s in found.stages] == [("enrolment", "played"), ("vote", "counted_then")]
    assert changed(found) == {"a@x": "same"}


def test_a_roster_by_the_conditions_of_every_post() -> None:
    plan = plan_of(
        stages=STAGES, posts="posts: [{id: x, title: 甲岗}, {id: z, title: 丙岗, excluded: true}]\n"
    )
    people = {**PEOPLE, "n": Person("n", "某n")}
    found = qualified(plan, people, Calendar())
    assert [(q.candidate.person, q.state) for q in found] == [
        ("a", "met"), ("b", "met"), ("c", "met"), ("j", "not_met"), ("n", "unknown")
    ]  # fmt: skip
    assert found[0] == Qualified(Candidate("a", "x"), "某a", "met")
    assert "66" in found[3].why.zh
    assert all(q.state == "met" for q in qualified(plan_of(), PEOPLE, Calendar()))


def test_a_history_that_contradicts_itself_is_open() -> None:
    plan = plan_of("eligibility: {tenure: {kind: [post], at_least: {years: 1}}}\n")
    broken = Person("t", "某t", tenures=(Tenure("post", "甲", date(2025, 1, 1), date(2020, 1, 1)),))
    [first, _] = qualified(plan, {"t": broken}, Calendar())
    assert (first.state, bool(first.why.zh)) == ("unknown", True)


def test_reasons_on_facts_that_the_reader_does_not_see_are_withheld() -> None:
    stricter = STAGES.replace("at_most: 50", "at_most: 45")
    found = played(stricter)
    plan = plan_of(stages=stricter)
    assert withheld(found, plan, lambda _: True) == found
    hidden = withheld(found, plan, lambda rule: rule.age is None)
    [gone] = [f for f in hidden.fates if f.change == "newly_out"]
    assert gone.now is not None
    assert gone.now.why == HIDDEN
    assert [f for f in hidden.fates if f.change == "same"] == [f for f in found.fates if f.change == "same"]
    again = played(stricter, then(stricter, rows={**then().rows, "speech": {"marks": MARKS[:2]}}))
    assert withheld(again, plan, lambda rule: rule.age is None) == again
    by_age = qualified(plan, {"j": PEOPLE["j"]}, Calendar(), lambda rule: rule.age is None)
    assert by_age[0].why == HIDDEN
