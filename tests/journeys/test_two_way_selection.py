"""Two-way selection (双向选择): the shipped plan, run to its end with the staff of the demonstration."""

from datetime import date
from pathlib import Path

import pytest

from quanheng.core.engine import Closing, RunFacts, refusals_of, replay
from quanheng.core.incumbency import posts_held_of
from quanheng.core.plans.reading import read_plan
from quanheng.core.recusal import must_recuse
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.core.stages.decision.tables import Attendance, Meeting, Vote
from quanheng.core.stages.matching import Adjustment, Choice, Preference
from quanheng.core.values import Candidate
from quanheng.core.workdays import Calendar
from quanheng.documents.tables import read_folder

DATA = Path(__file__).parents[2] / "src" / "quanheng" / "data"
FILE = DATA / "plans" / "s10-two-way-selection.yaml"
STATED, FIRST, WAITED, LAST = date(2026, 3, 13), date(2026, 3, 14), date(2026, 6, 15), date(2026, 6, 16)
COMMITTEE = tuple(f"HW00{n}" for n in range(1, 10))
SISTER, BROTHER = "HW042", "HW044"


@pytest.fixture(scope="module")
def plan():
    return read_plan(FILE.read_text(encoding="utf-8"), FILE.name).plan


@pytest.fixture(scope="module")
def people():
    tables = read_folder(DATA / "demo" / "roster", {t.name: t for t in TABLES})
    return assemble({name: read.numbered() for name, read in tables.items()}, date(2026, 3, 10))


def staff(people):
    """Everyone below the middle posts, in the order of their codes."""
    day = date(2026, 3, 10)
    return sorted(p.id for p in people.values() if not posts_held_of(p, ("中层", "乡科级"), day))


def wishes_of(plan, people, silent):
    """Everyone names their own office first, then two others that their number leads to."""
    rows = []
    for n, code in enumerate(c for c in staff(people) if c not in silent):
        offices = [p.id for p in plan.posts]
        others = [offices[(n + step) % len(offices)] for step in (1, 3)]
        own = [p.id for p in plan.posts if p.unit == people[code].unit]
        for order, office in enumerate(dict.fromkeys(own + others), start=1):
            rows.append(Preference(person=code, office=office, order=order, stated_on=STATED))
    return rows


def choices_of(plan, wishes):
    """Every office takes those who want it most, by code, and leaves two seats for the second round."""
    rows = []
    for post in plan.posts:
        asked = sorted((r for r in wishes if r.office == post.id), key=lambda r: (r.order, r.person))
        taken = asked[: post.fixed_seats() - 2]
        rows += [Choice(office=post.id, person=r.person, order=n) for n, r in enumerate(taken, start=1)]
    return rows


def decided(candidates, people):
    """A meeting at which everybody agrees to everyone but their own relatives, of whom they say nothing."""
    apart = {(m, c.person) for c in candidates for m in COMMITTEE if must_recuse(m, c.person, people)}
    meeting = Meeting(held_on=FIRST, place="会议室", chair="HW001", recorder="HW009", agenda="确定人员")
    return {
        "meeting": (meeting,),
        "attendance": tuple(
            Attendance(member=m, present=True, recused_for="、".join(p for n, p in sorted(apart) if n == m))
            for m in COMMITTEE
        ),
        "votes": tuple(
            Vote(member=m, person=c.person, post=c.post, vote="agree", order=9 - n)
            for c in candidates
            for n, m in enumerate(COMMITTEE)
            if (m, c.person) not in apart
        ),
    }


def facts_of(plan, people, rows, stages):
    days = {"two-way": (STATED, FIRST), "decision": (FIRST, FIRST), "second-round": (WAITED, WAITED)}
    closings = tuple(Closing(s, *days.get(s, (LAST, LAST))) for s in stages)
    members = {"committee": COMMITTEE, "leading_group": COMMITTEE[:5]}
    return RunFacts(plan, people, Calendar(), members, {"committee": "HW001"}, rows, closings)


@pytest.fixture(scope="module")
def run(plan, people):
    silent = tuple(staff(people)[-3:])
    wishes = wishes_of(plan, people, silent)
    chosen = choices_of(plan, wishes)
    rows = {"two-way": {"preferences": tuple(wishes), "choices": tuple(chosen)}}
    before = facts_of(plan, people, {"two-way": {"preferences": tuple(wishes)}}, ())
    opened = Closing("two-way", STATED, FIRST)
    assert refusals_of(before, {}, opened, "choices", chosen) == ()
    early = replay(facts_of(plan, people, rows, ["two-way"]))
    assert early.refusal.code == "stage_closed_too_early"
    assert people[SISTER].name in early.refusal.text.zh
    assert people[BROTHER].name in early.refusal.text.zh
    rows["two-way"]["adjustments"] = (moved(plan, people, rows, opened),)
    first = replay(facts_of(plan, people, rows, ["two-way"]))
    assert first.refusal is None, first.refusal
    placed = first.outcomes["two-way"].remaining.candidates
    rows["decision"] = decided(placed, people)
    waiting = first.outcomes["two-way"].record.unplaced
    free = [o for o in first.outcomes["two-way"].record.offices if o.vacant]
    again = [
        Preference(person=p, office=free[n % len(free)].office, order=1, stated_on=WAITED)
        for n, p in enumerate(waiting)
        if p not in silent
    ]
    taken = [
        Choice(office=o.office, person=r.person, order=n)
        for o in free
        for n, r in enumerate([r for r in again if r.office == o.office][: o.vacant - 1], start=1)
    ]
    taken += [
        Choice(office=r.office, person=r.person, accept=False)
        for r in again
        if not any(c.person == r.person for c in taken)
    ]
    rows["second-round"] = {"preferences": tuple(again), "choices": tuple(taken)}
    found = replay(facts_of(plan, people, rows, ["two-way", "decision", "second-round"]))
    assert found.refusal is None, found.refusal
    rows["assignment"] = {"adjustments": tuple(assigned(found.outcomes["second-round"].record))}
    whole = replay(facts_of(plan, people, rows, [s.id for s in plan.stages]))
    assert whole.refusal is None, whole.refusal
    return silent, whole.outcomes


def moved(plan, people, rows, opened):
    """The brother goes to the first office that has room: two relatives may not serve in one."""
    facts = facts_of(plan, people, rows, ())
    tried = [
        Adjustment(person=BROTHER, office=p.id, reason="与姐同岗，须回避", decided_by="领导小组纪要第2号")
        for p in plan.posts[1:]
    ]
    return next(row for row in tried if refusals_of(facts, {}, opened, "adjustments", [row]) == ())


def assigned(record):
    """The organisation gives the last vacancies away; whoever comes too late, or does not want it, leaves."""
    free = [o.office for o in record.offices for _ in range(o.vacant)]
    for n, code in enumerate(record.unplaced):
        office = free[n] if n < len(free) else ""
        yield Adjustment(
            person=code, office=office, accepted=n > 0, reason="编制空缺", decided_by="党工委纪要第4号"
        )


def test_general_staff_take_part_and_their_heads_do_not(run, people):
    _, outcomes = run
    names = {c.person for c in outcomes["two-way"].entered.candidates}
    assert names <= set(staff(people))
    assert "HW001" not in names
    assert "HW012" not in names


def test_everyone_is_placed_waits_or_has_left(run, people):
    silent, outcomes = run
    first, last = outcomes["two-way"].record, outcomes["assignment"]
    assert first.placed + len(first.unplaced) == len(staff(people))
    assert set(silent) <= set(first.unplaced)
    assert first.not_registered == silent
    assert first.waits_until == date(2026, 6, 14)
    standing = set(last.remaining.people())
    assert standing | set(last.record.left) == set(staff(people))
    assert standing & set(last.record.left) == set()


def test_no_office_holds_more_than_its_establishment(run, plan):
    _, outcomes = run
    for post in plan.posts:
        assert len(outcomes["assignment"].remaining.of(post.id)) <= post.fixed_seats()
    figures = [r for s in ("two-way", "second-round") for r in outcomes[s].record.rounds]
    assert [r.blocking for r in figures] == [0, 0]


def test_every_wish_that_was_not_met_says_why(run):
    _, outcomes = run
    codes = {d.finding.code for o in outcomes.values() for d in o.departures}
    assert codes == {"placed_higher", "not_chosen", "adjusted_away", "refused_assignment"}
    first = outcomes["two-way"]
    for departure in first.departures:
        assert departure.finding.text.zh and departure.finding.text.en
        assert departure.candidate in first.entered.candidates
    away = first.departure_of(Candidate(BROTHER, "general-office")).finding
    assert away.text.zh.endswith("：与姐同岗，须回避（领导小组纪要第2号）")
    assert Candidate(first.record.unplaced[0], "") in {f.candidate for f in first.findings}
