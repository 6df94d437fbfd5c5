"""Who could see what: the matrix asks the same tables as the screens, by role, account, stage and day."""

from __future__ import annotations

import pytest

from quanheng.core.authority import ROLES, Actor
from quanheng.core.inputs import InputTable
from quanheng.core.kinds import KINDS
from quanheng.core.leak_matrix import (
    COLUMNS,
    GROUPS,
    SIGHTS,
    Reader,
    StageState,
    archive_facts,
    matrix_of,
    readers_of,
    run_facts,
    supervision_facts,
    table_fact,
    trace_facts,
)
from quanheng.core.table_access import TableAccess, table_access
from quanheng.core.values import Text


def table(kind: str, name: str) -> InputTable:
    return next(t for t in KINDS[kind].tables if t.name == name)


def seen(kind: str, name: str, state: StageState, is_counted: bool = False) -> dict[str, str]:
    fact = table_fact("s", Text("环节", "Stage"), table(kind, name), state, is_counted)
    (line,) = matrix_of([fact])
    return {role: sight for role, sight in line.sights if sight != "none"}


def test_marks_while_open_are_each_judges_own_and_then_the_runs() -> None:
    assert seen("speech", "marks", "open") == {
        "organiser": "whole", "judge": "own", "committee_member": "own", "discipline_officer": "own",
        "auditor": "own",
    }  # fmt: skip
    assert seen("speech", "marks", "closed") == {
        "organiser": "whole", "judge": "own", "committee_member": "whole", "discipline_officer": "whole",
        "auditor": "whole",
    }  # fmt: skip


def test_sheets_are_read_by_who_keys_them_in_and_then_by_nobody() -> None:
    assert seen("assessment", "sheets", "open") == {"organiser": "whole"}
    assert seen("assessment", "sheets", "closed") == {}
    assert seen("assessment", "sheets", "open", is_counted=True) == {}


def test_objections_are_read_by_who_settles_them() -> None:
    assert seen("public_notice", "objections", "open") == {"discipline_officer": "whole"}
    assert seen("public_notice", "objections", "closed") == {"discipline_officer": "whole"}


def test_whoever_stands_in_a_run_sees_their_own_part_alone() -> None:
    member = Actor("m", "HW001", frozenset({"committee_member", "staff"}))
    fact = table_fact("s", Text("报名"), table("enrolment", "applications"), "closed", False)
    assert (fact.sees(member, False), fact.sees(member, True)) == ("whole", "own")
    marks = table_fact("s", Text("演讲"), table("speech", "marks"), "closed", False)
    assert (marks.sees(member, False), marks.sees(member, True)) == ("whole", "none")


def test_access_to_a_table_of_whoever_stands() -> None:
    organiser = Actor("o", "HW001", frozenset({"organiser"}))
    asked = {"secret": False, "is_closed": False}
    assert table_access(organiser, "record_inspection", **asked) == TableAccess(
        True, True, False, False, True
    )
    assert table_access(organiser, "record_inspection", **asked, stands=True) == TableAccess(
        opens=False, writes=False, writes_own=False, own_only=True, shows_rows=True
    )


def test_the_pages_of_a_run_are_closed_to_who_stands_in_it() -> None:
    lines = {line.fact.id: {r for r, s in line.sights if s == "whole"} for line in matrix_of(run_facts())}
    readers = {"organiser", "committee_member", "discipline_officer", "auditor"}
    assert lines == dict.fromkeys(("run.results", "run.evidence", "run.papers", "run.forms"), readers)
    member = Actor("m", "HW001", frozenset({"committee_member"}))
    assert {fact.sees(member, True) for fact in run_facts()} == {"none"}


def test_the_archive_as_the_field_policy_says() -> None:
    lines = {line.fact.id: dict(line.sights) for line in matrix_of(archive_facts())}
    assert lines["archive.sanctions"] == {
        **dict.fromkeys(COLUMNS, "none"), "organiser": "whole", "discipline_officer": "whole", "auditor": "whole",
    }  # fmt: skip
    assert lines["archive.id_number"]["auditor"] == "masked"
    assert lines["archive.health"]["discipline_officer"] == "own"
    assert lines["archive.name"]["public"] == "none"
    assert all(line.fact.title.zh and line.fact.rule.en for line in matrix_of(archive_facts()))


def test_supervision_and_the_books() -> None:
    facts = (*supervision_facts(), *trace_facts())
    lines = {line.fact.id: {r for r, s in line.sights if s != "none"} for line in matrix_of(facts)}
    assert lines["reports"] == lines["trace.reports"] == {"discipline_officer"}
    assert lines["alerts.personal_matters"] == {"organiser", "discipline_officer"}
    assert lines["alerts.over_establishment"] == {"organiser", "discipline_officer", "auditor"}
    assert lines["trace.house"] == lines["duties"] == {"organiser", "discipline_officer", "auditor"}
    assert {f.group for f in facts} | {"run", "archive"} == set(GROUPS)


@pytest.mark.parametrize("roles", [{"judge", "auditor"}, {"staff"}, set()])
def test_each_account_with_the_role_that_gives_it_sight(roles: set[str]) -> None:
    fact = table_fact("s", Text("演讲"), table("speech", "marks"), "closed", False)
    (one,) = readers_of(fact, [Reader(Actor("a", "HW001", frozenset(roles)))])
    expected = {"judge": ("whole", ("auditor",)), "staff": ("none", ()), "": ("none", ())}
    assert (one.sight, one.by) == expected[min(roles - {"auditor"}, default="")]
    assert set(SIGHTS) >= {one.sight}
    assert set(one.by) <= set(ROLES)
