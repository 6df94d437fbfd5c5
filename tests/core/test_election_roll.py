"""The roll and the hours of an election: everything that is wrong is named, and what is right is said."""

from datetime import datetime

import pytest

from quanheng.core.ballots.hours import Hours, check_hours, hours_of
from quanheng.core.ballots.roll import RollLine, roll_faults
from quanheng.core.people import Person
from quanheng.core.values import Refused, Text

PEOPLE = {code: Person(code, name) for code, name in (("A1", "赵一"), ("A2", "钱二"))}
GROUPS = ("staff", "chiefs")
MORNING = {"collect_from": "2026-03-09T09:00", "collect_until": "2026-03-10T17:00"}
VOTE = {"cast_from": "2026-03-11T08:30", "cast_until": "2026-03-11T17:00"}


def line(row, person="A1", group="staff", name=""):
    return RollLine(row, f"roll.csv:{row}", person, group, name)


def test_every_fault_of_a_roll_is_named_in_its_order():
    lines = [
        line(2, "A1"), line(3, "A9"), line(4, "A2", "elders", "钱三"), line(5, "A1", "chiefs"),
    ]  # fmt: skip
    found = [(f.where, f.text.zh, f.text.en) for f in roll_faults(lines, PEOPLE, GROUPS)]
    assert found == [
        ("roll.csv:2", "选民名册第 2 行“A1”：重复。", "Roll, line 2, 'A1': stands twice."),
        (
            "roll.csv:3",
            "选民名册第 3 行“A9”：名册中没有这个人员编号。",
            "Roll, line 3, 'A9': unknown person.",
        ),
        (
            "roll.csv:4",
            "选民名册第 4 行“A2”：这个编号在名册中是钱二，不是钱三。",
            "Roll, line 4, 'A2': the roster says 钱二, not 钱三.",
        ),
        (
            "roll.csv:4",
            "选民名册第 4 行“elders”：方案中没有这一组（可填 chiefs、staff）。",
            "Roll, line 4, 'elders': no such group (chiefs、staff).",
        ),
        ("roll.csv:5", "选民名册第 5 行“A1”：重复。", "Roll, line 5, 'A1': stands twice."),
    ]
    assert roll_faults([line(2, "A1", name="赵一"), line(3, "A2")], PEOPLE, GROUPS) == []


def test_hours_are_said_with_the_day_once_where_one_day_holds_them():
    times = MORNING | VOTE
    check_hours(times)
    assert hours_of(times, "cast").said() == Text("2026-03-11 8:30–17:00", "2026-03-11 8:30–17:00")
    assert hours_of(times, "collect").said() == Text(
        "2026-03-09 9:00 至 2026-03-10 17:00", "2026-03-09 9:00 to 2026-03-10 17:00"
    )
    assert hours_of(VOTE, "cast") == Hours(datetime(2026, 3, 11, 8, 30), datetime(2026, 3, 11, 17))  # noqa: DTZ001
    assert hours_of(VOTE, "collect") is None
    check_hours({})


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ({"cast_from": "2026-03-11T09:00"}, "请同时写明开始和结束"),
        ({"cast_from": "soon", "cast_until": "2026-03-11T09:00"}, "有读不懂的日期时间"),
        ({"cast_from": "2026-03-11T09:00Z", "cast_until": "2026-03-11T10:00"}, "请写本地时间，不写时区"),
        ({"cast_from": "2026-03-11T09:00", "cast_until": "2026-03-11T09:00"}, "结束不晚于开始"),
        (MORNING | VOTE | {"collect_until": "2026-03-11T09:00"}, "领票还没有结束，投票就开始了"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(times, why):
    with pytest.raises(Refused, check=lambda r: r.code == "election_hours") as refused:
        check_hours(times)
    assert refused.value.text.zh == f"投票时间不能用：{why}。"
