"""Training while waiting: who waits for a post is trained before the next choosing ends, or is excused."""

from datetime import date

import pytest
from core.matching_ground import EMPTY, ground, orders, settings, wishes
from core.stage_ground import codes

from quanheng.core.stages.matching import Course, admit, close, due
from quanheng.core.stages.matching.training import hours_of, hours_wanted

WAITING = {"length": {"months": 3}, "training_hours": 24}
FIRST = close(EMPTY, ground(wishes("p1@park"), orders("park:p1")), settings(waiting=WAITING))
NEXT = settings(id="again", takers={"unplaced_of": "two-way"}, waiting=None)
LATER = date(2026, 7, 1)


def about(*courses, day=LATER):
    return ground(courses=courses, earlier={"two-way": FIRST}, closed_on=day)


def course(who="p2", hours=24, **more):
    return Course(person=who, course="转岗培训班", hours=hours, finished_on=date(2026, 5, 20), **more)


def test_hours_are_due_from_everyone_who_waits_unless_excused():
    found = due(EMPTY, about(course(), course("p3", 8), course("p4", 0, excused="病假")), NEXT)
    assert [(d.table, d.person, d.text.zh) for d in found] == [
        ("courses", "p3", "孙三的待岗培训 8/24 学时"),
        ("courses", "p5", "周五的待岗培训 0/24 学时"),
        ("courses", "p6", "吴六的待岗培训 0/24 学时"),
    ]
    assert (hours_wanted(about(), NEXT), hours_of("p3", about(course("p3", 8)))) == (24, 8)
    assert hours_wanted(ground(), settings()) == 0


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (course(), None),
        (course("p1"), "not_in_pool"),
        (Course(person="p2", course="班", hours=8, finished_on=date(2026, 8, 1)), "dated_in_future"),
    ],
)
def test_training_that_is_refused(row, code):
    assert codes(admit("courses", [row], EMPTY, about(), NEXT)) == (((0, code),) if code else ())


def test_where_the_plan_asks_for_no_training_none_is_entered():
    assert codes(admit("courses", [course()], EMPTY, ground(), settings())) == ((0, "no_training"),)
