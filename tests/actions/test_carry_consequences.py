"""Consequences carried into the archive: a ban and a reserve list of one run are facts of the next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from small_run import ALL, AT, DAY, application, roster

from quanheng.actions.close_stage import close_stage
from quanheng.actions.go_back import amend_run, go_back
from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.roster_changes import change_dossier
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import start_run
from quanheng.core.engine import Amendment
from quanheng.core.people import Reserve, Sanction
from quanheng.core.roster_tables import ReserveRow, SanctionRow
from quanheng.core.stages.consequence import InspectionFinding
from quanheng.store.books import entries_of
from quanheng.store.load import roster_people, run_state

pytestmark = pytest.mark.django_db

HEAD = """\
language: 1
id: {id}
title: 小方案
organisation: {{name: 小街道, kind: street_office, scopes: [internal_unit_posts]}}
as_of: 2026-03-10
begins_on: 2026-03-10
posts: [{{id: office, title: 办公室主任, seats: 1}}]
"""
FIRST = (
    HEAD.format(id="first")
    + """\
stages:
  - {id: enrolment, kind: enrolment}
  - id: after
    kind: consequence
    rules:
      - {id: ban, title: 面试后放弃, finding: 面试后放弃, then: 一年内不得报名, lasts: {years: 1}, bars: true, departs: true}
      - {id: list, title: 入库, finding: 表现优秀, then: 列入后备, enters: 后备库}
      - {id: gone, title: 出库, finding: 超龄, then: 调出后备, leaves: 后备库}
"""
)
SECOND = (
    HEAD.format(id="second")
    + """\
eligibility: {all: [{id: clean, sanction: {}}, {id: pool, reserve_list: {in: [后备库]}}]}
stages:
  - {id: enrolment, kind: enrolment}
  - {id: review, kind: eligibility}
"""
)


def found(who: str, rule: str, holds: bool = True) -> InspectionFinding:
    return InspectionFinding(person=who, rule=rule, holds=holds, document="纪要")


def run(code: str, text: str, rows: dict) -> None:
    version = save_plan(ALL, text, f"{code}.yaml", AT)
    start_run(ALL, version, code, AT)
    for (stage, table), given in rows.items():
        if stage != "enrolment":
            close_stage(ALL, code, "enrolment", AT, DAY)
        record_rows(ALL, code, stage, table, given, AT)


def test_a_ban_and_a_list_of_one_run_are_facts_of_the_next() -> None:
    import_roster(ALL, roster(), AT)
    applied = [application(p, "office") for p in ("P1", "P2")]
    findings = [found("P1", "ban"), found("P2", "list")]
    rest = [found(p, r, False) for p in ("P1", "P2") for r in ("ban", "list", "gone")]
    known = {(f.person, f.rule) for f in findings}
    rows = {
        ("enrolment", "applications"): applied,
        ("after", "findings"): [*findings, *(f for f in rest if (f.person, f.rule) not in known)],
    }
    run("first-1", FIRST, rows)
    close_stage(ALL, "first-1", "after", AT, DAY)
    people = roster_people()
    assert people["P1"].sanctions == (
        Sanction("面试后放弃", DAY, date(2027, 3, 10), "first-1：一年内不得报名"),
    )
    assert people["P2"].reserves == (Reserve("后备库", DAY),)
    assert [e.act for e in entries_of("house")][-1] == "carry_consequences"

    run("second-1", SECOND, {("enrolment", "applications"): applied})
    close_stage(ALL, "second-1", "enrolment", AT, DAY)
    close_stage(ALL, "second-1", "review", AT, DAY)
    review = run_state("second-1").outcomes["review"]
    assert [str(c) for c in review.remaining.candidates] == ["P2@office"]

    later = AT + timedelta(hours=1)
    go_back(ALL, "first-1", "after", "认定有误", later)
    people = roster_people()
    assert (people["P1"].sanctions, people["P2"].reserves) == ((), ())
    entry = list(entries_of("house"))[-1]
    assert (entry.act, entry.body["stage"], entry.body["follows"]) == ("withdraw_consequences", "after", 2)
    record_rows(ALL, "first-1", "after", "findings", [found("P2", "list", False), found("P2", "gone")], later)
    close_stage(ALL, "first-1", "after", later, DAY)
    people = roster_people()
    assert (people["P1"].sanctions[0].kind, people["P2"].reserves) == ("面试后放弃", ())


def test_going_back_lets_stand_again_what_the_consequence_had_changed() -> None:
    sheets = roster()
    stay = ReserveRow(person="P2", list="后备库", entered_on=date(2025, 1, 1))
    sheets["reserves"] = [(1, stay)]
    import_roster(ALL, sheets, AT)
    standing = roster_people()["P2"].reserves
    later, last = AT + timedelta(hours=1), AT + timedelta(hours=2)
    rows = {
        ("enrolment", "applications"): [application(p, "office") for p in ("P1", "P2")],
        ("after", "findings"): [
            found(p, r, (p, r) in (("P2", "gone"), ("P1", "ban")))
            for p in ("P1", "P2")
            for r in ("ban", "list", "gone")
        ],
    }
    run("first-3", FIRST, rows)
    close_stage(ALL, "first-3", "after", later, DAY)
    people = roster_people()
    assert people["P2"].reserves == (Reserve("后备库", date(2025, 1, 1), DAY),)
    [ban] = people["P1"].sanctions

    corrected = SanctionRow(person="P1", kind="面试后放弃", decided_on=DAY, source="更正")
    change_dossier("P1", {"sanctions": [corrected]}, later + timedelta(minutes=5))
    go_back(ALL, "first-3", "enrolment", "重新报名", last)
    people = roster_people()
    assert people["P2"].reserves == standing
    assert people["P1"].sanctions == (replace(ban, effect_until=None, source="更正"),)


def test_whoever_is_disqualified_keeps_nothing_that_the_run_gave() -> None:
    import_roster(ALL, roster(), AT)
    rows = {
        ("enrolment", "applications"): [application(p, "office") for p in ("P1", "P2")],
        ("after", "findings"): [
            found(p, r, r == "list") for p in ("P1", "P2") for r in ("ban", "list", "gone")
        ],
    }
    run("first-4", FIRST, rows)
    later, last = AT + timedelta(hours=1), AT + timedelta(hours=2)
    close_stage(ALL, "first-4", "after", later, DAY)
    amendment = Amendment("a1", "disqualification", "P1", "", "enrolment", "材料造假", "决定1号")
    amend_run(ALL, "first-4", amendment, last)
    people = roster_people()
    assert (people["P1"].reserves, people["P2"].reserves) == ((), (Reserve("后备库", DAY),))


def test_a_stage_without_such_consequences_leaves_the_archive_alone() -> None:
    import_roster(ALL, roster(), AT)
    rows = {
        ("enrolment", "applications"): [application("P1", "office")],
        ("after", "findings"): [found("P1", r, False) for r in ("ban", "list", "gone")],
    }
    run("first-2", FIRST, rows)
    close_stage(ALL, "first-2", "after", AT, DAY)
    assert [e.act for e in entries_of("house")][-1] != "carry_consequences"
