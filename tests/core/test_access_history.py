"""Access over time: spans per account follow grants, recusal and the stages; the reason says what was missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quanheng.core.access_history import (
    Grant,
    Holder,
    Phase,
    Span,
    phase_at,
    reason_of,
    spans_of,
)
from quanheng.core.authority import Actor
from quanheng.core.kinds import KINDS
from quanheng.core.leak_matrix import Fact, Reader, StageState, run_facts, table_fact
from quanheng.core.values import Text

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def marks(state: StageState) -> Fact:
    table = next(t for t in KINDS["speech"].tables if t.name == "marks")
    return table_fact("speech", Text("演讲", "Speech"), table, state, False)


def sheets(state: StageState) -> Fact:
    table = next(t for t in KINDS["assessment"].tables if t.name == "sheets")
    return table_fact("assessment", Text("测评", "Assessment"), table, state, False)


RESULTS = next(f for f in run_facts() if f.id == "run.results")
PHASES = (
    Phase(START, {}),
    Phase(hour(1), {"speech.marks": marks("open"), "run.results": RESULTS}),
    Phase(hour(3), {"speech.marks": marks("closed"), "run.results": RESULTS}, frozenset({"HW002"})),
)


def granted(role: str, since: int, until: int | None = None) -> Grant:
    return Grant(role, "", "", (hour(since), None if until is None else hour(until)))


def test_sight_begins_with_the_stage_grows_at_its_end_and_ends_with_the_role() -> None:
    auditor = Holder("a", "审计", "HW001", (granted("auditor", 0, 5),))
    assert spans_of("speech.marks", [auditor], PHASES, hour(9)) == (
        Span(auditor, "own", ("auditor",), (hour(1), hour(3))),
        Span(auditor, "whole", ("auditor",), (hour(3), hour(5))),
    )
    assert spans_of("speech.marks", [auditor], PHASES, hour(4))[1:] == (
        Span(auditor, "whole", ("auditor",), (hour(3), None)),
    )


def test_whoever_applies_is_recused_while_the_application_stands_and_on_the_slate_after_it() -> None:
    member = Holder("m", "委员", "HW002", (granted("committee_member", 0),), ((hour(1), hour(2)),))
    assert spans_of("run.results", [member], PHASES, hour(9)) == (
        Span(member, "whole", ("committee_member",), (hour(2), hour(3))),
    )
    assert spans_of("no.such", [member], PHASES, hour(9)) == ()


def test_two_roles_that_give_the_same_do_not_break_a_span() -> None:
    both = Holder("b", "两职", None, (granted("auditor", 3, 6), granted("organiser", 5)))
    assert spans_of("run.results", [both], PHASES, hour(9)) == (
        Span(both, "whole", ("auditor",), (hour(3), hour(5))),
        Span(both, "whole", ("organiser", "auditor"), (hour(5), hour(6))),
        Span(both, "whole", ("organiser",), (hour(6), None)),
    )


def test_an_account_at_an_instant() -> None:
    first = Grant("unit_officer", "", "BGS", (hour(0), hour(4)), 7, "admin")
    second = Grant("judge", "r", "", (hour(2), None))
    holder = Holder("u", "某人", "HW003", (first, second))
    actor = Actor("u", "HW003", frozenset({"unit_officer", "judge"}), "某人", frozenset({"BGS"}))
    assert holder.reader_at(hour(2), PHASES[1]) == Reader(actor, False, frozenset({"judge"}))
    assert holder.grants_at(hour(4)) == (second,)
    assert holder.reader_at(hour(-1), PHASES[0]) is None


def test_the_phase_of_an_instant() -> None:
    asked = (-1, 0, 1, 2, 3, 9)
    assert [PHASES.index(phase_at(PHASES, hour(n))) for n in asked] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("roles", "stands", "fact", "said"),
    [
        ({"auditor", "judge"}, False, marks("closed"), "凭“监督审计人员”"),
        ({"auditor"}, False, marks("open"), "环节结束后才能看到"),
        ({"judge"}, False, marks("open"), "凭“评委”"),
        ({"auditor"}, True, RESULTS, "本人是人选，回避"),
        ({"staff"}, False, RESULTS, "所持角色没有这项权限"),
        ({"organiser"}, False, sheets("closed"), "任何角色都看不到"),
        ({"administrator"}, False, RESULTS, "所持角色没有这项权限"),
    ],
)
def test_why_an_account_sees_no_more(roles: set[str], stands: bool, fact: Fact, said: str) -> None:
    reader = Reader(Actor("x", "HW009", frozenset(roles)), stands)
    assert reason_of(fact, reader).zh == said


def test_what_only_roles_together_give_is_said_so() -> None:
    both = Fact("f", "run", Text("事"), Text("规"), lambda a, _: "whole" if len(a.roles) > 1 else "none")
    reader = Reader(Actor("x", None, frozenset({"judge", "staff"})))
    assert reason_of(both, reader) == Text("凭几个角色合起来", "by several roles together")
