"""Follow-up (督办落实): tasks with a term, once, every so often, or whenever something happens."""

from datetime import date, timedelta

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.language.terms import Schedule
from quanheng.core.stages.consequence import ConsequenceRecord, Follows
from quanheng.core.stages.follow_up import Event, Report, Settings, admit, close, due, duties_of
from quanheng.core.stages.grading import GradingRecord
from quanheng.core.values import Candidate, Outcome, Refused, Text

OPENED, CLOSED = date(2026, 1, 10), date(2026, 8, 1)
AT = slate("p1@park", "p2@east")
P1, P2 = AT.candidates


def settings(*tasks, **more):
    return Settings.model_validate({"id": "after", "kind": "follow_up", "tasks": tasks} | more)


def task(name="correct", **more):
    return {"id": name, "title": "整改", **more}


def ground(reports=(), events=(), earlier=None, closed_on=CLOSED):
    rows = {"reports": reports, "events": events}
    return inputs(rows, opened_on=OPENED, closed_on=closed_on, earlier=earlier or {})


def report(who="p1", on=date(2026, 1, 20), **more):
    given_ = {"task": "correct", "result": "done", "document": "报告1号"}
    return Report(person=who, reported_on=on, **(given_ | more))


def days(how, at):
    return [(d.candidate.person, d.task.id, d.number, d.by) for d in duties_of(AT, at, how)]


TEN = task(within={"days": 10})


def test_a_task_is_done_in_time_late_or_not_at_all():
    """P202: ten days for correction."""
    how = settings(TEN)
    outcome = close(AT, ground((report(), report("p2", date(2026, 1, 21)))), how)
    assert [f.text.zh for f in outcome.findings] == ["“整改”按期落实", "“整改”逾期落实"]
    assert outcome.record.grades == {P1: "done", P2: "late"}
    assert [(d.by, d.on, d.state) for d in outcome.record.duties] == [
        (date(2026, 1, 20), date(2026, 1, 20), "done"),
        (date(2026, 1, 20), date(2026, 1, 21), "late"),
    ]
    assert [(e.label.zh, e.value.zh) for e in outcome.findings[0].evidence] == [
        ("期限", "2026-01-20"),
        ("日期", "2026-01-20"),
    ]
    gone = close(AT, ground((report(result="not_done"), report("p2"))), settings(TEN, unmet="depart"))
    assert left(gone) == {"p1@park": "task_unmet"}
    assert gone.record.grades == {P1: "unmet", P2: "done"}


def test_of_several_failures_one_is_the_reason_and_the_worst_is_the_grade():
    how = settings(TEN, task("again", within={"days": 20}), unmet="depart")
    rows = [report(w, task=t) for w in ("p2",) for t in ("correct", "again")]
    rows += [report(on=date(2026, 2, 20)), report(task="again", result="not_done")]
    outcome = close(AT, ground(rows), how)
    assert left(outcome) == {"p1@park": "task_late"}
    assert [f.code for f in outcome.findings] == ["task_unmet", "task_done", "task_done"]
    assert outcome.record.grades == {P1: "unmet", P2: "done"}


def test_what_comes_again_is_due_for_every_period_that_is_full():
    """P204: the discipline body examines itself every half year, a branch every quarter."""
    how = settings(
        task(every={"months": 3}, classes=["office"]), task("half", every={"months": 6}, classes=["area"])
    )
    assert days(how, ground()) == [
        ("p1", "correct", 1, date(2026, 4, 10)),
        ("p1", "correct", 2, date(2026, 7, 10)),
        ("p2", "half", 1, date(2026, 7, 10)),
    ]
    assert next(d.text.zh for d in due(AT, ground(), how)) == "赵一：“整改”第 1 次，2026-04-10 前"
    with pytest.raises(Refused) as refused:
        close(AT, ground(), how)
    assert refused.value.code == "stage_closed_too_early"


def test_a_stage_whose_tasks_come_again_runs_to_its_last_day():
    until = Schedule.model_validate({"from": OPENED, "to": date(2026, 12, 31)})
    how = settings(task(every={"months": 12})).model_copy(update={"time": until})
    (waits,) = due(AT, ground(), how)
    assert (waits.text, waits.until) == (
        Text("本环节至 2026-12-31 止", "this stage runs to 2026-12-31"),
        date(2026, 12, 31),
    )
    assert due(AT, ground(closed_on=date(2026, 12, 31)), how) == ()


def test_an_event_sets_a_task_going_each_time():
    """P200: the register is updated whenever a post changes."""
    how = settings(task(within={"days": 15}, on="岗位变动"))
    assert duties_of(AT, ground(), how) == ()
    events = [
        Event(person="p1", task="correct", happened_on=d, what="调整分工")
        for d in (date(2026, 5, 1), date(2026, 3, 1))
    ]
    at = ground((report(number=2, on=date(2026, 5, 10)),), events)
    assert days(how, at) == [("p1", "correct", 1, date(2026, 3, 16)), ("p1", "correct", 2, date(2026, 5, 16))]
    assert [d.text.en for d in due(AT, at, how)] == ["赵一: '整改' number 1, by 2026-03-16"]


def test_a_task_may_follow_a_consequence_or_a_grade():
    follows = ConsequenceRecord((Follows(P2, "high", Text("整改"), None, None),))
    graded = GradingRecord((), grades={P1: "poor"})
    earlier = {
        "measures": Outcome("measures", AT, AT, record=follows),
        "grades": Outcome("grades", AT, AT, record=graded),
    }
    how = settings(
        task(within={"days": 10}, follows="measures.high"),
        task("warned", within={"days": 5}, follows=["grades.poor"]),
    )
    assert [(who, name) for who, name, _, _ in days(how, ground(earlier=earlier))] == [
        ("p1", "warned"),
        ("p2", "correct"),
    ]


def test_rows_that_are_refused():
    how = settings(TEN, task("update", within={"days": 15}, on="岗位变动"))
    at = ground()
    rows = [
        report(),
        report("nobody"),
        report(task="other"),
        report(number=2),
        report(task="update"),
        report("p2", date(2026, 9, 1)),
    ]
    assert codes(admit("reports", rows, AT, at, how)) == (
        (1, "unknown_person"),
        (2, "unknown_task"),
        (3, "task_not_due"),
        (4, "task_not_due"),
        (5, "dated_in_future"),
    )
    events = [
        Event(person=who, task=name, happened_on=day, what="变动")
        for who, name, day in (
            ("p1", "update", CLOSED),
            ("p1", "correct", CLOSED),
            ("nobody", "update", CLOSED),
            ("p1", "update", date(2026, 9, 1)),
        )
    ]
    assert codes(admit("events", events, AT, at, how)) == (
        (1, "unknown_task"),
        (2, "unknown_person"),
        (3, "dated_in_future"),
    )


@pytest.mark.parametrize(
    "tasks",
    [
        (task(),),
        (task(within={"days": 1}, every={"days": 1}),),
        (task(every={"days": 7}, on="变动"),),
        (task(every={"days": 0}),),
        (task(within={"days": 1}, follows="measures"),),
        (TEN, TEN),
    ],
)
def test_tasks_that_make_no_sense(tasks):
    with pytest.raises(ValidationError):
        settings(*tasks)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=2))
def test_law_everyone_is_accounted_for_and_later_is_never_better(delays):
    order = ["done", "late"]
    rows = [report(who, OPENED + timedelta(days=d)) for who, d in zip(("p1", "p2"), delays, strict=True)]
    outcome = close(AT, ground(rows), settings(TEN))
    assert set(outcome.remaining.candidates) == {P1, P2} == set(outcome.record.grades)
    assert (order.index(outcome.record.grades[P1]) <= order.index(outcome.record.grades[P2])) or delays[
        0
    ] > delays[1]
    assert isinstance(P1, Candidate)
