"""A small selection for tests: six people, two posts, four stages, made through the acts of the product."""

from datetime import date, datetime, timedelta, timezone

from quanheng.actions.import_roster import import_roster
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.authority import ROLES, Actor
from quanheng.core.members import Member
from quanheng.core.roster_tables import AppraisalRow, PersonRow, UnitRow
from quanheng.core.stages.enrolment import Application
from quanheng.core.stages.speech import Mark

TZ = timezone(timedelta(hours=8))
DAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 9, tzinfo=TZ)
ALL = Actor("all", None, frozenset(ROLES), "全能")
ORGANISER = Actor("organiser", "P9", frozenset({"organiser"}), "组织")
STAFF = Actor("staff", "P1", frozenset({"staff"}), "职工")
JUDGE = Actor("judge", "J1", frozenset({"judge"}), "评委")
ADMINISTRATOR = Actor("admin", None, frozenset({"administrator"}), "管理员")

PLAN = """\
language: 1
id: small
version: "1"
title: {zh: 小方案, en: A small plan}
organisation: {name: 小街道, kind: street_office, scopes: [internal_unit_posts]}
as_of: 2026-03-10
begins_on: 2026-03-10
bodies: [{id: judges, title: 评委, at_least: 2}]
posts:
  - {id: office, title: 办公室主任, seats: 1}
  - {id: area, title: 工作片主任, seats: 1}
choices: {max: 2, mode: parallel}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
  - {id: speech, kind: speech, time: {on: 2026-03-11}, judges: judges, full_mark: 100, per: person,
     rounding: [{at: component, digits: 2}]}
  - {id: composite, kind: composite, time: {on: 2026-03-12}, full: 100,
     components: [{id: speech, from: speech, weight: 100}], rounding: [{at: total, digits: 2}]}
  - {id: shortlist, kind: shortlist, time: {on: 2026-03-12}, by: composite,
     keep: {per_seat: 1, ties: chain}, ties: [{final: refuse}], one_post_per_person: choice_order}
"""


def person(code: str) -> PersonRow:
    """A person about whom little is known."""
    return PersonRow(code=code, name=f"人员{code}", identity="公务员", unit="U")


PEOPLE = ("P1", "P2", "P3", "P9", "J1", "J2")


def roster() -> dict[str, list[tuple[int, object]]]:
    """The roster tables of the small street."""
    return {
        "units": [(2, UnitRow(code="U", name="机关"))],
        "people": [(n, person(code)) for n, code in enumerate(PEOPLE, start=2)],
        "appraisals": [(2, AppraisalRow(person="P1", year=2025, grade="称职"))],
    }


def started(code: str = "small-1") -> str:
    """A run with its roster and judges, no stage closed; its code."""
    import_roster(ALL, roster(), AT)
    version = save_plan(ALL, PLAN, "small.yaml", AT)
    start_run(ALL, version, code, AT)
    members = [Member(body="judges", person="J1", principal=True), Member(body="judges", person="J2")]
    appoint_members(ALL, code, members, AT)
    return code


def application(who: str, post: str, choice: int = 1) -> Application:
    """Somebody enrols."""
    return Application(person=who, post=post, choice=choice, channel="self", applied_on=DAY)


def enrolled(code: str = "small-1") -> str:
    """A run in which three people stand: two for the office, one of them and another for the area."""
    started(code)
    rows = [
        application("P1", "office"),
        application("P2", "office"),
        application("P2", "area", 2),
        application("P3", "area"),
    ]
    record_rows(ALL, code, "enrolment", "applications", rows, AT)
    return code


MARKS = {"P1": ("90", "80"), "P2": ("85", "84"), "P3": ("70", "72.5")}


def marks() -> list[Mark]:
    """What the two judges gave."""
    return [
        Mark(judge=judge, person=who, mark=given[n])
        for who, given in MARKS.items()
        for n, judge in enumerate(("J1", "J2"))
    ]
