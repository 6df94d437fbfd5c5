"""Two versions of a plan: differences by meaning, merging, cloning for a new year, approval."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from core.plan_for_checks import CATALOGUE
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.authority import Actor
from quanheng.core.plans.approval import BODIES, body_title, refuse_unapproved, require_body
from quanheng.core.plans.cloning import MovedDay, a_year_later, cloned, left_alone, moved, next_start
from quanheng.core.plans.differences import differences
from quanheng.core.plans.merging import merged
from quanheng.core.plans.reading import ReadPlan, read_plan, read_written
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar

PLANS = Path(__file__).parents[2] / "src" / "quanheng" / "data" / "plans"
STREET = (PLANS / "s10-street-office.yaml").read_text(encoding="utf-8")
JUDGED = (PLANS / "s4-competition-judged.yaml").read_text(encoding="utf-8")
TWO_WAY = (PLANS / "s10-two-way-selection.yaml").read_text(encoding="utf-8")


def told(old: Any, new: Any) -> list[tuple[Any, ...]]:
    return [(d.kind, d.path, d.old, d.new) for d in differences(old, new)]


def test_parts_with_ids_are_the_same_wherever_they_stand() -> None:
    old = {"stages": [{"id": "a", "weight": 60}, {"id": "b"}, {"id": "c"}, {"id": "d"}]}
    new = {"stages": [{"id": "d"}, {"id": "a", "weight": 50}, {"id": "e"}, {"id": "c"}]}
    assert told(old, new) == [
        ("removed", ("stages", 1), {"id": "b"}, None),
        ("moved", ("stages", 0), 4, 1),
        ("changed", ("stages", 1, "weight"), 60, 50),
        ("added", ("stages", 2), None, {"id": "e"}),
    ]


def test_what_says_one_thing_is_compared_whole() -> None:
    old = {"title": {"zh": "甲"}, "lasts": {"days": 5}, "time": {"on": "2026-03-02"}, "names": ["a"]}
    new = {
        "title": {"zh": "乙"},
        "lasts": {"working_days": 5},
        "time": {"on": "2026-03-05"},
        "names": ["a", "b"],
    }
    assert told(old, new) == [
        ("changed", ("title",), {"zh": "甲"}, {"zh": "乙"}),
        ("changed", ("lasts",), {"days": 5}, {"working_days": 5}),
        ("changed", ("time", "on"), "2026-03-02", "2026-03-05"),
        ("changed", ("names",), ["a"], ["a", "b"]),
    ]


def test_parts_without_ids_are_matched_by_what_they_say() -> None:
    old = {"ties": [{"by": "x"}, {"final": "lot"}, {"by": "z"}]}
    assert told(old, {"ties": [{"by": "x"}, {"final": "vote"}]}) == [
        ("changed", ("ties", 1, "final"), "lot", "vote"),
        ("removed", ("ties", 2), {"by": "z"}, None),
    ]
    assert told({"ties": [{"by": "x"}]}, {"ties": [{"by": "x"}, {"by": "y"}]}) == [
        ("added", ("ties", 1), None, {"by": "y"})
    ]
    assert told({"a": 1}, {"b": {"c": 2}}) == [
        ("removed", ("a",), 1, None),
        ("added", ("b",), None, {"c": 2}),
    ]
    assert told({"a": [{"id": "x"}]}, {"a": 3}) == [("changed", ("a",), [{"id": "x"}], 3)]


def test_the_same_plan_has_no_difference() -> None:
    assert differences(read_written(STREET).data, read_written(STREET).data) == ()


def test_what_did_not_meet_is_merged() -> None:
    common = "a\nb\nc\nd\ne\n"
    assert merged(common, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\nf\n") == "A\nb\nc\nd\nE\nf\n"
    assert merged(common, "a\nc\nd\ne\n", common) == "a\nc\nd\ne\n"
    assert merged(common, "A\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n") == "A\nb\nc\nd\nE\n"


def test_what_met_is_left_to_people() -> None:
    assert merged("a\nb\n", "A\nb\n", "B\nb\n") is None
    assert merged("a\nb\n", "a\nx\nb\n", "a\ny\nb\n") is None


LINES = st.lists(st.sampled_from("abcd"), max_size=6).map("".join).map(lambda s: "".join(f"{c}\n" for c in s))


@given(LINES, LINES)
def test_merging_with_an_unchanged_side_gives_the_other(common: str, mine: str) -> None:
    assert merged(common, mine, common) == mine
    assert merged(common, common, mine) == mine
    assert merged(common, mine, mine) == mine


def test_a_clone_begins_on_a_working_day_of_the_new_year() -> None:
    plan = read_plan(JUDGED).plan
    start = next_start(plan, Calendar())
    assert Calendar().is_working_day(start)
    days = {d.path: d for d in moved(plan, start, Calendar())}
    assert days["as_of",].new.year == plan.as_of.year + 1
    assert all(Calendar().is_working_day(d.new) for d in days.values() if Calendar().is_working_day(d.old))
    assert a_year_later(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_a_clone_keeps_chosen_posts_and_every_comment() -> None:
    text = JUDGED.replace("as_of:", "events: {festival: 2026-02-17}\nas_of:", 1)
    plan = read_plan(text).plan
    kept = plan.posts[1].id
    made = cloned(text, "next-year", {"zh": "下一年", "en": "Next"}, date(2027, 3, 6), frozenset({kept}))
    again = read_plan(made).plan
    assert (again.id, again.title, [p.id for p in again.posts]) == (
        "next-year",
        Text("下一年", "Next"),
        [kept],
    )
    assert again.begins_on == date(2027, 3, 8)
    assert again.events == {"festival": date(2027, 2, 17)}
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in made.splitlines() if line.lstrip().startswith("#")] == comments
    sample = read_plan(cloned(text, "sample", {"zh": "样子"}, date(2027, 3, 8), frozenset())).plan
    assert len(sample.posts) == 1


def test_a_clone_moves_the_last_days_of_rounds() -> None:
    plan = read_plan(cloned(TWO_WAY, "next", {"zh": "下一年"}, date(2026, 12, 9), frozenset())).plan
    stage = plan.stages[0]
    assert stage.kind == "matching"
    assert [(c.preferences_until, c.choices_until) for c in stage.rounds] == [
        (date(2026, 12, 16), date(2026, 12, 17))
    ]
    assert left_alone(TWO_WAY) == ()


def test_the_as_of_day_follows_the_start() -> None:
    plan = read_plan(STREET.replace("as_of: 2026-03-10", "as_of: 2025-12-31")).plan
    first = plan.begins_on
    assert first is not None
    [as_of] = [d for d in moved(plan, date(2026, 9, 7), Calendar()) if d.path == ("as_of",)]
    assert as_of == MovedDay(
        ("as_of",), date(2025, 12, 31), date(2025, 12, 31) + (date(2026, 9, 7) - first), is_certain=False
    )
    written = STREET.replace(f"begins_on: {first}\n", "")
    assert ("begins_on",) not in {
        d.path for d in moved(read_plan(written).plan, date(2027, 3, 8), Calendar())
    }


def test_days_that_do_not_move_are_named() -> None:
    text = STREET.replace(
        "eligibility:\n  all:", "eligibility:\n  all:\n    - age: {born_on_or_after: 1976-03-01}", 1
    )
    assert left_alone(text) == ((("eligibility", "all", 0, "age", "born_on_or_after"), date(1976, 3, 1)),)


ASKED = STREET.replace("as_of:", "approval: {by: leading_group}\nas_of:", 1)
LEADER = Actor("leader", "L1", frozenset({"committee_member"}), "班子成员")
OFFICER = Actor("officer", "D1", frozenset({"discipline_officer"}), "纪检干部")


def asked() -> ReadPlan:
    return read_plan(ASKED)


def refused(actor: Actor, body: str, *involved: str) -> Refused:
    with pytest.raises(Refused) as caught:
        require_body(actor, "approve_plan", body, frozenset(involved), asked(), CATALOGUE)
    return caught.value


def test_who_does_not_speak_for_the_body_is_told_line_rule_and_remedy() -> None:
    found = refused(OFFICER, "leading_group")
    line = ASKED.splitlines().index("approval: {by: leading_group}") + 1
    assert found.code == "not_this_body"
    assert f"第 {line} 行" in found.text.zh
    assert "《党政领导干部选拔任用工作条例》第14条" in found.text.zh
    assert found.remedy.zh.startswith("请交领导班子成员办理")


def test_nobody_decides_on_their_own_plan() -> None:
    assert refused(LEADER, "leading_group", "leader").code == "own_plan"
    assert refused(Actor("x", None, frozenset({"judge"})), "leading_group").code == "not_allowed"
    require_body(LEADER, "approve_plan", "leading_group", frozenset({"other"}), asked(), CATALOGUE)


@pytest.mark.parametrize(
    ("state", "said"), [("", "还没有报批"), ("submitted", "正在审批"), ("returned", "已被退回")]
)
def test_a_plan_that_must_be_approved_does_not_run_before(state: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        refuse_unapproved(asked(), state)
    assert caught.value.code == "plan_not_approved"
    assert said in caught.value.text.zh


def test_an_approved_plan_runs_and_so_does_one_that_asks_for_no_approval() -> None:
    refuse_unapproved(asked(), "approved")
    refuse_unapproved(read_plan(STREET), "")


def test_bodies_and_their_names() -> None:
    assert {b.role for b in BODIES.values()} == {"committee_member", "discipline_officer", "organiser"}
    assert body_title("superior") == Text("上级组织人事部门", "The superior personnel department")
    assert body_title("elsewhere") == Text("elsewhere", "elsewhere")
